// The Task state: have something done elsewhere, within a time, with signs of life.
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/number.h"
#include "engine/kinds/kinds.h"

static const int64_t seconds_max = 99999999;  // What TimeoutSeconds and HeartbeatSeconds may be.

// A literal, or what the path form gives; 0 where the state says nothing.
static bool seconds_of(
    struct core *core, struct frame *frame, const char *name, const struct expr *expr,
    const cJSON *input, uint32_t *seconds) {
    const cJSON *found;
    int64_t whole = 0;
    if (!treadle_frame_eval(core, frame, name, expr, input, &found)) return false;
    if (found == NULL) return true;
    if (cJSON_IsNumber(found) && treadle_number_int(found, &whole) && whole > 0 &&
        whole <= seconds_max) {
        *seconds = (uint32_t)whole;
        return true;
    }
    // AWS, recorded for a Map's MaxConcurrencyPath; of these two paths the words are unknown.
    struct arena *scratch = &core->shop->scratch;
    const char *value =
        cJSON_IsString(found) ? found->valuestring : treadle_json_print(scratch, found);
    treadle_frame_fail_runtime(
        core, frame, name,
        treadle_arena_print(
            scratch, "The %s field refers to value \"%s\" which is not a valid integer: %s", name,
            value, treadle_path_text(treadle_expr_path(expr))));
    return false;
}

static struct value complete(struct core *core, const struct frame *frame, struct value input) {
    const struct addition *addition = frame->state->of.task->addition;
    if (addition == NULL || !cJSON_IsObject(input.json) ||
        treadle_json_member(input.json, addition->member) != NULL)
        return input;
    struct arena *scratch = &core->shop->scratch;
    cJSON *whole = treadle_scratch_node(scratch, cJSON_Object);
    for (const cJSON *member = input.json->child; member != NULL; member = member->next)
        treadle_put_value(scratch, whole, member->string, member);
    treadle_put_text(scratch, whole, addition->member, addition->text);
    return (struct value){.json = whole};
}

static void enter(struct core *core, struct frame *frame, struct value input) {
    const struct task_fields *task = frame->state->of.task;
    struct request request = {
        .arguments = complete(core, frame, input),
        .timeout_s = (uint32_t)task->timeout_s,
        .heartbeat_s = (uint32_t)task->heartbeat_s};
    bool looks =
        task->timeout_path != NULL || task->heartbeat_path != NULL || task->credentials != NULL;
    if (looks) {
        struct value whole;
        if (!treadle_frame_effective(core, frame, &whole)) return;
        if (!seconds_of(
                core, frame, "TimeoutSecondsPath", task->timeout_path, whole.json,
                &request.timeout_s) ||
            !seconds_of(
                core, frame, "HeartbeatSecondsPath", task->heartbeat_path, whole.json,
                &request.heartbeat_s) ||
            !treadle_frame_eval(
                core, frame, "Credentials", task->credentials, whole.json, &request.credentials))
            return;
    }
    treadle_frame_call(core, frame, &request);
}

static void resume(struct core *core, struct frame *frame, struct value result) {
    ASSERT(result.json != NULL);
    treadle_frame_leave(core, frame, result);
}

const struct state_kind treadle_state_task = {
    .enter = enter, .resume = resume, .retries = true, .aborts = true};
