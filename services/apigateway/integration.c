// A method's Integration, read once when its template is loaded: whom to ask, as which role, and
// what its answers become.
#include <stdarg.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "base/number.h"
#include "services/apigateway/api.h"

struct reading {
    struct world *world;
    const struct resource *resource;
    const cJSON *properties;  // The Integration.
    struct integration *out;
    struct treadle_status *status;
};

#define PROBLEM(reading, ...)                                                                      \
    treadle_resource_problem((reading)->resource, (reading)->status, TREADLE_EINVAL, __VA_ARGS__)

// Only the first reason is kept: it is enough for nobody to be answered.
__attribute__((format(printf, 2, 3))) static void unknown(
    const struct reading *reading, const char *format, ...) {
    if (reading->out->unknown != NULL) return;
    va_list args;
    va_start(args, format);
    reading->out->unknown = treadle_arena_print_args(&reading->world->arena, format, args);
    va_end(args);
}

static const char *copy(const struct reading *reading, const char *text) {
    return treadle_arena_copy(&reading->world->arena, text);
}

// -- whom to ask

// The next part of [*at] up to [end], in the arena; NULL: there is no such end.
static const char *part_until(const struct reading *reading, const char **at, const char *end) {
    const char *found = strstr(*at, end);
    if (found == NULL || found == *at) return NULL;
    const char *part = treadle_arena_copy_size(&reading->world->arena, *at, (size_t)(found - *at));
    *at = found + strlen(end);
    return part;
}

// "arn:aws:apigateway:REGION:SERVICE:action/OPERATION"
static bool read_uri(const struct reading *reading, const char *uri) {
    struct integration *out = reading->out;
    const char *at = uri;
    if (part_until(reading, &at, ":apigateway:") == NULL) return false;
    out->region = part_until(reading, &at, ":");
    out->service = out->region == NULL ? NULL : part_until(reading, &at, ":action/");
    out->operation = copy(reading, at);
    return out->service != NULL && strpbrk(out->service, ":/") == NULL && *at != '\0';
}

static int read_target(struct reading *reading) {
    const char *type = treadle_json_string(reading->properties, "Type"),
               *uri = treadle_json_string(reading->properties, "Uri"),
               *role = treadle_json_string(reading->properties, "Credentials");
    if (type == NULL) return PROBLEM(reading, "Integration wants a Type");
    if (strcmp(type, "AWS") != 0) {
        unknown(reading, "treadle does not know integrations of Type %s yet", type);
        return 0;
    }
    if (uri == NULL) return PROBLEM(reading, "an Integration of Type AWS wants a Uri");
    if (!read_uri(reading, uri))
        unknown(
            reading,
            "treadle knows Uris of the form arn:aws:apigateway:REGION:SERVICE:action/OPERATION, "
            "and not yet %s",
            uri);
    if (role == NULL)
        unknown(reading, "the Integration has no Credentials, a role that API Gateway may take on");
    else if (strchr(role, '*') != NULL)
        unknown(reading, "treadle does not know the caller's own Credentials (%s) yet", role);
    reading->out->role = reading->out->unknown == NULL ? copy(reading, role) : NULL;
    return 0;
}

// -- what is sent

static int read_passthrough(struct reading *reading) {
    static const char *const words[] = {
        [PASS_NO_MATCH] = "WHEN_NO_MATCH",
        [PASS_NO_TEMPLATES] = "WHEN_NO_TEMPLATES",
        [PASS_NEVER] = "NEVER"};
    const char *given = treadle_json_string(reading->properties, "PassthroughBehavior");
    if (given == NULL) return 0;  // WHEN_NO_MATCH
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i], given) != 0) continue;
        reading->out->passthrough = (enum passthrough)i;
        return 0;
    }
    return PROBLEM(
        reading, "PassthroughBehavior must be WHEN_NO_MATCH, WHEN_NO_TEMPLATES or NEVER");
}

static void read_templates(struct reading *reading) {
    const cJSON *templates = treadle_json_member(reading->properties, "RequestTemplates");
    uint32_t count = cJSON_IsObject(templates) ? treadle_json_count(templates) : 0, at = 0;
    const char **types =
        treadle_arena_alloc_zeroed(&reading->world->arena, (count + 1) * sizeof(*types));
    for (const cJSON *one = count == 0 ? NULL : templates->child; one != NULL; one = one->next)
        types[at++] = copy(reading, one->string);
    reading->out->template_types = types;
    if (count > 0)
        treadle_world_warn(
            reading->world, &reading->resource->place,
            "%s: treadle does not evaluate RequestTemplates yet: a body of type %s is answered "
            "with 500",
            reading->resource->place.logical_id, types[0]);
}

// -- what becomes of the answer

static int read_mapping(struct reading *reading, const cJSON *given, struct mapping *out) {
    const char *status = treadle_json_string(given, "StatusCode"),
               *pattern = treadle_json_string(given, "SelectionPattern");
    int64_t number = 0;
    if (status == NULL || !treadle_number_read_int(status, 100, 599, &number))
        return PROBLEM(reading, "an IntegrationResponse wants a StatusCode from 100 to 599");
    out->status = (int)number;
    if (pattern == NULL) return 0;
    out->pattern = treadle_regex_compile(&reading->world->arena, pattern, false);
    if (out->pattern == NULL)
        return PROBLEM(reading, "SelectionPattern %s is no regular expression", pattern);
    return 0;
}

static int read_mappings(struct reading *reading) {
    const cJSON *given = treadle_json_member(reading->properties, "IntegrationResponses");
    struct integration *out = reading->out;
    if (given == NULL) return 0;
    struct mapping *mappings = treadle_arena_alloc_zeroed(
        &reading->world->arena, (treadle_json_count(given) + 1) * sizeof(*mappings));
    int status = 0;
    for (const cJSON *one = given->child; one != NULL && status == 0; one = one->next) {
        status = read_mapping(reading, one, &mappings[out->mapping_count++]);
        if (treadle_json_count(treadle_json_member(one, "ResponseTemplates")) > 0)
            unknown(reading, "treadle does not evaluate ResponseTemplates yet");
    }
    out->mappings = mappings;
    out->mapped = out->mapping_count > 0;
    return status;
}

static void warn(const struct reading *reading) {
    const struct integration *integration = reading->out;
    const struct birthplace *place = &reading->resource->place;
    if (integration->unknown != NULL)
        treadle_world_warn(
            reading->world, place, "%s: %s: its calls are answered with 500", place->logical_id,
            integration->unknown);
    else if (!integration->mapped)
        treadle_world_warn(
            reading->world, place,
            "%s: its Integration has no IntegrationResponses: API Gateway calls %s and then "
            "answers "
            "500; treadle %s. Mend it with IntegrationResponses: [{StatusCode: \"200\"}]",
            place->logical_id, integration->operation,
            (reading->world->flags & WORLD_STRICT) != 0
                ? "does so too (--strict)"
                : "passes on what came back (--strict: 500)");
}

int treadle_api_integration_read(
    struct world *world, const struct resource *resource, const cJSON *integration,
    struct integration *out, struct treadle_status *status) {
    *out = (struct integration){0};
    struct reading reading = {world, resource, integration, out, status};
    if (!cJSON_IsObject(integration)) return PROBLEM(&reading, "a method wants an Integration");
    int result = read_target(&reading);
    if (result == 0) result = read_passthrough(&reading);
    if (result == 0) result = read_mappings(&reading);
    if (result != 0) return result;
    read_templates(&reading);
    warn(&reading);
    return 0;
}
