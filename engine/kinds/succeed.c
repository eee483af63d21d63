// The Succeed state: the flow ends here, well.
#include "engine/kinds/kinds.h"

static void enter(struct core *core, struct frame *frame, struct value input) {
    ASSERT(frame->state->next == NULL);
    treadle_frame_leave(core, frame, input);
}

const struct state_kind treadle_state_succeed = {.enter = enter};
