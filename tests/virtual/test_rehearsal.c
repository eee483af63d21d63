// Rehearsals: what a run tells, that each begins anew, and that a test that is wrong is told so.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/support.h"
#include "tests/virtual/suites.h"
#include "treadle/test.h"

static const char definition[] = TREADLE_JSON({
    "StartAt" : "Ask",
    "States" : {
        "Ask" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:ask",
            "Parameters" : {"n.$" : "$.n"},
            "Retry" : [ {"ErrorEquals" : ["Busy"], "IntervalSeconds" : 2, "MaxAttempts" : 3} ],
            "ResultPath" : "$.said",
            "Next" : "Stamp"
        },
        "Stamp" : {
            "Type" : "Pass",
            "Parameters" :
                {"said.$" : "$.said", "id.$" : "States.UUID()", "at.$" : "$$.State.EnteredTime"},
            "Next" : "Tell"
        },
        "Tell" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:tell",
            "Parameters" : {"all.$" : "$"},
            "End" : true
        }
    }
});

static treadle_rehearsal *rehearse(void) {
    treadle_machine *machine;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(definition, &machine, &status) == 0, "%s", status.text);
    treadle_rehearsal *it = treadle_rehearsal_of(machine);
    treadle_machine_drop(machine);
    return it;
}

static void mock(treadle_rehearsal *it, const char *state, const char *text) {
    ck_assert_int_eq(treadle_rehearsal_mock(it, state, text), 0);
}

static void ends(const struct treadle_result *result, const char *want) {
    struct text text = {0};
    char *output = treadle_json_text(result->output);
    treadle_text_add(&text, treadle_outcome_name(result->outcome));
    if (result->output != NULL) treadle_text_printf(&text, " %s", output);
    if (result->error != NULL) treadle_text_printf(&text, " %s", result->error);
    if (result->cause != NULL) treadle_text_printf(&text, ": %s", result->cause);
    if (result->state != NULL) treadle_text_printf(&text, " in %s", result->state);
    treadle_text_printf(&text, " after %lld ms", (long long)result->elapsed_ms);
    ck_assert_str_eq(text.bytes, want);
    free(output);
    treadle_text_clear(&text);
}

START_TEST(time_is_virtual_and_calls_are_counted) {
    treadle_rehearsal *it = rehearse();
    mock(it, "*", "{result: told}");
    mock(it, "Ask", "[{error: Busy, times: 2}, {result: 7, after: 1h}]");
    ck_assert_uint_eq(treadle_rehearsal_calls(it, "Ask"), 0);
    ends(treadle_rehearsal_run(it, "{\"n\":1}"), "SUCCEEDED \"told\" after 3606000 ms");
    ck_assert_uint_eq(treadle_rehearsal_calls(it, "Ask"), 3);
    ck_assert_uint_eq(treadle_rehearsal_calls(it, "Tell"), 1);  // By the mock of all others, too.
    treadle_rehearsal_free(it);
}
END_TEST

// No mocks left over, the same clock, the same chance.
START_TEST(each_run_begins_anew) {
    treadle_rehearsal *it = rehearse();
    mock(it, "Ask", "[{error: Busy}, {result: 7}]");
    mock(it, "Tell", "[{error: Kept}]");
    for (int i = 0; i < 3; i++) {
        ends(treadle_rehearsal_run(it, "{\"n\":1}"), "FAILED Kept in Tell after 2000 ms");
        ck_assert_uint_eq(treadle_rehearsal_calls(it, "Ask"), 2);
    }
    mock(it, "Ask", "{result: 8}");  // From the next run on.
    ends(treadle_rehearsal_run(it, "{\"n\":1}"), "FAILED Kept in Tell after 0 ms");
    treadle_rehearsal_free(it);
}
END_TEST

