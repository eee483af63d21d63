// A history, ours or AWS's, read as a case: the input, what each call was answered, how it ended.
//
// An event is about the state of the last *StateEntered that leads to it, and a call's answer about
// the last *Scheduled. It is of the item whose MapIterationStarted leads to it, until that Map is
// left. All of this is handed on from event to event.
#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "base/time_text.h"
#include "suite/record_inside.h"

enum {
    SECOND_MS = 1000,
    SECONDS_MAX = 99999999,  // AWS quota: TimeoutSeconds.
};
static const double YEAR_10000 = 253402300800.0;  // In seconds since 1970.

struct call {  // As it was made and answered.
    const char *state;
    int32_t item;  // -1: in no Map.
    int64_t at_ms, heartbeat_s, timeout_s;
    const cJSON *answer;  // NULL: there was none.
};

struct trail {  // The ids of what led to an event, itself included; 0: nothing did.
    uint32_t entered, scheduled, run;
    uint32_t item;   // MapIterationStarted, of the innermost Map.
    uint32_t outer;  // Of such an event: that of the Map around it.
};

struct history {
    struct record *record;
    const cJSON **events;  // By id; likewise
    struct trail *trails;
    struct call *calls;  // By the id of what scheduled them; no state: it scheduled none.
    uint32_t count;
    bool exact;
    const char *stranger;  // A state that the machine does not have.
    const char *clipped;   // A state whose value the history has not whole.
};

// -- Events

static const char *type_of(const cJSON *event) {
    const char *type = treadle_json_string(event, "type");
    return type == NULL ? "" : type;
}

static bool is_end(const char *type, const char *end) {
    size_t size = strlen(type), tail = strlen(end);
    return size >= tail && strcmp(type + size - tail, end) == 0;
}

static const cJSON *details_of(const cJSON *event) {
    static const char end[] = "EventDetails";
    for (const cJSON *member = event->child; member != NULL; member = member->next)
        if (cJSON_IsObject(member) && is_end(member->string, end)) return member;
    return NULL;
}

static int64_t number_of(const cJSON *object, const char *name) {
    int64_t number = 0;
    const cJSON *value = treadle_json_member(object, name);
    return cJSON_IsNumber(value) && treadle_number_int(value, &number) ? number : 0;
}

static int64_t seconds_of(const cJSON *object, const char *name) {
    int64_t seconds = number_of(object, name);
    return seconds > 0 && seconds <= SECONDS_MAX ? seconds : 0;
}

// Seconds since 1970, or a text, as the AWS CLI writes it.
static int64_t time_of(const cJSON *event) {
    int64_t at_ms = 0;
    const cJSON *value = treadle_json_member(event, "timestamp");
    if (cJSON_IsString(value)) {
        (void)treadle_time_read(value->valuestring, &at_ms);
    } else if (cJSON_IsNumber(value) && value->valuedouble > 0 && value->valuedouble < YEAR_10000) {
        at_ms = (int64_t)(value->valuedouble * SECOND_MS + 0.5);
    }
    return at_ms;
}

static uint32_t id_of(const struct history *history, const cJSON *event, const char *name) {
    int64_t id = number_of(event, name);
    return id > 0 && id <= history->count ? (uint32_t)id : 0;
}

static uint32_t before(const struct history *history, uint32_t id) {
    const cJSON *event = history->events[id];
    uint32_t previous = event == NULL ? 0 : id_of(history, event, "previousEventId");
    return previous < id ? previous : 0;  // Always older, so that every way ends.
}

static const char *name_of(const struct history *history, uint32_t id) {
    const char *name =
        id == 0 ? NULL : treadle_json_string(details_of(history->events[id]), "name");
    return name == NULL ? "" : name;
}

static const char *state_of(const struct history *history, uint32_t id) {
    return name_of(history, history->trails[id].entered);
}

// An iteration of the Map [name], or of one of its items: the next one follows an event of one that
// ended.
static bool is_of(const struct history *history, uint32_t item, const char *name) {
    return item != 0 && strcmp(name_of(history, item), name) == 0;
}

static void follow(struct history *history, uint32_t id) {
    const char *type = type_of(history->events[id]);
    struct trail *trail = &history->trails[id];
    *trail = history->trails[before(history, id)];
    uint32_t item = trail->item;
    if (is_end(type, "StateEntered")) {
        trail->entered = id;
    } else if (is_end(type, "Scheduled")) {
        trail->scheduled = id;
    } else if (strcmp(type, "MapRunStarted") == 0) {
        trail->run = id;
    } else if (strcmp(type, "MapIterationStarted") == 0) {
        bool sibling = is_of(history, item, name_of(history, id));
        trail->outer = sibling ? history->trails[item].outer : item;
        trail->item = id;
    } else if (strcmp(type, "MapStateExited") == 0 && is_of(history, item, name_of(history, id))) {
        trail->item = history->trails[item].outer;
    }
}

