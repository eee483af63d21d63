// What an execution did, read from its history: which states it was in and how it left them.
//
// Events name a state as it is entered and left; between, each says which event led to it. A state
// that was entered and never left failed, if what ended something leads back to it; else it was
// aborted, or it runs while the execution does.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "graph/graph.h"

enum { EVENTS_MAX = 1000000 };

struct event {
    const char *type;
    uint32_t previous;
    struct graph_state *state;   // Of ...StateEntered and ...StateExited; else NULL.
    bool entered, exited, left;  // [left]: an entry to which an exit leads back; an exit that is
                                 // followed by an entry.
};

struct reading {
    struct graph *graph;
    struct map names;      // Name → struct graph_state.
    struct event *events;  // By id.
    uint32_t count;
    bool over;
};

static uint32_t number_of(const cJSON *event, const char *name) {
    const cJSON *value = treadle_json_member(event, name);
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0)) return 0;
    return value->valuedouble > EVENTS_MAX ? EVENTS_MAX + 1 : (uint32_t)value->valuedouble;
}

static bool read_event(struct reading *reading, const cJSON *json) {
    uint32_t id = number_of(json, "id");
    const char *type = treadle_json_string(json, "type");
    if (id == 0 || id >= reading->count || type == NULL) return false;
    struct event *event = &reading->events[id];
    *event = (struct event){.type = type, .previous = number_of(json, "previousEventId")};
    if (event->previous >= id) event->previous = 0;
    event->entered = treadle_text_ends(type, "StateEntered");
    event->exited = treadle_text_ends(type, "StateExited");
    if (strncmp(type, "Execution", 9) == 0 && strcmp(type, "ExecutionStarted") != 0 &&
        strcmp(type, "ExecutionRedriven") != 0)
        reading->over = true;
    if (!event->entered && !event->exited) return true;
    const char *member = event->entered ? "stateEnteredEventDetails" : "stateExitedEventDetails";
    const char *name = treadle_json_string(treadle_json_member(json, member), "name");
    event->state = name == NULL ? NULL : treadle_map_find(&reading->names, name);
    return event->state != NULL;
}

// The entry that led to an event; 0: none did.
static uint32_t entry_before(const struct reading *reading, uint32_t id) {
    while (id > 0 && !reading->events[id].entered)
        id = reading->events[id].previous;
    return id;
}

// A mark says the worst that happened there.
static void mark(struct reading *reading, struct graph_marking *marking, enum graph_mark to) {
    static const int weights[MARK_COUNT] = {
        [MARK_SUCCEEDED] = 1,
        [MARK_ABORTED] = 2,
        [MARK_RUNNING] = 3,
        [MARK_CAUGHT] = 4,
        [MARK_FAILED] = 5};
    if (weights[to] > weights[marking->mark]) marking->mark = to;
    reading->graph->marked = true;
}

static bool is_failure(const char *type) {
    return treadle_text_ends(type, "Failed") || treadle_text_ends(type, "TimedOut");
}

// Marks the way from one state to another, or to the end where [to] is NULL.
static void mark_way(
    struct reading *reading, const struct graph_state *from, const struct graph_state *to,
    enum graph_mark as) {
    struct graph *graph = reading->graph;
    const struct graph_flow *flow = &graph->flows[from->flow];
    int32_t target = to == NULL ? -1 : (int32_t)(to - graph->states);
    for (uint32_t i = 0; i < flow->way_count; i++) {
        struct graph_way *way = &graph->ways[flow->ways[i]];
        bool catches = way->kind == TREADLE_PART_CATCHER;
        if (&graph->states[way->from] != from || way->to != target) continue;
        if (catches != (as == MARK_CAUGHT)) continue;
        mark(reading, &way->marking, as);
        return;
    }
}

// An exit right after a failure, or of a call that was never made, is a catch.
static void read_exit(struct reading *reading, uint32_t id) {
    struct event *event = &reading->events[id];
    const struct event *before = &reading->events[event->previous];
    bool uncalled = before->entered && strcmp(event->type, "TaskStateExited") == 0;
    bool caught = uncalled || (before->type != NULL && is_failure(before->type));
    mark(reading, &event->state->marking, caught ? MARK_CAUGHT : MARK_SUCCEEDED);
}

