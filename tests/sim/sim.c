// A run: what is due is delivered, what waits is worked off, and anything may be the last thing the
// host does.
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/random.h"
#include "tests/core/random_machine.h"
#include "tests/sim/report.h"

enum {
    FAULTS_MAX = 300,    // Then everything works, and has to come to rest.
    TURNS_MAX = 500000,  // Of a run that never rests.
    COMMIT_MAX_MS = 3000,
    DOWN_MAX_MS = 60000,
    LONG_TICKETS = 200
};

static const int64_t begin_ms = 1767225600000;  // 2026-01-01T00:00:00Z

// -- Chance

uint32_t sim_draw(struct sim *sim, uint32_t below) {
    return (uint32_t)treadle_random_below(&sim->random, below);
}

bool sim_chance(struct sim *sim, uint32_t of_thousand) {
    if (of_thousand == 0 || sim->fault_count >= FAULTS_MAX) return false;
    if (sim_draw(sim, 1000) >= of_thousand) return false;
    sim->fault_count++;
    return true;
}

// Each fault is there in half of the runs, often or seldom.
struct faults sim_faults_drawn(uint64_t seed) {
    uint64_t random = seed;
    uint32_t rates[5];
    for (size_t i = 0; i < COUNT_OF(rates); i++) {
        bool is = treadle_random_below(&random, 2) != 0;
        rates[i] = is ? 1 + (uint32_t)treadle_random_below(&random, 250) : 0;
    }
    return (struct faults){
        .refused = rates[0],
        .unknown = rates[1],
        .crash = rates[2] / 5,
        .doubled = rates[3],
        .lost = rates[4],
        .slow = treadle_random_below(&random, 2) != 0,
        .silent = treadle_random_below(&random, 4) == 0};
}

// -- Mail

void sim_post(struct sim *sim, int64_t due_ms, uint32_t tie, const struct mail *mail) {
    struct mail *copy = treadle_alloc(sizeof(*copy));
    *copy = *mail;
    uint64_t life = (uint64_t)(mail->life - sim->lives);
    treadle_heap_put(&sim->mail, (struct heap_entry){due_ms, life << 32 | tie, copy});
}

static void free_mail(struct mail *mail) {
    treadle_doc_drop(mail->fact.value);
    free(mail);
}

static void post_letter(struct sim *sim, int64_t due_ms, struct letter *letter) {
    const struct mail mail = {.life = letter->life, .kind = MAIL_LETTER, .letter = letter};
    if (letter->posted) return;
    letter->posted = true;
    sim_post(sim, due_ms, UINT32_MAX, &mail);
}

// -- Commits

static void on_step(
    void *data, struct execution *execution, const struct fact *fact, const struct step *step) {
    struct sim *sim = data;
    struct life *life = execution->driver;
    sim->counts->steps++;
    if (life->ledger.ticket_count <= LONG_TICKETS || execution->core.steps % 8 == 0)
        treadle_core_check(&execution->core);
    ledger_note(&life->ledger, execution, fact, step);
}

static void on_commit(void *data, struct execution *execution, const struct batch *batch) {
    struct sim *sim = data;
    bool takes_time = sim->faults.slow;
    ADD(sim->writes, sim->write_count, sim->write_size) = (struct sim_write){
        .life = execution->driver,
        .batch = batch,
        .due_ms = sim->now_ms + (takes_time ? sim_draw(sim, COMMIT_MAX_MS) : 0)};
}

static void check_row(
    const struct ledger *ledger, const struct core *core, const struct batch *rows) {
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->rows[i];
        if (row->kind != ROW_CORE) continue;
        struct doc *doc = treadle_doc_read(NULL, rows->text.bytes + row->at, row->size, NULL);
        ledger_compare(ledger, core, treadle_doc_root(doc));
        treadle_doc_drop(doc);
        return;
    }
    report_broken(CHECK_counters, "there is no row of the core");
}

// The core is still where the batch was made.
static void write_batch(struct life *life, const struct batch *batch) {
    disk_write(&life->disk, batch);
    ledger_enter(&life->ledger);
    // Of one that has become long not every time: that would be most of the run.
    if (life->ledger.ticket_count > LONG_TICKETS && batch->seq % 8 != 0) return;
    report_looking(CHECK_whole);
    store_check_whole(&life->disk.store, &life->execution->core);
    check_row(&life->ledger, &life->execution->core, batch);
}

// -- The end of a host, and another one

