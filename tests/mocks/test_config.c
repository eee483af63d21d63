// MockConfigFile.json: read as Step Functions Local reads it, with places for what it would answer
// with a 500.
#include <string.h>

#include "tests/door/scene.h"
#include "tests/mocks/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

static const char file[] = TREADLE_JSON({
    "StateMachines" : {
        "Order" : {
            "TestCases" : {
                "HappyPath" : {"T" : "Charged"},
                "Retried" : {"T" : "BusyTwice"},
                "Empty" : {"T" : "Nothing"},
                "Both" : {"T" : "Both"},
                "NoError" : {"T" : "NoError"},
                "Neither" : {"T" : "Neither"},
                "Unasked" : {"T" : "LaterWrong"}
            }
        },
        "Other" : {"TestCases" : {"HappyPath" : {"T" : "Nothing"}, "Own" : {"T" : "Charged"}}}
    },
    "MockedResponses" : {
        "Charged" : {"0" : {"Return" : {"id" : 1.0}}},
        "BusyTwice" : {
            "2" : {"Return" : "third"},
            "0-1" : {"Throw" : {"Error" : "Busy", "Cause" : "why"}},
            "7-9" : {"Return" : null}
        },
        "Nothing" : {},
        "Both" : {"0" : {"Return" : 1, "Throw" : {"Error" : "E"}}},
        "NoError" : {"0" : {"Throw" : {"Cause" : "c"}}},
        "Neither" : {"0" : {}},
        "LaterWrong" : {"0" : {"Return" : "first"}, "1" : {}}
    }
});

static const char retried[] = ",\"Retry\":[{\"ErrorEquals\":[\"Busy\"],\"IntervalSeconds\":1}],"
                              "\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"T\"}]";

struct play {
    struct scene scene;
    treadle_mocks *mocks;
};

static void play_open(struct play *play) {
    *play = (struct play){0};
    scene_open(&play->scene);
    ck_assert_int_eq(treadle_mocks_open(play->scene.engine, &play->mocks), 0);
}

static void play_close(struct play *play) {
    scene_close(&play->scene);
    treadle_mocks_close(play->mocks);
}

static const struct {
    const char *machine, *test_case, *told;
} played[] = {
    {"Order", "HappyPath", "SUCCEEDED {\"id\":1.0} after 0 ms\n"},
    {"Order", "Retried", "SUCCEEDED \"third\" after 3000 ms\n"},
    {"Order", "Unasked", "SUCCEEDED \"first\" after 0 ms\n"},
    // Whichever machine has such a case.
    {NULL, "Own", "SUCCEEDED {\"id\":1.0} after 0 ms\n"},
    {"order", "Own", "SUCCEEDED {\"id\":1.0} after 0 ms\n"},
    // Measured: neither Retry nor Catch takes these.
    {"Order", "Empty",
     "FAILED States.Runtime: The mock of 'T' has no response for call 0 (the first is 0). in T "
     "after 0 ms\n"},
    {"Order", "Both",
     "FAILED States.Runtime: A mocked response has both 'Return' and 'Throw' (line 1, column 592 "
     "of "
     "the mock file) in T after 0 ms\n"},
    {"Order", "NoError",
     "FAILED States.Runtime: A mocked response's 'Throw' has no 'Error' (line 1, column 655 of the "
     "mock file) in T after 0 ms\n"},
    {"Order", "Neither",
     "FAILED States.Runtime: A mocked response has neither 'Return' nor 'Throw' (line 1, column "
     "704 "
     "of the mock file) in T after 0 ms\n"},
};

START_TEST(a_case_answers_by_number) {
    struct play play;
    struct treadle_status status = {0};
    play_open(&play);
    ck_assert_msg(
        treadle_mocks_add_config(
            play.mocks, file, played[_i].machine, played[_i].test_case, &status) == 0,
        "%s", status.text);
    scene_run(&play.scene, scene_task("echo", retried), NULL);
    scene_told(&play.scene, played[_i].told);
    play_close(&play);
}
END_TEST

START_TEST(each_execution_counts_for_itself) {
    struct play play;
    play_open(&play);
    ck_assert_int_eq(treadle_mocks_add_config(play.mocks, file, "Order", "HappyPath", NULL), 0);
    scene_run(&play.scene, scene_task("echo", ""), NULL);
    scene_run(&play.scene, scene_task("echo", ""), NULL);
    scene_told(
        &play.scene, "SUCCEEDED {\"id\":1.0} after 0 ms\nSUCCEEDED {\"id\":1.0} after 0 ms\n");
    play_close(&play);
}
END_TEST

START_TEST(without_a_name_nothing_is_mocked) {
    struct play play;
    play_open(&play);
    ck_assert_int_eq(treadle_mocks_add_config(play.mocks, file, "Order", "", NULL), 0);
    scene_run(&play.scene, scene_task("echo", ""), "7");
    scene_told(&play.scene, "SUCCEEDED {\"in\":7} after 0 ms\n");
    play_close(&play);
}
END_TEST

