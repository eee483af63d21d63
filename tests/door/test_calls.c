// Calls: what they tell, and every way they may go.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"

START_TEST(an_answer_may_come_inside_begin) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_task("echo", ""), "{\"n\":9223372036854775807}");
    scene_told(&scene, "SUCCEEDED {\"in\":{\"n\":9223372036854775807}} after 0 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(an_answer_may_come_later) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "T",
            "States" : {
                "T" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::example:later",
                    "Parameters" : {"ms" : 86400000},
                    "End" : true
                }
            }
        })),
        NULL);
    scene_told(&scene, "SUCCEEDED {\"ms\":86400000} after 86400000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_failure_s_texts_are_bounded) {
    char error[258], cause[32770];
    memset(error, 'e', 257);
    memset(cause, 'c', 32769);
    error[257] = cause[32769] = '\0';
    struct text want = {0}, definition = {0};
    treadle_text_printf(
        &definition,
        "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"
        "\"arn:aws:states:::example:fail\",\"Parameters\":{\"error\":\"%s\",\"cause\":\"%s\"},"
        "\"End\":true}}}",
        error, cause);
    treadle_text_printf(&want, "FAILED %s: %s in T after 0 ms\n", error + 1, cause + 1);
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_machine(definition.bytes), NULL);
    scene_told(&scene, want.bytes);
    scene_close(&scene);
    treadle_text_clear(&definition);
    treadle_text_clear(&want);
}
END_TEST

START_TEST(a_failure_is_data) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "T",
            "States" : {
                "T" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::example:fail",
                    "Parameters" : {"error" : "Busy", "cause" : "why"},
                    "End" : true
                }
            }
        })),
        NULL);
    scene_told(&scene, "FAILED Busy: why in T after 0 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_failure_may_have_no_words) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(
        &scene,
        scene_task(
            "fail", ",\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"C\"}]},"
                    "\"C\":{\"Type\":\"Succeed\""),
        NULL);
    // AWS, recorded: SendTaskFailure with neither is caught as nulls.
    scene_told(&scene, "SUCCEEDED {\"Error\":null,\"Cause\":null} after 0 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(nobody_answers) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_task("unknown", ""), NULL);
    scene_told(
        &scene, "FAILED States.Runtime: Nobody answers arn:aws:states:::example:unknown here. in T "
                "after 0 ms\n");
    scene_close(&scene);
}
END_TEST

static void on_nobody(const treadle_call *call, void *data) {
    struct scene *scene = data;
    treadle_text_printf(
        &scene->told, "nobody answers %s of %s\n", treadle_call_uri(call)->text,
        treadle_call_state(call));
}

START_TEST(whoever_wants_to_know_that_nobody_answers_is_told) {
    struct scene scene = {.options = {.on_nobody = on_nobody}};
    scene.options.data = &scene;
    scene_open(&scene);
    scene_run(&scene, scene_task("unknown", ""), NULL);
    scene_told(&scene, "nobody answers arn:aws:states:::example:unknown of T\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_call_left_alone_may_still_time_out) {
    struct scene scene = {.options = {.on_nobody = on_nobody}};
    scene.options.data = &scene;
    scene_open(&scene);
    scene_run(&scene, scene_task("unknown", ",\"TimeoutSeconds\":5"), NULL);
    scene_told(
        &scene, "nobody answers arn:aws:states:::example:unknown of T\n"
                "FAILED States.Timeout in T after 5000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(an_integration_that_cannot_begin_fails_the_task) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_task("refuse", ""), NULL);
    scene_told(
        &scene, "FAILED States.TaskFailed: The call of arn:aws:states:::example:refuse could not "
                "begin: not allowed to. in T after 0 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(arguments_are_checked_before_a_call_is_made) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "T",
            "States" : {
                "T" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::example:hold",
                    "Parameters" : {"bad" : "this"},
                    "End" : true
                }
            }
        })),
        NULL);
    ck_assert_ptr_nonnull(strstr(scene.told.bytes, "FAILED States.Runtime: "));
    ck_assert_ptr_nonnull(strstr(scene.told.bytes, "bad is this"));
    ck_assert_ptr_null(scene.held);
    scene_close(&scene);
}
END_TEST

START_TEST(a_cancelled_call_stays_until_it_is_answered) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_task("hold", ",\"TimeoutSeconds\":2"), NULL);
    scene_told(&scene, "cancelled T\nFAILED States.Timeout in T after 2000 ms\n");
    ck_assert_str_eq(treadle_call_state(scene.held), "T");
    treadle_call_answer(scene.held, NULL);  // Too late, and harmless.
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "");
    scene_close(&scene);
}
END_TEST

