// The Wait state: do nothing until a time.
//
// Every form of Wait comes down to one moment. It is computed once, on entry; from then on the
// frame waits for that moment and for nothing else, so a restart in the middle changes nothing.
#include "base/json/write.h"
#include "base/number.h"
#include "base/time_text.h"
#include "engine/kinds/kinds.h"

// AWS, recorded: 24,855 days are fine, 24,856 are not: 2^31 - 1 seconds.
static const int64_t delay_s_max = INT32_MAX;

static const char *as_text(struct arena *scratch, const cJSON *value) {
    return cJSON_IsString(value) ? value->valuestring : treadle_json_print(scratch, value);
}

// What the path leads to; NULL: the frame has failed.
static const cJSON *look(
    struct core *core, struct frame *frame, const char *field, const struct expr *expr,
    const cJSON *input) {
    struct bindings bindings = treadle_frame_bindings(core, frame, input);
    const cJSON *found;
    struct error ignored;
    if (treadle_expr_eval(expr, &bindings, &found, &ignored)) return found;
    // AWS, recorded for SecondsPath.
    treadle_frame_fail_runtime(
        core, frame, field,
        treadle_arena_print(
            &core->shop->scratch, "The %s parameter does not reference an input value: %s", field,
            treadle_path_text(treadle_expr_path(expr))));
    return NULL;
}

static bool seconds_of(
    struct core *core, struct frame *frame, const cJSON *input, int64_t *seconds) {
    const struct expr *expr = frame->state->of.wait->seconds_path;
    const cJSON *found = look(core, frame, "SecondsPath", expr, input);
    if (found == NULL) return false;
    const char *problem = NULL;
    if (!cJSON_IsNumber(found) || !treadle_number_int(found, seconds))
        problem = "cannot be parsed as a long value";
    else if (*seconds < 0)
        problem = "references a negative value";
    if (problem == NULL) return true;
    struct arena *scratch = &core->shop->scratch;
    treadle_frame_fail_runtime(
        core, frame, "SecondsPath",
        treadle_arena_print(
            scratch, "The SecondsPath parameter %s: %s == %s", problem,
            treadle_path_text(treadle_expr_path(expr)), as_text(scratch, found)));
    return false;
}

static bool timestamp_of(
    struct core *core, struct frame *frame, const cJSON *input, int64_t *due_ms) {
    const struct expr *expr = frame->state->of.wait->timestamp_path;
    const cJSON *found = look(core, frame, "TimestampPath", expr, input);
    if (found == NULL) return false;
    if (cJSON_IsString(found) && treadle_time_read(found->valuestring, due_ms)) return true;
    struct arena *scratch = &core->shop->scratch;
    treadle_frame_fail_runtime(
        core, frame, "TimestampPath",
        treadle_arena_print(
            scratch,
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset "
            "date-time format string: %s == %s",
            treadle_path_text(treadle_expr_path(expr)), as_text(scratch, found)));
    return false;
}

// The guide: moments count in whole seconds.
static int64_t whole_seconds(int64_t at_ms) {
    int64_t rest = at_ms % 1000;
    return at_ms - (rest < 0 ? rest + 1000 : rest);
}

// In milliseconds since 1970; false: the frame has failed.
static bool moment_of(struct core *core, struct frame *frame, const cJSON *input, int64_t *due_ms) {
    const struct wait_fields *wait = frame->state->of.wait;
    int64_t seconds = 0;
    if (wait->timestamp != NULL) {
        *due_ms = whole_seconds(wait->timestamp_ms);
    } else if (wait->timestamp_path != NULL) {
        if (!timestamp_of(core, frame, input, due_ms)) return false;
        *due_ms = whole_seconds(*due_ms);
    } else {
        if (wait->seconds_path != NULL) {
            if (!seconds_of(core, frame, input, &seconds)) return false;
        } else if (!treadle_number_int(wait->seconds, &seconds)) {
            ASSERT(!"the model lets whole seconds alone through");
        }
        if (seconds > delay_s_max) seconds = delay_s_max + 1;
        *due_ms = core->now_ms + seconds * 1000;
    }
    if (*due_ms - core->now_ms <= delay_s_max * 1000) return true;
    const char *field = wait->timestamp != NULL        ? "Timestamp"
                        : wait->timestamp_path != NULL ? "TimestampPath"
                        : wait->seconds_path != NULL   ? "SecondsPath"
                                                       : "Seconds";
    treadle_frame_fail_runtime(core, frame, field, "Wait state delay is too long.");
    return false;
}

static void enter(struct core *core, struct frame *frame, struct value input) {
    int64_t due_ms;
    if (!moment_of(core, frame, input.json, &due_ms)) return;
    if (due_ms > core->now_ms)
        treadle_frame_wake(core, frame, due_ms);
    else
        treadle_frame_leave(core, frame, input);
}

static void resume(struct core *core, struct frame *frame, struct value result) {
    ASSERT(result.json == NULL);
    struct value input;  // Computed again: a frame keeps only what it was entered with.
    if (treadle_frame_input(core, frame, &input)) treadle_frame_leave(core, frame, input);
}

const struct state_kind treadle_state_wait = {.enter = enter, .resume = resume, .aborts = true};
