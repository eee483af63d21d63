// The engine on a libuv loop: when it works, when it lets the loop sleep and end, how it closes.
#include <stdlib.h>
#include <string.h>

#include "tests/runtime/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"
#include "treadle/treadle.h"

struct stage {
    uv_loop_t loop;
    treadle_engine *engine;
    struct text told;
    treadle_call *held;
    int jobs_left;
    int closed;
};

static void on_closed(void *data) {
    ++*(int *)data;
}

static int hold(void *self, treadle_call *call) {
    ((struct stage *)self)->held = call;
    return 0;
}

static void cancelled(void *self, treadle_call *call) {
    (void)call;
    treadle_text_add(&((struct stage *)self)->told, "cancelled\n");
}

static void stage_open(struct stage *stage) {
    static const struct treadle_integration holder = {
        .version = TREADLE_INTEGRATION_VERSION,
        .service = "example",
        .begin = hold,
        .cancel = cancelled};
    *stage = (struct stage){0};
    ck_assert_int_eq(uv_loop_init(&stage->loop), 0);
    ck_assert_int_eq(treadle_engine_open(&stage->loop, NULL, &stage->engine, NULL), 0);
    ck_assert_int_eq(treadle_engine_add(stage->engine, &holder, stage), 0);
}

// The loop must have nothing left when the engine has said that it is closed.
static void stage_end(struct stage *stage) {
    ck_assert_int_eq(uv_run(&stage->loop, UV_RUN_DEFAULT), 0);
    ck_assert_int_eq(stage->closed, 1);
    ck_assert_int_eq(uv_loop_close(&stage->loop), 0);
    treadle_text_clear(&stage->told);
}

static void stage_close(struct stage *stage) {
    treadle_engine_close(stage->engine, on_closed, &stage->closed);
    ck_assert_int_eq(stage->closed, 0);  // On the loop, never from inside.
    stage_end(stage);
}

static void on_end(const struct treadle_result *result, void *data) {
    struct stage *stage = data;
    char *output = treadle_json_text(result->output);
    treadle_text_printf(&stage->told, "%s %s\n", treadle_outcome_name(result->outcome), output);
    free(output);
}

static void start(struct stage *stage, const char *definition) {
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(definition, &machine, &status) == 0, "%s", status.text);
    ck_assert_int_eq(treadle_engine_start(stage->engine, machine, NULL, on_end, stage), 0);
    treadle_machine_drop(machine);
}

static const char instant[] =
    TREADLE_JSON({"StartAt" : "A", "States" : {"A" : {"Type" : "Succeed"}}});
static const char second[] = TREADLE_JSON(
    {"StartAt" : "A", "States" : {"A" : {"Type" : "Wait", "Seconds" : 1, "End" : true}}});
static const char hour[] = TREADLE_JSON(
    {"StartAt" : "A", "States" : {"A" : {"Type" : "Wait", "Seconds" : 3600, "End" : true}}});
static const char task[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:x",
            "Parameters" : {},
            "End" : true
        }
    }
});

START_TEST(the_loop_ends_by_itself) {
    struct stage stage;
    stage_open(&stage);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);  // There was nothing to do.
    start(&stage, instant);
    ck_assert_str_eq(treadle_text_string(&stage.told), "");
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_str_eq(treadle_text_string(&stage.told), "SUCCEEDED {}\n");
    start(&stage, instant);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_str_eq(treadle_text_string(&stage.told), "SUCCEEDED {}\nSUCCEEDED {}\n");
    stage_close(&stage);
}
END_TEST

START_TEST(waiting_takes_real_time_and_no_work) {
    struct stage stage;
    stage_open(&stage);
    uint64_t begun = uv_hrtime();
    start(&stage, second);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_str_eq(treadle_text_string(&stage.told), "SUCCEEDED {}\n");
    ck_assert_uint_ge((uv_hrtime() - begun) / 1000000, 990);
    stage_close(&stage);
}
END_TEST

START_TEST(a_call_nobody_will_answer_does_not_keep_the_loop) {
    struct stage stage;
    stage_open(&stage);
    start(&stage, task);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_ptr_nonnull(stage.held);
    treadle_call_answer(stage.held, NULL);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_str_eq(treadle_text_string(&stage.told), "SUCCEEDED null\n");
    stage_close(&stage);
}
END_TEST

static void again(void *data) {
    struct stage *stage = data;
    if (stage->jobs_left-- > 0) treadle_engine_post(stage->engine, again, stage);
}

