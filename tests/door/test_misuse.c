// What an embedder may do wrong: each mistake ends in a claim that names it, or in a status. Under
// the sanitizers nothing here may be undefined.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

static const char wait_long[] =
    "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}";

// -- Calls

// A call of example:hold; its scene goes on living.
static treadle_call *hold(struct scene *scene) {
    *scene = (struct scene){0};
    scene_open(scene);
    scene_run(scene, scene_task("hold", ""), NULL);
    return scene->held;
}

static void answer_twice(void) {
    struct scene scene;
    treadle_call *call = hold(&scene);
    treadle_call_answer(call, NULL);
    treadle_call_answer(call, NULL);
}

static void answer_twice_late(void) {
    struct scene scene;
    treadle_call *call = hold(&scene);
    treadle_call_done(call, NULL);
    treadle_engine_turn(scene.engine, INT64_MAX);
    treadle_call_fail(call, NULL, NULL);
}

static void ask_after_answer(void) {
    struct scene scene;
    treadle_call *call = hold(&scene);
    treadle_call_answer(call, NULL);
    (void)treadle_call_state(call);
}

static void live_after_answer(void) {
    struct scene scene;
    treadle_call *call = hold(&scene);
    treadle_call_answer(call, NULL);
    treadle_call_heartbeat(call);
}

static void answer_after_close(void) {
    struct scene scene;
    treadle_call *call = hold(&scene);
    scene_close(&scene);
    treadle_call_answer(call, NULL);
}

static void answer_twice_after_close(void) {
    struct scene scene;
    treadle_call *call = hold(&scene);
    treadle_call_answer(call, NULL);
    scene_close(&scene);
    treadle_call_fail(call, "E", NULL);
}

static void ask_after_close(void) {
    struct scene scene;
    treadle_call *call = hold(&scene);
    scene_close(&scene);
    (void)treadle_call_arguments(call);
}

static int answer_and_refuse(void *self, treadle_call *call) {
    (void)self;
    treadle_call_answer(call, NULL);
    return TREADLE_ENOROUTE;
}

static void answer_then_refuse(void) {
    static const struct treadle_integration star = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "*", .begin = answer_and_refuse};
    struct scene scene = {0};
    scene_open(&scene);
    treadle_engine_add(scene.engine, &star, NULL);
    scene_run(&scene, scene_task("echo", ""), NULL);
}

static int keep_and_refuse(void *self, treadle_call *call) {
    ((struct scene *)self)->held = call;
    return TREADLE_ENOROUTE;
}

static void on_nobody(const treadle_call *call, void *data) {
    (void)call;
    (void)data;
}

static void refuse_then_answer(void) {
    static const struct treadle_integration star = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "*", .begin = keep_and_refuse};
    struct scene scene = {.options.on_nobody = on_nobody};
    scene_open(&scene);
    treadle_engine_add(scene.engine, &star, &scene);
    scene_run(&scene, scene_task("unknown", ""), NULL);
    treadle_call_answer(scene.held, NULL);
}

// -- Machines

static void drop_too_often(void) {
    treadle_machine *machine = scene_machine(wait_long);
    treadle_machine_drop(machine);
    treadle_machine_drop(machine);
}

static void drop_in_use(void) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(wait_long);
    treadle_engine_start(scene.engine, machine, NULL, NULL, NULL);
    treadle_machine_drop(machine);  // Fine: the execution has its own reference,
    treadle_machine_drop(machine);  // which this would take.
}

static void start_dropped(void) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(wait_long);
    treadle_machine_drop(machine);
    treadle_engine_start(scene.engine, machine, NULL, NULL, NULL);
}

static void read_dropped(void) {
    treadle_machine *machine = scene_machine(wait_long);
    treadle_machine_drop(machine);
    (void)treadle_machine_text(machine);
}

static void parse_to_nowhere(void) {
    treadle_machine_parse(wait_long, NULL, NULL);
}

// -- Engines

static treadle_engine *closed_engine(void) {
    treadle_engine *engine;
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &engine, NULL), 0);
    treadle_engine_close(engine, NULL, NULL);
    return engine;
}

static void close_twice(void) {
    treadle_engine_close(closed_engine(), NULL, NULL);
}

static void turn_closed(void) {
    treadle_engine_turn(closed_engine(), INT64_MAX);
}

static void start_closed(void) {
    treadle_engine_start(closed_engine(), scene_machine(wait_long), NULL, NULL, NULL);
}

static void post_closed(void) {
    treadle_engine_post(closed_engine(), free, NULL);
}

static void ask_closed(void) {
    (void)treadle_engine_now(closed_engine());
}

