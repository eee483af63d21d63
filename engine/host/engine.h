// The door's engine: what virtual time and libuv share.
//
// Around the host's pure data it keeps what the host must not know: integrations and the calls they
// hold, jobs, callbacks, traces. It has no clock and no loop either: a driver, embedding this
// struct, has them. Answers of integrations become facts, everything else becomes jobs, and both
// wait for the next round: so nothing calls back from inside a function, and no core runs inside
// another.
//
// A driver calls treadle_engine_work until it says that nothing is left, then sleeps until
// treadle_engine_due or until it is stirred.
#ifndef TREADLE_ENGINE_HOST_ENGINE_H
#define TREADLE_ENGINE_HOST_ENGINE_H

#include <stdatomic.h>

#include "base/map.h"
#include "engine/host/host.h"
#include "treadle/engine.h"

struct driver {
    int64_t (*now)(const struct treadle_engine *engine);
    // There is work: treadle_engine_work has to be called soon, from inside nothing else.
    void (*stir)(struct treadle_engine *engine);
    // There is a job from another thread, which this is called on: stir, as soon as it can be.
    void (*wake)(struct treadle_engine *engine);
    // The engine is closing: the same as stir, until it is released.
    void (*closing)(struct treadle_engine *engine);
    // Everything has let go: free what is the driver's, then treadle_engine_bury, which takes the
    // engine. No round is under way.
    void (*release)(struct treadle_engine *engine);
};

// Who delivered a fact to the host and wants to know when it is durable.
struct sender {
    void (*answered)(
        struct treadle_engine *engine, struct sender *sender, struct execution *execution,
        int status);
};

struct carrier {          // An integration, or a function for some Tasks, that was added.
    const char *pattern;  // Of those Tasks' Resources; NULL: an integration.
    const struct treadle_integration *table;
    void *self;
    struct treadle_engine *engine;  // NULL: it is buried.
    uint32_t calls;                 // Begun and not answered.
    bool closed;                    // It said so, or has nothing to say.
};

struct posting;

struct job {
    treadle_job_cb run;  // NULL: it was taken back.
    void *data;
};

enum engine_life {
#define LIFE(name, moves) ENGINE_##name,
#include "engine/host/engine_life.def"
#undef LIFE
    ENGINE_LIFE_COUNT
};

struct treadle_engine {
    const struct driver *driver;
    struct host *host;
    char *account, *region;
    treadle_trace_cb on_trace;
    treadle_nobody_cb on_nobody;
    void *data;          // Of both.
    const void *thread;  // It was opened on: treadle_assert_thread.
    bool keeps_history;
    bool stirred;  // Something waits for the next round.
    bool working;  // A round is under way.
    enum engine_life life;
    struct carrier *
        *carriers;             // In the order they were added; pointers, since calls point at them.
    struct posting **jobs;     // Those from [job_at] on wait.
    struct heap alarms;        // Jobs not before a time; their data is a struct posting.
    struct posting **buckets;  // Of all that was posted: see jobs.c.
    uint32_t bucket_count, posting_count;
    uint32_t alarms_spent;  // Of the alarms those that were taken back, at most.
    void *_Atomic inbox;    // struct mail, the newest first; the engine itself: shut.
    atomic_uint posting;    // Threads that are inside treadle_engine_post_from_thread.
    struct map calls;       // By key: all that are not gone.
    struct treadle_call *spent, *spent_last;  // Shells of those that are: oldest first.
    uint32_t carrier_count, carrier_size, job_at, job_count, job_size, spent_count;
    uint64_t alarm_next;    // Ties among alarms: the order they were set in.
    uint64_t names, seeds;  // Generators. Names are shown, and must not tell the seeds.
    treadle_close_cb on_closed;
    void *closed_data;
};

struct run {                        // What the door knows of an execution beside the host.
    treadle_started_cb on_started;  // NULL: nobody asked, or it was told.
    treadle_end_cb on_end;
    void *data;
};

