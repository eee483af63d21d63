// Conditions, names and widths in a few words.
#include <stdlib.h>

#include "graph/words.h"
#include "tests/graph/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *rule, *words;
} rules[] = {
    {"{\"Variable\":\"$.a\",\"NumericGreaterThan\":10,\"Next\":\"X\"}", "$.a > 10"},
    {"{\"Variable\":\"$.a\",\"NumericLessThanEqualsPath\":\"$.b\",\"Next\":\"X\"}", "$.a <= $.b"},
    {"{\"Next\":\"X\",\"StringEquals\":\"it\",\"Variable\":\"$.a\"}", "$.a = \"it\""},
    {"{\"Variable\":\"$.a\",\"StringMatches\":\"*.zip\"}", "$.a matches \"*.zip\""},
    {"{\"Variable\":\"$.a\",\"IsPresent\":true}", "$.a is present"},
    {"{\"Variable\":\"$.a\",\"IsNull\":false}", "$.a is not null"},
    {"{\"Variable\":\"$.a\",\"BooleanEquals\":true}", "$.a = true"},
    {"{\"Variable\":\"$.a\",\"TimestampLessThan\":\"2026-01-01T00:00:00Z\"}",
     "$.a < \"2026-01-01T00:00:00Z\""},
    {"{\"And\":[{\"Variable\":\"$.a\",\"NumericEquals\":1},{\"Or\":[{\"Variable\":\"$.b\","
     "\"NumericEquals\":2},{\"Variable\":\"$.c\",\"NumericEquals\":3}]}]}",
     "$.a = 1 and ($.b = 2 or $.c = 3)"},
    {"{\"Not\":{\"And\":[{\"Variable\":\"$.a\",\"NumericEquals\":1},{\"Variable\":\"$.b\","
     "\"NumericEquals\":2}]}}",
     "not ($.a = 1 and $.b = 2)"},
    {"{\"Condition\":\"{% $total > 1000 %}\",\"Next\":\"X\"}", "$total > 1000"},
};

START_TEST(rules_are_said) {
    struct doc *doc = support_read(rules[_i].rule);
    struct text out = {0};
    treadle_words_rule(&out, treadle_doc_root(doc), false);
    ck_assert_str_eq(treadle_text_string(&out), rules[_i].words);
    treadle_text_clear(&out);
    treadle_doc_drop(doc);
}
END_TEST

START_TEST(long_paths_give_way) {
    struct doc *doc = support_read(
        "{\"And\":[{\"Variable\":\"$.a.b.name\",\"StringEquals\":\"it\"},{\"Not\":{\"Variable\":"
        "\"$.a\",\"IsPresent\":true}}]}");
    struct text out = {0};
    treadle_words_rule(&out, treadle_doc_root(doc), true);
    ck_assert_str_eq(treadle_text_string(&out), "…name = \"it\" and not $.a is present");
    treadle_text_clear(&out);
    treadle_doc_drop(doc);
}
END_TEST

static const struct {
    const char *resource, *words;
} resources[] = {
    {"arn:aws:states:::lambda:invoke", "lambda:invoke"},
    {"arn:aws:states:::sqs:sendMessage.waitForTaskToken", "sqs:sendMessage.waitForTaskToken"},
    {"arn:aws:states:::aws-sdk:s3:listBuckets", "aws-sdk:s3:listBuckets"},
    {"arn:aws:lambda:us-east-1:123456789012:function:charge", "function:charge"},
    {"arn:aws:states:us-east-1:123456789012:activity:work", "activity:work"},
    {"arn:aws:x", "arn:aws:x"},
};

START_TEST(resources_are_said) {
    struct text out = {0};
    treadle_words_resource(&out, resources[_i].resource);
    ck_assert_str_eq(treadle_text_string(&out), resources[_i].words);
    treadle_text_clear(&out);
}
END_TEST

START_TEST(texts_are_cut_between_characters) {
    struct text text = {0};
    treadle_text_add(&text, "Grüße an alle");
    treadle_words_cut(&text, 13);
    ck_assert_str_eq(text.bytes, "Grüße an alle");
    treadle_words_cut(&text, 4);
    ck_assert_str_eq(text.bytes, "Grü…");
    treadle_text_clear(&text);
}
END_TEST

START_TEST(wide_characters_take_two_columns) {
    ck_assert_uint_eq(treadle_words_columns("Grüße"), 5);
    ck_assert_uint_eq(treadle_words_columns("注文"), 4);
    ck_assert_uint_eq(treadle_words_columns("e\xCC\x81"), 1);
    ck_assert_uint_eq(treadle_words_columns(""), 0);
}
END_TEST

Suite *suite_words(void) {
    TCase *tests = tcase_create("words");
    ADD_EACH(tests, rules_are_said, rules);
    tcase_add_test(tests, long_paths_give_way);
    ADD_EACH(tests, resources_are_said, resources);
    tcase_add_test(tests, texts_are_cut_between_characters);
    tcase_add_test(tests, wide_characters_take_two_columns);
    return support_suite("words", tests);
}
