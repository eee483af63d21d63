// An engine with a loop of its own, in programs whose loop is poll(2).
#include <poll.h>
#include <stdlib.h>

#include "base/memory.h"
#include "tests/runtime/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"
#include "treadle/treadle.h"

struct host {  // The program's loop, and what it has seen.
    treadle_engine *engine;
    struct text told;
    int sleeps, closed;
};

static void on_closed(void *data) {
    ((struct host *)data)->closed++;
}

static void host_open(struct host *host) {
    *host = (struct host){0};
    struct treadle_status status = {0};
    ck_assert_msg(treadle_engine_open_own(NULL, &host->engine, &status) == 0, "%s", status.text);
    ck_assert_int_ge(treadle_engine_fd(host->engine), 0);
}

// One turn of the program's loop: sleeps as long as it may, where there is still something to wait
// for. False: the engine is gone.
static bool host_turn(struct host *host) {
    if (!treadle_engine_run_once(host->engine)) return false;
    int timeout_ms = treadle_engine_timeout(host->engine);
    if (timeout_ms == 0 || host->told.count > 0) return true;
    struct pollfd watched = {.fd = treadle_engine_fd(host->engine), .events = POLLIN};
    ck_assert_int_ge(poll(&watched, 1, timeout_ms), 0);
    host->sleeps++;
    return true;
}

static void host_close(struct host *host) {
    treadle_engine_close(host->engine, on_closed, host);
    ck_assert_int_eq(host->closed, 0);
    while (host_turn(host))
        ck_assert_int_eq(host->closed, 0);
    ck_assert_int_eq(host->closed, 1);
    treadle_text_clear(&host->told);
}

static void on_end(const struct treadle_result *result, void *data) {
    struct host *host = data;
    char *output = treadle_json_text(result->output);
    treadle_text_printf(&host->told, "%s %s\n", treadle_outcome_name(result->outcome), output);
    free(output);
}

static const char definition[] = TREADLE_JSON({
    "StartAt" : "W",
    "States" : {
        "W" : {"Type" : "Wait", "Seconds" : 1, "Next" : "T"},
        "T" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:later",
            "Parameters" : {"n" : 7},
            "End" : true
        }
    }
});

static void start(struct host *host) {
    treadle_machine *machine;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(definition, &machine, &status) == 0, "%s", status.text);
    ck_assert_int_eq(treadle_engine_start(host->engine, machine, NULL, on_end, host), 0);
    treadle_machine_drop(machine);
}

// -- Who answers: a timer of the engine's, a handle on its loop, a thread

static void answer(void *data) {
    treadle_call *call = data;
    treadle_call_answer(call, treadle_call_arguments(call));
}

static void by_alarm(treadle_call *call, void *data) {
    treadle_engine *engine = ((struct host *)data)->engine;
    treadle_engine_post_at(engine, treadle_engine_now(engine) + 20, answer, call);
}

static void free_timer(uv_handle_t *timer) {
    free(timer);
}

static void on_timer(uv_timer_t *timer) {
    answer(timer->data);
    uv_close((uv_handle_t *)timer, free_timer);
}

static void by_handle(treadle_call *call, void *data) {
    uv_timer_t *timer = treadle_alloc(sizeof(*timer));
    ck_assert_int_eq(uv_timer_init(treadle_engine_loop(((struct host *)data)->engine), timer), 0);
    timer->data = call;
    ck_assert_int_eq(uv_timer_start(timer, on_timer, 20, 0), 0);
}

struct thread_job {
    treadle_engine *engine;
    treadle_call *call;
    uv_thread_t thread;
};
static struct thread_job thread_job;

static void work(void *data) {
    struct thread_job *job = data;
    ck_assert_int_eq(treadle_engine_post_from_thread(job->engine, answer, job->call), 0);
}

static void by_thread(treadle_call *call, void *data) {
    thread_job = (struct thread_job){.engine = ((struct host *)data)->engine, .call = call};
    ck_assert_int_eq(uv_thread_create(&thread_job.thread, work, &thread_job), 0);
}

static const treadle_task_cb ways[] = {by_alarm, by_handle, by_thread};

START_TEST(a_workflow_runs_under_poll) {
    struct host host;
    host_open(&host);
    ck_assert_int_eq(treadle_engine_on_task(host.engine, "*:later", ways[_i], &host), 0);
    start(&host);
    uint64_t begun = uv_hrtime();
    while (host.told.count == 0)
        ck_assert(host_turn(&host));  // The descriptor and the timeout wake it, in time.
    uint64_t took_ms = (uv_hrtime() - begun) / 1000000;
    ck_assert_str_eq(host.told.bytes, "SUCCEEDED {\"n\":7}\n");
    ck_assert_uint_ge(took_ms, 990);
    ck_assert_uint_lt(took_ms, 20000);
    ck_assert_int_lt(host.sleeps, 20);  // It sleeps, and is not asked again and again.
    if (ways[_i] == by_thread) ck_assert_int_eq(uv_thread_join(&thread_job.thread), 0);
    host_close(&host);
}
END_TEST

START_TEST(an_engine_with_nothing_to_do_lets_its_host_sleep) {
    struct host host;
    host_open(&host);
    for (int i = 0; i < 5 && treadle_engine_timeout(host.engine) == 0; i++)
        ck_assert(treadle_engine_run_once(host.engine));
    ck_assert_int_eq(treadle_engine_timeout(host.engine), -1);
    struct pollfd watched = {.fd = treadle_engine_fd(host.engine), .events = POLLIN};
    ck_assert_int_eq(poll(&watched, 1, 10), 0);
    start(&host);
    ck_assert_int_eq(treadle_engine_timeout(host.engine), 0);
    host_close(&host);
}
END_TEST

