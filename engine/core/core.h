// The core: one execution of one machine, as a pure function of what happened to it.
//
// A *fact* says what has become true outside. The core answers with a *step*: the history *events*
// it implies and the *commands* its driver should now carry out. The same facts always give the
// same steps. Whoever drives it owes it three things:
//
//   1. a step is made durable as a whole, or not at all;
//   2. its commands are carried out only after that;
//   3. what comes back bears the command's ticket. A ticket is used once in an execution, and a
//   call's has
//      phases, scheduled < started < submitted < done: a fact that comes too late, or again, is
//      harmless. The core says TREADLE_ESTALE and is as it was.
#ifndef TREADLE_ENGINE_CORE_CORE_H
#define TREADLE_ENGINE_CORE_CORE_H

#include "engine/model/machine.h"
#include "treadle/engine.h"

struct frame;
struct state_kind;

// -- What goes in

enum fact_kind {
#define FACT(name, words, answers, value) FACT_##name,
#include "engine/core/fact.def"
#undef FACT
    FACT_COUNT
};

struct fact {
    enum fact_kind kind;
    uint32_t ticket;  // The command it answers; 0: none.
    int64_t
        at_ms;  // When it became true: the only clock the core has. One that steps back is clamped.
    uint64_t seed;      // START: what chance grows from.
    struct doc *value;  // Borrowed; NULL where fact.def says "nothing".
    // START: how the execution begins and ends otherwise than the machine says, each where it does;
    // NULL: nowhere. Borrowed. {"from": the state to begin in, "to": the state whose leaving ends
    // it, of the same flow, "variables": {…}, "context": what lies over `$$`, "keep": true, to have
    // the variables at the end}
    struct doc *opening;
};

// -- What comes out

enum event_type {
#define EVENT(name, type, details, holds, leads) EVENT_##name,
#include "engine/core/event.def"
#undef EVENT
    EVENT_COUNT
};

// A document with its number in this execution: a store keeps it once, events and frames refer to
// it. The number travels here, never in the document: one document may have numbers in many
// executions.
struct payload {
    struct doc *doc;
    uint32_t number;
};

// An entry of the history. Its id is its place, from 1; it is rendered (history.h) when somebody
// reads it.
struct event {
    uint16_t type;
    uint32_t previous;  // The id of the event that led to it.
    int64_t at_ms;
    const struct state *state;  // Lives with the machine. NULL: the execution's own event.
    struct payload payload;     // Counted. *Scheduled: as a CALL's.
    union {
        struct {
            union {
                uint32_t index;      // Of a Map's iteration; *Started: how many children there are.
                uint32_t timeout_s;  // *Scheduled: 0 where there is none.
            };
            uint32_t heartbeat_s;  // Likewise.
        };
        struct payload *assigned;  // STATE_EXITED: the event's own. Ask treadle_event_assigned.
    };
};

// The values of variables, by name, that the event tells of; NULL: of none. Lends.
static inline const struct payload *treadle_event_assigned(const struct event *event) {
    return event->type == EVENT_STATE_EXITED ? event->assigned : NULL;
}

enum command_kind {
#define COMMAND(name, words, meaning) COMMAND_##name,
#include "engine/core/command.def"
#undef COMMAND
    COMMAND_COUNT
};

struct call_terms {                        // What a CALL says besides its state.
    const cJSON *arguments, *credentials;  // Parts of the command's document; NULL: none.
    int64_t at_ms;                         // When it was scheduled.
    uint32_t attempt;                      // Of this visit to the state, from 0.
    uint32_t timeout_s, heartbeat_s;       // 0: none.
    int32_t item;                          // Index in the innermost Map; -1: in none.
    int32_t index;                         // Of the branch or item it happened in; -1: at the top.
    int64_t entered_ms;                    // When its state was entered.
};

struct wake_terms {
    int64_t due_ms;
    // Where it ends the pause before a retry (the document is then the error): retry [attempt],
    // from 1, of [attempts_max]. Otherwise 0.
    uint32_t attempt, attempts_max;
    uint32_t retrier;              // Its index.
    int64_t pause_ms, entered_ms;  // [entered_ms]: when its state was.
    int32_t index;                 // Of the branch or item it happened in; -1: at the top.
};

struct finish_terms {
    enum treadle_outcome outcome;
    const cJSON *field;        // The field of the definition that was to blame; NULL: none.
    int64_t entered_ms;        // Of the state it failed in.
    int32_t index;             // As above.
    const struct state *next;  // Where it would have gone on; NULL: nowhere.
};

struct command {
    enum command_kind kind;
    uint32_t ticket;            // FINISH: 0. CANCEL: what is not wanted.
    const struct state *state;  // CALL, a retry's WAKE; FINISH: the state it failed in. Else NULL.
    // Counted. CALL: the arguments, or {"Arguments", "Credentials"}; retry's WAKE and a FINISH that
    // is FAILED or ABORTED: {"Error", "Cause"}, each where there is one; FINISH SUCCEEDED: the
    // output. Else none.
    struct payload payload;
    union {
        struct call_terms call;
        struct wake_terms wake;
        struct finish_terms finish;
        bool cancels_wake;  // CANCEL: of a WAKE, not of a CALL.
    } of;
};

// A state was entered, left, or began its children: what an event of type STATE_ENTERED,
// STATE_EXITED or *STARTED does not say, for whoever tells the story.
struct remark {
    uint32_t event;            // Its place in the step's events.
    int32_t index;             // Of the branch or item it happened in; -1: at the top.
    int64_t entered_ms;        // When the state was entered.
    const struct state *next;  // STATE_EXITED: where to; NULL: to the end of its flow.
    int32_t way;         // STATE_EXITED: index of the rule or catcher that led on; -1: another way.
    struct doc *caught;  // Counted. STATE_EXITED: {"Error", "Cause"} where Catch led on; else NULL.
};

