// The values of parameters: what was given, else the Default, held to what the template allows.
//
// A parameter is a text or a list of texts, whatever its type: CloudFormation makes a number a text
// as soon as it is referred to.
#include <string.h>

#include "base/json/string.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/regex.h"
#include "services/cloudformation/stack.h"

struct declared {
    struct stack *stack;
    const cJSON *raw;
    bool list, number;
};

// -- types

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

// What [type] asks for; false: it is none. AWS::EC2::… and their kin are texts here: nothing of
// them exists.
static bool read_type(const char *type, bool *list, bool *number) {
    static const char ssm[] = "AWS::SSM::Parameter::Value<";
    if (starts_with(type, ssm)) return read_type(type + strlen(ssm), list, number);
    bool inner = starts_with(type, "List<");
    if (inner) type += strlen("List<");
    size_t size = strcspn(type, ">");
    *number = size == 6 && starts_with(type, "Number");
    *list = inner || starts_with(type, "CommaDelimitedList");
    return *number || *list || (size == 6 && starts_with(type, "String")) ||
           starts_with(type, "AWS::");
}

// -- what is allowed

static bool is_secret(const struct declared *declared) {
    const cJSON *no_echo = treadle_json_member(declared->raw, "NoEcho");
    const char *text = no_echo == NULL ? NULL : treadle_stack_text(declared->stack, no_echo);
    return text != NULL && strcmp(text, "true") == 0;
}

static bool refuse(const struct declared *declared, const char *value, const char *why) {
    const char *reason = treadle_json_string(declared->raw, "ConstraintDescription");
    const char *shown = is_secret(declared) ? "****" : value;
    return treadle_stack_refuse(
        declared->stack, treadle_stack_at_name(declared->stack, declared->raw),
        "the parameter %s is '%.200s', which %s%s%s", declared->raw->string, shown, why,
        reason == NULL ? "" : ": ", reason == NULL ? "" : reason);
}

static bool is_number(const char *text) {
    struct arena arena = {0};
    bool number = cJSON_IsNumber(treadle_scratch_read(&arena, text, strlen(text)));
    treadle_arena_clear(&arena);
    return number;
}

static bool is_allowed_value(const struct declared *declared, const char *value) {
    const cJSON *allowed = treadle_json_member(declared->raw, "AllowedValues");
    if (allowed == NULL) return true;
    struct text all = {.count_max = 200};
    for (const cJSON *one = allowed->child; one != NULL; one = one->next) {
        const char *text = treadle_stack_text(declared->stack, one);
        if (text != NULL && strcmp(text, value) == 0) {
            treadle_text_clear(&all);
            return true;
        }
        treadle_text_printf(
            &all, "%s%s", one == allowed->child ? "" : ", ", text == NULL ? "?" : text);
    }
    refuse(
        declared, value,
        treadle_arena_print(
            &declared->stack->scratch, "is none of %s%s", treadle_text_string(&all),
            all.overflowed ? ", …" : ""));
    treadle_text_clear(&all);
    return false;
}

static bool fits_pattern(const struct declared *declared, const char *value) {
    const cJSON *pattern = treadle_json_member(declared->raw, "AllowedPattern");
    if (pattern == NULL) return true;
    struct stack *stack = declared->stack;
    const struct regex *regex =
        cJSON_IsString(pattern)
            ? treadle_regex_compile(&stack->scratch, pattern->valuestring, false)
            : NULL;
    if (regex == NULL)
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, pattern), "AllowedPattern is no regular expression");
    return treadle_regex_match(regex, value) == 1 ||
           refuse(declared, value, "AllowedPattern refuses");
}

// The bound [name] of the parameter: false where it has none.
static bool bound(const struct declared *declared, const char *name, const cJSON **out) {
    const cJSON *limit = treadle_json_member(declared->raw, name);
    if (cJSON_IsString(limit))
        limit = treadle_scratch_read(
            &declared->stack->scratch, limit->valuestring, strlen(limit->valuestring));
    *out = limit;
    return cJSON_IsNumber(limit);
}

static bool fits_bounds(
    const struct declared *declared, const char *value, const cJSON *size, const char *least,
    const char *most) {
    const cJSON *limit;
    struct arena *scratch = &declared->stack->scratch;
    if (bound(declared, least, &limit) && treadle_number_compare(size, limit) < 0)
        return refuse(
            declared, value,
            treadle_arena_print(
                scratch, "is under its %s of %s", least,
                treadle_stack_text(declared->stack, limit)));
    if (bound(declared, most, &limit) && treadle_number_compare(size, limit) > 0)
        return refuse(
            declared, value,
            treadle_arena_print(
                scratch, "is over its %s of %s", most, treadle_stack_text(declared->stack, limit)));
    return true;
}