START_TEST(signs_of_life_are_facts) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_start(&scene, scene_task("hold", ",\"HeartbeatSeconds\":10"), NULL);
    int64_t now_ms = treadle_engine_now(scene.engine);
    ck_assert(treadle_engine_turn(scene.engine, now_ms));
    treadle_call_started(scene.held);
    ck_assert(treadle_engine_turn(scene.engine, now_ms + 8000));
    treadle_call_heartbeat(scene.held);
    ck_assert(treadle_engine_turn(scene.engine, now_ms + 17000));
    scene_told(&scene, "");
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "cancelled T\nFAILED States.Timeout in T after 18000 ms\n");
    treadle_call_fail(scene.held, NULL, NULL);
    scene_close(&scene);
}
END_TEST

// An activity's worker, who says his name and is done.
static int begin_work(void *self, treadle_call *call) {
    (void)self;
    treadle_call_started_by(call, "Ada");
    treadle_call_answer(call, NULL);
    return 0;
}

static void on_events(int status, const struct treadle_rows *rows, void *data) {
    struct scene *scene = data;
    ck_assert_int_eq(status, 0);
    const cJSON *event;
    cJSON_ArrayForEach(event, rows->events) {
        const cJSON *details = treadle_json_member(event, "activityStartedEventDetails");
        if (details == NULL) continue;
        treadle_text_printf(
            &scene->told, "started by %s\n", treadle_json_string(details, "workerName"));
    }
}

// A text that is too long, arrays that are too deep.
static void submit_much(treadle_call *call, void *data) {
    const int *deep = data;
    cJSON *output = cJSON_CreateArray();
    if (*deep != 0) {
        for (int i = 0; i < LIMIT_json_depth_max; i++) {
            cJSON *around = cJSON_CreateArray();
            cJSON_AddItemToArray(around, output);
            output = around;
        }
    } else {
        char *text = treadle_alloc_zeroed(LIMIT_payload_size_max + 1);
        memset(text, 'a', LIMIT_payload_size_max);
        cJSON_AddItemToArray(output, cJSON_CreateString(text));
        free(text);
    }
    treadle_call_submitted(call, output);
    cJSON_Delete(output);
    treadle_call_done(call, NULL);
}

static const char *const much[] = {
    "FAILED States.DataLimitExceeded: The state/task 'example' returned a result with a size "
    "exceeding the maximum number of bytes service limit. in T after 0 ms\n",
    "FAILED States.Runtime: The state/task 'example' returned a result that is nested deeper than "
    "1000 levels. in T after 0 ms\n"};

START_TEST(what_is_said_of_work_that_was_taken_is_bounded) {
    static const char resource[] = "arn:aws:states:::example:much.waitForTaskToken";
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, resource, submit_much, &_i), 0);
    scene_run(&scene, scene_task("much.waitForTaskToken", ""), NULL);
    scene_told(&scene, much[_i]);
    scene_close(&scene);
}
END_TEST

START_TEST(an_activity_is_started_by_somebody) {
    static const struct treadle_integration worker = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "states", .begin = begin_work};
    struct scene scene = {.options = {.history = true}};
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_add(scene.engine, &worker, &scene), 0);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = scene_machine(TREADLE_JSON({
            "StartAt" : "T",
            "States" : {
                "T" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:us-east-1:123456789012:activity:A",
                    "End" : true
                }
            }
        })),
        .name = "e"};
    ck_assert_int_eq(treadle_engine_begin(scene.engine, &start, NULL, NULL, NULL), 0);
    treadle_machine_drop(start.machine);
    treadle_engine_turn(scene.engine, INT64_MAX);
    const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = "arn:aws:states:us-east-1:123456789012:execution:StateMachine:e"};
    ck_assert_int_eq(treadle_engine_read(scene.engine, &query, on_events, &scene), 0);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_told(&scene, "started by Ada\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_call_tells_whose_it_is) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(TREADLE_JSON({
        "StartAt" : "T",
        "States" : {
            "T" : {
                "Type" : "Task",
                "Resource" : "arn:aws:states:::example:hold.waitForTaskToken",
                "Parameters" : {"t.$" : "$$.Task.Token"},
                "Credentials" : {"RoleArn.$" : "$.role"},
                "End" : true
            }
        }
    }));
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine,
        .machine_arn = "arn:aws:states:eu-west-1:111111111111:stateMachine:M",
        .role_arn = "arn:aws:iam::111111111111:role/R",
        .name = "e1",
        .input = "{\"role\":\"arn:aws:iam::222222222222:role/Q\"}"};
    ck_assert_int_eq(treadle_engine_begin(scene.engine, &start, NULL, NULL, NULL), 0);
    treadle_machine_drop(machine);
    treadle_engine_turn(scene.engine, INT64_MAX);
    const treadle_call *call = scene.held;
    ck_assert_str_eq(treadle_call_state(call), "T");
    ck_assert_str_eq(
        treadle_call_execution_arn(call), "arn:aws:states:eu-west-1:111111111111:execution:M:e1");
    ck_assert_str_eq(treadle_call_machine_arn(call), start.machine_arn);
    ck_assert_str_eq(treadle_call_role_arn(call), start.role_arn);
    ck_assert_str_eq(treadle_call_account(call), "111111111111");
    ck_assert_str_eq(treadle_call_region(call), "eu-west-1");
    ck_assert_str_eq(
        treadle_call_key(call), "arn:aws:states:eu-west-1:111111111111:execution:M:e1/1");
    ck_assert_int_eq(treadle_call_uri(call)->pattern, TREADLE_WAIT_FOR_TOKEN);
    ck_assert_uint_eq(treadle_call_attempt(call), 0);
    ck_assert_int_eq(treadle_call_item(call), -1);
    ck_assert_int_eq(treadle_call_at_ms(call), treadle_engine_now(scene.engine));
    support_same_json(
        "{\"RoleArn\":\"arn:aws:iam::222222222222:role/Q\"}", treadle_call_credentials(call));
    char *arguments = treadle_json_text(treadle_call_arguments(call));
    ck_assert_ptr_nonnull(strstr(arguments, treadle_call_token(call)));
    free(arguments);
    scene_close(&scene);
}
END_TEST

