// The rig's loop: one fact a turn, time jumps to the next due moment.
#include "tests/core/rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/write.h"
#include "base/memory.h"
#include "engine/core/history.h"
#include "engine/kinds/kinds.h"
#include "tests/support/support.h"

static const int64_t begin_ms = 1767225600000;  // 2026-01-01T00:00:00Z
static const char machine_arn[] = "arn:aws:states:us-east-1:123456789012:stateMachine:Rig";
static const char role_arn[] = "arn:aws:iam::123456789012:role/RigRole";

struct journal {  // Every fact that was accepted, in order.
    struct fact *facts;
    uint32_t count, size;
};

struct rig {
    const struct rig_run *run;
    struct machine *machine;
    struct host *host;
    struct execution *execution;
    struct store store;
    const struct batch *batch;  // Of the commit under way,
    uint32_t written;           // and the number of the last one in the store.
    struct text told;           // SILENT: the history.
    struct journal journal;
    struct heap answers;
    struct rig_answer *known;  // By ticket: what was decided when the call was first seen.
    int64_t *known_ms;         // Its time; 0: never seen.
    uint32_t *known_host;      // The host it was begun for, by number: it is under way there.
    uint32_t known_size, hosts;
    uint32_t calls, steps, go_ons, commits;
    bool committing, doubled;
    int64_t now_ms;
};

static void on_step(
    void *data, struct execution *execution, const struct fact *fact, const struct step *step);
static void on_commit(void *data, struct execution *execution, const struct batch *batch);

struct machine *rig_machine(const char *definition) {
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    if (treadle_machine_parse(definition, &machine, &status) != 0) {
        fprintf(stderr, "in: %s\n", definition);
        ck_abort_msg("%s", status.text);
    }
    return machine;
}

static bool stands_in(void *data, const struct state *state) {
    const struct rig *rig = data;
    return rig->run->whole != NULL && strcmp(rig->run->whole, state->name) == 0;
}

static void open_host(struct rig *rig) {
    unsigned ways = rig->run->ways;
    rig->hosts++;
    rig->host = treadle_host_new(&(struct host_options){
        .keeps_history = !(ways & RIG_SILENT),
        .stands_in = stands_in,
        .on_step = on_step,
        .commit = ways & (RIG_REBORN | RIG_LATER) ? on_commit : NULL,
        .data = rig});
}

// -- Calls

static void remember(struct rig *rig, uint32_t ticket) {
    if (ticket < rig->known_size) return;
    uint32_t size = ticket * 2 + 8;
    rig->known = treadle_resize(rig->known, size * sizeof(*rig->known));
    rig->known_ms = treadle_resize(rig->known_ms, size * sizeof(*rig->known_ms));
    rig->known_host = treadle_resize(rig->known_host, size * sizeof(*rig->known_host));
    for (uint32_t i = rig->known_size; i < size; i++) {
        rig->known_host[i] = 0;
        rig->known[i] = (struct rig_answer){.after_ms = -1};
        rig->known_ms[i] = 0;
    }
    rig->known_size = size;
}

static void send(
    struct rig *rig, uint32_t ticket, enum fact_kind kind, int64_t due_ms, struct doc *value) {
    struct fact *fact = treadle_alloc(sizeof(*fact));
    *fact = (struct fact){.kind = kind, .ticket = ticket};
    if (value != NULL) fact->value = treadle_doc_ref(value);
    uint64_t tie = (uint64_t)ticket << 8 | (uint64_t)kind;
    treadle_heap_put(&rig->answers, (struct heap_entry){due_ms, tie, fact});
}

// A call that is begun again is recognised by its ticket, and answered as it would have been.
static void begin_call(struct rig *rig, const struct command *call) {
    remember(rig, call->ticket);
    struct rig_answer *answer = &rig->known[call->ticket];
    if (rig->known_ms[call->ticket] == 0) {
        rig->known_ms[call->ticket] = rig->now_ms;
        if (rig->run->answer != NULL) rig->run->answer(rig->run->data, call, rig->calls, answer);
        rig->calls++;
    }
    if (rig->known_host[call->ticket] == rig->hosts) return;
    rig->known_host[call->ticket] = rig->hosts;
    int64_t at_ms = rig->known_ms[call->ticket];
    if (answer->starts) send(rig, call->ticket, FACT_CALL_STARTED, at_ms + 1, NULL);
    if (answer->submitted != NULL)
        send(rig, call->ticket, FACT_CALL_SUBMITTED, at_ms + 2, answer->submitted);
    if (answer->after_ms < 0) return;
    for (int64_t beat = answer->beat_ms; beat > 0 && beat < answer->after_ms;
         beat += answer->beat_ms)
        if (at_ms + beat > rig->now_ms) send(rig, call->ticket, FACT_HEARTBEAT, at_ms + beat, NULL);
    send(
        rig, call->ticket, answer->failed ? FACT_CALL_FAILED : FACT_CALL_DONE,
        at_ms + answer->after_ms, answer->value);
}

