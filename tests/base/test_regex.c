// Regular expressions: the whole text, true UTF-8, and a bound on the work.
#include "base/regex.h"
#include "base/status.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *pattern, *text;
    bool ignore_case;
    int result;
} matches[] = {
    {"a", "a", false, 1},
    {"a", "ab", false, 0},
    {"a", "ba", false, 0},
    {"a|ab", "ab", false, 1},
    {"", "", false, 1},
    {"a.c", "abc", false, 1},
    {"a.c", "a\nc", false, 0},
    {"a.c",
     "a\xE2\x80\xA8"
     "c",
     false, 0},  // U+2028 ends a line in Java.
    {"(?s)a.c", "a\nc", false, 1},
    {"a.c",
     "a\xF0\x9F\x98\x80"
     "c",
     false, 1},
    {"ABC", "abc", false, 0},
    {"ABC", "abc", true, 1},
    {"\xC3\x89", "\xC3\xA9", true, 1},
    {"\\d+-\\w*", "12-ab", false, 1},
    {"a\\x00b",
     "a\xC0\x80"
     "b",
     false, 1},
    {"a.b",
     "a\xC0\x80"
     "b",
     false, 1},
    {".*", "\xED\xA0\x80", false, 0},  // Half a surrogate has no UTF-8.
};

START_TEST(matches_the_whole_text) {
    struct arena arena = {0};
    const struct regex *regex =
        treadle_regex_compile(&arena, matches[_i].pattern, matches[_i].ignore_case);
    ck_assert_ptr_nonnull(regex);
    ck_assert_int_eq(treadle_regex_match(regex, matches[_i].text), matches[_i].result);
    treadle_arena_clear(&arena);
}
END_TEST

static const char *const none[] = {"(", "[a", "a{2,1}", "*", "\\", "(?<n", "\\C", "\xED\xA0\x80"};

START_TEST(knows_what_is_no_expression) {
    struct arena arena = {0};
    ck_assert_ptr_null(treadle_regex_compile(&arena, none[_i], false));
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(gives_up_what_would_take_for_ever) {
    struct arena arena = {0};
    const struct regex *regex = treadle_regex_compile(&arena, "(a|aa)+", false);
    ck_assert_int_eq(
        treadle_regex_match(regex, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"),
        TREADLE_ELIMIT);
    treadle_arena_clear(&arena);
}
END_TEST

Suite *suite_regex(void) {
    TCase *tests = tcase_create("regex");
    ADD_EACH(tests, matches_the_whole_text, matches);
    ADD_EACH(tests, knows_what_is_no_expression, none);
    tcase_add_test(tests, gives_up_what_would_take_for_ever);
    return support_suite("regex", tests);
}
