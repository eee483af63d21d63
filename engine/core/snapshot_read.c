// A core back from its rows.
//
// Rows come from outside. Those that were not written for this machine, or in another format, that
// are damaged, or contradict each other, are refused with a sentence: what is read can be run.
#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "engine/core/history.h"
#include "engine/core/snapshot.h"
#include "engine/core/snapshot_words.h"

// Beyond any moment that waiting leads to, and far from where adding to it would overflow.
#define MOMENT_MAX_MS ((int64_t)1 << 53)

struct reader {
    struct core *core;
    struct revival *revival;
    struct frame **frames;  // By id, ascending.
    uint32_t frame_count, frame_size;
    const struct fork *fork;  // The one found last.
    struct treadle_status *status;
    bool failed;
};

static void fail(struct reader *reader, const char *what) {
    if (!reader->failed)
        treadle_status_set(reader->status, TREADLE_EINVAL, "these rows cannot be read: %s", what);
    reader->failed = true;
}

// -- Members of a row

static int64_t int_at(struct reader *reader, const cJSON *number) {
    int64_t value = 0;
    if (number == NULL) return 0;
    if (!cJSON_IsNumber(number) || !treadle_number_int(number, &value))
        fail(reader, "a number is none");
    return value;
}

static uint32_t count_at(struct reader *reader, const cJSON *number) {
    int64_t value = int_at(reader, number);
    if (value >= 0 && value <= UINT32_MAX) return (uint32_t)value;
    fail(reader, "a number is out of bounds");
    return 0;
}

// 0 where there is no such member.
static int64_t int_of(struct reader *reader, const cJSON *row, const char *name) {
    return int_at(reader, treadle_json_member(row, name));
}

static uint32_t count_of(struct reader *reader, const cJSON *row, const char *name) {
    return count_at(reader, treadle_json_member(row, name));
}

static int64_t moment_at(struct reader *reader, const cJSON *number) {
    int64_t at_ms = int_at(reader, number);
    if (at_ms >= -MOMENT_MAX_MS && at_ms <= MOMENT_MAX_MS) return at_ms;
    fail(reader, "a moment is out of bounds");
    return 0;
}

static int64_t moment_of(struct reader *reader, const cJSON *row, const char *name) {
    return moment_at(reader, treadle_json_member(row, name));
}

static uint64_t bits_of(struct reader *reader, const cJSON *row, const char *name) {
    const char *text = treadle_json_string(row, name);
    uint64_t bits = 0;
    if (text == NULL || strlen(text) != 16) {
        fail(reader, "64 bits are none");
        return 0;
    }
    for (; *text != '\0'; text++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = strchr(digits, *text);
        if (digit == NULL) fail(reader, "64 bits are none");
        bits = bits << 4 | (digit == NULL ? 0 : (uint64_t)(digit - digits));
    }
    return bits;
}

static uint32_t word_of(
    struct reader *reader, const cJSON *row, const char *name, const char *const *words,
    uint32_t count) {
    const char *word = treadle_json_string(row, name);
    for (uint32_t i = 0; word != NULL && i < count; i++)
        if (strcmp(words[i], word) == 0) return i;
    fail(reader, "a word is unknown");
    return 0;
}

static void pair_of(
    struct reader *reader, const cJSON *row, const char *name, uint32_t *first, int64_t *second) {
    const cJSON *pair = treadle_json_member(row, name);
    if (pair == NULL) return;
    if (treadle_json_count(pair) != 2) {
        fail(reader, "a pair is none");
        return;
    }
    *first = count_at(reader, pair->child);
    *second = moment_at(reader, pair->child->next);
}

static const struct state *state_of(struct reader *reader, const cJSON *row, const char *name) {
    const cJSON *pair = treadle_json_member(row, name);
    if (pair == NULL) return NULL;
    const struct state *state = NULL;
    if (treadle_json_count(pair) == 2 && cJSON_IsString(pair->child->next))
        state = treadle_machine_state(
            reader->core->machine, count_at(reader, pair->child), pair->child->next->valuestring);
    if (state == NULL) fail(reader, "they name a state that this definition does not have");
    return state;
}

// -- What rows refer to

