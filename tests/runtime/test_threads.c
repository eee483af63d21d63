// Jobs from other threads: all of them run, in each thread's order, on the loop; and none is lost
// or runs too late when the engine is closed under them.
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "tests/runtime/suites.h"
#include "tests/support/support.h"
#include "treadle/treadle.h"

enum { THREADS = 4, JOBS = 2000 };

struct crew {
    uv_loop_t loop;
    uv_timer_t awake;  // Keeps the loop going, as a server's socket would.
    treadle_engine *engine;
    uv_thread_t thread;  // The loop's.
    atomic_int posted, ran, refused;
    int closed;
};

struct worker {
    struct crew *crew;
    uv_thread_t thread;
    int next;  // The job that has to run next.
};

struct errand {
    struct worker *worker;
    int number;
};

static void on_awake(uv_timer_t *timer) {
    (void)timer;
}

static void on_closed(void *data) {
    ((struct crew *)data)->closed++;
}

static void crew_open(struct crew *crew) {
    *crew = (struct crew){.thread = uv_thread_self()};
    ck_assert_int_eq(uv_loop_init(&crew->loop), 0);
    ck_assert_int_eq(uv_timer_init(&crew->loop, &crew->awake), 0);
    ck_assert_int_eq(uv_timer_start(&crew->awake, on_awake, 60000, 60000), 0);
    ck_assert_int_eq(treadle_engine_open(&crew->loop, NULL, &crew->engine, NULL), 0);
}

static void crew_close(struct crew *crew) {
    treadle_engine_close(crew->engine, on_closed, crew);
    uv_close((uv_handle_t *)&crew->awake, NULL);
}

static void crew_end(struct crew *crew) {
    ck_assert_int_eq(uv_run(&crew->loop, UV_RUN_DEFAULT), 0);
    ck_assert_int_eq(crew->closed, 1);
    ck_assert_int_eq(uv_loop_close(&crew->loop), 0);
}

static void run_errand(void *data) {
    struct errand *errand = data;
    struct worker *worker = errand->worker;
    struct crew *crew = worker->crew;
    uv_thread_t self = uv_thread_self();
    ck_assert(uv_thread_equal(&self, &crew->thread));
    ck_assert_int_ge(errand->number, worker->next);
    worker->next = errand->number + 1;
    atomic_fetch_add(&crew->ran, 1);
    free(errand);
}

static void work(void *data) {
    struct worker *worker = data;
    struct crew *crew = worker->crew;
    for (int i = 0; i < JOBS; i++) {
        struct errand *errand = treadle_alloc(sizeof(*errand));
        *errand = (struct errand){worker, i};
        int status = treadle_engine_post_from_thread(crew->engine, run_errand, errand);
        if (status == 0) {
            atomic_fetch_add(&crew->posted, 1);
        } else {
            ck_assert_int_eq(status, TREADLE_ECLOSED);
            atomic_fetch_add(&crew->refused, 1);
            free(errand);
        }
    }
}

static void workers_start(struct crew *crew, struct worker *workers) {
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.crew = crew};
        ck_assert_int_eq(uv_thread_create(&workers[i].thread, work, &workers[i]), 0);
    }
}

static void workers_join(struct worker *workers) {
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(uv_thread_join(&workers[i].thread), 0);
}

START_TEST(every_job_of_every_thread_runs_in_order) {
    struct crew crew;
    struct worker workers[THREADS];
    crew_open(&crew);
    workers_start(&crew, workers);
    while (atomic_load(&crew.ran) < THREADS * JOBS)
        uv_run(&crew.loop, UV_RUN_ONCE);
    workers_join(workers);
    ck_assert_int_eq(atomic_load(&crew.refused), 0);
    ck_assert_int_eq(atomic_load(&crew.ran), (intmax_t)THREADS * JOBS);
    crew_close(&crew);
    crew_end(&crew);
}
END_TEST

