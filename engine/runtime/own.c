// An engine with a loop of its own, for programs whose loop is not libuv's: theirs watches one
// descriptor and calls in here.
//
// The loop must not be closed from inside itself, so what is left of a closed engine waits for
// treadle_engine_run_once to come back from it.
#include <stdlib.h>

#include "base/memory.h"
#include "base/status.h"
#include "engine/runtime/runtime.h"

struct own {
    struct runtime runtime;  // First: the door's pointer is to its engine.
    uv_loop_t loop;
    bool running, ended;
};

static void ended(struct runtime *runtime) {
    ((struct own *)runtime)->ended = true;
}

static struct own *own_of(treadle_engine *engine) {
    struct runtime *runtime = treadle_runtime_of(engine);
    MUST(
        runtime != NULL && runtime->ended == ended,
        "an engine was run that treadle_engine_open_own did not open");
    return (struct own *)runtime;
}

int treadle_engine_open_own(
    const struct treadle_engine_options *options, treadle_engine **out,
    struct treadle_status *status) {
    REQUIRE(out);
    *out = NULL;
    struct own *own = treadle_alloc_zeroed(sizeof(*own));
    int failed = uv_loop_init(&own->loop);
    if (failed < 0) {
        free(own);
        return treadle_status_set(status, TREADLE_EIO, "a loop: %s", uv_strerror(failed));
    }
    failed = treadle_runtime_init(&own->runtime, &own->loop, options, status);
    if (failed < 0) {
        int left = uv_loop_close(&own->loop);
        ASSERT(left == 0);
        free(own);
        return failed;
    }
    own->runtime.ended = ended;
    // While something is alive on it, libuv says how long a loop may sleep.
    uv_ref((uv_handle_t *)&own->runtime.async);
    *out = &own->runtime.engine;
    return 0;
}

int treadle_engine_fd(treadle_engine *engine) {
    ENGINE_MUST_LIVE(engine);
    return uv_backend_fd(&own_of(engine)->loop);
}

int treadle_engine_timeout(treadle_engine *engine) {
    ENGINE_MUST_LIVE(engine);
    struct own *own = own_of(engine);
    uv_update_time(&own->loop);
    return uv_backend_timeout(&own->loop);
}

bool treadle_engine_run_once(treadle_engine *engine) {
    ENGINE_MUST_LIVE(engine);
    struct own *own = own_of(engine);
    MUST(!own->running, "an engine was run from inside a callback of its own");
    own->running = true;
    uv_run(&own->loop, UV_RUN_NOWAIT);
    own->running = false;
    if (!own->ended || uv_loop_close(&own->loop) != 0) return true;  // Handles of others are left.
    treadle_engine_bury(engine);
    return false;
}
