// An input against its shape, twice, as AWS does it: can it be read, in the order of the text, and
// the first thing that cannot ends it; then is it valid, and everything that is not is told.
#include <string.h>

#include "aws/shapes_inside.h"
#include "base/json/string.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/number.h"

// -- Reading

static int base64_digit(char c) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c == '\0' ? NULL : strchr(digits, c);
    return at == NULL ? -1 : (int)(at - digits);
}

// Whole groups of four, padded at the end alone, and no bits left over.
static bool is_base64(const char *text) {
    size_t size = strlen(text), pads = 0;
    if (size % 4 != 0) return false;
    while (pads < 2 && pads < size && text[size - 1 - pads] == '=')
        pads++;
    for (size_t i = 0; i < size - pads; i++)
        if (base64_digit(text[i]) < 0) return false;
    if (pads == 0) return true;
    return (base64_digit(text[size - 1 - pads]) & (pads == 1 ? 3 : 15)) == 0;
}

// AWS, recorded: DynamoDB reads {"NULL": "no"}, and then finds that it should be true.
static bool is_boolean_word(const char *text) {
    static const char *const words[] = {"true", "false", "yes", "no", "1", "0"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i], text) == 0) return true;
    return false;
}

static bool is_readable(
    const struct dialect *dialect, const struct shape *shape, const cJSON *value) {
    switch (shape->kind) {
        case SHAPE_BLOB: return cJSON_IsString(value) && is_base64(value->valuestring);
        case SHAPE_BOOLEAN:
            return cJSON_IsBool(value) || (dialect->words_as_booleans && cJSON_IsString(value) &&
                                           is_boolean_word(value->valuestring));
        case SHAPE_INTEGER:
            // AWS, recorded: a fraction is cut off, not refused.
            return cJSON_IsNumber(value) && value->valuedouble > -2147483649.0 &&
                   value->valuedouble < 2147483648.0;
        case SHAPE_STRING: return cJSON_IsString(value);
        case SHAPE_LIST: return cJSON_IsArray(value);
        case SHAPE_MAP:
        case SHAPE_STRUCTURE: return cJSON_IsObject(value);
    }
    return false;
}

struct checking {
    const struct shapes *shapes;
    struct arena *arena;
    struct fault *fault;
    struct text path, errors;
    uint32_t error_count;
};

static bool unreadable(struct checking *checking, const char *message) {
    *checking->fault =
        (struct fault){.code = "SerializationException", .message = message, .http_status = 400};
    return false;
}

static const struct shape *shape_of_child(const struct shape *shape, const cJSON *child) {
    if (shape->kind != SHAPE_STRUCTURE) return shape->of;
    for (uint32_t i = 0; i < shape->member_count; i++)
        if (strcmp(shape->members[i].name, child->string) == 0) return shape->members[i].shape;
    return NULL;
}

// A null is as good as nothing; what the shape does not know is not looked at.
static bool read_value(
    struct checking *checking, const struct shape *shape, const cJSON *value, bool element,
    uint32_t depth) {
    if (cJSON_IsNull(value)) return true;
    const struct dialect *dialect = checking->shapes->dialect;
    if (!is_readable(dialect, shape, value))
        return unreadable(
            checking,
            dialect->unreadable(checking->shapes, shape, value, element, checking->arena));
    if (depth == LIMIT_json_depth_max) return unreadable(checking, "It is nested too deeply");
    bool in_structure = shape->kind == SHAPE_STRUCTURE;
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        const struct shape *below = shape_of_child(shape, child);
        if (below != NULL && !read_value(checking, below, child, !in_structure, depth + 1))
            return false;
    }
    return true;
}

// -- Validating

