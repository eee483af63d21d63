// Whether a value passes a filter: Jayway's total compare, with all that it finds equal.
#include "jsonpath/filter.h"

#include <string.h>

#include "base/ascii.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/status.h"
#include "base/utf8.h"
#include "jsonpath/decimal.h"

enum { NOT_COMPARABLE = 2 };

// Null, or the text "null", wherever it comes from.
static bool is_nullish(const cJSON *value) {
    if (!is_string(value)) return is_null(value);
    return strcmp(value->valuestring, "null") == 0;
}

// Java's Boolean.valueOf: "true" in any case, everything else is false.
static bool is_true(const cJSON *value) {
    return is_string(value) ? treadle_ascii_same(value->valuestring, "true") : cJSON_IsTrue(value);
}

// An expected text has `\'` for `'`, for its quotes know no escapes.
static int compare_texts(struct arena *scratch, const char *expected, const char *actual) {
    const char *escape = strstr(expected, "\\'");
    if (escape == NULL) return treadle_utf8_compare(expected, actual);
    char *plain = treadle_arena_copy(scratch, expected), *out = plain + (escape - expected);
    for (const char *at = escape; *at != '\0'; at++)
        if (*at != '\\' || at[1] != '\'') *out++ = *at;
    *out = '\0';
    return treadle_utf8_compare(plain, actual);
}

// The order of the right value and the left one: -1, 0, 1 or NOT_COMPARABLE.
static int compare(
    struct arena *scratch, const struct operand *right, const cJSON *expected,
    const cJSON *actual) {
    if (is_nullish(expected) || is_nullish(actual))
        return is_nullish(actual) - is_nullish(expected);
    bool text = is_string(expected);
    if (text && is_string(actual))
        return compare_texts(scratch, expected->valuestring, actual->valuestring);
    if (is_number(actual) && is_number(expected)) return treadle_number_compare(expected, actual);
    if (is_number(actual) && text) {
        const cJSON *number = right->kind == OPERAND_TEXT
                                  ? right->number
                                  : treadle_decimal_read(scratch, expected->valuestring);
        // Java throws a NumberFormatException there; whether AWS lets it fail the state is not
        // known.
        return number == NULL ? NOT_COMPARABLE : treadle_number_compare(number, actual);
    }
    if (cJSON_IsBool(actual) && (text || cJSON_IsBool(expected)))
        return is_true(expected) - is_true(actual);
    return NOT_COMPARABLE;
}

static bool holds(enum comparison comparison, int order) {
    switch (comparison) {
        case COMPARE_EQUAL: return order == 0;
        case COMPARE_NOT_EQUAL: return order != 0;
        // [order] is that of the right side and the left.
        case COMPARE_LESS: return order > 0;
        case COMPARE_LESS_EQUAL: return order >= 0;
        case COMPARE_GREATER: return order < 0;
        case COMPARE_GREATER_EQUAL: return order <= 0;
        default: break;
    }
    ASSERT(!"no order");
    return false;
}

static bool is_order(enum comparison comparison) {
    return comparison >= COMPARE_LESS && comparison <= COMPARE_GREATER_EQUAL;
}

// Words are sought only for what fails the whole path.
static enum find_result find(
    const struct path *path, const struct filter_env *env, const cJSON *value, const cJSON **out) {
    enum find_result result = treadle_steps_find(path, value, env->scratch, out, NULL);
    if (result == FIND_INVALID && env->detail != NULL)
        treadle_steps_find(path, value, env->scratch, out, env->detail);
    return result;
}

// Of a regex the value is NULL.
static enum find_result resolve(
    const struct operand *operand, const struct filter_env *env, const cJSON *item,
    const cJSON **out) {
    if (operand->kind == OPERAND_TEXT || operand->kind == OPERAND_REGEX) {
        *out = operand->kind == OPERAND_TEXT ? operand->text : NULL;
        return FIND_DONE;
    }
    if (operand->kind == OPERAND_ITEM) return find(operand->path, env, item, out);
    struct filter_slot *slot = &env->slots[operand->slot];
    if (!slot->known) {
        slot->result = find(operand->path, env, env->root, &slot->value);
        slot->known = true;
    }
    *out = slot->value;
    return slot->result;
}

