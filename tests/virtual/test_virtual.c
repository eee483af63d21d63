// Virtual time: jumps, order, jobs, the same bytes every time, and how an engine is closed.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/time_text.h"
#include "engine/host/engine.h"
#include "tests/door/scene.h"
#include "tests/support/support.h"
#include "tests/virtual/suites.h"

static const char year[] = TREADLE_JSON(
    {"StartAt" : "W", "States" : {"W" : {"Type" : "Wait", "Seconds" : 31536000, "End" : true}}});
static const char hour[] = TREADLE_JSON(
    {"StartAt" : "W", "States" : {"W" : {"Type" : "Wait", "Seconds" : 3600, "End" : true}}});

// -- Time

START_TEST(a_year_of_waiting_takes_no_time) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_machine(year), NULL);
    scene_told(&scene, "SUCCEEDED {} after 31536000000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(time_begins_in_2026_or_where_it_is_told) {
    struct scene scene = {0};
    int64_t first_ms;
    ck_assert(treadle_time_read("2026-01-01T00:00:00Z", &first_ms));
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_now(scene.engine), first_ms);
    scene_close(&scene);
    scene = (struct scene){.options = {.now_ms = 1000}};
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_now(scene.engine), 1000);
    scene_close(&scene);
}
END_TEST

START_TEST(a_turn_goes_as_far_as_it_is_told) {
    struct scene scene = {.options = {.now_ms = 1000}};
    scene_open(&scene);
    scene_start(&scene, scene_machine(hour), NULL);
    ck_assert(treadle_engine_turn(scene.engine, 1000 + 3599999));
    scene_told(&scene, "");
    ck_assert_int_eq(treadle_engine_now(scene.engine), 1000 + 3599999);
    ck_assert(treadle_engine_turn(scene.engine, 0));  // Time does not go back.
    ck_assert(!treadle_engine_turn(scene.engine, 1000 + 3600000));
    scene_told(&scene, "SUCCEEDED {} after 3600000 ms\n");
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    ck_assert_int_eq(treadle_engine_now(scene.engine), 1000 + 3600000);
    scene_close(&scene);
}
END_TEST

START_TEST(a_loop_of_states_goes_on_beyond_a_steps_budget) {
    struct scene scene = {0};
    scene_open(&scene);
    struct text text = {0};
    treadle_text_add(&text, "{\"StartAt\":\"S0\",\"States\":{");
    for (int i = 0; i < 2000; i++)
        treadle_text_printf(&text, "\"S%d\":{\"Type\":\"Pass\",\"Next\":\"S%d\"},", i, i + 1);
    treadle_text_add(&text, "\"S2000\":{\"Type\":\"Succeed\"}}}");
    scene_run(&scene, scene_machine(text.bytes), "[]");
    scene_told(&scene, "SUCCEEDED [] after 0 ms\n");
    treadle_text_clear(&text);
    scene_close(&scene);
}
END_TEST

// -- Jobs

struct note {
    struct scene *scene;
    const char *text;
    int left;  // So many times it posts itself again.
};

static void tell(void *data) {
    struct note *note = data;
    treadle_text_printf(
        &note->scene->told, "%lld %s\n", (long long)treadle_engine_now(note->scene->engine),
        note->text);
    if (note->left-- > 0) treadle_engine_post(note->scene->engine, tell, note);
}

START_TEST(jobs_run_in_the_order_they_were_posted) {
    struct scene scene = {.options = {.now_ms = 1}};
    scene_open(&scene);
    struct note a = {&scene, "a", 1}, b = {&scene, "b", 0}, c = {&scene, "c", 0},
                d = {&scene, "d", 0}, e = {&scene, "e", 0};
    treadle_engine_post_at(scene.engine, 9, tell, &e);
    treadle_engine_post_at(scene.engine, 5, tell, &c);
    treadle_engine_post_at(scene.engine, 5, tell, &d);
    treadle_engine_post(scene.engine, tell, &a);
    treadle_engine_post(scene.engine, tell, &b);
    scene_told(&scene, "");
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "1 a\n1 b\n1 a\n5 c\n5 d\n9 e\n");
    scene_close(&scene);
}
END_TEST

