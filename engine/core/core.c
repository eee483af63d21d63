// The step: accept a fact, run until every frame waits or the budget is spent, check what was made.
#include "engine/core/core.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "engine/core/inside.h"

enum answers { ANSWERS_NONE, ANSWERS_CALL, ANSWERS_TIME, ANSWERS_GO_ON };

static const uint8_t fact_answers[FACT_COUNT] = {
#define FACT(name, words, answers, value) [FACT_##name] = ANSWERS_##answers,
#include "engine/core/fact.def"
#undef FACT
};

static const char *const fact_words[FACT_COUNT] = {
#define FACT(name, words, answers, value) [FACT_##name] = "the last fact: " words,
#include "engine/core/fact.def"
#undef FACT
};

// -- running

static void enter(struct core *core, struct frame *frame) {
    ASSERT(frame->entered == 0 && frame->retries == 0 && frame->attempts == NULL);
    frame->entered = core->event_next;
    frame->entered_ms = core->now_ms;
    treadle_event(core, frame, EVENT_STATE_ENTERED, frame->input);
    treadle_remark(core, frame, (struct remark){.way = -1});
    if (!core->exhausted) treadle_frame_enter(core, frame);
}

static void work_on(struct core *core, struct frame *frame) {
    enum phase phase = (enum phase)frame->phase;
    ASSERT(core->life == CORE_RUNNING && frame->ready_prev == NULL);
    treadle_frame_unready(core, frame);
    treadle_arena_reset(&core->shop->scratch);
    switch (phase) {
        case PHASE_ENTER: enter(core, frame); return;
        case PHASE_AGAIN: treadle_frame_enter(core, frame); return;
        case PHASE_FORK: treadle_fork_next(core, frame); return;
        case PHASE_JOIN: treadle_fork_join(core, frame); return;
        default: ASSERT(!"a frame that waits is not ready");
    }
}

// What the last event follows is not recorded: here, the event before it.
static void end_by_limit(struct core *core, const char *cause) {
    const struct error error = {.name = "States.Runtime", .cause = cause, .bare = true};
    struct payload payload = treadle_error_payload(core, &error);
    treadle_core_end(
        core, &(struct ending){
                  .outcome = TREADLE_FAILED,
                  .event = EVENT_EXECUTION_FAILED,
                  .previous = core->event_next - 1,
                  .payload = payload});
    treadle_doc_drop(payload.doc);
}

// AWS quota, of Standard machines: it is the history that is bounded. An Express execution has
// none.
uint32_t treadle_events_max(const struct core *core) {
    return core->machine->type == TREADLE_EXPRESS ? LIMIT_express_events_max
                                                  : LIMIT_history_events_max;
}

static void end_exhausted(struct core *core) {
    ASSERT(core->exhausted && core->event_next == treadle_events_max(core));
    core->exhausted = false;  // The last event has room.
    treadle_arena_reset(&core->shop->scratch);
    const char *of = core->machine->type == TREADLE_EXPRESS ? "events of an Express execution here"
                                                            : "history events";
    end_by_limit(
        core, treadle_arena_print(
                  &core->shop->scratch, "The execution reached the maximum number of %s (%u).", of,
                  treadle_events_max(core)));
}

// Documents alone are counted; what else an execution holds is in proportion to them. Where all
// executions together are over their bound by what one may hold, whoever asks for more has to end.
static const char *full_of(const struct core *core) {
    const struct workshop *shop = core->shop;
    uint64_t most = shop->bytes_max == 0 ? LIMIT_engine_size_max : shop->bytes_max,
             most_each = shop->execution_bytes_max == 0 ? LIMIT_execution_size_max
                                                        : shop->execution_bytes_max;
    if (core->pool.bytes > most_each) return "The execution holds";
    uint64_t total = treadle_pool_total(&shop->pool);
    return total > most && total - most > most_each ? "All executions hold" : NULL;
}

