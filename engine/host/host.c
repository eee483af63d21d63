// Executions, their facts and their commands.
#include "engine/host/host.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"
#include "engine/core/history.h"
#include "engine/core/token.h"
#include "engine/host/inside.h"
#include "engine/kinds/kinds.h"

enum {
    WAKES_MAX = 1000,        // Of one call, so that facts from elsewhere get their turn.
    EXECUTION_BYTES = 1000,  // What one weighs beside its documents, about.
    TIMERS_SPENT_MIN = 64,   // Below this, cancelled timers may as well come due.
};

// -- Life

struct host *treadle_host_new(const struct host_options *options) {
    struct host *host = treadle_alloc(sizeof(*host));
    *host = (struct host){
        .options = *options,
        .shop = {
            .kinds = treadle_kinds,
            .bytes_max = options->bytes_max,
            .execution_bytes_max = options->execution_bytes_max,
            .check = options->check,
            .stands_in = options->stands_in,
            .data = options->data,
            .remarks = options->remarks}};
    return host;
}

void treadle_fact_drop(const struct fact *fact) {
    treadle_doc_drop(fact->value);
    treadle_doc_drop(fact->opening);
}

void treadle_queue_clear(struct queue *queue) {
    for (uint32_t i = queue->at; i < queue->count; i++)
        treadle_fact_drop(&queue->list[i].fact);
    free(queue->list);
    *queue = (struct queue){0};
}

static const struct end no_end = {.stopped_ms = -1};

struct end *treadle_execution_end(struct execution *execution) {
    ASSERT(execution->end == &no_end);
    struct end *end = treadle_alloc(sizeof(*end));
    *end = no_end;
    execution->end = end;
    return end;
}

const char *treadle_execution_name(const struct execution *execution) {
    const char *arn = execution->identity.arn;
    if (execution->machine->type == TREADLE_EXPRESS) arn += strlen(arn) + 1;  // See put_head.
    return strrchr(arn, ':') + 1;
}

static void end_free(const struct end *end) {
    treadle_doc_drop(end->output);
    treadle_doc_drop(end->error);
    treadle_doc_drop(end->variables);
    free((struct end *)(uintptr_t)end);
}

void treadle_execution_free(struct execution *execution) {
    treadle_flight_free(execution->flight);
    treadle_core_clear(&execution->core);
    for (uint32_t i = 0; i < execution->event_count; i++)
        treadle_event_clear(&execution->events[i]);
    free(execution->events);
    treadle_doc_drop(execution->input);
    if (execution->end != &no_end) end_free(execution->end);
    ASSERT(execution->core.pool.bytes == 0);  // All that it made is gone with it.
    treadle_machine_let(execution->machine);
    free(execution);
}

void treadle_host_free(struct host *host) {
    if (host == NULL) return;
    treadle_queue_clear(&host->queue);
    for (uint32_t i = host->outbox_at; i < host->outbox_count; i++)
        treadle_outgoing_clear(&host->outbox[i]);
    for (uint32_t i = 0; i < host->execution_count; i++)
        treadle_execution_free(host->executions[i]);
    treadle_map_clear(&host->names);
    treadle_map_clear(&host->texts_map);
    treadle_arena_clear(&host->texts);
    treadle_heap_clear(&host->timers);
    treadle_step_free(&host->step);
    free(host->unknown);
    treadle_workshop_clear(&host->shop);
    free(host->executions);
    free(host->outbox);
    free(host);
}

struct pool *treadle_host_pool(struct host *host) {
    return &host->shop.pool;
}

// -- Executions

// Machines' and roles' ARNs are few and shared by many.
static const char *share(struct host *host, const char *text) {
    if (text == NULL) return NULL;
    const char *known = treadle_map_find(&host->texts_map, text);
    if (known != NULL) return known;
    char *copy = treadle_arena_copy(&host->texts, text);
    return treadle_map_put(&host->texts_map, copy, copy);
}

// What stands before the UUID at the end of an Express execution's ARN, as a text of its own behind
// it.
static void put_head(char *arn, size_t size) {
    char *head = arn + size;
    memcpy(head, arn, size);
    *strrchr(head, ':') = '\0';
}

