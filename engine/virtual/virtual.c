// The door's engine in virtual time: a year of waiting takes no time at all.
//
// There is no clock: time stands still while there is work, then jumps to the next moment at which
// something is due. So the same start gives the same bytes, whatever the machine is doing
// meanwhile.
#include <stdlib.h>

#include "base/memory.h"
#include "base/time_text.h"
#include "engine/host/engine.h"

enum { CLOSING_ROUNDS_MAX = 1000 };  // For jobs that never end posting jobs.

static const int64_t start_default_ms = 1767225600000;  // 2026-01-01T00:00:00Z

struct virtual_engine {
    struct treadle_engine engine;  // First: the door's pointer is to this.
    int64_t now_ms;
    bool turning;
};

static struct virtual_engine *virtual_of(struct treadle_engine *engine);

static int64_t now(const struct treadle_engine *engine) {
    return ((const struct virtual_engine *)engine)->now_ms;
}

static void stir(struct treadle_engine *engine) {
    (void)engine;  // Whoever opened it turns it.
}

// Integrations may close by jobs and alarms, for which time jumps; what has not let go when nothing
// happens any more is left behind.
static void close_down(struct treadle_engine *engine) {
    struct virtual_engine *it = virtual_of(engine);
    enum work work = WORK_MORE;
    for (int i = 0; i < CLOSING_ROUNDS_MAX && work != WORK_RELEASED; i++) {
        int64_t due_ms;
        work = treadle_engine_work(engine);
        if (work != WORK_DONE) continue;
        if (!treadle_engine_due(engine, &due_ms)) break;
        if (due_ms > it->now_ms) it->now_ms = due_ms;
    }
    if (work != WORK_RELEASED) treadle_engine_release(engine);
}

static void closing(struct treadle_engine *engine) {
    if (!virtual_of(engine)->turning) close_down(engine);
}

static const struct driver driver = {
    .now = now, .stir = stir, .wake = stir, .closing = closing, .release = treadle_engine_bury};

static struct virtual_engine *virtual_of(struct treadle_engine *engine) {
    MUST(
        engine->driver == &driver,
        "an engine was turned that treadle_engine_open_virtual did not open");
    return (struct virtual_engine *)engine;
}

int treadle_engine_open_virtual(
    const struct treadle_engine_options *options, treadle_engine **out,
    struct treadle_status *status) {
    REQUIRE(out);
    *out = NULL;
    int failed = treadle_engine_check(options, status);
    if (failed < 0) return failed;
    struct virtual_engine *opened = treadle_alloc_zeroed(sizeof(*opened));
    opened->now_ms = options == NULL || options->now_ms == 0 ? start_default_ms : options->now_ms;
    treadle_engine_init(&opened->engine, &driver, options);
    *out = &opened->engine;
    return 0;
}

// Works at this moment until nothing is left to do. False: the engine was closed meanwhile and is
// no more.
static bool work_off(struct virtual_engine *it) {
    enum work work = WORK_MORE;
    it->turning = true;
    while (work == WORK_MORE && it->engine.life == ENGINE_OPEN)
        work = treadle_engine_work(&it->engine);
    if (work == WORK_RELEASED) return false;
    it->turning = false;
    if (it->engine.life == ENGINE_OPEN) return true;
    close_down(&it->engine);
    return false;
}

bool treadle_engine_turn(treadle_engine *engine, int64_t until_ms) {
    ENGINE_MUST_LIVE(engine);
    struct virtual_engine *it = virtual_of(engine);
    MUST(!it->turning, "an engine was turned from inside a callback of its own");
    int64_t due_ms;
    for (;;) {
        if (!work_off(it)) return false;
        bool due = treadle_engine_due(engine, &due_ms);
        if (due && due_ms <= until_ms) {
            if (due_ms > it->now_ms) it->now_ms = due_ms;
            continue;
        }
        if (until_ms == INT64_MAX) return due;
        if (until_ms > TIME_MAX_MS) until_ms = TIME_MAX_MS;
        if (until_ms > it->now_ms) it->now_ms = until_ms;
        return due;
    }
}
