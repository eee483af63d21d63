// Codes and words of failed operations, and the table of limits.
#include <string.h>

#include "base/limits.h"
#include "base/status.h"
#include "base/utf8.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *name;
    int number, code;
    const char *meaning;
} rows[] = {
#define STATUS(name, number, meaning) {#name, number, TREADLE_##name, meaning},
#include "base/status.def"
#undef STATUS
};

START_TEST(the_table_says_what_the_door_says) {
    ck_assert_int_eq(rows[_i].number, rows[_i].code);
    ck_assert_int_eq(rows[_i].number, -(_i + 1));
    ck_assert_str_eq(treadle_status_meaning(rows[_i].number), rows[_i].meaning);
}
END_TEST

// Counts the enumerators of enum treadle_code in its header: one more than the table has rows, for
// OK.
START_TEST(the_door_has_no_code_without_a_row) {
    struct text header = {0};
    support_file("include/treadle/status.h", &header);
    const char *at = strstr(header.bytes, "enum treadle_code {"), *end = strchr(at, '}');
    size_t count = 0;
    while ((at = strstr(at, " TREADLE_")) != NULL && at < end) {
        count++;
        at++;
    }
    ck_assert_uint_eq(count, COUNT_OF(rows) + 1);
    treadle_text_clear(&header);
}
END_TEST

START_TEST(has_words_for_what_is_no_code) {
    ck_assert_str_eq(treadle_status_meaning(0), "nothing failed");
    ck_assert_str_ne(treadle_status_meaning(1), "");
    ck_assert_str_eq(treadle_status_meaning(1), treadle_status_meaning(-12345));
}
END_TEST

START_TEST(sets_code_and_words) {
    struct treadle_status status = {.line = 7, .column = 8};
    ck_assert_int_eq(treadle_status_set(&status, TREADLE_EPARSE, "%s %d", "a", 1), TREADLE_EPARSE);
    ck_assert_int_eq(status.code, TREADLE_EPARSE);
    ck_assert_str_eq(status.text, "a 1");
    ck_assert_uint_eq(status.line, 0);
    ck_assert_uint_eq(status.column, 0);
    ck_assert_int_eq(treadle_status_set(NULL, TREADLE_EIO, "nobody reads it"), TREADLE_EIO);
}
END_TEST

static const char *const characters[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};

START_TEST(never_cuts_words_inside_a_character) {
    for (size_t before = 0; before < 4; before++) {
        struct text text = {0};
        treadle_text_put(&text, "xxxx", before);
        while (text.count < 2000)
            treadle_text_add(&text, characters[_i]);
        struct treadle_status status;
        treadle_status_set(&status, TREADLE_EIO, "%s", text.bytes);
        size_t size = strlen(status.text);
        ck_assert_uint_gt(size, sizeof(status.text) - 6);
        const unsigned char *at = (const unsigned char *)status.text, *end = at + size;
        for (int count = 0; at < end; at += count)
            if ((count = treadle_utf8_size(at, end)) == 0) ck_abort_msg("cut after %zu", before);
        treadle_text_clear(&text);
    }
}
END_TEST

START_TEST(words_are_fit_to_be_printed) {
    struct treadle_status status;
    treadle_status_set(&status, TREADLE_EPARSE, "no '%s'\nhelp", "\x1B[1m\xED\xA0\x80\t\xC3\xA9");
    ck_assert_str_eq(status.text, "no '?[1m????\xC3\xA9'\nhelp");
}
END_TEST

static const struct {
    const char *name, *consequence, *reason;
    long long value;
} limits[] = {
#define LIMIT(name, value, consequence, reason) {#name, consequence, reason, value},
#include "base/limits.def"
#undef LIMIT
};

START_TEST(a_limit_says_what_and_why) {
    ck_assert_int_gt(limits[_i].value, 0);
    ck_assert_uint_gt(strlen(limits[_i].consequence), 0);
    ck_assert_uint_gt(strlen(limits[_i].reason), 0);
    for (int i = 0; i < _i; i++)
        ck_assert_str_ne(limits[i].name, limits[_i].name);
}
END_TEST

Suite *suite_status(void) {
    TCase *tests = tcase_create("status");
    ADD_EACH(tests, the_table_says_what_the_door_says, rows);
    tcase_add_test(tests, the_door_has_no_code_without_a_row);
    tcase_add_test(tests, has_words_for_what_is_no_code);
    tcase_add_test(tests, sets_code_and_words);
    ADD_EACH(tests, never_cuts_words_inside_a_character, characters);
    tcase_add_test(tests, words_are_fit_to_be_printed);
    ADD_EACH(tests, a_limit_says_what_and_why, limits);
    return support_suite("status", tests);
}
