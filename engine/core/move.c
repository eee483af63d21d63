// How frames move: out of a state, to the next one, to their end; and how an execution ends.
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/inside.h"

void treadle_frame_go(
    struct core *core, struct frame *frame, const struct state *next, struct payload input) {
    ASSERT(treadle_frame_idle(frame) && input.doc != NULL && input.number != 0);
    ASSERT(next != NULL && next->flow == frame->state->flow);
    treadle_doc_drop(frame->input.doc);
    free(frame->attempts);
    frame->input = input;
    frame->state = next;
    frame->attempts = NULL;
    frame->retries = 0;
    frame->entered = 0;
    treadle_frame_ready(core, frame, PHASE_ENTER);
}

static bool is_last(const struct core *core, const struct state *state) {
    return core->part != NULL && core->part->to == state;
}

// Takes the payload.
static void succeed(
    struct core *core, const struct frame *frame, struct payload output, const struct state *next) {
    treadle_core_end(
        core, &(struct ending){
                  .outcome = TREADLE_SUCCEEDED,
                  .event = EVENT_EXECUTION_SUCCEEDED,
                  .previous = frame->previous,
                  .payload = output,
                  .next = next});
    treadle_doc_drop(output.doc);
}

void treadle_frame_exit(struct core *core, struct frame *frame, const struct exit *exit) {
    ASSERT(frame->entered != 0 && frame->child == NULL && exit->output.doc != NULL);
    treadle_frame_quit(core, frame, false);
    treadle_assign(core, frame, exit->assign, exit->assigned);
    treadle_event_put(
        core, frame,
        (struct event){
            .type = EVENT_STATE_EXITED,
            .state = frame->state,
            .payload = exit->output,
            .assigned = exit->assigned});
    treadle_remark(
        core, frame, (struct remark){.next = exit->next, .way = exit->way, .caught = exit->caught});
    if (exit->next == NULL)
        treadle_frame_end(core, frame, exit->output);
    else if (frame->parent == NULL && is_last(core, frame->state))
        succeed(core, frame, exit->output, exit->next);
    else
        treadle_frame_go(core, frame, exit->next, exit->output);
}

void treadle_frame_end(struct core *core, struct frame *frame, struct payload output) {
    ASSERT(treadle_frame_idle(frame) && output.doc != NULL);
    if (frame->parent != NULL)
        treadle_fork_child_ended(core, frame, output);
    else
        succeed(core, frame, output, NULL);
}

void treadle_core_end(struct core *core, const struct ending *ending) {
    ASSERT(core->life == CORE_RUNNING && core->root != NULL);
    ASSERT(ending->event >= EVENT_EXECUTION_SUCCEEDED && ending->outcome != TREADLE_RUNNING);
    // Events before this one found no room: that is what it ends of, and it is told by itself.
    if (core->exhausted) return;
    const struct frame *failed = ending->frame;
    struct finish_terms terms = {
        .outcome = ending->outcome, .field = ending->field, .index = -1, .next = ending->next};
    const struct state *state = NULL;
    if (failed != NULL) {
        state = failed->state;
        terms.entered_ms = failed->entered_ms;
        terms.index = treadle_frame_place(failed);
    }
    core->life = CORE_OVER;
    if (core->part != NULL && core->part->keeps_variables)
        core->part->variables = treadle_variables_settle(core);
    core->root->previous = ending->previous;
    treadle_event_put(
        core, core->root,
        (struct event){.type = (uint16_t)ending->event, .payload = ending->payload});
    treadle_frame_drop(core, core->root);
    if (core->deadline != 0) treadle_ticket_cancel(core, NULL, ROLE_DEADLINE);
    core->go_on = 0;
    struct command *finish = treadle_command(core, COMMAND_FINISH);
    finish->state = state;
    finish->of.finish = terms;
    // AWS, recorded: an execution that ran out of time has neither error nor cause, its last event
    // has.
    if (ending->outcome != TREADLE_TIMED_OUT && ending->payload.doc != NULL)
        finish->payload =
            (struct payload){treadle_doc_ref(ending->payload.doc), ending->payload.number};
}