// An integration for "*" that takes what is called "Mine" and tells what it is asked.
static int begin_mine(void *self, treadle_call *call) {
    struct scene *scene = self;
    treadle_text_printf(&scene->told, "asked about %s\n", treadle_call_state(call));
    if (strcmp(treadle_call_state(call), "Mine") != 0) return TREADLE_ENOROUTE;
    treadle_call_answer(call, NULL);
    return 0;
}

START_TEST(a_star_is_asked_first) {
    static const struct treadle_integration star = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "*", .begin = begin_mine};
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_add(scene.engine, &star, &scene), 0);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "Mine",
            "States" : {
                "Mine" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::sqs:sendMessage",
                    "Parameters" : {},
                    "Next" : "Yours"
                },
                "Yours" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::example:echo",
                    "Parameters" : {"a" : 1},
                    "End" : true
                }
            }
        })),
        NULL);
    scene_told(&scene, "asked about Mine\nasked about Yours\nSUCCEEDED {\"a\":1} after 0 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_service_has_one_integration) {
    static const struct treadle_integration family = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "aws-sdk", .begin = begin_mine};
    struct treadle_integration other = family;
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert(treadle_engine_carries(scene.engine, "arn:aws:states:::example:x"));
    ck_assert(!treadle_engine_carries(scene.engine, "arn:aws:states:::aws-sdk:s3:getObject"));
    ck_assert(!treadle_engine_carries(scene.engine, "nonsense"));
    ck_assert_int_eq(treadle_engine_add(scene.engine, &family, &scene), 0);
    ck_assert(treadle_engine_carries(scene.engine, "arn:aws:states:::aws-sdk:s3:getObject"));
    ck_assert_int_eq(treadle_engine_add(scene.engine, &family, &scene), TREADLE_EEXIST);
    other.service = "example";
    ck_assert_int_eq(treadle_engine_add(scene.engine, &other, &scene), TREADLE_EEXIST);
    other.version = 0;
    other.service = "new";
    ck_assert_int_eq(treadle_engine_add(scene.engine, &other, &scene), TREADLE_EINVAL);
    scene_close(&scene);
}
END_TEST

Suite *suite_calls(void) {
    TCase *tests = tcase_create("calls");
    tcase_add_test(tests, an_answer_may_come_inside_begin);
    tcase_add_test(tests, an_answer_may_come_later);
    tcase_add_test(tests, a_failure_is_data);
    tcase_add_test(tests, a_failure_s_texts_are_bounded);
    tcase_add_test(tests, a_failure_may_have_no_words);
    tcase_add_test(tests, nobody_answers);
    tcase_add_test(tests, whoever_wants_to_know_that_nobody_answers_is_told);
    tcase_add_test(tests, a_call_left_alone_may_still_time_out);
    tcase_add_test(tests, an_integration_that_cannot_begin_fails_the_task);
    tcase_add_test(tests, arguments_are_checked_before_a_call_is_made);
    tcase_add_test(tests, a_cancelled_call_stays_until_it_is_answered);
    tcase_add_test(tests, signs_of_life_are_facts);
    ADD_EACH(tests, what_is_said_of_work_that_was_taken_is_bounded, much);
    tcase_add_test(tests, an_activity_is_started_by_somebody);
    tcase_add_test(tests, a_call_tells_whose_it_is);
    tcase_add_test(tests, a_star_is_asked_first);
    tcase_add_test(tests, a_service_has_one_integration);
    return support_suite("calls", tests);
}
