// A Map or Parallel for which a call stands in: nothing within runs, the rest is as ever.
#include <string.h>

#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

static const char machine[] = TREADLE_JSON({
    "StartAt" : "Each",
    "States" : {
        "Each" : {
            "Type" : "Map",
            "InputPath" : "$.list",
            "ItemProcessor" : {
                "StartAt" : "Both",
                "States" : {
                    "Both" : {
                        "Type" : "Parallel",
                        "Branches" : [
                            {"StartAt" : "A", "States" : {"A" : {"Type" : "Pass", "End" : true}}},
                            {"StartAt" : "B", "States" : {"B" : {"Type" : "Pass", "End" : true}}}
                        ],
                        "ResultSelector" : {"both.$" : "$"},
                        "End" : true
                    }
                }
            },
            "ResultPath" : "$.result",
            "Retry" : [ {"ErrorEquals" : ["Busy"], "MaxAttempts" : 2} ],
            "Catch" : [ {"ErrorEquals" : ["Down"], "ResultPath" : "$.why", "Next" : "Caught"} ],
            "End" : true
        },
        "Caught" : {"Type" : "Pass", "Parameters" : {"of.$" : "$.why.Error"}, "End" : true}
    }
});

enum says { DONE, BUSY_THEN_DONE, DOWN, ODD };

// A call is answered what it was asked.
static void answer(
    void *data, const struct command *call, uint32_t nth, struct rig_answer *answer) {
    enum says says = *(const enum says *)data;
    answer->starts = true;
    answer->after_ms = 5;
    answer->failed = says == DOWN || says == ODD || (says == BUSY_THEN_DONE && nth == 0);
    if (!answer->failed)
        answer->value = treadle_doc_settle(NULL, call->of.call.arguments);
    else if (says == DOWN)
        answer->value = support_read("{\"Error\":\"Down\",\"Cause\":\"c\"}");
    else
        answer->value = support_read(
            says == ODD ? "{\"Error\":\"Odd\",\"Cause\":\"c\"}" : "{\"Error\":\"Busy\"}");
}

static const struct {
    const char *whole;
    enum says says;
    enum treadle_outcome outcome;
    const char *output, *told;
    int64_t elapsed_ms;
    uint32_t calls;
} rows[] = {
    {"Each", DONE, TREADLE_SUCCEEDED, "{\"list\":[1,2],\"result\":[1,2]}", "MapStateExited", 5, 1},
    {"Each", BUSY_THEN_DONE, TREADLE_SUCCEEDED, "{\"list\":[1,2],\"result\":[1,2]}",
     "MapStateExited", 1010, 2},
    {"Each", DOWN, TREADLE_SUCCEEDED, "{\"of\":\"Down\"}", "MapStateExited", 5, 1},
    {"Each", ODD, TREADLE_FAILED, "{\"Error\":\"Odd\",\"Cause\":\"c\"}", "MapStateEntered", 5, 1},
    {"Both", DONE, TREADLE_SUCCEEDED, "{\"list\":[1,2],\"result\":[{\"both\":1},{\"both\":2}]}",
     "ParallelStateExited", 5, 2},
};

START_TEST(a_call_stands_in_all_ways_alike) {
    enum says says = rows[_i].says;
    struct rig_outcome outcome;
    rig_run_all(
        &(struct rig_run){
            .definition = machine,
            .input = "{\"list\":[1,2]}",
            .whole = rows[_i].whole,
            .answer = answer,
            .data = &says},
        &outcome);
    ck_assert_int_eq(outcome.outcome, rows[_i].outcome);
    ck_assert_str_eq(outcome.output, rows[_i].output);
    ck_assert_int_eq(outcome.elapsed_ms, rows[_i].elapsed_ms);
    ck_assert_uint_eq(outcome.calls, rows[_i].calls);
    ck_assert_ptr_nonnull(strstr(outcome.history, rows[_i].told));
    bool whole = strcmp(rows[_i].whole, "Each") == 0;
    ck_assert_int_eq(strstr(outcome.history, "MapStateStarted") == NULL, whole);
    ck_assert_ptr_null(strstr(outcome.history, "ParallelStateStarted"));
    ck_assert_ptr_null(strstr(outcome.history, "Task"));
    rig_outcome_clear(&outcome);
}
END_TEST

Suite *suite_whole(void) {
    TCase *tests = tcase_create("whole");
    ADD_EACH(tests, a_call_stands_in_all_ways_alike, rows);
    return support_suite("whole", tests);
}
