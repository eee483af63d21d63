// A Task's call: scheduled, started, submitted, done; and the two clocks that may end it before.
//
// Which events tell of it depends on what the Resource is: a service, a Lambda function, an
// activity.
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/inside.h"

// The events of a Lambda function and of an activity follow those of a Task: see event.def.
static enum event_type family(const struct frame *frame, enum event_type task) {
    ASSERT(frame->state->kind == KIND_TASK);
    enum task_events events = treadle_task_uri_events(&frame->state->of.task->uri);
    ASSERT(events <= TASK_EVENTS_ACTIVITY);
    return (enum event_type)((int)task + (int)events);
}

// Otherwise the call stands for all that a Map or Parallel would do, and has no events.
static bool is_task(const struct frame *frame) {
    return frame->state->kind == KIND_TASK;
}

// Follows the call's life in the history, by the event that a service's call has there.
static void tell(
    struct core *core, struct frame *frame, enum event_type event, struct payload payload) {
    if (is_task(frame)) treadle_event(core, frame, family(frame, event), payload);
}

static bool of_service(const struct frame *frame) {
    return is_task(frame) &&
           treadle_task_uri_events(&frame->state->of.task->uri) == TASK_EVENTS_TASK;
}

static bool of_activity(const struct frame *frame) {
    return frame->state->kind == KIND_TASK &&
           treadle_task_uri_events(&frame->state->of.task->uri) == TASK_EVENTS_ACTIVITY;
}

void treadle_call_free(struct call *call) {
    if (call == NULL) return;
    treadle_doc_drop(call->request.doc);
    free(call);
}

// What the event and the command hold. The document with both is made only where there are both.
static bool settle_request(
    struct core *core, const struct frame *frame, const struct request *request,
    struct payload *out, struct error *error) {
    if (request->credentials == NULL)
        return treadle_frame_settle(core, frame, request->arguments, out, error);
    struct arena *scratch = &core->shop->scratch;
    cJSON *both = treadle_scratch_node(scratch, cJSON_Object);
    treadle_put_value(scratch, both, "Arguments", request->arguments.json);
    treadle_put_value(scratch, both, "Credentials", request->credentials);
    return treadle_frame_settle(core, frame, (struct value){.json = both}, out, error);
}

static void issue(struct core *core, struct frame *frame) {
    struct command *command = treadle_command(core, COMMAND_CALL);
    struct call *call = frame->call;
    ASSERT(call->ticket != 0 && call->ticket == frame->tickets[ROLE_CALL]);
    command->ticket = call->ticket;
    command->state = frame->state;
    command->payload = (struct payload){treadle_doc_ref(call->request.doc), call->request.number};
    command->of.call = treadle_call_terms(core, frame);
}

static void begin(
    struct core *core, struct frame *frame, struct payload settled, const struct request *request) {
    frame->call = treadle_alloc(sizeof(*frame->call));
    *frame->call = (struct call){
        .request = settled,
        .at_ms = core->now_ms,
        .beat_ms = core->now_ms,
        .timeout_s = request->timeout_s,
        .heartbeat_s = request->heartbeat_s};
    frame->call->ticket = treadle_ticket_new(core, frame, ROLE_CALL, 0);
    issue(core, frame);
}

static int64_t after(const struct core *core, uint32_t seconds) {
    return core->now_ms + (int64_t)seconds * 1000;
}

