// Executions at the door: how they begin, stop, and what is known of them.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"

static const char machine_arn[] = "arn:aws:states:us-east-1:123456789012:stateMachine:M";
static const char execution_arn[] = "arn:aws:states:us-east-1:123456789012:execution:M:e";
static const char pass[] = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";
static const char wait_long[] =
    "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}";

static void on_started(int status, const struct treadle_execution *execution, void *data) {
    struct scene *scene = data;
    treadle_text_printf(
        &scene->told, "started %d %s %s\n", status, execution->name,
        treadle_outcome_name(execution->outcome));
}

static int begin(struct scene *scene, const char *definition, const char *name, const char *input) {
    treadle_machine *machine = scene_machine(definition);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine,
        .machine_arn = machine_arn,
        .name = name,
        .input = input};
    int status = treadle_engine_begin(scene->engine, &start, on_started, scene_on_end, scene);
    treadle_machine_drop(machine);
    return status;
}

START_TEST(a_start_is_told_before_its_end) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(begin(&scene, pass, "e", "[1.0]"), 0);
    scene_told(&scene, "");  // Nothing calls back from inside.
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "started 0 e SUCCEEDED\nSUCCEEDED [1.0] after 0 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_name_is_taken_once) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(begin(&scene, wait_long, "e", NULL), 0);
    ck_assert_int_eq(begin(&scene, pass, "e", NULL), 0);
    treadle_engine_turn(scene.engine, INT64_MAX);
    ck_assert_int_eq(begin(&scene, pass, "e", NULL), 0);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_told(
        &scene, "started 0 e RUNNING\nstarted -3 e RUNNING\nSUCCEEDED {} after 60000 ms\n"
                "started -3 e SUCCEEDED\n");
    treadle_machine *machine = scene_machine(pass);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine,
        .machine_arn = machine_arn,
        .name = "e"};
    ck_assert_int_eq(treadle_engine_begin(scene.engine, &start, NULL, NULL, NULL), TREADLE_EEXIST);
    treadle_machine_drop(machine);
    scene_close(&scene);
}
END_TEST

static const char *const no_names[] = {
    "",
    "a:b",
    "a/b",
    "a b",
    "a\nb",
    "\x7f",
    "\xff",
    "a\xc3",
    "\xed\xa0\x80",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};

START_TEST(some_names_are_none) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(begin(&scene, pass, no_names[_i], NULL), TREADLE_EINVAL);
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "");
    scene_close(&scene);
}
END_TEST

// Eighty characters, however many bytes these are.
START_TEST(names_have_characters) {
    struct scene scene = {0};
    struct text name = {0};
    scene_open(&scene);
    for (int i = 0; i < 80; i++)
        treadle_text_add(&name, "\xE2\x82\xAC");
    ck_assert_int_eq(begin(&scene, pass, name.bytes, NULL), 0);
    treadle_text_add(&name, "x");
    ck_assert_int_eq(begin(&scene, pass, name.bytes, NULL), TREADLE_EINVAL);
    treadle_text_clear(&name);
    scene_close(&scene);
}
END_TEST

// (What stands before the kind of an ARN is whatever it is.)
static const struct {
    const char *machine_arn, *role_arn;
    int status;
} arns[] = {
    {"arn:aws:states:us-east-1:123456789012:stateMachine:\xff", NULL, TREADLE_EINVAL},
    {machine_arn, "arn:aws:iam::123456789012:role/\xff", TREADLE_EINVAL},
    {"arn:b:c:d:e:f:a-name-that-is-longer-than-what-follows:stateMachine:M:1", NULL, 0}};

START_TEST(arns_are_texts) {
    static const char definition[] = TREADLE_JSON({
        "StartAt" : "A",
        "States" :
            {"A" : {"Type" : "Pass", "Parameters" : {"id.$" : "$$.StateMachine.Id"}, "End" : true}}
    });
    struct scene scene = {0};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(definition);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine,
        .machine_arn = arns[_i].machine_arn,
        .role_arn = arns[_i].role_arn};
    ck_assert_int_eq(
        treadle_engine_begin(scene.engine, &start, NULL, scene_on_end, &scene), arns[_i].status);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_told(
        &scene, arns[_i].status < 0
                    ? ""
                    : "SUCCEEDED {\"id\":\"arn:b:c:d:e:f:a-name-that-is-longer-than-what-follows:"
                      "stateMachine:M\"} after 0 ms\n");
    treadle_machine_drop(machine);
    scene_close(&scene);
}
END_TEST