START_TEST(jobs_do_not_wait_for_the_loop_to_wake) {
    struct stage stage;
    stage_open(&stage);
    stage.jobs_left = 1000;
    treadle_engine_post(stage.engine, again, &stage);
    uint64_t begun = uv_hrtime();
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_int_eq(stage.jobs_left, -1);
    ck_assert_uint_lt((uv_hrtime() - begun) / 1000000, 900);
    stage_close(&stage);
}
END_TEST

static void note(void *data) {
    treadle_text_add(&((struct stage *)data)->told, "rang\n");
}

START_TEST(alarms_ring_and_can_be_taken_back) {
    struct stage stage;
    stage_open(&stage);
    int64_t now_ms = treadle_engine_now(stage.engine);
    treadle_engine_post_at(stage.engine, now_ms + 10, note, &stage);
    treadle_engine_post_at(stage.engine, now_ms + 3600000, on_closed, &stage.closed);
    treadle_engine_unpost(stage.engine, on_closed, &stage.closed);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_str_eq(treadle_text_string(&stage.told), "rang\n");
    ck_assert_int_ge(treadle_engine_now(stage.engine), now_ms + 10);
    stage_close(&stage);
}
END_TEST

START_TEST(closing_drops_what_runs) {
    struct stage stage;
    stage_open(&stage);
    start(&stage, hour);
    treadle_engine_post_at(stage.engine, treadle_engine_now(stage.engine) + 3600000, note, &stage);
    uv_run(&stage.loop, UV_RUN_NOWAIT);
    uint64_t begun = uv_hrtime();
    stage_close(&stage);
    ck_assert_uint_lt((uv_hrtime() - begun) / 1000000, 900);
}
END_TEST

START_TEST(closing_before_the_loop_ran_is_fine) {
    struct stage stage;
    stage_open(&stage);
    start(&stage, hour);
    stage_close(&stage);
}
END_TEST

static void answer_late(uv_timer_t *timer) {
    struct stage *stage = timer->data;
    ck_assert_int_eq(stage->closed, 0);
    treadle_call_answer(stage->held, NULL);
    uv_close((uv_handle_t *)timer, NULL);
}

START_TEST(closing_waits_for_the_answers_of_calls) {
    struct stage stage;
    stage_open(&stage);
    start(&stage, task);
    uv_run(&stage.loop, UV_RUN_NOWAIT);
    ck_assert_ptr_nonnull(stage.held);
    uv_timer_t timer;
    uv_timer_init(&stage.loop, &timer);
    timer.data = &stage;
    uv_timer_start(&timer, answer_late, 20, 0);
    treadle_engine_close(stage.engine, on_closed, &stage.closed);
    ck_assert_str_eq(treadle_text_string(&stage.told), "cancelled\n");
    stage_end(&stage);
}
END_TEST

static void close_here(const struct treadle_result *result, void *data) {
    struct stage *stage = data;
    on_end(result, data);
    treadle_engine_close(stage->engine, on_closed, &stage->closed);
}

START_TEST(a_callback_may_close_the_engine) {
    struct stage stage;
    stage_open(&stage);
    start(&stage, hour);
    treadle_machine *machine = NULL;
    treadle_machine_parse(instant, &machine, NULL);
    treadle_engine_start(stage.engine, machine, NULL, close_here, &stage);
    treadle_machine_drop(machine);
    stage_end(&stage);
}
END_TEST

START_TEST(two_engines_share_a_loop) {
    struct stage stage;
    treadle_engine *other;
    int other_closed = 0;
    stage_open(&stage);
    ck_assert_int_eq(treadle_engine_open(&stage.loop, NULL, &other, NULL), 0);
    treadle_machine *machine = NULL;
    treadle_machine_parse(instant, &machine, NULL);
    start(&stage, instant);
    treadle_engine_start(other, machine, "1.0", on_end, &stage);
    treadle_machine_drop(machine);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_ptr_nonnull(strstr(stage.told.bytes, "SUCCEEDED {}\n"));
    ck_assert_ptr_nonnull(strstr(stage.told.bytes, "SUCCEEDED 1.0\n"));
    treadle_engine_close(other, on_closed, &other_closed);
    stage_close(&stage);
    ck_assert_int_eq(other_closed, 1);
}
END_TEST

