// Events as AWS shows them.
#ifndef TREADLE_ENGINE_CORE_HISTORY_H
#define TREADLE_ENGINE_CORE_HISTORY_H

#include "engine/core/core.h"

// One event in GetExecutionHistory's shape, the timestamp in seconds; [id] counts from 1. Gives a
// value in [arena], which may refer to the event's document.
cJSON *treadle_event_render(
    struct arena *arena, const struct identity *identity, const struct event *event, uint32_t id);
// Can it be rendered? Of one that was read from a row.
bool treadle_event_sound(const struct event *event);
const char *treadle_event_type(
    struct arena *arena, const struct event *event);  // "TaskStateEntered"; lends.

#endif