static void take_outbox(struct rig *rig) {
    struct outgoing out;
    while (treadle_host_take(rig->host, &out)) {
        if (out.kind == OUTGOING_CALL) begin_call(rig, &out.command);
        treadle_outgoing_clear(&out);
    }
}

// -- Steps

static void keep_fact(struct rig *rig, const struct fact *fact) {
    struct journal *journal = &rig->journal;
    ADD(journal->facts, journal->count, journal->size) = *fact;
    if (fact->value != NULL) treadle_doc_ref(fact->value);
    if (fact->opening != NULL) treadle_doc_ref(fact->opening);
}

static void restore_in_place(struct rig *rig, struct execution *execution) {
    struct batch rows = {0}, before = {0}, after = {0};
    struct revival revival = {0};
    struct treadle_status status = {0};
    struct core *core = &execution->core;
    treadle_batch_whole(&before, core);
    store_rows(&rig->store, false, &rows);
    treadle_core_reset(core);
    if (treadle_core_restore(core, &rows, &revival, &status) != 0) ck_abort_msg("%s", status.text);
    treadle_batch_whole(&after, core);
    ck_assert_uint_eq(before.text.count, after.text.count);
    ck_assert_mem_eq(before.text.bytes, after.text.bytes, before.text.count);
    treadle_revival_clear(&revival);
    treadle_batch_free(&rows);
    treadle_batch_free(&before);
    treadle_batch_free(&after);
}

static void put_line(struct text *out, const cJSON *event) {
    treadle_json_write(out, event);
    treadle_text_put(out, "\n", 1);
}

static void put_events(struct text *out, const struct identity *identity, const struct step *step) {
    struct arena arena = {0};
    for (uint32_t i = 0; i < step->event_count; i++) {
        put_line(
            out, treadle_event_render(&arena, identity, &step->events[i], step->event_first + i));
        treadle_arena_reset(&arena);
    }
    treadle_arena_clear(&arena);
}

static void on_step(
    void *data, struct execution *execution, const struct fact *fact, const struct step *step) {
    struct rig *rig = data;
    rig->steps++;
    keep_fact(rig, fact);
    treadle_core_check(&execution->core);
    for (uint32_t i = 0; i < step->command_count; i++)
        rig->go_ons += step->commands[i].kind == COMMAND_GO_ON;
    if (rig->run->ways & RIG_SILENT) put_events(&rig->told, &execution->identity, step);
    if (!(rig->run->ways & (RIG_REBORN | RIG_LATER))) {
        struct batch batch = {0};
        treadle_batch_step(&batch, &execution->core, step, !(rig->run->ways & RIG_SILENT));
        store_apply(&rig->store, &batch);
        treadle_batch_free(&batch);
        store_check_whole(&rig->store, &execution->core);
    }
    if ((rig->run->ways & RIG_RESTORE) && execution->core.life == CORE_RUNNING)
        restore_in_place(rig, execution);
    if (!(rig->run->ways & RIG_DOUBLE)) return;
    // A sign of life is never late, so its double would be doubled too.
    bool once = fact->kind == FACT_HEARTBEAT && rig->doubled;
    rig->doubled = !once;
    if (!once) treadle_host_deliver(rig->host, execution, fact, NULL);
}

static void on_commit(void *data, struct execution *execution, const struct batch *batch) {
    struct rig *rig = data;
    (void)execution;
    rig->batch = batch;
    rig->committing = true;
}

// Once: a store knows what it has by its number.
static void write_batch(struct rig *rig) {
    if (rig->batch->seq == rig->written) return;
    ck_assert_uint_eq(rig->batch->seq, rig->written + 1);
    store_apply(&rig->store, rig->batch);
    store_check_whole(&rig->store, &rig->execution->core);
    rig->written = rig->batch->seq;
}

// -- The loop

static void clear_answers(struct rig *rig) {
    while (rig->answers.count > 0) {
        struct fact *fact = treadle_heap_take(&rig->answers).data;
        treadle_doc_drop(fact->value);
        free(fact);
    }
}

// Whatever the host held is lost, and what was under way to it; the store has the last step.
static void crash(struct rig *rig) {
    struct batch rows = {0};
    struct treadle_status status = {0};
    treadle_host_free(rig->host);
    clear_answers(rig);
    open_host(rig);
    store_rows(&rig->store, true, &rows);
    if (treadle_host_restore(rig->host, rig->machine, &rows, &rig->execution, &status) != 0)
        ck_abort_msg("%s", status.text);
    treadle_batch_free(&rows);
}

