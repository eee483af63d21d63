// The host: all executions on one loop, their names, timers and queues, as pure data.
//
// No clock and no socket here either. A driver tells it the time and what came back; the host turns
// due timers and answers into facts, steps the cores, keeps the histories and puts what has to be
// done outside into the outbox. libuv, virtual time and the simulator drive the same host, so what
// is simulated is what runs.
//
// A driver's turn:
//
//   treadle_host_wake(host, now_ms);                    what is due becomes facts
//   more = treadle_host_turn(host);                     the facts that wait are stepped
//   while (treadle_host_take(host, &out)) …             calls to begin and cancel, answers to give,
//   ends to tell … and if [more] is false, sleep until treadle_host_due or until something comes
//   back: treadle_host_deliver.
#ifndef TREADLE_ENGINE_HOST_HOST_H
#define TREADLE_ENGINE_HOST_HOST_H

#include "base/heap.h"
#include "engine/core/snapshot.h"

struct flight;

struct end {             // How an execution ended. The documents are counted.
    struct doc *output;  // SUCCEEDED; else NULL.
    // FAILED, ABORTED: {"Error", "Cause"}, each where there is one. Else NULL.
    struct doc *error;
    struct doc *variables;       // Where they were to be kept; else NULL.
    const struct state *next;    // SUCCEEDED: where it would have gone on; NULL: nowhere.
    const struct state *blamed;  // FAILED: the state; NULL: none.
    const cJSON *blamed_field;   // FAILED: the field of the definition; NULL: none.
    int64_t stopped_ms;          // -1 while it runs.
};

struct execution {     // There may be very many, most of them waiting: what few need is elsewhere.
    struct core core;  // Empty once it is over.
    struct identity identity;
    struct machine *machine;
    struct doc *input;      // Counted.
    const struct end *end;  // Never NULL; of one that runs it says nothing.
    struct event *events;   // The whole history, where the host keeps it.
    struct flight *flight;  // A commit that is under way; NULL: none.
    void *driver;           // The driver's own; NULL at first.
    int64_t started_ms;
    uint32_t event_count, event_size;
    uint32_t number;  // Its place among the executions of this host.
    enum treadle_outcome outcome;
};

enum outgoing_kind {
    OUTGOING_CALL,    // [command]: begin this call. Its payload is given to the taker.
    OUTGOING_CANCEL,  // [command.ticket]: this call's answer is no longer wanted.
    OUTGOING_ANSWER,  // The fact that [sender] delivered is durable: 0; or was TREADLE_ESTALE.
    OUTGOING_FINISH,  // The execution is over: it says how.
    OUTGOING_RELOAD,  // Its commit was refused: treadle_host_reload is wanted, with its rows.
};

struct outgoing {
    enum outgoing_kind kind;
    struct execution *execution;
    struct command command;  // CALL, CANCEL
    void *sender;            // ANSWER
    int status;              // ANSWER
};

struct host_options {
    uint64_t bytes_max,
        execution_bytes_max;  // Of all documents, of one execution's; 0: the limits.
    bool keeps_history;       // Of Standard machines. False: events are counted, not kept.
    // The core's hook: see struct workshop.
    bool (*check)(
        void *data, const struct state *state, const cJSON *arguments, struct arena *scratch,
        struct error *error);
    bool remarks;                                              // Steps have remarks, for [on_step].
    bool (*stands_in)(void *data, const struct state *state);  // Likewise.
    // Shown every step before its commands are carried out: a trace, a test. NULL: nobody.
    void (*on_step)(
        void *data, struct execution *execution, const struct fact *fact, const struct step *step);
    // Begins to make [batch] durable as a whole, once by (execution, [batch->seq]); it is lent
    // until the driver says treadle_host_committed, which it does later, never from inside.
    // Meanwhile the execution's facts wait and its commands are held back; others go on. NULL:
    // memory, which commits at once.
    void (*commit)(void *data, struct execution *execution, const struct batch *batch);
    void *data;
};

struct host;

// The options are copied. gives: treadle_host_free.
struct host *treadle_host_new(const struct host_options *options);
void treadle_host_free(struct host *host);
struct pool *treadle_host_pool(struct host *host);  // Of its documents. Lends.
// Its name: lends, a part of its ARN.
const char *treadle_execution_name(const struct execution *execution);

// -- Executions