static void open_host(struct sim *sim) {
    sim->host_number++;
    sim->host = treadle_host_new(&(struct host_options){
        .keeps_history = !sim->faults.silent,
        .on_step = on_step,
        .commit = on_commit,
        .data = sim});
}

// What was under way to the host is lost with its connections, or not.
static void lose_mail(struct sim *sim) {
    struct heap kept = {0};
    while (sim->mail.count > 0) {
        struct heap_entry entry = treadle_heap_take(&sim->mail);
        struct mail *mail = entry.data;
        if (mail->kind == MAIL_LETTER || (mail->kind == MAIL_FACT && sim_draw(sim, 2)))
            treadle_heap_put(&kept, entry);
        else
            free_mail(mail);
    }
    treadle_heap_clear(&sim->mail);
    sim->mail = kept;
}

static void crash(struct sim *sim) {
    bool takes_time = sim->faults.slow;
    sim->counts->crashes++;
    report_tell(
        "%" PRId64 " the host is lost, %u commits under way", sim->now_ms, sim->write_count);
    for (uint32_t i = 0; i < sim->write_count; i++) {
        const struct sim_write *one = &sim->writes[i];
        if (!disk_has(&one->life->disk, one->batch) && sim_draw(sim, 2))
            write_batch(one->life, one->batch);
    }
    sim->write_count = 0;
    treadle_host_free(sim->host);
    sim->host = NULL;
    for (uint32_t i = 0; i < sim->life_count; i++)
        sim->lives[i].execution = NULL;
    lose_mail(sim);
    sim->up_ms = sim->now_ms + (takes_time ? sim_draw(sim, DOWN_MAX_MS) : 0);
}

// Was that the last thing it did?
static bool crashes(struct sim *sim) {
    if (!sim_chance(sim, sim->faults.crash)) return false;
    crash(sim);
    return true;
}

static void restore(struct sim *sim, struct life *life) {
    struct batch rows = {0};
    struct treadle_status status = {0};
    report_looking(CHECK_restored);
    store_rows(&life->disk.store, true, &rows);
    int failed = treadle_host_restore(sim->host, life->machine, &rows, &life->execution, &status);
    HOLDS(CHECK_restored, failed == 0, "%s: %s", life->name, status.text);
    life->execution->driver = life;
    if (life->execution->outcome == TREADLE_RUNNING) {
        report_looking(CHECK_whole);
        store_check_whole(&life->disk.store, &life->execution->core);
    }
    HOLDS(
        CHECK_over, life->ledger.over == (life->execution->outcome != TREADLE_RUNNING),
        "%s is over on one side only", life->name);
    treadle_batch_free(&rows);
}

static void recover(struct sim *sim) {
    report_tell("%" PRId64 " another host", sim->now_ms);
    open_host(sim);
    for (uint32_t i = 0; i < sim->life_count; i++) {
        struct life *life = &sim->lives[i];
        if (life->disk.seq > 0) restore(sim, life);
        // Clients ask again for what they were not answered.
        if (life->start.sent && !life->start.answered) post_letter(sim, sim->now_ms, &life->start);
        if (life->stop.sent && !life->stop.answered) post_letter(sim, sim->now_ms, &life->stop);
    }
}

static void reload(struct sim *sim, struct life *life) {
    struct batch rows = {0};
    struct treadle_status status = {0};
    report_looking(CHECK_restored);
    store_rows(&life->disk.store, true, &rows);
    int failed = treadle_host_reload(sim->host, life->execution, &rows, &status);
    HOLDS(CHECK_restored, failed == 0, "%s: %s", life->name, status.text);
    treadle_batch_free(&rows);
}

// -- What the host wants done

static void check_token(struct sim *sim, struct ledger_ticket *ticket, const struct outgoing *out) {
    struct arena arena = {0};
    const char *token = treadle_execution_token(out->execution, &arena, &out->command);
    if (token != NULL && ticket->token == NULL) {
        ticket->token = treadle_text_copy(token);
        HOLDS(
            CHECK_tokens,
            treadle_map_put(&sim->tokens, ticket->token, ticket->token) == ticket->token,
            "two calls have the token %s", token);
    }
    HOLDS(
        CHECK_tokens,
        (token != NULL) == (ticket->token != NULL) &&
            (token == NULL || strcmp(token, ticket->token) == 0),
        "call %u has another token than before", out->command.ticket);
    treadle_arena_clear(&arena);
}

