// Coverage is right: each case that is left out takes with it what it alone has tried, and the
// forms say the same as the table.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/write.h"
#include "suite/coverage.h"
#include "suite/run.h"
#include "tests/suite/suites.h"
#include "tests/support/support.h"

static const char order[] = "examples/order/order.test.yaml";

enum { CASES_MAX = 16 };

struct round {
    struct suite_file file;
    struct suite_result results[CASES_MAX];
};

static void open_round(struct round *round) {
    struct suite_options options = {.coverage = true};
    struct suite_runner *runner = treadle_suite_runner_new(&options);
    *round = (struct round){0};
    ck_assert_int_eq(treadle_suite_file_read(&round->file, order, NULL), 0);
    ck_assert_uint_le(round->file.entries_count, CASES_MAX);
    for (uint32_t i = 0; i < round->file.entries_count; i++)
        treadle_suite_run_case(runner, &round->file, &round->file.entries[i], &round->results[i]);
    treadle_suite_runner_free(runner);
}

static void close_round(struct round *round) {
    for (uint32_t i = 0; i < round->file.entries_count; i++)
        treadle_suite_result_clear(&round->results[i]);
    treadle_suite_file_clear(&round->file);
}

// The coverage of all cases but one; UINT32_MAX: of all. The text of the machine came with one of
// them, and counts for all.
static void cover(const struct round *round, uint32_t without, struct coverage *out) {
    struct arena arena = {0};
    *out = (struct coverage){0};
    for (uint32_t i = 0; i < round->file.entries_count; i++) {
        if (i != without) {
            ck_assert(treadle_coverage_add(out, round->results[i].coverage));
            continue;
        }
        cJSON *text = treadle_scratch_copy(&arena, round->results[i].coverage);
        for (cJSON *one = text->child->child; one != NULL; one = one->next)
            for (cJSON *member = one->child; member != NULL; member = member->next)
                if (strcmp(member->string, "hits") == 0) member->child = NULL;
        ck_assert(treadle_coverage_add(out, text));
    }
    treadle_coverage_settle(out);
    treadle_arena_clear(&arena);
}

START_TEST(a_case_that_is_left_out_takes_what_it_alone_has_tried) {
    struct round round;
    struct text lost = {0};
    open_round(&round);
    for (uint32_t i = 0; i < round.file.entries_count; i++) {
        struct coverage coverage;
        cover(&round, i, &coverage);
        ck_assert_uint_eq(coverage.machine_count, 1);
        treadle_text_printf(&lost, "%s\n", round.file.entries[i].name);
        for (uint32_t k = 0; k < coverage.machines[0]->item_count; k++) {
            const struct coverage_item *item = &coverage.machines[0]->items[k];
            if (item->count == 0) treadle_text_printf(&lost, "  %s\n", item->words);
        }
        treadle_coverage_clear(&coverage);
    }
    ck_assert_str_eq(
        lost.bytes, "a small order ships\n"
                    "an order of nothing ships, too\n"
                    "  'Reserve Items' never ran over an empty array\n"
                    "a busy function is asked again\n"
                    "  Retry 1 of 'Reserve Item' (Lambda.TooManyRequestsException) was never used\n"
                    "a slow bank is asked again\n"
                    "  Retry 1 of 'Charge Card' (PaymentTimeout) was never used\n"
                    "a declined card releases the items\n"
                    "  Catch 1 of 'Charge Card' (States.ALL) was never used\n"
                    "  Catch 1 of 'Charge Card' (States.ALL) was never used\n"
                    "the second item is out of stock\n"
                    "  Catch 1 of 'Reserve Items' (OutOfStock) was never used\n"
                    "  Catch 1 of 'Reserve Items' (OutOfStock) was never used\n"
                    "  'Out of Stock' was never entered\n"
                    "big orders wait for a human [status=SUCCEEDED, end=Shipped, took=2d]\n"
                    "  Rule 1 of 'Is Approved' never led to 'Charge Card'\n"
                    "  Rule 1 of 'Is Approved' never held\n"
                    "big orders wait for a human [status=FAILED, end=Cancelled, took=1h]\n"
                    "  Rule 1 of 'Is Approved' always held where it was asked\n"
                    "  Default of 'Is Approved' was never taken\n"
                    "big orders wait for a human [status=FAILED, end=Cancelled, took=3d]\n"
                    "  Catch 1 of 'Await Approval' (States.Timeout) was never used\n"
                    "  Catch 1 of 'Await Approval' (States.Timeout) was never used\n"
                    "charging alone\n");
    treadle_text_clear(&lost);
    close_round(&round);
}
END_TEST

