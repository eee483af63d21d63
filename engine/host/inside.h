// Between the files of the host; nobody else includes this.
#ifndef TREADLE_ENGINE_HOST_INSIDE_H
#define TREADLE_ENGINE_HOST_INSIDE_H

#include "base/map.h"
#include "engine/host/host.h"

struct queued {  // A fact that waits to be stepped; its documents are counted.
    struct execution *execution;
    struct fact fact;
    void *sender;  // NULL: nobody waits for an answer.
};

struct queue {  // [at, count) wait.
    struct queued *list;
    uint32_t at, count, size;
};

// A commit that is under way: what is carried out when it is done, and what is stepped after that.
struct flight {
    struct queued cause;  // The fact that was stepped: it comes again where the commit is refused.
    struct batch batch;
    struct command *commands;
    uint32_t command_count;
    enum flight_life { FLIGHT_OUT, FLIGHT_UNKNOWN, FLIGHT_REFUSED } life;
    struct queue held;
};

struct host {
    struct host_options options;
    struct workshop shop;
    struct arena texts;    // Of ARNs that many executions share,
    struct map texts_map;  // each once.
    struct map names;      // Execution ARN → struct execution.
    struct execution **executions;
    struct heap timers;
    struct queue queue;
    struct outgoing *outbox;     // [outbox_at, outbox_count) are to be taken.
    struct step step;            // Reused.
    struct execution **unknown;  // Whose batches are to be sent again.
    uint32_t execution_count, execution_size, outbox_at, outbox_count, outbox_size;
    uint32_t unknown_count, unknown_size;
    uint32_t running;
    uint32_t timers_spent;  // Entries whose ticket was cancelled, about.
};

struct birth {                // Who an execution is. Texts are copied.
    struct machine *machine;  // Kept.
    const char *execution_arn, *machine_arn, *role_arn;
};
// Gives one that the host keeps, with nothing known of how it goes.
struct execution *treadle_execution_new(struct host *host, const struct birth *birth);
void treadle_execution_free(struct execution *execution);
// Gives it an end of its own, to be told; lends.
struct end *treadle_execution_end(struct execution *execution);
void treadle_fact_drop(const struct fact *fact);  // Drops its documents.
// Frees what the queue holds.
void treadle_queue_clear(struct queue *queue);
void treadle_queue_put(
    struct queue *queue, const struct queued *one);  // Takes the fact's documents.
// Makes an answer for [sender], which may be NULL: nobody.
void treadle_host_answer(struct host *host, struct execution *execution, void *sender, int status);
// The history takes the step's events as they are, with their documents.
void treadle_host_keep_events(struct host *host, struct execution *execution, struct step *step);
struct outgoing *treadle_host_send(
    struct host *host, enum outgoing_kind kind, struct execution *execution);
// Drops the timers that nobody waits for.
void treadle_host_sift_timers(struct host *host);
// Carries out what a step or a restored core commands; takes the payloads.
void treadle_host_carry_out(
    struct host *host, struct execution *execution, struct command *commands, uint32_t count);
// Puts the row that says who it is and, where [step] finishes it, how; nothing where [step] changes
// neither.
void treadle_batch_execution(
    struct batch *batch, const struct execution *execution, const struct step *step);

// -- flight.c

// Begins the commit of the host's step, which [one] gave rise to; takes its fact's documents.
void treadle_flight_begin(struct host *host, const struct queued *one);
void treadle_flights_send_again(struct host *host);
void treadle_flight_free(struct flight *flight);

// -- rows.c

// Makes the execution, whose core is new, as its rows say, and carries out what they command.
// TREADLE_EINVAL and words in [status]: its core is to be cleared.
int treadle_execution_revive(
    struct host *host, struct execution *execution, const struct batch *rows,
    struct treadle_status *status);

#endif