struct doc *treadle_revival_payload(const struct revival *revival, uint32_t number) {
    uint32_t low = 0, high = revival->payload_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (revival->payloads[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == revival->payload_count || revival->payloads[low].number != number) return NULL;
    return revival->payloads[low].doc;
}

// Gives; no document where [number] is 0.
static struct payload payload_of(struct reader *reader, uint32_t number) {
    if (number == 0) return (struct payload){0};
    struct doc *doc = treadle_revival_payload(reader->revival, number);
    if (doc != NULL) return (struct payload){treadle_doc_ref(doc), number};
    fail(reader, "a payload is missing");
    return (struct payload){0};
}

static struct payload payload_needed(struct reader *reader, const cJSON *row, const char *name) {
    struct payload payload = payload_of(reader, count_of(reader, row, name));
    if (payload.doc == NULL) fail(reader, "a payload is missing");
    return payload;
}

static struct frame *find_frame(const struct reader *reader, uint32_t id) {
    uint32_t low = 0, high = reader->frame_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (reader->frames[middle]->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == reader->frame_count || reader->frames[low]->id != id) return NULL;
    return reader->frames[low];
}

static const struct fork *find_fork(struct reader *reader, uint32_t id) {
    if (reader->fork != NULL && reader->fork->id == id) return reader->fork;
    for (uint32_t i = 0; i < reader->frame_count; i++)
        if (reader->frames[i]->fork != NULL && reader->frames[i]->fork->id == id)
            return reader->fork = reader->frames[i]->fork;
    return NULL;
}

// -- Rows

// The rows of its payloads come later.
static void read_part(struct reader *reader, const cJSON *row) {
    if (row == NULL || reader->core->part != NULL) return;
    struct part *part = treadle_alloc(sizeof(*part));
    *part = (struct part){
        .to = state_of(reader, row, "to"),
        .context.number = count_of(reader, row, "context"),
        .variables.number = count_of(reader, row, "variables"),
        .keeps_variables = int_of(reader, row, "keep") != 0};
    reader->core->part = part;
}

static void read_core(struct reader *reader, const cJSON *row) {
    struct core *core = reader->core;
    if (int_of(reader, row, "format") != SNAPSHOT_FORMAT) {
        fail(reader, "their format is not known here");
        return;
    }
    const cJSON *next = treadle_json_member(row, "next");
    core->life = (uint8_t)word_of(reader, row, "life", life_words, CORE_LIFE_COUNT);
    core->now_ms = moment_of(reader, row, "now");
    core->started_ms = moment_of(reader, row, "started");
    core->random = bits_of(reader, row, "random");
    core->nonce = bits_of(reader, row, "nonce");
    core->input.number = count_of(reader, row, "input");  // Its row comes later.
    read_part(reader, treadle_json_member(row, "part"));
    core->ticket_next = count_of(reader, next, "ticket");
    core->event_next = count_of(reader, next, "event");
    core->frame_next = count_of(reader, next, "frame");
    core->order_next = count_of(reader, next, "order");
    core->payload_next = count_of(reader, next, "payload");
    core->steps = count_of(reader, row, "steps");
    core->go_on = count_of(reader, row, "goOn");
    int64_t due_ms = 0;
    pair_of(reader, row, "deadline", &core->deadline, &due_ms);
    if (core->deadline == 0) return;
    ADD(core->waits, core->wait_count, core->wait_size) =
        (struct wait){.ticket = core->deadline, .role = ROLE_DEADLINE, .due_ms = due_ms};
}

static void read_tickets(struct reader *reader, struct frame *frame, const cJSON *row) {
    struct core *core = reader->core;
    const cJSON *tickets = treadle_json_member(row, "tickets");
    for (uint32_t role = 0; role < ROLE_COUNT; role++) {
        int64_t due_ms = 0;
        pair_of(reader, tickets, role_words[role], &frame->tickets[role], &due_ms);
        if (frame->tickets[role] == 0) continue;
        ADD(core->waits, core->wait_count, core->wait_size) = (struct wait){
            .ticket = frame->tickets[role], .role = role, .frame = frame, .due_ms = due_ms};
    }
}

static void read_call(struct reader *reader, struct frame *frame, const cJSON *row) {
    const cJSON *part = treadle_json_member(row, "call");
    if (part == NULL) return;
    struct call *call = treadle_alloc(sizeof(*call));
    *call = (struct call){
        .request = payload_needed(reader, part, "request"),
        .at_ms = moment_of(reader, part, "at"),
        .beat_ms = moment_of(reader, part, "beat"),
        .ticket = count_of(reader, part, "ticket"),
        .timeout_s = count_of(reader, part, "timeout"),
        .heartbeat_s = count_of(reader, part, "heartbeat"),
        .phase = (uint8_t)word_of(reader, part, "phase", call_phase_words, CALL_PHASE_COUNT)};
    frame->call = call;
}

static void read_fork(struct reader *reader, struct frame *frame, const cJSON *row) {
    const cJSON *part = treadle_json_member(row, "fork");
    if (part == NULL) return;
    uint32_t count = count_of(reader, part, "count");
    if (count > LIMIT_payload_size_max) {  // What they are made of is no larger.
        fail(reader, "a fork has more children than there can be");
        return;
    }
    struct fork *fork = treadle_fork_new(count_of(reader, part, "id"), count);
    fork->cursor = count_of(reader, part, "cursor");
    fork->open = count_of(reader, part, "open");
    fork->max = count_of(reader, part, "max");
    fork->lead = count_of(reader, part, "lead");
    fork->source = payload_needed(reader, part, "source");
    frame->fork = fork;
}

static void read_attempts(struct reader *reader, struct frame *frame, const cJSON *row) {
    const cJSON *attempts = treadle_json_member(row, "attempts");
    uint32_t count = frame->state->retrier_count, at = 0;
    if (attempts == NULL) return;
    if (count == 0 || treadle_json_count(attempts) != count) {
        fail(reader, "they count retries that this definition does not have");
        return;
    }
    frame->attempts = treadle_alloc_zeroed(count * sizeof(*frame->attempts));
    for (const cJSON *one = attempts->child; one != NULL; one = one->next)
        frame->attempts[at++] = count_at(reader, one);
}

// A parent is older than its children, so it is there already, and they come in the order of their
// birth.
static void read_frame(struct reader *reader, uint32_t id, const cJSON *row) {
    uint32_t parent_id = count_of(reader, row, "parent");
    struct frame *parent = parent_id == 0 ? NULL : find_frame(reader, parent_id);
    const struct state *state = state_of(reader, row, "state");
    if (state == NULL || (parent == NULL) != (parent_id == 0) ||
        (parent == NULL) != (reader->core->root == NULL) ||
        (parent != NULL && state->flow->owner != parent->state)) {
        fail(reader, "a frame stands nowhere");
        return;
    }
    uint32_t frame_next = reader->core->frame_next;
    struct frame *frame =
        treadle_frame_new(reader->core, parent, state, count_of(reader, row, "index"));
    reader->core->frame_next = frame_next;
    ADD(reader->frames, reader->frame_count, reader->frame_size) = frame;
    frame->id = id;
    frame->phase = (uint8_t)word_of(reader, row, "phase", phase_words, PHASE_COUNT);
    frame->order = count_of(reader, row, "order");
    frame->previous = count_of(reader, row, "previous");
    pair_of(reader, row, "entered", &frame->entered, &frame->entered_ms);
    frame->input = payload_needed(reader, row, "input");
    frame->retries = count_of(reader, row, "retries");
    frame->pausing = int_of(reader, row, "pausing") != 0;
    frame->written = true;
    read_tickets(reader, frame, row);
    read_call(reader, frame, row);
    read_fork(reader, frame, row);
    read_attempts(reader, frame, row);
}

static void read_variable(struct reader *reader, const struct row *place, const cJSON *row) {
    const struct machine *machine = reader->core->machine;
    struct frame *frame = find_frame(reader, place->id);
    const char *name = treadle_json_string(row, "name");
    bool known = place->index < machine->variable_count && name != NULL &&
                 strcmp(machine->variables[place->index], name) == 0;
    struct payload value = payload_needed(reader, row, "payload");
    if (frame == NULL || !known) fail(reader, "a variable belongs to nothing");
    if (!reader->failed)
        treadle_scope_put(reader->core, frame, place->index, value);
    else
        treadle_doc_drop(value.doc);
}

static void read_result(struct reader *reader, const struct row *place, const cJSON *row) {
    const struct fork *fork = find_fork(reader, place->id);
    if (fork == NULL || place->index >= fork->count || fork->results[place->index].doc != NULL)
        fail(reader, "a result belongs to nothing");
    else
        fork->results[place->index] = payload_needed(reader, row, "payload");
}

static struct payload *read_assigned(struct reader *reader, const cJSON *row) {
    if (treadle_json_member(row, "assigned") == NULL) return NULL;
    struct payload *assigned = treadle_alloc(sizeof(*assigned));
    *assigned = payload_needed(reader, row, "assigned");
    return assigned;
}

static void read_event(struct reader *reader, uint32_t id, const cJSON *row) {
    struct revival *revival = reader->revival;
    struct event event = {
        .type = (uint16_t)word_of(reader, row, "type", event_words, EVENT_COUNT),
        .previous = count_of(reader, row, "previous"),
        .at_ms = moment_of(reader, row, "at"),
        .state = state_of(reader, row, "state"),
        .payload = payload_of(reader, count_of(reader, row, "payload"))};
    if (event.type == EVENT_STATE_EXITED) {
        event.assigned = read_assigned(reader, row);
    } else {
        event.index = count_of(reader, row, "index");
        event.heartbeat_s = count_of(reader, row, "heartbeat");
    }
    ADD(revival->events, revival->event_count, revival->event_size) = event;
    if (id != revival->event_count || event.previous >= id || !treadle_event_sound(&event))
        fail(reader, "an event is none");
}

static void read_row(struct reader *reader, const struct batch *rows, const struct row *row) {
    struct revival *revival = reader->revival;
    struct doc *doc =
        treadle_doc_read(&reader->core->pool, rows->text.bytes + row->at, row->size, NULL);
    if (doc == NULL) {
        fail(reader, "one is no JSON");
        return;
    }
    if (row->kind == ROW_PAYLOAD) {  // Takes the document.
        ADD(revival->payloads, revival->payload_count, revival->payload_size) =
            (struct payload){doc, row->id};
        return;
    }
    const cJSON *json = treadle_doc_root(doc);
    switch (row->kind) {
        case ROW_EXECUTION: break;  // The host's.
        case ROW_CORE: read_core(reader, json); break;
        case ROW_FRAME: read_frame(reader, row->id, json); break;
        case ROW_VARIABLE: read_variable(reader, row, json); break;
        case ROW_RESULT: read_result(reader, row, json); break;
        case ROW_EVENT: read_event(reader, row->id, json); break;
        default: fail(reader, "one is of no kind"); break;
    }
    treadle_doc_drop(doc);
}

// -- What follows from the frames

static int by_ticket(const void *a, const void *b) {
    const struct wait *x = a, *y = b;
    return (x->ticket > y->ticket) - (x->ticket < y->ticket);
}

static int by_order(const void *a, const void *b) {
    const struct frame *x = *(struct frame *const *)a, *y = *(struct frame *const *)b;
    return (x->order > y->order) - (x->order < y->order);
}

static void link_lists(struct reader *reader) {
    struct core *core = reader->core;
    core->wait_open = core->wait_count;
    if (core->wait_count > 0) qsort(core->waits, core->wait_count, sizeof(*core->waits), by_ticket);
    if (reader->frame_count > 0)
        qsort(reader->frames, reader->frame_count, sizeof(*reader->frames), by_order);
    for (uint32_t i = 0; i < reader->frame_count; i++)
        if (reader->frames[i]->phase != PHASE_WAITING) treadle_ready_link(core, reader->frames[i]);
}

static bool in_order(const struct row *a, const struct row *b) {
    if (a->kind != b->kind) return a->kind < b->kind;
    return a->id != b->id ? a->id < b->id : a->index < b->index;
}

static void read_rows(struct reader *reader, const struct batch *rows) {
    for (uint32_t i = 0; i < rows->count && !reader->failed; i++) {
        if (i > 0 && !in_order(&rows->rows[i - 1], &rows->rows[i]))
            fail(reader, "they are not in their order");
        else
            read_row(reader, rows, &rows->rows[i]);
    }
    if (!reader->failed && reader->core->life == CORE_NEW)
        fail(reader, "the first of them is missing");
}

// Do they go together? What is not, is said in the words of the claim.
static void check(struct reader *reader) {
    const struct revival *revival = reader->revival;
    const struct core *core = reader->core;
    uint32_t last =
        revival->payload_count == 0 ? 0 : revival->payloads[revival->payload_count - 1].number;
    if (last >= core->payload_next) fail(reader, "a payload has a number that is still to come");
    if (revival->event_count > 0 && revival->event_count != core->event_next - 1)
        fail(reader, "there are more or fewer events than they say");
    const char *flaw = reader->failed ? NULL : treadle_core_flaw(reader->core);
    if (flaw == NULL) return;
    struct arena arena = {0};
    fail(reader, treadle_arena_print(&arena, "they contradict each other: %s", flaw));
    treadle_arena_clear(&arena);
}

int treadle_core_restore(
    struct core *core, const struct batch *rows, struct revival *revival,
    struct treadle_status *status) {
    struct reader reader = {.core = core, .revival = revival, .status = status};
    ASSERT(core->life == CORE_NEW && core->root == NULL && revival->payload_count == 0);
    read_rows(&reader, rows);
    if (!reader.failed) {
        core->input = payload_of(&reader, core->input.number);
        if (core->part != NULL) {
            core->part->context = payload_of(&reader, core->part->context.number);
            core->part->variables = payload_of(&reader, core->part->variables.number);
        }
        link_lists(&reader);
        if (!reader.failed) check(&reader);
    } else {
        core->input = (struct payload){0};
    }
    free(reader.frames);
    return reader.failed ? TREADLE_EINVAL : 0;
}

void treadle_revival_clear(struct revival *revival) {
    for (uint32_t i = 0; i < revival->payload_count; i++)
        treadle_doc_drop(revival->payloads[i].doc);
    for (uint32_t i = 0; i < revival->event_count; i++)
        treadle_event_clear(&revival->events[i]);
    free(revival->payloads);
    free(revival->events);
    *revival = (struct revival){0};
}
