// Chance from a seed.
#include <string.h>

#include "base/random.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

START_TEST(is_splitmix64) {
    // The first numbers of the reference implementation, seeded with 1234567.
    static const uint64_t known[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
    uint64_t state = 1234567;
    for (size_t i = 0; i < COUNT_OF(known); i++)
        ck_assert_uint_eq(treadle_random_next(&state), known[i]);
}
END_TEST

static const uint64_t bounds[] = {1, 2, 3, 7, 10, 255, 1000, UINT64_C(1) << 63, UINT64_MAX};

START_TEST(stays_below_the_bound) {
    uint64_t state = 5, largest = 0;
    for (int i = 0; i < 2000; i++) {
        uint64_t next = treadle_random_below(&state, bounds[_i]);
        if (next >= bounds[_i]) ck_abort_msg("%llu", (unsigned long long)next);
        if (next > largest) largest = next;
    }
    if (bounds[_i] <= 255) ck_assert_uint_eq(largest, bounds[_i] - 1);
}
END_TEST

START_TEST(gives_each_number_as_often) {
    uint64_t state = 6;
    int counts[6] = {0};
    for (int i = 0; i < 60000; i++)
        counts[treadle_random_below(&state, 6)]++;
    for (int i = 0; i < 6; i++) {
        ck_assert_int_gt(counts[i], 9500);
        ck_assert_int_lt(counts[i], 10500);
    }
}
END_TEST

START_TEST(makes_texts_of_an_alphabet) {
    struct arena arena = {0};
    uint64_t state = 7, again = 7;
    char *text = treadle_random_text(&arena, &state, "abc", 100);
    ck_assert_uint_eq(strlen(text), 100);
    ck_assert_uint_eq(strspn(text, "abc"), 100);
    ck_assert_str_eq(treadle_random_text(&arena, &again, "abc", 100), text);
    ck_assert_str_eq(treadle_random_text(&arena, &state, "abc", 0), "");
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(makes_uuids_of_version_4) {
    uint64_t state = 8;
    char last[37] = "";
    for (int i = 0; i < 100; i++) {
        char uuid[37];
        treadle_random_uuid(&state, uuid);
        ck_assert_uint_eq(strlen(uuid), 36);
        ck_assert_uint_eq(strspn(uuid, "0123456789abcdef-"), 36);
        ck_assert(uuid[8] == '-' && uuid[13] == '-' && uuid[18] == '-' && uuid[23] == '-');
        ck_assert_int_eq(uuid[14], '4');
        ck_assert_ptr_nonnull(strchr("89ab", uuid[19]));
        ck_assert_str_ne(uuid, last);
        memcpy(last, uuid, sizeof(uuid));
    }
}
END_TEST

Suite *suite_random(void) {
    TCase *tests = tcase_create("random");
    tcase_add_test(tests, is_splitmix64);
    ADD_EACH(tests, stays_below_the_bound, bounds);
    tcase_add_test(tests, gives_each_number_as_often);
    tcase_add_test(tests, makes_texts_of_an_alphabet);
    tcase_add_test(tests, makes_uuids_of_version_4);
    return support_suite("random", tests);
}
