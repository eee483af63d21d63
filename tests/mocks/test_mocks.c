// Mocks: their notation, read strictly, and what they answer.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "tests/door/scene.h"
#include "tests/mocks/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

struct play {
    struct scene scene;
    treadle_mocks *mocks;
};

static void play_open(struct play *play) {
    *play = (struct play){0};
    play->scene.options.history = true;
    scene_open(&play->scene);
    ck_assert_int_eq(treadle_mocks_open(play->scene.engine, &play->mocks), 0);
}

static void play_close(struct play *play) {
    scene_close(&play->scene);
    treadle_mocks_close(play->mocks);
}

static void mock(struct play *play, const char *state, const char *text) {
    struct treadle_status status = {0};
    ck_assert_msg(treadle_mocks_set(play->mocks, state, text, &status) == 0, "%s", status.text);
}

// -- The notation

static const struct {
    const char *text, *problem;
} refused[] = {
    {"7", "1:1: a mock is an object with 'result' or 'error', or a list of them; this is a number"},
    {"", "1:1: the text is empty"},
    {"null", "1:1: a mock is an object with 'result' or 'error', or a list of them; this is null"},
    {"{}", "1:1: a mock needs 'result' or 'error', or 'after: never'"},
    {"{after: 3s}", "1:1: a mock needs 'result' or 'error', or 'after: never'"},
    {"{resutl: 1}", "1:2: a mock has no 'resutl': did you mean 'result'?"},
    {"{\"result\": 1,\n \"xyzzy\": 2}",
     "2:2: a mock has no 'xyzzy'; it has 'result', or 'error' and 'cause', and 'after'"},
    {"{result: 1, error: E}", "1:13: a mock has 'result' or 'error', not both"},
    {"{result: 1, cause: C}", "1:13: 'cause' explains an 'error', and there is none"},
    {"{cause: C}", "1:2: 'cause' explains an 'error', and there is none"},
    {"{error: 1}", "1:9: 'error' is a name, such as \"Busy\"; this is a number"},
    {"{error: null}", "1:9: 'error' is a name, such as \"Busy\"; this is null"},
    {"{error: E, cause: [1]}", "1:19: 'cause' is a text; this is an array"},
    {"{result: 1, after: 30}",
     "1:20: 'after' is a duration, such as 250ms, 30s or 1h30m, or never; this is a number"},
    {"{result: 1, after: soon}",
     "1:20: 'after' is a duration, such as 250ms, 30s or 1h30m, or never; this is \"soon\""},
    {"{result: 1, after: -1s}",
     "1:20: 'after' is a duration, such as 250ms, 30s or 1h30m, or never; this is \"-1s\""},
    {"{result: 1, times: 2}", "1:13: 'times' belongs to the entries of a list"},
    {"[]", "1:1: an empty list answers no call: 'after: never' waits"},
    {"[{result: 1, times: 0}]", "1:21: 'times' is a whole number from 1"},
    {"[{result: 1, times: -2}]", "1:21: 'times' is a whole number from 1"},
    {"[{result: 1, times: 1.5}]", "1:21: 'times' is a whole number from 1"},
    {"[{result: 1, times: two}]", "1:21: 'times' is a whole number from 1"},
    {"[{result: 1}, [2]]",
     "1:15: a mock is an object with 'result' or 'error', or a list of them; this is an array"},
    {"\"{% 1 %}\"", "1:1: computed mocks come with the JSONata evaluator: write the value itself"},
    {"{result: {a: [\"{% $.n %}\"]}}",
     "1:15: computed mocks come with the JSONata evaluator: write the value itself"},
    {"{error: \"{% $.n %}\"}",
     "1:9: computed mocks come with the JSONata evaluator: write the value itself"},
    {"{items: {}}", "1:9: 'items' is an object: the index of an item, or else, its mock"},
    {"{items: [{result: 1}]}",
     "1:9: 'items' is an object: the index of an item, or else, its mock"},
    {"{items: {a: {result: 1}}}",
     "1:10: the index of an item is a whole number from 0, or else; this is \"a\""},
    {"{items: {0: {result: 1}, 00: {result: 2}}}", "1:26: item 00 has a mock already"},
    {"{items: {0: {items: {}}}}",
     "1:14: 'items' stands alone: what is said by item goes into the items"},
    {"{items: {0: {reslut: 1}}}", "1:14: a mock has no 'reslut': did you mean 'result'?"},
    {"{items: {0: {result: 1}}, after: 3s}",
     "1:2: 'items' stands alone: what is said by item goes into the items"},
    {"{result: 1, heartbeat: 1h}",
     "1:13: 'heartbeat' is for the time until the answer, and there is no 'after'"},
    {"{result: 1, after: 1s, heartbeat: 0s}",
     "1:35: 'heartbeat' is the time between two signs of life, and not nothing"},
    {"{result: 1, after: 1s, heartbeat: often}",
     "1:35: 'heartbeat' is a duration, such as 30s or 1h30m; this is \"often\""},
    {"{result: 1, submit: 3}", "1:21: 'submit' is an object with 'result' or 'error'; this is a "
                               "number"},
    {"{result: 1, submit: {}}", "1:21: 'submit' needs 'result' or 'error'"},
    {"{result: 1, submit: {after: 3s}}",
     "1:22: 'submit' has no 'after'; it has 'result', or 'error' and 'cause'"},
    {"{result: 1, submit: {error: E}}",
     "1:13: a request that fails is not answered: 'submit' has an 'error', and there is more"},
    {"{submit: {result: 1}}", "1:1: a mock needs 'result' or 'error', or 'after: never'"},
    {"{reader: []}", "1:2: 'reader' feeds a distributed Map, and distributed Maps do not run yet: "
                     "mock the Map as a whole"},
    {"{\"result\": 1", "1:13: "},
    {"{result: [1}", "1:12: "},
};

