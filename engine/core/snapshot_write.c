// Rows out of a step, and out of a whole core.
#include <inttypes.h>
#include <stdlib.h>

#include "base/json/write.h"
#include "base/memory.h"
#include "engine/core/snapshot.h"
#include "engine/core/snapshot_words.h"

// -- Members of a row

static void put_key(struct text *out, const char *key) {
    bool first = out->bytes[out->count - 1] == '{';
    treadle_text_printf(out, "%s\"%s\":", first ? "" : ",", key);
}

static void put_number(struct text *out, const char *key, int64_t number) {
    put_key(out, key);
    treadle_text_printf(out, "%" PRId64, number);
}

// What is 0 says nothing and is left out.
static void put_some(struct text *out, const char *key, int64_t number) {
    if (number != 0) put_number(out, key, number);
}

static void put_word(struct text *out, const char *key, const char *word) {
    ASSERT(word != NULL);
    put_key(out, key);
    treadle_json_write_string(out, word);
}

// 64 bits, which a JSON number of other readers might not hold.
static void put_bits(struct text *out, const char *key, uint64_t bits) {
    put_key(out, key);
    treadle_text_printf(out, "\"%016" PRIx64 "\"", bits);
}

// By number and name: one of another definition is noticed.
static void put_state(struct text *out, const char *key, const struct state *state) {
    put_key(out, key);
    treadle_text_printf(out, "[%" PRIu32 ",", state->number);
    treadle_json_write_string(out, state->name);
    treadle_text_put(out, "]", 1);
}

static void put_pair(struct text *out, const char *key, int64_t first, int64_t second) {
    put_key(out, key);
    treadle_text_printf(out, "[%" PRId64 ",%" PRId64 "]", first, second);
}

static void put_open(struct text *out, const char *key) {
    put_key(out, key);
    treadle_text_put(out, "{", 1);
}

static void put_close(struct text *out) {
    treadle_text_put(out, "}", 1);
}

// -- Rows

struct row *treadle_batch_row(
    struct batch *batch, enum row_kind kind, uint32_t id, uint32_t index) {
    ADD(batch->rows, batch->count, batch->size) =
        (struct row){.kind = kind, .id = id, .index = index, .at = batch->text.count};
    return &batch->rows[batch->count - 1];
}

static struct row *begin(struct batch *batch, enum row_kind kind, uint32_t id, uint32_t index) {
    struct row *row = treadle_batch_row(batch, kind, id, index);
    treadle_text_put(&batch->text, "{", 1);
    return row;
}

static void end(struct batch *batch, struct row *row) {
    put_close(&batch->text);
    row->size = batch->text.count - row->at;
}

static void put_part(struct text *out, const struct part *part) {
    put_open(out, "part");
    if (part->to != NULL) put_state(out, "to", part->to);
    put_some(out, "context", part->context.number);
    put_some(out, "variables", part->variables.number);
    put_some(out, "keep", part->keeps_variables);
    put_close(out);
}

static void put_core(struct batch *batch, const struct core *core) {
    struct text *out = &batch->text;
    struct row *row = begin(batch, ROW_CORE, 0, 0);
    put_number(out, "format", SNAPSHOT_FORMAT);
    put_word(out, "life", life_words[core->life]);
    put_number(out, "now", core->now_ms);
    put_number(out, "started", core->started_ms);
    put_bits(out, "random", core->random);
    put_bits(out, "nonce", core->nonce);
    put_number(out, "input", core->input.number);
    if (core->part != NULL) put_part(out, core->part);
    put_open(out, "next");
    put_number(out, "ticket", core->ticket_next);
    put_number(out, "event", core->event_next);
    put_number(out, "frame", core->frame_next);
    put_number(out, "order", core->order_next);
    put_number(out, "payload", core->payload_next);
    put_close(out);
    put_number(out, "steps", core->steps);
    if (core->deadline != 0)
        put_pair(out, "deadline", core->deadline, treadle_wait_find(core, core->deadline)->due_ms);
    put_some(out, "goOn", core->go_on);
    end(batch, row);
}

static void put_tickets(struct text *out, const struct core *core, const struct frame *frame) {
    put_open(out, "tickets");
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (frame->tickets[role] == 0) continue;
        const struct wait *wait = treadle_wait_find(core, frame->tickets[role]);
        ASSERT(wait != NULL && wait->frame == frame);
        put_pair(out, role_words[role], wait->ticket, wait->due_ms);
    }
    put_close(out);
}

static void put_call(struct text *out, const struct call *call) {
    put_open(out, "call");
    put_number(out, "ticket", call->ticket);
    put_number(out, "request", call->request.number);
    put_word(out, "phase", call_phase_words[call->phase]);
    put_number(out, "at", call->at_ms);
    put_number(out, "beat", call->beat_ms);
    put_some(out, "timeout", call->timeout_s);
    put_some(out, "heartbeat", call->heartbeat_s);
    put_close(out);
}