START_TEST(input_is_json_of_a_bounded_size) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(begin(&scene, pass, "e", ""), TREADLE_EPARSE);
    ck_assert_int_eq(begin(&scene, pass, "e", "{'a':1}"), TREADLE_EPARSE);
    char *text = treadle_alloc(LIMIT_payload_size_max + 2);
    memset(text, 'x', LIMIT_payload_size_max + 1);
    text[0] = text[LIMIT_payload_size_max - 1] = '"';
    text[LIMIT_payload_size_max] = '\0';
    ck_assert_int_eq(begin(&scene, pass, "e", text), 0);
    text[LIMIT_payload_size_max] = ' ';
    text[LIMIT_payload_size_max + 1] = '\0';
    ck_assert_int_eq(begin(&scene, pass, "f", text), TREADLE_ELIMIT);
    free(text);
    treadle_engine_turn(scene.engine, INT64_MAX);
    ck_assert_int_eq(strncmp(scene.told.bytes, "started 0 e SUCCEEDED\nSUCCEEDED", 31), 0);
    scene_close(&scene);
}
END_TEST

START_TEST(a_running_execution_can_be_stopped) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(
        treadle_engine_stop(scene.engine, execution_arn, NULL, NULL), TREADLE_ENOTFOUND);
    ck_assert_int_eq(begin(&scene, wait_long, "e", NULL), 0);
    treadle_engine_turn(scene.engine, treadle_engine_now(scene.engine) + 1000);
    ck_assert_int_eq(treadle_engine_stop(scene.engine, execution_arn, "Enough", "of it"), 0);
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "started 0 e RUNNING\nABORTED Enough: of it after 1000 ms\n");
    ck_assert_int_eq(treadle_engine_stop(scene.engine, execution_arn, NULL, NULL), TREADLE_ESTALE);
    scene_close(&scene);
}
END_TEST

START_TEST(a_failure_has_a_state_and_a_field) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "P",
            "States" :
                {"P" : {"Type" : "Pass", "Parameters" : {"S.$" : "$.inputValue"}, "End" : true}}
        })),
        "{\"inputvalue\":\"hi\"}");
    scene_told(
        &scene,
        "FAILED States.Runtime: An error occurred while executing the state 'P' (entered at the "
        "event id #2). The JSONPath '$.inputValue' specified for the field 'S.$' could not be "
        "found "
        "in the input '{\"inputvalue\":\"hi\"}' in P at /States/P/Parameters/S.$ after 0 ms\n");
    scene_close(&scene);
}
END_TEST

// -- Reading

static void on_rows(int status, const struct treadle_rows *rows, void *data) {
    struct scene *scene = data;
    if (status < 0) {
        treadle_text_printf(&scene->told, "status %d\n", status);
        return;
    }
    treadle_text_printf(&scene->told, "%u of %u:", rows->count, rows->total);
    for (uint32_t i = 0; i < rows->count && rows->executions != NULL; i++)
        treadle_text_printf(&scene->told, " %s", rows->executions[i].name);
    const cJSON *event;
    cJSON_ArrayForEach(event, rows->events)
        treadle_text_printf(&scene->told, " %s", treadle_json_string(event, "type"));
    treadle_text_add(&scene->told, "\n");
}

static void ask(struct scene *scene, struct treadle_query query, const char *want) {
    query.version = TREADLE_ENGINE_VERSION;
    ck_assert_int_eq(treadle_engine_read(scene->engine, &query, on_rows, scene), 0);
    scene_told(scene, "");
    treadle_engine_turn(scene->engine, treadle_engine_now(scene->engine));
    scene_told(scene, want);
}

START_TEST(executions_are_listed_in_the_order_of_their_starts) {
    static const char *const names[] = {"c", "a", "b", "e", "d"};
    struct scene scene = {0};
    scene_open(&scene);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        ck_assert_int_eq(begin(&scene, pass, names[i], NULL), 0);
    scene_run(&scene, scene_machine(pass), NULL);
    scene_forget(&scene);
    struct treadle_query all = {.kind = TREADLE_QUERY_EXECUTIONS, .machine_arn = machine_arn};
    ask(&scene, all, "5 of 5: c a b e d\n");
    all.reverse = true;
    ask(&scene, all, "5 of 5: d e b a c\n");
    all.offset = 1;
    all.limit = 2;
    ask(&scene, all, "2 of 5: e b\n");
    all.reverse = false;
    ask(&scene, all, "2 of 5: a b\n");
    all.offset = 9;
    ask(&scene, all, "0 of 5:\n");
    all.machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:N";
    ask(&scene, all, "0 of 0:\n");
    all = (struct treadle_query){.kind = TREADLE_QUERY_EXECUTIONS, .limit = 1};
    ask(&scene, all, "1 of 6: c\n");
    scene_close(&scene);
}
END_TEST