bool treadle_execution_keeps_history(const struct host *host, const struct execution *execution) {
    return host->options.keeps_history && execution->machine->type == TREADLE_STANDARD;
}

struct execution *treadle_execution_new(struct host *host, const struct birth *birth) {
    size_t size = strlen(birth->execution_arn) + 1;
    bool express = birth->machine->type == TREADLE_EXPRESS;
    struct execution *execution = treadle_alloc(sizeof(*execution) + size * (1 + express));
    char *arn = (char *)(execution + 1);  // In one piece: there may be very many.
    memcpy(arn, birth->execution_arn, size);
    *execution = (struct execution){
        .identity =
            {.arn = arn,
             .machine_arn = share(host, birth->machine_arn),
             .role_arn = share(host, birth->role_arn)},
        .machine = treadle_machine_keep(birth->machine),
        .number = host->execution_count,
        .end = &no_end};
    if (express) put_head(arn, size);
    treadle_core_init(&execution->core, birth->machine, &execution->identity, &host->shop);
    treadle_map_put(&host->names, arn, execution);
    ADD(host->executions, host->execution_count, host->execution_size) = execution;
    host->running++;
    return execution;
}

// "arn:aws:states:us-east-1:123456789012:stateMachine:Orders[:1]" and "o-1" to
// "arn:aws:states:us-east-1:123456789012:execution:Orders:o-1"; AWS, recorded: with a UUID to
// "…:express:Orders:o-1:<uuid>". False: that is no state machine's.
static bool put_execution_arn(struct text *out, const struct launch *launch) {
    static const char kind[] = ":stateMachine:";
    const char *machine_arn = launch->machine_arn, *place = strstr(machine_arn, kind);
    if (place == NULL || strncmp(machine_arn, "arn:", 4) != 0) return false;
    const char *machine = place + strlen(kind);
    size_t size = strcspn(machine, ":");
    if (size == 0) return false;
    treadle_text_put(out, machine_arn, (size_t)(place - machine_arn));
    treadle_text_add(out, launch->uuid == NULL ? ":execution:" : ":express:");
    treadle_text_put(out, machine, size);
    treadle_text_add(out, ":");
    treadle_text_add(out, launch->name);
    if (launch->uuid != NULL) treadle_text_printf(out, ":%s", launch->uuid);
    return true;
}

bool treadle_host_is_full(const struct host *host) {
    uint64_t most = host->options.bytes_max;
    uint64_t held =
        treadle_pool_total(&host->shop.pool) + (uint64_t)host->execution_count * EXECUTION_BYTES;
    return held > (most == 0 ? LIMIT_engine_size_max : most);
}

int treadle_host_start(struct host *host, const struct launch *launch, struct execution **out) {
    struct text arn = {0};
    *out = NULL;
    ASSERT((launch->uuid != NULL) == (launch->machine->type == TREADLE_EXPRESS));
    if (!put_execution_arn(&arn, launch)) return TREADLE_EINVAL;
    *out = treadle_map_find(&host->names, arn.bytes);
    if (*out != NULL) {
        treadle_text_clear(&arn);
        return TREADLE_EEXIST;
    }
    *out = treadle_execution_new(
        host, &(struct birth){
                  .machine = launch->machine,
                  .execution_arn = arn.bytes,
                  .machine_arn = launch->machine_arn,
                  .role_arn = launch->role_arn});
    treadle_text_clear(&arn);
    (*out)->input = treadle_doc_ref(launch->input);
    (*out)->started_ms = launch->at_ms;
    const struct fact fact = {
        .kind = FACT_START,
        .at_ms = launch->at_ms,
        .seed = launch->seed,
        .value = launch->input,
        .opening = launch->opening};
    treadle_host_deliver(host, *out, &fact, launch->sender);
    return 0;
}

struct execution *treadle_host_find(const struct host *host, const char *execution_arn) {
    return treadle_map_find(&host->names, execution_arn);
}

uint32_t treadle_host_count(const struct host *host) {
    return host->execution_count;
}

struct execution *treadle_host_at(const struct host *host, uint32_t index) {
    ASSERT(index < host->execution_count);
    return host->executions[index];
}

uint32_t treadle_host_running(const struct host *host) {
    return host->running;
}