void treadle_frame_call(struct core *core, struct frame *frame, const struct request *request) {
    const struct state *state = frame->state;
    struct workshop *shop = core->shop;
    struct error error = {0};
    ASSERT(state->kind == KIND_TASK && treadle_frame_idle(frame));
    ASSERT((request->credentials != NULL) == (state->of.task->credentials != NULL));
    // AWS, recorded: bad parameters fail the state before anything is scheduled.
    if (shop->check != NULL &&
        !shop->check(shop->data, state, request->arguments.json, &shop->scratch, &error)) {
        treadle_frame_fail(core, frame, &error);
        return;
    }
    struct payload settled;
    // That arguments count is documented, the words are not.
    if (!settle_request(core, frame, request, &settled, &error)) {
        treadle_frame_fail(core, frame, &error);
        return;
    }
    treadle_event_put(
        core, frame,
        (struct event){
            .type = (uint16_t)family(frame, EVENT_TASK_SCHEDULED),
            .state = state,
            .payload = settled,
            .timeout_s = request->timeout_s,
            .heartbeat_s = request->heartbeat_s});
    begin(core, frame, settled, request);
    if (request->timeout_s > 0)
        treadle_wake(core, frame, ROLE_TIME, after(core, request->timeout_s));
    if (request->heartbeat_s > 0 && !of_activity(frame))
        treadle_wake(core, frame, ROLE_BEAT, after(core, request->heartbeat_s));
}

void treadle_frame_call_whole(struct core *core, struct frame *frame, struct value input) {
    struct payload settled;
    struct error error;
    ASSERT(!is_task(frame) && treadle_frame_idle(frame));
    if (treadle_frame_settle(core, frame, input, &settled, &error))
        begin(core, frame, settled, &(struct request){.arguments = input});
    else
        treadle_frame_fail(core, frame, &error);
}

bool treadle_call_advances(const struct frame *frame, enum fact_kind kind) {
    ASSERT(frame->call != NULL);
    if (kind == FACT_CALL_STARTED) return frame->call->phase < CALL_STARTED;
    if (kind == FACT_CALL_SUBMITTED) return frame->call->phase < CALL_SUBMITTED;
    return true;
}

// The guide: an activity's clocks count from when a worker takes the task. AWS, as users report it:
// one that nobody takes times out as well, of its TimeoutSeconds.
static void restart_clocks(struct core *core, struct frame *frame) {
    const struct call *call = frame->call;
    if (call->timeout_s > 0) {
        treadle_ticket_cancel(core, frame, ROLE_TIME);
        treadle_wake(core, frame, ROLE_TIME, after(core, call->timeout_s));
    }
    if (call->heartbeat_s > 0) treadle_wake(core, frame, ROLE_BEAT, after(core, call->heartbeat_s));
}

// A call that is said to be further than started has started.
static void started(struct core *core, struct frame *frame, struct payload worker) {
    if (frame->call->phase >= CALL_STARTED) return;
    frame->call->phase = CALL_STARTED;
    tell(core, frame, EVENT_TASK_STARTED, worker);
    if (of_activity(frame)) restart_clocks(core, frame);
}

static struct payload fact_payload(struct core *core, const struct fact *fact) {
    if (fact->value == NULL) return (struct payload){0};
    return (struct payload){fact->value, core->payload_next++};
}

static void failed(struct core *core, struct frame *frame, const struct error *error) {
    ASSERT(frame->call->phase >= CALL_STARTED && frame->tickets[ROLE_CALL] == 0);
    struct payload payload = treadle_error_payload(core, error);
    tell(core, frame, EVENT_TASK_FAILED, payload);
    treadle_doc_drop(payload.doc);
    treadle_frame_fail(core, frame, error);
}

// What gave a result, as AWS, recorded, says: the service is named, or the whole ARN of a function.
static const char *giver(const struct frame *frame) {
    if (!is_task(frame)) return frame->state->name;
    const struct task_fields *task = frame->state->of.task;
    return of_service(frame) ? task->resource_type : task->uri.text;
}

static void done(struct core *core, struct frame *frame, const struct fact *fact) {
    struct payload result = fact_payload(core, fact);
    ASSERT(result.doc != NULL && frame->tickets[ROLE_CALL] == 0);
    struct error error;
    if (!treadle_payload_fits(core, &result, giver(frame), &error)) {
        failed(core, frame, &error);
        return;
    }
    tell(core, frame, EVENT_TASK_SUCCEEDED, result);
    if (is_task(frame))
        treadle_kind_of(core, frame)->resume(core, frame, treadle_value_of(result));
    else
        treadle_frame_leave(core, frame, treadle_value_of(result));
}

