// What is wrong with a text, and where.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/problem.h"
#include "base/json/read.h"
#include "base/utf8.h"
#include "base/yaml/yaml.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *text, *at, *message, *pointer;  // [at]: line, column and width.
} problems[] = {
    {"", "1:1+1", "the text is empty", ""},
    {" \n ", "2:2+1", "the text is empty", ""},
    {"\xEF\xBB\xBF{}", "1:1+1", "a byte order mark must not begin the text", ""},
    {"[1", "1:3+1", "the text ends before its last array is closed with ']'", ""},
    {"{\"a\": [1, {", "1:12+1", "the text ends before its last object is closed with '}'", "/a/1"},
    {"{\"a\"", "1:5+1", "the text ends before its last object is closed with '}'", ""},
    {"{\"a\":", "1:6+1", "the text ends before its last object is closed with '}'", "/a"},
    {"[1,]", "1:4+1", "a comma must not stand before ']'", ""},
    {"{\"a\": {\"b\": 1,\n}}", "2:1+1", "a comma must not stand before '}'", "/a"},
    {"[1,,2]", "1:4+1", "a value must stand before ','", "/1"},
    {"{\"a\":}", "1:6+1", "a value must stand before '}'", "/a"},
    {"]", "1:1+1", "a value must stand before ']'", ""},
    {"[1 2]", "1:4+1", "',' or ']' must follow a value in an array", ""},
    {"{\"a\": 1 \"b\": 2}", "1:9+1", "',' or '}' must follow a value in an object", ""},
    {"{\"a\": 1]", "1:8+1", "',' or '}' must follow a value in an object", ""},
    {"{\"a\" 1}", "1:6+1", "':' must follow a member's name", ""},
    {"{a: 1}", "1:2+1", "the name of a member must stand here in double quotes", ""},
    {"{\n  name: 1}", "2:3+4", "the name of a member must stand here in double quotes", ""},
    {"[] []", "1:4+1", "the text must end after its value", ""},
    {"{\"x\": [1, 'a']}", "1:11+1", "a string must stand in double quotes", "/x/1"},
    {"[1, // one\n2]", "1:5+1", "JSON has no comments", "/1"},
    {"[1 /* one */]", "1:4+1", "JSON has no comments", ""},
    {"# yaml", "1:1+1", "JSON has no comments", ""},
    {"[True]", "1:2+4", "'true' must be written in small letters", "/0"},
    {"[NULL]", "1:2+4", "'null' must be written in small letters", "/0"},
    {"[nul]", "1:2+3", "'nul' is no JSON value", "/0"},
    {"[truely]", "1:2+6", "'truely' is no JSON value", "/0"},
    {"[NaN]", "1:2+3", "'NaN' is no JSON value", "/0"},
    {"{\"a\": undefined}", "1:7+9", "'undefined' is no JSON value", "/a"},
    {"[+1]", "1:2+2", "a number must not begin with '+'", "/0"},
    {"[.5]", "1:2+2", "a number must not begin with '.'", "/0"},
    {"[01]", "1:2+2", "a number must not begin with 0", "/0"},
    {"[-01]", "1:2+3", "a number must not begin with 0", "/0"},
    {"[-]", "1:2+1", "a digit must follow '-'", "/0"},
    {"[-a]", "1:2+1", "a digit must follow '-'", "/0"},
    {"[1.]", "1:2+2", "a digit must follow the decimal point of a number", "/0"},
    {"[1.e5]", "1:2+2", "a digit must follow the decimal point of a number", "/0"},
    {"[1e]", "1:2+2", "a digit must follow the 'e' of a number", "/0"},
    {"[1E+]", "1:2+3", "a digit must follow the 'e' of a number", "/0"},
    {"[1x]", "1:3+1", "',' or ']' must follow a value in an array", ""},
    {"[\"abc]", "1:2+1", "a string is not closed", "/0"},
    {"[\"abc\\\"]", "1:2+1", "a string is not closed", "/0"},
    {"[\"abc\\", "1:2+1", "a string is not closed", "/0"},
    {"[\"a\nb\"]", "1:4+1", "the control character U+000A must be escaped in a string", "/0"},
    {"{\"a\tb\": 1}", "1:4+1", "the control character U+0009 must be escaped in a string", ""},
    {"[\"a\\x41\"]", "1:4+2", "a string knows no such escape; a backslash is written \\\\", "/0"},
    {"[\"C:\\path\"]", "1:5+2", "a string knows no such escape; a backslash is written \\\\", "/0"},
    {"[\"\\u12G4\"]", "1:3+2", "four hexadecimal digits must follow \\u", "/0"},
    {"[\"\\u12", "1:3+2", "four hexadecimal digits must follow \\u", "/0"},
    {"[\"\xC3\"]", "1:3+1", "the byte C3 is no UTF-8", "/0"},
    {"[\"\xED\xA0\x80\"]", "1:3+1", "the byte ED is no UTF-8", "/0"},
    {"[\"\xC0\x80\"]", "1:3+1", "the byte C0 is no UTF-8", "/0"},
    {"[\xFF]", "1:2+1", "the byte FF is no UTF-8", "/0"},
    {"[\x01]", "1:2+1", "the byte 01 must not stand here", "/0"},
    {"[\xE2\x80\x9C"
     "a\xE2\x80\x9D]",
     "1:2+1", "'\xE2\x80\x9C' begins no JSON value", "/0"},
    {"{\"\xC3\xA9\xF0\x9F\x98\x80\": [\"\xE2\x82\xAC\", ?]}", "1:14+1", "'?' begins no JSON value",
     "/\xC3\xA9\xF0\x9F\x98\x80/1"},
    {"{\"a/b~c\": {\"\": [[], x]}}", "1:21+1", "'x' is no JSON value", "/a~1b~0c//1"},
    {"\r\n[\r\n1,\r\nx]", "4:1+1", "'x' is no JSON value", "/1"},
    {"{\"a\\u0000\\ud800\": x}", "1:19+1", "'x' is no JSON value", "/a?????"},
};