// As Java prints it: {a=1, b=[x, y]}.
static void show(struct text *out, const cJSON *value) {
    if (cJSON_IsString(value)) treadle_text_add(out, value->valuestring);
    if (cJSON_IsNumber(value)) {
        char text[NUMBER_TEXT_SIZE];
        int64_t whole;
        if (treadle_number_int(value, &whole))
            treadle_text_printf(out, "%lld", (long long)whole);
        else if (value->valuestring != NULL)
            treadle_text_add(out, value->valuestring);
        else
            treadle_text_put(out, text, treadle_number_write(text, value->valuedouble));
    }
    if (!cJSON_IsArray(value) && !cJSON_IsObject(value)) return;
    treadle_text_add(out, cJSON_IsArray(value) ? "[" : "{");
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        if (child->string != NULL) treadle_text_printf(out, "%s=", child->string);
        if (cJSON_IsString(child)) treadle_text_add(out, child->valuestring);
        if (child->next != NULL) treadle_text_add(out, ", ");
    }
    treadle_text_add(out, cJSON_IsArray(value) ? "]" : "}");
}

// Where the constraint goes that [value] fails at the path; NULL: enough has been told.
static struct text *failed(
    struct checking *checking, const struct shape *shape, const cJSON *value) {
    if (checking->error_count == LIMIT_validation_errors_max) return NULL;
    struct text *errors = &checking->errors;
    treadle_text_add(errors, checking->error_count++ > 0 ? "; Value " : "Value ");
    if (value == NULL) {
        treadle_text_add(errors, "null ");
    } else if (!shape->sensitive) {
        treadle_text_add(errors, "'");
        show(errors, value);
        treadle_text_add(errors, "' ");
    }
    treadle_text_printf(
        errors, "at '%s' failed to satisfy constraint: Member must ",
        treadle_text_string(&checking->path));
    return errors;
}

static void bound(
    struct checking *checking, const struct shape *shape, const cJSON *value, const char *what,
    int64_t measure) {
    struct text *out = NULL;
    if (shape->has_min && measure < shape->min && (out = failed(checking, shape, value)) != NULL)
        treadle_text_printf(
            out, "have %s greater than or equal to %lld", what, (long long)shape->min);
    if (shape->has_max && measure > shape->max && (out = failed(checking, shape, value)) != NULL)
        treadle_text_printf(out, "have %s less than or equal to %lld", what, (long long)shape->max);
}

static void check_words(struct checking *checking, const struct shape *shape, const cJSON *value) {
    for (uint32_t i = 0; i < shape->word_count; i++)
        if (strcmp(shape->words[i], value->valuestring) == 0) return;
    struct text *out = failed(checking, shape, value);
    if (out == NULL) return;
    treadle_text_add(out, "satisfy enum value set: [");
    for (uint32_t i = 0; i < shape->word_count; i++)
        treadle_text_printf(out, "%s%s", i > 0 ? ", " : "", shape->words[i]);
    treadle_text_add(out, "]");
}

static void check_string(struct checking *checking, const struct shape *shape, const cJSON *value) {
    const char *text = value->valuestring;
    bool arn = shape->arn_max > 0 && strncmp(text, "arn:", 4) == 0;
    if (arn && (int64_t)treadle_string_units(text) <= shape->arn_max) return;
    if (shape->words != NULL) check_words(checking, shape, value);
    if (shape->regex != NULL && treadle_regex_match(shape->regex, text) != 1) {
        struct text *out = failed(checking, shape, value);
        if (out != NULL)
            treadle_text_printf(out, "satisfy regular expression pattern: %s", shape->pattern);
    }
    bound(checking, shape, value, "length", (int64_t)treadle_string_units(text));
}

static void check_value(
    struct checking *checking, const struct shape *shape, const cJSON *value, uint32_t depth);

// [step] is added to the path for as long.
static void check_below(
    struct checking *checking, const struct shape *shape, const cJSON *value, const char *step,
    uint32_t depth) {
    struct text *path = &checking->path;
    size_t count = path->count;
    treadle_text_printf(path, "%s%s", count > 0 ? "." : "", step);
    check_value(checking, shape, value, depth);
    path->bytes[path->count = count] = '\0';
}

static const char *lower_first(struct arena *arena, const char *name) {
    char *copy = treadle_arena_copy(arena, name);
    if (*copy >= 'A' && *copy <= 'Z') *copy = (char)(*copy | 32);
    return copy;
}

