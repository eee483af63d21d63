// Results that cross from a worker to whoever reports: what is written is what is read.
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "suite/result.h"
#include "tests/suite/suites.h"
#include "tests/support/support.h"

static void fill(struct suite_result *result) {
    treadle_suite_result_init(result, "order.test.yaml", 10, "a small order ships");
    treadle_suite_result_problem(
        result, &(struct suite_problem){
                    .message = "no state 'Shp'", .help = "did you mean 'Ship'?", .line = 12});
    treadle_suite_result_row(
        result, &(struct suite_row){
                    .at_ms = 172800000, .state = "Ship", .what = "lambda:invoke {}", .step = 3});
    treadle_suite_result_row(
        result, &(struct suite_row){.depth = 1, .state = "", .what = "", .why = "x", .step = -1});
    struct suite_difference difference = {
        .key = EXPECT_path,
        .look = LOOK_PATH,
        .what = "path",
        .pointer = "/path",
        .line = 11,
        .equal = 2,
        .first = 4,
        .put = treadle_scratch_string(&result->arena, "\xC0\x80")};
    ADD(difference.parts, difference.parts_count, difference.parts_size) =
        (struct suite_part){"items[1]", treadle_scratch_int(&result->arena, INT64_MAX), NULL};
    ADD(result->differences, result->differences_count, result->differences_size) = difference;
    result->elapsed_ms = INT64_MAX;
    result->took_us = 12;
}

START_TEST(writes_and_reads_all) {
    struct suite_result result, again = {0};
    fill(&result);
    struct text first = {0}, second = {0};
    treadle_suite_result_write(&result, &first);
    ck_assert_ptr_null(strchr(first.bytes, '\n'));
    ck_assert(treadle_suite_result_read(&again, first.bytes, first.count));
    treadle_suite_result_write(&again, &second);
    ck_assert_str_eq(first.bytes, second.bytes);
    ck_assert_str_eq(again.name, "a small order ships");
    ck_assert_int_eq(again.verdict, VERDICT_FAILED);
    ck_assert_int_eq(again.elapsed_ms, INT64_MAX);
    ck_assert_uint_eq(again.rows[1].depth, 1);
    ck_assert_int_eq(again.rows[1].step, -1);
    ck_assert_ptr_null(again.rows[0].why);
    ck_assert_ptr_null(again.problems[0].file);
    ck_assert_int_eq(again.differences[0].key, EXPECT_path);
    ck_assert_ptr_null(again.differences[0].parts[0].have);
    ck_assert_str_eq(again.differences[0].put->valuestring, "\xC0\x80");
    treadle_text_clear(&first);
    treadle_text_clear(&second);
    treadle_suite_result_clear(&result);
    treadle_suite_result_clear(&again);
}
END_TEST

// As deep as a value may be at all.
START_TEST(passes_the_deepest_values_on) {
    struct text deep = {0};
    for (int i = 0; i < LIMIT_json_depth_max; i++)
        treadle_text_add(&deep, "[");
    for (int i = 0; i < LIMIT_json_depth_max; i++)
        treadle_text_add(&deep, "]");
    struct suite_result result, again = {0};
    treadle_suite_result_init(&result, "a", 1, "b");
    const cJSON *value = treadle_scratch_read(&result.arena, deep.bytes, deep.count);
    struct suite_difference difference = {.what = "output", .pointer = "/output", .put = value};
    ADD(difference.parts, difference.parts_count, difference.parts_size) =
        (struct suite_part){"", value, value};
    ADD(result.differences, result.differences_count, result.differences_size) = difference;
    struct text line = {0};
    treadle_suite_result_write(&result, &line);
    ck_assert(treadle_suite_result_read(&again, line.bytes, line.count));
    ck_assert(treadle_json_equal(again.differences[0].put, value));
    ck_assert(treadle_json_equal(again.differences[0].parts[0].have, value));
    treadle_text_clear(&deep);
    treadle_text_clear(&line);
    treadle_suite_result_clear(&result);
    treadle_suite_result_clear(&again);
}
END_TEST

static const char *const broken[] = {
    "",
    "[]",
    "{}",
    "{\"line\":1",
    "{\"line\":1,\"verdict\":\"WELL\",\"elapsed\":0,\"took\":0}",
    "{\"line\":1,\"verdict\":\"PASSED\",\"elapsed\":0,\"took\":0,\"rows\":[{}]}",
    "{\"line\":1,\"verdict\":\"PASSED\",\"elapsed\":0,\"took\":0,\"problems\":[1]}",
    "{\"line\":1,\"verdict\":\"PASSED\",\"elapsed\":0,\"took\":0,\"differences\":[{}]}"};

START_TEST(refuses_what_a_dying_worker_left) {
    struct suite_result result = {0};
    ck_assert(!treadle_suite_result_read(&result, broken[_i], strlen(broken[_i])));
    treadle_suite_result_clear(&result);
}
END_TEST

Suite *suite_result(void) {
    TCase *tests = tcase_create("result");
    tcase_add_test(tests, writes_and_reads_all);
    tcase_add_test(tests, passes_the_deepest_values_on);
    ADD_EACH(tests, refuses_what_a_dying_worker_left, broken);
    return support_suite("result", tests);
}