// AWS documents no such bound: 25,000 events of 256 KiB each are allowed there. Here they lie in
// memory, which is everybody's.
static void end_full(struct core *core, const char *who) {
    treadle_arena_reset(&core->shop->scratch);
    end_by_limit(
        core,
        treadle_arena_print(
            &core->shop->scratch, "%s more bytes of JSON than this engine has room for.", who));
}

static void run(struct core *core) {
    const char *full = NULL;
    while (core->ready != NULL && !core->exhausted && (full = full_of(core)) == NULL) {
        if (treadle_step_spent(core->step)) {
            if (core->go_on != 0) return;
            core->go_on = core->ticket_next++;
            treadle_command(core, COMMAND_GO_ON)->ticket = core->go_on;
            return;
        }
        work_on(core, core->ready);
    }
    if (core->life != CORE_RUNNING) return;
    if (core->exhausted)
        end_exhausted(core);
    else if (full != NULL)
        end_full(core, full);
}

// -- accepting

// AWS: TimeoutSeconds, within the quota of the machine's type.
int64_t treadle_deadline_of(const struct core *core) {
    const struct machine *machine = core->machine;
    int64_t most_s =
        machine->type == TREADLE_EXPRESS ? LIMIT_express_seconds_max : LIMIT_execution_seconds_max;
    ASSERT(machine->timeout_s >= 0);
    int64_t own_s = (int64_t)machine->timeout_s;
    return core->started_ms + (own_s > 0 && own_s < most_s ? own_s : most_s) * 1000;
}

static const struct state *named(const struct core *core, const cJSON *opening, const char *key) {
    const char *name = treadle_json_string(opening, key);
    const struct state *state =
        name == NULL ? NULL : treadle_machine_state_named(core->machine, name);
    ASSERT(name == NULL || state != NULL);
    return state;
}

// Where the root begins; what else an opening says is kept.
static const struct state *open_by(struct core *core, const cJSON *opening) {
    const struct state *start = core->machine->flow.start;
    if (opening == NULL) return start;
    struct part *part = treadle_alloc(sizeof(*part));
    const struct state *from = named(core, opening, "from");
    const cJSON *context = treadle_json_member(opening, "context");
    *part = (struct part){
        .to = named(core, opening, "to"),
        .keeps_variables = cJSON_IsTrue(treadle_json_member(opening, "keep"))};
    if (context != NULL) part->context = treadle_settle(core, (struct value){.json = context});
    core->part = part;
    if (from == NULL) from = start;
    ASSERT(part->to == NULL || part->to->flow == from->flow);
    return from;
}

static void start(struct core *core, const struct fact *fact) {
    ASSERT(fact->value != NULL && core->root == NULL && core->wait_count == 0);
    ASSERT(core->machine->flow.start != NULL && core->identity->arn != NULL);
    const cJSON *opening = fact->opening == NULL ? NULL : treadle_doc_root(fact->opening);
    core->life = CORE_RUNNING;
    core->started_ms = core->now_ms;
    // States.UUID tells where the generator stands; what proves task tokens must not follow from
    // that.
    core->random = treadle_digest_use(fact->seed, "chance");
    core->nonce = treadle_digest_use(fact->seed, "token");
    core->input = (struct payload){treadle_doc_ref(fact->value), core->payload_next++};
    struct frame *root = treadle_frame_new(core, NULL, open_by(core, opening), 0);
    root->input = (struct payload){treadle_doc_ref(fact->value), core->input.number};
    treadle_variables_put(core, root, treadle_json_member(opening, "variables"));
    treadle_event_put(
        core, root, (struct event){.type = EVENT_EXECUTION_STARTED, .payload = core->input});
    // AWS, recorded: the first StateEntered points at 0, not at ExecutionStarted.
    root->previous = 0;
    int64_t deadline_ms = treadle_deadline_of(core);
    if (core->machine->timeout_s > 0 || core->machine->type == TREADLE_EXPRESS)
        treadle_wake(core, NULL, ROLE_DEADLINE, deadline_ms);
    treadle_frame_ready(core, root, PHASE_ENTER);
}