struct child_result {  // A child of [fork] ended with a result.
    uint32_t fork, index;
};

// All that one fact gave rise to. The lists are reused from step to step; a zeroed struct is an
// empty step.
struct step {
    struct event *events;
    struct command *commands;
    struct remark *remarks;  // In the order of their events; none where nobody asked.
    struct frame **dirty;    // Frames to write, alive.
    uint32_t *dropped;       // Ids of frames and forks that were written once and are no more.
    struct child_result *results;  // Of forks that may have been dropped since.
    uint32_t event_count, event_size, command_count, command_size, remark_count, remark_size;
    uint32_t dirty_count, dirty_size, dropped_count, dropped_size, result_count, result_size;
    uint32_t event_first;    // The id of the first event.
    uint32_t payload_first;  // Payloads from this number on are new.
    uint32_t ticket_first;   // Tickets likewise.
    size_t bytes;            // Of documents made.
};

void treadle_event_clear(struct event *event);  // Drops its documents.
void treadle_step_clear(struct step *step);     // Drops what it holds, keeps its memory.
void treadle_step_free(struct step *step);

// -- What all cores on one loop share

struct frame_sheet;

struct workshop {
    const struct state_kind *const *kinds;    // By enum kind_id.
    struct pool pool;                         // Of the documents of all executions.
    uint64_t bytes_max, execution_bytes_max;  // Of all documents, of one's; 0: the limits.
    struct arena scratch;                     // Reset with every state that is worked on.
    struct frame *spare;
    struct frame_sheet *sheets;  // What all frames lie in.
    // Says what is wrong with the arguments of a call before it is scheduled: false and an [error],
    // its texts in [scratch]. Pure. NULL: nobody checks.
    bool (*check)(
        void *data, const struct state *state, const cJSON *arguments, struct arena *scratch,
        struct error *error);
    // Is this state, whose kind forks, answered for as a whole by a call? Pure, and the same for as
    // long as an execution lives. NULL: none is.
    bool (*stands_in)(void *data, const struct state *state);
    void *data;    // For both.
    bool remarks;  // Steps have remarks.
};

void treadle_workshop_clear(struct workshop *shop);

// -- One execution

struct identity {  // All lent for the core's life.
    // "arn:aws:states:us-east-1:123456789012:execution:Orders:o-1"; of an Express machine
    // "…:express:Orders:o-1:<uuid>".
    const char *arn;
    const char *machine_arn;
    const char *role_arn;  // NULL: none.
};

struct wait {  // A ticket out there.
    uint32_t ticket;
    uint32_t role;        // enum role
    struct frame *frame;  // NULL: the execution's own.
    int64_t due_ms;       // Of a WAKE.
};

struct part {                  // What an opening said: see struct fact.
    const struct state *to;    // Left by the root, it is the end; NULL: none is.
    struct payload context;    // What lies over `$$`; no document: nothing.
    struct payload variables;  // At the end, by name, where they were to be kept.
    bool keeps_variables;
};

enum core_life { CORE_NEW, CORE_RUNNING, CORE_OVER, CORE_LIFE_COUNT };

struct core {  // Embedded in what drives it. Its fields are the core's own, but for looking.
    const struct machine *machine;
    const struct identity *identity;
    struct workshop *shop;
    struct frame *root;
    struct frame *ready, *ready_last;  // In the order they became ready.
    struct wait *waits;                // By ticket, ascending; spent ones among them.
    struct step *step;                 // While one is being made.
    struct payload input;              // Of the execution.
    struct pool pool;                  // Of the documents it makes.
    struct part *part;                 // NULL: the whole machine runs, as it says.
    int64_t now_ms, started_ms;
    uint64_t random;  // The generator, and
    uint64_t nonce;   // what its task tokens are made unguessable with.
    uint32_t wait_count, wait_size, wait_open;
    uint32_t ticket_next, event_next, frame_next, order_next, payload_next;
    uint32_t steps;           // Made so far: a store knows a step's batch by its number.
    uint32_t variables_size;  // Bytes of the JSON texts of all variables.
    uint32_t go_on;           // The ticket of the GO_ON out there; 0: none.
    uint32_t deadline;        // The ticket of the execution's own timeout; 0: none.
    uint8_t life;             // enum core_life
    bool exhausted;           // The next event would be one too many.
};

// [machine], [identity] and [shop] are borrowed for the core's life.
void treadle_core_init(
    struct core *core, const struct machine *machine, const struct identity *identity,
    struct workshop *shop);
void treadle_core_clear(struct core *core);
// Clears it, and it is as it was when it was new: it may be restored. What holds documents that it
// made may go on holding them.
void treadle_core_reset(struct core *core);
// 0 and a [step], which must be empty; TREADLE_ESTALE: the fact is late or was known.
int treadle_core_step(struct core *core, const struct fact *fact, struct step *step);
// Puts to [step] every command that is still out there, in the order of tickets: what a driver that
// knows nothing but the rows has to carry out again.
void treadle_core_commands(const struct core *core, struct step *step);
bool treadle_core_waits(const struct core *core, uint32_t ticket);  // Is this ticket still open?
// The state that holds this ticket; NULL: it is spent, or the execution's own.
const struct state *treadle_core_waiting(const struct core *core, uint32_t ticket);
// Gives the variables at the end, by name, where they were to be kept; otherwise NULL.
struct doc *treadle_core_variables(const struct core *core);
void treadle_core_check(const struct core *core);  // Asserts all invariants, frame by frame.

#endif