START_TEST(refuses_what_is_no_mock) {
    struct play play;
    play_open(&play);
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_mocks_set(play.mocks, "A", refused[_i].text, &status), TREADLE_EPARSE);
    const char *want = refused[_i].problem;
    size_t size = strlen(want);
    if (want[size - 1] == ' ')  // Words of the reader's: their place is enough.
        ck_assert_int_eq(strncmp(status.text, want, size), 0);
    else
        ck_assert_str_eq(status.text, want);
    ck_assert_uint_gt(status.line, 0);
    ck_assert_uint_gt(status.column, 0);
    ck_assert(!treadle_mocks_has(play.mocks, "A"));
    play_close(&play);
}
END_TEST

START_TEST(adds_all_of_a_file_or_nothing) {
    struct play play;
    struct treadle_status status = {0};
    play_open(&play);
    ck_assert_int_eq(
        treadle_mocks_add(play.mocks, "A: {result: 1}\nB: {reslt: 2}\n", &status), TREADLE_EPARSE);
    ck_assert_str_eq(status.text, "2:5: a mock has no 'reslt': did you mean 'result'?");
    ck_assert(!treadle_mocks_has(play.mocks, "A"));
    ck_assert_int_eq(treadle_mocks_add(play.mocks, "[{A: 1}]", &status), TREADLE_EPARSE);
    ck_assert_str_eq(status.text, "1:1: mocks are an object: the name of a state, its mock");
    ck_assert_int_eq(
        treadle_mocks_add(
            play.mocks, "{\"A\": {\"result\": 1}, \"B C\": {\"error\": \"E\"}}", NULL),
        0);
    ck_assert(treadle_mocks_has(play.mocks, "A"));
    ck_assert(treadle_mocks_has(play.mocks, "B C"));
    ck_assert(!treadle_mocks_has(play.mocks, "C"));
    mock(&play, "*", "{result: {}}");
    ck_assert(treadle_mocks_has(play.mocks, "C"));
    play_close(&play);
}
END_TEST

// -- What they answer

static const struct {
    const char *mock, *more, *told;
} answered[] = {
    {"{result: {\"a\": 1.0}}", "", "SUCCEEDED {\"a\":1.0} after 0 ms\n"},
    {"{\"result\": null}", "", "SUCCEEDED null after 0 ms\n"},
    {"{result: 1, after: 2d}", "", "SUCCEEDED 1 after 172800000 ms\n"},
    {"{error: Busy, cause: why, after: 30s}", "", "FAILED Busy: why in T after 30000 ms\n"},
    {"{error: Busy}", "", "FAILED Busy in T after 0 ms\n"},
    {"{after: never}", ",\"TimeoutSeconds\":259200",
     "FAILED States.Timeout in T after 259200000 ms\n"},
    {"{result: 1, after: 10s}", ",\"TimeoutSeconds\":5",
     "FAILED States.Timeout in T after 5000 ms\n"},
    {"[{error: Busy, times: 2}, {result: 3}]",
     ",\"Retry\":[{\"ErrorEquals\":[\"Busy\"],\"IntervalSeconds\":2}]",
     "SUCCEEDED 3 after 6000 ms\n"},
    {"[{error: Busy, times: 2}]",
     ",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"],\"IntervalSeconds\":2}],"
     "\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"T\"}]",
     "FAILED States.Runtime: The mock of 'T' answers 2 calls, and this is call 3. in T after 6000 "
     "ms\n"},
};