// What a service says is bounded as its result is. (How AWS fails of more is unknown.)
static void submitted(struct core *core, struct frame *frame, const struct fact *fact) {
    started(core, frame, (struct payload){0});
    frame->call->phase = CALL_SUBMITTED;
    if (!of_service(frame)) return;  // Functions and activities have no such event.
    struct payload said = fact_payload(core, fact);
    struct error error;
    if (said.doc == NULL || treadle_payload_fits(core, &said, giver(frame), &error)) {
        treadle_event(core, frame, EVENT_TASK_SUBMITTED, said);
        return;
    }
    treadle_ticket_cancel(core, frame, ROLE_CALL);
    failed(core, frame, &error);
}

void treadle_call_resume(struct core *core, struct frame *frame, const struct fact *fact) {
    struct call *call = frame->call;
    ASSERT(call != NULL && call->ticket == fact->ticket && !frame->pausing);
    ASSERT(treadle_call_advances(frame, fact->kind));
    call->beat_ms = core->now_ms;
    treadle_frame_dirty(core, frame);
    switch (fact->kind) {
        case FACT_HEARTBEAT: return;
        case FACT_CALL_STARTED: started(core, frame, fact_payload(core, fact)); return;
        case FACT_CALL_SUBMITTED: submitted(core, frame, fact); return;
        case FACT_CALL_DONE:
        case FACT_CALL_FAILED: break;
        default: ASSERT(!"a fact for a call");
    }
    started(core, frame, (struct payload){0});
    treadle_ticket_spend(core, frame, ROLE_CALL);
    if (fact->kind == FACT_CALL_DONE) {
        done(core, frame, fact);
        return;
    }
    struct error error = treadle_error_read(fact->value);
    failed(core, frame, &error);
}

// AWS, recorded: a missed heartbeat is a States.Timeout too. The guide lets Retry and Catch name it
// States.HeartbeatTimeout, so it is known by either name.
static const struct error timeout = {.name = "States.Timeout", .bare = true};

static void tell_time_out(struct core *core, struct frame *frame) {
    if (!of_activity(frame)) started(core, frame, (struct payload){0});
    struct payload payload = treadle_error_payload(core, &timeout);
    treadle_event(core, frame, family(frame, EVENT_TASK_TIMED_OUT), payload);
    treadle_doc_drop(payload.doc);
}

static void time_out(struct core *core, struct frame *frame, const char *alias) {
    tell_time_out(core, frame);
    treadle_frame_fail_as(core, frame, &timeout, alias);
}

static bool time_is_up(const struct core *core, const struct frame *frame) {
    uint32_t time = frame->tickets[ROLE_TIME], beat = frame->tickets[ROLE_BEAT];
    if (time != 0 && treadle_wait_find(core, time)->due_ms <= core->now_ms) return true;
    const struct call *call = frame->call;
    return beat != 0 && call->beat_ms + (int64_t)call->heartbeat_s * 1000 <= core->now_ms;
}

void treadle_calls_expire(struct core *core, struct frame *frame) {
    if (frame->call != NULL && time_is_up(core, frame)) tell_time_out(core, frame);
    for (struct frame *child = frame->child; child != NULL; child = child->next)
        treadle_calls_expire(core, child);
}

void treadle_call_time_came(struct core *core, struct frame *frame, enum role role) {
    const struct call *call = frame->call;
    ASSERT(call != NULL && frame->tickets[ROLE_CALL] != 0 && frame->tickets[role] == 0);
    ASSERT(role == ROLE_TIME ? call->timeout_s > 0 : call->heartbeat_s > 0);
    if (role == ROLE_TIME) {
        time_out(core, frame, NULL);
        return;
    }
    // It sleeps on with a fresh ticket: with the same one a doubled TIME_CAME would arm a second
    // timer.
    int64_t due_ms = call->beat_ms + (int64_t)call->heartbeat_s * 1000;
    if (due_ms > core->now_ms)
        treadle_wake(core, frame, ROLE_BEAT, due_ms);
    else
        time_out(core, frame, "States.HeartbeatTimeout");
}