static void read_entry(struct reading *reading, uint32_t id) {
    const struct event *event = &reading->events[id];
    struct event *before = &reading->events[event->previous];
    if (!before->exited || before->state == NULL) return;
    if (before->state->flow != event->state->flow) return;
    before->left = true;
    enum graph_mark as = before->state->marking.mark == MARK_CAUGHT ? MARK_CAUGHT : MARK_SUCCEEDED;
    const struct event *reason = &reading->events[before->previous];
    if (as == MARK_CAUGHT && reason->type != NULL && !is_failure(reason->type) && !reason->entered)
        as = MARK_SUCCEEDED;
    mark_way(reading, before->state, event->state, as);
}

// The state that an end, or a failed Parallel or Map, goes back to, and those around it.
static void read_failure(struct reading *reading, uint32_t id) {
    struct graph *graph = reading->graph;
    uint32_t entry = entry_before(reading, reading->events[id].previous);
    if (entry == 0) return;
    struct graph_state *state = reading->events[entry].state;
    bool whole = strncmp(reading->events[id].type, "Execution", 9) == 0;
    reading->events[entry].left = true;
    mark(reading, &state->marking, MARK_FAILED);
    if (strcmp(state->type, "Fail") == 0) mark_way(reading, state, NULL, MARK_FAILED);
    while (whole && graph->flows[state->flow].owner >= 0) {
        state = &graph->states[graph->flows[state->flow].owner];
        mark(reading, &state->marking, MARK_FAILED);
    }
}

static void read_all(struct reading *reading) {
    for (uint32_t id = 1; id < reading->count; id++) {
        struct event *event = &reading->events[id];
        if (event->type == NULL) continue;
        if (event->exited) read_exit(reading, id);
        if (event->entered) read_entry(reading, id);
        bool fails = strcmp(event->type, "ExecutionFailed") == 0 ||
                     strcmp(event->type, "ParallelStateFailed") == 0 ||
                     strcmp(event->type, "MapStateFailed") == 0;
        if (fails) read_failure(reading, id);
    }
    int32_t *open = treadle_alloc_zeroed(reading->graph->state_count * sizeof(*open));
    for (uint32_t id = 1; id < reading->count; id++) {
        const struct event *event = &reading->events[id];
        if (event->state == NULL) continue;
        size_t number = (size_t)(event->state - reading->graph->states);
        open[number] += event->entered ? 1 : -1;
        if (event->exited && !event->left) mark_way(reading, event->state, NULL, MARK_SUCCEEDED);
    }
    for (uint32_t i = 0; i < reading->graph->state_count; i++) {
        struct graph_marking *marking = &reading->graph->states[i].marking;
        if (open[i] > 0 && marking->mark != MARK_FAILED)
            mark(reading, marking, reading->over ? MARK_ABORTED : MARK_RUNNING);
    }
    free(open);
}

bool treadle_graph_mark_history(struct graph *graph, const cJSON *history) {
    struct reading reading = {.graph = graph, .count = 1};
    if (cJSON_IsObject(history)) history = treadle_json_member(history, "events");
    if (!cJSON_IsArray(history)) return false;
    for (const cJSON *one = history->child; one != NULL; one = one->next)
        if (number_of(one, "id") >= reading.count) reading.count = number_of(one, "id") + 1;
    if (reading.count > EVENTS_MAX) return false;
    reading.events = treadle_alloc_zeroed(reading.count * sizeof(*reading.events));
    treadle_map_reserve(&reading.names, graph->state_count);
    for (uint32_t i = 0; i < graph->state_count; i++)
        treadle_map_put(&reading.names, graph->states[i].name, &graph->states[i]);
    bool good = true;
    for (const cJSON *one = history->child; one != NULL && good; one = one->next)
        good = read_event(&reading, one);
    if (good) read_all(&reading);
    treadle_map_clear(&reading.names);
    free(reading.events);
    return good;
}
