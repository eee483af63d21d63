// An embedder: a Task only he can answer, on a loop of his own, and the same in virtual time.
#include <stdlib.h>
#include <string.h>

#include "tests/runtime/suites.h"
#include "tests/support/support.h"
#include "treadle/treadle.h"

enum { ANSWER_MS = 20 };

static const char definition[] = TREADLE_JSON({
    "StartAt" : "Greet",
    "States" : {
        "Greet" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:greet",
            "TimeoutSeconds" : 5,
            "Parameters" : {"name.$" : "$.who"},
            "End" : true
        }
    }
});

static cJSON *greeting(const treadle_call *call) {
    cJSON *result = cJSON_CreateObject();
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(treadle_call_arguments(call), "name");
    cJSON_AddItemToObject(result, "hello", cJSON_Duplicate(name, 1));
    return result;
}

static char *ended;  // "SUCCEEDED {…}"

static void on_end(const struct treadle_result *result, void *engine) {
    char *output = treadle_json_text(result->output);
    size_t size = strlen(output) + 32;
    ended = malloc(size);
    snprintf(ended, size, "%s %s", treadle_outcome_name(result->outcome), output);
    free(output);
    treadle_engine_close(engine, NULL, NULL);
}

static void start(treadle_engine *engine) {
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(definition, &machine, &status) == 0, "%s", status.text);
    ck_assert_int_eq(
        treadle_engine_start(engine, machine, "{\"who\": \"Ada\"}", on_end, engine), 0);
    treadle_machine_drop(machine);  // The execution keeps its own reference.
}

static void expect_greeting(void) {
    ck_assert_ptr_nonnull(ended);
    ck_assert_str_eq(ended, "SUCCEEDED {\"hello\":\"Ada\"}");
    free(ended);
    ended = NULL;
}

// -- On a loop

static void free_timer(uv_handle_t *timer) {
    free(timer);
}

static void answer(uv_timer_t *timer) {
    treadle_call *call = timer->data;
    treadle_call_done(call, greeting(call));
    uv_close((uv_handle_t *)timer, free_timer);
}

static int begin_on_loop(void *loop, treadle_call *call) {
    uv_timer_t *timer = malloc(sizeof(*timer));
    uv_timer_init(loop, timer);
    timer->data = call;
    return uv_timer_start(timer, answer, ANSWER_MS, 0);
}

START_TEST(an_embedder_answers_on_his_own_loop) {
    static const struct treadle_integration greeter = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "example", .begin = begin_on_loop};
    uv_loop_t loop;
    ck_assert_int_eq(uv_loop_init(&loop), 0);
    treadle_engine *engine = NULL;
    ck_assert_int_eq(treadle_engine_open(&loop, NULL, &engine, NULL), 0);
    ck_assert_int_eq(treadle_engine_add(engine, &greeter, &loop), 0);
    start(engine);
    ck_assert_int_eq(uv_run(&loop, UV_RUN_DEFAULT), 0);
    expect_greeting();
    ck_assert_int_eq(uv_loop_close(&loop), 0);  // Nothing was left on it.
}
END_TEST

// -- In virtual time

static void answer_now(void *data) {
    treadle_call *call = data;
    treadle_call_done(call, greeting(call));
}

static int begin_in_virtual_time(void *engine, treadle_call *call) {
    treadle_engine_post_at(engine, treadle_engine_now(engine) + ANSWER_MS, answer_now, call);
    return 0;
}

START_TEST(and_the_same_in_virtual_time) {
    static const struct treadle_integration greeter = {
        .version = TREADLE_INTEGRATION_VERSION,
        .service = "example",
        .begin = begin_in_virtual_time};
    treadle_engine *engine = NULL;
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &engine, NULL), 0);
    ck_assert_int_eq(treadle_engine_add(engine, &greeter, engine), 0);
    start(engine);
    ck_assert(!treadle_engine_turn(engine, INT64_MAX));
    expect_greeting();
}
END_TEST

Suite *suite_greet(void) {
    TCase *tests = tcase_create("greet");
    tcase_add_test(tests, an_embedder_answers_on_his_own_loop);
    tcase_add_test(tests, and_the_same_in_virtual_time);
    return support_suite("greet", tests);
}
