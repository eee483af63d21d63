// What is known of one execution from its durable steps alone: its commands and what became of
// them, its facts, its history.
//
// A step is noted when it is made and entered when its batch is written; one that is refused, or
// lost, was never there.
#ifndef TREADLE_TESTS_SIM_LEDGER_H
#define TREADLE_TESTS_SIM_LEDGER_H

#include "base/text.h"
#include "engine/host/host.h"

struct ledger_ticket {
    enum { TICKET_UNKNOWN, TICKET_OPEN, TICKET_SPENT } state;
    enum command_kind kind;
    int64_t due_ms;  // WAKE
    char *token;     // The call's, once it was seen.
    uint32_t host;   // The one it was begun for, by number: it is under way there. 0: none.
};

struct noted {  // The step that is not durable yet.
    bool is;
    struct fact fact;          // Its value is counted.
    struct command *commands;  // Without their documents.
    uint32_t command_count, command_size;
    struct text events;
    uint32_t event_first, event_count;
};

struct ledger {
    struct ledger_ticket *tickets;  // By number.
    struct fact *facts;             // Their values are counted.
    uint32_t ticket_count, fact_count, fact_size, open, event_count, go_ons;
    bool over;
    struct text history;  // An event a line.
    struct noted noted;
};

void ledger_note(
    struct ledger *ledger, const struct execution *execution, const struct fact *fact,
    const struct step *step);
void ledger_enter(struct ledger *ledger);  // What was noted is durable.
// Looks that the core and its row say of tickets and events what the ledger says.
void ledger_compare(const struct ledger *ledger, const struct core *core, const cJSON *row);
const struct ledger_ticket *ledger_ticket(const struct ledger *ledger, uint32_t ticket);
// Looks that all is answered which can be: where the execution is not over only calls are open,
// which nobody answers.
void ledger_close(const struct ledger *ledger, const struct execution *execution);
// Looks that the history that the host keeps is that of the steps.
void ledger_same_history(const struct ledger *ledger, const struct execution *execution);
// Looks that the facts alone make the same history.
void ledger_replay(const struct ledger *ledger, const struct execution *execution);
void ledger_clear(struct ledger *ledger);

#endif