// AWS, recorded: {} where nothing was said, and no *Aborted of the states.
static void stop(struct core *core, const struct fact *fact) {
    ASSERT(core->root != NULL);
    const struct error error = treadle_error_read(fact->value);
    struct payload payload = treadle_error_payload(core, &error);
    treadle_core_end(
        core,
        &(struct ending){
            .outcome = TREADLE_ABORTED, .event = EVENT_EXECUTION_ABORTED, .payload = payload});
    treadle_doc_drop(payload.doc);
}

// AWS, reported: ExecutionTimedOut{error} follows 0, whatever was under way.
static void time_out(struct core *core) {
    ASSERT(core->deadline == 0 && treadle_deadline_of(core) <= core->now_ms);
    const struct error error = {.name = "States.Timeout"};
    struct payload payload = treadle_error_payload(core, &error);
    treadle_core_end(
        core,
        &(struct ending){
            .outcome = TREADLE_TIMED_OUT, .event = EVENT_EXECUTION_TIMED_OUT, .payload = payload});
    treadle_doc_drop(payload.doc);
}

static void time_came(struct core *core, const struct wait *wait) {
    ASSERT(wait != NULL);
    struct frame *frame = wait->frame;
    enum role role = (enum role)wait->role;
    treadle_ticket_spend(core, frame, role);
    if (role == ROLE_DEADLINE) {
        time_out(core);
        return;
    }
    if (frame->pausing) {
        ASSERT(role == ROLE_TIME && frame->entered != 0 && frame->retries > 0);
        frame->pausing = false;
        treadle_frame_ready(core, frame, PHASE_AGAIN);
        return;
    }
    if (frame->call != NULL)
        treadle_call_time_came(core, frame, role);
    else
        treadle_kind_of(core, frame)->resume(core, frame, (struct value){0});
}

static bool is_late(const struct core *core, const struct fact *fact, const struct wait *wait) {
    if (fact->kind == FACT_START) return core->life != CORE_NEW;
    if (core->life != CORE_RUNNING) return true;
    switch ((enum answers)fact_answers[fact->kind]) {
        case ANSWERS_NONE: return false;
        case ANSWERS_GO_ON: return fact->ticket == 0 || fact->ticket != core->go_on;
        case ANSWERS_TIME:
        case ANSWERS_CALL: break;
    }
    if (wait == NULL) return true;
    // Who answers a call with a moment, or a wake with a result, mixes tickets up.
    ASSERT((fact_answers[fact->kind] == ANSWERS_CALL) == (wait->role == ROLE_CALL));
    return wait->role == ROLE_CALL && !treadle_call_advances(wait->frame, fact->kind);
}

static void accept(struct core *core, const struct fact *fact, const struct wait *wait) {
    treadle_arena_reset(&core->shop->scratch);
    if (fact->at_ms > core->now_ms) core->now_ms = fact->at_ms;
    switch (fact->kind) {
        case FACT_START: start(core, fact); return;
        case FACT_STOP: stop(core, fact); return;
        case FACT_GO_ON: core->go_on = 0; return;
        case FACT_TIME_CAME: time_came(core, wait); return;
        default:
            ASSERT(wait != NULL);
            treadle_call_resume(core, wait->frame, fact);
            return;
    }
}

// -- invariants

static void check_step(struct core *core, const struct step *step) {
    ASSERT(core->event_next - step->event_first == step->event_count);  // Ids are dense.
    ASSERT(core->event_next <= treadle_events_max(core) + 1);
    ASSERT((core->life == CORE_RUNNING) == (core->root != NULL));
    ASSERT(core->life == CORE_RUNNING || (core->wait_open == 0 && core->go_on == 0));
    for (uint32_t i = 0; i < step->dirty_count; i++) {
        ASSERT(step->dirty[i]->dirty == i + 1);
        treadle_frame_check(core, step->dirty[i]);
        step->dirty[i]->written = true;
        step->dirty[i]->dirty = 0;
    }
}

