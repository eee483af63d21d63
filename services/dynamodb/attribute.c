// Attribute values. Two tables over the same types: how each is checked and brought into its normal
// form, and how many bytes it takes.
//
// Shapes have seen to the JSON types before a handler runs; a wrong one here still ends in a
// sentence and not in a crash. Which words come first where several things are wrong follows
// architect/dynalite, whose tests ran against AWS.
#include "services/dynamodb/attribute.h"

#include <stdint.h>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "services/dynamodb/number.h"

#define INVALID "One or more parameter values were invalid: "

struct checker {
    struct arena *arena;
    struct attribute_problem *problem;
    uint32_t level;  // Of the value being checked; an attribute of an item is at 1.
};

static const cJSON *fail(struct checker *checker, const char *text) {
    *checker->problem = (struct attribute_problem){.text = text};
    return NULL;
}

static const cJSON *fail_bare(struct checker *checker, const char *text) {
    *checker->problem = (struct attribute_problem){.text = text, .bare = true};
    return NULL;
}

static const cJSON *fail_type(struct checker *checker) {
    return fail(checker, "Unexpected value type in payload");
}

// -- scalars

static const cJSON *check_string(struct checker *checker, const cJSON *typed) {
    return cJSON_IsString(typed) ? typed : fail_type(checker);
}

static const cJSON *check_number(struct checker *checker, const cJSON *typed) {
    struct dynamodb_number number;
    if (!cJSON_IsString(typed)) return fail_type(checker);
    const char *text = typed->valuestring;
    switch (treadle_dynamodb_number_read(text, &number)) {
        case DYNAMODB_NUMBER_FINE: break;
        case DYNAMODB_NUMBER_NONE:
            return fail_bare(
                checker,
                treadle_arena_print(
                    checker->arena, "The parameter cannot be converted to a numeric value%s%s",
                    *text == '\0' ? "" : ": ", text));
        case DYNAMODB_NUMBER_TOO_LARGE:
            return fail_bare(
                checker, "Number overflow. Attempting to store a number with magnitude larger than "
                         "supported range");
        case DYNAMODB_NUMBER_TOO_SMALL:
            return fail_bare(
                checker, "Number underflow. Attempting to store a number with magnitude smaller "
                         "than supported range");
        case DYNAMODB_NUMBER_TOO_LONG:
            return fail_bare(
                checker, "Attempting to store more than 38 significant digits in a Number");
    }
    struct text normal = {0};
    treadle_dynamodb_number_write(&number, &normal);
    const char *kept = treadle_arena_copy(checker->arena, treadle_text_string(&normal));
    treadle_text_clear(&normal);
    return treadle_scratch_string(checker->arena, kept);
}

static const cJSON *check_binary(struct checker *checker, const cJSON *typed) {
    struct text bytes = {0};
    bool read = cJSON_IsString(typed) && treadle_base64_read(&bytes, typed->valuestring);
    treadle_text_clear(&bytes);
    return read ? typed : fail(checker, "Invalid Base64 encoding");
}

// AWS, recorded: texts pass for booleans ("no"); which ones is not, beside what Java takes.
static bool is_true(const cJSON *typed) {
    static const char *const words[] = {"true", "yes", "1"};
    if (!cJSON_IsString(typed)) return cJSON_IsTrue(typed);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (treadle_ascii_same(typed->valuestring, words[i])) return true;
    return false;
}

static const cJSON *check_flag(struct checker *checker, const cJSON *typed) {
    if (!cJSON_IsBool(typed) && !cJSON_IsString(typed)) return fail_type(checker);
    return treadle_scratch_bool(checker->arena, is_true(typed));
}

static const cJSON *check_nothing(struct checker *checker, const cJSON *typed) {
    if (!is_true(typed))
        return fail(checker, INVALID "Null attribute value types must have the value of true");
    return treadle_scratch_bool(checker->arena, true);
}

// -- sets

// Is a text twice in [set]? Not by comparing each with each: a set may have 200,000 members.
static bool has_twins(const cJSON *set) {
    struct map seen = {0};
    bool twins = false;
    for (const cJSON *one = set->child; one != NULL && !twins; one = one->next)
        twins = treadle_map_put(&seen, one->valuestring, (void *)(uintptr_t)one) != one;
    treadle_map_clear(&seen);
    return twins;
}

