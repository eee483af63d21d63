// The shape of a resource's properties, read off the paths that its type understands: a path that
// ends is a text, one that goes on is an object or, with "[]", a list.
//
// CloudFormation hands every scalar on as a text, whatever a template wrote: what is 400 here and
// "400" there is the same to a type, and so is true.
#include <string.h>

#include "base/ascii.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "services/world.h"

struct reading {
    const struct resource *resource;
    struct arena *arena;
    struct treadle_status *status;
    struct text path;  // "Integration.IntegrationResponses[].StatusCode"
    bool failed;
};

enum form { FORM_ANY, FORM_TEXT, FORM_OBJECT, FORM_LIST };

static enum form form_of(const struct resource_type *type, const char *path) {
    size_t size = strlen(path);
    for (const char *const *known = type->properties; *known != NULL; known++) {
        if (strncmp(*known, path, size) != 0) continue;
        const char *rest = *known + size;
        if (*rest == '\0') return FORM_TEXT;
        if (strncmp(rest, "[]", 2) == 0) return FORM_LIST;
        if (*rest == '.') return rest[1] == '*' ? FORM_ANY : FORM_OBJECT;
    }
    return FORM_ANY;  // What is not understood is not looked at.
}

static const cJSON *refuse(struct reading *reading, const char *wanted, const cJSON *value) {
    treadle_resource_problem(
        reading->resource, reading->status, TREADLE_EINVAL, "%s must be %s, not %s",
        treadle_text_string(&reading->path), wanted, treadle_json_type(value));
    reading->failed = true;
    return value;
}

static const cJSON *read_text(struct reading *reading, const cJSON *value) {
    if (cJSON_IsString(value)) return value;
    if (cJSON_IsBool(value))
        return treadle_scratch_string(reading->arena, cJSON_IsTrue(value) ? "true" : "false");
    if (!cJSON_IsNumber(value)) return refuse(reading, "a text", value);
    return treadle_scratch_string(reading->arena, treadle_json_print(reading->arena, value));
}

static const cJSON *read_value(struct reading *reading, const cJSON *value);

static const cJSON *read_members(struct reading *reading, const cJSON *value, bool list) {
    cJSON *out = treadle_scratch_node(reading->arena, list ? cJSON_Array : cJSON_Object);
    size_t count = reading->path.count;
    for (const cJSON *one = value->child; one != NULL && !reading->failed; one = one->next) {
        if (list)
            treadle_text_add(&reading->path, "[]");
        else
            treadle_text_printf(&reading->path, "%s%s", count > 0 ? "." : "", one->string);
        treadle_scratch_append(
            out, one->string, treadle_scratch_link(reading->arena, read_value(reading, one)));
        reading->path.bytes[reading->path.count = count] = '\0';
    }
    return out;
}

// As deep as the longest path that a type understands.
static const cJSON *read_value(struct reading *reading, const cJSON *value) {
    switch (form_of(reading->resource->type, treadle_text_string(&reading->path))) {
        case FORM_TEXT: return read_text(reading, value);
        case FORM_OBJECT:
            return cJSON_IsObject(value) ? read_members(reading, value, false)
                                         : refuse(reading, "an object", value);
        case FORM_LIST:
            return cJSON_IsArray(value) ? read_members(reading, value, true)
                                        : refuse(reading, "a list", value);
        case FORM_ANY: break;
    }
    return value;
}

struct doc *treadle_resource_shape(
    const struct resource *resource, const cJSON *properties, struct treadle_status *status) {
    struct arena arena = {0};
    struct reading reading = {.resource = resource, .arena = &arena, .status = status};
    struct doc *out = NULL;
    if (cJSON_IsObject(properties)) {
        const cJSON *read = read_members(&reading, properties, false);
        if (!reading.failed) out = treadle_doc_settle(NULL, read);
    } else {
        treadle_resource_problem(resource, status, TREADLE_EINVAL, "its Properties are no object");
    }
    treadle_text_clear(&reading.path);
    treadle_arena_clear(&arena);
    return out;
}

int treadle_resource_bool(
    const struct resource *resource, const char *property, bool *out,
    struct treadle_status *status) {
    const char *text = treadle_json_string(treadle_doc_root(resource->properties), property);
    *out = text != NULL && treadle_ascii_same(text, "true");
    if (text == NULL || *out || treadle_ascii_same(text, "false")) return 0;
    return treadle_resource_problem(
        resource, status, TREADLE_EINVAL, "%s must be true or false, not %s", property, text);
}
