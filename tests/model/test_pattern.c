// Patterns of StringMatches against texts, and against a slow matcher that tries everything.
#include <string.h>

#include "base/random.h"
#include "engine/model/pattern.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

static bool matches(const char *text, const char *pattern) {
    struct arena arena = {0};
    bool answer = treadle_pattern_matches(treadle_pattern_read(&arena, pattern), text);
    treadle_arena_clear(&arena);
    return answer;
}

static const struct {
    const char *text, *pattern;
    bool matches;
} rows[] = {
    {"", "", true},
    {"", "*", true},
    {"", "**", true},
    {"a", "", false},
    {"foo23.log", "foo*.log", true},
    {"zebra.log", "*.log", true},
    {"foobar.zebra", "foo*.*", true},
    {"foo.log", "foo*.*.log", false},
    {"foo", "fo", false},
    {"foo", "*o", true},
    {"foo", "o*", false},
    {"aba", "ab*ba", false},
    {"abcbcd", "a*bcd", true},
    {"aXbXXc", "a*X*X*c", true},
    {"aXbXc", "a*X*X*X*c", false},
    {"Foo", "foo", false},
    {"a.c", "a?c", false},
    {"[a]", "[a]", true},
    {"*", "\\*", true},
    {"a", "\\*", false},
    {"a*b", "a\\*b", true},
    {"a*bc", "a\\**", true},
    {"\\", "\\\\", true},
    {"\\*", "\\\\\\*", true},
    {"\\abc", "\\\\*", true},
    {"abc", "\\\\*", false},
    {"\\a", "\\a", true},
    {"a\\", "a\\", true},
    {"\xC0\x80x", "\xC0\x80*", true},  // U+0000
    {"\xF0\x9F\x98\x80", "*", true},
    {"a b\n", "a*\n", true},
};

START_TEST(a_star_is_any_text) {
    if (matches(rows[_i].text, rows[_i].pattern) != rows[_i].matches)
        ck_abort_msg("'%s' and '%s'", rows[_i].text, rows[_i].pattern);
}
END_TEST

// Without escapes: what a child would write.
static bool slow(const char *text, const char *pattern) {
    if (*pattern == '\0') return *text == '\0';
    if (*pattern == '*')
        return slow(text, pattern + 1) || (*text != '\0' && slow(text + 1, pattern));
    return *text == *pattern && slow(text + 1, pattern + 1);
}

START_TEST(any_text_and_pattern_as_the_slow_way_has_it) {
    uint64_t random = 7;
    struct arena arena = {0};
    uint32_t matched = 0;
    for (int i = 0; i < 20000; i++) {
        const char *text =
            treadle_random_text(&arena, &random, "ab", (uint32_t)treadle_random_below(&random, 9));
        const char *pattern =
            treadle_random_text(&arena, &random, "ab*", (uint32_t)treadle_random_below(&random, 7));
        if (matches(text, pattern) != slow(text, pattern)) ck_abort_msg("'%s' '%s'", text, pattern);
        matched += slow(text, pattern);
        treadle_arena_reset(&arena);
    }
    ck_assert_uint_gt(matched, 1000);
    treadle_arena_clear(&arena);
}
END_TEST

// What makes others try for ever.
START_TEST(no_pattern_takes_long) {
    struct text text = {0}, pattern = {0};
    for (int i = 0; i < 20000; i++)
        treadle_text_add(&text, "a");
    for (int i = 0; i < 5000; i++)
        treadle_text_add(&pattern, "*a");
    ck_assert(matches(text.bytes, pattern.bytes));
    treadle_text_add(&pattern, "*b");
    ck_assert(!matches(text.bytes, pattern.bytes));
    treadle_text_clear(&text);
    treadle_text_clear(&pattern);
}
END_TEST

Suite *suite_pattern(void) {
    TCase *tests = tcase_create("pattern");
    ADD_EACH(tests, a_star_is_any_text, rows);
    tcase_add_test(tests, any_text_and_pattern_as_the_slow_way_has_it);
    tcase_add_test(tests, no_pattern_takes_long);
    return support_suite("pattern", tests);
}
