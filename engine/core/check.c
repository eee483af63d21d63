// What always holds of a core, and what rows must agree on besides.
//
// The claims are the same for both. A core that a step has made must meet them: whatever breaks one
// is a bug, and asserted. Rows come from outside and may be damaged: there a claim that is broken
// is an answer. So a claim that fails gives its own words.
#include <stdlib.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "engine/core/inside.h"

#define HOLDS(claim)                                                                               \
    do {                                                                                           \
        if (!(claim)) return #claim;                                                               \
    } while (0)

static const char *flaw_of_tickets(const struct core *core, const struct frame *frame) {
    bool ticketed = false;
    for (uint32_t role = 0; role < ROLE_COUNT; role++) {
        if (frame->tickets[role] == 0) continue;
        const struct wait *wait = treadle_wait_find(core, frame->tickets[role]);
        HOLDS(wait != NULL && wait->frame == frame && wait->role == role);
        ticketed = true;
    }
    bool children = frame->fork != NULL && frame->fork->open > 0;
    HOLDS(frame->phase != PHASE_WAITING || ticketed || children);
    uint32_t call = frame->tickets[ROLE_CALL];
    HOLDS(call == 0 || (frame->call != NULL && frame->call->ticket == call));
    HOLDS(!frame->pausing || (frame->tickets[ROLE_TIME] != 0 && frame->call == NULL));
    return NULL;
}

static const char *flaw_of_frame(const struct core *core, const struct frame *frame) {
    const char *flaw = flaw_of_tickets(core, frame);
    if (flaw != NULL) return flaw;
    HOLDS(frame->input.doc != NULL && frame->input.number != 0);
    HOLDS((frame->entered == 0) == (frame->phase == PHASE_ENTER));
    HOLDS(frame->call == NULL || (frame->tickets[ROLE_CALL] != 0 && frame->fork == NULL));
    HOLDS(frame->previous < core->event_next && frame->id < core->frame_next);
    bool forks = frame->phase == PHASE_FORK || frame->phase == PHASE_JOIN || frame->child != NULL;
    HOLDS((frame->fork != NULL) == forks);
    HOLDS(frame->fork == NULL || frame->fork->open <= frame->fork->cursor);
    return NULL;
}

void treadle_frame_check(const struct core *core, const struct frame *frame) {
    const char *flaw = flaw_of_frame(core, frame);
    if (flaw != NULL) treadle_assert_failed(flaw, __FILE__, __LINE__);
}

static const char *flaw_of_scope(const struct core *core, const struct scope *scope) {
    for (uint32_t i = 0; scope != NULL && i < scope->count; i++) {
        HOLDS(scope->list[i].number < core->machine->variable_count);
        HOLDS(scope->list[i].value.number != 0 && scope->list[i].value.doc->refs > 0);
        HOLDS(i == 0 || scope->list[i - 1].number < scope->list[i].number);
    }
    return NULL;
}

// Depth is that of the machine, which its parser bounds.
static const char *flaw_of_tree(
    const struct core *core, const struct frame *frame, uint32_t *bytes) {
    const char *flaw = flaw_of_frame(core, frame);
    if (flaw == NULL) flaw = flaw_of_scope(core, frame->scope);
    *bytes += treadle_scope_bytes(frame->scope);
    uint32_t children = 0;
    for (const struct frame *child = frame->child; child != NULL && flaw == NULL;
         child = child->next) {
        HOLDS(child->parent == frame && child->index < frame->fork->cursor);
        HOLDS(child->next != NULL || frame->child->prev == child);
        HOLDS(frame->fork->results[child->index].doc == NULL);
        flaw = flaw_of_tree(core, child, bytes);
        children++;
    }
    if (flaw != NULL) return flaw;
    HOLDS(frame->fork == NULL || children == frame->fork->open);
    return NULL;
}

static const char *flaw_of_waits(const struct core *core) {
    uint32_t open = 0, last = 0;
    for (uint32_t i = 0; i < core->wait_count; i++) {
        const struct wait *wait = &core->waits[i];
        HOLDS(wait->ticket > last && wait->ticket < core->ticket_next);
        HOLDS(wait->role != ROLE_DEADLINE || wait->ticket == core->deadline);
        last = wait->ticket;
        open += wait->role != ROLE_SPENT;
    }
    HOLDS(open == core->wait_open);
    HOLDS(core->ready == NULL || core->go_on != 0);
    return NULL;
}

static const char *flaw_of_core(const struct core *core) {
    HOLDS((core->root != NULL) == (core->life == CORE_RUNNING));
    uint32_t bytes = 0;
    const char *flaw = flaw_of_waits(core);
    if (flaw == NULL && core->root != NULL) flaw = flaw_of_tree(core, core->root, &bytes);
    if (flaw != NULL) return flaw;
    HOLDS(bytes == core->variables_size && bytes <= LIMIT_variables_size_max);
    return NULL;
}

void treadle_core_check(const struct core *core) {
    const char *flaw = flaw_of_core(core);
    if (flaw != NULL) treadle_assert_failed(flaw, __FILE__, __LINE__);
}

// -- What a step makes by itself, but rows might not hold

