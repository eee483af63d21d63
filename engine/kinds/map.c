// The Map state, inline: run the same flow on every item, so many at a time, collect the outputs in
// order.
//
// The items are a part of what the frame, the execution or its variables hold for as long as the
// state lasts, so a place in the list of them may be kept; after a restart it is found again.
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/number.h"
#include "engine/kinds/kinds.h"

// AWS, recorded: "$$.Execution.Input" is shown as "$.Execution.Input".
static const char *items_path(const struct expr *items) {
    if (items == NULL) return "$";
    const struct path *path = treadle_expr_path(items);
    return treadle_path_text(path) + (treadle_path_source(path) == PATH_CONTEXT);
}

// What ItemsPath gives, over the input after InputPath. AWS, recorded: an inline Map takes no
// object, though the guide says that its pairs were items.
static bool items_of(
    struct core *core, struct frame *frame, const cJSON *input, const cJSON **out) {
    const struct expr *items = frame->state->of.map->items;
    struct error error;
    *out = input;
    if (items != NULL) {
        struct bindings bindings = treadle_frame_bindings(core, frame, input);
        if (!treadle_expr_items(items, &bindings, out, &error)) {
            treadle_frame_fail(core, frame, &error);
            return false;
        }
    }
    if (cJSON_IsArray(*out)) return true;
    treadle_frame_fail_runtime(
        core, frame, "ItemsPath",
        treadle_arena_print(
            &core->shop->scratch, "Reference path \"%s\" must point to array.", items_path(items)));
    return false;
}

// AWS, recorded: a text that holds a number will do. What a negative one does is not; here it is
// none.
static bool is_count(const cJSON *value, int64_t *out) {
    if (cJSON_IsString(value))
        return treadle_number_read_int(value->valuestring, 0, INT32_MAX, out);
    return cJSON_IsNumber(value) && treadle_number_int(value, out) && *out >= 0 &&
           *out <= INT32_MAX;
}

static bool at_once_of(struct core *core, struct frame *frame, const cJSON *input, uint32_t *out) {
    const struct map_fields *map = frame->state->of.map;
    const cJSON *found = NULL;
    int64_t count = map->at_once;
    if (!treadle_frame_eval(core, frame, "MaxConcurrencyPath", map->at_once_path, input, &found))
        return false;
    if (found != NULL && !is_count(found, &count)) {
        struct arena *scratch = &core->shop->scratch;
        treadle_frame_fail_runtime(
            core, frame, "MaxConcurrencyPath",
            treadle_arena_print(
                scratch,
                "The MaxConcurrencyPath field refers to value \"%s\" which is not a valid integer: "
                "%s",
                cJSON_IsString(found) ? found->valuestring : treadle_json_print(scratch, found),
                treadle_path_text(treadle_expr_path(map->at_once_path))));
        return false;
    }
    bool bound = count == 0 || count > LIMIT_map_items_at_once_max;
    *out = bound ? LIMIT_map_items_at_once_max : (uint32_t)count;
    return true;
}

static bool runs(struct core *core, struct frame *frame) {
    const cJSON *later = frame->state->of.map->later;
    if (later == NULL) return true;
    const char *cause = treadle_arena_print(
        &core->shop->scratch,
        "treadle does not run distributed Maps yet, and its field '%s' makes this one distributed.",
        later->string);
    treadle_frame_fail(
        core, frame, &(struct error){.name = "States.Runtime", .cause = cause, .field = later});
    return false;
}

static void enter(struct core *core, struct frame *frame, struct value input) {
    const cJSON *items;
    uint32_t at_once;
    if (runs(core, frame) && items_of(core, frame, input.json, &items) &&
        at_once_of(core, frame, input.json, &at_once))
        treadle_frame_fork(core, frame, treadle_json_count(items), at_once, input);
}

// The item at [index], kept for the next one.
static const cJSON *item_at(struct core *core, struct frame *frame, uint32_t index) {
    struct fork *fork = frame->fork;
    if (fork->place == NULL) {
        const cJSON *items = NULL;
        bool found = items_of(core, frame, treadle_doc_root(fork->source.doc), &items);
        ASSERT(found && items->child != NULL);
        fork->place = items->child;
        for (uint32_t i = 0; i < index; i++)
            fork->place = fork->place->next;
    }
    const cJSON *item = fork->place;
    ASSERT(item != NULL);
    fork->place = item->next;
    return item;
}

static bool child(struct core *core, struct frame *frame, uint32_t index, struct value *out) {
    const struct expr *selector = frame->state->of.map->selector;
    *out = (struct value){.json = item_at(core, frame, index)};
    if (selector == NULL) return true;
    const cJSON *input = treadle_doc_root(frame->fork->source.doc);
    struct bindings bindings = treadle_frame_item_bindings(core, frame, input, index, out->json);
    struct error error = {0};
    if (treadle_expr_eval(selector, &bindings, &out->json, &error)) return true;
    treadle_frame_fail(core, frame, &error);
    return false;
}

static uint32_t width(struct core *core, const struct frame *frame) {
    const struct expr *path = frame->state->of.map->items;
    const cJSON *items = treadle_doc_root(frame->fork->source.doc);
    struct bindings bindings = treadle_frame_bindings(core, frame, items);
    struct error error = {0};
    uint64_t random = core->random;  // To look changes nothing.
    bool found = path == NULL || treadle_expr_eval(path, &bindings, &items, &error);
    core->random = random;
    if (!found) return 0;
    return cJSON_IsArray(items) ? treadle_json_count(items) : 0;
}

static const struct flow *flow(const struct state *state, uint32_t index) {
    (void)index;
    return state->of.map->processor;
}

const struct state_kind treadle_state_map = {
    .enter = enter,
    .child = child,
    .flow = flow,
    .width = width,
    .retries = true,
    .aborts = true,
    .items = true,
    .started = EVENT_MAP_STARTED,
    .succeeded = EVENT_MAP_SUCCEEDED,
    .failed = EVENT_MAP_FAILED,
    .child_started = EVENT_MAP_ITERATION_STARTED,
    .child_succeeded = EVENT_MAP_ITERATION_SUCCEEDED,
    .child_failed = EVENT_MAP_ITERATION_FAILED,
    .child_aborted = EVENT_MAP_ITERATION_ABORTED,
};
