// Traces, counted state by state, and told line by line.
#include "suite/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/time_text.h"

enum { ROW_VALUE_MAX = 1000 };

struct sent {  // What was sent last, by one item of a Map.
    int32_t index;
    const char *text;
};

struct seen {
    const char *name;
    uint32_t visits, calls;
    uint32_t waiting;    // Calls that are not answered yet.
    uint32_t last_call;  // Its number among the calls of all states.
    cJSON *received;     // NULL: nobody asks.
    cJSON *retries, *caught;
    struct sent *sent;
    uint32_t sent_count, sent_size;
};

static struct seen *see(struct watch *watch, const char *name) {
    struct seen *seen = treadle_map_find(&watch->states, name);
    if (seen != NULL) return seen;
    struct arena *arena = watch->arena;
    seen = treadle_arena_alloc_zeroed(arena, sizeof(*seen));
    seen->name = treadle_arena_copy(arena, name);
    seen->retries = treadle_scratch_node(arena, cJSON_Array);
    seen->caught = treadle_scratch_node(arena, cJSON_Array);
    const cJSON *wanted = treadle_json_member(watch->wanted, name);
    if (treadle_json_member(wanted, "received") != NULL)
        seen->received = treadle_scratch_node(arena, cJSON_Array);
    (void)treadle_map_put(&watch->states, seen->name, seen);
    ADD(watch->order, watch->count, watch->size) = seen;
    return seen;
}

void treadle_watch_clear(struct watch *watch) {
    for (uint32_t i = 0; i < watch->count; i++)
        free(watch->order[i]->sent);
    free(watch->order);
    treadle_map_clear(&watch->states);
}

// -- Rows

// A value as a line of the trace has it, cut where it is long.
static const char *shown(struct watch *watch, const cJSON *value) {
    char *text = treadle_json_print(watch->arena, value);
    if (strlen(text) <= ROW_VALUE_MAX) return text;
    size_t size = ROW_VALUE_MAX;
    while ((text[size] & 0xC0) == 0x80)
        size--;
    text[size] = '\0';
    return treadle_arena_print(watch->arena, "%s…", text);
}

static void keep_sent(struct watch *watch, struct seen *seen, const struct treadle_trace *trace) {
    const char *text = shown(watch, trace->value);
    for (uint32_t i = 0; i < seen->sent_count; i++) {
        if (seen->sent[i].index != trace->index) continue;
        seen->sent[i].text = text;
        return;
    }
    ADD(seen->sent, seen->sent_count, seen->sent_size) = (struct sent){trace->index, text};
}

static const char *sent_by(const struct seen *seen, int32_t index) {
    for (uint32_t i = 0; i < seen->sent_count; i++)
        if (seen->sent[i].index == index) return seen->sent[i].text;
    return "";
}

// "lambda:invoke {…}"; a state that is no Task is known by its type.
static const char *call_words(
    struct watch *watch, const struct seen *seen, const struct treadle_trace *trace) {
    if (trace->uri == NULL) return trace->type;
    const char *sent = sent_by(seen, trace->index);
    const char *action = trace->uri->action;
    return treadle_arena_print(
        watch->arena, "%s%s%s%s%s", trace->uri->service, *action == '\0' ? "" : ":", action,
        *sent == '\0' ? "" : " ", sent);
}

// The field that made an execution go on to [next]: which one, and how it is called.
static const char *way_out(struct watch *watch, const struct treadle_trace *trace) {
    if (trace->next == NULL || watch->machine == NULL || trace->pointer == NULL) return NULL;
    struct arena *arena = watch->arena;
    const char *field, *words;
    if (trace->catcher >= 0) {
        field = treadle_arena_print(arena, "/Catch/%d/Next", (int)trace->catcher);
        words = treadle_arena_print(arena, "Catch %d", (int)trace->catcher + 1);
    } else if (strcmp(trace->type, "Choice") == 0 && trace->rule >= 0) {
        field = treadle_arena_print(arena, "/Choices/%d/Next", (int)trace->rule);
        words = treadle_arena_print(arena, "rule %d", (int)trace->rule + 1);
    } else {
        words = strcmp(trace->type, "Choice") == 0 ? "Default" : "Next";
        field = treadle_arena_print(arena, "/%s", words);
    }
    struct treadle_place place;
    const char *pointer = treadle_arena_print(arena, "%s%s", trace->pointer, field);
    if (!treadle_machine_place(watch->machine, pointer, false, &place)) return NULL;
    const char *source = treadle_machine_source(watch->machine);
    return treadle_arena_print(
        arena, "%s:%u:%u, %s of '%s'", source == NULL ? "" : source, place.line, place.column,
        words, trace->state);
}

static const char *left_words(
    struct watch *watch, const struct seen *seen, const struct treadle_trace *trace) {
    struct arena *arena = watch->arena;
    if (trace->error != NULL)
        return treadle_arena_print(
            arena, "%s ✗ %s · Catch %d → %s", call_words(watch, seen, trace), trace->error,
            (int)trace->catcher + 1, trace->next);
    if (strcmp(trace->type, "Choice") == 0) {
        if (trace->rule < 0) return treadle_arena_print(arena, "no rule holds → %s", trace->next);
        return treadle_arena_print(arena, "rule %d holds → %s", (int)trace->rule + 1, trace->next);
    }
    const char *before = trace->uri == NULL ? "" : call_words(watch, seen, trace);
    return treadle_arena_print(
        arena, "%s%s→ %s", before, *before == '\0' ? "" : " ", shown(watch, trace->value));
}