// What was accepted has run, what was not will not; and nobody touches what is gone.
START_TEST(an_engine_may_be_closed_while_threads_post) {
    struct crew crew;
    struct worker workers[THREADS];
    crew_open(&crew);
    workers_start(&crew, workers);
    while (atomic_load(&crew.ran) < JOBS)
        uv_run(&crew.loop, UV_RUN_ONCE);
    crew_close(&crew);
    crew_end(&crew);
    int ran = atomic_load(&crew.ran);
    workers_join(workers);
    ck_assert_int_eq(atomic_load(&crew.posted), ran);
    ck_assert_int_eq(ran + atomic_load(&crew.refused), (intmax_t)THREADS * JOBS);
    ck_assert_int_eq(atomic_load(&crew.ran), ran);
}
END_TEST

START_TEST(a_closed_engine_takes_nothing) {
    struct crew crew;
    crew_open(&crew);
    treadle_engine *engine = crew.engine;
    crew_close(&crew);
    crew_end(&crew);
    ck_assert_int_eq(treadle_engine_post_from_thread(engine, on_closed, &crew), TREADLE_ECLOSED);
    ck_assert_int_eq(crew.closed, 1);
}
END_TEST

// -- A Task that a thread answers

struct reply {
    treadle_engine *engine;
    treadle_call *call;
    uv_thread_t thread;
    char *ended;
};

static void give_reply(void *data) {
    struct reply *reply = data;
    treadle_call_done(reply->call, cJSON_CreateString("from a thread"));
}

static void think(void *data) {
    struct reply *reply = data;
    ck_assert_int_eq(treadle_engine_post_from_thread(reply->engine, give_reply, reply), 0);
}

static void ask_thread(treadle_call *call, void *data) {
    struct reply *reply = data;
    reply->call = call;
    ck_assert_int_eq(uv_thread_create(&reply->thread, think, reply), 0);
}

static void on_end(const struct treadle_result *result, void *data) {
    ((struct reply *)data)->ended = treadle_json_text(result->output);
}

static const char definition[] = TREADLE_JSON({
    "StartAt" : "T",
    "States" : {
        "T" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:think",
            "Parameters" : {},
            "End" : true
        }
    }
});

static void start(treadle_engine *engine, struct reply *reply) {
    treadle_machine *machine;
    *reply = (struct reply){.engine = engine};
    ck_assert_int_eq(treadle_machine_parse(definition, &machine, NULL), 0);
    ck_assert_int_eq(treadle_engine_on_task(engine, "*:think", ask_thread, reply), 0);
    ck_assert_int_eq(treadle_engine_start(engine, machine, NULL, on_end, reply), 0);
    treadle_machine_drop(machine);
}

static void finish(struct reply *reply) {
    ck_assert_int_eq(uv_thread_join(&reply->thread), 0);
    ck_assert_str_eq(reply->ended, "\"from a thread\"");
    free(reply->ended);
}

START_TEST(a_thread_answers_by_a_job) {
    struct crew crew;
    struct reply reply;
    crew_open(&crew);
    start(crew.engine, &reply);
    while (reply.ended == NULL)
        uv_run(&crew.loop, UV_RUN_ONCE);
    finish(&reply);
    crew_close(&crew);
    crew_end(&crew);
}
END_TEST

START_TEST(and_in_virtual_time) {
    treadle_engine *engine;
    struct reply reply;
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &engine, NULL), 0);
    start(engine, &reply);
    while (reply.ended == NULL)
        treadle_engine_turn(engine, INT64_MAX);
    finish(&reply);
    struct crew crew = {0};
    ck_assert_int_eq(treadle_engine_post_from_thread(engine, on_closed, &crew), 0);
    treadle_engine_close(engine, NULL, NULL);
    ck_assert_int_eq(crew.closed, 1);  // What was posted in time has run.
}
END_TEST

Suite *suite_threads(void) {
    TCase *tests = tcase_create("threads");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, every_job_of_every_thread_runs_in_order);
    tcase_add_test(tests, an_engine_may_be_closed_while_threads_post);
    tcase_add_test(tests, a_closed_engine_takes_nothing);
    tcase_add_test(tests, a_thread_answers_by_a_job);
    tcase_add_test(tests, and_in_virtual_time);
    return support_suite("threads", tests);
}