static const char counted[] = TREADLE_JSON({
    "StartAt" : "M",
    "States" : {
        "M" : {
            "Type" : "Map",
            "ItemProcessor" : {
                "StartAt" : "T",
                "States" : {
                    "T" : {
                        "Type" : "Task",
                        "Resource" : "arn:aws:states:us-east-1:123456789012:activity:a",
                        "Retry" : [ {"ErrorEquals" : ["Busy"], "IntervalSeconds" : 1} ],
                        "End" : true
                    }
                }
            },
            "End" : true
        }
    }
});

// Of three items the first two calls fail; their retries are calls 3 and 4.
START_TEST(items_and_retries_count_alike) {
    struct play play;
    play_open(&play);
    ck_assert_int_eq(
        treadle_mocks_add_config(
            play.mocks,
            "{\"StateMachines\":{\"M\":{\"TestCases\":{\"C\":{\"T\":\"R\"}}}},\"MockedResponses\":{"
            "\"R\":"
            "{\"0-1\":{\"Throw\":{\"Error\":\"Busy\"}},\"2-4\":{\"Return\":2}}}}",
            NULL, "C", NULL),
        0);
    scene_run(&play.scene, scene_machine(counted), "[1, 2, 3]");
    scene_told(&play.scene, "SUCCEEDED [2,2,2] after 1000 ms\n");
    play_close(&play);
}
END_TEST

static const struct {
    const char *text, *machine, *test_case, *words;
} refused[] = {
    {"[]", NULL, "C", "1:1: a mock file is an object with 'StateMachines' and 'MockedResponses'"},
    {"{}", NULL, "C", "1:1: 'StateMachines' is missing here"},
    {"{\"StateMachine\": {}}", NULL, "C",
     "1:1: 'StateMachines' is missing here: is 'StateMachine' meant to be it?"},
    {"{\"StateMachines\": 3}", NULL, "C", "1:19: 'StateMachines' is an object"},
    {"{\"StateMachines\": {}}", NULL, "C", "1:19: no state machine has a test case 'C'"},
    {"{\"StateMachines\": {\"M\": {}}}", "M", "C", "1:25: 'TestCases' is missing here"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"Case\": {}}}}}", "M", "Cse",
     "1:39: there is no test case 'Cse': did you mean 'Case'?"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {}}},\n\"N\": {\"TestCases\": {\"C\": "
     "{}}}}}",
     NULL, "C", "1:19: several state machines have a test case 'C', and none of them is called ''"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": []}}}}", "M", "C",
     "1:45: a test case is an object: the name of a state, that of a mocked response"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {\"T\": 1}}}}}", "M", "C",
     "1:51: the mock of 'T' is the name of one of the 'MockedResponses'"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {\"T\": \"R\"}}}},\n\"MockedResponse\": "
     "{}}",
     "M", "C", "1:1: 'MockedResponses' is missing here: is 'MockedResponse' meant to be it?"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {\"T\": "
     "\"Respond\"}}}},\n\"MockedResponses\": {\"Response\": {}}}",
     "M", "C", "1:51: there is no mocked response 'Respond': did you mean 'Response'?"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {\"T\": \"R\"}}}},\n\"MockedResponses\": "
     "{\"R\": []}}",
     "M", "C", "2:26: mocked responses are an object: the number of a call, what it is answered"},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {\"T\": \"R\"}}}},\n\"MockedResponses\": "
     "{\"R\": {\"first\": {}}}}",
     "M", "C",
     "2:27: a response is for the number of a call, from 0, or for a range such as \"1-2\"; this "
     "is \"first\""},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {\"T\": \"R\"}}}},\n\"MockedResponses\": "
     "{\"R\": {\"2-1\": {}}}}",
     "M", "C",
     "2:27: a response is for the number of a call, from 0, or for a range such as \"1-2\"; this "
     "is \"2-1\""},
    {"{\"StateMachines\": {\"M\": {\"TestCases\": {\"C\": {\"T\": \"R\"}}}},\n\"MockedResponses\": "
     "{\"R\": {\"0-2\": {}, \"2\": {}}}}",
     "M", "C", "2:38: call 2 has a response already, by \"0-2\""},
    {"{\"StateMachines\": ", NULL, "C", "1:19: "},
};

START_TEST(what_makes_no_sense_is_refused_with_its_place) {
    struct play play;
    struct treadle_status status = {0};
    play_open(&play);
    ck_assert_int_eq(
        treadle_mocks_add_config(
            play.mocks, refused[_i].text, refused[_i].machine, refused[_i].test_case, &status),
        TREADLE_EPARSE);
    const char *want = refused[_i].words;
    size_t size = strlen(want);
    bool whole = want[size - 1] != ' ';  // The reader's words are its own.
    ck_assert_msg(strncmp(status.text, want, whole ? size + 1 : size) == 0, "%s", status.text);
    ck_assert_uint_gt(status.line, 0);
    ck_assert(!treadle_mocks_has(play.mocks, "T"));
    play_close(&play);
}
END_TEST

Suite *suite_config(void) {
    TCase *tests = tcase_create("config");
    ADD_EACH(tests, a_case_answers_by_number, played);
    tcase_add_test(tests, each_execution_counts_for_itself);
    tcase_add_test(tests, without_a_name_nothing_is_mocked);
    tcase_add_test(tests, items_and_retries_count_alike);
    ADD_EACH(tests, what_makes_no_sense_is_refused_with_its_place, refused);
    return support_suite("config", tests);
}