static const char *listed(struct arena *arena, const cJSON *set) {
    struct text text = {0};
    for (const cJSON *one = set->child; one != NULL; one = one->next) {
        treadle_text_add(&text, one == set->child ? "[" : ", ");
        treadle_text_add(&text, one->valuestring);
    }
    treadle_text_put(&text, "]", 1);
    const char *copy = treadle_arena_copy(arena, treadle_text_string(&text));
    treadle_text_clear(&text);
    return copy;
}

static bool all_strings(const cJSON *set) {
    if (!cJSON_IsArray(set)) return false;
    for (const cJSON *one = set->child; one != NULL; one = one->next)
        if (!cJSON_IsString(one)) return false;
    return true;
}

static bool has_empty(const cJSON *set) {
    for (const cJSON *one = set->child; one != NULL; one = one->next)
        if (*one->valuestring == '\0') return true;
    return false;
}

static const cJSON *check_strings(struct checker *checker, const cJSON *set) {
    if (!all_strings(set)) return fail_type(checker);
    if (set->child == NULL) return fail(checker, INVALID "An string set  may not be empty");
    if (has_empty(set))
        return fail(checker, INVALID "An string set may not have a empty string as a member");
    if (!has_twins(set)) return set;
    return fail_bare(
        checker, treadle_arena_print(
                     checker->arena, INVALID "Input collection %s contains duplicates.",
                     listed(checker->arena, set)));
}

static const cJSON *check_numbers(struct checker *checker, const cJSON *set) {
    if (!all_strings(set)) return fail_type(checker);
    if (set->child == NULL) return fail_bare(checker, INVALID "An number set  may not be empty");
    cJSON *normal = treadle_scratch_node(checker->arena, cJSON_Array);
    for (const cJSON *one = set->child; one != NULL; one = one->next) {
        const cJSON *number = check_number(checker, one);
        if (number == NULL) return NULL;
        treadle_scratch_append(normal, NULL, treadle_scratch_link(checker->arena, number));
    }
    if (has_twins(normal)) return fail_bare(checker, "Input collection contains duplicates");
    return normal;
}

static const cJSON *check_binaries(struct checker *checker, const cJSON *set) {
    if (!all_strings(set)) return fail_type(checker);
    if (set->child == NULL) return fail(checker, INVALID "Binary sets should not be empty");
    if (has_empty(set))
        return fail(checker, INVALID "Binary sets may not contain null or empty values");
    for (const cJSON *one = set->child; one != NULL; one = one->next)
        if (check_binary(checker, one) == NULL) return NULL;
    if (!has_twins(set)) return set;
    return fail_bare(
        checker, treadle_arena_print(
                     checker->arena, INVALID "Input collection %sof type BS contains duplicates.",
                     listed(checker->arena, set)));
}

// -- values in values

static const cJSON *check_value(struct checker *checker, const cJSON *value);

static const cJSON *check_children(struct checker *checker, const cJSON *parent, int type) {
    cJSON *normal = treadle_scratch_node(checker->arena, type);
    checker->level++;
    for (const cJSON *child = parent->child; child != NULL; child = child->next) {
        const cJSON *value = check_value(checker, child);
        if (value == NULL) return NULL;
        treadle_scratch_append(normal, child->string, treadle_scratch_link(checker->arena, value));
    }
    checker->level--;
    return normal;
}

static const cJSON *check_map(struct checker *checker, const cJSON *map) {
    return cJSON_IsObject(map) ? check_children(checker, map, cJSON_Object) : fail_type(checker);
}

static const cJSON *check_list(struct checker *checker, const cJSON *list) {
    return cJSON_IsArray(list) ? check_children(checker, list, cJSON_Array) : fail_type(checker);
}

static size_t size_of(const cJSON *value);

// The bytes of its UTF-8. (A half surrogate has none; what AWS counts for it is unknown: three
// here.)
static size_t string_size(const char *string) {
    size_t size = 0;
    for (; *string != '\0'; string++)
        size += *string != '\xc0';  // U+0000 is held as two bytes.
    return size;
}

static size_t size_string(const cJSON *typed) {
    return string_size(typed->valuestring);
}