static void start_without_machine(void) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_engine_start(scene.engine, NULL, NULL, NULL, NULL);
}

static void start_nowhere(void) {
    treadle_engine_start(NULL, scene_machine(wait_long), NULL, NULL, NULL);
}

static void turn(void *engine) {
    treadle_engine_turn(engine, INT64_MAX);
}

static void turn_inside(void) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_engine_post(scene.engine, turn, scene.engine);
    turn(scene.engine);
}

// -- What is composed with an engine

static void close_carrier_twice(void *self, treadle_close_cb on_closed, void *data) {
    (void)self;
    on_closed(data);
    on_closed(data);
}

static void say_closed_twice(void) {
    static const struct treadle_integration star = {
        .version = TREADLE_INTEGRATION_VERSION,
        .service = "*",
        .begin = keep_and_refuse,
        .close = close_carrier_twice};
    struct scene scene = {0};
    scene_open(&scene);
    treadle_engine_add(scene.engine, &star, &scene);
    scene_close(&scene);
}

static void close_mocks_first(void) {
    struct scene scene = {0};
    treadle_mocks *mocks;
    scene_open(&scene);
    ck_assert_int_eq(treadle_mocks_open(scene.engine, &mocks), 0);
    treadle_mocks_close(mocks);
}

static const struct {
    void (*crime)(void);
    const char *words;
} crimes[] = {
    {answer_twice, "treadle: a call was answered twice"},
    {answer_twice_late, "treadle: a call was answered twice"},
    {ask_after_answer, "treadle: a call was used after its answer"},
    {live_after_answer, "treadle: a call was used after its answer"},
    {answer_after_close, "treadle: a call was answered after its engine was closed"},
    {answer_twice_after_close, "treadle: a call was answered twice"},
    {ask_after_close, "treadle: a call was used after its engine was closed"},
    {answer_then_refuse, "treadle: an integration answered a call and then refused it"},
    {refuse_then_answer, "treadle: a call that its integration refused was answered"},
    {drop_too_often, "treadle: a machine was dropped more often than it was given"},
    {drop_in_use, "treadle: a machine was dropped more often than it was given"},
    {start_dropped, "treadle: a machine was used after it was dropped"},
    {read_dropped, "treadle: a machine was used after it was dropped"},
    {parse_to_nowhere, "treadle: treadle_machine_read: [out] is NULL"},
    {close_twice, "treadle: an engine was closed twice"},
    {turn_closed, "treadle: an engine was used after it was closed"},
    {start_closed, "treadle: an engine was used after it was closed"},
    {post_closed, "treadle: an engine was used after it was closed"},
    {ask_closed, "treadle: an engine was used after it was closed"},
    {start_without_machine, "treadle: treadle_engine_start: [machine] is NULL"},
    {start_nowhere, "treadle: treadle_engine_begin: [engine] is NULL"},
    {turn_inside, "treadle: an engine was turned from inside a callback of its own"},
    {say_closed_twice, "treadle: an integration said twice that it is closed"},
    {close_mocks_first, "treadle: mocks were closed before their engine"}};

START_TEST(a_mistake_is_named) {
    support_dies(crimes[_i].crime, crimes[_i].words);
}
END_TEST

// -- Mistakes that get a status

START_TEST(another_version_is_refused) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_engine *engine;
    struct treadle_status status = {0};
    const struct treadle_engine_options options = {.version = 99};
    ck_assert_int_eq(treadle_engine_open_virtual(&options, &engine, &status), TREADLE_EINVAL);
    ck_assert_ptr_null(engine);
    ck_assert_str_eq(status.text, "options of version 99; this library knows version 1");
    const struct treadle_start start = {.machine = scene_machine(wait_long), .status = &status};
    ck_assert_int_eq(treadle_engine_begin(scene.engine, &start, NULL, NULL, NULL), TREADLE_EINVAL);
    ck_assert_str_eq(status.text, "a start of version 0; this library knows version 1");
    treadle_machine_drop(start.machine);
    const struct treadle_query query = {.kind = TREADLE_QUERY_EXECUTIONS};
    ck_assert_int_eq(treadle_engine_read(scene.engine, &query, NULL, NULL), TREADLE_EINVAL);
    const struct treadle_integration integration = {.service = "new", .begin = keep_and_refuse};
    ck_assert_int_eq(treadle_engine_add(scene.engine, &integration, NULL), TREADLE_EINVAL);
    scene_close(&scene);
}
END_TEST

