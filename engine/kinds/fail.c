// The Fail state: the flow ends here, with an error of the author's.
#include "base/json/write.h"
#include "engine/kinds/kinds.h"

// A literal, or what the path form gives, which must be a string; NULL where the state says
// nothing.
static bool text_of(
    struct core *core, struct frame *frame, const char *name, const struct expr *expr,
    const cJSON *input, const char **text) {
    const cJSON *found;
    if (!treadle_frame_eval(core, frame, name, expr, input, &found)) return false;
    if (found == NULL) return true;
    if (!cJSON_IsString(found)) {
        // The case is not recorded; these are our words.
        struct arena *scratch = &core->shop->scratch;
        treadle_frame_fail_runtime(
            core, frame, name,
            treadle_arena_print(
                scratch, "The %s field does not give a string but: %s", name,
                treadle_json_print(scratch, found)));
        return false;
    }
    *text = found->valuestring;
    return true;
}

static void enter(struct core *core, struct frame *frame, struct value input) {
    const struct fail_fields *fail = frame->state->of.fail;
    struct error error = {.name = fail->error, .cause = fail->cause, .bare = true};
    if (!text_of(core, frame, "ErrorPath", fail->error_path, input.json, &error.name)) return;
    if (!text_of(core, frame, "CausePath", fail->cause_path, input.json, &error.cause)) return;
    treadle_frame_fail(core, frame, &error);
}

const struct state_kind treadle_state_fail = {.enter = enter};
