// The engine on a libuv loop, between the files of this room; nobody else includes this.
#ifndef TREADLE_ENGINE_RUNTIME_RUNTIME_H
#define TREADLE_ENGINE_RUNTIME_RUNTIME_H

#include <uv.h>

#include "engine/host/engine.h"

struct runtime {
    struct treadle_engine engine;  // First: the door's pointer is to this.
    uv_loop_t *loop;
    uv_prepare_t prepare;
    uv_idle_t idle;
    uv_timer_t timer;
    uv_async_t async;
    int handles;  // Not closed yet.
    // All of its handles are closed: takes the runtime, which is to be buried, now or later.
    void (*ended)(struct runtime *runtime);
};

// TREADLE_EINVAL: the options are of another version; TREADLE_EIO: the loop takes no more handles.
// Then nothing is on the loop.
int treadle_runtime_init(
    struct runtime *runtime, uv_loop_t *loop, const struct treadle_engine_options *options,
    struct treadle_status *status);
// NULL: the engine is in virtual time.
struct runtime *treadle_runtime_of(struct treadle_engine *engine);

#endif