static const struct {
    const char *account, *region, *words;
} no_places[] = {
    {"12", NULL, "'12' is not an account, which has twelve digits"},
    {"12345678901x", NULL, "'12345678901x' is not an account, which has twelve digits"},
    {NULL, "", "'' is not a region"},
    {NULL, "us:east", "'us:east' is not a region"},
};

START_TEST(what_arns_are_made_of_does_not_break_them) {
    treadle_engine *engine;
    struct treadle_status status = {0};
    const struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION,
        .account = no_places[_i].account,
        .region = no_places[_i].region};
    ck_assert_int_eq(treadle_engine_open_virtual(&options, &engine, &status), TREADLE_EINVAL);
    ck_assert_ptr_null(engine);
    ck_assert_str_eq(status.text, no_places[_i].words);
}
END_TEST

START_TEST(a_name_that_is_taken_is_told) {
    struct scene scene = {0};
    scene_open(&scene);
    struct treadle_status status = {0};
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = scene_machine(wait_long),
        .name = "o-1",
        .status = &status};
    ck_assert_int_eq(treadle_engine_begin(scene.engine, &start, NULL, NULL, NULL), 0);
    ck_assert_int_eq(treadle_engine_begin(scene.engine, &start, NULL, NULL, NULL), TREADLE_EEXIST);
    ck_assert_str_eq(
        status.text,
        "there is an execution 'arn:aws:states:us-east-1:123456789012:execution:StateMachine:o-1'");
    treadle_machine_drop(start.machine);
    scene_close(&scene);
}
END_TEST

static const int64_t no_moments[] = {-1, INT64_MIN, INT64_MAX, 253402300800000};

START_TEST(time_begins_within_what_can_be_written) {
    treadle_engine *engine;
    struct treadle_status status = {0};
    const struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION, .now_ms = no_moments[_i]};
    ck_assert_int_eq(treadle_engine_open_virtual(&options, &engine, &status), TREADLE_EINVAL);
    ck_assert_ptr_null(engine);
    ck_assert_ptr_nonnull(strstr(status.text, "which is not within the years 1970 to 9999"));
}
END_TEST

// A job of an engine that is closing: nothing new begins, and everything says so.
static void try_all(void *data) {
    struct scene *scene = data;
    static const struct treadle_integration integration = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "new", .begin = keep_and_refuse};
    static const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION, .kind = TREADLE_QUERY_EXECUTIONS};
    treadle_machine *machine = scene_machine(wait_long);
    const int said[] = {
        treadle_engine_start(scene->engine, machine, NULL, NULL, NULL),
        treadle_engine_stop(scene->engine, "arn", NULL, NULL),
        treadle_engine_read(scene->engine, &query, NULL, NULL),
        treadle_engine_add(scene->engine, &integration, NULL)};
    for (size_t i = 0; i < COUNT_OF(said); i++)
        ck_assert_int_eq(said[i], TREADLE_ECLOSED);
    treadle_machine_drop(machine);
    treadle_text_add(&scene->told, "tried\n");
}

static void close_and_post(void *data) {
    struct scene *scene = data;
    treadle_engine_close(scene->engine, NULL, NULL);
    treadle_engine_post(scene->engine, try_all, scene);
}

START_TEST(a_closing_engine_begins_nothing) {
    struct scene scene = {0};
    scene_open(&scene);
    treadle_engine_post(scene.engine, close_and_post, &scene);
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));
    scene_told(&scene, "tried\n");
}
END_TEST

// Executions, calls and alarms of an engine that is closed go without a word.
START_TEST(an_engine_may_be_closed_with_executions_running) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_start(&scene, scene_machine(wait_long), NULL);
    scene_start(&scene, scene_task("hold", ""), NULL);
    treadle_engine_turn(scene.engine, treadle_engine_now(scene.engine));
    scene_start(&scene, scene_machine(wait_long), NULL);
    treadle_engine_close(scene.engine, NULL, NULL);
    scene_told(&scene, "cancelled T\n");
}
END_TEST

Suite *suite_misuse(void) {
    TCase *tests = tcase_create("misuse");
    ADD_EACH(tests, a_mistake_is_named, crimes);
    ADD_EACH(tests, what_arns_are_made_of_does_not_break_them, no_places);
    tcase_add_test(tests, a_name_that_is_taken_is_told);
    ADD_EACH(tests, time_begins_within_what_can_be_written, no_moments);
    tcase_add_test(tests, another_version_is_refused);
    tcase_add_test(tests, a_closing_engine_begins_nothing);
    tcase_add_test(tests, an_engine_may_be_closed_with_executions_running);
    return support_suite("misuse", tests);
}
