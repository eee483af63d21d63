// Tickets: the numbers that tie a command to the fact that answers it. Each is given out once.
//
// The open ones are a list in ascending order, searched by halves. A spent one stays in it until
// half of the list is spent and room is needed; then all of them make room at once.
#include "base/memory.h"
#include "engine/core/inside.h"

struct wait *treadle_wait_find(const struct core *core, uint32_t ticket) {
    uint32_t low = 0, high = core->wait_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (core->waits[middle].ticket < ticket)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == core->wait_count || core->waits[low].ticket != ticket) return NULL;
    return core->waits[low].role == ROLE_SPENT ? NULL : &core->waits[low];
}

bool treadle_core_waits(const struct core *core, uint32_t ticket) {
    return treadle_wait_find(core, ticket) != NULL || (ticket != 0 && ticket == core->go_on);
}

const struct state *treadle_core_waiting(const struct core *core, uint32_t ticket) {
    const struct wait *wait = treadle_wait_find(core, ticket);
    return wait == NULL || wait->frame == NULL ? NULL : wait->frame->state;
}

static void make_room(struct core *core) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < core->wait_count; i++)
        if (core->waits[i].role != ROLE_SPENT) core->waits[kept++] = core->waits[i];
    ASSERT(kept == core->wait_open);
    core->wait_count = kept;
}

uint32_t treadle_ticket_new(
    struct core *core, struct frame *frame, enum role role, int64_t due_ms) {
    ASSERT((frame == NULL) == (role == ROLE_DEADLINE) && role < ROLE_SPENT);
    if (core->wait_count == core->wait_size && core->wait_open <= core->wait_count / 2)
        make_room(core);
    if (core->waits == NULL) {  // Most executions wait for one thing: no room for two.
        core->waits = treadle_alloc(sizeof(*core->waits));
        core->wait_size = 1;
    }
    uint32_t ticket = core->ticket_next++;
    ASSERT(core->wait_count == 0 || core->waits[core->wait_count - 1].ticket < ticket);
    ADD(core->waits, core->wait_count, core->wait_size) =
        (struct wait){.ticket = ticket, .role = role, .frame = frame, .due_ms = due_ms};
    core->wait_open++;
    if (frame == NULL) {
        ASSERT(core->deadline == 0);
        core->deadline = ticket;
    } else {
        ASSERT(frame->tickets[role] == 0);
        frame->tickets[role] = ticket;
        treadle_frame_dirty(core, frame);
    }
    return ticket;
}

void treadle_ticket_spend(struct core *core, struct frame *frame, enum role role) {
    uint32_t *place = frame == NULL ? &core->deadline : &frame->tickets[role];
    struct wait *wait = treadle_wait_find(core, *place);
    ASSERT(wait != NULL && wait->frame == frame && wait->role == role && core->wait_open > 0);
    wait->role = ROLE_SPENT;
    wait->frame = NULL;
    core->wait_open--;
    *place = 0;
    if (frame != NULL) treadle_frame_dirty(core, frame);
}

void treadle_ticket_cancel(struct core *core, struct frame *frame, enum role role) {
    struct command *cancel = treadle_command(core, COMMAND_CANCEL);
    cancel->ticket = frame == NULL ? core->deadline : frame->tickets[role];
    cancel->of.cancels_wake = role != ROLE_CALL;
    treadle_ticket_spend(core, frame, role);
}

static void wake(struct core *core, struct frame *frame, enum role role, int64_t due_ms) {
    uint32_t ticket = treadle_ticket_new(core, frame, role, due_ms);
    struct command *command = treadle_command(core, COMMAND_WAKE);
    command->ticket = ticket;
    command->of.wake = (struct wake_terms){.due_ms = due_ms};
}

void treadle_wake(struct core *core, struct frame *frame, enum role role, int64_t due_ms) {
    ASSERT(role != ROLE_CALL);
    // Few wait longer than an execution may last: only for them is its end an alarm of its own.
    int64_t deadline_ms = treadle_deadline_of(core);
    if (frame != NULL && core->deadline == 0 && due_ms > deadline_ms)
        wake(core, NULL, ROLE_DEADLINE, deadline_ms);
    wake(core, frame, role, due_ms);
}

void treadle_frame_wake(struct core *core, struct frame *frame, int64_t due_ms) {
    treadle_wake(core, frame, ROLE_TIME, due_ms);
}