static void answered(struct life *life, struct letter *letter, int status) {
    bool durable = letter->kind == LETTER_START ? life->disk.seq > 0 : life->ledger.over;
    HOLDS(CHECK_early, durable, "%s is answered before it is durable", life->name);
    HOLDS(CHECK_answered, !letter->answered, "a sender is answered twice");
    HOLDS(
        CHECK_answered, status == 0 || (status == TREADLE_ESTALE && letter->kind == LETTER_STOP),
        "a sender is answered %d", status);
    letter->answered = true;
}

// A call that is commanded again is under way, if no host was lost since.
static void begin_call(struct sim *sim, struct life *life, const struct outgoing *out) {
    struct ledger_ticket *ticket = &life->ledger.tickets[out->command.ticket];
    check_token(sim, ticket, out);
    if (ticket->host == sim->host_number) return;
    ticket->host = sim->host_number;
    world_begin(sim, life, &out->command);
}

static void carry_out(struct sim *sim, struct outgoing *out) {
    struct life *life = out->execution->driver;
    const struct ledger_ticket *ticket = ledger_ticket(&life->ledger, out->command.ticket);
    switch (out->kind) {
        case OUTGOING_CALL:
            HOLDS(CHECK_early, ticket != NULL, "call %u goes out early", out->command.ticket);
            begin_call(sim, life, out);
            return;
        case OUTGOING_CANCEL:
            HOLDS(
                CHECK_early, ticket != NULL && ticket->state == TICKET_SPENT,
                "call %u is cancelled early", out->command.ticket);
            return;
        case OUTGOING_ANSWER: answered(life, out->sender, out->status); return;
        case OUTGOING_FINISH:
            HOLDS(CHECK_early, life->ledger.over, "%s is said to be over early", life->name);
            return;
        case OUTGOING_RELOAD: {
            const struct mail mail = {.life = life, .kind = MAIL_RELOAD};
            sim_post(
                sim, sim->now_ms + (sim->faults.slow ? sim_draw(sim, COMMIT_MAX_MS) : 0), 0, &mail);
            return;
        }
    }
}

static bool empty_outbox(struct sim *sim) {
    struct outgoing out;
    while (treadle_host_take(sim->host, &out)) {
        carry_out(sim, &out);
        treadle_outgoing_clear(&out);
        if (crashes(sim)) return false;
    }
    return true;
}

// One of those that are due, by lot. False: there is none.
static bool take_write(struct sim *sim, struct sim_write *out) {
    uint32_t due = 0, chosen = 0;
    for (uint32_t i = 0; i < sim->write_count; i++)
        if (sim->writes[i].due_ms <= sim->now_ms && sim_draw(sim, ++due) == 0) chosen = i;
    if (due == 0) return false;
    *out = sim->writes[chosen];
    sim->writes[chosen] = sim->writes[--sim->write_count];
    return true;
}

static bool finish_write(struct sim *sim, const struct sim_write *one) {
    struct life *life = one->life;
    enum commit_result result = COMMIT_DONE;
    bool there = disk_has(&life->disk, one->batch);
    if (!there && sim_chance(sim, sim->faults.refused)) {
        result = COMMIT_REFUSED;
        sim->counts->refused++;
    } else if (sim_chance(sim, sim->faults.unknown)) {
        result = COMMIT_UNKNOWN;
        sim->counts->unknown++;
    }
    bool writes = result == COMMIT_DONE || (result == COMMIT_UNKNOWN && sim_draw(sim, 2));
    if (!there && writes) write_batch(life, one->batch);
    if (crashes(sim)) return false;
    report_looking(CHECK_answered);
    treadle_host_committed(sim->host, life->execution, result);
    return true;
}

// All that can be done at this moment.
static void settle(struct sim *sim) {
    while (sim->host != NULL) {
        struct sim_write one;
        sim->turns++;
        HOLDS(CHECK_ends, sim->turns < TURNS_MAX, "there is no end to it");
        if (crashes(sim)) return;
        report_looking(CHECK_ends);
        bool more = treadle_host_turn(sim->host);
        if (crashes(sim) || !empty_outbox(sim)) return;
        if (take_write(sim, &one)) {
            if (!finish_write(sim, &one)) return;
        } else if (!more) {
            return;
        }
    }
}

// -- What comes in