START_TEST(a_job_can_be_taken_back) {
    struct scene scene = {.options = {.now_ms = 1}};
    scene_open(&scene);
    struct note a = {&scene, "a", 0}, b = {&scene, "b", 0};
    treadle_engine_post(scene.engine, tell, &b);
    treadle_engine_unpost(scene.engine, tell, &b);
    treadle_engine_post_at(scene.engine, 5, tell, &a);
    treadle_engine_post_at(scene.engine, 6, tell, &b);
    treadle_engine_unpost(scene.engine, tell, &b);
    treadle_engine_unpost(scene.engine, tell, &b);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_told(&scene, "5 a\n");
    ck_assert_int_eq(treadle_engine_now(scene.engine), 5);
    scene_close(&scene);
}
END_TEST

// Taking back is no search: twenty thousand alarms in the order that hurts most, and all of them
// the same, and jobs.
START_TEST(many_are_taken_back_at_once) {
    enum { MANY = 20000 };
    struct scene scene = {.options = {.now_ms = 1}};
    scene_open(&scene);
    struct note *notes = treadle_alloc_zeroed(MANY * sizeof(*notes));
    struct note last = {&scene, "last", 0};
    treadle_engine_post_at(scene.engine, INT64_C(3) * MANY, tell, &last);
    for (int i = 0; i < MANY; i++) {
        treadle_engine_post_at(scene.engine, 2 + i, tell, &notes[i]);
        treadle_engine_post_at(scene.engine, 2 + i, tell, &notes[0]);
        treadle_engine_post(scene.engine, tell, &notes[i]);
    }
    for (int i = MANY; i-- > 0;) {
        treadle_engine_unpost(scene.engine, tell, &notes[i]);
        treadle_engine_unpost(scene.engine, tell, &notes[i]);
        treadle_engine_unpost(scene.engine, tell, &notes[0]);
    }
    struct treadle_next next;
    ck_assert(treadle_engine_next(scene.engine, &next));
    ck_assert_int_eq(next.due_ms, INT64_C(3) * MANY);
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "60000 last\n");
    free(notes);
    scene_close(&scene);
}
END_TEST

static void count_down(void *data) {
    struct note *note = data;
    if (note->left-- > 0) treadle_engine_post(note->scene->engine, count_down, note);
}

START_TEST(a_chain_of_jobs_is_no_stack) {
    struct scene scene = {0};
    scene_open(&scene);
    struct note note = {&scene, "", 1000000};
    treadle_engine_post(scene.engine, count_down, &note);
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    ck_assert_int_eq(note.left, -1);
    scene_close(&scene);
}
END_TEST

// -- The same bytes

static const char chancy[] = TREADLE_JSON({
    "StartAt" : "P",
    "States" : {
        "P" : {
            "Type" : "Parallel",
            "End" : true,
            "Branches" : [
                {
                    "StartAt" : "T",
                    "States" : {
                        "T" : {
                            "Type" : "Task",
                            "Resource" : "arn:aws:states:::example:fail",
                            "Parameters" : {"error" : "E"},
                            "End" : true,
                            "Retry" : [ {
                                "ErrorEquals" : ["E"],
                                "JitterStrategy" : "FULL",
                                "MaxAttempts" : 5
                            } ],
                            "Catch" : [ {"ErrorEquals" : ["E"], "Next" : "U"} ]
                        },
                        "U" : {
                            "Type" : "Pass",
                            "Parameters" : {"id.$" : "States.UUID()"},
                            "End" : true
                        }
                    }
                },
                {
                    "StartAt" : "L",
                    "States" : {
                        "L" : {
                            "Type" : "Task",
                            "Resource" : "arn:aws:states:::example:later",
                            "Parameters" : {"ms" : 1500},
                            "End" : true
                        }
                    }
                }
            ]
        }
    }
});

static void put_history(int status, const struct treadle_rows *rows, void *data) {
    struct scene *scene = data;
    ck_assert_int_eq(status, 0);
    char *text = treadle_json_text(rows->events);
    treadle_text_add(&scene->told, text);
    free(text);
}