START_TEST(answers_as_it_says) {
    struct play play;
    play_open(&play);
    mock(&play, "T", answered[_i].mock);
    scene_run(&play.scene, scene_task("unknown", answered[_i].more), NULL);
    scene_told(&play.scene, answered[_i].told);
    play_close(&play);
}
END_TEST

START_TEST(an_answer_at_the_moment_of_the_timeout_is_too_late) {
    struct play play;
    play_open(&play);
    mock(&play, "T", "{result: 1, after: 5s}");
    scene_run(&play.scene, scene_task("x", ",\"TimeoutSeconds\":5"), NULL);
    scene_told(&play.scene, "FAILED States.Timeout in T after 5000 ms\n");
    play_close(&play);
}
END_TEST

START_TEST(a_late_answer_does_not_move_the_clock) {
    struct play play;
    play_open(&play);
    int64_t first_ms = treadle_engine_now(play.scene.engine);
    mock(&play, "T", "{result: 1, after: 365d}");
    scene_run(&play.scene, scene_task("x", ",\"TimeoutSeconds\":5"), NULL);
    scene_told(&play.scene, "FAILED States.Timeout in T after 5000 ms\n");
    ck_assert_int_eq(treadle_engine_now(play.scene.engine), first_ms + 5000);
    play_close(&play);
}
END_TEST

static const char two_tasks[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:echo",
            "Parameters" : {"of" : "A"},
            "ResultPath" : "$.a",
            "Next" : "B"
        },
        "B" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:echo",
            "Parameters" : {"of" : "B"},
            "ResultPath" : "$.b",
            "End" : true
        }
    }
});

START_TEST(states_without_a_mock_are_asked_elsewhere) {
    struct play play;
    play_open(&play);
    mock(&play, "B", "{result: mocked}");
    scene_run(&play.scene, scene_machine(two_tasks), NULL);
    scene_told(&play.scene, "SUCCEEDED {\"a\":{\"of\":\"A\"},\"b\":\"mocked\"} after 0 ms\n");
    play_close(&play);
}
END_TEST

START_TEST(a_star_answers_for_all_others) {
    struct play play;
    play_open(&play);
    mock(&play, "*", "[{result: 1}, {result: 2}]");
    mock(&play, "B", "{result: b}");
    scene_run(&play.scene, scene_machine(two_tasks), NULL);
    scene_told(&play.scene, "SUCCEEDED {\"a\":1,\"b\":\"b\"} after 0 ms\n");
    scene_run(&play.scene, scene_machine(two_tasks), NULL);
    scene_run(&play.scene, scene_machine(two_tasks), NULL);
    scene_told(
        &play.scene, "SUCCEEDED {\"a\":2,\"b\":\"b\"} after 0 ms\n"
                     "FAILED States.Runtime: The mock of '*' answers 2 calls, and this is call 3. "
                     "(State 'A') in A after 0 ms\n");
    play_close(&play);
}
END_TEST

START_TEST(a_later_mock_replaces_an_earlier_one) {
    struct play play;
    play_open(&play);
    ck_assert_int_eq(treadle_mocks_add(play.mocks, "{A: {result: 1}, B: {result: 2}}", NULL), 0);
    mock(&play, "A", "[{result: 3}]");
    scene_run(&play.scene, scene_machine(two_tasks), NULL);
    scene_told(&play.scene, "SUCCEEDED {\"a\":3,\"b\":2} after 0 ms\n");
    play_close(&play);
}
END_TEST

static void put_use(const struct treadle_mock_use *use, void *data) {
    treadle_text_printf(data, "%s %u calls %u unused\n", use->state, use->calls, use->unused);
}

