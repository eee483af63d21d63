// The comparisons of Choice rules. Which orders hold for which of them is in the model's table;
// here is how two values of a type compare.
//
// AWS, recorded: a value or an operand of another type makes the comparison false, never an error.
#include "engine/kinds/comparison.h"

#include "base/number.h"
#include "base/time_text.h"
#include "base/utf8.h"

static bool is_timestamp(const cJSON *value) {
    int64_t ignored;
    return cJSON_IsString(value) && treadle_time_read(value->valuestring, &ignored);
}

static bool flag_holds(enum choice_test test, const cJSON *value, bool wanted) {
    switch (test) {
        case TEST_IS_BOOLEAN: return cJSON_IsBool(value) == wanted;
        case TEST_IS_NULL: return cJSON_IsNull(value) == wanted;
        case TEST_IS_NUMERIC: return cJSON_IsNumber(value) == wanted;
        case TEST_IS_STRING: return cJSON_IsString(value) == wanted;
        case TEST_IS_TIMESTAMP:
            // AWS, recorded: `"IsTimestamp": false` is false of everything that is no string.
            return cJSON_IsString(value) && is_timestamp(value) == wanted;
        default: ASSERT(!"a test that asks of a value alone"); return false;
    }
}

static enum order order_of(int difference) {
    return difference < 0 ? ORDER_LESS : difference == 0 ? ORDER_EQUAL : ORDER_GREATER;
}

// AWS, recorded: 1 equals 1.0.
static uint32_t order_numbers(const cJSON *value, const cJSON *operand) {
    if (!cJSON_IsNumber(value) || !cJSON_IsNumber(operand)) return 0;
    return order_of(treadle_number_compare(value, operand));
}

// AWS, recorded: blanks count.
static uint32_t order_strings(const cJSON *value, const cJSON *operand) {
    if (!cJSON_IsString(value) || !cJSON_IsString(operand)) return 0;
    return order_of(treadle_utf8_compare(value->valuestring, operand->valuestring));
}

static uint32_t order_booleans(const cJSON *value, const cJSON *operand) {
    if (!cJSON_IsBool(value) || !cJSON_IsBool(operand)) return 0;
    return order_of(cJSON_IsTrue(value) - cJSON_IsTrue(operand));
}

static uint32_t order_timestamps(const cJSON *value, const cJSON *operand) {
    struct moment one, other;
    if (!cJSON_IsString(value) || !treadle_moment_read(value->valuestring, &one)) return 0;
    if (!cJSON_IsString(operand) || !treadle_moment_read(operand->valuestring, &other)) return 0;
    return order_of(treadle_moment_compare(one, other));
}

bool treadle_comparison_holds(const struct rule *rule, const cJSON *value, const cJSON *operand) {
    switch (rule->compared) {
        case COMPARED_FLAG: return flag_holds(rule->test, value, cJSON_IsTrue(operand));
        case COMPARED_BOOLEAN: return (order_booleans(value, operand) & rule->orders) != 0;
        case COMPARED_NUMBER: return (order_numbers(value, operand) & rule->orders) != 0;
        case COMPARED_STRING: return (order_strings(value, operand) & rule->orders) != 0;
        case COMPARED_TIMESTAMP: return (order_timestamps(value, operand) & rule->orders) != 0;
        case COMPARED_PATTERN:
            return cJSON_IsString(value) &&
                   treadle_pattern_matches(rule->pattern, value->valuestring);
    }
    ASSERT(!"something to compare");
    return false;
}