struct launch {
    struct machine *machine;  // Kept.
    const char *machine_arn;  // Copied; may be qualified by a version or an alias.
    const char *role_arn;     // Copied; NULL: none.
    const char *name;         // Copied. One execution of a machine's ARN has it.
    const char *uuid;         // Copied: tells an Express machine's executions apart. Else NULL.
    struct doc *input;        // Kept.
    struct doc *opening;      // Kept; NULL: see struct fact.
    int64_t at_ms;
    uint64_t seed;
    void *sender;  // Whom OUTGOING_ANSWER names when the start is durable; NULL: nobody.
};

// Do the executions hold so much that no other should start?
bool treadle_host_is_full(const struct host *host);
// 0 and [*out], lent as long as the host lives: it runs from the next turn on. TREADLE_EEXIST: the
// machine has an execution of that name, and [*out] is that one. TREADLE_EINVAL: [machine_arn] is
// no state machine's.
int treadle_host_start(struct host *host, const struct launch *launch, struct execution **out);
struct execution *treadle_host_find(
    const struct host *host, const char *execution_arn);  // Or NULL.
uint32_t treadle_host_count(const struct host *host);     // Of executions,
struct execution *treadle_host_at(
    const struct host *host, uint32_t index);            // in the order of their starts.
uint32_t treadle_host_running(const struct host *host);  // How many are not over.

// An execution back from its rows (its batches, put together): the timers, the calls in flight and
// a pending GO_ON are as if they had just been commanded. TREADLE_EINVAL and words in [status]: see
// treadle_core_restore; TREADLE_EEXIST: it is here.
int treadle_host_restore(
    struct host *host, struct machine *machine, const struct batch *rows, struct execution **out,
    struct treadle_status *status);
// Who the rows are: the execution's and its machine's ARN, texts in [arena]. False: no rows of
// ours.
bool treadle_host_rows_read(
    struct arena *arena, const struct batch *rows, const char **execution_arn,
    const char **machine_arn);

// Are its events kept?
bool treadle_execution_keeps_history(const struct host *host, const struct execution *execution);
// Gives an array of the events from [first] (an index, from 0), at most [count] of them, in
// GetExecutionHistory's shape; in [arena].
cJSON *treadle_execution_history(
    const struct execution *execution, struct arena *arena, uint32_t first, uint32_t count);
// The task token of the execution's call with that ticket, in [arena]; NULL: such a call has none.
const char *treadle_execution_token(
    const struct execution *execution, struct arena *arena, const struct command *call);

// -- A driver's turn

// Keeps the fact's value. An answer is given to [sender], if any, when the fact is durable.
void treadle_host_deliver(
    struct host *host, struct execution *execution, const struct fact *fact, void *sender);
// Steps the facts that wait now. True: others came meanwhile, turn again soon.
bool treadle_host_turn(struct host *host);
// Turns timers that are due into facts, a thousand at most. True: more are due.
bool treadle_host_wake(struct host *host, int64_t now_ms);
bool treadle_host_due(const struct host *host, int64_t *due_ms);  // False: no timer.
// Whose timer that is, and the state that set it; NULL: the execution itself, or it was cancelled.
const struct state *treadle_host_due_state(
    const struct host *host, const struct execution **execution_out);
// The oldest thing to do outside; false: there is none. Gives what it says.
bool treadle_host_take(struct host *host, struct outgoing *out);
void treadle_outgoing_clear(struct outgoing *out);

// -- Commits

enum commit_result {
    COMMIT_DONE,     // The batch is durable, now or since it was sent before.
    COMMIT_REFUSED,  // It is not and will not be.
    COMMIT_UNKNOWN   // Nobody can say whether it is.
};

// What became of what [commit] began for this execution; turn soon. DONE: its commands go out. What
// nobody can say is sent again, as it is, with the next turn. What was refused is forgotten:
// OUTGOING_RELOAD asks for what the store has instead, and the execution waits for it.
void treadle_host_committed(
    struct host *host, struct execution *execution, enum commit_result result);
// The execution is as [rows] say, or as before its start where there are none; the fact whose
// commit was refused comes next, and calls and timers are commanded again, as after
// treadle_host_restore. (A call that is under way is known by its ticket.) TREADLE_EINVAL and words
// in [status]: as there, and the execution still waits.
int treadle_host_reload(
    struct host *host, struct execution *execution, const struct batch *rows,
    struct treadle_status *status);

#endif