static void put_fork(struct text *out, const struct fork *fork) {
    put_open(out, "fork");
    put_number(out, "id", fork->id);
    put_number(out, "count", fork->count);
    put_number(out, "cursor", fork->cursor);
    put_number(out, "open", fork->open);
    put_number(out, "max", fork->max);
    put_number(out, "lead", fork->lead);
    put_number(out, "source", fork->source.number);
    put_close(out);
}

static void put_attempts(struct text *out, const struct frame *frame) {
    put_key(out, "attempts");
    for (uint32_t i = 0; i < frame->state->retrier_count; i++)
        treadle_text_printf(out, "%s%" PRIu32, i == 0 ? "[" : ",", frame->attempts[i]);
    treadle_text_put(out, "]", 1);
}

static void put_frame(struct batch *batch, const struct core *core, const struct frame *frame) {
    struct text *out = &batch->text;
    struct row *row = begin(batch, ROW_FRAME, frame->id, 0);
    put_some(out, "parent", frame->parent == NULL ? 0 : frame->parent->id);
    put_some(out, "index", frame->index);
    put_state(out, "state", frame->state);
    put_word(out, "phase", phase_words[frame->phase]);
    put_some(out, "order", frame->order);
    put_number(out, "previous", frame->previous);
    if (frame->entered != 0) put_pair(out, "entered", frame->entered, frame->entered_ms);
    put_number(out, "input", frame->input.number);
    put_tickets(out, core, frame);
    if (frame->call != NULL) put_call(out, frame->call);
    if (frame->fork != NULL) put_fork(out, frame->fork);
    if (frame->attempts != NULL) put_attempts(out, frame);
    put_some(out, "retries", frame->retries);
    put_some(out, "pausing", frame->pausing);
    end(batch, row);
}

// Those whose payloads are new from number [first] on.
static void put_variables(
    struct batch *batch, const struct core *core, const struct frame *frame, uint32_t first) {
    for (uint32_t i = 0; frame->scope != NULL && i < frame->scope->count; i++) {
        const struct variable *variable = &frame->scope->list[i];
        if (variable->value.number < first) continue;
        struct row *row = begin(batch, ROW_VARIABLE, frame->id, variable->number);
        put_word(&batch->text, "name", core->machine->variables[variable->number]);
        put_number(&batch->text, "payload", variable->value.number);
        end(batch, row);
    }
}

static void put_event(struct batch *batch, const struct event *event, uint32_t id) {
    struct text *out = &batch->text;
    struct row *row = begin(batch, ROW_EVENT, id, 0);
    put_word(out, "type", event_words[event->type]);
    put_number(out, "previous", event->previous);
    put_number(out, "at", event->at_ms);
    if (event->state != NULL) put_state(out, "state", event->state);
    put_some(out, "payload", event->payload.number);
    const struct payload *assigned = treadle_event_assigned(event);
    if (assigned != NULL) put_number(out, "assigned", assigned->number);
    if (event->type != EVENT_STATE_EXITED) {
        put_some(out, "index", event->index);  // Or the timeout, which shares its place.
        put_some(out, "heartbeat", event->heartbeat_s);
    }
    end(batch, row);
}

// -- Payloads

struct payload_list {
    struct payload *list;
    uint32_t count, size;
    uint32_t first;  // Those before it are written already.
};

static void need(struct payload_list *all, const struct payload *payload) {
    if (payload->doc == NULL || payload->number < all->first) return;
    ASSERT(payload->number != 0);
    ADD(all->list, all->count, all->size) = *payload;
}

static void need_of_core(struct payload_list *all, const struct core *core) {
    need(all, &core->input);
    if (core->part == NULL) return;
    need(all, &core->part->context);
    need(all, &core->part->variables);
}

static void need_of_frame(struct payload_list *all, const struct frame *frame) {
    need(all, &frame->input);
    if (frame->call != NULL) need(all, &frame->call->request);
    if (frame->fork != NULL) need(all, &frame->fork->source);
    for (uint32_t i = 0; frame->scope != NULL && i < frame->scope->count; i++)
        need(all, &frame->scope->list[i].value);
}