static int32_t item_of(const struct history *history, uint32_t id) {
    uint32_t item = history->trails[id].item;
    return item == 0 ? -1 : (int32_t)number_of(details_of(history->events[item]), "index");
}

// A member that holds JSON as text, or, in some histories, the value itself.
static const cJSON *value_of(struct history *history, const cJSON *details, const char *name) {
    const cJSON *value = treadle_json_member(details, name);
    const char *more = treadle_arena_print(&history->record->arena, "%sDetails", name);
    if (cJSON_IsTrue(treadle_json_member(treadle_json_member(details, more), "truncated")))
        history->clipped = name;
    if (!cJSON_IsString(value)) return value;
    const cJSON *read = treadle_scratch_read(
        &history->record->arena, value->valuestring, strlen(value->valuestring));
    return read == NULL ? value : read;
}

// -- Calls and their answers

static void put_text(struct history *history, cJSON *object, const char *key, const char *text) {
    treadle_put_text(&history->record->arena, object, key, text);
}

static void put_duration(struct history *history, cJSON *mock, const char *key, int64_t ms) {
    char text[TIME_TEXT_SIZE];
    treadle_duration_spell(text, ms);
    put_text(history, mock, key, treadle_arena_copy(&history->record->arena, text));
}

static void put_after(struct history *history, cJSON *mock, const struct call *call, int64_t ms) {
    int64_t after_ms = history->exact ? ms : ms / SECOND_MS * SECOND_MS;
    if (after_ms <= 0) return;
    put_duration(history, mock, "after", after_ms);
    if (call->heartbeat_s > 0 && after_ms >= call->heartbeat_s * SECOND_MS)
        put_duration(history, mock, "heartbeat", call->heartbeat_s * SECOND_MS / 2);
}

// A text; where it is JSON, some tools that print histories make a value of it.
static const char *cause_of(struct history *history, const cJSON *details) {
    const cJSON *cause = treadle_json_member(details, "cause");
    if (cause == NULL || cJSON_IsNull(cause)) return NULL;
    if (cJSON_IsString(cause)) return cause->valuestring;
    return treadle_json_print(&history->record->arena, cause);
}

static cJSON *error_of(struct history *history, const cJSON *details) {
    cJSON *mock = treadle_scratch_node(&history->record->arena, cJSON_Object);
    const char *error = treadle_json_string(details, "error");
    put_text(history, mock, "error", error == NULL ? "States.TaskFailed" : error);
    put_text(history, mock, "cause", cause_of(history, details));
    return mock;
}

static const cJSON *never(struct history *history) {
    cJSON *mock = treadle_scratch_node(&history->record->arena, cJSON_Object);
    put_text(history, mock, "after", "never");
    return mock;
}

static const cJSON *answer_of(
    struct history *history, const cJSON *event, const struct call *call) {
    struct arena *arena = &history->record->arena;
    const char *type = type_of(event);
    const cJSON *details = details_of(event);
    cJSON *mock;
    if (is_end(type, "Succeeded")) {
        static const cJSON nothing = {.type = cJSON_NULL};
        const cJSON *output = value_of(history, details, "output");
        mock = treadle_scratch_node(arena, cJSON_Object);
        treadle_put_value(arena, mock, "result", output == NULL ? &nothing : output);
    } else if (is_end(type, "TimedOut") && call->timeout_s + call->heartbeat_s > 0) {
        return never(history);
    } else if (strcmp(type, "TaskSubmitFailed") == 0) {
        mock = treadle_scratch_node(arena, cJSON_Object);
        treadle_put_value(arena, mock, "submit", error_of(history, details));
        return mock;
    } else {
        mock = error_of(history, details);
    }
    put_after(history, mock, call, time_of(event) - call->at_ms);
    return mock;
}

static bool is_answer(const char *type) {
    static const char *const families[] = {"Task", "LambdaFunction", "Activity"};
    static const char *const ends[] = {"Succeeded",    "Failed",      "TimedOut",
                                       "SubmitFailed", "StartFailed", "ScheduleFailed"};
    for (size_t i = 0; i < COUNT_OF(families) * COUNT_OF(ends); i++) {
        const char *family = families[i / COUNT_OF(ends)];
        size_t size = strlen(family);
        if (strncmp(type, family, size) == 0 && strcmp(type + size, ends[i % COUNT_OF(ends)]) == 0)
            return true;
    }
    return false;
}

static void read_scheduled(struct history *history, uint32_t id) {
    const cJSON *details = details_of(history->events[id]);
    history->calls[id] = (struct call){
        .state = state_of(history, id),
        .item = item_of(history, id),
        .at_ms = time_of(history->events[id]),
        .timeout_s = seconds_of(details, "timeoutInSeconds"),
        .heartbeat_s = seconds_of(details, "heartbeatInSeconds")};
}