START_TEST(tells_what_was_used) {
    struct play play;
    struct text told = {0};
    play_open(&play);
    ck_assert_int_eq(
        treadle_mocks_add(
            play.mocks, "{Z: {result: 1}, B: [{result: 2, times: 3}, {error: E}], A: {result: 0}}",
            NULL),
        0);
    mock(&play, "A", "{result: 1}");
    scene_run(&play.scene, scene_machine(two_tasks), NULL);
    treadle_mocks_each(play.mocks, put_use, &told);
    ck_assert_str_eq(told.bytes, "Z 0 calls 0 unused\nB 1 calls 1 unused\nA 1 calls 0 unused\n");
    treadle_text_clear(&told);
    play_close(&play);
}
END_TEST

START_TEST(a_callback_is_accepted_at_once_and_answered_later) {
    struct play play;
    play_open(&play);
    mock(&play, "T", "{result: {ok: true}, after: 2d}");
    scene_run(
        &play.scene, scene_machine(TREADLE_JSON({
            "StartAt" : "T",
            "States" : {
                "T" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                    "Parameters" : {"t.$" : "$$.Task.Token"},
                    "End" : true
                }
            }
        })),
        NULL);
    scene_told(&play.scene, "SUCCEEDED {\"ok\":true} after 172800000 ms\n");
    play_close(&play);
}
END_TEST

// -- Callbacks, jobs, activities

static treadle_machine *task_of(const char *resource, const char *more) {
    struct text text = {0};
    treadle_text_printf(
        &text,
        "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"%s\","
        "\"Parameters\":"
        "{},\"End\":true%s}}}",
        resource, more);
    treadle_machine *machine = scene_machine(text.bytes);
    treadle_text_clear(&text);
    return machine;
}

static void put_types(int status, const struct treadle_rows *rows, void *data) {
    struct scene *scene = data;
    ck_assert_int_eq(status, 0);
    for (const cJSON *event = rows->events->child; event != NULL; event = event->next)
        treadle_text_printf(
            &scene->told, "%s%s", event == rows->events->child ? "" : " ",
            treadle_json_string(event, "type"));
    treadle_text_add(&scene->told, "\n");
}

static void on_listed(int status, const struct treadle_rows *rows, void *data) {
    struct scene *scene = data;
    ck_assert_int_eq(status, 0);
    const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = rows->executions[0].execution_arn};
    treadle_engine_read(scene->engine, &query, put_types, scene);
}

// Puts the types of the events of the one execution there is.
static void tell_events(struct scene *scene) {
    const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION, .kind = TREADLE_QUERY_EXECUTIONS};
    treadle_engine_read(scene->engine, &query, on_listed, scene);
    treadle_engine_turn(scene->engine, INT64_MAX);
}

static const char token[] = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
static const char activity[] = "arn:aws:states:us-east-1:123456789012:activity:a";

static const struct {
    const char *resource, *more, *mock, *told;
} taken[] = {
    {token, "", "{result: 1}",
     "SUCCEEDED 1 after 0 ms\nExecutionStarted TaskStateEntered TaskScheduled TaskStarted "
     "TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded\n"},
    {token, "", "{result: 1, after: 2d, submit: {result: {id: 7}}}",
     "SUCCEEDED 1 after 172800000 ms\nExecutionStarted TaskStateEntered TaskScheduled TaskStarted "
     "TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded\n"},
    {token, "", "{submit: {error: Busy, cause: why}}",
     "FAILED Busy: why in T after 0 ms\nExecutionStarted TaskStateEntered TaskScheduled "
     "TaskStarted "
     "TaskFailed ExecutionFailed\n"},
    {activity, "", "{result: 1, after: 1h}",
     "SUCCEEDED 1 after 3600000 ms\nExecutionStarted TaskStateEntered ActivityScheduled "
     "ActivityStarted ActivitySucceeded TaskStateExited ExecutionSucceeded\n"},
    // A sign of life in time, or not.
    {token, ",\"HeartbeatSeconds\":60", "{result: 1, after: 1h, heartbeat: 30s}",
     "SUCCEEDED 1 after 3600000 ms\nExecutionStarted TaskStateEntered TaskScheduled TaskStarted "
     "TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded\n"},
    {token, ",\"HeartbeatSeconds\":60", "{result: 1, after: 1h, heartbeat: 2m}",
     "FAILED States.Timeout in T after 60000 ms\nExecutionStarted TaskStateEntered TaskScheduled "
     "TaskStarted TaskSubmitted TaskTimedOut ExecutionFailed\n"},
    // It lives and lives, and nothing comes of it.
    {token, ",\"HeartbeatSeconds\":60,\"TimeoutSeconds\":259200", "{after: never, heartbeat: 59s}",
     "FAILED States.Timeout in T after 259200000 ms\nExecutionStarted TaskStateEntered "
     "TaskScheduled TaskStarted TaskSubmitted TaskTimedOut ExecutionFailed\n"},
    // What is answered at once has no request of its own.
    {"arn:aws:states:::lambda:invoke", "", "{result: 1, submit: {result: 2}}",
     "FAILED States.Runtime: The mock's 'submit' is what a request is answered that is then waited "
     "for, and this call is answered once. in T after 0 ms\nExecutionStarted TaskStateEntered "
     "TaskScheduled TaskStarted TaskFailed ExecutionFailed\n"},
};