static int by_number(const void *a, const void *b) {
    const struct payload *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static void put_payloads(struct batch *batch, struct payload_list *all) {
    if (all->count > 0) qsort(all->list, all->count, sizeof(*all->list), by_number);
    for (uint32_t i = 0; i < all->count; i++) {
        if (i > 0 && all->list[i].number == all->list[i - 1].number) continue;
        struct row *row = treadle_batch_row(batch, ROW_PAYLOAD, all->list[i].number, 0);
        treadle_json_write(&batch->text, treadle_doc_root(all->list[i].doc));
        row->size = batch->text.count - row->at;
    }
    free(all->list);
}

// -- A step

static const struct fork *find_fork(const struct step *step, uint32_t id) {
    for (uint32_t i = 0; i < step->dirty_count; i++)
        if (step->dirty[i]->fork != NULL && step->dirty[i]->fork->id == id)
            return step->dirty[i]->fork;
    return NULL;
}

// Calls [use] for each result of forks that still wait for others, whose frames are dirty too. The
// rest was dropped meanwhile.
static void each_result(
    const struct step *step, void (*use)(void *data, const struct fork *fork, uint32_t index),
    void *data) {
    const struct fork *fork = NULL;
    for (uint32_t i = 0; i < step->result_count; i++) {
        const struct child_result *result = &step->results[i];
        if (fork == NULL || fork->id != result->fork) fork = find_fork(step, result->fork);
        if (fork != NULL) use(data, fork, result->index);
    }
}

static void need_result(void *data, const struct fork *fork, uint32_t index) {
    need(data, &fork->results[index]);
}

static void put_result(void *data, const struct fork *fork, uint32_t index) {
    struct batch *batch = data;
    struct row *row = begin(batch, ROW_RESULT, fork->id, index);
    ASSERT(index < fork->count && fork->results[index].number != 0);
    put_number(&batch->text, "payload", fork->results[index].number);
    end(batch, row);
}

static int by_id(const void *a, const void *b) {
    const struct frame *x = *(struct frame *const *)a, *y = *(struct frame *const *)b;
    return (x->id > y->id) - (x->id < y->id);
}

void treadle_batch_step(
    struct batch *batch, const struct core *core, const struct step *step, bool events) {
    ASSERT(batch->count == 0 && batch->text.count == 0 && core->step == NULL);
    struct payload_list fresh = {.first = step->payload_first};
    batch->seq = core->steps;
    need_of_core(&fresh, core);
    for (uint32_t i = 0; events && i < step->event_count; i++) {
        const struct payload *assigned = treadle_event_assigned(&step->events[i]);
        need(&fresh, &step->events[i].payload);
        if (assigned != NULL) need(&fresh, assigned);
    }
    for (uint32_t i = 0; i < step->dirty_count; i++)
        need_of_frame(&fresh, step->dirty[i]);
    each_result(step, need_result, &fresh);
    if (core->life == CORE_OVER) {
        const struct command *last = &step->commands[step->command_count - 1];
        ASSERT(last->kind == COMMAND_FINISH);
        need(&fresh, &last->payload);
    }
    if (step->dirty_count > 0) qsort(step->dirty, step->dirty_count, sizeof(*step->dirty), by_id);
    put_core(batch, core);
    put_payloads(batch, &fresh);
    for (uint32_t i = 0; i < step->dropped_count; i++)
        treadle_batch_row(batch, ROW_DROP, step->dropped[i], 0);
    for (uint32_t i = 0; i < step->dirty_count; i++)
        put_frame(batch, core, step->dirty[i]);
    for (uint32_t i = 0; i < step->dirty_count; i++)
        put_variables(batch, core, step->dirty[i], step->payload_first);
    each_result(step, put_result, batch);
    for (uint32_t i = 0; events && i < step->event_count; i++)
        put_event(batch, &step->events[i], step->event_first + i);
}

// -- The whole

struct frame_list {
    struct frame **list;
    uint32_t count, size;
};

// Depth is that of the machine, which its parser bounds.
static void collect(struct frame_list *all, struct frame *frame) {
    ADD(all->list, all->count, all->size) = frame;
    for (struct frame *child = frame->child; child != NULL; child = child->next)
        collect(all, child);
}

void treadle_batch_whole(struct batch *batch, const struct core *core) {
    struct frame_list all = {0};
    struct payload_list payloads = {0};
    if (core->root != NULL) collect(&all, core->root);
    if (all.count > 0) qsort(all.list, all.count, sizeof(*all.list), by_id);
    need_of_core(&payloads, core);
    for (uint32_t i = 0; i < all.count; i++) {
        const struct fork *fork = all.list[i]->fork;
        need_of_frame(&payloads, all.list[i]);
        for (uint32_t j = 0; fork != NULL && j < fork->count; j++)
            need(&payloads, &fork->results[j]);
    }
    put_core(batch, core);
    put_payloads(batch, &payloads);
    for (uint32_t i = 0; i < all.count; i++)
        put_frame(batch, core, all.list[i]);
    for (uint32_t i = 0; i < all.count; i++)
        put_variables(batch, core, all.list[i], 0);
    for (uint32_t i = 0; i < all.count; i++) {
        const struct fork *fork = all.list[i]->fork;
        for (uint32_t j = 0; fork != NULL && j < fork->count; j++)
            if (fork->results[j].doc != NULL) put_result(batch, fork, j);
    }
    free(all.list);
}

void treadle_batch_clear(struct batch *batch) {
    batch->count = 0;
    batch->seq = 0;
    batch->text.count = 0;
}

void treadle_batch_free(struct batch *batch) {
    treadle_text_clear(&batch->text);
    free(batch->rows);
    *batch = (struct batch){0};
}
