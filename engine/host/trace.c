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
    struct text pointer = {0};
    treadle_state_pointer(&pointer, state);
    trace->pointer = pointer.bytes;
    if (state->kind == KIND_TASK) {
        trace->uri = &state->of.task->uri;
        bool answered = trace->kind != TREADLE_TRACE_ENTERED && trace->kind != TREADLE_TRACE_CALLED;
        if (answered)
            trace->acted_as =
                treadle_calls_acted_as(teller->engine, teller->execution, teller->fact);
    }
    for (const struct state *up = state->flow->owner; up != NULL; up = up->flow->owner)
        trace->depth++;
    teller->engine->on_trace(trace, teller->engine->data);
    treadle_text_clear(&pointer);
}

static void put_error(struct treadle_trace *trace, const struct doc *error) {
    if (error == NULL) return;
    trace->error = treadle_json_string(treadle_doc_root(error), "Error");
    trace->cause = treadle_json_string(treadle_doc_root(error), "Cause");
}

static struct treadle_trace trace_of(
    enum treadle_trace_kind kind, int32_t index, int64_t entered_ms, int64_t at_ms) {
    return (struct treadle_trace){
        .kind = kind,
        .index = index,
        .entered_ms = entered_ms,
        .at_ms = at_ms,
        .rule = -1,
        .retrier = -1,
        .catcher = -1};
}

static void tell_entered(
    const struct teller *teller, const struct event *event, const struct remark *remark) {
    struct treadle_trace trace =
        trace_of(TREADLE_TRACE_ENTERED, remark->index, event->at_ms, event->at_ms);
    trace.value = treadle_doc_root(event->payload.doc);
    tell(teller, event->state, &trace);
}

static void tell_left(
    const struct teller *teller, const struct event *event, const struct remark *remark) {
    struct treadle_trace trace =
        trace_of(TREADLE_TRACE_LEFT, remark->index, remark->entered_ms, event->at_ms);
    trace.next = remark->next == NULL ? NULL : remark->next->name;
    trace.value = treadle_doc_root(event->payload.doc);
    if (remark->caught == NULL)
        trace.rule = remark->way;
    else
        trace.catcher = remark->way;
    put_error(&trace, remark->caught);
    tell(teller, event->state, &trace);
}

// A Parallel or Map is entered and begins its children in one step, but for a retry: then it begins
// them anew.
static void tell_started(
    const struct teller *teller, const struct event *event, const struct remark *remark) {
    struct treadle_trace trace =
        trace_of(TREADLE_TRACE_STARTED, remark->index, event->at_ms, event->at_ms);
    trace.count = event->index;
    tell(teller, event->state, &trace);
}

static void tell_called(const struct teller *teller, const struct command *command) {
    const struct call_terms *call = &command->of.call;
    struct treadle_trace trace =
        trace_of(TREADLE_TRACE_CALLED, call->index, call->entered_ms, call->at_ms);
    trace.value = call->arguments;
    trace.attempt = call->attempt + 1;
    tell(teller, command->state, &trace);
}

static void tell_retry(const struct teller *teller, const struct command *command) {
    const struct wake_terms *wake = &command->of.wake;
    struct treadle_trace trace =
        trace_of(TREADLE_TRACE_RETRY, wake->index, wake->entered_ms, wake->due_ms - wake->pause_ms);
    trace.attempt = wake->attempt;
    trace.attempts_max = wake->attempts_max;
    trace.retrier = (int32_t)wake->retrier;
    trace.pause_ms = wake->pause_ms;
    put_error(&trace, command->payload.doc);
    tell(teller, command->state, &trace);
}

// The rule that a failure for [field] came to; -1: none of them held, or [state] has none. Nodes of
// a definition stand in its order: a part of a rule stands before the next rule.
static int32_t rule_of_failure(const struct state *state, const cJSON *field) {
    if (state->kind != KIND_CHOICE || state->of.choice.rules == NULL) return -1;
    if (field == treadle_json_member(state->raw, "Choices")) return -1;
    const struct rule *rule = state->of.choice.rules;
    int32_t index = 0;
    for (; rule->next != NULL && rule->next->raw <= field; rule = rule->next)
        index++;
    return index;
}

static void tell_failed(const struct teller *teller, const struct command *command) {
    const struct finish_terms *finish = &command->of.finish;
    struct treadle_trace trace = trace_of(
        TREADLE_TRACE_FAILED, finish->index, finish->entered_ms, teller->execution->core.now_ms);
    trace.rule = rule_of_failure(command->state, finish->field);
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
        if (event->type == EVENT_STATE_ENTERED)
            tell_entered(&teller, event, remark);
        else if (event->type == EVENT_STATE_EXITED)
            tell_left(&teller, event, remark);
        else
            tell_started(&teller, event, remark);
    }
    for (uint32_t i = 0; i < step->command_count; i++) {
        const struct command *command = &step->commands[i];
        if (command->kind == COMMAND_CALL) tell_called(&teller, command);
        if (command->kind == COMMAND_WAKE && command->of.wake.attempts_max > 0)
            tell_retry(&teller, command);
        if (command->kind == COMMAND_FINISH && command->of.finish.outcome == TREADLE_FAILED &&
            command->state != NULL)
            tell_failed(&teller, command);
    }
}
