// Which values are those that were recorded, and which are not.
#include "conformance/recorded.h"
#include "tests/conformance/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *wanted, *had;
    bool same;
} values[] = {
    // Numbers in value and form, members in any order, nothing more and nothing less.
    {"1", "1", true},
    {"1", "1.0", false},
    {"1.0", "1", false},
    {"0.1", "0.10", true},
    {"9007199254740993", "9007199254740992", false},
    {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
    {"{\"a\":1}", "{\"a\":1,\"b\":2}", false},
    {"{\"a\":1,\"b\":2}", "{\"a\":1}", false},
    {"{\"a\":null}", "{}", false},
    {"[1,2]", "[2,1]", false},
    {"[1]", "[1,2]", false},
    {"[1,2]", "[1]", false},
    {"null", "false", false},
    {"true", "true", true},
    // A value may have been the text of it.
    {"{\"a\":[1,\"b\"]}", "\"{\\\"a\\\": [1, \\\"b\\\"]}\"", true},
    {"{\"a\":1}", "\"{\\\"a\\\":2}\"", false},
    {"{\"a\":{\"b\":1}}", "{\"a\":\"{\\\"b\\\":1}\"}", true},
    {"\"b\"", "\"\\\"b\\\"\"", true},
    {"{\"a\":1}", "\"no JSON\"", false},
    {"5", "\"five\"", false},
    // Masks of a whole string.
    {"\"date\"", "\"yesterday\"", true},
    {"\"a date\"", "\"a yesterday\"", false},
    {"\"RequestId\"", "{\"any\":1}", true},
    {"\"<masked>\"", "[1,2]", true},
    // Instants.
    {"\"at date!\"", "\"at 2026-01-01T00:00:00.123Z!\"", true},
    {"\"at date!\"", "\"at 2026-01-01T00:00:00+01:00!\"", true},
    {"\"at date!\"", "\"at 2026-01-01!\"", false},
    // Tokens.
    {"\"arn:<resource:1>\"", "\"arn:x\"", true},
    {"\"arn:<resource:1>:y\"", "\"arn:x:z\"", false},
    {"[\"<uuid:1>\",\"<uuid:1>\"]", "[\"a\",\"a\"]", true},
    {"[\"<uuid:1>\",\"<uuid:1>\"]", "[\"a\",\"b\"]", false},
    {"[\"<uuid:1>\",\"<uuid:2>\"]", "[\"a\",\"b\"]", true},
    {"[\"<date>\",\"<date>\"]", "[\"a\",\"b\"]", true},
    {"\"<a:1>-<b:1>-<a:1>\"", "\"x-y-z\"", false},
    {"\"<a:1>-<b:1>-<a:1>\"", "\"x-y-z-x\"", true},
    {"\"<a:1><a:1>b\"", "\"xyxyb\"", true},
    {"\"<<uuid:1>:2>\"", "\"x\"", true},
    {"\"<uuid:1>\"", "7", true},
    {"\"a <- b\"", "\"a <- b\"", true},
    {"\"a <- b\"", "\"a <- c\"", false},
    {"\"in '<json-input:1>' it\"", "\"in '{\\\"a\\\":\\\"' it\\\"}' it\"", true},
    {"\"in '<json-input:1>' it\"", "\"in '{' it\"", false},
    // What AWS added over the years.
    {"{\"a\":1}", "{\"a\":1,\"RedriveCount\":0}", true},
    {"{\"a\":1,\"stateMachineAliasArn\":\"x\"}", "{\"a\":1}", true},
    {"{\"redriveCount\":0}", "{\"redriveCount\":1}", false}};

static bool is(const char *wanted, const char *had, bool event) {
    struct recorded recorded = {0};
    struct doc *one = support_read(wanted), *other = support_read(had);
    const cJSON *a = treadle_doc_root(one), *b = treadle_doc_root(other);
    bool same = event ? recorded_is_event(&recorded, a, b) : recorded_is(&recorded, a, b);
    ck_assert(same == (recorded.place == NULL));
    recorded_clear(&recorded);
    treadle_doc_drop(one);
    treadle_doc_drop(other);
    return same;
}

START_TEST(a_value_is_what_was_recorded_or_not) {
    ck_assert_msg(
        is(values[_i].wanted, values[_i].had, false) == values[_i].same, "%s and %s",
        values[_i].wanted, values[_i].had);
}
END_TEST

START_TEST(members_of_events_may_be_missing_where_they_say_nothing) {
    ck_assert(is("{\"id\":1}", "{\"id\":1,\"timestamp\":5}", true));
    ck_assert(is("{\"xDetails\":{\"workerName\":null}}", "{\"xDetails\":{}}", true));
    ck_assert(
        !is("{\"xDetails\":{\"input\":{\"a\":null}}}", "{\"xDetails\":{\"input\":{}}}", true));
    ck_assert(!is("{\"id\":1}", "{\"id\":2}", true));
    ck_assert(!is("{\"xDetails\":{}}", "{\"xDetails\":{\"error\":\"e\"}}", true));
}
END_TEST

START_TEST(the_first_difference_has_a_place) {
    struct recorded recorded = {0};
    struct doc *wanted = support_read("{\"a\":[1,{\"b\":\"{\\\"c\\\":1}\"}]}"),
               *had = support_read("{\"a\":[1,{\"b\":\"{\\\"c\\\":2}\",\"d\":3}]}");
    ck_assert(!recorded_is(&recorded, treadle_doc_root(wanted), treadle_doc_root(had)));
    ck_assert_str_eq(recorded.place, "/a/1/b");
    ck_assert_str_eq(recorded.wanted, "\"{\\\"c\\\":1}\"");
    recorded_clear(&recorded);
    ck_assert(!recorded_is(&recorded, treadle_doc_root(wanted), NULL));
    ck_assert_str_eq(recorded.place, "");
    ck_assert_ptr_null(recorded.had);
    ck_assert(recorded_is(&(struct recorded){0}, NULL, NULL));
    recorded_clear(&recorded);
    treadle_doc_drop(wanted);
    treadle_doc_drop(had);
}
END_TEST

START_TEST(what_might_be_an_event_binds_tokens_only_where_it_is) {
    struct recorded recorded = {0};
    struct doc *wanted = support_read("{\"id\":null,\"type\":\"T\",\"x\":[\"<a:1>\",1]}"),
               *other = support_read("{\"id\":7,\"type\":\"T\",\"x\":[\"no\",2]}"),
               *had = support_read("{\"id\":8,\"type\":\"T\",\"x\":[\"yes\",1]}"),
               *token = support_read("\"<a:1>\""), *yes = support_read("\"yes\"");
    const cJSON *event = treadle_doc_root(wanted);
    ck_assert(!recorded_could_be_event(&recorded, event, treadle_doc_root(other)));
    ck_assert_ptr_null(recorded.place);
    ck_assert(recorded_could_be_event(&recorded, event, treadle_doc_root(had)));
    ck_assert(recorded_is(&recorded, treadle_doc_root(token), treadle_doc_root(yes)));
    ck_assert(!recorded_is(&recorded, treadle_doc_root(token), treadle_doc_root(token)));
    recorded_clear(&recorded);
    struct doc *docs[] = {wanted, other, had, token, yes};
    for (size_t i = 0; i < COUNT_OF(docs); i++)
        treadle_doc_drop(docs[i]);
}
END_TEST

Suite *suite_recorded(void) {
    TCase *tests = tcase_create("recorded");
    ADD_EACH(tests, a_value_is_what_was_recorded_or_not, values);
    tcase_add_test(tests, members_of_events_may_be_missing_where_they_say_nothing);
    tcase_add_test(tests, the_first_difference_has_a_place);
    tcase_add_test(tests, what_might_be_an_event_binds_tokens_only_where_it_is);
    return support_suite("recorded", tests);
}
