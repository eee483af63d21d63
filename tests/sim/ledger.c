// Commands are entered as open, facts and CANCELs spend them.
#include "tests/sim/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/number.h"
#include "engine/core/history.h"
#include "engine/kinds/kinds.h"
#include "tests/sim/report.h"

// -- Noting

static void put_events(
    struct text *out, const struct identity *identity, const struct step *step, uint32_t first) {
    struct arena arena = {0};
    for (uint32_t i = 0; i < step->event_count; i++) {
        treadle_json_write(
            out, treadle_event_render(&arena, identity, &step->events[i], first + i));
        treadle_text_put(out, "\n", 1);
        treadle_arena_reset(&arena);
    }
    treadle_arena_clear(&arena);
}

static void forget_noted(struct noted *noted) {
    if (noted->is) treadle_doc_drop(noted->fact.value);
    noted->is = false;
    noted->command_count = 0;
    noted->events.count = 0;
}

void ledger_note(
    struct ledger *ledger, const struct execution *execution, const struct fact *fact,
    const struct step *step) {
    struct noted *noted = &ledger->noted;
    forget_noted(noted);
    noted->is = true;
    noted->fact = *fact;
    if (fact->value != NULL) treadle_doc_ref(fact->value);
    for (uint32_t i = 0; i < step->command_count; i++)
        ADD(noted->commands, noted->command_count, noted->command_size) = step->commands[i];
    noted->event_first = step->event_first;
    noted->event_count = step->event_count;
    for (uint32_t i = 0; i < step->event_count; i++)
        HOLDS(
            CHECK_ids, step->events[i].previous < step->event_first + i,
            "event %u follows event %u", step->event_first + i, step->events[i].previous);
    put_events(&noted->events, &execution->identity, step, step->event_first);
    if (fact->kind != FACT_TIME_CAME) return;
    const struct ledger_ticket *ticket = ledger_ticket(ledger, fact->ticket);
    HOLDS(
        CHECK_punctual, ticket != NULL && fact->at_ms >= ticket->due_ms, "timer %u is early",
        fact->ticket);
}

// -- Entering

const struct ledger_ticket *ledger_ticket(const struct ledger *ledger, uint32_t ticket) {
    if (ticket >= ledger->ticket_count) return NULL;
    const struct ledger_ticket *found = &ledger->tickets[ticket];
    return found->state == TICKET_UNKNOWN ? NULL : found;
}

static struct ledger_ticket *place(struct ledger *ledger, uint32_t ticket) {
    if (ticket >= ledger->ticket_count) {
        uint32_t count = ticket * 2 + 8;
        ledger->tickets = treadle_resize(ledger->tickets, count * sizeof(*ledger->tickets));
        for (uint32_t i = ledger->ticket_count; i < count; i++)
            ledger->tickets[i] = (struct ledger_ticket){0};
        ledger->ticket_count = count;
    }
    return &ledger->tickets[ticket];
}

static void spend(struct ledger *ledger, uint32_t ticket, const char *how) {
    struct ledger_ticket *one = place(ledger, ticket);
    HOLDS(
        CHECK_answered, one->state == TICKET_OPEN, "ticket %u is %s though it is %s", ticket, how,
        one->state == TICKET_SPENT ? "spent" : "unknown");
    one->state = TICKET_SPENT;
    ledger->open--;
}

static void enter_fact(struct ledger *ledger, const struct fact *fact) {
    switch (fact->kind) {
        case FACT_CALL_DONE:
        case FACT_CALL_FAILED:
        case FACT_TIME_CAME:
        case FACT_GO_ON: spend(ledger, fact->ticket, "answered"); return;
        case FACT_CALL_STARTED:
        case FACT_CALL_SUBMITTED:
        case FACT_HEARTBEAT: {
            const struct ledger_ticket *ticket = ledger_ticket(ledger, fact->ticket);
            HOLDS(
                CHECK_answered, ticket != NULL && ticket->state == TICKET_OPEN,
                "call %u goes on though it is not open", fact->ticket);
            return;
        }
        default: return;
    }
}

// A GO_ON is the host's own and comes by itself: it needs no CANCEL, and is late.
static void finish(struct ledger *ledger) {
    ledger->over = true;
    for (uint32_t i = 0; i < ledger->ticket_count; i++)
        if (ledger->tickets[i].state == TICKET_OPEN && ledger->tickets[i].kind == COMMAND_GO_ON)
            spend(ledger, i, "given up");
}

static void enter_command(struct ledger *ledger, const struct command *command) {
    struct ledger_ticket *ticket;
    HOLDS(CHECK_over, !ledger->over, "there is a command after FINISH");
    switch (command->kind) {
        case COMMAND_CALL:
        case COMMAND_WAKE:
        case COMMAND_GO_ON:
            ticket = place(ledger, command->ticket);
            HOLDS(
                CHECK_answered, ticket->state == TICKET_UNKNOWN, "ticket %u is given out twice",
                command->ticket);
            ticket->state = TICKET_OPEN;
            ticket->kind = command->kind;
            if (command->kind == COMMAND_WAKE) ticket->due_ms = command->of.wake.due_ms;
            ledger->go_ons += command->kind == COMMAND_GO_ON;
            ledger->open++;
            return;
        case COMMAND_CANCEL:
            spend(ledger, command->ticket, "cancelled");
            HOLDS(
                CHECK_answered,
                (place(ledger, command->ticket)->kind == COMMAND_WAKE) == command->of.cancels_wake,
                "ticket %u is cancelled as what it is not", command->ticket);
            return;
        case COMMAND_FINISH: finish(ledger); return;
        case COMMAND_COUNT: break;
    }
    report_broken(CHECK_answered, "there is a command of no kind");
}