static void ask_history(const struct treadle_result *result, void *data) {
    struct scene *scene = data;
    treadle_text_printf(&scene->told, "%s\n", result->execution_arn);
    const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = result->execution_arn};
    ck_assert_int_eq(treadle_engine_read(scene->engine, &query, put_history, scene), 0);
}

static void run_chancy(uint64_t seed, struct text *out) {
    struct scene scene = {.options = {.seed = seed, .history = true}};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(chancy);
    ck_assert_int_eq(treadle_engine_start(scene.engine, machine, NULL, ask_history, &scene), 0);
    treadle_machine_drop(machine);
    treadle_engine_turn(scene.engine, INT64_MAX);
    treadle_text_add(out, treadle_text_string(&scene.told));
    scene_close(&scene);
}

START_TEST(the_same_seed_gives_the_same_bytes) {
    struct text once = {0}, again = {0}, other = {0};
    run_chancy(7, &once);
    run_chancy(7, &again);
    run_chancy(8, &other);
    ck_assert_ptr_nonnull(strstr(once.bytes, "ExecutionSucceeded"));
    ck_assert_str_eq(once.bytes, again.bytes);
    ck_assert_str_ne(once.bytes, other.bytes);
    treadle_text_clear(&once);
    treadle_text_clear(&again);
    treadle_text_clear(&other);
}
END_TEST

START_TEST(two_engines_know_nothing_of_each_other) {
    struct scene one = {0}, two = {.options = {.account = "111111111111", .region = "eu-west-1"}};
    scene_open(&one);
    scene_open(&two);
    scene_start(&one, scene_machine(hour), NULL);
    scene_start(&two, scene_machine(year), NULL);
    treadle_engine_turn(two.engine, INT64_MAX);
    scene_told(&one, "");
    scene_told(&two, "SUCCEEDED {} after 31536000000 ms\n");
    treadle_engine_turn(one.engine, INT64_MAX);
    scene_told(&one, "SUCCEEDED {} after 3600000 ms\n");
    scene_close(&one);
    scene_close(&two);
}
END_TEST

// -- Closing

static void on_closed(void *data) {
    ++*(int *)data;
}

START_TEST(an_engine_closes_before_the_function_returns) {
    struct scene scene = {0};
    int closed = 0;
    scene_open(&scene);
    scene_start(&scene, scene_machine(hour), NULL);
    treadle_engine_turn(scene.engine, treadle_engine_now(scene.engine));
    treadle_engine_close(scene.engine, on_closed, &closed);
    ck_assert_int_eq(closed, 1);
    scene_told(&scene, "");  // What ran is dropped without an end.
    treadle_engine_close(NULL, NULL, NULL);
}
END_TEST

START_TEST(an_engine_that_never_turned_closes_too) {
    struct scene scene = {0};
    struct note note = {&scene, "job", 0};
    scene_open(&scene);
    scene_start(&scene, scene_machine(hour), NULL);
    treadle_engine_post(scene.engine, count_down, &note);
    treadle_engine_post_at(scene.engine, INT64_MAX, tell, &note);
    scene_close(&scene);
    ck_assert_int_eq(note.left, -1);  // What was posted runs; what is not due does not.
}
END_TEST

static void count_up(void *data) {
    ++*(uint32_t *)data;
}

// As many alarms as there are at a moment: a thousand a round, so that all else gets its turn.
START_TEST(alarms_starve_nobody) {
    struct scene scene = {.options = {.now_ms = 10}};
    uint32_t rung = 0;
    scene_open(&scene);
    for (int i = 0; i < 2500; i++)
        treadle_engine_post_at(scene.engine, i % 10, count_up, &rung);
    ck_assert_int_eq(treadle_engine_work(scene.engine), WORK_MORE);
    ck_assert_uint_eq(rung, 1000);
    ck_assert_int_eq(treadle_engine_work(scene.engine), WORK_MORE);
    ck_assert_int_eq(treadle_engine_work(scene.engine), WORK_DONE);
    ck_assert_uint_eq(rung, 2500);
    scene_close(&scene);
}
END_TEST