START_TEST(mocks_answer_on_a_loop_too) {
    struct stage stage;
    treadle_mocks *mocks;
    stage_open(&stage);
    ck_assert_int_eq(treadle_mocks_open(stage.engine, &mocks), 0);
    ck_assert_int_eq(treadle_mocks_set(mocks, "A", "{result: 7, after: 20ms}", NULL), 0);
    start(&stage, task);
    uint64_t begun = uv_hrtime();
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_str_eq(treadle_text_string(&stage.told), "SUCCEEDED 7\n");
    ck_assert_uint_ge((uv_hrtime() - begun) / 1000000, 19);
    stage_close(&stage);
    treadle_mocks_close(mocks);
}
END_TEST

// A timeout that did not run out keeps nobody.
START_TEST(the_loop_does_not_wait_for_an_answered_task) {
    static const char slow[] = TREADLE_JSON({
        "StartAt" : "A",
        "States" : {
            "A" : {
                "Type" : "Task",
                "Resource" : "arn:aws:states:::example:x",
                "Parameters" : {},
                "TimeoutSeconds" : 3600,
                "End" : true
            }
        }
    });
    struct stage stage;
    treadle_mocks *mocks;
    stage_open(&stage);
    ck_assert_int_eq(treadle_mocks_open(stage.engine, &mocks), 0);
    ck_assert_int_eq(treadle_mocks_set(mocks, "A", "{result: 7}", NULL), 0);
    start(&stage, slow);
    ck_assert_int_eq(uv_run(&stage.loop, UV_RUN_DEFAULT), 0);
    ck_assert_str_eq(treadle_text_string(&stage.told), "SUCCEEDED 7\n");
    stage_close(&stage);
    treadle_mocks_close(mocks);
}
END_TEST

static void tell_output(const struct treadle_result *result, void *data) {
    *(char **)data = treadle_json_text(result->output);
}

static char *drawn(const struct treadle_engine_options *options) {
    static const char uuid[] = TREADLE_JSON({
        "StartAt" : "A",
        "States" :
            {"A" : {"Type" : "Pass", "Parameters" : {"id.$" : "States.UUID()"}, "End" : true}}
    });
    uv_loop_t loop;
    treadle_engine *engine = NULL;
    treadle_machine *machine = NULL;
    char *output = NULL;
    ck_assert_int_eq(uv_loop_init(&loop), 0);
    ck_assert_int_eq(treadle_engine_open(&loop, options, &engine, NULL), 0);
    ck_assert_int_eq(treadle_machine_parse(uuid, &machine, NULL), 0);
    ck_assert_int_eq(treadle_engine_start(engine, machine, NULL, tell_output, &output), 0);
    treadle_machine_drop(machine);
    uv_run(&loop, UV_RUN_DEFAULT);
    treadle_engine_close(engine, NULL, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    ck_assert_int_eq(uv_loop_close(&loop), 0);
    ck_assert_ptr_nonnull(output);
    return output;
}

START_TEST(two_processes_do_not_draw_the_same) {
    static const struct treadle_engine_options seeded = {
        .version = TREADLE_ENGINE_VERSION, .seeded = true};
    char *one = drawn(NULL), *other = drawn(NULL), *same = drawn(&seeded), *again = drawn(&seeded);
    ck_assert_str_ne(one, other);
    ck_assert_str_eq(same, again);
    free(one);
    free(other);
    free(same);
    free(again);
}
END_TEST

static Suite *suite_runtime(void) {
    TCase *tests = tcase_create("runtime");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, the_loop_ends_by_itself);
    tcase_add_test(tests, waiting_takes_real_time_and_no_work);
    tcase_add_test(tests, a_call_nobody_will_answer_does_not_keep_the_loop);
    tcase_add_test(tests, jobs_do_not_wait_for_the_loop_to_wake);
    tcase_add_test(tests, alarms_ring_and_can_be_taken_back);
    tcase_add_test(tests, closing_drops_what_runs);
    tcase_add_test(tests, closing_before_the_loop_ran_is_fine);
    tcase_add_test(tests, closing_waits_for_the_answers_of_calls);
    tcase_add_test(tests, a_callback_may_close_the_engine);
    tcase_add_test(tests, two_engines_share_a_loop);
    tcase_add_test(tests, mocks_answer_on_a_loop_too);
    tcase_add_test(tests, the_loop_does_not_wait_for_an_answered_task);
    tcase_add_test(tests, two_processes_do_not_draw_the_same);
    return support_suite("runtime", tests);
}

int main(void) {
    return support_run(suite_greet, suite_own, suite_runtime, suite_threads, suite_two, NULL);
}