START_TEST(all_cases_together_try_everything) {
    struct round round;
    struct coverage coverage;
    struct text said = {0};
    open_round(&round);
    cover(&round, UINT32_MAX, &coverage);
    treadle_coverage_say(&coverage, &said);
    ck_assert_str_eq(
        said.bytes,
        "coverage                       states  transitions  rules  catchers  retriers  maps    "
        "all\n"
        "examples/order/order.asl.yaml   11/11        12/12    4/4       3/3       2/2   2/2  "
        "100 %\n");
    treadle_text_clear(&said);
    treadle_coverage_clear(&coverage);
    close_round(&round);
}
END_TEST

// Machines in one template have its name, and states of theirs are called the same.
START_TEST(machines_of_one_template_are_several) {
    static const char cases[] =
        "templates: [two.yaml]\n"
        "cases: {a: {machine: One}, b: {machine: Two}, c: {machine: One}}\n";
    struct suite_options options = {.coverage = true};
    struct suite_runner *runner = treadle_suite_runner_new(&options);
    struct suite_file file;
    struct suite_result result;
    struct coverage coverage = {0};
    struct text said = {0};
    treadle_suite_file_take(&file, "tests/suite/data/x.test.yaml", cases, sizeof(cases) - 1);
    ck_assert_uint_eq(file.entries_count, 3);
    for (uint32_t i = 0; i < file.entries_count; i++) {
        treadle_suite_run_case(runner, &file, &file.entries[i], &result);
        ck_assert_int_eq(result.verdict, VERDICT_PASSED);
        ck_assert(treadle_coverage_add(&coverage, result.coverage));
        treadle_suite_result_clear(&result);
    }
    treadle_coverage_settle(&coverage);
    treadle_coverage_say(&coverage, &said);
    ck_assert_str_eq(
        said.bytes,
        "coverage                      states  transitions  rules  catchers  retriers  maps    "
        "all\n"
        "tests/suite/data/two.yaml:8      2/2          1/1      -         -         -     -  100 "
        "%\n"
        "tests/suite/data/two.yaml:15     2/2          1/2    1/2         -         -     -   66 "
        "%\n"
        "  tests/suite/data/two.yaml:17:42  Rule 1 of 'A' never led to 'B'\n"
        "all                              4/4          2/3    1/2         -         -     -   77 "
        "%\n");
    treadle_text_clear(&said);
    treadle_coverage_clear(&coverage);
    treadle_suite_file_clear(&file);
    treadle_suite_runner_free(runner);
}
END_TEST

static const char machine[] = TREADLE_JSON({
    "StartAt" : "C",
    "States" : {
        "C" : {
            "Type" : "Choice",
            "Choices" : [
                {"Variable" : "$.n", "NumericEquals" : 1, "Next" : "S"},
                {"Variable" : "$.n", "NumericEquals" : 2, "Next" : "S"},
                {"Variable" : "$.n", "NumericEquals" : 3, "Next" : "S"}
            ]
        },
        "S" : {"Type" : "Succeed"}
    }
});

static const struct {
    const char *hits, *untried;
} choices[] = {
    // What a rule that holds says of those before it, and of those after it.
    {"{\"/States/C\":1,\"/States/C/Choices/1\":1,\"/States/S\":1}",
     "Rule 1 of 'C' never led to 'S'; Rule 1 of 'C' never held; "
     "Rule 2 of 'C' always held where it was asked; Rule 3 of 'C' never led to 'S'; "
     "Rule 3 of 'C' never held; Rule 3 of 'C' always held where it was asked; "},
    // None held, and there is no Default.
    {"{\"/States/C\":1,\"/States/C none\":1,\"/States/S\":1}",
     "Rule 1 of 'C' never led to 'S'; Rule 1 of 'C' never held; "
     "Rule 2 of 'C' never led to 'S'; Rule 2 of 'C' never held; "
     "Rule 3 of 'C' never led to 'S'; Rule 3 of 'C' never held; "},
    // The third could not be asked.
    {"{\"/States/C\":1,\"/States/C/Choices/2 failed\":1,\"/States/S\":1}",
     "Rule 1 of 'C' never led to 'S'; Rule 1 of 'C' never held; "
     "Rule 2 of 'C' never led to 'S'; Rule 2 of 'C' never held; "
     "Rule 3 of 'C' never led to 'S'; Rule 3 of 'C' never held; "
     "Rule 3 of 'C' always held where it was asked; "},
};