START_TEST(no_clock_goes_beyond_the_year_9999) {
    struct scene scene = {0};
    uint32_t rung = 0;
    scene_open(&scene);
    treadle_engine_turn(scene.engine, INT64_MAX - 1);
    ck_assert_int_eq(treadle_engine_now(scene.engine), 253402300799999);
    treadle_engine_post_at(scene.engine, INT64_MAX, count_up, &rung);
    treadle_engine_turn(scene.engine, INT64_MAX);
    ck_assert_int_eq(treadle_engine_now(scene.engine), 253402300799999);
    ck_assert_uint_eq(rung, 1);
    scene_run(&scene, scene_machine(hour), NULL);  // A wait goes on beyond it.
    ck_assert_int_eq(treadle_engine_now(scene.engine), 253402300799999 + 3600000);
    scene_close(&scene);
}
END_TEST

START_TEST(open_calls_are_cancelled_and_dropped) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_task("hold", ""), NULL);
    treadle_engine_close(scene.engine, NULL, NULL);
    scene_told(&scene, "cancelled T\n");
}
END_TEST

// One connection carries all calls: the first that is cancelled loses them all, which are more than
// the shells that are kept.
struct connection {
    treadle_call *calls[400];
    uint32_t count;
};

static int carry(void *self, treadle_call *call) {
    struct connection *connection = self;
    connection->calls[connection->count++] = call;
    return 0;
}

static void lose(void *self, treadle_call *call) {
    (void)call;
    struct connection *connection = self;
    for (uint32_t i = 0; i < connection->count; i++)
        treadle_call_fail(connection->calls[i], "Gone", NULL);
    connection->count = 0;
}

START_TEST(cancelling_one_call_may_answer_them_all) {
    static const struct treadle_integration wire = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "*", .begin = carry, .cancel = lose};
    struct scene scene = {0};
    struct connection connection = {0};
    scene_open(&scene);
    treadle_engine_add(scene.engine, &wire, &connection);
    for (uint32_t i = 0; i < COUNT_OF(connection.calls); i++)
        scene_start(&scene, scene_task("echo", ""), NULL);
    treadle_engine_turn(scene.engine, 0);
    ck_assert_uint_eq(connection.count, COUNT_OF(connection.calls));
    treadle_engine_close(scene.engine, NULL, NULL);
    ck_assert_uint_eq(connection.count, 0);
    scene_told(&scene, "");
}
END_TEST

static void close_at_end(const struct treadle_result *result, void *data) {
    struct scene *scene = data;
    scene_on_end(result, scene);
    treadle_engine_close(scene->engine, NULL, NULL);
    scene->engine = NULL;
}

START_TEST(a_callback_may_close_the_engine) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(hour);
    treadle_engine_start(scene.engine, machine, NULL, close_at_end, &scene);
    scene_start(&scene, scene_machine(year), NULL);
    treadle_machine_drop(machine);
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "SUCCEEDED {} after 3600000 ms\n");
}
END_TEST

struct closer {
    treadle_engine *engine;
    treadle_close_cb on_closed;
    void *data;
    int left;  // Jobs until it says that it is closed.
    treadle_call *held;
};

static int hold(void *self, treadle_call *call) {
    ((struct closer *)self)->held = call;
    return 0;
}

static void close_slowly(void *data) {
    struct closer *closer = data;
    if (closer->left-- > 0) {
        treadle_engine_post(closer->engine, close_slowly, closer);
        return;
    }
    if (closer->held != NULL) treadle_call_fail(closer->held, NULL, NULL);
    closer->on_closed(closer->data);
}

static void begin_to_close(void *self, treadle_close_cb on_done, void *data) {
    struct closer *closer = self;
    closer->on_closed = on_done;
    closer->data = data;
    close_slowly(closer);
}

