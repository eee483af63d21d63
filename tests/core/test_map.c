// Map, where a transcript is too narrow: many items, large ones, a full history.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

static char *list_of(uint32_t count) {
    struct text text = {0};
    treadle_text_add(&text, "[");
    for (uint32_t i = 0; i < count; i++)
        treadle_text_printf(&text, "%s%u", i == 0 ? "" : ",", i);
    treadle_text_add(&text, "]");
    return text.bytes;
}

// -- How many at once

static void never(void *data, const struct command *call, uint32_t nth, struct rig_answer *answer) {
    uint32_t *calls = data;
    (void)call;
    *calls = nth + 1;
    *answer = (struct rig_answer){.after_ms = -1};
}

#define AT_ONCE(more)                                                                              \
    "{\"StartAt\":\"M\",\"States\":{\"M\":{\"Type\":\"Map\",\"End\":true," more                    \
    "\"ItemProcessor\":{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"      \
    "\"arn:aws:states:::example:do\",\"Parameters\":{},\"End\":true}}}}}}"

static const struct {
    const char *definition;
    uint32_t items, at_once;
} bounds[] = {
    {AT_ONCE(""), 41, 40},
    {AT_ONCE(""), 39, 39},
    {AT_ONCE("\"MaxConcurrency\":0,"), 100, 40},
    {AT_ONCE("\"MaxConcurrency\":1,"), 100, 1},
    {AT_ONCE("\"MaxConcurrency\":40,"), 100, 40},
    {AT_ONCE("\"MaxConcurrency\":2147483647,"), 100, 40},
    {AT_ONCE("\"MaxConcurrencyPath\":\"$[50]\","), 100, 40},
    {AT_ONCE("\"MaxConcurrencyPath\":\"$[7]\","), 100, 7}};

// Nobody answers: what was asked for is under way at once.
START_TEST(so_many_items_are_under_way_at_once) {
    uint32_t calls = 0;
    char *input = list_of(bounds[_i].items);
    struct rig_outcome outcome;
    rig_run_all(
        &(struct rig_run){
            .definition = bounds[_i].definition, .input = input, .answer = never, .data = &calls},
        &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_RUNNING);
    ck_assert_uint_eq(calls, bounds[_i].at_once);
    rig_outcome_clear(&outcome);
    free(input);
}
END_TEST

// -- Many

#define PASSING(more)                                                                              \
    "{\"StartAt\":\"M\",\"States\":{\"M\":{\"Type\":\"Map\",\"End\":true," more                    \
    "\"ItemProcessor\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}}}}"

START_TEST(many_items_take_many_steps_and_come_out_in_order) {
    char *input = list_of(700);
    struct rig_outcome outcome;
    rig_run_all(&(struct rig_run){.definition = PASSING(""), .input = input}, &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_SUCCEEDED);
    ck_assert_str_eq(outcome.output, input);
    ck_assert_uint_eq(treadle_json_count(treadle_doc_root(outcome.events)), 6 + 4 * 700);
    ck_assert_uint_ge(outcome.go_ons, 4 * 700 / LIMIT_step_events_max);
    rig_outcome_clear(&outcome);
    free(input);
}
END_TEST

START_TEST(more_items_than_a_history_has_room_for_fail) {
    char *input = list_of(7000);
    struct rig_outcome outcome;
    rig_run(&(struct rig_run){.definition = PASSING(""), .input = input}, &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_ptr_nonnull(strstr(outcome.output, "maximum number of history events (25000)"));
    ck_assert_uint_eq(
        treadle_json_count(treadle_doc_root(outcome.events)), LIMIT_history_events_max);
    rig_outcome_clear(&outcome);
    free(input);
}
END_TEST

// -- Large

// Three bytes more than half of what a payload may have.
static char *half_of_a_payload(void) {
    struct text text = {0};
    treadle_text_add(&text, "[\"");
    for (int i = 0; i < LIMIT_payload_size_max / 2; i++)
        treadle_text_add(&text, "a");
    treadle_text_add(&text, "\"]");
    return text.bytes;
}

static const char too_large[] =
    "{\"Error\":\"States.DataLimitExceeded\",\"Cause\":\"The state/task 'M' returned a result with "
    "a size exceeding the maximum number of bytes service limit.\"}";

static const struct {
    const char *definition;
    enum treadle_outcome outcome;
} large[] = {
    // An input of an item,
    {PASSING("\"ItemSelector\":{\"a.$\":\"$\",\"b.$\":\"$\"},"), TREADLE_FAILED},
    // all outputs together,
    {PASSING("\"ResultSelector\":{\"a.$\":\"$\",\"b.$\":\"$\"},"), TREADLE_FAILED},
    // and an input again, caught.
    {"{\"StartAt\":\"M\",\"States\":{\"M\":{\"Type\":\"Map\",\"End\":true,\"Catch\":[{"
     "\"ErrorEquals\":[\"States.DataLimitExceeded\"],\"Next\":\"C\"}],\"ItemSelector\":{\"a.$\":"
     "\"$\",\"b.$\":\"$\"},\"ItemProcessor\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":"
     "\"Pass\",\"End\":true}}}},\"C\":{\"Type\":\"Succeed\"}}}",
     TREADLE_SUCCEEDED}};

START_TEST(what_is_too_large_fails_the_map) {
    char *input = half_of_a_payload();
    struct rig_outcome outcome;
    rig_run_all(&(struct rig_run){.definition = large[_i].definition, .input = input}, &outcome);
    ck_assert_int_eq(outcome.outcome, large[_i].outcome);
    ck_assert_str_eq(outcome.output, too_large);
    rig_outcome_clear(&outcome);
    free(input);
}
END_TEST

Suite *suite_map(void) {
    TCase *tests = tcase_create("map");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, so_many_items_are_under_way_at_once, bounds);
    tcase_add_test(tests, many_items_take_many_steps_and_come_out_in_order);
    tcase_add_test(tests, more_items_than_a_history_has_room_for_fail);
    ADD_EACH(tests, what_is_too_large_fails_the_map, large);
    return support_suite("map", tests);
}
