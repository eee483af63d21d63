// Strings of ours and true UTF-8.
#include <string.h>

#include "base/json/string.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *string, *bytes;
    size_t size, units;
} strings[] = {
    {"", "", 0, 0},
    {"abc", "abc", 3, 3},
    {"\xC0\x80", "\0", 1, 1},
    {"a\xC0\x80\xC0\x80z", "a\0\0z", 4, 4},
    {"\xC3\xA9\xE2\x82\xAC", "\xC3\xA9\xE2\x82\xAC", 5, 2},
    {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", 4, 2},
    {"\xED\x9F\xBF", "\xED\x9F\xBF", 3, 1},
};

START_TEST(gives_true_bytes_and_takes_them) {
    struct text text = {0};
    ck_assert(treadle_string_bytes(strings[_i].string, &text));
    ck_assert_uint_eq(text.count, strings[_i].size);
    ck_assert_mem_eq(treadle_text_string(&text), strings[_i].bytes, strings[_i].size);
    treadle_text_clear(&text);
    ck_assert(treadle_string_of_bytes(strings[_i].bytes, strings[_i].size, &text));
    ck_assert_str_eq(treadle_text_string(&text), strings[_i].string);
    treadle_text_clear(&text);
    ck_assert_uint_eq(treadle_string_units(strings[_i].string), strings[_i].units);
}
END_TEST

static const char *const halves[] = {"\xED\xA0\x80", "a\xED\xBF\xBFz", "\xED\xB0\x80\xED\xA0\x80"};

START_TEST(a_half_surrogate_has_no_bytes) {
    struct text text = {0};
    ck_assert(!treadle_string_bytes(halves[_i], &text));
    treadle_text_clear(&text);
    ck_assert(!treadle_string_of_bytes(halves[_i], strlen(halves[_i]), &text));
    treadle_text_clear(&text);
    ck_assert_uint_eq(treadle_string_units("\xED\xA0\x80"), 1);
}
END_TEST

static const char *const invalid[] = {"\xFF", "a\xC0\x80", "\xC3", "\xE2\x82"};

START_TEST(takes_no_bytes_that_are_no_utf8) {
    struct text text = {0};
    ck_assert(!treadle_string_of_bytes(invalid[_i], strlen(invalid[_i]), &text));
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_string(void) {
    TCase *tests = tcase_create("string");
    ADD_EACH(tests, gives_true_bytes_and_takes_them, strings);
    ADD_EACH(tests, a_half_surrogate_has_no_bytes, halves);
    ADD_EACH(tests, takes_no_bytes_that_are_no_utf8, invalid);
    return support_suite("string", tests);
}
