// Commits under way: durable, refused, or nobody can say.
//
// A flight holds all that a step gave rise to until its batch is durable: the commands, the answer
// to whoever sent the fact, the facts that came meanwhile. And what is needed where it does not
// become so: the batch, to be sent again, and the fact, to be stepped again.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "engine/host/inside.h"

void treadle_flight_free(struct flight *flight) {
    if (flight == NULL) return;
    for (uint32_t i = 0; i < flight->command_count; i++)
        treadle_doc_drop(flight->commands[i].payload.doc);
    free(flight->commands);
    treadle_fact_drop(&flight->cause.fact);
    treadle_batch_free(&flight->batch);
    treadle_queue_clear(&flight->held);
    free(flight);
}

// The commands go with the flight: nothing of a step is carried out before it is durable.
void treadle_flight_begin(struct host *host, const struct queued *one) {
    struct execution *execution = one->execution;
    struct step *step = &host->step;
    struct flight *flight = treadle_alloc_zeroed(sizeof(*flight));
    ASSERT(execution->flight == NULL);
    flight->cause = *one;
    treadle_batch_step(
        &flight->batch, &execution->core, step, treadle_execution_keeps_history(host, execution));
    treadle_batch_execution(&flight->batch, execution, step);
    if (step->command_count > 0) {
        size_t size = step->command_count * sizeof(*step->commands);
        flight->commands = treadle_alloc(size);
        memcpy(flight->commands, step->commands, size);
        flight->command_count = step->command_count;
        step->command_count = 0;
    }
    execution->flight = flight;
    treadle_host_keep_events(host, execution, step);
    treadle_step_clear(step);
    host->options.commit(host->options.data, execution, &flight->batch);
}

void treadle_flights_send_again(struct host *host) {
    uint32_t count = host->unknown_count;
    for (uint32_t i = 0; i < count; i++) {
        struct execution *execution = host->unknown[i];
        struct flight *flight = execution->flight;
        ASSERT(flight != NULL && flight->life == FLIGHT_UNKNOWN);
        flight->life = FLIGHT_OUT;
        host->options.commit(host->options.data, execution, &flight->batch);
    }
    ASSERT(host->unknown_count == count);  // Nobody says what became of it from inside.
    host->unknown_count = 0;
}

// What was held came before everything that waits now.
static void requeue(struct queue *queue, struct queue *held) {
    uint32_t waiting = queue->count - queue->at;
    for (uint32_t i = 0; i < held->count; i++)
        treadle_queue_put(queue, &held->list[i]);
    struct queued *first = queue->list + queue->at;
    if (held->count > 0 && waiting > 0) {
        memmove(first + held->count, first, waiting * sizeof(*first));
        memcpy(first, held->list, held->count * sizeof(*first));
    }
    held->count = 0;
}

static void land(struct host *host, struct execution *execution) {
    struct flight *flight = execution->flight;
    execution->flight = NULL;
    treadle_host_carry_out(host, execution, flight->commands, flight->command_count);
    flight->command_count = 0;
    treadle_host_answer(host, execution, flight->cause.sender, 0);
    requeue(&host->queue, &flight->held);
    treadle_flight_free(flight);
}

void treadle_host_committed(
    struct host *host, struct execution *execution, enum commit_result result) {
    struct flight *flight = execution->flight;
    ASSERT(flight != NULL && flight->life == FLIGHT_OUT);
    switch (result) {
        case COMMIT_DONE: land(host, execution); return;
        case COMMIT_UNKNOWN:
            flight->life = FLIGHT_UNKNOWN;
            ADD(host->unknown, host->unknown_count, host->unknown_size) = execution;
            return;
        case COMMIT_REFUSED:
            flight->life = FLIGHT_REFUSED;
            treadle_host_send(host, OUTGOING_RELOAD, execution);
            return;
    }
    ASSERT(!"a result of a commit");
}

// What the host knows of it that was never durable.
static void forget(struct host *host, struct execution *execution) {
    treadle_core_reset(&execution->core);
    for (uint32_t i = 0; i < execution->event_count; i++)
        treadle_event_clear(&execution->events[i]);
    execution->event_count = 0;
    treadle_host_sift_timers(host);  // Its own among them: they are commanded again.
}

int treadle_host_reload(
    struct host *host, struct execution *execution, const struct batch *rows,
    struct treadle_status *status) {
    struct flight *flight = execution->flight;
    ASSERT(flight != NULL && flight->life == FLIGHT_REFUSED);
    forget(host, execution);
    if (rows->count > 0) {
        int failed = treadle_execution_revive(host, execution, rows, status);
        if (failed < 0) {
            forget(host, execution);
            return failed;
        }
        if (execution->outcome != TREADLE_RUNNING)
            treadle_host_send(host, OUTGOING_FINISH, execution);
    }
    execution->flight = NULL;
    struct queue again = {0};
    treadle_queue_put(&again, &flight->cause);
    flight->cause = (struct queued){0};
    requeue(&host->queue, &flight->held);
    requeue(&host->queue, &again);
    treadle_queue_clear(&again);
    treadle_flight_free(flight);
    return 0;
}