START_TEST(the_same_test_gives_the_same_bytes) {
    static const char stamped[] = TREADLE_JSON({
        "StartAt" : "A",
        "States" : {
            "A" : {
                "Type" : "Pass",
                "Parameters" : {
                    "id.$" : "States.UUID()",
                    "at.$" : "$$.State.EnteredTime",
                    "arn.$" : "$$.Execution.Id"
                },
                "End" : true
            }
        }
    });
    treadle_machine *machine;
    ck_assert_int_eq(treadle_machine_parse(stamped, &machine, NULL), 0);
    char *told[2];
    for (int i = 0; i < 2; i++) {
        treadle_rehearsal *it = treadle_rehearsal_of(machine);
        for (int j = 0; j < i; j++)  // However often it ran before.
            (void)treadle_rehearsal_run(it, NULL);
        told[i] = treadle_json_text(treadle_rehearsal_run(it, NULL)->output);
        treadle_rehearsal_free(it);
    }
    treadle_machine_drop(machine);
    ck_assert_str_eq(told[0], told[1]);
    ck_assert_ptr_nonnull(strstr(told[0], "\"at\":\"2026-01-01T00:00:00"));
    free(told[0]);
    free(told[1]);
}
END_TEST

START_TEST(an_answer_that_never_comes_leaves_it_running) {
    treadle_rehearsal *it = rehearse();
    mock(it, "Ask", "[{error: Busy}, {after: never}]");
    ends(treadle_rehearsal_run(it, "{\"n\":1}"), "RUNNING in Ask after 2000 ms");
    treadle_rehearsal_free(it);
}
END_TEST

START_TEST(an_output_is_lent_until_the_next_run) {
    treadle_rehearsal *it = rehearse();
    mock(it, "*", "{result: {deep: [1.0, 12345678901234567890]}}");
    const struct treadle_result *result = treadle_rehearsal_run(it, "{\"n\":1}");
    char *text = treadle_json_text(result->output);
    ck_assert_str_eq(text, "{\"deep\":[1.0,12345678901234567890]}");
    free(text);
    ck_assert_str_eq(
        result->machine_arn, "arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine");
    ck_assert_int_eq(strncmp(result->execution_arn, "arn:aws:states:us-east-1:", 25), 0);
    treadle_rehearsal_free(it);
}
END_TEST

// -- What is wrong with the test

static const struct {
    const char *state, *mock, *other, *input, *want;
} wrong[] = {
    {"Ask", "{resutl: 1}", NULL, "{\"n\":1}",
     "FAILED States.Runtime: The mock of 'Ask', 1:2: a mock has no 'resutl': did you mean "
     "'result'? after 0 ms"},
    {"Ask", "{result: 1", NULL, "{\"n\":1}",
     "FAILED States.Runtime: The mock of 'Ask', 1:11: ',' or '}' must follow a member after 0 ms"},
    {"Aks", "{result: 1}", NULL, "{\"n\":1}",
     "FAILED States.Runtime: The machine has no state 'Aks': did you mean 'Ask'? after 0 ms"},
    {"Something else", "{result: 1}", NULL, "{\"n\":1}",
     "FAILED States.Runtime: The machine has no state 'Something else' after 0 ms"},
    {"Stamp", "{result: 1}", NULL, "{\"n\":1}",
     "FAILED States.Runtime: 'Stamp' is no Task, but of type Pass after 0 ms"},
    {"Ask", "{result: 1}", NULL, "{\"n\":1}",
     "FAILED States.Runtime: Nobody answers arn:aws:states:::example:tell here. in Tell after 0 "
     "ms"},
    {"Ask", "[{error: Busy}]", "{result: 1}", "{\"n\":1}",
     "FAILED States.Runtime: The mock of 'Ask' answers 1 call, and this is call 2. in Ask after "
     "2000 ms"},
    {"Ask", "[{result: 1}, {result: 2}]", "{result: 1}", "{\"n\":1}",
     "FAILED States.Runtime: The mock of 'Ask' answers 2 calls, and there was 1. (The execution "
     "SUCCEEDED.) after 0 ms"},
    {"Ask", "[{error: Gone, times: 3}]", "{result: 1}", "{\"n\":1}",
     "FAILED States.Runtime: The mock of 'Ask' answers 3 calls, and there was 1. (The execution "
     "FAILED with Gone.) in Ask after 0 ms"},
    {"Ask", "{result: 1}", "{result: 1}", "{n:1}",
     "FAILED States.Runtime: The input: 1:2: "
     "the name of a member must stand here in double quotes after 0 ms"}};

START_TEST(a_test_that_is_wrong_is_told_so) {
    treadle_rehearsal *it = rehearse();
    int failed = treadle_rehearsal_mock(it, wrong[_i].state, wrong[_i].mock);
    if (wrong[_i].other != NULL) mock(it, "*", wrong[_i].other);
    const struct treadle_result *result = treadle_rehearsal_run(it, wrong[_i].input);
    ends(result, wrong[_i].want);
    if (failed != 0) ends(treadle_rehearsal_run(it, NULL), wrong[_i].want);  // Again and again.
    treadle_rehearsal_free(it);
}
END_TEST

