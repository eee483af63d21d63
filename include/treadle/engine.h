// The engine: executions of machines, on a libuv loop or in virtual time.
//
// Two engines in one process know nothing of each other; each belongs to the thread it was opened
// on, which is where its callbacks come. No function calls a callback it was given from inside; a
// function that fails never calls it at all. A callback may call everything of its engine's, close
// it too, but what turns it. (treadle.h says what the words of ownership mean.)
#ifndef TREADLE_ENGINE_H
#define TREADLE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "treadle/integration.h"
#include "treadle/machine.h"

#ifdef __cplusplus
extern "C" {
#endif

struct uv_loop_s;

typedef struct treadle_engine treadle_engine;

enum { TREADLE_ENGINE_VERSION = 1 };

// What became of an execution, as DescribeExecution's status.
enum treadle_outcome {
    TREADLE_RUNNING,
    TREADLE_SUCCEEDED,
    TREADLE_FAILED,
    TREADLE_TIMED_OUT,
    TREADLE_ABORTED
};
TREADLE_API const char *treadle_outcome_name(
    enum treadle_outcome outcome);  // "SUCCEEDED"; lends for ever.

// How an execution ended. Lent until the callback returns.
struct treadle_result {
    enum treadle_outcome outcome;
    const cJSON *output;        // SUCCEEDED, else NULL.
    const char *error, *cause;  // FAILED, ABORTED; NULL where absent.
    int64_t elapsed_ms;         // By the engine's clock.
    const char *execution_arn, *machine_arn;
    const char *state;  // The state it failed in; NULL: none.
    const char
        *pointer;  // JSON Pointer into the definition of the field that was to blame; NULL: none.
    const char *next;  // SUCCEEDED by leaving treadle_start.to: where it would have gone on. NULL.
    const cJSON *variables;  // Those of the top scope at the end, by name, where
                             // treadle_start.keep_variables asked for them; else NULL.
};
typedef void (*treadle_end_cb)(const struct treadle_result *result, void *data);

// What is known of an execution. Lent until the callback returns.
struct treadle_execution {
    const char *execution_arn, *name, *machine_arn,
        *role_arn;  // [role_arn]: NULL where none was given.
    enum treadle_outcome outcome;
    const cJSON *input, *output;  // [output]: NULL unless SUCCEEDED.
    const char *error, *cause;
    const char *state, *pointer;     // Where it failed, as in treadle_result.
    const char *next;                // As in treadle_result; so are
    const cJSON *variables;          // these.
    int64_t started_ms, stopped_ms;  // Since 1970; [stopped_ms] is -1 while it runs.
};

// -- What a trace shows

enum treadle_trace_kind {
    TREADLE_TRACE_LEFT,   // A state was left, to Next or to the end; by Catch where [error] is set.
    TREADLE_TRACE_RETRY,  // An attempt failed and another follows after [pause_ms].
    TREADLE_TRACE_FAILED,   // A state failed for good and nothing caught it.
    TREADLE_TRACE_STARTED,  // A Parallel or Map began its [count] children.
    // A state was entered: told before anything else of that visit, and the last of it where a
    // sibling's failure, or a timeout of the whole, ended it.
    TREADLE_TRACE_ENTERED,
    TREADLE_TRACE_CALLED,  // A Task's call went out; not where its arguments are refused.
};

// Lent until the callback returns.
struct treadle_trace {
    enum treadle_trace_kind kind;
    const char *execution_arn, *machine_arn, *role_arn;
    const char *state, *type;            // "PutItem", "Task"
    const char *pointer;                 // Of the state in the definition: "/States/PutItem".
    const struct treadle_task_uri *uri;  // A Task's; else NULL.
    const char *acted_as;  // The role its last call went out under (treadle_call_as); NULL: none.
    const char *next;      // Where it went; NULL: to its end.
    // LEFT: the state's output. ENTERED: its input. CALLED: what the call sends. Else NULL.
    const cJSON *value;
    const char *error, *cause;  // What failed, or was caught.
    // RETRY: this is retry [attempt] of the [attempts_max] of its retrier, from 1. CALLED: this is
    // call [attempt] of this visit to the state, from 1; [attempts_max] is 0.
    uint32_t attempt, attempts_max;
    int64_t pause_ms;           // RETRY
    uint32_t count;             // STARTED
    uint32_t depth;             // Parallels and Maps around it.
    int32_t index;              // Of its branch or item; -1 at the top.
    int64_t entered_ms, at_ms;  // [entered_ms]: when the state was entered.
    // LEFT of a Choice: the index of the rule that held; -1: none, so Default. FAILED of one: of
    // the rule it came to; -1: none held, and there is no Default. The rules before that one, or
    // all, did not hold. Else -1.
    int32_t rule;
    int32_t retrier;  // RETRY: the index of the retrier that spoke. Else -1.
    int32_t catcher;  // LEFT by Catch: the index of the catcher. Else -1.
};
typedef void (*treadle_trace_cb)(const struct treadle_trace *trace, void *data);

// -- Opening and closing

// A call that no integration takes. Lent until this returns; the call is never answered. (An engine
// that is not told fails such a call with States.Runtime.)
typedef void (*treadle_nobody_cb)(const treadle_call *call, void *data);

// Zero it, set [version], set what you need. All texts are copied.
struct treadle_engine_options {
    int version;                   // TREADLE_ENGINE_VERSION
    const char *account, *region;  // Twelve digits; NULL: "123456789012", "us-east-1".
    // What chance grows from: names, UUIDs, jitter. In virtual time 0 is a seed like any other; on
    // a loop it is drawn from the system where [seeded] is false, so that two processes do not make
    // the same names.
    uint64_t seed;
    bool seeded;
    // Virtual time begins here, within the years 1970 to 9999; 0: 2026-01-01T00:00:00Z.
    int64_t now_ms;
    // Keep every event of STANDARD machines' executions. False: events are counted, not kept.
    bool history;
    treadle_trace_cb on_trace;    // NULL: no trace.
    treadle_nobody_cb on_nobody;  // NULL: as said above.
    void *data;                   // For both.
    // Bytes that the executions may hold, about: past it none starts (TREADLE_EBUSY), and one that
    // holds an eighth of it fails with States.Runtime. 0: two billion.
    uint64_t memory_max;
};

// An engine on a libuv loop. Keeps [loop], which must outlive the engine. Gives [*out]:
// treadle_engine_close. [options] NULL: all defaults. The loop does not end while something is due
// by itself or posted; an execution that waits for an answer does not keep it going, but what will
// answer does. TREADLE_EINVAL: options of another version, or with an [account], [region] or
// [now_ms] that is none; TREADLE_EIO: libuv has no handles left.
TREADLE_API int treadle_engine_open(
    struct uv_loop_s *loop, const struct treadle_engine_options *options, treadle_engine **out,
    struct treadle_status *status);
// The loop it is on: lends; NULL: virtual time.
TREADLE_API struct uv_loop_s *treadle_engine_loop(treadle_engine *engine);

// An engine with a loop of its own, for a program whose loop is another one. That loop watches
// treadle_engine_fd for reading, sleeps no longer than treadle_engine_timeout, and then calls
// treadle_engine_run_once; so it does at first. All on one thread. TREADLE_EIO: there are no
// descriptors left.
TREADLE_API int treadle_engine_open_own(
    const struct treadle_engine_options *options, treadle_engine **out,
    struct treadle_status *status);
// A descriptor for poll, epoll and their kin; readable when something has come from outside. The
// same as long as the engine lives, which lends it.
TREADLE_API int treadle_engine_fd(treadle_engine *engine);
// Milliseconds until something is to be done by itself; 0: now; -1: nothing is. To be asked each
// time before sleeping, after everything that was done with the engine.
TREADLE_API int treadle_engine_timeout(treadle_engine *engine);
// Does what can be done now; never waits. False: the engine, which was being closed, is closed now
// and gone: [on_closed] has been called. Not from inside a callback of the engine.
TREADLE_API bool treadle_engine_run_once(treadle_engine *engine);

// In virtual time: no loop, no clock, whoever opened it turns it. Gives [*out]:
// treadle_engine_close. The same options and the same calls give the same bytes. TREADLE_EINVAL: as
// above.
TREADLE_API int treadle_engine_open_virtual(
    const struct treadle_engine_options *options, treadle_engine **out,
    struct treadle_status *status);
// Does what can be done up to virtual time [until_ms], jumping from one due moment to the next;
// INT64_MAX: to the end. What only passes the time goes no further than the year 9999. False:
// nothing is left to do, or only calls that nobody has answered.
TREADLE_API bool treadle_engine_turn(treadle_engine *engine, int64_t until_ms);
// Takes the engine. What runs is dropped without an end, and so are jobs that are not due yet; open
// calls are cancelled. It is closed when every integration says so, or, where it has no close of
// its own, has answered its calls; and [on_closed], if any, comes last of all: on the loop, or for
// a virtual engine before this returns (before treadle_engine_turn returns, where that called
// back). A virtual engine does not wait for answers.
TREADLE_API void treadle_engine_close(
    treadle_engine *engine, treadle_close_cb on_closed, void *data);

// Lets an integration carry the calls to its service. Keeps both until closed. It is asked about a
// family's services ("aws-sdk" for "aws-sdk:s3") that have none of their own. TREADLE_EEXIST: the
// service has one already; TREADLE_EINVAL: of another version, or without service or begin;
// TREADLE_ECLOSED: the engine is closing.
TREADLE_API int treadle_engine_add(
    treadle_engine *engine, const struct treadle_integration *integration, void *self);
// A function that answers Tasks: it takes [call], answers it now or later, exactly once (see
// treadle_integration.begin), or hands it to who does. Nobody tells it that an answer is no longer
// wanted; giving one then does no harm.
typedef void (*treadle_task_cb)(treadle_call *call, void *data);
// Lets [function] answer the Tasks whose Resource, as the definition has it, fits [pattern], where
// `*` is any run of characters: "arn:aws:lambda:*:function:charge". Of patterns that fit the one
// that was added first counts; it comes before the service's integration, and after one for "*", as
// mocks are. [pattern] is copied, [data] kept until closed. TREADLE_EINVAL: [pattern] is empty;
// TREADLE_EEXIST: it has a function; TREADLE_ECLOSED.
TREADLE_API int treadle_engine_on_task(
    treadle_engine *engine, const char *pattern, treadle_task_cb function, void *data);
// Is there an integration for the service that [resource] names, or a function for it? ("*" does
// not count: it is asked about every call.)
TREADLE_API bool treadle_engine_carries(const treadle_engine *engine, const char *resource);

// -- Executions

// An execution to begin. Zero it, set [version] and [machine], and what you need.
struct treadle_start {
    int version;               // TREADLE_ENGINE_VERSION
    treadle_machine *machine;  // Kept.
    const char *machine_arn,
        *role_arn;      // Copied. NULL: made from account, region and "StateMachine"; none. A role
                        // is not looked at here: who acts as it does that.
    const char *name;   // Copied. NULL: a UUID.
    const char *input;  // JSON text, borrowed. NULL: "{}".
    uint64_t seed;      // 0: drawn from the engine's.
    const char *uuid;  // Copied. What an EXPRESS machine's execution is told by from others of that
                       // name. NULL: drawn; it means nothing for a STANDARD one.
    // -- A part of the machine, as tests run it
    const char *from;  // The state to begin in, at any depth; its flow is then the outermost one.
                       // NULL: the machine's StartAt.
    const char *to;    // A state beside [from]: when it is left to a next one, by Catch too, the
                       // execution has SUCCEEDED with that state's output, and the result says
                       // [next]. The same as [from]: that state alone. NULL: to its end.
    const char *variables;  // JSON text of an object: variables at the start. NULL: none.
    const char *context;    // JSON text of an object that lies over the context object `$$`, member
                            // by member. It changes what expressions see and nothing else. NULL.
    bool keep_variables;    // The result has the variables of the top scope.
    struct treadle_status *status;  // Where to put words if it is refused. NULL: nowhere.
};

// After the start is durable, or TREADLE_EEXIST where the machine has an execution of that name:
// [execution] is then that one. Lends.
typedef void (*treadle_started_cb)(
    int status, const struct treadle_execution *execution, void *data);

// All texts of [start] are borrowed for the call. [on_started] and [on_end] may be NULL.
// TREADLE_EPARSE: [input], [variables] or [context] is no JSON, or no object; TREADLE_ELIMIT: over
// 256 KiB, or [variables] over 10 MiB; TREADLE_EINVAL: [name], [uuid], [machine_arn] or [role_arn]
// is none, or [to] is not beside [from]; TREADLE_ENOTFOUND: the machine has no such state or
// variable; TREADLE_EEXIST: the name is taken and [on_started] is NULL; TREADLE_EBUSY: see
// [memory_max].
TREADLE_API int treadle_engine_begin(
    treadle_engine *engine, const struct treadle_start *start, treadle_started_cb on_started,
    treadle_end_cb on_end, void *data);
// The short form: keeps [machine], borrows [input]; fails as treadle_engine_begin does.
TREADLE_API int treadle_engine_start(
    treadle_engine *engine, treadle_machine *machine, const char *input, treadle_end_cb on_end,
    void *data);
// Ends it as ABORTED, soon: calls are cancelled, and its [on_end] is told. [error] and [cause] may
// be NULL. TREADLE_ENOTFOUND; TREADLE_ESTALE: it has ended; TREADLE_ELIMIT: [error] has more than
// 256 characters, or [cause] more than 32,768.
TREADLE_API int treadle_engine_stop(
    treadle_engine *engine, const char *execution_arn, const char *error, const char *cause);

// -- What is known
//
// Of all executions, for as long as the engine lives.

enum treadle_query_kind {
    TREADLE_QUERY_EXECUTION,   // One, by [execution_arn].
    TREADLE_QUERY_EXECUTIONS,  // Those of [machine_arn], or all: in the order of their starts.
    TREADLE_QUERY_HISTORY,     // The events of [execution_arn]; TREADLE_EINVAL where none are kept.
};

// What is asked for. Zero it, set [version] and [kind]. Its texts are copied.
struct treadle_query {
    int version;  // TREADLE_ENGINE_VERSION
    enum treadle_query_kind kind;
    const char *execution_arn, *machine_arn;
    uint32_t offset, limit;  // Rows to leave out, and to give at most; [limit] 0: all.
    bool reverse;            // Newest first.
};

// What is answered. Lent until the callback returns.
struct treadle_rows {
    const struct treadle_execution *executions;  // [count] of them; HISTORY: NULL.
    const cJSON
        *events;  // HISTORY: an array in GetExecutionHistory's shape, timestamps in seconds.
    uint32_t count;
    uint32_t total;  // Without offset and limit.
};
// [status] negative: [rows] is NULL.
typedef void (*treadle_rows_cb)(int status, const struct treadle_rows *rows, void *data);

// Reads what is known; the answer comes later, on the loop; its [status] TREADLE_ENOTFOUND: no such
// execution. Negative at once, and no answer: TREADLE_EINVAL: of another version, without a
// callback, or without the ARN that [kind] wants; TREADLE_ECLOSED.
TREADLE_API int treadle_engine_read(
    treadle_engine *engine, const struct treadle_query *query, treadle_rows_cb on_rows, void *data);

// -- The loop

typedef void (*treadle_job_cb)(void *data);
// Runs [job] soon, on the loop and inside nothing else: so what answers at once still never calls
// back from inside, and a chain of requests is a queue, not a stack. Jobs run in the order they
// were posted.
TREADLE_API void treadle_engine_post(treadle_engine *engine, treadle_job_cb job, void *data);
// The same, not before [due_ms], which is taken for the end of the year 9999 where it is later.
TREADLE_API void treadle_engine_post_at(
    treadle_engine *engine, int64_t due_ms, treadle_job_cb job, void *data);
// Takes back a job, with that [data], that was posted and has not run. (The oldest, where there are
// several. Where there is none, nothing happens.) Not for those of treadle_engine_post_from_thread.
TREADLE_API void treadle_engine_unpost(treadle_engine *engine, treadle_job_cb job, void *data);
// The same as treadle_engine_post, from any thread: the only function of an engine that another
// thread may call. Does not wait. TREADLE_ECLOSED: the engine is closed, and [job] will never run.
// A job does not keep uv_run going before it is posted: where nothing else does, a handle of yours
// must. The caller sees to it that no thread holds an engine that was closed long ago, as of
// anything freed.
TREADLE_API int treadle_engine_post_from_thread(
    treadle_engine *engine, treadle_job_cb job, void *data);
// The engine's clock, in milliseconds since 1970: the system's, or virtual time.
TREADLE_API int64_t treadle_engine_now(const treadle_engine *engine);

// What is due next by itself: a Wait, a pause, a timeout, what was posted. Lent until the engine
// moves on.
struct treadle_next {
    int64_t due_ms;
    const char *execution_arn, *state;  // NULL: no state set it.
};
// False: nothing is; only answers from outside, or a start, will move it.
TREADLE_API bool treadle_engine_next(const treadle_engine *engine, struct treadle_next *out);

#ifdef __cplusplus
}
#endif

#endif