static void start(struct sim *sim, struct life *life) {
    char arn[80];
    (void)snprintf(
        arn, sizeof(arn), "arn:aws:states:us-east-1:123456789012:stateMachine:Sim-%s", life->name);
    const struct launch launch = {
        .machine = life->machine,
        .machine_arn = arn,
        .role_arn = "arn:aws:iam::123456789012:role/Sim",
        .name = life->name,
        .input = life->input,
        .at_ms = sim->now_ms,
        .seed = life->seed,
        .sender = &life->start};
    int status = treadle_host_start(sim->host, &launch, &life->execution);
    life->execution->driver = life;
    if (status == 0) return;
    HOLDS(CHECK_answered, status == TREADLE_EEXIST, "a start gives %d", status);
    HOLDS(CHECK_early, life->disk.seq > 0, "%s is said to exist, and is not durable", life->name);
    life->start.answered = true;
}

static void deliver_letter(struct sim *sim, struct letter *letter) {
    struct life *life = letter->life;
    letter->posted = false;
    if (sim->host == NULL) {
        post_letter(sim, sim->up_ms, letter);
        return;
    }
    letter->sent = true;
    if (letter->kind == LETTER_START) {
        start(sim, life);
    } else if (life->execution == NULL) {  // Its start is lost with a host, and comes again.
        letter->sent = false;
        post_letter(sim, sim->now_ms + 1000, letter);
    } else {
        const struct fact stop = {.kind = FACT_STOP, .at_ms = sim->now_ms};
        treadle_host_deliver(sim->host, life->execution, &stop, letter);
    }
}

static void deliver(struct sim *sim, struct mail *mail) {
    struct life *life = mail->life;
    switch (mail->kind) {
        case MAIL_LETTER: deliver_letter(sim, mail->letter); break;
        case MAIL_RELOAD: reload(sim, life); break;
        case MAIL_FACT:
            if (life->execution == NULL) break;
            mail->fact.at_ms = sim->now_ms;
            // A clock that steps back is the core's to bear with.
            if (sim->faults.slow) mail->fact.at_ms -= sim_draw(sim, 20) == 0 ? 5000 : 0;
            treadle_host_deliver(sim->host, life->execution, &mail->fact, NULL);
            break;
    }
    free_mail(mail);
}

// Answers come before timers that are due at the same moment. In a swift run one at a time, so that
// their order is that of a run without faults.
static bool bring(struct sim *sim) {
    bool brought = false;
    while (sim->mail.count > 0 && sim->mail.entries[0].due_ms <= sim->now_ms) {
        deliver(sim, treadle_heap_take(&sim->mail).data);
        brought = true;
        if (!sim->faults.slow || sim_draw(sim, 2)) break;
    }
    int64_t due_ms;
    if (brought || sim->host == NULL) return brought;
    if (!treadle_host_due(sim->host, &due_ms) || due_ms > sim->now_ms) return false;
    treadle_host_wake(sim->host, sim->now_ms);
    return true;
}

static bool next_moment(struct sim *sim) {
    int64_t next_ms = INT64_MAX, due_ms;
    if (sim->host == NULL) next_ms = sim->up_ms;
    if (sim->mail.count > 0 && sim->mail.entries[0].due_ms < next_ms)
        next_ms = sim->mail.entries[0].due_ms;
    if (sim->host != NULL && treadle_host_due(sim->host, &due_ms) && due_ms < next_ms)
        next_ms = due_ms;
    for (uint32_t i = 0; i < sim->write_count; i++)
        if (sim->writes[i].due_ms < next_ms) next_ms = sim->writes[i].due_ms;
    if (next_ms == INT64_MAX) return false;
    if (next_ms > sim->now_ms) sim->now_ms = next_ms;
    return true;
}

// -- A run

static struct machine *parse(const char *definition) {
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    int failed = treadle_machine_parse(definition, &machine, &status);
    HOLDS(CHECK_ends, failed == 0, "%s\nin %s", status.text, definition);
    return machine;
}

static void make_life(struct sim *sim, uint32_t index, uint64_t seed) {
    struct life *life = &sim->lives[index];
    uint64_t random = seed;
    *life = (struct life){
        .seed = treadle_random_next(&random),
        .definition = random_machine(seed),
        .input_text = random_input(seed)};
    (void)snprintf(life->name, sizeof(life->name), "e%u", index);
    life->machine = parse(life->definition);
    life->input = treadle_doc_read(NULL, life->input_text, strlen(life->input_text), NULL);
    life->start = (struct letter){.life = life, .kind = LETTER_START};
    life->stop = (struct letter){.life = life, .kind = LETTER_STOP};
    int64_t start_ms = begin_ms + (int64_t)treadle_random_below(&random, 5000);
    post_letter(sim, start_ms, &life->start);
    if (treadle_random_below(&random, 6) == 0)
        post_letter(sim, start_ms + 1 + (int64_t)treadle_random_below(&random, 60000), &life->stop);
    report_tell("%s: %s\n%s input %s", life->name, life->definition, life->name, life->input_text);
}