void ledger_enter(struct ledger *ledger) {
    struct noted *noted = &ledger->noted;
    HOLDS(CHECK_order, noted->is, "a batch belongs to no step");
    HOLDS(CHECK_over, !ledger->over, "there is a step after the end");
    HOLDS(
        CHECK_ids, noted->event_first == ledger->event_count + 1, "event %u comes after event %u",
        noted->event_first, ledger->event_count);
    enter_fact(ledger, &noted->fact);
    for (uint32_t i = 0; i < noted->command_count; i++)
        enter_command(ledger, &noted->commands[i]);
    HOLDS(
        CHECK_answered, !ledger->over || ledger->open == 0, "it is over, and %u tickets are open",
        ledger->open);
    ledger->event_count += noted->event_count;
    if (noted->events.count > 0)
        treadle_text_put(&ledger->history, noted->events.bytes, noted->events.count);
    ADD(ledger->facts, ledger->fact_count, ledger->fact_size) = noted->fact;
    if (noted->fact.value != NULL) treadle_doc_ref(noted->fact.value);
    forget_noted(noted);
}

// -- Comparing

static void same(const char *name, const cJSON *row, int64_t core) {
    int64_t number = -1;
    const cJSON *member = treadle_json_member(row, name);
    bool is = member != NULL && treadle_number_int(member, &number);
    HOLDS(
        CHECK_counters, is && number == core, "the row says of '%s' %" PRId64 ", the core %" PRId64,
        name, number, core);
}

void ledger_compare(const struct ledger *ledger, const struct core *core, const cJSON *row) {
    const cJSON *next = treadle_json_member(row, "next");
    same("ticket", next, core->ticket_next);
    same("event", next, core->event_next);
    same("frame", next, core->frame_next);
    same("order", next, core->order_next);
    same("payload", next, core->payload_next);
    same("steps", row, core->steps);
    same("now", row, core->now_ms);
    same("started", row, core->started_ms);
    same("input", row, core->input.number);
    HOLDS(
        CHECK_ids, core->event_next == ledger->event_count + 1,
        "%u events are durable, the next is %u", ledger->event_count, core->event_next);
    uint32_t open = core->wait_open + (core->go_on != 0);
    HOLDS(
        CHECK_answered, open == ledger->open, "%u tickets are open, the core waits for %u",
        ledger->open, open);
    for (uint32_t i = 0; i < ledger->ticket_count; i++)
        HOLDS(
            CHECK_answered,
            (ledger->tickets[i].state == TICKET_OPEN) == treadle_core_waits(core, i),
            "ticket %u is not what the core thinks", i);
}

void ledger_close(const struct ledger *ledger, const struct execution *execution) {
    HOLDS(
        CHECK_over, ledger->over == (execution->outcome != TREADLE_RUNNING),
        "it is over on one side only");
    for (uint32_t i = 0; i < ledger->ticket_count; i++)
        HOLDS(
            CHECK_punctual,
            ledger->tickets[i].state != TICKET_OPEN || ledger->tickets[i].kind == COMMAND_CALL,
            "ticket %u is a timer that never came", i);
}

void ledger_same_history(const struct ledger *ledger, const struct execution *execution) {
    struct arena arena = {0};
    struct text have = {0};
    const cJSON *events = treadle_execution_history(execution, &arena, 0, UINT32_MAX);
    for (const cJSON *event = events->child; event != NULL; event = event->next) {
        treadle_json_write(&have, event);
        treadle_text_put(&have, "\n", 1);
    }
    HOLDS(
        CHECK_ids, strcmp(treadle_text_string(&have), treadle_text_string(&ledger->history)) == 0,
        "the host's history\n%s-- is not that of the steps\n%s", treadle_text_string(&have),
        treadle_text_string(&ledger->history));
    treadle_text_clear(&have);
    treadle_arena_clear(&arena);
}

void ledger_replay(const struct ledger *ledger, const struct execution *execution) {
    struct workshop shop = {.kinds = treadle_kinds};
    struct core core;
    struct step step = {0};
    struct text again = {0};
    uint32_t first = 1;
    report_looking(CHECK_replay);
    treadle_core_init(&core, execution->machine, &execution->identity, &shop);
    for (uint32_t i = 0; i < ledger->fact_count; i++) {
        int status = treadle_core_step(&core, &ledger->facts[i], &step);
        HOLDS(CHECK_replay, status == 0, "fact %u of the journal is late", i);
        put_events(&again, &execution->identity, &step, first);
        first += step.event_count;
        treadle_step_clear(&step);
    }
    HOLDS(
        CHECK_replay,
        strcmp(treadle_text_string(&again), treadle_text_string(&ledger->history)) == 0,
        "replayed\n%s-- as it was\n%s", treadle_text_string(&again),
        treadle_text_string(&ledger->history));
    treadle_text_clear(&again);
    treadle_step_free(&step);
    treadle_core_clear(&core);
    treadle_workshop_clear(&shop);
}

void ledger_clear(struct ledger *ledger) {
    forget_noted(&ledger->noted);
    for (uint32_t i = 0; i < ledger->fact_count; i++)
        treadle_doc_drop(ledger->facts[i].value);
    for (uint32_t i = 0; i < ledger->ticket_count; i++)
        free(ledger->tickets[i].token);
    free(ledger->facts);
    free(ledger->tickets);
    free(ledger->noted.commands);
    treadle_text_clear(&ledger->noted.events);
    treadle_text_clear(&ledger->history);
    *ledger = (struct ledger){0};
}