static enum find_result test_exists(
    const struct term *term, const struct filter_env *env, const cJSON *item, bool *passes) {
    const cJSON *value = NULL;
    enum find_result result = find(term->left.path, env, item, &value);
    if (result == FIND_INVALID) return result;
    // AWS, recorded: `!@.x` selects an explicit null as well.
    *passes = (result == FIND_DONE && !is_null(value)) != term->negated;
    return FIND_DONE;
}

enum { REGEX_STEPS_MIN = 1000 };

// All matches of one evaluation together are bounded, since the n-th one may take an n-th of the
// steps.
static uint32_t steps_of(const struct filter_env *env) {
    uint32_t steps = LIMIT_regex_steps_max / ++*env->matches;
    return steps < REGEX_STEPS_MIN ? REGEX_STEPS_MIN : steps;
}

static enum find_result test_regex(
    const struct term *term, const struct filter_env *env, const cJSON *item, bool *passes) {
    bool left = term->left.kind == OPERAND_REGEX;
    const struct operand *regex = left ? &term->left : &term->right;
    const struct operand *other = left ? &term->right : &term->left;
    *passes = false;
    if (other->kind == OPERAND_REGEX) return FIND_DONE;
    const cJSON *value = NULL;
    enum find_result result = resolve(other, env, item, &value);
    if (result != FIND_DONE) return result == FIND_MISSING ? FIND_DONE : result;
    if (is_null(value)) return FIND_DONE;
    const char *text =
        is_string(value) ? value->valuestring : treadle_json_print(env->scratch, value);
    int matched = treadle_regex_match_within(regex->regex, text, steps_of(env));
    *passes = matched == 1;
    if (matched >= 0) return FIND_DONE;
    if (env->detail != NULL) *env->detail = "The regular expression takes too long";
    return FIND_INVALID;
}

// A regex beside another operator than `=~` is like nothing, yet other than null.
static bool is_unlike(const struct term *term, const cJSON *left, const cJSON *right) {
    bool both = left == NULL && right == NULL;
    return !both && term->comparison == COMPARE_NOT_EQUAL &&
           is_nullish(left != NULL ? left : right);
}

static enum find_result test_order(
    const struct term *term, const struct filter_env *env, const cJSON *item, bool *passes) {
    const cJSON *left = NULL, *right = NULL;
    *passes = false;
    enum find_result result = resolve(&term->left, env, item, &left);
    if (result == FIND_DONE) result = resolve(&term->right, env, item, &right);
    if (result != FIND_DONE) return result == FIND_MISSING ? FIND_DONE : result;
    if (left == NULL || right == NULL) {
        *passes = is_unlike(term, left, right);
        return FIND_DONE;
    }
    if (is_order(term->comparison) && is_null(left) != is_null(right)) return FIND_DONE;
    int order = compare(env->scratch, &term->right, right, left);
    *passes = order != NOT_COMPARABLE && holds(term->comparison, order);
    return FIND_DONE;
}

static enum find_result test_term(
    const struct term *term, const struct filter_env *env, const cJSON *item, bool *passes) {
    switch (term->comparison) {
        case COMPARE_EXISTS: return test_exists(term, env, item, passes);
        case COMPARE_MATCHES: return test_regex(term, env, item, passes);
        default: return test_order(term, env, item, passes);
    }
}

enum find_result treadle_filter_test(
    const struct filter *filter, const struct filter_env *env, const cJSON *item, bool *passes) {
    // From right to left, as Jayway does: it shows where a term fails and an alternative does not.
    bool alternative_passes = true;
    for (uint32_t i = filter->count; i-- > 0;) {
        const struct term *term = &filter->terms[i];
        if (alternative_passes) {
            enum find_result result = test_term(term, env, item, &alternative_passes);
            if (result != FIND_DONE) return result;
        }
        if (!term->alternative && i > 0) continue;
        *passes = alternative_passes;
        if (alternative_passes) return FIND_DONE;
        alternative_passes = true;
    }
    return FIND_DONE;
}