static void reload(struct rig *rig) {
    struct batch rows = {0};
    struct treadle_status status = {0};
    struct outgoing out;
    ck_assert(treadle_host_take(rig->host, &out));
    ck_assert_int_eq(out.kind, OUTGOING_RELOAD);
    store_rows(&rig->store, true, &rows);
    if (treadle_host_reload(rig->host, rig->execution, &rows, &status) != 0)
        ck_abort_msg("%s", status.text);
    treadle_batch_free(&rows);
}

// Nothing goes out until the commit under way is done.
static void commit_later(struct rig *rig) {
    struct outgoing out;
    ck_assert(!treadle_host_turn(rig->host));
    ck_assert(!treadle_host_take(rig->host, &out));
    uint32_t by_turns = rig->commits++ % 3;
    if (by_turns == 2) {
        treadle_host_committed(rig->host, rig->execution, COMMIT_REFUSED);
        reload(rig);
        return;
    }
    write_batch(rig);
    if (by_turns == 1) {
        treadle_host_committed(rig->host, rig->execution, COMMIT_UNKNOWN);
        ck_assert(!treadle_host_turn(rig->host));
        ck_assert(!treadle_host_take(rig->host, &out));
        write_batch(rig);
    }
    treadle_host_committed(rig->host, rig->execution, COMMIT_DONE);
}

static void commit(struct rig *rig) {
    if (rig->run->ways & RIG_LATER) {
        commit_later(rig);
        return;
    }
    write_batch(rig);
    crash(rig);
}

static void turn(struct rig *rig) {
    do {
        rig->committing = false;
        bool more = treadle_host_turn(rig->host);
        if (rig->committing) commit(rig);
        take_outbox(rig);
        if (!more && !rig->committing) return;
    } while (true);
}

// The next moment at which something happens; false: nothing ever will.
static bool next_due(struct rig *rig, int64_t *due_ms, bool *answered) {
    bool timer = treadle_host_due(rig->host, due_ms);
    *answered = rig->answers.count > 0 && (!timer || rig->answers.entries[0].due_ms <= *due_ms);
    if (*answered) *due_ms = rig->answers.entries[0].due_ms;
    return timer || *answered;
}

static void deliver_next(struct rig *rig) {
    struct fact *fact = treadle_heap_take(&rig->answers).data;
    fact->at_ms = rig->now_ms;
    treadle_host_deliver(rig->host, rig->execution, fact, NULL);
    treadle_doc_drop(fact->value);
    free(fact);
}

static void loop(struct rig *rig) {
    int64_t due_ms, stop_ms = rig->run->stop_ms == 0 ? 0 : rig->now_ms + rig->run->stop_ms;
    bool answered;
    turn(rig);
    while (rig->execution->outcome == TREADLE_RUNNING) {
        bool due = next_due(rig, &due_ms, &answered);
        if (stop_ms != 0 && (!due || due_ms > stop_ms)) {
            rig->now_ms = stop_ms;
            const struct fact stop = {.kind = FACT_STOP, .at_ms = stop_ms};
            treadle_host_deliver(rig->host, rig->execution, &stop, NULL);
            turn(rig);
            return;
        }
        if (!due) return;
        if (due_ms > rig->now_ms) rig->now_ms = due_ms;
        if (answered)
            deliver_next(rig);
        else
            treadle_host_wake(rig->host, rig->now_ms);
        turn(rig);
    }
}

static void start(struct rig *rig) {
    struct doc *input = support_read(rig->run->input);
    struct doc *opening = rig->run->opening == NULL ? NULL : support_read(rig->run->opening);
    const struct launch launch = {
        .machine = rig->machine,
        .machine_arn = machine_arn,
        .role_arn = role_arn,
        .name = "rig",
        .input = input,
        .opening = opening,
        .at_ms = rig->now_ms,
        .seed = rig->run->seed};
    ck_assert_int_eq(treadle_host_start(rig->host, &launch, &rig->execution), 0);
    treadle_doc_drop(input);
    treadle_doc_drop(opening);
}

// -- What came of it

static void put_history(struct text *out, const cJSON *events) {
    for (const cJSON *event = events->child; event != NULL; event = event->next)
        put_line(out, event);
}

static char *text_of(const struct doc *doc) {
    struct text text = {0};
    if (doc != NULL) treadle_json_write(&text, treadle_doc_root(doc));
    return text.bytes;
}