cJSON *treadle_execution_history(
    const struct execution *execution, struct arena *arena, uint32_t first, uint32_t count) {
    cJSON *events = treadle_scratch_node(arena, cJSON_Array);
    for (uint32_t i = first; i < execution->event_count && i - first < count; i++)
        treadle_scratch_append(
            events, NULL,
            treadle_event_render(arena, &execution->identity, &execution->events[i], i + 1));
    return events;
}

const char *treadle_execution_token(
    const struct execution *execution, struct arena *arena, const struct command *call) {
    ASSERT(call->kind == COMMAND_CALL);
    if (!treadle_token_wanted(call->state)) return NULL;
    return treadle_token_write(arena, &execution->core, call->ticket);
}

// -- Commands

struct outgoing *treadle_host_send(
    struct host *host, enum outgoing_kind kind, struct execution *execution) {
    ADD(host->outbox, host->outbox_count, host->outbox_size) =
        (struct outgoing){.kind = kind, .execution = execution};
    return &host->outbox[host->outbox_count - 1];
}

static void finish(struct host *host, struct execution *execution, struct command *command) {
    const struct finish_terms *terms = &command->of.finish;
    ASSERT(execution->outcome == TREADLE_RUNNING && host->running > 0);
    execution->outcome = terms->outcome;
    struct end *end = treadle_execution_end(execution);
    end->stopped_ms = execution->core.now_ms;
    end->blamed = command->state;
    end->blamed_field = terms->field;
    end->next = terms->next;
    end->variables = treadle_core_variables(&execution->core);
    if (terms->outcome == TREADLE_SUCCEEDED)
        end->output = command->payload.doc;
    else
        end->error = command->payload.doc;
    treadle_core_clear(&execution->core);
    host->running--;
    treadle_host_send(host, OUTGOING_FINISH, execution);
}

static void carry_out(struct host *host, struct execution *execution, struct command *command) {
    switch (command->kind) {
        case COMMAND_WAKE: {
            uint64_t tie = (uint64_t)execution->number << 32 | command->ticket;
            treadle_heap_put(
                &host->timers, (struct heap_entry){command->of.wake.due_ms, tie, execution});
            treadle_doc_drop(command->payload.doc);  // What a retry failed of: for a trace.
            return;
        }
        case COMMAND_GO_ON: {
            const struct fact fact = {
                .kind = FACT_GO_ON, .ticket = command->ticket, .at_ms = execution->core.now_ms};
            treadle_host_deliver(host, execution, &fact, NULL);
            return;
        }
        case COMMAND_CANCEL:
            if (command->of.cancels_wake)
                host->timers_spent++;
            else
                treadle_host_send(host, OUTGOING_CANCEL, execution)->command = *command;
            return;
        case COMMAND_CALL:
            treadle_host_send(host, OUTGOING_CALL, execution)->command = *command;
            return;
        case COMMAND_FINISH: finish(host, execution, command); return;
        default: ASSERT(!"a command");
    }
}

void treadle_host_carry_out(
    struct host *host, struct execution *execution, struct command *commands, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        carry_out(host, execution, &commands[i]);
}

void treadle_host_answer(struct host *host, struct execution *execution, void *sender, int status) {
    if (sender == NULL) return;
    struct outgoing *out = treadle_host_send(host, OUTGOING_ANSWER, execution);
    out->sender = sender;
    out->status = status;
}

bool treadle_host_take(struct host *host, struct outgoing *out) {
    if (host->outbox_at == host->outbox_count) {
        host->outbox_at = host->outbox_count = 0;
        return false;
    }
    *out = host->outbox[host->outbox_at++];
    return true;
}

void treadle_outgoing_clear(struct outgoing *out) {
    if (out->kind == OUTGOING_CALL) treadle_doc_drop(out->command.payload.doc);
    *out = (struct outgoing){0};
}

// -- Facts

void treadle_queue_put(struct queue *queue, const struct queued *one) {
    ADD(queue->list, queue->count, queue->size) = *one;
}

void treadle_host_deliver(
    struct host *host, struct execution *execution, const struct fact *fact, void *sender) {
    if (fact->value != NULL) treadle_doc_ref(fact->value);
    if (fact->opening != NULL) treadle_doc_ref(fact->opening);
    treadle_queue_put(&host->queue, &(struct queued){execution, *fact, sender});
}