// (A Map or a Parallel may be stood in for by one call.)
static const char *flaw_of_restored_call(const struct core *core, const struct frame *frame) {
    const struct call *call = frame->call;
    HOLDS(frame->tickets[ROLE_CALL] == 0 || call != NULL);
    HOLDS(frame->tickets[ROLE_BEAT] == 0 || (call != NULL && call->heartbeat_s > 0));
    if (call == NULL) return NULL;
    bool task = frame->state->kind == KIND_TASK;
    HOLDS(frame->phase == PHASE_WAITING);
    HOLDS(task || treadle_kind_of(core, frame)->child != NULL);
    HOLDS(frame->tickets[ROLE_TIME] == 0 || call->timeout_s > 0);
    if (!task || frame->state->of.task->credentials == NULL) return NULL;
    const cJSON *request = treadle_doc_root(call->request.doc);
    HOLDS(treadle_json_member(request, "Arguments") != NULL);
    HOLDS(treadle_json_member(request, "Credentials") != NULL);
    return NULL;
}

// Each child that was made has either ended or is there, once.
static const char *flaw_of_children(const struct fork *fork, const struct frame *first) {
    uint32_t there = 0;
    for (uint32_t i = 0; i < fork->count; i++) {
        HOLDS(fork->results[i].doc == NULL || i < fork->cursor);
        there += fork->results[i].doc != NULL;
    }
    bool *seen = treadle_alloc_zeroed(fork->count + 1);
    bool twice = false;
    for (const struct frame *child = first; child != NULL; child = child->next) {
        if (child->index >= fork->count || seen[child->index]) {
            twice = true;
            break;
        }
        seen[child->index] = true;
        there++;
    }
    free(seen);
    HOLDS(!twice && there == fork->cursor);
    return NULL;
}

static const char *flaw_of_restored_fork(struct core *core, const struct frame *frame) {
    const struct state_kind *kind = treadle_kind_of(core, frame);
    const struct fork *fork = frame->fork;
    HOLDS(frame->fork == NULL || kind->child != NULL);
    if (fork == NULL) return NULL;
    HOLDS(fork->id < core->frame_next && fork->lead < core->event_next);
    HOLDS(fork->cursor <= fork->count && fork->open <= fork->cursor);
    HOLDS(fork->max > 0 || fork->count == 0);
    HOLDS(frame->phase != PHASE_FORK || (fork->cursor < fork->count && fork->open < fork->max));
    HOLDS(frame->phase != PHASE_JOIN || (fork->cursor == fork->count && fork->open == 0));
    HOLDS(frame->phase != PHASE_ENTER && frame->phase != PHASE_AGAIN);
    HOLDS(kind->width(core, frame) == fork->count);
    return flaw_of_children(fork, frame->child);
}

// Depth is that of the machine, since each flow is within its owner.
static const char *flaw_of_restored(struct core *core, const struct frame *frame) {
    const struct frame *parent = frame->parent;
    const struct state_kind *kind = treadle_kind_of(core, frame);
    // An execution that begins in the middle may do so in any flow.
    HOLDS(parent != NULL || core->part != NULL || frame->state->flow == &core->machine->flow);
    HOLDS(parent == NULL || parent->fork != NULL);
    HOLDS(parent == NULL || frame->index < parent->fork->count);
    HOLDS(
        parent == NULL ||
        frame->state->flow == treadle_kind_of(core, parent)->flow(parent->state, frame->index));
    HOLDS(!frame->pausing || (frame->retries > 0 && frame->entered != 0 && kind->retries));
    // Without a call or a pause it is a moment that the kind waits for, which a Task does not.
    bool waits = kind->resume != NULL && frame->state->kind != KIND_TASK;
    HOLDS(frame->tickets[ROLE_TIME] == 0 || frame->pausing || frame->call != NULL || waits);
    HOLDS(frame->entered < core->event_next && frame->order <= core->order_next);
    const char *flaw = flaw_of_restored_call(core, frame);
    if (flaw == NULL) flaw = flaw_of_restored_fork(core, frame);
    for (const struct frame *child = frame->child; child != NULL && flaw == NULL;
         child = child->next)
        flaw = flaw_of_restored(core, child);
    return flaw;
}

const char *treadle_core_flaw(struct core *core) {
    HOLDS(core->input.doc != NULL);
    HOLDS(core->event_next > 0 && core->event_next <= treadle_events_max(core) + 1);
    HOLDS(core->ticket_next > core->go_on && core->payload_next > core->input.number);
    const struct wait *deadline = treadle_wait_find(core, core->deadline);
    HOLDS((core->deadline != 0) == (deadline != NULL));
    HOLDS(deadline == NULL || deadline->due_ms == treadle_deadline_of(core));
    HOLDS(core->life == CORE_RUNNING || (core->wait_open == 0 && core->go_on == 0));
    HOLDS(treadle_wait_find(core, core->go_on) == NULL);
    // The frames first: what follows looks at what their forks and calls are.
    const char *flaw = core->root == NULL ? NULL : flaw_of_restored(core, core->root);
    return flaw == NULL ? flaw_of_core(core) : flaw;
}