static void read_outcome(struct rig *rig, struct rig_outcome *out) {
    struct arena arena = {0};
    const struct execution *execution = rig->execution;
    struct text history = {0};
    const cJSON *events = treadle_execution_history(execution, &arena, 0, UINT32_MAX);
    put_history(&history, events);
    if (rig->run->ways & RIG_SILENT) {
        history = rig->told;
        rig->told = (struct text){0};
    }
    *out = (struct rig_outcome){
        .history = history.bytes,
        .outcome = execution->outcome,
        .events = treadle_doc_settle(NULL, events),
        .elapsed_ms = rig->now_ms - execution->started_ms,
        .steps = rig->steps,
        .calls = rig->calls,
        .go_ons = rig->go_ons};
    out->output =
        text_of(execution->end->output != NULL ? execution->end->output : execution->end->error);
    out->variables = text_of(execution->end->variables);
    if (execution->end->next != NULL) out->next = treadle_text_copy(execution->end->next->name);
    if (execution->end->blamed != NULL)
        out->blamed = treadle_text_copy(execution->end->blamed->name);
    if (execution->end->blamed_field != NULL) {
        const char *pointer =
            treadle_machine_pointer(execution->machine, &arena, execution->end->blamed_field);
        ck_assert_ptr_nonnull(pointer);
        out->blamed_pointer = treadle_text_copy(pointer);
    }
    treadle_arena_clear(&arena);
}

// The same facts give the same steps.
static void replay(struct rig *rig, const char *history) {
    struct workshop shop = {
        .kinds = treadle_kinds,
        .stands_in = stands_in,
        .data = rig,
    };
    struct core core;
    struct step step = {0};
    struct text again = {0};
    treadle_core_init(&core, rig->machine, &rig->execution->identity, &shop);
    for (uint32_t i = 0; i < rig->journal.count; i++) {
        ck_assert_int_eq(treadle_core_step(&core, &rig->journal.facts[i], &step), 0);
        put_events(&again, core.identity, &step);
        treadle_step_clear(&step);
    }
    ck_assert_str_eq(again.bytes, history);
    treadle_text_clear(&again);
    treadle_step_free(&step);
    treadle_core_clear(&core);
    treadle_workshop_clear(&shop);
}

static void close_rig(struct rig *rig) {
    clear_answers(rig);
    treadle_heap_clear(&rig->answers);
    for (uint32_t i = 0; i < rig->journal.count; i++) {
        treadle_doc_drop(rig->journal.facts[i].value);
        treadle_doc_drop(rig->journal.facts[i].opening);
    }
    for (uint32_t i = 0; i < rig->known_size; i++) {
        treadle_doc_drop(rig->known[i].submitted);
        treadle_doc_drop(rig->known[i].value);
    }
    free(rig->journal.facts);
    free(rig->known);
    free(rig->known_ms);
    free(rig->known_host);
    store_clear(&rig->store);
    treadle_host_free(rig->host);
    treadle_machine_drop(rig->machine);
}

void rig_run(const struct rig_run *run, struct rig_outcome *out) {
    struct rig rig = {
        .run = run,
        .machine = rig_machine(run->definition),
        .now_ms = run->now_ms == 0 ? begin_ms : run->now_ms};
    open_host(&rig);
    start(&rig);
    loop(&rig);
    read_outcome(&rig, out);
    if (run->ways & RIG_REPLAY) replay(&rig, out->history);
    close_rig(&rig);
}

void rig_outcome_clear(struct rig_outcome *outcome) {
    free(outcome->history);
    free(outcome->output);
    free(outcome->next);
    free(outcome->variables);
    free(outcome->blamed);
    free(outcome->blamed_pointer);
    treadle_doc_drop(outcome->events);
    *outcome = (struct rig_outcome){0};
}

static void same_text(const char *have, const char *want) {
    ck_assert_int_eq(have == NULL, want == NULL);
    if (have != NULL) ck_assert_str_eq(have, want);
}

void rig_run_all(const struct rig_run *run, struct rig_outcome *out) {
    static const unsigned ways[] = {
        RIG_STRAIGHT | RIG_REPLAY, RIG_RESTORE, RIG_DOUBLE, RIG_REBORN, RIG_LATER, RIG_SILENT,
        RIG_REBORN | RIG_SILENT};
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        struct rig_run one = *run;
        struct rig_outcome other;
        one.ways = ways[i];
        if (i == 0) {
            rig_run(&one, out);
            continue;
        }
        rig_run(&one, &other);
        if (strcmp(other.history, out->history) != 0) {
            // Check cuts long messages.
            fprintf(
                stderr, "machine %s\n-- straight\n%s-- otherwise\n%s", run->definition,
                out->history, other.history);
            ck_abort_msg(
                "way %u, seed %llu: another history", ways[i], (unsigned long long)run->seed);
        }
        ck_assert_int_eq(other.outcome, out->outcome);
        ck_assert_uint_eq(other.calls, out->calls);
        same_text(other.output, out->output);
        same_text(other.next, out->next);
        same_text(other.variables, out->variables);
        rig_outcome_clear(&other);
    }
}
