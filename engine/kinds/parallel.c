// The Parallel state: run every branch on the same input, collect their outputs in order.
#include "engine/kinds/kinds.h"

static void enter(struct core *core, struct frame *frame, struct value input) {
    treadle_frame_fork(core, frame, frame->state->of.parallel.branch_count, 0, input);
}

static bool child(struct core *core, struct frame *frame, uint32_t index, struct value *out) {
    (void)core;
    ASSERT(index < frame->fork->count);
    *out = treadle_value_of(frame->fork->source);
    return true;
}

static uint32_t width(struct core *core, const struct frame *frame) {
    (void)core;
    return frame->state->of.parallel.branch_count;
}

static const struct flow *flow(const struct state *state, uint32_t index) {
    if (index >= state->of.parallel.branch_count) return NULL;
    return &state->of.parallel.branches[index];
}

const struct state_kind treadle_state_parallel = {
    .enter = enter,
    .child = child,
    .flow = flow,
    .width = width,
    .retries = true,
    .aborts = true,
    .started = EVENT_PARALLEL_STARTED,
    .succeeded = EVENT_PARALLEL_SUCCEEDED,
    .failed = EVENT_PARALLEL_FAILED,
};
