// How services word what they cannot read. One idea, three generations of it.
#include <string.h>

#include "aws/shapes_inside.h"
#include "base/memory.h"

// AWS, recorded: 1 is a NUMBER_VALUE, 1.5 and 1e2 a DECIMAL_VALUE.
static const char *token_of(const cJSON *value) {
    if (cJSON_IsString(value)) return "STRING_VALUE";
    if (cJSON_IsBool(value)) return cJSON_IsTrue(value) ? "TRUE_VALUE" : "FALSE_VALUE";
    const char *text = value->valuestring;
    return text != NULL && strpbrk(text, ".eE") != NULL ? "DECIMAL_VALUE" : "NUMBER_VALUE";
}

static bool is_scalar_kind(enum shape_kind kind) {
    return treadle_shape_java_class(kind) != NULL;
}

// -- DynamoDB

static const char *java_type(
    const struct shapes *shapes, const struct shape *shape, struct arena *arena) {
    if (shape->kind == SHAPE_STRUCTURE)
        return treadle_arena_print(arena, "%s.%s", shapes->package, shape->name);
    return treadle_shape_java_class(shape->kind);
}

static const char *dynamodb_unreadable(
    const struct shapes *shapes, const struct shape *shape, const cJSON *value, bool element,
    struct arena *arena) {
    if (cJSON_IsArray(value) && shape->kind == SHAPE_MAP)
        return treadle_arena_print(
            arena, "Unrecognized collection type java.util.Map<java.lang.String, %s>",
            java_type(shapes, shape->of, arena));
    if (cJSON_IsArray(value))
        return treadle_arena_print(
            arena, "Unrecognized collection type class %s", java_type(shapes, shape, arena));
    if (cJSON_IsObject(value)) return "Start of structure or map found where not expected";
    if (shape->kind == SHAPE_STRUCTURE && element) return "Unexpected value type in payload";
    if (!is_scalar_kind(shape->kind)) return "Unexpected field type";
    if (shape->kind == SHAPE_BLOB) {
        if (!cJSON_IsString(value)) return "only base-64-encoded strings are convertible to bytes";
        size_t size = strlen(value->valuestring);
        return size % 4 == 0
                   ? "Invalid last non-pad Base64 character dectected"
                   : treadle_arena_print(
                         arena,
                         "Base64 encoded length is expected a multiple of 4 bytes but found: %zu",
                         size);
    }
    if (shape->kind == SHAPE_BOOLEAN && cJSON_IsString(value))
        return "Unexpected token received from parser";
    return treadle_arena_print(
        arena, "%s cannot be converted to %s", token_of(value), treadle_shape_java(shape->kind));
}

// -- Coral, as Step Functions has it
//
// AWS, recorded on a sibling: lists, maps, and a String that is none. The rest is by analogy.

static const char *coral_unreadable(
    const struct shapes *shapes, const struct shape *shape, const cJSON *value, bool element,
    struct arena *arena) {
    (void)shapes;
    (void)element;
    if (cJSON_IsArray(value)) return "Start of list found where not expected";
    if (cJSON_IsObject(value)) return "Start of structure or map found where not expected.";
    if (shape->kind == SHAPE_LIST) return "Expected list or null";
    if (shape->kind == SHAPE_MAP) return "Expected map or null";
    if (shape->kind == SHAPE_STRUCTURE) return "Expected null";
    const char *java = treadle_shape_java(shape->kind);
    return treadle_arena_print(
        arena, "%s can not be converted to %s %s", token_of(value),
        strchr("AEIO", *java) != NULL ? "an" : "a", java);
}

static const struct dialect dialects[] = {
    {"coral", "ValidationException", false, coral_unreadable},
    {"dynamodb", "ValidationException", true, dynamodb_unreadable},
    // A query has texts alone on the wire; in here a number may be one too.
    {"query", "ValidationError", false, coral_unreadable},
};

const struct dialect *treadle_dialect_named(const char *name) {
    for (size_t i = 0; i < COUNT_OF(dialects); i++)
        if (strcmp(dialects[i].name, name) == 0) return &dialects[i];
    return NULL;
}