// Where nothing was scheduled, the state failed before it.
static void read_answer(struct history *history, uint32_t id) {
    uint32_t by = history->trails[id].scheduled, entered = history->trails[id].entered;
    if (by < entered) {
        by = entered;
        read_scheduled(history, by);
    }
    struct call *call = &history->calls[by];
    if (call->state != NULL && call->answer == NULL)
        call->answer = answer_of(history, history->events[id], call);
}

// A Task that was entered last and scheduled nothing: the execution failed of it.
static void read_stumble(struct history *history, const struct recorded *out) {
    uint32_t id = history->count;
    if (history->record->wanted->history == NULL) return;  // It can be played to the same end.
    while (id > 0 && strcmp(type_of(history->events[id]), "TaskStateEntered") != 0)
        id--;
    const char *end = type_of(history->events[history->count]);
    if (id == 0 || id + 1 != history->count || strcmp(end, "ExecutionFailed") != 0) return;
    read_scheduled(history, id);
    cJSON *mock = treadle_scratch_node(&history->record->arena, cJSON_Object);
    put_text(history, mock, "error", out->error == NULL ? "States.Runtime" : out->error);
    put_text(history, mock, "cause", out->cause);
    history->calls[id].answer = mock;
}

// A Map or Parallel of which the history has nothing within: a distributed Map, or one that was
// mocked. Its output has to do for its result.
static void read_whole(struct history *history, uint32_t id) {
    uint32_t entered = history->trails[id].entered;
    const char *type = type_of(history->events[id]);
    bool forks = strncmp(type, "Map", 3) == 0 || strncmp(type, "Parallel", 8) == 0;
    bool run = history->trails[id].run > entered;
    if (!forks || entered == 0 || (before(history, id) != entered && !run)) return;
    struct call *call = &history->calls[entered];
    *call = (struct call){
        .state = state_of(history, entered),
        .item = item_of(history, entered),
        .at_ms = time_of(history->events[entered])};
    cJSON *mock = treadle_scratch_node(&history->record->arena, cJSON_Object);
    treadle_put_value(
        &history->record->arena, mock, "result",
        value_of(history, details_of(history->events[id]), "output"));
    put_after(history, mock, call, time_of(history->events[id]) - call->at_ms);
    call->answer = mock;
}

static void read_event(struct history *history, uint32_t id, struct recorded *out) {
    struct record *record = history->record;
    const char *type = type_of(history->events[id]);
    const cJSON *details = details_of(history->events[id]);
    if (is_end(type, "StateEntered")) {
        const char *name = state_of(history, id);
        const struct record_state *state = treadle_map_find(&record->states, name);
        if (state == NULL) history->stranger = name;
        if (state != NULL && state->depth == 0)
            treadle_scratch_append(
                out->path, NULL, treadle_scratch_string(&record->arena, state->name));
    } else if (is_end(type, "Scheduled")) {
        read_scheduled(history, id);
    } else if (is_answer(type)) {
        read_answer(history, id);
    } else if (is_end(type, "StateExited")) {
        read_whole(history, id);
    } else if (strcmp(type, "ExecutionSucceeded") == 0) {
        out->status = "SUCCEEDED";
        out->output = value_of(history, details, "output");
    } else if (
        strcmp(type, "ExecutionFailed") == 0 || strcmp(type, "ExecutionTimedOut") == 0 ||
        strcmp(type, "ExecutionAborted") == 0) {
        out->status = type[9] == 'F' ? "FAILED" : type[9] == 'T' ? "TIMED_OUT" : "ABORTED";
        out->error = treadle_json_string(details, "error");
        out->cause = cause_of(history, details);
    }
}

// -- Mocks of the calls

// Call by call, equal ones counted; where all are equal, the one.
static const cJSON *list_of(struct arena *arena, const cJSON **answers, uint32_t count) {
    cJSON *list = treadle_scratch_node(arena, cJSON_Array);
    for (uint32_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && treadle_json_equal(answers[i], answers[next]); next++)
            continue;
        if (i == 0 && next == count) return answers[0];
        cJSON *entry = treadle_scratch_node(arena, cJSON_Object);
        for (const cJSON *one = answers[i]->child; one != NULL; one = one->next)
            treadle_put_value(arena, entry, one->string, one);
        if (next - i > 1) treadle_put_int(arena, entry, "times", next - i);
        treadle_scratch_append(list, NULL, entry);
    }
    return list;
}

struct answers {  // Of one state, in the order of its calls.
    const cJSON **list;
    int32_t *items;
    uint32_t count;
};

