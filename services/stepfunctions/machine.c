// A definition is text, or an object that is written as text: it is read by the engine, and what is
// wrong with it is told with the place in its own file.
#include "services/stepfunctions/machine.h"

#include <stdlib.h>
#include <string.h>

#include "aws/arn.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "services/stepfunctions/operations.h"

enum { EXCERPT_MAX = 120 };  // Characters of a line that are shown.

static const cJSON *property(const struct resource *resource, const char *name) {
    return treadle_json_member(treadle_doc_root(resource->properties), name);
}

// -- The text of a definition

// CloudFormation, documented: ${key} is replaced by the key's value, as text.
static void substitute(struct text *out, const char *text, const cJSON *values) {
    while (*text != '\0') {
        const char *end = strncmp(text, "${", 2) == 0 ? strchr(text, '}') : NULL;
        const cJSON *value = NULL;
        for (value = end == NULL || values == NULL ? NULL : values->child; value != NULL;
             value = value->next)
            if (strlen(value->string) == (size_t)(end - text - 2) &&
                strncmp(value->string, text + 2, (size_t)(end - text - 2)) == 0)
                break;
        if (value == NULL) {
            treadle_text_put(out, text++, 1);
            continue;
        }
        if (cJSON_IsString(value))
            treadle_text_add(out, value->valuestring);
        else
            treadle_json_write(out, value);
        text = end + 1;
    }
}

static int definition_text(
    const struct resource *resource, struct text *out, struct treadle_status *status) {
    const cJSON *string = property(resource, "DefinitionString"),
                *object = property(resource, "Definition");
    if ((string == NULL) == (object == NULL))
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "it needs DefinitionString or Definition%s",
            string == NULL ? "" : ", not both");
    if (string != NULL ? !cJSON_IsString(string) : !cJSON_IsObject(object))
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "%s must be %s",
            string != NULL ? "DefinitionString" : "Definition",
            string != NULL ? "a text" : "an object");
    struct text printed = {0};
    if (object != NULL) treadle_json_write(&printed, object);
    substitute(
        out, object != NULL ? treadle_text_string(&printed) : string->valuestring,
        property(resource, "DefinitionSubstitutions"));
    treadle_text_clear(&printed);
    return 0;
}

// -- What is wrong with it

struct telling {
    struct world *world;
    const struct resource *resource;
    const struct text *definition;
    struct text problem;  // The first error, with its excerpt.
    uint32_t line, column, errors;
};

static void add_excerpt(struct telling *telling, const struct treadle_problem *problem) {
    const char *at = treadle_text_string(telling->definition);
    for (uint32_t line = 1; line < problem->line && *at != '\0'; at++)
        line += *at == '\n';
    size_t size = strcspn(at, "\r\n");
    if (problem->line == 0 || size > EXCERPT_MAX) return;
    struct text *out = &telling->problem;
    treadle_text_printf(out, "\n%u | %.*s\n", problem->line, (int)size, at);
    for (uint32_t line = problem->line; line > 0; line /= 10)
        treadle_text_add(out, " ");
    treadle_text_printf(out, " | %*s", (int)problem->column - 1, "");
    for (uint32_t i = 0; i < problem->width || i == 0; i++)
        treadle_text_add(out, "^");
    if (problem->label != NULL) treadle_text_printf(out, " %s", problem->label);
}

static void on_problem(const struct treadle_problem *problem, void *data) {
    struct telling *telling = data;
    const struct birthplace *place = &telling->resource->place;
    if (problem->warning) {
        treadle_world_warn(
            telling->world, place->source == NULL ? place : NULL, "%s%s%s: %s: %s%s%s",
            place->source != NULL ? place->source : place->logical_id,
            place->source != NULL ? "" : "'s definition, at ",
            place->source != NULL ? "" : problem->pointer, problem->code, problem->message,
            problem->help != NULL ? "; " : "", problem->help != NULL ? problem->help : "");
        return;
    }
    if (telling->errors++ > 0) return;
    telling->line = problem->line;
    telling->column = problem->column;
    struct text *out = &telling->problem;
    if (place->source != NULL) {
        treadle_text_add(out, place->source);
        if (problem->line > 0) treadle_text_printf(out, ":%u:%u", problem->line, problem->column);
    } else {
        if (place->file != NULL)
            treadle_text_printf(out, "%s:%u:%u: ", place->file, place->line, place->column);
        treadle_text_printf(out, "the definition of %s", place->logical_id);
        if (problem->line > 0)
            treadle_text_printf(out, ", line %u, column %u", problem->line, problem->column);
    }
    treadle_text_add(out, ": ");
    treadle_text_printf(out, "%s: %s", problem->code, problem->message);
    if (*problem->pointer != '\0') treadle_text_printf(out, " at %s", problem->pointer);
    add_excerpt(telling, problem);
    if (problem->help != NULL) treadle_text_printf(out, "\nhelp: %s", problem->help);
}

static int read_machine(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    struct state_machine *live = resource->live;
    struct text text = {0};
    int failed = definition_text(resource, &text, status);
    if (failed != 0) {
        treadle_text_clear(&text);
        return failed;
    }
    struct telling telling = {.world = world, .resource = resource, .definition = &text};
    const struct birthplace *place = &resource->place;
    struct treadle_source source = {
        .text = treadle_text_string(&text),
        .size = text.count,
        .type = strcmp(live->type, "EXPRESS") == 0 ? TREADLE_EXPRESS : TREADLE_STANDARD,
        .name = place->source != NULL
                    ? place->source
                    : treadle_arena_print(&world->arena, "%s's definition", place->logical_id)};
    failed = treadle_machine_read(&source, on_problem, &telling, &live->machine, status);
    if (failed != 0 && telling.errors > 0) {
        if (telling.errors > 1)
            treadle_text_printf(&telling.problem, "\n%u more", telling.errors - 1);
        treadle_status_set(status, failed, "%s", treadle_text_string(&telling.problem));
        if (status != NULL) {
            status->line = telling.line;
            status->column = telling.column;
        }
    }
    treadle_text_clear(&telling.problem);
    treadle_text_clear(&text);
    return failed;
}

