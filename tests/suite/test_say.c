// The line of a file, and the last line. (The text of failures: test_failures.c.)
#include "base/memory.h"
#include "suite/say.h"
#include "tests/suite/suites.h"
#include "tests/support/support.h"

static struct suite_result results[8];
static const struct suite_style plain = {.utf8 = true};

static void make(uint32_t at, const char *name, enum suite_verdict verdict) {
    treadle_suite_result_init(&results[at], "order.test.yaml", at, name);
    results[at].verdict = verdict;
}

static void drop_all(void) {
    for (size_t i = 0; i < COUNT_OF(results); i++)
        treadle_suite_result_clear(&results[i]);
}

static void says(struct text *text, const char *want) {
    ck_assert_str_eq(treadle_text_string(text), want);
    treadle_text_clear(text);
}

START_TEST(a_dot_for_each_case) {
    make(0, "a", VERDICT_PASSED);
    make(1, "b", VERDICT_FAILED);
    make(2, "c", VERDICT_BROKEN);
    make(3, "d", VERDICT_CRASHED);
    struct text text = {0};
    treadle_suite_say_file(&text, &plain, "order.test.yaml", results, 4);
    says(&text, "order.test.yaml .xx!\n");
    treadle_suite_say_file(&text, &plain, "a\033b", results, 0);
    says(&text, "a\\u001bb\n");
    treadle_suite_say_file(
        &text, &(struct suite_style){.color = true}, "order.test.yaml", results, 2);
    says(&text, "order.test.yaml .\033[1;31mx\033[0m\n");
}
END_TEST

START_TEST(many_dots_go_on_in_the_next_line) {
    struct suite_result many[45] = {0};
    struct text text = {0};
    treadle_suite_say_file(&text, &(struct suite_style){.columns = 26}, "a.yaml", many, 45);
    says(&text, "a.yaml ....................\n       ....................\n       .....\n");
    treadle_suite_say_file(&text, &plain, "a.yaml", many, 45);
    says(&text, "a.yaml .............................................\n");
}
END_TEST

static const struct {
    const char *name, *words;
} filters[] = {
    {"a declined card releases the items", "declined card"},
    {"a small order ships", "small order"},
    {"big orders wait [n=1]", "orders wait"},
    {"big orders wait for a human", "big orders wait for a human"},  // Not "orders wait".
    {"done at last", "done at last"},
    {"\033]0;title\aand \033[31mthe rest", "[31mthe rest"},
    {"fine words with\300\200 nothing", "fine words"},
    {"half\355\240\200 of it all\302\205", " of it all"},
    {"", ""},
};

START_TEST(words_that_find_one_case_alone) {
    make(0, filters[_i].name, VERDICT_FAILED);
    make(1, _i == 3 ? "orders wait" : "something else", VERDICT_PASSED);
    struct text text = {0};
    treadle_suite_say_words(&text, results, 2, 0);
    says(&text, filters[_i].words);
}
END_TEST

START_TEST(words_are_quoted_where_a_shell_would_part_them) {
    struct text text = {0};
    treadle_suite_say_word(&text, "a/b-c_1.test.yaml");
    says(&text, "a/b-c_1.test.yaml");
    treadle_suite_say_word(&text, "my tests/it's.test.yaml");
    says(&text, "'my tests/it'\\''s.test.yaml'");
    treadle_suite_say_word(&text, "");
    says(&text, "''");
}
END_TEST

START_TEST(all_is_well) {
    make(0, "a", VERDICT_PASSED);
    struct text text = {0};
    struct suite_totals totals = {
        .passed = 8, .took_ms = 9, .virtual_ms = 435600000, .command = "treadle test"};
    treadle_suite_say_totals(&text, &plain, &totals, results, 1);
    says(&text, "8 passed in 9 ms (5 d 1 h of virtual time)\n");
    totals.virtual_ms = 0;
    treadle_suite_say_totals(&text, &plain, &totals, results, 1);
    says(&text, "8 passed in 9 ms\n");
}
END_TEST

START_TEST(the_last_one_that_failed_is_run_again) {
    make(0, "a small order ships", VERDICT_FAILED);
    make(1, "the customer's card is declined", VERDICT_FAILED);
    make(2, "fine", VERDICT_PASSED);
    struct suite_difference difference = {.what = "output", .pointer = "/output"};
    ADD(results[0].differences, results[0].differences_count, results[0].differences_size) =
        difference;
    struct text text = {0};
    struct suite_totals totals = {
        .passed = 1, .failed = 2, .took_ms = 9, .command = "treadle test order.test.yaml"};
    treadle_suite_say_totals(&text, &plain, &totals, results, 3);
    says(
        &text, "1 passed, 2 failed in 9 ms    again: treadle test order.test.yaml --filter "
               "'customer'\\''s card' --trace    accept: --update\n");
    results[0].differences_count = 0;
    treadle_suite_say_totals(&text, &(struct suite_style){.color = true}, &totals, results, 1);
    says(
        &text, "1 passed, \033[1;31m2 failed\033[0m in 9 ms    again: treadle test "
               "order.test.yaml --filter 'small order' --trace\n");
}
END_TEST

Suite *suite_say(void) {
    TCase *tests = tcase_create("say");
    tcase_add_checked_fixture(tests, NULL, drop_all);
    tcase_add_test(tests, a_dot_for_each_case);
    tcase_add_test(tests, many_dots_go_on_in_the_next_line);
    ADD_EACH(tests, words_that_find_one_case_alone, filters);
    tcase_add_test(tests, words_are_quoted_where_a_shell_would_part_them);
    tcase_add_test(tests, all_is_well);
    tcase_add_test(tests, the_last_one_that_failed_is_run_again);
    return support_suite("say", tests);
}
