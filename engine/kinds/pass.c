// The Pass state: hand on the input, or a fixed result.
#include "engine/kinds/kinds.h"

static void enter(struct core *core, struct frame *frame, struct value input) {
    struct doc *result = frame->state->of.pass.result;
    // SPEC: Result is a literal; nothing in it is computed.
    if (result != NULL) input = treadle_value_of((struct payload){.doc = result});
    treadle_frame_leave(core, frame, input);
}

const struct state_kind treadle_state_pass = {.enter = enter};
