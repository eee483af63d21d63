// What is seen of an execution while it runs, and the outcome made of it. For suite alone.
//
// Everything about the way an execution took comes from its trace, so it is the same with and
// without a history, and at any depth.
#ifndef TREADLE_SUITE_OUTCOME_H
#define TREADLE_SUITE_OUTCOME_H

#include "base/arena.h"
#include "base/map.h"
#include "suite/result.h"
#include "treadle/engine.h"

struct seen;  // What is seen of one state.

struct watch {  // Zero it, set the first group.
    struct arena *arena;
    const treadle_machine *machine;  // For places; borrowed.
    const cJSON *wanted;             // `states` of the expectations; NULL: there are none.
    struct suite_result *rows;       // Where the trace goes; NULL: nowhere.
    int64_t start_ms;

    const char *execution_arn;  // The first one is the one that is watched.
    uint32_t depth;             // Of the state it began in.
    cJSON *path;
    struct map states;
    struct seen **order;
    uint32_t count, size;
    uint32_t path_count;
    uint32_t calls;  // Of all states.
};

void treadle_watch_trace(struct watch *watch, const struct treadle_trace *trace);
void treadle_watch_clear(struct watch *watch);
// The state whose call is not answered yet, the last of several; NULL: there is none.
const char *treadle_watch_waiting(const struct watch *watch);
// "path" and "states", put into [outcome], a scratch object of the arena.
void treadle_watch_put(const struct watch *watch, cJSON *outcome);

#endif