START_TEST(an_input_may_be_too_large) {
    treadle_rehearsal *it = rehearse();
    char *input = treadle_alloc(300001);
    memset(input, ' ', 300000);
    input[300000] = '\0';
    ends(
        treadle_rehearsal_run(it, input),
        "FAILED States.Runtime: The input: more than the limit after 0 ms");
    free(input);
    treadle_rehearsal_free(it);
}
END_TEST

// -- Files

START_TEST(a_file_is_read) {
    treadle_rehearsal *it;
    struct treadle_status status = {0};
    ck_assert_msg(
        treadle_rehearsal_open("examples/embed/order.asl.yaml", &it, &status) == 0, "%s",
        status.text);
    ck_assert_uint_eq(treadle_rehearsal_calls(it, "Charge Card"), 0);
    treadle_rehearsal_free(it);
    treadle_rehearsal_free(NULL);
}
END_TEST

static const struct {
    const char *path;
    int code;
    const char *text;
} no_files[] = {
    {"examples/none.asl.json", TREADLE_ENOTFOUND,
     "there is no file 'examples/none.asl.json': check the path"},
    {"examples", TREADLE_EINVAL, "'examples' is a folder: name a file in it"},
    {"tests/cli/data/broken.asl.json", TREADLE_EPARSE, NULL}};

START_TEST(a_file_that_is_no_machine_is_told) {
    treadle_rehearsal *it;
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_rehearsal_open(no_files[_i].path, &it, &status), no_files[_i].code);
    ck_assert_ptr_null(it);
    ck_assert_int_eq(treadle_rehearsal_open(no_files[_i].path, &it, NULL), no_files[_i].code);
    if (no_files[_i].text != NULL) {
        ck_assert_str_eq(status.text, no_files[_i].text);
        return;
    }
    ck_assert_int_eq(strncmp(status.text, no_files[_i].path, strlen(no_files[_i].path)), 0);
    ck_assert_uint_gt(status.line, 0);
}
END_TEST

// -- Mistakes

static void count_nobody(void) {
    (void)treadle_rehearsal_calls(rehearse(), "Aks");
}

static void run_nothing(void) {
    (void)treadle_rehearsal_run(NULL, NULL);
}

static void mock_nothing(void) {
    treadle_rehearsal_mock(rehearse(), "Ask", NULL);
}

static void open_nothing(void) {
    treadle_rehearsal *it;
    treadle_rehearsal_open(NULL, &it, NULL);
}

static void rehearse_nothing(void) {
    (void)treadle_rehearsal_of(NULL);
}

static const struct {
    void (*crime)(void);
    const char *words;
} crimes[] = {
    {count_nobody, "treadle: The machine has no state 'Aks': did you mean 'Ask'?"},
    {run_nothing, "treadle: treadle_rehearsal_run: [rehearsal] is NULL"},
    {mock_nothing, "treadle: treadle_rehearsal_mock: [mock] is NULL"},
    {open_nothing, "treadle: treadle_rehearsal_open: [path] is NULL"},
    {rehearse_nothing, "treadle: treadle_rehearsal_of: [machine] is NULL"}};

START_TEST(a_mistake_is_named) {
    support_dies(crimes[_i].crime, crimes[_i].words);
}
END_TEST

Suite *suite_rehearsal(void) {
    TCase *tests = tcase_create("rehearsal");
    tcase_add_test(tests, time_is_virtual_and_calls_are_counted);
    tcase_add_test(tests, each_run_begins_anew);
    tcase_add_test(tests, the_same_test_gives_the_same_bytes);
    tcase_add_test(tests, an_answer_that_never_comes_leaves_it_running);
    tcase_add_test(tests, an_output_is_lent_until_the_next_run);
    ADD_EACH(tests, a_test_that_is_wrong_is_told_so, wrong);
    tcase_add_test(tests, an_input_may_be_too_large);
    tcase_add_test(tests, a_file_is_read);
    ADD_EACH(tests, a_file_that_is_no_machine_is_told, no_files);
    ADD_EACH(tests, a_mistake_is_named, crimes);
    return support_suite("rehearsal", tests);
}