static void check_rest(struct sim *sim) {
    for (uint32_t i = 0; i < sim->life_count; i++) {
        const struct life *life = &sim->lives[i];
        HOLDS(
            CHECK_ends, life->execution != NULL && life->start.answered, "%s never began",
            life->name);
        HOLDS(CHECK_ends, life->execution->flight == NULL, "%s is still committing", life->name);
        HOLDS(CHECK_answered, life->stop.sent == life->stop.answered, "nobody answers a STOP");
        ledger_close(&life->ledger, life->execution);
        if (!sim->faults.silent) ledger_same_history(&life->ledger, life->execution);
        ledger_replay(&life->ledger, life->execution);
    }
}

void sim_run(
    struct sim *sim, uint64_t seed, const struct faults *faults, struct sim_counts *counts) {
    *sim = (struct sim){.random = ~seed, .faults = *faults, .now_ms = begin_ms, .counts = counts};
    uint64_t random = seed;
    sim->life_count = 1 + (uint32_t)treadle_random_below(&random, LIVES_MAX);
    for (uint32_t i = 0; i < sim->life_count; i++)
        make_life(sim, i, seed * LIVES_MAX + i);
    open_host(sim);
    do {
        if (sim->host == NULL && sim->up_ms <= sim->now_ms) recover(sim);
        settle(sim);
    } while (bring(sim) || next_moment(sim));
    check_rest(sim);
}

void sim_clear(struct sim *sim) {
    treadle_map_clear(&sim->tokens);
    treadle_host_free(sim->host);
    for (uint32_t i = 0; i < sim->life_count; i++) {
        struct life *life = &sim->lives[i];
        ledger_clear(&life->ledger);
        disk_clear(&life->disk);
        treadle_doc_drop(life->input);
        treadle_machine_drop(life->machine);
        free(life->definition);
        free(life->input_text);
    }
    while (sim->mail.count > 0)
        free_mail(treadle_heap_take(&sim->mail).data);
    treadle_heap_clear(&sim->mail);
    free(sim->writes);
}

// -- A seed

static void compare(const struct life *without, const struct life *with) {
    const struct execution *a = without->execution, *b = with->execution;
    // Where a step's budget was spent, what comes in meanwhile may come before or after it goes on.
    if (without->ledger.go_ons > 0) return;
    HOLDS(
        CHECK_alike,
        strcmp(
            treadle_text_string(&without->ledger.history),
            treadle_text_string(&with->ledger.history)) == 0,
        "%s\ninput %s\n-- without faults\n%s-- with them\n%s", without->definition,
        without->input_text, treadle_text_string(&without->ledger.history),
        treadle_text_string(&with->ledger.history));
    HOLDS(CHECK_alike, a->outcome == b->outcome, "%s: another outcome", without->name);
    const struct doc *x = a->end->output != NULL ? a->end->output : a->end->error;
    const struct doc *y = b->end->output != NULL ? b->end->output : b->end->error;
    struct arena arena = {0};
    HOLDS(
        CHECK_alike,
        (x == NULL) == (y == NULL) &&
            (x == NULL || strcmp(
                              treadle_json_print(&arena, treadle_doc_root(x)),
                              treadle_json_print(&arena, treadle_doc_root(y))) == 0),
        "%s: another output", without->name);
    treadle_arena_clear(&arena);
}

static void count(struct sim_counts *counts, const struct sim *sim) {
    for (uint32_t i = 0; i < sim->life_count; i++) {
        enum treadle_outcome outcome = sim->lives[i].execution->outcome;
        counts->executions++;
        if (outcome == TREADLE_SUCCEEDED)
            counts->succeeded++;
        else if (outcome == TREADLE_FAILED)
            counts->failed++;
        else
            counts->others++;
    }
}

void sim_seed(uint64_t seed, struct sim_counts *counts) {
    static const struct faults none = {0};
    const struct faults faults = sim_faults_drawn(seed);
    struct sim with, without;
    struct sim_counts other = {0};
    sim_run(&with, seed, &faults, counts);
    count(counts, &with);
    if (!faults.slow) {
        sim_run(&without, seed, &none, &other);
        for (uint32_t i = 0; i < with.life_count; i++)
            compare(&without.lives[i], &with.lives[i]);
        sim_clear(&without);
    }
    sim_clear(&with);
}