// Most histories are short. One that is longer than a step is given much more room at once: memory
// that nothing is written to costs nothing, moving to a larger place does.
static uint32_t room_for(uint32_t count) {
    if (count <= 8) return count;
    return count < LIMIT_step_events_max ? count + count / 2 : count * 4;
}

void treadle_host_keep_events(struct host *host, struct execution *execution, struct step *step) {
    if (!treadle_execution_keeps_history(host, execution) || step->event_count == 0) return;
    uint32_t count = execution->event_count + step->event_count;
    if (count > execution->event_size) {
        execution->event_size = room_for(count);
        execution->events =
            treadle_resize(execution->events, execution->event_size * sizeof(*execution->events));
    }
    memcpy(
        execution->events + execution->event_count, step->events,
        step->event_count * sizeof(*step->events));
    execution->event_count = count;
    step->event_count = 0;
}

static void step(struct host *host, struct queued *one) {
    struct execution *execution = one->execution;
    struct step *step = &host->step;
    if (execution->flight != NULL) {
        treadle_queue_put(&execution->flight->held, one);
        return;
    }
    int status = treadle_core_step(&execution->core, &one->fact, step);
    if (status == 0 && host->options.on_step != NULL)
        host->options.on_step(host->options.data, execution, &one->fact, step);
    if (status == 0 && host->options.commit != NULL) {
        treadle_flight_begin(host, one);
        return;
    }
    treadle_host_keep_events(host, execution, step);
    treadle_host_carry_out(host, execution, step->commands, step->command_count);
    step->command_count = 0;
    treadle_step_clear(step);
    treadle_host_answer(host, execution, one->sender, status);
    treadle_fact_drop(&one->fact);
}

static bool timer_wanted(const struct heap_entry *entry) {
    const struct execution *execution = entry->data;
    return treadle_core_waits(&execution->core, (uint32_t)entry->tie);
}

void treadle_host_sift_timers(struct host *host) {
    treadle_heap_sift(&host->timers, timer_wanted);
    host->timers_spent = 0;
}

// The first timer is always one that somebody waits for: a driver sleeps until it, and would else
// sleep for what was cancelled.
static void drop_spent(struct host *host) {
    while (host->timers.count > 0 && !timer_wanted(&host->timers.entries[0])) {
        treadle_heap_take(&host->timers);
        if (host->timers_spent > 0) host->timers_spent--;
    }
}

bool treadle_host_turn(struct host *host) {
    struct queue *queue = &host->queue;
    treadle_flights_send_again(host);
    uint32_t end = queue->count;
    while (queue->at < end) {
        struct queued one = queue->list[queue->at++];  // A copy: the queue may grow meanwhile.
        step(host, &one);
    }
    uint32_t left = queue->count - end;
    if (left > 0) memmove(queue->list, queue->list + end, left * sizeof(*queue->list));
    queue->at = 0;
    queue->count = left;
    if (host->timers_spent > TIMERS_SPENT_MIN && host->timers_spent > host->timers.count / 2)
        treadle_host_sift_timers(host);
    drop_spent(host);
    return left > 0;
}

// -- Time

bool treadle_host_wake(struct host *host, int64_t now_ms) {
    for (int left = WAKES_MAX; host->timers.count > 0; left--) {
        if (host->timers.entries[0].due_ms > now_ms) return false;
        if (left == 0) return true;
        struct heap_entry first = treadle_heap_take(&host->timers);
        const struct fact fact = {
            .kind = FACT_TIME_CAME, .ticket = (uint32_t)first.tie, .at_ms = now_ms};
        treadle_host_deliver(host, first.data, &fact, NULL);
    }
    return false;
}

bool treadle_host_due(const struct host *host, int64_t *due_ms) {
    if (host->timers.count == 0) return false;
    *due_ms = host->timers.entries[0].due_ms;
    return true;
}

const struct state *treadle_host_due_state(
    const struct host *host, const struct execution **execution_out) {
    ASSERT(host->timers.count > 0);
    const struct execution *execution = host->timers.entries[0].data;
    *execution_out = execution;
    return treadle_core_waiting(&execution->core, (uint32_t)host->timers.entries[0].tie);
}