START_TEST(one_execution_is_described) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(begin(&scene, pass, "e", NULL), 0);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_forget(&scene);
    struct treadle_query one = {.kind = TREADLE_QUERY_EXECUTION, .execution_arn = execution_arn};
    ask(&scene, one, "1 of 1: e\n");
    one.execution_arn = "arn:aws:states:us-east-1:123456789012:execution:M:f";
    ask(&scene, one, "status -2\n");
    one.execution_arn = NULL;
    one.version = TREADLE_ENGINE_VERSION;
    ck_assert_int_eq(treadle_engine_read(scene.engine, &one, on_rows, &scene), TREADLE_EINVAL);
    scene_close(&scene);
}
END_TEST

START_TEST(a_history_is_read_from_either_end) {
    struct scene scene = {.options = {.history = true}};
    scene_open(&scene);
    ck_assert_int_eq(begin(&scene, pass, "e", NULL), 0);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_forget(&scene);
    struct treadle_query query = {.kind = TREADLE_QUERY_HISTORY, .execution_arn = execution_arn};
    ask(&scene, query,
        "4 of 4: ExecutionStarted SucceedStateEntered SucceedStateExited ExecutionSucceeded\n");
    query.reverse = true;
    query.limit = 3;
    ask(&scene, query, "3 of 4: ExecutionSucceeded SucceedStateExited SucceedStateEntered\n");
    query.offset = 3;
    ask(&scene, query, "1 of 4: ExecutionStarted\n");
    query.reverse = false;
    ask(&scene, query, "1 of 4: ExecutionSucceeded\n");
    query.offset = 4;
    ask(&scene, query, "0 of 4:\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_history_that_is_not_kept_cannot_be_read) {
    struct scene scene = {0};
    scene_open(&scene);
    const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = execution_arn};
    ck_assert_int_eq(treadle_engine_read(scene.engine, &query, on_rows, &scene), TREADLE_EINVAL);
    scene_close(&scene);
}
END_TEST

static treadle_machine *express_machine(const char *definition) {
    treadle_machine *machine = NULL;
    const struct treadle_source source = {
        .text = definition, .size = strlen(definition), .type = TREADLE_EXPRESS};
    ck_assert_int_eq(treadle_machine_read(&source, NULL, NULL, &machine, NULL), 0);
    return machine;
}

static int begin_express(struct scene *scene, const char *definition, const char *uuid) {
    treadle_machine *machine = express_machine(definition);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine,
        .machine_arn = machine_arn,
        .name = "e",
        .uuid = uuid};
    int status = treadle_engine_begin(scene->engine, &start, on_started, scene_on_end, scene);
    treadle_machine_drop(machine);
    return status;
}

START_TEST(express_executions_may_share_a_name_and_keep_no_history) {
    static const char context[] =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"OutputPath\":"
        "\"$$.Execution['Id','Name','RedriveCount']\",\"End\":true}}}";
    struct scene scene = {.options = {.history = true}};
    scene_open(&scene);
    ck_assert_int_eq(begin_express(&scene, context, "u1"), 0);
    ck_assert_int_eq(begin_express(&scene, pass, "u2"), 0);
    ck_assert_int_eq(begin_express(&scene, pass, "u2"), 0);
    ck_assert_int_eq(begin_express(&scene, pass, NULL), 0);
    ck_assert_int_eq(begin_express(&scene, pass, "u:3"), TREADLE_EINVAL);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_told(
        &scene, "started 0 e SUCCEEDED\nSUCCEEDED {\"Id\":\"arn:aws:states:us-east-1:123456789012:"
                "express:M:e:u1\",\"Name\":\"e\"} after 0 ms\n"
                "started 0 e SUCCEEDED\nSUCCEEDED {} after 0 ms\n"
                "started 0 e SUCCEEDED\nSUCCEEDED {} after 0 ms\n"
                "started -3 e SUCCEEDED\n");
    const struct treadle_query query = {
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = "arn:aws:states:us-east-1:123456789012:express:M:e:u1"};
    ask(&scene, query, "status -1\n");
    scene_close(&scene);
}
END_TEST

