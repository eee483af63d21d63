// Every comparison of a Choice's rule, on what it is for and on what it is not.
#include <stdlib.h>
#include <string.h>

#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

// "yes", "no", or why the execution failed. [rule] is the inside of a rule's object; the input is
// {"v": value, "o": operand}.
static char *decide(const char *rule, const char *value, const char *operand) {
    struct text definition = {0}, input = {0};
    struct rig_outcome outcome;
    treadle_text_printf(
        &definition,
        "{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Choice\",\"Choices\":[{%s,\"Next\":"
        "\"Yes\"}],\"Default\":\"No\"},\"Yes\":{\"Type\":\"Pass\",\"Result\":\"yes\",\"End\":true},"
        "\"No\":{\"Type\":\"Pass\",\"Result\":\"no\",\"End\":true}}}",
        rule);
    treadle_text_printf(&input, "{\"v\":%s,\"o\":%s}", value, operand);
    rig_run(&(struct rig_run){.definition = definition.bytes, .input = input.bytes}, &outcome);
    char *answer = treadle_text_copy(outcome.output);
    rig_outcome_clear(&outcome);
    treadle_text_clear(&definition);
    treadle_text_clear(&input);
    return answer;
}

static void expect(const char *rule, const char *value, const char *operand, bool holds) {
    char *answer = decide(rule, value, operand);
    if (strcmp(answer, holds ? "\"yes\"" : "\"no\"") != 0)
        ck_abort_msg("%s of %s and %s: %s", rule, value, operand, answer);
    free(answer);
}

// -- Orders

static const struct {
    const char *type;
    const char *rising[6];  // Each less than the next; NULL ends them.
    const char *equal[2];
} ordered[] = {
    {"Boolean", {"false", "true"}, {"true", "true"}},
    {"Numeric", {"-1e400", "-2.5", "0", "9007199254740992", "9007199254740993"}, {"1", "1.0"}},
    {"Numeric", {"0.1", "0.10000000000000000001", "1e2", "1E3"}, {"-0", "0.0"}},
    // By UTF-16: a character beyond the first plane stands before U+FFFD.
    {"String", {"\"\"", "\" a\"", "\"A\"", "\"a\"", "\"a\\u0000\"", "\"aa\""}, {"\"a\"", "\"a\""}},
    {"String", {"\"\\ud83d\\ude00\"", "\"\\ufffd\""}, {"\"\\u00e9\"", "\"\xC3\xA9\""}},
    {"Timestamp",
     {"\"2016-03-14T01:59:00Z\"", "\"2016-03-14T01:59:00.000000001Z\"",
      "\"2016-03-14T01:59:00.001Z\"", "\"2016-03-14T01:59:01Z\""},
     {"\"2016-03-14T01:59:00Z\"", "\"2016-03-14T02:59:00.000+01:00\""}},
};

static const struct {
    const char *name;
    bool less, equal, greater;
} operators[] = {
    {"Equals", false, true, false},
    {"LessThan", true, false, false},
    {"LessThanEquals", true, true, false},
    {"GreaterThan", false, false, true},
    {"GreaterThanEquals", false, true, true}};

static void expect_both(
    const char *type, const char *name, const char *value, const char *operand, bool holds) {
    struct text literal = {0}, path = {0};
    treadle_text_printf(&literal, "\"Variable\":\"$.v\",\"%s%s\":%s", type, name, operand);
    treadle_text_printf(&path, "\"Variable\":\"$.v\",\"%s%sPath\":\"$.o\"", type, name);
    expect(literal.bytes, value, operand, holds);
    expect(path.bytes, value, operand, holds);
    treadle_text_clear(&literal);
    treadle_text_clear(&path);
}

START_TEST(values_of_a_type_have_an_order) {
    const char *type = ordered[_i].type;
    size_t count = strcmp(type, "Boolean") == 0 ? 1 : COUNT_OF(operators);
    for (size_t i = 0; i < count; i++) {
        const char *name = operators[i].name;
        for (int at = 1; at < 6 && ordered[_i].rising[at] != NULL; at++) {
            const char *low = ordered[_i].rising[at - 1], *high = ordered[_i].rising[at];
            expect_both(type, name, low, high, operators[i].less);
            expect_both(type, name, high, low, operators[i].greater);
        }
        const char *const *equal = ordered[_i].equal;
        expect_both(type, name, equal[0], equal[1], operators[i].equal);
        expect_both(type, name, equal[1], equal[0], operators[i].equal);
    }
}
END_TEST