// TREADLE_EINVAL: the options are of another version.
int treadle_engine_check(
    const struct treadle_engine_options *options, struct treadle_status *status);
// Sets up the shared part, by options that were checked.
void treadle_engine_init(
    struct treadle_engine *engine, const struct driver *driver,
    const struct treadle_engine_options *options);
// Clears it and calls back: it is closed. Takes the engine, which is malloc'ed or the first member
// of what is.
void treadle_engine_bury(struct treadle_engine *engine);
// The first claim of every function of the door that is given an engine.
#define ENGINE_MUST_LIVE(engine)                                                                   \
    (REQUIRE(engine),                                                                              \
     MUST((engine)->life != ENGINE_BURIED, "an engine was used after it was closed"),              \
     MUST(                                                                                         \
         (engine)->thread == treadle_assert_thread(),                                              \
         "an engine was used on another thread than its own"))

enum work {
    WORK_DONE,     // Nothing more until something is due or the engine is stirred.
    WORK_MORE,     // Call again soon.
    WORK_RELEASED  // It was closed: the driver's [release] has been called.
};

// One round: due timers and alarms, facts that wait, what has to be done outside, jobs.
enum work treadle_engine_work(struct treadle_engine *engine);
bool treadle_engine_due(const struct treadle_engine *engine, int64_t *due_ms);  // False: nothing.
// Notes that something waits for a round.
void treadle_engine_stir(struct treadle_engine *engine);
// Releases a closing engine whatever has not let go.
void treadle_engine_release(struct treadle_engine *engine);

// -- jobs.c

void treadle_jobs_run(struct treadle_engine *engine);  // Those that wait now.
// Alarms that are due become jobs, a thousand at most. True: more are due.
bool treadle_jobs_ring(struct treadle_engine *engine, int64_t now_ms);
void treadle_jobs_drop_alarms(struct treadle_engine *engine);
// Takes no more jobs from other threads. False: one is just posting, or has; ask again.
bool treadle_jobs_shut(struct treadle_engine *engine);
void treadle_jobs_clear(struct treadle_engine *engine);

// -- calls.c

void treadle_calls_begin(struct treadle_engine *engine, struct outgoing *out);  // takes its payload
void treadle_calls_cancel(struct treadle_engine *engine, const struct outgoing *out);
void treadle_calls_cancel_all(struct treadle_engine *engine);
void treadle_calls_clear(struct treadle_engine *engine);  // Drops them all, answered or not.
// Under which role the call went out that [fact] answers; NULL: none, or unknown.
const char *treadle_calls_acted_as(
    const struct treadle_engine *engine, const struct execution *execution,
    const struct fact *fact);
// The carrier for a service: its own, or of what stands before a ':' in it; NULL: none.
struct carrier *treadle_engine_carrier(const struct treadle_engine *engine, const char *service);
struct carrier *treadle_engine_carrier_add(
    struct treadle_engine *engine, const struct treadle_integration *table, void *self);

// -- tasks.c

// The first function whose pattern fits; NULL: none.
struct carrier *treadle_tasks_carrier(const struct treadle_engine *engine, const char *resource);
void treadle_task_free(const struct carrier *carrier);  // Of one that has a pattern.

// -- trace.c

void treadle_engine_trace(
    struct treadle_engine *engine, const struct execution *execution, const struct fact *fact,
    const struct step *step);

// -- opening.c

// What [start] says of a part of the machine, as a START fact holds it: gives; NULL: nothing.
// Otherwise as treadle_engine_begin.
int treadle_opening_read(
    const struct treadle_engine *engine, const struct treadle_start *start, struct doc **out);

// -- executions.c

// Calls its owner back: it has ended.
void treadle_run_end(struct execution *execution);
// {"Error", "Cause"}, each where it is given; gives.
struct doc *treadle_error_doc(
    const struct treadle_engine *engine, const char *error, const char *cause);

#endif
