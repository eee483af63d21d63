// Between the files of the host; nobody else includes this.
#ifndef TREADLE_ENGINE_HOST_INSIDE_H
#define TREADLE_ENGINE_HOST_INSIDE_H

#include "base/map.h"
#include "engine/host/host.h"

struct queued {  // A fact that waits to be stepped; its value is counted.
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
    struct command *commands;
    uint32_t command_count;
    void *sender;
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
    struct outgoing *outbox;  // [outbox_at, outbox_count) are to be taken.
    struct step step;         // Reused.
    struct batch batch;       // Reused.
    uint32_t execution_count, execution_size, outbox_at, outbox_count, outbox_size;
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
// Carries out what a step or a restored core commands; takes the payloads.
void treadle_host_carry_out(
    struct host *host, struct execution *execution, struct command *commands, uint32_t count);
// Puts the row that says who it is and, where [step] finishes it, how; nothing where [step] changes
// neither.
void treadle_batch_execution(
    struct batch *batch, const struct execution *execution, const struct step *step);

#endif