// -- the step

int treadle_core_step(struct core *core, const struct fact *fact, struct step *step) {
    ASSERT(fact->kind < FACT_COUNT && core->step == NULL);
    ASSERT(step->event_count == 0 && step->command_count == 0 && step->dirty_count == 0);
    const struct wait *wait =
        fact_answers[fact->kind] == ANSWERS_NONE ? NULL : treadle_wait_find(core, fact->ticket);
    if (is_late(core, fact, wait)) return TREADLE_ESTALE;
    treadle_assert_note(fact_words[fact->kind]);
    step->event_first = core->event_next;
    step->payload_first = core->payload_next;
    step->ticket_first = core->ticket_next;
    core->step = step;
    core->steps++;
    accept(core, fact, wait);
    run(core);
    treadle_step_settle(step);
    check_step(core, step);
    core->step = NULL;
    treadle_assert_note(NULL);
    return 0;
}

static void reissue(const struct core *core, const struct wait *wait, struct step *step) {
    struct command *command = &ADD(step->commands, step->command_count, step->command_size);
    *command = (struct command){.ticket = wait->ticket};
    if (wait->role != ROLE_CALL) {
        command->kind = COMMAND_WAKE;
        command->of.wake.due_ms = wait->due_ms;
        return;
    }
    ASSERT(wait->frame->call->ticket == wait->ticket);
    const struct payload *request = &wait->frame->call->request;
    command->kind = COMMAND_CALL;
    command->state = wait->frame->state;
    command->payload = (struct payload){treadle_doc_ref(request->doc), request->number};
    command->of.call = treadle_call_terms(core, wait->frame);
}

void treadle_core_commands(const struct core *core, struct step *step) {
    ASSERT(step->command_count == 0 && core->step == NULL);
    for (uint32_t i = 0; i < core->wait_count; i++)
        if (core->waits[i].role != ROLE_SPENT) reissue(core, &core->waits[i], step);
    if (core->go_on != 0)
        ADD(step->commands, step->command_count, step->command_size) =
            (struct command){.kind = COMMAND_GO_ON, .ticket = core->go_on};
}

struct doc *treadle_core_variables(const struct core *core) {
    if (core->part == NULL || core->part->variables.doc == NULL) return NULL;
    return treadle_doc_ref(core->part->variables.doc);
}

void treadle_core_init(
    struct core *core, const struct machine *machine, const struct identity *identity,
    struct workshop *shop) {
    ASSERT(shop->kinds != NULL);
    *core = (struct core){
        .machine = machine,
        .identity = identity,
        .shop = shop,
        .ticket_next = 1,
        .event_next = 1,
        .frame_next = 1,
        .payload_next = 1};
    treadle_pool_join(&core->pool, &shop->pool);
}

void treadle_core_reset(struct core *core) {
    treadle_core_clear(core);
    struct pool pool = core->pool;
    treadle_core_init(core, core->machine, core->identity, core->shop);
    core->pool = pool;
}

static void part_free(struct part *part) {
    if (part == NULL) return;
    treadle_doc_drop(part->context.doc);
    treadle_doc_drop(part->variables.doc);
    free(part);
}

void treadle_core_clear(struct core *core) {
    if (core->root != NULL) treadle_frame_free(core->shop, core->root);
    treadle_doc_drop(core->input.doc);
    part_free(core->part);
    free(core->waits);
    core->root = core->ready = core->ready_last = NULL;
    core->input = (struct payload){0};
    core->part = NULL;
    core->waits = NULL;
    core->wait_count = core->wait_size = core->wait_open = 0;
    core->go_on = core->deadline = core->variables_size = 0;
}