static const char *failed_words(
    struct watch *watch, const struct seen *seen, const struct treadle_trace *trace) {
    const char *error = trace->error == NULL ? "" : trace->error;
    if (strcmp(trace->type, "Fail") == 0)
        return treadle_arena_print(watch->arena, "Fail %s", error);
    return treadle_arena_print(watch->arena, "%s ✗ %s", call_words(watch, seen, trace), error);
}

static const char *retry_words(
    struct watch *watch, const struct seen *seen, const struct treadle_trace *trace) {
    char pause[TIME_TEXT_SIZE];
    treadle_duration_write(pause, trace->pause_ms);
    return treadle_arena_print(
        watch->arena, "%s ✗ %s · retry %u of %u in %s", call_words(watch, seen, trace),
        trace->error, trace->attempt, trace->attempts_max, pause);
}

static void tell(struct watch *watch, const struct seen *seen, const struct treadle_trace *trace) {
    struct suite_row row = {
        .at_ms = trace->at_ms - watch->start_ms,
        .depth = trace->depth - watch->depth,
        .state = trace->state,
        .step = trace->depth == watch->depth ? (int32_t)watch->path_count - 1 : -1};
    switch (trace->kind) {
        case TREADLE_TRACE_LEFT:
            row.what = left_words(watch, seen, trace);
            row.why = way_out(watch, trace);
            break;
        case TREADLE_TRACE_RETRY: row.what = retry_words(watch, seen, trace); break;
        case TREADLE_TRACE_FAILED: row.what = failed_words(watch, seen, trace); break;
        case TREADLE_TRACE_STARTED:
            row.what = treadle_arena_print(watch->arena, "%s of %u", trace->type, trace->count);
            break;
        default: return;
    }
    treadle_suite_result_row(watch->rows, &row);
}

// -- Counting

void treadle_watch_trace(struct watch *watch, const struct treadle_trace *trace) {
    struct arena *arena = watch->arena;
    if (watch->execution_arn == NULL) {
        watch->execution_arn = treadle_arena_copy(arena, trace->execution_arn);
        watch->path = treadle_scratch_node(arena, cJSON_Array);
        watch->depth = trace->depth;
    }
    if (strcmp(watch->execution_arn, trace->execution_arn) != 0) return;
    struct seen *seen = see(watch, trace->state);
    bool answered = trace->kind == TREADLE_TRACE_RETRY || trace->kind == TREADLE_TRACE_LEFT ||
                    trace->kind == TREADLE_TRACE_FAILED;
    if (answered && seen->waiting > 0) seen->waiting--;
    switch (trace->kind) {
        case TREADLE_TRACE_ENTERED:
            seen->visits++;
            if (trace->depth > watch->depth) break;
            treadle_scratch_append(watch->path, NULL, treadle_scratch_string(arena, seen->name));
            watch->path_count++;
            break;
        case TREADLE_TRACE_CALLED:
            seen->calls++;
            seen->waiting++;
            seen->last_call = ++watch->calls;
            if (seen->received != NULL)
                treadle_scratch_append(
                    seen->received, NULL, treadle_scratch_copy(arena, trace->value));
            if (watch->rows != NULL) keep_sent(watch, seen, trace);
            break;
        case TREADLE_TRACE_RETRY:
            treadle_scratch_append(
                seen->retries, NULL, treadle_scratch_int(arena, trace->pause_ms));
            break;
        case TREADLE_TRACE_LEFT:
            if (trace->error != NULL)
                treadle_scratch_append(
                    seen->caught, NULL,
                    treadle_scratch_string(arena, treadle_arena_copy(arena, trace->error)));
            break;
        default: break;
    }
    if (watch->rows != NULL) tell(watch, seen, trace);
}

const char *treadle_watch_waiting(const struct watch *watch) {
    const struct seen *last = NULL;
    for (uint32_t i = 0; i < watch->count; i++)
        if (watch->order[i]->waiting > 0 &&
            (last == NULL || watch->order[i]->last_call > last->last_call))
            last = watch->order[i];
    return last == NULL ? NULL : last->name;
}

void treadle_watch_put(const struct watch *watch, cJSON *outcome) {
    struct arena *arena = watch->arena;
    cJSON *states = treadle_scratch_node(arena, cJSON_Object);
    for (uint32_t i = 0; i < watch->count; i++) {
        const struct seen *seen = watch->order[i];
        cJSON *state = treadle_scratch_node(arena, cJSON_Object);
        treadle_put_int(arena, state, "visits", seen->visits);
        treadle_put_int(arena, state, "calls", seen->calls);
        treadle_put_value(arena, state, "received", seen->received);
        treadle_put_value(arena, state, "retries", seen->retries);
        treadle_put_value(arena, state, "caught", seen->caught);
        treadle_scratch_append(states, seen->name, state);
    }
    treadle_put_value(
        arena, outcome, "path",
        watch->path != NULL ? watch->path : treadle_scratch_node(arena, cJSON_Array));
    treadle_put_value(arena, outcome, "states", states);
}