static bool is_allowed(const struct declared *declared, const char *value) {
    struct arena *scratch = &declared->stack->scratch;
    if (declared->number && !is_number(value)) return refuse(declared, value, "is no number");
    const cJSON *length = treadle_scratch_int(scratch, (int64_t)treadle_string_units(value)),
                *number =
                    declared->number ? treadle_scratch_read(scratch, value, strlen(value)) : NULL;
    return is_allowed_value(declared, value) && fits_pattern(declared, value) &&
           fits_bounds(declared, value, length, "MinLength", "MaxLength") &&
           (number == NULL || fits_bounds(declared, value, number, "MinValue", "MaxValue"));
}

// -- values

static const char *trimmed(struct arena *arena, const char *text, size_t size) {
    while (size > 0 && *text == ' ') {
        text++;
        size--;
    }
    while (size > 0 && text[size - 1] == ' ')
        size--;
    return treadle_arena_copy_size(arena, text, size);
}

static const cJSON *list_of(const struct declared *declared, const char *text) {
    struct arena *scratch = &declared->stack->scratch;
    cJSON *list = treadle_scratch_node(scratch, cJSON_Array);
    if (*text == '\0') return list;
    for (const char *at = text;;) {
        size_t size = strcspn(at, ",");
        const char *item = trimmed(scratch, at, size);
        if (!is_allowed(declared, item)) return NULL;
        treadle_scratch_append(list, NULL, treadle_scratch_string(scratch, item));
        if (at[size] == '\0') return list;
        at += size + 1;
    }
}

// The outputs that the parameter [name] may be meant to take: of another stack, and called like its
// end.
static const char *candidate(struct stack *stack, const char *name) {
    const char *output = treadle_stacks_output_like(stack, name);
    if (output == NULL) return treadle_arena_print(&stack->scratch, "%s.%s=…", stack->name, name);
    return treadle_arena_print(&stack->scratch, "%s.%s=@%s", stack->name, name, output);
}

static const char *given_text(const struct declared *declared) {
    struct stack *stack = declared->stack;
    const char *given = treadle_json_string(stack->given, declared->raw->string);
    if (given != NULL) return given;
    const cJSON *other = treadle_json_member(declared->raw, "Default");
    const char *text = other == NULL ? NULL : treadle_stack_text(stack, other);
    if (other == NULL)
        treadle_stack_refuse(
            stack, treadle_stack_at_name(stack, declared->raw),
            "the parameter %s has no value and no Default\nhelp: --param %s", declared->raw->string,
            candidate(stack, declared->raw->string));
    else if (text == NULL)
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, other), "a Default is a text, not %s",
            treadle_json_type(other));
    return text;
}

static bool set_parameter(struct stack *stack, const cJSON *raw) {
    struct declared declared = {.stack = stack, .raw = raw};
    const cJSON *type = treadle_json_member(raw, "Type");
    if (!cJSON_IsString(type) || !read_type(type->valuestring, &declared.list, &declared.number))
        return treadle_stack_refuse(
            stack, type == NULL ? treadle_stack_at_name(stack, raw) : treadle_stack_at(stack, type),
            "the parameter %s wants a Type: String, Number, List<Number>, CommaDelimitedList, or "
            "one "
            "of AWS's",
            raw->string);
    const char *text = given_text(&declared);
    if (text == NULL) return false;
    if (strlen(text) > LIMIT_template_parameter_size_max)
        return refuse(&declared, text, "is over 4,096 bytes");
    const cJSON *value = declared.list ? list_of(&declared, text) : NULL;
    if (!declared.list && is_allowed(&declared, text))
        value = treadle_scratch_string(&stack->scratch, text);
    if (value == NULL) return false;
    treadle_put_value(&stack->scratch, stack->values, raw->string, value);
    return true;
}

bool treadle_stack_set_parameters(struct stack *stack) {
    stack->values = treadle_scratch_node(&stack->scratch, cJSON_Object);
    const cJSON *parameters = treadle_stack_section(stack, "Parameters");
    const cJSON *raw = parameters == NULL ? NULL : parameters->child;
    for (; raw != NULL; raw = raw->next)
        if (!set_parameter(stack, raw)) return false;
    return true;
}
