// What a step holds: events and commands, put in the order in which they come about.
#include <stdlib.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "engine/core/inside.h"

enum { ASIDE, LEADS };

static const bool event_leads[EVENT_COUNT] = {
#define EVENT(name, type, details, holds, leads) [EVENT_##name] = leads,
#include "engine/core/event.def"
#undef EVENT
};

static bool ends_execution(uint16_t type) {
    return type >= EVENT_EXECUTION_SUCCEEDED;
}

static void drop_assigned(struct event *event) {
    if (event->type != EVENT_STATE_EXITED || event->assigned == NULL) return;
    treadle_doc_drop(event->assigned->doc);
    free(event->assigned);
}

// The event that ends the execution may be the last one there is room for, no other.
void treadle_event_put(struct core *core, struct frame *frame, struct event event) {
    ASSERT(event.type < EVENT_COUNT && core->step != NULL);
    ASSERT((event.payload.doc == NULL) == (event.payload.number == 0));
    if (core->event_next >= treadle_events_max(core) && !ends_execution(event.type)) {
        core->exhausted = true;
        drop_assigned(&event);
        return;
    }
    struct step *step = core->step;
    event.previous = frame->previous;
    event.at_ms = core->now_ms;
    if (event.payload.doc != NULL) treadle_doc_ref(event.payload.doc);
    ADD(step->events, step->event_count, step->event_size) = event;
    if (event_leads[event.type]) frame->previous = core->event_next;
    core->event_next++;
    treadle_frame_dirty(core, frame);
}

void treadle_remark(struct core *core, const struct frame *frame, struct remark remark) {
    struct step *step = core->step;
    if (!core->shop->remarks) return;
    if (core->exhausted) return;  // The event found no room.
    ASSERT(step->event_count > 0);
    remark.event = step->event_count - 1;
    remark.index = treadle_frame_place(frame);
    remark.entered_ms = frame->entered_ms;
    if (remark.caught != NULL) treadle_doc_ref(remark.caught);
    ADD(step->remarks, step->remark_count, step->remark_size) = remark;
}

void treadle_event(
    struct core *core, struct frame *frame, enum event_type type, struct payload payload) {
    treadle_event_put(
        core, frame,
        (struct event){.type = (uint16_t)type, .state = frame->state, .payload = payload});
}

void treadle_child_event(struct core *core, struct frame *child, uint16_t type) {
    treadle_event_put(
        core, child,
        (struct event){.type = type, .state = child->parent->state, .index = child->index});
}

struct command *treadle_command(struct core *core, enum command_kind kind) {
    struct step *step = core->step;
    ASSERT(step != NULL);
    struct command *command = &ADD(step->commands, step->command_count, step->command_size);
    *command = (struct command){.kind = kind};
    return command;
}

void treadle_dropped(struct core *core, uint32_t id) {
    struct step *step = core->step;
    ADD(step->dropped, step->dropped_count, step->dropped_size) = id;
}

bool treadle_step_spent(const struct step *step) {
    return step->event_count >= LIMIT_step_events_max ||
           step->command_count >= LIMIT_step_events_max || step->bytes >= LIMIT_step_bytes_max;
}

// In the innermost Map around it; -1: in none.
static int32_t item_of(const struct core *core, const struct frame *frame) {
    for (; frame->parent != NULL; frame = frame->parent)
        if (treadle_kind_of(core, frame->parent)->items) return (int32_t)frame->index;
    return -1;
}

struct call_terms treadle_call_terms(const struct core *core, const struct frame *frame) {
    const struct call *call = frame->call;
    ASSERT(call != NULL && call->request.doc != NULL);
    const cJSON *whole = treadle_doc_root(call->request.doc);
    bool both = frame->state->kind == KIND_TASK && frame->state->of.task->credentials != NULL;
    return (struct call_terms){
        .arguments = both ? treadle_json_member(whole, "Arguments") : whole,
        .credentials = both ? treadle_json_member(whole, "Credentials") : NULL,
        .at_ms = call->at_ms,
        .attempt = frame->retries,
        .timeout_s = call->timeout_s,
        .heartbeat_s = call->heartbeat_s,
        .item = item_of(core, frame),
        .index = treadle_frame_place(frame),
        .entered_ms = frame->entered_ms};
}

static bool asks(const struct command *command) {
    return command->kind == COMMAND_CALL || command->kind == COMMAND_WAKE;
}

void treadle_step_settle(struct step *step) {
    uint32_t fresh = 0, last = step->ticket_first;
    for (uint32_t i = 0; i < step->command_count; i++) {
        const struct command *command = &step->commands[i];
        if (command->ticket < step->ticket_first) continue;
        if (command->kind == COMMAND_CANCEL) fresh++;
        if (command->ticket > last) last = command->ticket;
    }
    if (fresh == 0) return;
    uint32_t range = last - step->ticket_first + 1;
    bool *cancelled = treadle_alloc_zeroed(range * sizeof(*cancelled));
    for (uint32_t i = 0; i < step->command_count; i++)
        if (step->commands[i].kind == COMMAND_CANCEL &&
            step->commands[i].ticket >= step->ticket_first)
            cancelled[step->commands[i].ticket - step->ticket_first] = true;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < step->command_count; i++) {
        struct command *command = &step->commands[i];
        bool never = (asks(command) || command->kind == COMMAND_CANCEL) &&
                     command->ticket >= step->ticket_first &&
                     cancelled[command->ticket - step->ticket_first];
        if (never)
            treadle_doc_drop(command->payload.doc);
        else
            step->commands[kept++] = *command;
    }
    ASSERT(step->command_count - kept == 2 * fresh);
    step->command_count = kept;
    free(cancelled);
}

void treadle_event_clear(struct event *event) {
    treadle_doc_drop(event->payload.doc);
    drop_assigned(event);
}

void treadle_step_clear(struct step *step) {
    for (uint32_t i = 0; i < step->event_count; i++)
        treadle_event_clear(&step->events[i]);
    for (uint32_t i = 0; i < step->command_count; i++)
        treadle_doc_drop(step->commands[i].payload.doc);
    for (uint32_t i = 0; i < step->remark_count; i++)
        treadle_doc_drop(step->remarks[i].caught);
    step->event_count = step->command_count = step->remark_count = 0;
    step->dirty_count = step->dropped_count = step->result_count = 0;
    step->bytes = 0;
}

void treadle_step_free(struct step *step) {
    treadle_step_clear(step);
    free(step->events);
    free(step->commands);
    free(step->remarks);
    free(step->dirty);
    free(step->dropped);
    free(step->results);
    *step = (struct step){0};
}