// Those of one item; -1: of all.
static const cJSON *list_of_item(struct arena *arena, const struct answers *all, int32_t item) {
    const cJSON **some = treadle_arena_alloc(arena, (all->count + 1) * sizeof(const cJSON *));
    uint32_t count = 0;
    for (uint32_t i = 0; i < all->count; i++)
        if (item == -1 || all->items[i] == item) some[count++] = all->list[i];
    return list_of(arena, some, count);
}

static const cJSON *mock_of(struct arena *arena, const struct answers *all) {
    const cJSON *whole = list_of_item(arena, all, -1);
    bool items = false;
    for (uint32_t i = 0; i < all->count; i++)
        items = items || all->items[i] >= 0;
    if (!cJSON_IsArray(whole) || !items) return whole;
    cJSON *by_item = treadle_scratch_node(arena, cJSON_Object);
    for (uint32_t i = 0; i < all->count; i++) {
        const char *index = treadle_arena_print(arena, "%d", (int)all->items[i]);
        if (all->items[i] < 0) index = "else";
        if (treadle_json_member(by_item, index) == NULL)
            treadle_put_value(arena, by_item, index, list_of_item(arena, all, all->items[i]));
    }
    cJSON *mock = treadle_scratch_node(arena, cJSON_Object);
    treadle_scratch_append(mock, "items", by_item);
    return mock;
}

static void put_mocks(struct history *history, struct recorded *out) {
    struct arena *arena = &history->record->arena;
    for (uint32_t id = 1; id <= history->count; id++) {
        const char *state = history->calls[id].state;
        if (state == NULL || treadle_json_member(out->mocks, state) != NULL) continue;
        struct answers all = {
            .list = treadle_arena_alloc(arena, history->count * sizeof(const cJSON *)),
            .items = treadle_arena_alloc(arena, history->count * sizeof(*all.items))};
        for (uint32_t i = id; i <= history->count; i++) {
            const struct call *call = &history->calls[i];
            if (call->state == NULL || strcmp(call->state, state) != 0) continue;
            all.items[all.count] = call->item;
            all.list[all.count++] = call->answer == NULL ? never(history) : call->answer;
        }
        treadle_put_value(arena, out->mocks, state, mock_of(arena, &all));
    }
}

// -- The whole

static int refuse(struct record *record, const char *words) {
    return treadle_status_set(record->status, TREADLE_EPARSE, "%s", words);
}

static const cJSON *list_in(const cJSON *events) {
    return cJSON_IsObject(events) ? treadle_json_member(events, "events") : events;
}

static int read_all(struct history *history, const cJSON *list, struct recorded *out) {
    struct record *record = history->record;
    for (const cJSON *event = list->child; event != NULL; event = event->next) {
        uint32_t id = id_of(history, event, "id");
        if (id == 0 || history->events[id] != NULL)
            return refuse(
                record, "the events are not all there: their ids do not go from 1 to the last");
        history->events[id] = event;
    }
    if (history->count == 0 || strcmp(type_of(history->events[1]), "ExecutionStarted") != 0)
        return refuse(record, "this is no history: it does not begin with ExecutionStarted");
    for (uint32_t id = 1; id <= history->count; id++)
        follow(history, id);
    for (uint32_t id = 1; id <= history->count; id++)
        read_event(history, id, out);
    if (history->stranger != NULL)
        return treadle_status_set(
            record->status, TREADLE_EINVAL,
            "the history is not of this machine, which has no state '%s'", history->stranger);
    read_stumble(history, out);
    put_mocks(history, out);
    return 0;
}

int treadle_record_read(
    struct record *record, const cJSON *events, bool exact, struct recorded *out) {
    const cJSON *list = list_in(events);
    if (!cJSON_IsArray(list))
        return refuse(
            record, "this is no history: it has no 'events', as GetExecutionHistory gives them and "
                    "'treadle run --history --json' prints them");
    struct arena *arena = &record->arena;
    struct history history = {.record = record, .count = treadle_json_count(list), .exact = exact};
    history.events = treadle_arena_alloc_zeroed(arena, (history.count + 1) * sizeof(const cJSON *));
    history.trails = treadle_arena_alloc_zeroed(arena, (history.count + 1) * sizeof(struct trail));
    history.calls = treadle_arena_alloc_zeroed(arena, (history.count + 1) * sizeof(struct call));
    *out = (struct recorded){
        .mocks = treadle_scratch_node(arena, cJSON_Object),
        .path = treadle_scratch_node(arena, cJSON_Array)};
    int failed = read_all(&history, list, out);
    if (failed < 0) return failed;
    out->started_ms = time_of(history.events[1]);
    const cJSON *input = value_of(&history, details_of(history.events[1]), "input");
    out->input = input == NULL ? "{}" : treadle_json_print(arena, input);
    if (history.clipped != NULL)
        return treadle_status_set(
            record->status, TREADLE_EINVAL,
            "the history has not all of an '%s': it was cut when it was written", history.clipped);
    return 0;
}