START_TEST(what_is_waited_for_is_taken_at_once) {
    struct play play;
    play_open(&play);
    mock(&play, "T", taken[_i].mock);
    scene_run(&play.scene, task_of(taken[_i].resource, taken[_i].more), NULL);
    tell_events(&play.scene);
    scene_told(&play.scene, taken[_i].told);
    play_close(&play);
}
END_TEST

START_TEST(signs_of_life_end_some_day) {
    struct play play;
    play_open(&play);
    mock(&play, "T", "{after: never, heartbeat: 1ms}");
    scene_run(&play.scene, task_of(token, ""), NULL);
    scene_told(&play.scene, "");
    play_close(&play);
}
END_TEST

// -- By item

static const char each_item[] = TREADLE_JSON({
    "StartAt" : "Each",
    "States" : {
        "Each" : {
            "Type" : "Map",
            "MaxConcurrency" : 1,
            "ItemProcessor" : {
                "StartAt" : "T",
                "States" : {
                    "T" : {
                        "Type" : "Task",
                        "Resource" : "arn:aws:lambda:us-east-1:123456789012:function:f",
                        "Retry" : [ {"ErrorEquals" : ["Busy"], "IntervalSeconds" : 1} ],
                        "End" : true
                    }
                }
            },
            "Catch" : [ {"ErrorEquals" : ["Down"], "Next" : "Caught"} ],
            "End" : true
        },
        "Caught" : {"Type" : "Pass", "Result" : "caught", "End" : true}
    }
});

static void put_fault(const struct treadle_mock_fault *fault, void *data) {
    treadle_text_printf(
        data, "%s %s %s %u:%u %s\n", fault->kind == TREADLE_MOCK_UNUSED ? "unused" : "missing",
        fault->state, fault->pointer, fault->line, fault->column, fault->words);
}

static const struct {
    const char *input, *mocks, *told;
} by_item[] = {
    {"[1, 2, 3]", "T: {items: {1: {result: b}, else: {result: c}}}",
     "SUCCEEDED [\"c\",\"b\",\"c\"] after 0 ms\n"},
    {"[1, 2]", "T: {items: {1: [{error: Busy, times: 2}, {result: b}], else: {result: c}}}",
     "SUCCEEDED [\"c\",\"b\"] after 3000 ms\n"},
    {"[1, 2]", "T: {items: {1: {error: Down}, 0: {result: a}}}",
     "SUCCEEDED \"caught\" after 0 ms\n"},
    {"[1, 2]", "T: {items: {0: {result: a}}}",
     "FAILED States.Runtime: The mock of 'T' has no answer for item 1. in T after 0 ms\n"
     "missing T  1:4 The mock of 'T' has no answer for item 1\n"},
    {"[1]",
     "T:\n  items:\n    0: [{error: Busy}]\n    3: {result: d}\n    4: [{result: 1},\n {result: "
     "2}]",
     "FAILED States.Runtime: The mock of 'T' answers 1 call of item 0, and this is call 2. in T "
     "after 1000 ms\n"
     "missing T /items/0 3:8 The mock of 'T' answers 1 call of item 0, and there were 2\n"
     "unused T /items/3 4:8 The mock of 'T' has an answer for item 3, which made no call\n"
     "unused T /items/4/0 5:9 The mock of 'T' answers 2 calls of item 4, and there were 0\n"},
    {"[1, 2]", "T: {items: {1: {result: b}, else: [{result: 1}, {result: 2, times: 2}]}}",
     "SUCCEEDED [1,\"b\"] after 0 ms\n"
     "unused T /items/else/1 1:49 The mock of 'T' answers 3 calls of other items, and there was "
     "1\n"},
    {"[1, 2]", "T: {items: {else: [{result: 1, times: 4294967295}, {result: 2, times: 2}]}}",
     "SUCCEEDED [1,1] after 0 ms\n"
     "unused T /items/else/0 1:20 The mock of 'T' answers 4294967297 calls of other items, and "
     "there were 2\n"},
    // Whole.
    {"[1, 2]", "Each: {result: [7], after: 1h}", "SUCCEEDED [7] after 3600000 ms\n"},
    {"[1, 2]", "Each: {error: Down}", "SUCCEEDED \"caught\" after 0 ms\n"},
    {"[1, 2]", "Each: {error: Up, cause: why}", "FAILED Up: why in Each after 0 ms\n"},
    {"7", "Each: [{result: [7]}, {error: E}]",
     "SUCCEEDED [7] after 0 ms\n"
     "unused Each /1 1:23 The mock of 'Each' answers 2 calls, and there was 1\n"},
    {"[1]", "{T: {result: 5}, '*': [{result: 0}]}",
     "SUCCEEDED [5] after 0 ms\nunused * /0 1:24 The mock of '*' answers 1 call, and there were "
     "0\n"},
};