START_TEST(closing_waits_for_handles_of_others) {
    struct host host;
    host_open(&host);
    uv_timer_t *timer = treadle_alloc(sizeof(*timer));
    ck_assert_int_eq(uv_timer_init(treadle_engine_loop(host.engine), timer), 0);
    treadle_engine_close(host.engine, on_closed, &host);
    for (int i = 0; i < 5; i++)
        ck_assert(treadle_engine_run_once(host.engine));
    ck_assert_int_eq(host.closed, 0);
    uv_close((uv_handle_t *)timer, free_timer);
    while (treadle_engine_run_once(host.engine))
        ck_assert_int_eq(host.closed, 0);
    ck_assert_int_eq(host.closed, 1);
}
END_TEST

START_TEST(another_version_is_refused_here_too) {
    treadle_engine *engine;
    struct treadle_status status = {0};
    const struct treadle_engine_options options = {.version = 99};
    ck_assert_int_eq(treadle_engine_open_own(&options, &engine, &status), TREADLE_EINVAL);
    ck_assert_ptr_null(engine);
    ck_assert_str_eq(status.text, "options of version 99; this library knows version 1");
}
END_TEST

// -- Mistakes

static void turn_own(void) {
    struct host host;
    host_open(&host);
    treadle_engine_turn(host.engine, INT64_MAX);
}

static void watch_virtual(void) {
    treadle_engine *engine;
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &engine, NULL), 0);
    (void)treadle_engine_fd(engine);
}

static void run_on_a_loop(void) {
    uv_loop_t loop;
    treadle_engine *engine;
    ck_assert_int_eq(uv_loop_init(&loop), 0);
    ck_assert_int_eq(treadle_engine_open(&loop, NULL, &engine, NULL), 0);
    (void)treadle_engine_run_once(engine);
}

static void run(void *engine) {
    (void)treadle_engine_run_once(engine);
}

static void run_inside(void) {
    struct host host;
    host_open(&host);
    treadle_engine_post(host.engine, run, host.engine);
    run(host.engine);
}

static void run_closed(void) {
    struct host host;
    host_open(&host);
    host_close(&host);
    run(host.engine);
}

static void open_without_loop(void) {
    treadle_engine *engine;
    treadle_engine_open(NULL, NULL, &engine, NULL);
}

// On a loop an engine is closed when the loop has said so, and used no more.
static void use_closed_on_a_loop(void) {
    uv_loop_t loop;
    treadle_engine *engine;
    ck_assert_int_eq(uv_loop_init(&loop), 0);
    ck_assert_int_eq(treadle_engine_open(&loop, NULL, &engine, NULL), 0);
    treadle_engine_close(engine, NULL, NULL);
    ck_assert_int_eq(uv_run(&loop, UV_RUN_DEFAULT), 0);
    (void)treadle_engine_now(engine);
}

static void nothing(void *data) {
    (void)data;
}

static void post(void *engine) {
    treadle_engine_post(engine, nothing, NULL);
}

// [function] on another thread, to its end.
static void elsewhere(void (*function)(void *), void *data) {
    uv_thread_t thread;
    ck_assert_int_eq(uv_thread_create(&thread, function, data), 0);
    ck_assert_int_eq(uv_thread_join(&thread), 0);
}

static void post_elsewhere(void) {
    struct host host;
    host_open(&host);
    elsewhere(post, host.engine);
}

static void answer_elsewhere_at_once(treadle_call *call, void *data) {
    (void)data;
    elsewhere(answer, call);
}

static void answer_elsewhere(void) {
    struct host host;
    host_open(&host);
    treadle_engine_on_task(host.engine, "*", answer_elsewhere_at_once, NULL);
    start(&host);
    while (host.told.count == 0)
        ck_assert(host_turn(&host));
}

static const struct {
    void (*crime)(void);
    const char *words;
} crimes[] = {
    {turn_own, "treadle: an engine was turned that treadle_engine_open_virtual did not open"},
    {watch_virtual, "treadle: an engine was run that treadle_engine_open_own did not open"},
    {run_on_a_loop, "treadle: an engine was run that treadle_engine_open_own did not open"},
    {run_inside, "treadle: an engine was run from inside a callback of its own"},
    {run_closed, "treadle: an engine was used after it was closed"},
    {open_without_loop, "treadle: treadle_engine_open: [loop] is NULL"},
    {use_closed_on_a_loop, "treadle: an engine was used after it was closed"},
    {post_elsewhere, "treadle: an engine was used on another thread than its own"},
    {answer_elsewhere, "treadle: a call was used on another thread than its engine's"}};

START_TEST(a_mistake_is_named) {
    support_dies(crimes[_i].crime, crimes[_i].words);
}
END_TEST

Suite *suite_own(void) {
    TCase *tests = tcase_create("own");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, a_workflow_runs_under_poll, ways);
    tcase_add_test(tests, an_engine_with_nothing_to_do_lets_its_host_sleep);
    tcase_add_test(tests, closing_waits_for_handles_of_others);
    tcase_add_test(tests, another_version_is_refused_here_too);
    ADD_EACH(tests, a_mistake_is_named, crimes);
    return support_suite("own", tests);
}