static size_t size_number(const cJSON *typed) {
    struct dynamodb_number number;
    enum dynamodb_number_problem problem =
        treadle_dynamodb_number_read(typed->valuestring, &number);
    ASSERT(problem == DYNAMODB_NUMBER_FINE);
    return treadle_dynamodb_number_size(&number);
}

static size_t size_binary(const cJSON *typed) {
    size_t letters = strlen(typed->valuestring), pads = 0;
    while (pads < letters && typed->valuestring[letters - 1 - pads] == '=')
        pads++;
    return letters / 4 * 3 - pads;
}

static size_t size_flag(const cJSON *typed) {
    (void)typed;
    return 1;
}

static size_t size_nothing(const cJSON *typed) {
    return size_flag(typed);
}

static size_t size_set(const cJSON *set, size_t (*size_one)(const cJSON *)) {
    size_t size = 0;
    for (const cJSON *one = set->child; one != NULL; one = one->next)
        size += size_one(one);
    return size;
}

static size_t size_strings(const cJSON *set) {
    return size_set(set, size_string);
}

static size_t size_numbers(const cJSON *set) {
    return size_set(set, size_number);
}

static size_t size_binaries(const cJSON *set) {
    return size_set(set, size_binary);
}

// DynamoDB's guide: three bytes for a list or map, and one for each of its elements.
enum { NESTED_SIZE = 3, ELEMENT_SIZE = 1 };

static size_t size_list(const cJSON *list) {
    size_t size = NESTED_SIZE;
    for (const cJSON *one = list->child; one != NULL; one = one->next)
        size += ELEMENT_SIZE + size_of(one);
    return size;
}

static size_t size_map(const cJSON *map) {
    return NESTED_SIZE + ELEMENT_SIZE * treadle_json_count(map) + treadle_attributes_size(map);
}

// -- all types

static const struct attribute_type {
    const char *name;
    const cJSON *(*check)(struct checker *checker, const cJSON *typed);
    size_t (*size)(const cJSON *typed);
} types[] = {
#define ATTRIBUTE_TYPE(name, kind) {#name, check_##kind, size_##kind},
#include "services/dynamodb/attribute_types.def"
#undef ATTRIBUTE_TYPE
};

static const struct attribute_type *type_of(const char *name) {
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (strcmp(types[i].name, name) == 0) return &types[i];
    return NULL;
}

static const cJSON *check_value(struct checker *checker, const cJSON *value) {
    if (checker->level > LIMIT_item_depth_max)
        return fail(
            checker, "Nesting Levels have exceeded supported limits: Attributes in the item have "
                     "nested levels beyond supported limit");
    cJSON *normal = treadle_scratch_node(checker->arena, cJSON_Object);
    const cJSON *typed = cJSON_IsObject(value) ? value->child : NULL;
    for (; typed != NULL; typed = typed->next) {
        const struct attribute_type *type = type_of(typed->string);
        if (type == NULL || cJSON_IsNull(typed)) continue;
        const cJSON *kept = type->check(checker, typed);
        if (kept == NULL) return NULL;
        treadle_scratch_append(normal, type->name, treadle_scratch_link(checker->arena, kept));
    }
    if (normal->child == NULL)
        return fail(
            checker, "Supplied AttributeValue is empty, must contain exactly one of the supported "
                     "datatypes");
    if (normal->child->next != NULL)
        return fail(
            checker, "Supplied AttributeValue has more than one datatypes set, must contain "
                     "exactly one of the supported datatypes");
    return normal;
}

const cJSON *treadle_attributes_normal(
    struct arena *arena, const cJSON *attributes, struct attribute_problem *problem) {
    struct checker checker = {.arena = arena, .problem = problem};
    return check_map(&checker, attributes);
}

const cJSON *treadle_attribute_typed(const cJSON *value) {
    ASSERT(value->child != NULL && value->child->next == NULL);
    return value->child;
}

static size_t size_of(const cJSON *value) {
    const cJSON *typed = treadle_attribute_typed(value);
    const struct attribute_type *type = type_of(typed->string);
    ASSERT(type != NULL);
    return type->size(typed);
}

size_t treadle_attributes_size(const cJSON *attributes) {
    size_t size = 0;
    for (const cJSON *one = attributes->child; one != NULL; one = one->next)
        size += string_size(one->string) + size_of(one);
    return size;
}
