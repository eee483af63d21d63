// What a trace shows: a step's events and commands, told as the story of states.
#include "base/json/value.h"
#include "base/map.h"
#include "engine/host/engine.h"

struct teller {
    struct treadle_engine *engine;
    const struct execution *execution;
    const struct fact *fact;
    const struct step *step;
};

static void tell(
    const struct teller *teller, const struct state *state, struct treadle_trace *trace) {
    const struct identity *identity = &teller->execution->identity;
    trace->execution_arn = identity->arn;
    trace->machine_arn = identity->machine_arn;
    trace->role_arn = identity->role_arn;
    trace->state = state->name;
    trace->type = treadle_kind_names[state->kind];
    if (state->kind == KIND_TASK) {
        trace->uri = &state->of.task.uri;
        trace->acted_as = treadle_calls_acted_as(teller->engine, teller->execution, teller->fact);
    }
    for (const struct state *up = state->flow->owner; up != NULL; up = up->flow->owner)
        trace->depth++;
    teller->engine->on_trace(trace, teller->engine->data);
}

static void put_error(struct treadle_trace *trace, const struct doc *error) {
    if (error == NULL) return;
    trace->error = treadle_json_string(treadle_doc_root(error), "Error");
    trace->cause = treadle_json_string(treadle_doc_root(error), "Cause");
}

static void tell_left(
    const struct teller *teller, const struct event *event, const struct remark *remark) {
    struct treadle_trace trace = {
        .kind = TREADLE_TRACE_LEFT,
        .next = remark->next == NULL ? NULL : remark->next->name,
        .value = treadle_doc_root(event->payload.doc),
        .index = remark->index,
        .entered_ms = remark->entered_ms,
        .at_ms = event->at_ms};
    put_error(&trace, remark->caught);
    tell(teller, event->state, &trace);
}

// A Parallel or Map is entered and begins its children in one step, but for a retry: then it begins
// them anew.
static void tell_started(
    const struct teller *teller, const struct event *event, const struct remark *remark) {
    struct treadle_trace trace = {
        .kind = TREADLE_TRACE_STARTED,
        .count = event->index,
        .index = remark->index,
        .entered_ms = event->at_ms,
        .at_ms = event->at_ms};
    tell(teller, event->state, &trace);
}

static void tell_retry(const struct teller *teller, const struct command *command) {
    const struct wake_terms *wake = &command->of.wake;
    struct treadle_trace trace = {
        .kind = TREADLE_TRACE_RETRY,
        .attempt = wake->attempt,
        .attempts_max = wake->attempts_max,
        .pause_ms = wake->pause_ms,
        .index = wake->index,
        .entered_ms = wake->entered_ms,
        .at_ms = wake->due_ms - wake->pause_ms};
    put_error(&trace, command->payload.doc);
    tell(teller, command->state, &trace);
}

static void tell_failed(const struct teller *teller, const struct command *command) {
    const struct finish_terms *finish = &command->of.finish;
    struct treadle_trace trace = {
        .kind = TREADLE_TRACE_FAILED,
        .index = finish->index,
        .entered_ms = finish->entered_ms,
        .at_ms = teller->execution->core.now_ms};
    put_error(&trace, command->payload.doc);
    tell(teller, command->state, &trace);
}

void treadle_engine_trace(
    struct treadle_engine *engine, const struct execution *execution, const struct fact *fact,
    const struct step *step) {
    const struct teller teller = {engine, execution, fact, step};
    for (uint32_t i = 0; i < step->remark_count; i++) {
        const struct remark *remark = &step->remarks[i];
        const struct event *event = &step->events[remark->event];
        if (event->type == EVENT_STATE_EXITED)
            tell_left(&teller, event, remark);
        else
            tell_started(&teller, event, remark);
    }
    for (uint32_t i = 0; i < step->command_count; i++) {
        const struct command *command = &step->commands[i];
        if (command->kind == COMMAND_WAKE && command->of.wake.attempts_max > 0)
            tell_retry(&teller, command);
        if (command->kind == COMMAND_FINISH && command->of.finish.outcome == TREADLE_FAILED &&
            command->state != NULL)
            tell_failed(&teller, command);
    }
}