START_TEST(items_and_wholes_have_their_own_answers) {
    struct play play;
    struct treadle_status status = {0};
    play_open(&play);
    ck_assert_msg(
        treadle_mocks_add(play.mocks, by_item[_i].mocks, &status) == 0, "%s", status.text);
    scene_run(&play.scene, scene_machine(each_item), by_item[_i].input);
    treadle_mocks_each_fault(play.mocks, put_fault, &play.scene.told);
    scene_told(&play.scene, by_item[_i].told);
    play_close(&play);
}
END_TEST

START_TEST(a_call_in_no_map_has_no_item) {
    struct play play;
    play_open(&play);
    mock(&play, "T", "{items: {0: {result: 1}}}");
    scene_run(&play.scene, scene_task("x", ""), NULL);
    scene_told(
        &play.scene, "FAILED States.Runtime: The mock of 'T' answers by the items of a Map, and "
                     "this call is in none. in T after 0 ms\n");
    play_close(&play);
}
END_TEST

START_TEST(there_is_one_star) {
    struct play play;
    treadle_mocks *others;
    play_open(&play);
    ck_assert_int_eq(treadle_mocks_open(play.scene.engine, &others), TREADLE_EEXIST);
    ck_assert_ptr_null(others);
    treadle_mocks_close(others);
    play_close(&play);
}
END_TEST

START_TEST(answers_under_way_are_let_go) {
    struct play play;
    play_open(&play);
    mock(&play, "T", "{result: 1, after: 1h}");
    scene_start(&play.scene, scene_task("x", ""), NULL);
    treadle_engine_turn(play.scene.engine, treadle_engine_now(play.scene.engine));
    play_close(&play);
}
END_TEST

static Suite *suite_mocks(void) {
    TCase *tests = tcase_create("mocks");
    ADD_EACH(tests, refuses_what_is_no_mock, refused);
    tcase_add_test(tests, adds_all_of_a_file_or_nothing);
    ADD_EACH(tests, answers_as_it_says, answered);
    tcase_add_test(tests, an_answer_at_the_moment_of_the_timeout_is_too_late);
    tcase_add_test(tests, a_late_answer_does_not_move_the_clock);
    tcase_add_test(tests, states_without_a_mock_are_asked_elsewhere);
    tcase_add_test(tests, a_star_answers_for_all_others);
    tcase_add_test(tests, a_later_mock_replaces_an_earlier_one);
    tcase_add_test(tests, tells_what_was_used);
    tcase_add_test(tests, a_callback_is_accepted_at_once_and_answered_later);
    ADD_EACH(tests, what_is_waited_for_is_taken_at_once, taken);
    tcase_add_test(tests, signs_of_life_end_some_day);
    ADD_EACH(tests, items_and_wholes_have_their_own_answers, by_item);
    tcase_add_test(tests, a_call_in_no_map_has_no_item);
    tcase_add_test(tests, there_is_one_star);
    tcase_add_test(tests, answers_under_way_are_let_go);
    return support_suite("mocks", tests);
}

int main(void) {
    return support_run(suite_mocks, suite_config, suite_recorded, NULL);
}