// -- Other types

enum { BOOLEAN = 1, NUMBER = 2, STRING = 4, TIMESTAMP = 8, NOTHING = 16 };

static const struct {
    const char *value;
    unsigned is;
} values[] = {
    {"null", NOTHING},
    {"true", BOOLEAN},
    {"false", BOOLEAN},
    {"0", NUMBER},
    {"1.5", NUMBER},
    {"\"\"", STRING},
    {"\"1\"", STRING},
    {"\"true\"", STRING},
    {"\"2012-10-09T19:00:55\"", STRING},
    {"\"2012-10-09\"", STRING},
    {"\"2012-10-09t19:00:55z\"", STRING},
    {"\"2012-10-09T19:00:55Z\"", STRING | TIMESTAMP},
    {"\"2012-10-09T19:00:55.123456789-07:30\"", STRING | TIMESTAMP},
    {"[]", 0},
    {"[1]", 0},
    {"{}", 0},
    {"{\"a\":\"1\"}", 0}};

static const struct {
    const char *name;
    unsigned is;
} types[] = {
    {"Boolean", BOOLEAN},
    {"Numeric", NUMBER},
    {"String", STRING},
    {"Timestamp", TIMESTAMP},
    {"Null", NOTHING}};

START_TEST(a_flag_asks_for_the_type) {
    const char *value = values[_i].value;
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        struct text is = {0}, is_not = {0};
        treadle_text_printf(&is, "\"Variable\":\"$.v\",\"Is%s\":true", types[i].name);
        treadle_text_printf(&is_not, "\"Variable\":\"$.v\",\"Is%s\":false", types[i].name);
        bool holds = (values[_i].is & types[i].is) != 0;
        expect(is.bytes, value, "0", holds);
        // AWS, recorded: `"IsTimestamp": false` holds for strings alone.
        bool may_not = types[i].is != TIMESTAMP || (values[_i].is & STRING) != 0;
        expect(is_not.bytes, value, "0", !holds && may_not);
        treadle_text_clear(&is);
        treadle_text_clear(&is_not);
    }
    expect("\"Variable\":\"$.v\",\"IsPresent\":true", value, "0", true);
    expect("\"Variable\":\"$.v\",\"IsPresent\":false", value, "0", false);
}
END_TEST

// A comparison with a value, or an operand, of another type does not hold, whichever it is.
START_TEST(another_type_is_never_an_error) {
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (types[i].is == NOTHING || (values[_i].is & types[i].is) != 0) continue;
        const char *good = types[i].is == BOOLEAN  ? "true"
                           : types[i].is == NUMBER ? "0"
                                                   : "\"2012-10-09T19:00:55Z\"";
        size_t count = types[i].is == BOOLEAN ? 1 : COUNT_OF(operators);
        for (size_t j = 0; j < count; j++) {
            struct text path = {0};
            treadle_text_printf(
                &path, "\"Variable\":\"$.v\",\"%s%sPath\":\"$.o\"", types[i].name,
                operators[j].name);
            expect(path.bytes, values[_i].value, good, false);
            expect(path.bytes, good, values[_i].value, false);
            expect(path.bytes, values[_i].value, values[_i].value, false);
            treadle_text_clear(&path);
        }
    }
    if ((values[_i].is & STRING) == 0)
        expect("\"Variable\":\"$.v\",\"StringMatches\":\"*\"", values[_i].value, "0", false);
}
END_TEST

// -- The rest

#define IS(path)    "{\"Variable\":\"" path "\",\"NumericEquals\":1}"
#define THERE(path) "\"Variable\":\"" path "\",\"IsPresent\":true"
#define INVALID(path)                                                                              \
    "{\"Error\":\"States.Runtime\",\"Cause\":\"An error occurred while executing the state 'C' "   \
    "(entered at the event id #2). Invalid path '" path                                            \
    "': The choice state's condition path references an invalid value.\"}"