static void check_members(
    struct checking *checking, const struct shape *shape, const cJSON *value, uint32_t depth) {
    for (uint32_t i = 0; i < shape->member_count; i++) {
        const struct member *member = &shape->members[i];
        const cJSON *child = treadle_json_member(value, member->name);
        if (cJSON_IsNull(child)) child = NULL;
        if (child == NULL && !member->required) continue;
        const char *step = lower_first(checking->arena, member->name);
        check_below(checking, member->shape, child, step, depth + 1);
    }
}

static void check_elements(
    struct checking *checking, const struct shape *shape, const cJSON *value, uint32_t depth) {
    uint32_t index = 0;
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        index++;
        if (cJSON_IsNull(child)) continue;
        const char *step = child->string != NULL
                               ? treadle_arena_print(checking->arena, "%s.member", child->string)
                               : treadle_arena_print(checking->arena, "%u.member", index);
        check_below(checking, shape->of, child, step, depth + 1);
    }
}

static void check_value(
    struct checking *checking, const struct shape *shape, const cJSON *value, uint32_t depth) {
    ASSERT(depth <= LIMIT_json_depth_max);  // It has been read.
    if (value == NULL) {
        struct text *out = failed(checking, shape, NULL);
        if (out != NULL) treadle_text_add(out, "not be null");
        return;
    }
    switch (shape->kind) {
        case SHAPE_BLOB:
        case SHAPE_BOOLEAN: break;
        case SHAPE_INTEGER:
            bound(checking, shape, value, "value", (int64_t)value->valuedouble);
            break;
        case SHAPE_STRING: check_string(checking, shape, value); break;
        case SHAPE_LIST:
        case SHAPE_MAP:
            bound(checking, shape, value, "length", treadle_json_count(value));
            check_elements(checking, shape, value, depth);
            break;
        case SHAPE_STRUCTURE: check_members(checking, shape, value, depth); break;
    }
}

// AWS, recorded: operations on tables themselves look at the name first.
static bool check_alone(
    struct checking *checking, const struct member *member, const cJSON *value) {
    const struct shape *shape = member->shape;
    const char *message = NULL;
    if (value == NULL || cJSON_IsNull(value)) {
        message = treadle_arena_print(
            checking->arena, "The parameter '%s' is required but was not present in the request",
            member->name);
    } else {
        int64_t size = (int64_t)treadle_string_units(value->valuestring);
        bool arn = strncmp(value->valuestring, "arn:", 4) == 0;
        if (size < shape->min || size > (arn ? shape->arn_max : shape->max))
            message = treadle_arena_print(
                checking->arena,
                "%s must be at least %lld characters long and at most %lld characters long",
                member->name, (long long)shape->min, (long long)shape->max);
    }
    if (message != NULL)
        *checking->fault = (struct fault){
            .code = checking->shapes->dialect->validation_code,
            .message = message,
            .http_status = 400};
    return message == NULL;
}

static bool check_input(struct checking *checking, const struct shape *shape, const cJSON *input) {
    for (uint32_t i = 0; i < shape->member_count; i++) {
        const struct member *member = &shape->members[i];
        if (member->shape->alone &&
            !check_alone(checking, member, treadle_json_member(input, member->name)))
            return false;
    }
    check_members(checking, shape, input, 0);
    if (checking->error_count == 0) return true;
    *checking->fault = (struct fault){
        .code = checking->shapes->dialect->validation_code,
        .message = treadle_arena_print(
            checking->arena, "%u validation error%s detected: %s", checking->error_count,
            checking->error_count > 1 ? "s" : "", checking->errors.bytes),
        .http_status = 400};
    return false;
}

bool treadle_shapes_check(
    const struct shapes *shapes, const char *operation, const cJSON *input, struct arena *arena,
    struct fault *fault) {
    const struct shape_operation *known = treadle_list_find(&shapes->operations, operation);
    if (known == NULL) return true;
    struct checking checking = {.shapes = shapes, .arena = arena, .fault = fault};
    if (!cJSON_IsObject(input))
        return unreadable(&checking, "The input of an operation is an object");
    bool fits = read_value(&checking, known->input, input, false, 0) &&
                check_input(&checking, known->input, input);
    treadle_text_clear(&checking.path);
    treadle_text_clear(&checking.errors);
    return fits;
}
