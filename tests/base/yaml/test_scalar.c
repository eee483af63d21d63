// What scalars stand for: YAML 1.2's core schema, and our one exception.
#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *yaml, *json;
} plain[] = {
    {"~", "null"},
    {"null", "null"},
    {"Null", "null"},
    {"NULL", "null"},
    {"nUll", "\"nUll\""},
    {"true", "true"},
    {"True", "true"},
    {"TRUE", "true"},
    {"false", "false"},
    {"FALSE", "false"},
    {"tRUE", "\"tRUE\""},
    {"yes", "\"yes\""},
    {"Yes", "\"Yes\""},
    {"no", "\"no\""},
    {"on", "\"on\""},
    {"off", "\"off\""},
    {"y", "\"y\""},
    {"n", "\"n\""},
    {"0", "0"},
    {"-0", "-0"},
    {"+0", "0"},
    {"7", "7"},
    {"+7", "7"},
    {"-7", "-7"},
    {"123456789012345678901234567890", "123456789012345678901234567890"},
    {"0x1F", "31"},
    {"0xff", "255"},
    {"0xFFFFFFFFFFFFFFF0", "18446744073709551600"},
    {"0o17", "15"},
    {"0x", "\"0x\""},
    {"0xg", "\"0xg\""},
    {"0o8", "\"0o8\""},
    {"-0x1F", "\"-0x1F\""},
    {"0x11111111111111111", "\"0x11111111111111111\""},
    {"0b101", "\"0b101\""},
    {"017", "\"017\""},
    {"012345678901", "\"012345678901\""},
    {"-017", "\"-017\""},
    {"007.5", "\"007.5\""},
    {"1_000", "\"1_000\""},
    {"1:30", "\"1:30\""},
    {"190:20:30", "\"190:20:30\""},
    {"1.0", "1.0"},
    {"1.50", "1.50"},
    {"1.", "1.0"},
    {".5", "0.5"},
    {"-.5", "-0.5"},
    {"+.5", "0.5"},
    {"0.5", "0.5"},
    {"1e3", "1e3"},
    {"1E+3", "1E+3"},
    {"1.e3", "1.0e3"},
    {".5e-3", "0.5e-3"},
    {"1e400", "1e400"},
    {"1e", "\"1e\""},
    {"1e+", "\"1e+\""},
    {"1.2.3", "\"1.2.3\""},
    {".", "\".\""},
    {"+", "\"+\""},
    {"-", "[null]"},
    {"...5", "\"...5\""},
    {".e5", "\".e5\""},
    {"+-1", "\"+-1\""},
    {"1 ", "1"},
    {"1 000", "\"1 000\""},
    {"1,5", "\"1,5\""},
    {"2010-09-09", "\"2010-09-09\""},
    {"2001-12-14t21:59:43.10-05:00", "\"2001-12-14t21:59:43.10-05:00\""},
    {"inf", "\"inf\""},
    {"NaN", "\"NaN\""},
    {"=", "\"=\""},
    {"<<", "\"<<\""},
    {"$.a.b", "\"$.a.b\""},
    {"States.Format('{}', $.x)", "\"States.Format('{}', $.x)\""},
    {"arn:aws:states:us-east-1:123456789012:x", "\"arn:aws:states:us-east-1:123456789012:x\""},
    {"a # comment", "\"a\""},
    {"a#b", "\"a#b\""},
    {"caf\xC3\xA9 \xF0\x9F\x98\x80", "\"caf\xC3\xA9 \xF0\x9F\x98\x80\""},
    {"several\n words\n\n on lines", "\"several words\\non lines\""},
};

START_TEST(reads_plain_scalars) {
    reads_as(plain[_i].yaml, YAML_TAGS_REFUSED, plain[_i].json);
}
END_TEST

static const struct {
    const char *yaml, *json;
} quoted[] = {
    {"\"\"", "\"\""},
    {"''", "\"\""},
    {"\"1\"", "\"1\""},
    {"'true'", "\"true\""},
    {"'null'", "\"null\""},
    {"'it''s'", "\"it's\""},
    {"\"a\\tb\\n\\\"\\\\\\/\"", "\"a\\tb\\n\\\"\\\\/\""},
    {"\"\\x41\\u00e9\\U0001F600\"", "\"A\xC3\xA9\xF0\x9F\x98\x80\""},
    {"\"a\\0b\"", "\"a\\u0000b\""},
    {"\"\\x07\\e\"", "\"\\u0007\\u001b\""},
    {"\"two\n lines\"", "\"two lines\""},
    {"|\n  a\n   b\n", "\"a\\n b\\n\""},
    {"|-\n  a\n  b\n", "\"a\\nb\""},
    {"|+\n  a\n\n", "\"a\\n\\n\""},
    {">\n  a\n  b\n\n  c\n", "\"a b\\nc\\n\""},
    {"|2\n   a\n", "\" a\\n\""},
    {"|\n  12\n", "\"12\\n\""},
};

START_TEST(reads_quoted_and_block_scalars_as_strings) {
    reads_as(quoted[_i].yaml, YAML_TAGS_REFUSED, quoted[_i].json);
}
END_TEST

static const char *const unspeakable[] = {".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN"};

START_TEST(refuses_what_json_cannot_say) {
    refuses(
        unspeakable[_i], YAML_TAGS_REFUSED, "1:1", "",
        "JSON has no such number; put it in quotes if a text is meant");
}
END_TEST

static const struct {
    const char *yaml, *json;
} typed[] = {
    {"!!str 12", "\"12\""},   {"!!str true", "\"true\""},
    {"!!str ''", "\"\""},     {"!!str", "\"\""},
    {"!!int 12", "12"},       {"!!int \"12\"", "12"},
    {"!!int 0x10", "16"},     {"!!float 1", "1"},
    {"!!float '1.5'", "1.5"}, {"!!bool 'true'", "true"},
    {"!!null ''", "null"},    {"!!map {a: 1}", "{\"a\":1}"},
    {"!!seq [1]", "[1]"},     {"{!!str 1: 2}", "{\"1\":2}"},
};

START_TEST(takes_the_tags_of_the_core_schema) {
    reads_as(typed[_i].yaml, YAML_TAGS_REFUSED, typed[_i].json);
    reads_as(typed[_i].yaml, YAML_TAGS_CLOUDFORMATION, typed[_i].json);
}
END_TEST

static const struct {
    const char *yaml, *message;
} misfits[] = {
    {"!!int 1.5", "the tag '!!int' does not fit this value"},
    {"!!int abc", "the tag '!!int' does not fit this value"},
    {"!!float x", "the tag '!!float' does not fit this value"},
    {"!!bool yes", "the tag '!!bool' does not fit this value"},
    {"!!null x", "the tag '!!null' does not fit this value"},
};

START_TEST(refuses_tags_that_do_not_fit) {
    const char *at = _i == 3 || _i == 4 ? "1:8" : _i == 2 ? "1:9" : "1:7";
    refuses(misfits[_i].yaml, YAML_TAGS_REFUSED, at, "", misfits[_i].message);
}
END_TEST

Suite *suite_scalar(void) {
    TCase *tests = tcase_create("scalar");
    ADD_EACH(tests, reads_plain_scalars, plain);
    ADD_EACH(tests, reads_quoted_and_block_scalars_as_strings, quoted);
    ADD_EACH(tests, refuses_what_json_cannot_say, unspeakable);
    ADD_EACH(tests, takes_the_tags_of_the_core_schema, typed);
    ADD_EACH(tests, refuses_tags_that_do_not_fit, misfits);
    return support_suite("scalar", tests);
}
