// The door's engine on a libuv loop: the real clock, memory for a store.
//
// Four handles: [prepare] does a round just before the loop would sleep, when the facts of this
// turn are all there (which is where a store would commit them together); [idle] keeps the loop
// from sleeping while there is work; [timer] wakes it when something is due; [async] when another
// thread has posted a job. Only idle and timer keep the loop alive, and only while they have a
// reason to: so uv_run ends by itself when nothing is left.
#include "engine/runtime/runtime.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/status.h"

enum {
    ARM_MAX_MS = 60000,  // The wall clock may jump: it is looked at again this often.
    ROUNDS_MAX = 64      // Of one turn of the loop, so that others on it get theirs.
};

static int64_t now(const struct treadle_engine *engine) {
    (void)engine;
    uv_timeval64_t time;
    int failed = uv_gettimeofday(&time);
    ASSERT(failed == 0);
    return time.tv_sec * 1000 + time.tv_usec / 1000;
}

static void on_idle(uv_idle_t *idle) {
    (void)idle;  // That it is there keeps the loop awake.
}

static void on_timer(uv_timer_t *timer) {
    (void)timer;  // [prepare] comes after it in the same turn.
}

static void stir(struct treadle_engine *engine) {
    struct runtime *runtime = (struct runtime *)engine;
    if (!uv_is_closing((uv_handle_t *)&runtime->idle)) uv_idle_start(&runtime->idle, on_idle);
}

static void on_async(uv_async_t *async) {
    struct runtime *runtime = async->data;
    stir(&runtime->engine);
}

static void wake(struct treadle_engine *engine) {
    int failed = uv_async_send(&((struct runtime *)engine)->async);
    ASSERT(failed == 0);
}

static void on_handle_closed(uv_handle_t *handle) {
    struct runtime *runtime = handle->data;
    if (--runtime->handles == 0) runtime->ended(runtime);
}

static void release(struct treadle_engine *engine) {
    struct runtime *runtime = (struct runtime *)engine;
    uv_close((uv_handle_t *)&runtime->prepare, on_handle_closed);
    uv_close((uv_handle_t *)&runtime->idle, on_handle_closed);
    uv_close((uv_handle_t *)&runtime->timer, on_handle_closed);
    uv_close((uv_handle_t *)&runtime->async, on_handle_closed);
}

static const struct driver driver = {
    .now = now, .stir = stir, .wake = wake, .closing = stir, .release = release};

static void arm(struct runtime *runtime) {
    int64_t due_ms;
    if (!treadle_engine_due(&runtime->engine, &due_ms)) {
        uv_timer_stop(&runtime->timer);
        return;
    }
    int64_t wait_ms = due_ms - now(&runtime->engine);
    if (wait_ms < 0) wait_ms = 0;
    if (wait_ms > ARM_MAX_MS) wait_ms = ARM_MAX_MS;
    uv_update_time(runtime->loop);
    uv_timer_start(&runtime->timer, on_timer, (uint64_t)wait_ms, 0);
}

static void on_prepare(uv_prepare_t *prepare) {
    struct runtime *runtime = prepare->data;
    enum work work = WORK_MORE;
    for (int i = 0; i < ROUNDS_MAX && work == WORK_MORE; i++)
        work = treadle_engine_work(&runtime->engine);
    if (work == WORK_RELEASED) return;
    if (work == WORK_DONE)
        uv_idle_stop(&runtime->idle);
    else
        uv_idle_start(&runtime->idle, on_idle);
    arm(runtime);
}

static uint64_t drawn_seed(void) {
    uint64_t seed = 0;
    int failed = uv_random(NULL, NULL, &seed, sizeof(seed), 0, NULL);
    ASSERT(failed == 0);
    return seed;
}

int treadle_runtime_init(
    struct runtime *runtime, uv_loop_t *loop, const struct treadle_engine_options *options,
    struct treadle_status *status) {
    int failed = treadle_engine_check(options, status);
    if (failed < 0) return failed;
    struct treadle_engine_options own = {.version = TREADLE_ENGINE_VERSION};
    if (options != NULL) own = *options;
    if (!own.seeded && own.seed == 0) own.seed = drawn_seed();
    failed = uv_async_init(loop, &runtime->async, on_async);
    if (failed < 0)
        return treadle_status_set(status, TREADLE_EIO, "the loop: %s", uv_strerror(failed));
    treadle_engine_init(&runtime->engine, &driver, &own);
    runtime->loop = loop;
    runtime->handles = 4;
    uv_prepare_init(loop, &runtime->prepare);
    uv_idle_init(loop, &runtime->idle);
    uv_timer_init(loop, &runtime->timer);
    runtime->prepare.data = runtime->idle.data = runtime->timer.data = runtime->async.data =
        runtime;
    uv_prepare_start(&runtime->prepare, on_prepare);
    uv_unref((uv_handle_t *)&runtime->prepare);
    uv_unref((uv_handle_t *)&runtime->async);
    return 0;
}

struct runtime *treadle_runtime_of(struct treadle_engine *engine) {
    return engine->driver == &driver ? (struct runtime *)engine : NULL;
}

// -- On somebody's loop

static void ended(struct runtime *runtime) {
    treadle_engine_bury(&runtime->engine);
}

int treadle_engine_open(
    uv_loop_t *loop, const struct treadle_engine_options *options, treadle_engine **out,
    struct treadle_status *status) {
    REQUIRE(loop);
    REQUIRE(out);
    *out = NULL;
    struct runtime *runtime = treadle_alloc_zeroed(sizeof(*runtime));
    runtime->ended = ended;
    int failed = treadle_runtime_init(runtime, loop, options, status);
    if (failed < 0)
        free(runtime);
    else
        *out = &runtime->engine;
    return failed;
}

uv_loop_t *treadle_engine_loop(treadle_engine *engine) {
    ENGINE_MUST_LIVE(engine);
    const struct runtime *runtime = treadle_runtime_of(engine);
    return runtime == NULL ? NULL : runtime->loop;
}