START_TEST(an_integration_may_take_its_time_to_close) {
    static const struct treadle_integration slow = {
        .version = TREADLE_INTEGRATION_VERSION,
        .service = "*",
        .begin = hold,
        .close = begin_to_close};
    struct scene scene = {0};
    int closed = 0;
    scene_open(&scene);
    struct closer closer = {.engine = scene.engine, .left = 3};
    treadle_engine_add(scene.engine, &slow, &closer);
    scene_run(&scene, scene_task("echo", ""), NULL);
    ck_assert_ptr_nonnull(closer.held);
    treadle_engine_close(scene.engine, on_closed, &closed);
    ck_assert_int_eq(closer.left, -1);
    ck_assert_int_eq(closed, 1);
}
END_TEST

static void let_go(void *data) {
    struct closer *closer = data;
    closer->left = -1;
    closer->on_closed(closer->data);
}

static void close_later(void *self, treadle_close_cb on_done, void *data) {
    struct closer *closer = self;
    closer->on_closed = on_done;
    closer->data = data;
    treadle_engine_post_at(closer->engine, treadle_engine_now(closer->engine) + 10, let_go, closer);
}

START_TEST(an_integration_may_close_after_a_time) {
    static const struct treadle_integration late = {
        .version = TREADLE_INTEGRATION_VERSION,
        .service = "*",
        .begin = hold,
        .close = close_later};
    struct scene scene = {0};
    int closed = 0;
    scene_open(&scene);
    struct closer closer = {.engine = scene.engine, .left = 3};
    treadle_engine_add(scene.engine, &late, &closer);
    treadle_engine_close(scene.engine, on_closed, &closed);
    ck_assert_int_eq(closer.left, -1);
    ck_assert_int_eq(closed, 1);
}
END_TEST

static void refuse_all(void *data) {
    struct scene *scene = data;
    treadle_machine *machine = scene_machine(hour);
    ck_assert_int_eq(
        treadle_engine_start(scene->engine, machine, NULL, NULL, NULL), TREADLE_ECLOSED);
    treadle_machine_drop(machine);
    ck_assert_int_eq(treadle_engine_stop(scene->engine, "", NULL, NULL), TREADLE_ECLOSED);
    treadle_text_add(&scene->told, "refused\n");
}

START_TEST(a_closing_engine_begins_nothing) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_engine_post(scene.engine, refuse_all, &scene);
    treadle_engine_close(scene.engine, NULL, NULL);
    scene_told(&scene, "refused\n");
}
END_TEST

static Suite *suite_virtual(void) {
    TCase *tests = tcase_create("virtual");
    tcase_set_timeout(tests, 60);  // Of a machine that has much else to do.
    tcase_add_test(tests, a_year_of_waiting_takes_no_time);
    tcase_add_test(tests, time_begins_in_2026_or_where_it_is_told);
    tcase_add_test(tests, a_turn_goes_as_far_as_it_is_told);
    tcase_add_test(tests, a_loop_of_states_goes_on_beyond_a_steps_budget);
    tcase_add_test(tests, jobs_run_in_the_order_they_were_posted);
    tcase_add_test(tests, a_job_can_be_taken_back);
    tcase_add_test(tests, many_are_taken_back_at_once);
    tcase_add_test(tests, a_chain_of_jobs_is_no_stack);
    tcase_add_test(tests, the_same_seed_gives_the_same_bytes);
    tcase_add_test(tests, two_engines_know_nothing_of_each_other);
    tcase_add_test(tests, an_engine_closes_before_the_function_returns);
    tcase_add_test(tests, an_engine_that_never_turned_closes_too);
    tcase_add_test(tests, alarms_starve_nobody);
    tcase_add_test(tests, no_clock_goes_beyond_the_year_9999);
    tcase_add_test(tests, open_calls_are_cancelled_and_dropped);
    tcase_add_test(tests, cancelling_one_call_may_answer_them_all);
    tcase_add_test(tests, a_callback_may_close_the_engine);
    tcase_add_test(tests, an_integration_may_take_its_time_to_close);
    tcase_add_test(tests, an_integration_may_close_after_a_time);
    tcase_add_test(tests, a_closing_engine_begins_nothing);
    return support_suite("virtual", tests);
}

int main(void) {
    return support_run(suite_rehearsal, suite_virtual, NULL);
}