START_TEST(express_executions_end_after_five_minutes) {
    static const char ten[] =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":300,"
        "\"Next\":\"B\"},\"B\":{\"Type\":\"Wait\",\"Seconds\":1,\"End\":true}}}";
    static const char own[] = "{\"StartAt\":\"A\",\"TimeoutSeconds\":9,\"States\":{\"A\":{\"Type\":"
                              "\"Wait\",\"Seconds\":10,\"End\":true}}}";
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, express_machine(ten), NULL);
    scene_told(&scene, "TIMED_OUT after 300000 ms\n");
    scene_run(&scene, express_machine(own), NULL);
    scene_told(&scene, "TIMED_OUT after 9000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(executions_end_after_a_year) {
    static const char twice[] =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":31536000,"
        "\"Next\":\"B\"},\"B\":{\"Type\":\"Wait\",\"Seconds\":31536000,\"End\":true}}}";
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_machine(twice), NULL);
    scene_told(&scene, "TIMED_OUT after 31622400000 ms\n");
    scene_close(&scene);
}
END_TEST

// What has [count] characters, each of them two bytes.
static char *many(struct arena *arena, size_t count) {
    char *text = treadle_arena_alloc(arena, 2 * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + 2 * i, "\xC3\xA4", 2);
    text[2 * count] = '\0';
    return text;
}

START_TEST(what_stops_an_execution_is_bounded) {
    struct arena arena = {0};
    struct scene scene = {0};
    const char *error = many(&arena, 257), *cause = many(&arena, 32769);
    scene_open(&scene);
    ck_assert_int_eq(begin(&scene, wait_long, "e", NULL), 0);
    treadle_engine *engine = scene.engine;
    ck_assert_int_eq(treadle_engine_stop(engine, execution_arn, error, NULL), TREADLE_ELIMIT);
    ck_assert_int_eq(treadle_engine_stop(engine, execution_arn, NULL, cause), TREADLE_ELIMIT);
    ck_assert_int_eq(treadle_engine_stop(engine, execution_arn, error + 2, cause + 2), 0);
    scene_close(&scene);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(a_machine_lives_as_long_as_its_executions) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(wait_long);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(
            treadle_engine_start(scene.engine, machine, NULL, scene_on_end, &scene), 0);
    treadle_machine_drop(machine);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_told(
        &scene, "SUCCEEDED {} after 60000 ms\nSUCCEEDED {} after 60000 ms\n"
                "SUCCEEDED {} after 60000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(an_unknown_version_is_refused) {
    treadle_engine *engine;
    struct treadle_status status = {0};
    const struct treadle_engine_options options = {.version = 99};
    ck_assert_int_eq(treadle_engine_open_virtual(&options, &engine, &status), TREADLE_EINVAL);
    ck_assert_ptr_null(engine);
    ck_assert_str_eq(status.text, "options of version 99; this library knows version 1");
}
END_TEST

Suite *suite_executions(void) {
    TCase *tests = tcase_create("executions");
    tcase_add_test(tests, a_start_is_told_before_its_end);
    tcase_add_test(tests, a_name_is_taken_once);
    ADD_EACH(tests, some_names_are_none, no_names);
    tcase_add_test(tests, names_have_characters);
    ADD_EACH(tests, arns_are_texts, arns);
    tcase_add_test(tests, input_is_json_of_a_bounded_size);
    tcase_add_test(tests, a_running_execution_can_be_stopped);
    tcase_add_test(tests, a_failure_has_a_state_and_a_field);
    tcase_add_test(tests, executions_are_listed_in_the_order_of_their_starts);
    tcase_add_test(tests, one_execution_is_described);
    tcase_add_test(tests, a_history_is_read_from_either_end);
    tcase_add_test(tests, a_history_that_is_not_kept_cannot_be_read);
    tcase_add_test(tests, express_executions_may_share_a_name_and_keep_no_history);
    tcase_add_test(tests, express_executions_end_after_five_minutes);
    tcase_add_test(tests, executions_end_after_a_year);
    tcase_add_test(tests, what_stops_an_execution_is_bounded);
    tcase_add_test(tests, a_machine_lives_as_long_as_its_executions);
    tcase_add_test(tests, an_unknown_version_is_refused);
    return support_suite("executions", tests);
}
