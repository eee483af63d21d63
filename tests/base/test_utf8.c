// UTF-8: what is valid, and the order of Java.
#include <string.h>

#include "base/utf8.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static bool is_valid(const char *bytes, size_t size) {
    const unsigned char *at = (const unsigned char *)bytes, *end = at + size;
    while (at < end) {
        int count = treadle_utf8_size(at, end);
        if (count == 0) return false;
        at += count;
    }
    return true;
}

START_TEST(every_character_survives) {
    for (uint32_t code = 1; code <= 0x10FFFF; code++) {
        char bytes[5];
        char *end = treadle_utf8_put(bytes, code);
        *end = '\0';
        bool half = code >= 0xD800 && code < 0xE000;
        if (is_valid(bytes, (size_t)(end - bytes)) == half) ck_abort_msg("U+%04X", code);
        const char *at = bytes;
        if (treadle_utf8_next(&at) != code || at != end)
            ck_abort_msg("U+%04X comes back wrong", code);
    }
}
END_TEST

START_TEST(holds_nul_as_two_bytes) {
    char bytes[3] = "";
    ck_assert_ptr_eq(treadle_utf8_put(bytes, 0), bytes + 2);
    ck_assert_str_eq(bytes, "\xC0\x80");
    const char *at = bytes;
    ck_assert_uint_eq(treadle_utf8_next(&at), 0);
    ck_assert_ptr_eq(at, bytes + 2);
}
END_TEST

static const char *const invalid[] = {
    "\x80",
    "\xBF",
    "\xC0\x80",
    "\xC1\xBF",
    "\xC2",
    "\xC2\x41",
    "\xE0\x80\x80",
    "\xE0\x9F\xBF",
    "\xE1\x80",
    "\xE1\x80\xC0",
    "\xED\xA0\x80",
    "\xED\xBF\xBF",
    "\xF0\x80\x80\x80",
    "\xF0\x8F\xBF\xBF",
    "\xF4\x90\x80\x80",
    "\xF5\x80\x80\x80",
    "\xFE",
    "\xFF",
    "\xF0\x9F\x98",
    "\xE2\x28\xA1",
};

START_TEST(counts_characters) {
    ck_assert_uint_eq(treadle_utf8_count(""), 0);
    ck_assert_uint_eq(treadle_utf8_count("a\xC0\x80\xC3\xA9\xF0\x9F\x98\x80\xED\xA0\x80"), 5);
}
END_TEST

START_TEST(knows_what_is_no_utf8) {
    const unsigned char *bytes = (const unsigned char *)invalid[_i];
    ck_assert_int_eq(treadle_utf8_size(bytes, bytes + strlen(invalid[_i])), 0);
}
END_TEST

START_TEST(nothing_is_no_character) {
    ck_assert_int_eq(treadle_utf8_size((const unsigned char *)"a", (const unsigned char *)"a"), 0);
    const unsigned char nul[] = {0};
    ck_assert_int_eq(treadle_utf8_size(nul, nul + 1), 1);
}
END_TEST

// In Java's order: by UTF-16 code units, so that U+1F600 (D83D DE00) stands before U+FF21.
static const char *const ordered[] = {
    "",
    "\xC0\x80",
    "\xC0\x80z",
    "A",
    "AB",
    "B",
    "a",
    "a\xC3\xA9",
    "b",
    "\xC3\xA9",
    "\xC3\xA9\x61",
    "\xE2\x82\xAC",
    "\xED\x9F\xBF",      // U+D7FF
    "\xED\xA0\xBD",      // half a surrogate, D83D
    "\xF0\x9F\x98\x80",  // D83D DE00
    "\xF0\x9F\x98\x80\x61",
    "\xF0\x9F\x98\x81",
    "\xF4\x8F\xBF\xBF",
    "\xED\xB8\x80",  // DE00
    "\xEE\x80\x80",  // U+E000
    "\xEF\xBC\xA1",  // U+FF21
};

START_TEST(orders_by_utf16_units) {
    for (int i = 0; i < (int)COUNT_OF(ordered); i++) {
        int want = (_i > i) - (_i < i);
        if (treadle_utf8_compare(ordered[_i], ordered[i]) != want) ck_abort_msg("%d and %d", _i, i);
    }
}
END_TEST

Suite *suite_utf8(void) {
    TCase *tests = tcase_create("utf8");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, every_character_survives);
    tcase_add_test(tests, holds_nul_as_two_bytes);
    tcase_add_test(tests, counts_characters);
    ADD_EACH(tests, knows_what_is_no_utf8, invalid);
    tcase_add_test(tests, nothing_is_no_character);
    ADD_EACH(tests, orders_by_utf16_units, ordered);
    return support_suite("utf8", tests);
}
