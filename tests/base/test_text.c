// Text that grows, up to its limit.
#include <string.h>

#include "base/text.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

START_TEST(is_empty_at_first) {
    struct text text = {0};
    ck_assert_str_eq(treadle_text_string(&text), "");
    treadle_text_put(&text, NULL, 0);
    ck_assert_str_eq(text.bytes, "");
    treadle_text_clear(&text);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(always_ends_with_nul) {
    struct text text = {0};
    for (size_t i = 1; i <= 1000; i++) {
        treadle_text_put(&text, "x", 1);
        ck_assert_uint_eq(strlen(text.bytes), i);
    }
    treadle_text_add(&text, "yz");
    ck_assert_str_eq(text.bytes + 1000, "yz");
    treadle_text_clear(&text);
}
END_TEST

START_TEST(prints_what_is_longer_than_its_room) {
    struct text text = {0};
    treadle_text_printf(&text, "%0500d", 7);
    treadle_text_printf(&text, "-%s", "end");
    ck_assert_uint_eq(text.count, 504);
    ck_assert_str_eq(text.bytes + 499, "7-end");
    treadle_text_clear(&text);
}
END_TEST

static const size_t limits[] = {1, 2, 63, 64, 65, 1000};

START_TEST(is_full_at_its_limit_and_not_before) {
    struct text text = {.count_max = limits[_i]};
    for (size_t i = 0; i < limits[_i]; i++)
        treadle_text_put(&text, "x", 1);
    ck_assert(!text.overflowed);
    ck_assert_uint_eq(strlen(text.bytes), limits[_i]);
    treadle_text_put(&text, "", 0);
    ck_assert(!text.overflowed);
    treadle_text_put(&text, "y", 1);
    ck_assert(text.overflowed);
    ck_assert_uint_eq(strlen(text.bytes), limits[_i]);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(ignores_all_that_comes_past_its_limit) {
    struct text text = {.count_max = 4};
    treadle_text_add(&text, "ab");
    treadle_text_add(&text, "cde");
    ck_assert(text.overflowed);
    treadle_text_add(&text, "f");
    treadle_text_printf(&text, "%d", 1);
    ck_assert_ptr_null(treadle_text_room(&text, 0));
    ck_assert_str_eq(text.bytes, "ab");
    treadle_text_clear(&text);
}
END_TEST

START_TEST(an_overflow_of_nothing_is_an_empty_string) {
    struct text text = {.count_max = 1};
    treadle_text_add(&text, "ab");
    ck_assert(text.overflowed);
    ck_assert_str_eq(treadle_text_string(&text), "");
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_text(void) {
    TCase *tests = tcase_create("text");
    tcase_add_test(tests, is_empty_at_first);
    tcase_add_test(tests, always_ends_with_nul);
    tcase_add_test(tests, prints_what_is_longer_than_its_room);
    ADD_EACH(tests, is_full_at_its_limit_and_not_before, limits);
    tcase_add_test(tests, ignores_all_that_comes_past_its_limit);
    tcase_add_test(tests, an_overflow_of_nothing_is_an_empty_string);
    return support_suite("text", tests);
}
