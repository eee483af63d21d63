// Frames: made, linked, given up; and the list of those that are ready.
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/inside.h"

const struct state_kind *treadle_kind_of(const struct core *core, const struct frame *frame) {
    ASSERT(frame->state->kind < KIND_COUNT);
    return core->shop->kinds[frame->state->kind];
}

int32_t treadle_frame_place(const struct frame *frame) {
    return frame->parent == NULL ? -1 : (int32_t)frame->index;
}

void treadle_frame_dirty(struct core *core, struct frame *frame) {
    struct step *step = core->step;
    if (frame->dirty != 0 || step == NULL) return;
    ADD(step->dirty, step->dirty_count, step->dirty_size) = frame;
    frame->dirty = step->dirty_count;
}

void treadle_frame_link(struct frame *parent, struct frame *frame) {
    ASSERT(frame->parent == NULL && frame->child == NULL);
    struct frame *oldest = parent->child;
    frame->parent = parent;
    frame->next = NULL;
    if (oldest == NULL) {
        parent->child = frame->prev = frame;
        return;
    }
    frame->prev = oldest->prev;
    oldest->prev->next = frame;
    oldest->prev = frame;
}

static void unlink_frame(struct core *core, struct frame *frame) {
    struct frame *parent = frame->parent;
    if (parent == NULL) {
        ASSERT(core->root == frame);
        core->root = NULL;
        return;
    }
    if (frame->next != NULL)
        frame->next->prev = frame->prev;
    else
        parent->child->prev = frame->prev;
    if (frame == parent->child)
        parent->child = frame->next;
    else
        frame->prev->next = frame->next;
}

bool treadle_frame_idle(const struct frame *frame) {
    for (int role = 0; role < ROLE_COUNT; role++)
        if (frame->tickets[role] != 0) return false;
    return frame->phase == PHASE_WAITING && frame->fork == NULL && frame->call == NULL;
}

// Frames are made by the sheet: an execution that waits is little else, and malloc would add a
// tenth.
enum { SHEET_FRAMES = 16 };

struct frame_sheet {
    struct frame_sheet *next;
    struct frame frames[SHEET_FRAMES];
};

static void make_spare(struct workshop *shop) {
    struct frame_sheet *sheet = treadle_alloc(sizeof(*sheet));
    sheet->next = shop->sheets;
    shop->sheets = sheet;
    for (int i = SHEET_FRAMES; i-- > 0;) {
        sheet->frames[i].next = shop->spare;
        shop->spare = &sheet->frames[i];
    }
}

struct frame *treadle_frame_new(
    struct core *core, struct frame *parent, const struct state *state, uint32_t index) {
    ASSERT(state != NULL);
    if (core->shop->spare == NULL) make_spare(core->shop);
    struct frame *frame = core->shop->spare;
    core->shop->spare = frame->next;
    *frame = (struct frame){.state = state, .index = index, .id = core->frame_next++};
    if (parent == NULL) {
        ASSERT(core->root == NULL);
        core->root = frame;
    } else {
        treadle_frame_link(parent, frame);
    }
    treadle_frame_dirty(core, frame);
    return frame;
}

void treadle_ready_link(struct core *core, struct frame *frame) {
    ASSERT(frame->phase != PHASE_WAITING && frame != core->ready_last);
    frame->ready_prev = core->ready_last;
    frame->ready_next = NULL;
    if (core->ready_last != NULL)
        core->ready_last->ready_next = frame;
    else
        core->ready = frame;
    core->ready_last = frame;
}

void treadle_frame_ready(struct core *core, struct frame *frame, enum phase phase) {
    ASSERT(frame->phase == PHASE_WAITING && phase != PHASE_WAITING && phase < PHASE_COUNT);
    frame->phase = (uint8_t)phase;
    frame->order = core->order_next++;
    treadle_ready_link(core, frame);
    treadle_frame_dirty(core, frame);
}

void treadle_frame_unready(struct core *core, struct frame *frame) {
    ASSERT(frame->phase != PHASE_WAITING);
    if (frame->ready_prev != NULL)
        frame->ready_prev->ready_next = frame->ready_next;
    else
        core->ready = frame->ready_next;
    if (frame->ready_next != NULL)
        frame->ready_next->ready_prev = frame->ready_prev;
    else
        core->ready_last = frame->ready_prev;
    frame->ready_next = frame->ready_prev = NULL;
    frame->phase = PHASE_WAITING;
    treadle_frame_dirty(core, frame);
}