// A coverage of [machine] with those hits, settled.
static void made(const char *hits, struct coverage *out) {
    struct text text = {0};
    *out = (struct coverage){0};
    treadle_text_add(&text, "{\"machines\":[{\"name\":\"c.asl.json\",\"id\":\"c\",\"text\":");
    treadle_json_write_string(&text, machine);
    treadle_text_printf(&text, ",\"hits\":%s}]}", hits);
    struct doc *doc = support_read(text.bytes);
    ck_assert(treadle_coverage_add(out, treadle_doc_root(doc)));
    treadle_coverage_settle(out);
    treadle_doc_drop(doc);
    treadle_text_clear(&text);
}

START_TEST(rules_are_true_and_false) {
    struct coverage coverage;
    struct text untried = {0};
    made(choices[_i].hits, &coverage);
    for (uint32_t i = 0; i < coverage.machines[0]->item_count; i++)
        if (coverage.machines[0]->items[i].count == 0)
            treadle_text_printf(&untried, "%s; ", coverage.machines[0]->items[i].words);
    ck_assert_str_eq(treadle_text_string(&untried), choices[_i].untried);
    treadle_text_clear(&untried);
    treadle_coverage_clear(&coverage);
}
END_TEST

static void has(const struct coverage *coverage, enum coverage_form form, const char *part) {
    struct text text = {0};
    treadle_coverage_put(coverage, form, 0, &text);
    ck_assert_msg(strstr(text.bytes, part) != NULL, "no %s in\n%s", part, text.bytes);
    treadle_text_clear(&text);
}

START_TEST(forms_say_the_same) {
    struct coverage coverage;
    made(choices[0].hits, &coverage);
    struct coverage_share whole = treadle_coverage_whole(&coverage);
    ck_assert_uint_eq(whole.tried, 5);
    ck_assert_uint_eq(whole.all, 11);
    ck_assert_uint_eq(treadle_coverage_percent(whole), 45);
    has(&coverage, COVERAGE_FORM_lcov, "SF:c.asl.json\nBRDA:1,0,0,0\nBRDA:1,0,1,1\nBRDA:1,0,2,1\n");
    has(&coverage, COVERAGE_FORM_lcov, "BRF:6\nBRH:2\nDA:1,0\nLF:1\nLH:0\nend_of_record\n");
    has(&coverage, COVERAGE_FORM_cobertura, "branches-valid=\"6\" branches-covered=\"2\"");
    has(&coverage, COVERAGE_FORM_cobertura, "condition-coverage=\"33% (2/6)\"");
    has(&coverage, COVERAGE_FORM_html, "<p>5 of 11 tried: 45 %</p>");
    has(&coverage, COVERAGE_FORM_html, "<title>C: tried in part, ");
    has(&coverage, COVERAGE_FORM_html, "Rule 3 of 'C' never held</li>");
    has(&coverage, COVERAGE_FORM_html, "title=\"5 of 11 tried\">◐</td>");
    has(&coverage, COVERAGE_FORM_json, "\"hits\":{\"/States/C\":1,\"/States/C/Choices/1\":1,");
    treadle_coverage_clear(&coverage);
}
END_TEST

START_TEST(what_is_no_coverage_is_refused) {
    static const char *const texts[] = {
        "1",
        "{}",
        "{\"machines\":1}",
        "{\"machines\":[1]}",
        "{\"machines\":[{\"name\":\"a\",\"id\":\"a\"}]}",
        "{\"machines\":[{\"name\":\"a\",\"hits\":{}}]}",
        "{\"machines\":[{\"name\":\"a\",\"id\":\"a\",\"hits\":{\"/States/A\":-1}}]}",
        "{\"machines\":[{\"name\":\"a\",\"id\":\"a\",\"hits\":{\"/States/A\":\"x\"}}]}"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct coverage coverage = {0};
        struct doc *doc = support_read(texts[i]);
        ck_assert_msg(!treadle_coverage_add(&coverage, treadle_doc_root(doc)), "%s", texts[i]);
        treadle_coverage_clear(&coverage);
        treadle_doc_drop(doc);
    }
}
END_TEST

Suite *suite_coverage(void) {
    TCase *tests = tcase_create("coverage");
    tcase_add_test(tests, a_case_that_is_left_out_takes_what_it_alone_has_tried);
    tcase_add_test(tests, all_cases_together_try_everything);
    tcase_add_test(tests, machines_of_one_template_are_several);
    ADD_EACH(tests, rules_are_true_and_false, choices);
    tcase_add_test(tests, forms_say_the_same);
    tcase_add_test(tests, what_is_no_coverage_is_refused);
    return support_suite("coverage", tests);
}
