// "Did you mean".
#include <string.h>

#include "base/nearest.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *a, *b;
    uint32_t distance;
} distances[] = {
    {"", "", 0},
    {"abc", "abc", 0},
    {"abc", "", 3},
    {"", "ab", 2},
    {"abc", "abd", 1},
    {"abc", "acb", 1},
    {"abc", "xabc", 1},
    {"abc", "ab", 1},
    {"kitten", "sitting", 3},
    {"Resource", "resource", 1},
    {"ABC", "abc", 2},
    {"abcdef", "badcfe", 3},
};

START_TEST(counts_letters_to_change) {
    ck_assert_uint_eq(
        treadle_nearest_distance(distances[_i].a, distances[_i].b), distances[_i].distance);
    ck_assert_uint_eq(
        treadle_nearest_distance(distances[_i].b, distances[_i].a), distances[_i].distance);
}
END_TEST

static const char *const words[] = {"InputPath", "OutputPath", "ResultPath", "Next",
                                    "End",       "Type",       "B"};

static const struct {
    const char *typed, *meant;
} typos[] = {
    {"InputPaht", "InputPath"},
    {"inputpath", "InputPath"},
    {"ResultPth", "ResultPath"},
    {"Nxt", "Next"},
    {"Typ", "Type"},
    {"Comment", NULL},
    {"X", NULL},
    {"b", "B"},
    {"", NULL},
    {"SomethingElse", NULL},
};

START_TEST(offers_what_was_probably_meant) {
    struct nearest nearest = {.typed = typos[_i].typed};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        treadle_nearest_offer(&nearest, words[i]);
    if (typos[_i].meant == NULL) ck_assert_ptr_null(nearest.word);
    if (typos[_i].meant != NULL) ck_assert_str_eq(nearest.word, typos[_i].meant);
}
END_TEST

START_TEST(does_not_compare_what_is_long) {
    char text[70];
    memset(text, 'x', sizeof(text));
    text[60] = '\0';
    ck_assert_uint_eq(treadle_nearest_distance(text, "x"), 59);
    text[60] = 'x';
    text[61] = '\0';
    ck_assert_uint_eq(treadle_nearest_distance(text, "x"), UINT32_MAX);
    ck_assert_uint_eq(treadle_nearest_distance("x", text), UINT32_MAX);
}
END_TEST

Suite *suite_nearest(void) {
    TCase *tests = tcase_create("nearest");
    ADD_EACH(tests, counts_letters_to_change, distances);
    ADD_EACH(tests, offers_what_was_probably_meant, typos);
    tcase_add_test(tests, does_not_compare_what_is_long);
    return support_suite("nearest", tests);
}
