// What is wrong with a text, and where.
#include <stdio.h>
#include <string.h>

#include "base/yaml/yaml.h"
#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *yaml, *at, *pointer, *message;
} problems[] = {
    {"", "1:1", "", "the text is empty"},
    {"# only a comment\n", "2:1", "", "the text is empty"},
    {"a: 1\n\tb: 2\n", "2:1", "/a", "a tab must not indent; use spaces"},
    {"a:\n\tb: 2\n", "2:1", "/a", "a tab must not indent; use spaces"},
    {"a: @b\n", "1:4", "/a", "a text must not begin with this character; put it in quotes"},
    {"a: `b`\n", "1:4", "/a", "a text must not begin with this character; put it in quotes"},
    {"a: %b\n", "1:4", "/a", "a text must not begin with this character; put it in quotes"},
    {"a: b: c\n", "1:5", "",
     "no value may follow ':' here; put the text in quotes, or mend the indentation"},
    {"a: 1\n  b: 2\n", "2:4", "",
     "no value may follow ':' here; put the text in quotes, or mend the indentation"},
    {"a:\n  - 1\n - 2\n", "3:2", "", "a name should stand here; mend the indentation"},
    {"- a\nb: c\n", "2:1", "/1", "'-' should stand here; mend the indentation"},
    {"a: 1\nb\nc: 2\n", "3:1", "", "':' is missing behind a name, or a quote is not closed"},
    {"a: [1, 2\nb: 3\n", "2:2", "/a/2", "',' or ']' must follow an element"},
    {"a: {b: 1\nc: 3\n", "2:2", "/a", "',' or '}' must follow a member"},
    {"a: 'it\nb: 2\n", "3:1", "/a", "a quoted text is not closed"},
    {"a: \"x\\q\"\n", "1:6", "/a",
     "a text in double quotes knows no such escape; a backslash is written \\\\"},
    {"{: 1}", "1:2", "", "a value should stand here"},
    {"a: \"x\n---\n", "2:1", "/a", "the document ends inside a quoted text"},
    {"%YAML 2.0\n---\na: 1\n", "1:1", "", "only YAML 1.1 and 1.2 are read"},
    {"a: \"\\ud800\"\n", "1:7", "/a", "there is no such character"},
    {"a: \"\\xZZ\"\n", "1:7", "/a", "hexadecimal digits must follow the escape"},
    {"a: |\n\tb\n", "2:1", "/a", "a tab must not indent; use spaces"},
    {"a: &\n", "1:5", "/a",
     "while scanning an anchor: did not find expected alphabetic or numeric character"},
    {"a: 1\n---\nb: 2\n", "2:1", "", "a second document must not follow the first"},
    {"a: 1\n...\nb: 2\n", "3:1", "", "the text must end after its value"},
    {"a: 1\n- b\n", "2:1", "", "a name should stand here; mend the indentation"},
    {"a: - b\n", "1:4", "/a", "'-' must not stand here; mend the indentation"},
    {"a: \xFF\n", "1:4", "", "the byte FF is no UTF-8"},
    {"\xC3\xA9: 1\nb: \xC3\n", "2:4", "", "the byte C3 is no UTF-8"},
    {"a: \xED\xA0\x80\n", "1:4", "", "the byte ED is no UTF-8"},
    {"\xFF\xFE"
     "a",
     "1:1", "", "the byte FF is no UTF-8"},
    {"a: x\x07y\n", "1:5", "", "the character U+0007 must be escaped in double quotes"},
    {"a: x\x7Fy\n", "1:5", "", "the character U+007F must be escaped in double quotes"},
    {"a: \xC2\x80\n", "1:4", "", "the character U+0080 must be escaped in double quotes"},
    {"a: \xEF\xBF\xBE\n", "1:4", "", "the character U+FFFE must be escaped in double quotes"},
    {"\xEF\xBB\xBF"
     "caf\xC3\xA9: [\xF0\x9F\x98\x80, .inf]\n",
     "1:12", "/caf\xC3\xA9/1", "JSON has no such number; put it in quotes if a text is meant"},
    {"a: !Sub\n  b: .nan\n", "1:4", "/a", "the tag '!Sub' is not known here"},
    {"a: &x\n", "", "", ""},
};

START_TEST(says_what_and_where) {
    if (*problems[_i].at == '\0') {
        reads_as(problems[_i].yaml, YAML_TAGS_REFUSED, "{\"a\":null}");
        return;
    }
    refuses(
        problems[_i].yaml, YAML_TAGS_REFUSED, problems[_i].at, problems[_i].pointer,
        problems[_i].message);
}
END_TEST

START_TEST(a_nul_byte_is_told) {
    struct read_problem problem;
    ck_assert_ptr_null(treadle_yaml_read("a: b\0c\n", 7, YAML_TAGS_REFUSED, NULL, &problem));
    ck_assert_str_eq(problem.message, "the character U+0000 must be escaped in double quotes");
    ck_assert_uint_eq(problem.line, 1);
    ck_assert_uint_eq(problem.column, 5);
}
END_TEST

START_TEST(a_pointer_goes_through_short_forms) {
    refuses(
        "a:\n- !Join ['', [x, .inf]]\n", YAML_TAGS_CLOUDFORMATION, "2:18", "/a/0/Fn::Join/1/1",
        "JSON has no such number; put it in quotes if a text is meant");
}
END_TEST

START_TEST(the_whole_name_is_underlined) {
    static const char text[] = "name: 1\nname: 2\n";
    struct read_problem problem;
    ck_assert_ptr_null(treadle_yaml_read(text, strlen(text), YAML_TAGS_REFUSED, NULL, &problem));
    ck_assert_uint_eq(problem.width, 4);
}
END_TEST

Suite *suite_problem(void) {
    TCase *tests = tcase_create("problem");
    ADD_EACH(tests, says_what_and_where, problems);
    tcase_add_test(tests, a_nul_byte_is_told);
    tcase_add_test(tests, a_pointer_goes_through_short_forms);
    tcase_add_test(tests, the_whole_name_is_underlined);
    return support_suite("problem", tests);
}