// -- The type

static int check_type(struct resource *resource, struct treadle_status *status) {
    struct state_machine *live = resource->live;
    const cJSON *type = property(resource, "StateMachineType");
    live->type = type == NULL ? "STANDARD" : cJSON_IsString(type) ? type->valuestring : "";
    if (strcmp(live->type, "EXPRESS") != 0 && strcmp(live->type, "STANDARD") != 0)
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "StateMachineType must be STANDARD or EXPRESS");
    return 0;
}

static int create(struct world *world, struct resource *resource, struct treadle_status *status) {
    struct state_machine *live = treadle_alloc_zeroed(sizeof(*live));
    resource->live = live;
    live->name = treadle_resource_name(world, resource, "StateMachineName");
    live->created_ms = treadle_engine_now(world->engine);
    if (!treadle_states_name_is(live->name) || strlen(live->name) > 80)
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "Invalid Name: '%s'", live->name);
    if (!cJSON_IsString(property(resource, "RoleArn")))
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "RoleArn is missing: a machine acts under a role");
    resource->arn = resource->ref = treadle_arena_print(
        &world->arena, "arn:aws:states:%s:%s:stateMachine:%s", resource->region, resource->account,
        live->name);
    treadle_resource_attribute(world, resource, "Name", live->name);
    treadle_resource_attribute(world, resource, "StateMachineRevisionId", "INITIAL");
    int failed = check_type(resource, status);
    return failed != 0 ? failed : read_machine(world, resource, status);
}

static void destroy(struct world *world, struct resource *resource) {
    (void)world;
    struct state_machine *live = resource->live;
    if (live == NULL) return;
    treadle_machine_drop(live->machine);
    free(live);
}

static const char *role_of(const struct resource *resource) {
    return treadle_json_string(treadle_doc_root(resource->properties), "RoleArn");
}

// Logs and traces are kept nowhere here, and nothing is encrypted: understood, without effect.
static const char *const properties[] = {
    "Definition.*",
    "DefinitionString",
    "DefinitionSubstitutions.*",
    "RoleArn",
    "StateMachineName",
    "StateMachineType",
    "LoggingConfiguration.*",
    "TracingConfiguration.*",
    "EncryptionConfiguration.*",
    NULL};

const struct resource_type treadle_states_types[] = {
    {.name = "AWS::StepFunctions::StateMachine",
     .properties = properties,
     .create = create,
     .destroy = destroy,
     .role_of = role_of},
    {0}};

// -- The door: a machine by any of its names

static bool is_called(const struct resource *resource, const char *name) {
    const struct state_machine *live = resource->live;
    return strcmp(resource->arn, name) == 0 || strcmp(live->name, name) == 0;
}

static struct treadle_world_machine shown(const struct resource *resource) {
    const struct state_machine *live = resource->live;
    return (struct treadle_world_machine){
        .arn = resource->arn,
        .account = resource->account,
        .region = resource->region,
        .name = live->name,
        .role_arn = role_of(resource),
        .machine = live->machine};
}

struct search {
    const struct resource *found;
    uint32_t count;
    struct text names;
    struct nearest nearest;  // Of all names, to one that none has.
};

static void find(const struct world *world, const char *name, bool logical, struct search *out) {
    for (uint32_t i = 0; i < world->count; i++) {
        const struct resource *resource = world->order[i];
        if (resource->type != treadle_states_types) continue;
        const struct state_machine *live = resource->live;
        treadle_nearest_offer(&out->nearest, logical ? resource->place.logical_id : live->name);
        if (logical ? strcmp(resource->place.logical_id, name) != 0 : !is_called(resource, name))
            continue;
        out->found = resource;
        out->count++;
        treadle_text_printf(&out->names, "\n  %s", resource->arn);
    }
}

int treadle_world_machine(
    const treadle_world *world, const char *name, struct treadle_world_machine *out,
    struct treadle_status *status) {
    REQUIRE(world);
    REQUIRE(name);
    REQUIRE(out);
    struct search search = {.nearest = {.typed = name}};
    find(world, name, false, &search);
    if (search.count == 0) find(world, name, true, &search);
    int failed = 0;
    const char *near = search.nearest.word;
    if (search.count == 0)
        failed = treadle_status_set(
            status, TREADLE_ENOTFOUND, "no state machine is called %s%s%s%s", name,
            near == NULL ? "" : "\nhelp: did you mean '", near == NULL ? "" : near,
            near == NULL ? "" : "'?");
    else if (search.count > 1)
        failed = treadle_status_set(
            status, TREADLE_EEXIST, "several state machines are called %s; give the ARN of one:%s",
            name, treadle_text_string(&search.names));
    treadle_text_clear(&search.names);
    if (failed != 0) return failed;
    *out = shown(search.found);
    return 0;
}

void treadle_world_each_machine(
    const treadle_world *world, treadle_world_machine_cb on_machine, void *data) {
    REQUIRE(world);
    REQUIRE(on_machine);
    for (uint32_t i = 0; i < world->count; i++) {
        if (world->order[i]->type != treadle_states_types) continue;
        const struct treadle_world_machine machine = shown(world->order[i]);
        on_machine(&machine, data);
    }
}