static void check(const struct read_problem *problem, int row) {
    char at[64];
    (void)snprintf(at, sizeof(at), "%u:%u+%u", problem->line, problem->column, problem->width);
    ck_assert_str_eq(problem->message, problems[row].message);
    ck_assert_str_eq(at, problems[row].at);
    ck_assert_str_eq(problem->pointer, problems[row].pointer);
}

START_TEST(no_text_is_an_empty_one) {
    struct read_problem problem;
    ck_assert_ptr_null(treadle_doc_read(NULL, NULL, 0, &problem));
    ck_assert_str_eq(problem.message, "the text is empty");
    ck_assert_ptr_null(treadle_source_read(NULL, 0, YAML_TAGS_REFUSED, NULL, &problem));
    ck_assert_str_eq(problem.message, "the text is empty");
}
END_TEST

START_TEST(says_what_and_where) {
    struct read_problem problem;
    size_t size = strlen(problems[_i].text);
    char *exact = treadle_alloc(size);
    memcpy(exact, problems[_i].text, size);
    ck_assert_ptr_null(treadle_doc_read(NULL, exact, size, &problem));
    check(&problem, _i);
    struct places places = {0};
    ck_assert_ptr_null(treadle_doc_read_source(exact, size, &places, &problem));
    check(&problem, _i);
    treadle_places_clear(&places);
    free(exact);
}
END_TEST

static const struct {
    const char *text;
    size_t size;
    const char *message;
} nuls[] = {
    {"\0", 1, "a NUL byte must not stand outside a string"},
    {"[1,\0]", 5, "a NUL byte must not stand outside a string"},
    {"[1\0]", 4, "',' or ']' must follow a value in an array"},
    {"[1]\0", 4, "the text must end after its value"},
    {"[\"a\0b\"]", 7, "the control character U+0000 must be escaped in a string"},
    {"[\"a\\\0b\"]", 8, "a string knows no such escape; a backslash is written \\\\"},
    {"{\"a\"\0:1}", 8, "':' must follow a member's name"},
};

START_TEST(a_nul_byte_is_refused_like_any_other) {
    struct read_problem problem;
    ck_assert_ptr_null(treadle_doc_read(NULL, nuls[_i].text, nuls[_i].size, &problem));
    ck_assert_str_eq(problem.message, nuls[_i].message);
}
END_TEST