static const struct {
    const char *rule, *value, *operand, *answer;
} rules[] = {
    {"\"Variable\":\"$.v\",\"StringMatches\":\"a\\\\*b*\"", "\"a*bc\"", "0", "\"yes\""},
    {"\"Variable\":\"$.v\",\"StringMatches\":\"a\\\\*b*\"", "\"axbc\"", "0", "\"no\""},
    {"\"Variable\":\"$.v\",\"StringMatches\":\"\\\\\\\\*\"", "\"\\\\x\"", "0", "\"yes\""},
    {"\"And\":[" IS("$.v") "," IS("$.o") "]", "1", "1", "\"yes\""},
    {"\"And\":[" IS("$.v") "," IS("$.o") "]", "1", "2", "\"no\""},
    {"\"And\":[" IS("$.v") "," IS("$.no") "]", "2", "1", "\"no\""},  // The second is not asked.
    {"\"And\":[" IS("$.v") "," IS("$.no") "]", "1", "1", INVALID("$.no")},
    {"\"Or\":[" IS("$.v") "," IS("$.o") "]", "2", "1", "\"yes\""},
    {"\"Or\":[" IS("$.v") "," IS("$.o") "]", "2", "2", "\"no\""},
    {"\"Or\":[" IS("$.v") "," IS("$.no") "]", "1", "1", "\"yes\""},
    {"\"Or\":[" IS("$.v") "," IS("$.no") "]", "2", "1", INVALID("$.no")},
    {"\"Not\":" IS("$.v"), "1", "0", "\"no\""},
    {"\"Not\":" IS("$.v"), "2", "0", "\"yes\""},
    {"\"Not\":" IS("$.no"), "2", "0", INVALID("$.no")},
    {"\"Not\":{\"Or\":[{\"Not\":" IS("$.v") "},{\"And\":[" IS("$.o") "]}]}", "1", "0", "\"yes\""},
    {THERE("$.v"), "null", "0", "\"yes\""},
    {THERE("$.v.a"), "{}", "0", "\"no\""},
    {THERE("$.v.a"), "[]", "0", "\"no\""},
    {THERE("$.v.a"), "1", "0", "\"no\""},
    {THERE("$.v[0]"), "[]", "0", "\"no\""},
    {THERE("$.v[0]"), "[null]", "0", "\"yes\""},
    {THERE("$.v[0]"), "{}", "0", "\"no\""},
    {THERE("$.v[0].a"), "[]", "0", "\"no\""},
    {THERE("$$.Execution.Input.v"), "0", "0", "\"yes\""},
    {THERE("$$.Execution.Input.w"), "0", "0", "\"no\""},
    {THERE("$$.Task.Token"), "0", "0", "\"no\""},
    {"\"Variable\":\"$.v[1]\",\"IsNull\":true", "[1]", "0", INVALID("$.v[1]")},
    {"\"Variable\":\"$.v\",\"StringEqualsPath\":\"$.o[1]\"", "1", "[1]", INVALID("$.o[1]")},
    {"\"Variable\":\"$$.State.Name\",\"StringEqualsPath\":\"$.v\"", "\"C\"", "0", "\"yes\""},
    {"\"Variable\":\"$.v\",\"StringEqualsPath\":\"$$.State.Name\"", "\"C\"", "0", "\"yes\""},
};

START_TEST(rules_hold_or_not) {
    char *answer = decide(rules[_i].rule, rules[_i].value, rules[_i].operand);
    if (strcmp(answer, rules[_i].answer) != 0)
        ck_abort_msg("%s of %s: %s", rules[_i].rule, rules[_i].value, answer);
    free(answer);
}
END_TEST

Suite *suite_choice(void) {
    TCase *tests = tcase_create("choice");
    ADD_EACH(tests, values_of_a_type_have_an_order, ordered);
    ADD_EACH(tests, a_flag_asks_for_the_type, values);
    ADD_EACH(tests, another_type_is_never_an_error, values);
    ADD_EACH(tests, rules_hold_or_not, rules);
    return support_suite("choice", tests);
}
