// Children: made one at a time, counted as they end, joined when all have.
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/inside.h"

struct fork *treadle_fork_new(uint32_t id, uint32_t count) {
    struct fork *fork = treadle_alloc(sizeof(*fork));
    *fork = (struct fork){.id = id, .count = count};
    if (count > 0) fork->results = treadle_alloc_zeroed(count * sizeof(*fork->results));
    return fork;
}

void treadle_fork_free(struct fork *fork) {
    if (fork == NULL) return;
    for (uint32_t i = 0; i < fork->count; i++)
        treadle_doc_drop(fork->results[i].doc);
    treadle_doc_drop(fork->source.doc);
    free(fork->results);
    free(fork);
}

void treadle_frame_fork(
    struct core *core, struct frame *frame, uint32_t count, uint32_t max, struct value source) {
    const struct state_kind *kind = treadle_kind_of(core, frame);
    ASSERT(kind->child != NULL && kind->flow != NULL && kind->started != 0);
    ASSERT(treadle_frame_idle(frame) && source.json != NULL);
    struct payload settled;
    struct error error;
    if (!treadle_frame_settle(core, frame, source, &settled, &error)) {
        treadle_frame_fail(core, frame, &error);
        return;
    }
    frame->fork = treadle_fork_new(core->frame_next++, count);
    frame->fork->max = max == 0 ? count : max;
    frame->fork->source = settled;
    treadle_event_put(
        core, frame, (struct event){.type = kind->started, .state = frame->state, .index = count});
    treadle_remark(core, frame, (struct remark){.way = -1});
    frame->fork->lead = frame->previous;
    treadle_frame_ready(core, frame, count == 0 ? PHASE_JOIN : PHASE_FORK);
}

static bool wants_more(const struct fork *fork) {
    return fork->cursor < fork->count && fork->open < fork->max;
}

// The input of the next child; false where that failed the frame.
static bool child_input(struct core *core, struct frame *frame, struct payload *out) {
    struct value value;
    if (!treadle_kind_of(core, frame)->child(core, frame, frame->fork->cursor, &value))
        return false;
    struct error error;
    if (treadle_frame_settle(core, frame, value, out, &error)) return true;
    treadle_frame_fail(core, frame, &error);
    return false;
}

// Makes one child; false where that failed the frame.
static bool make_child(struct core *core, struct frame *frame) {
    struct fork *fork = frame->fork;
    const struct state_kind *kind = treadle_kind_of(core, frame);
    uint32_t index = fork->cursor;
    struct payload input;
    if (!child_input(core, frame, &input)) return false;
    struct frame *child =
        treadle_frame_new(core, frame, kind->flow(frame->state, index)->start, index);
    child->input = input;
    child->previous = fork->lead;
    fork->cursor++;
    fork->open++;
    if (kind->child_started != 0) treadle_child_event(core, child, kind->child_started);
    treadle_frame_dirty(core, frame);
    treadle_frame_ready(core, child, PHASE_ENTER);
    return true;
}

// AWS, recorded: all children that may run at once begin before any of them goes on. A fork of any
// width is cut by the step's budget.
void treadle_fork_next(struct core *core, struct frame *frame) {
    const struct fork *fork = frame->fork;
    ASSERT(wants_more(fork));
    do {
        treadle_arena_reset(&core->shop->scratch);
        if (!make_child(core, frame)) return;
    } while (wants_more(fork) && !treadle_step_spent(core->step));
    if (wants_more(fork)) treadle_frame_ready(core, frame, PHASE_FORK);
}

void treadle_fork_child_ended(struct core *core, struct frame *child, struct payload output) {
    struct frame *parent = child->parent;
    struct fork *fork = parent->fork;
    struct step *step = core->step;
    uint32_t index = child->index;
    ASSERT(fork != NULL && fork->open > 0 && index < fork->cursor);
    ASSERT(fork->results[index].doc == NULL && output.number != 0);
    const struct state_kind *kind = treadle_kind_of(core, parent);
    // AWS, recorded: what comes after a child follows its last inner event; only after the last of
    // all children does it follow the event that says that the child succeeded, where its kind has
    // one.
    uint32_t leads = child->previous;
    if (kind->child_succeeded != 0) {
        bool last = fork->open == 1 && fork->cursor == fork->count;
        if (last) leads = core->event_next;
        treadle_child_event(core, child, kind->child_succeeded);
    }
    parent->previous = leads;
    fork->results[index] = output;
    ADD(step->results, step->result_count, step->result_size) =
        (struct child_result){.fork = fork->id, .index = index};
    treadle_frame_dirty(core, parent);
    treadle_frame_drop(core, child);
    fork->open--;
    if (parent->phase != PHASE_WAITING) return;  // It is making children, and comes by itself.
    if (wants_more(fork)) {
        fork->lead = leads;  // AWS, recorded: the next one follows the one whose place it takes.
        treadle_frame_ready(core, parent, PHASE_FORK);
    } else if (fork->open == 0) {
        treadle_frame_ready(core, parent, PHASE_JOIN);
    }
}

void treadle_fork_join(struct core *core, struct frame *frame) {
    struct fork *fork = frame->fork;
    struct arena *scratch = &core->shop->scratch;
    ASSERT(fork->open == 0 && fork->cursor == fork->count && frame->child == NULL);
    cJSON *all = treadle_scratch_node(scratch, cJSON_Array);
    for (uint32_t i = 0; i < fork->count; i++) {
        ASSERT(fork->results[i].doc != NULL);
        treadle_scratch_append(
            all, NULL, treadle_scratch_link(scratch, treadle_doc_root(fork->results[i].doc)));
    }
    treadle_event(
        core, frame, (enum event_type)treadle_kind_of(core, frame)->succeeded, (struct payload){0});
    treadle_frame_leave(core, frame, (struct value){.json = all});
}