// A source has no two equal names; data may.
static const struct {
    const char *text, *at, *message, *pointer;
} twins[] = {
    {"{\"a\":1,\n \"a\":2}", "2:2+3", "the name \"a\" stands twice in one object", "/a"},
    {"{\"x\":{\"b\":[],\"c\":0,\"b\":1}}", "1:20+3", "the name \"b\" stands twice in one object",
     "/x/b"},
    {"[0,{\"b\":{},\"\\u0062\":1}]", "1:12+8", "the name \"b\" stands twice in one object", "/1/b"},
    {"{\"\":1,\"\":1}", "1:7+2", "the name \"\" stands twice in one object", "/"},
    {"{\"\xC3\xA9\":1,\"\xC3\xA9\":1}", "1:8+3", "the name \"\xC3\xA9\" stands twice in one object",
     "/\xC3\xA9"},
};

START_TEST(a_name_must_not_stand_twice_in_a_source) {
    struct read_problem problem;
    struct places places = {0};
    size_t size = strlen(twins[_i].text);
    ck_assert_ptr_null(treadle_doc_read_source(twins[_i].text, size, &places, &problem));
    char at[64];
    (void)snprintf(at, sizeof(at), "%u:%u+%u", problem.line, problem.column, problem.width);
    ck_assert_str_eq(problem.message, twins[_i].message);
    ck_assert_str_eq(at, twins[_i].at);
    ck_assert_str_eq(problem.pointer, twins[_i].pointer);
    treadle_places_clear(&places);
    treadle_doc_drop(support_read(twins[_i].text));
}
END_TEST

START_TEST(finds_the_one_name_among_thousands_that_stands_twice) {
    struct text text = {0};
    treadle_text_add(&text, "{");
    for (int i = 0; i < 3000; i++)
        treadle_text_printf(&text, "\"n%d\":%d,\n", i, i);
    treadle_text_add(&text, "\"n1234\":0}");
    struct read_problem problem;
    struct places places = {0};
    ck_assert_ptr_null(treadle_doc_read_source(text.bytes, text.count, &places, &problem));
    ck_assert_str_eq(problem.pointer, "/n1234");
    ck_assert_uint_eq(problem.line, 3001);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(a_text_of_gigabytes_is_not_even_looked_at) {
    struct read_problem problem;
    struct places places = {0};
    size_t size = (size_t)5 << 30;
    ck_assert_ptr_null(treadle_doc_read(NULL, "", size, &problem));
    ck_assert_str_eq(problem.message, "the text is too large to be read");
    ck_assert_ptr_null(treadle_doc_read_source("", size, &places, &problem));
    ck_assert_str_eq(problem.message, "the text is too large to be read");
}
END_TEST

START_TEST(what_is_too_long_is_cut_between_characters) {
    struct text text = {0};
    treadle_text_add(&text, "{\"");
    for (int i = 0; i < 500; i++)
        treadle_text_add(&text, "\xE2\x82\xAC");
    treadle_text_add(&text, "\":{\"b\":x}}");
    struct read_problem problem;
    ck_assert_ptr_null(treadle_doc_read(NULL, text.bytes, text.count, &problem));
    ck_assert_uint_eq(strlen(problem.pointer), sizeof(problem.pointer) - 1);
    const unsigned char *at = (const unsigned char *)problem.pointer, *end = at + 255;
    for (int size = 1; at < end; at += size)
        ck_assert_int_gt(size = treadle_utf8_size(at, end), 0);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(a_message_is_fit_to_be_printed) {
    struct read_problem problem = {.line = 1};
    treadle_problem_say(&problem, "a%sb", "\n\x1B\x7F\xFF\xC3\xA9");
    ck_assert_str_eq(
        problem.message, "a????\xC3\xA9"
                         "b");
}
END_TEST

Suite *suite_problem(void) {
    TCase *tests = tcase_create("problem");
    tcase_add_test(tests, no_text_is_an_empty_one);
    ADD_EACH(tests, says_what_and_where, problems);
    ADD_EACH(tests, a_nul_byte_is_refused_like_any_other, nuls);
    ADD_EACH(tests, a_name_must_not_stand_twice_in_a_source, twins);
    tcase_add_test(tests, finds_the_one_name_among_thousands_that_stands_twice);
    tcase_add_test(tests, a_text_of_gigabytes_is_not_even_looked_at);
    tcase_add_test(tests, what_is_too_long_is_cut_between_characters);
    tcase_add_test(tests, a_message_is_fit_to_be_printed);
    return support_suite("problem", tests);
}