static void tell_child_abort(struct core *core, struct frame *child, uint32_t cause);

// AWS, recorded: 8<7 TaskFailed, 9<8 TaskStateAborted, 10<8 ParallelStateFailed, though the
// Parallel has but one branch: a state that was neither left nor its flow's end is aborted, the one
// that failed too, and all of them point at the failure. (Recorded of Tasks; AWS names the types of
// Wait, Parallel and Map. What is inside of what is aborted comes after it, as a Map's iterations
// show.) Depth is that of the machine, which its parser bounds.
void treadle_frame_tell_abort(struct core *core, struct frame *frame, uint32_t cause) {
    frame->previous = cause;
    if (frame->entered != 0 && treadle_kind_of(core, frame)->aborts)
        treadle_event(core, frame, EVENT_STATE_ABORTED, (struct payload){0});
    for (struct frame *child = frame->child; child != NULL; child = child->next)
        tell_child_abort(core, child, cause);
}

// AWS, recorded: 26<20 MapIterationAborted, 27<20 TaskStateAborted of the state within.
static void tell_child_abort(struct core *core, struct frame *child, uint32_t cause) {
    uint16_t event = treadle_kind_of(core, child->parent)->child_aborted;
    child->previous = cause;
    if (event != 0) treadle_child_event(core, child, event);
    treadle_frame_tell_abort(core, child, cause);
}

void treadle_frame_quit(struct core *core, struct frame *frame, bool abort) {
    while (frame->child != NULL) {
        if (abort) tell_child_abort(core, frame->child, frame->previous);
        treadle_frame_drop(core, frame->child);
    }
    if (frame->fork != NULL) treadle_dropped(core, frame->fork->id);
    treadle_fork_free(frame->fork);
    frame->fork = NULL;
    if (frame->phase != PHASE_WAITING) treadle_frame_unready(core, frame);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (frame->tickets[role] != 0) treadle_ticket_cancel(core, frame, (enum role)role);
    if (frame->call != NULL) treadle_frame_dirty(core, frame);
    treadle_call_free(frame->call);
    frame->call = NULL;
    frame->pausing = false;
}

// The last frame of the list takes the place of this one.
static void undirty(struct core *core, struct frame *frame) {
    struct step *step = core->step;
    if (frame->dirty == 0) return;
    ASSERT(step->dirty_count > 0 && step->dirty[frame->dirty - 1] == frame);
    struct frame *last = step->dirty[--step->dirty_count];
    step->dirty[frame->dirty - 1] = last;
    last->dirty = frame->dirty;
    frame->dirty = 0;
}

static void recycle(struct workshop *shop, struct frame *frame) {
    ASSERT(frame->dirty == 0);
    treadle_doc_drop(frame->input.doc);
    treadle_scope_free(frame->scope);
    free(frame->attempts);
    frame->next = shop->spare;
    shop->spare = frame;
}

void treadle_frame_drop(struct core *core, struct frame *frame) {
    treadle_frame_quit(core, frame, false);
    unlink_frame(core, frame);
    undirty(core, frame);
    if (frame->written) treadle_dropped(core, frame->id);
    core->variables_size -= treadle_scope_bytes(frame->scope);
    recycle(core->shop, frame);
}

// Depth is that of the machine, which its parser bounds.
void treadle_frame_free(struct workshop *shop, struct frame *frame) {
    for (struct frame *child = frame->child, *next; child != NULL; child = next) {
        next = child->next;
        treadle_frame_free(shop, child);
    }
    treadle_fork_free(frame->fork);
    treadle_call_free(frame->call);
    recycle(shop, frame);
}

void treadle_workshop_clear(struct workshop *shop) {
    for (struct frame_sheet *sheet = shop->sheets, *next; sheet != NULL; sheet = next) {
        next = sheet->next;
        free(sheet);
    }
    shop->sheets = NULL;
    shop->spare = NULL;
    treadle_arena_clear(&shop->scratch);
    treadle_pool_clear(&shop->pool);
}
