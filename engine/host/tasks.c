// Functions for Tasks: each is a carrier whose table does nothing but call it.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/host/engine.h"

struct task {
    treadle_task_cb function;
    void *data;
    char pattern[];
};

static int begin(void *self, treadle_call *call) {
    const struct task *task = self;
    task->function(call, task->data);
    return 0;
}

static const struct treadle_integration table = {
    .version = TREADLE_INTEGRATION_VERSION, .service = "", .begin = begin};

// `*` is any characters, none among them. At what does not fit, the last `*` takes one more: an
// earlier one need not be tried again, since what follows it has found its first place.
static bool fits(const char *pattern, const char *text) {
    const char *star = NULL, *taken = NULL;
    while (*text != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            taken = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++taken;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

struct carrier *treadle_tasks_carrier(const struct treadle_engine *engine, const char *resource) {
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        struct carrier *carrier = engine->carriers[i];
        if (carrier->pattern != NULL && fits(carrier->pattern, resource)) return carrier;
    }
    return NULL;
}

void treadle_task_free(const struct carrier *carrier) {
    free(carrier->self);
}

static bool is_taken(const struct treadle_engine *engine, const char *pattern) {
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        const char *other = engine->carriers[i]->pattern;
        if (other != NULL && strcmp(other, pattern) == 0) return true;
    }
    return false;
}

int treadle_engine_on_task(
    treadle_engine *engine, const char *pattern, treadle_task_cb function, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(pattern);
    REQUIRE(function);
    if (engine->life != ENGINE_OPEN) return TREADLE_ECLOSED;
    if (pattern[0] == '\0') return TREADLE_EINVAL;
    if (is_taken(engine, pattern)) return TREADLE_EEXIST;
    size_t size = strlen(pattern) + 1;
    struct task *task = treadle_alloc(sizeof(*task) + size);
    task->function = function;
    task->data = data;
    memcpy(task->pattern, pattern, size);
    treadle_engine_carrier_add(engine, &table, task)->pattern = task->pattern;
    return 0;
}
