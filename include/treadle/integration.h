// The interface of what carries a Task's calls to one service: an integration, which an embedder
// writes, and a call, which the engine lends it.
//
// (For a function that answers some Tasks, treadle_engine_on_task does without a table.) All of it
// happens on the engine's thread. An integration's functions are called inside nothing of yours,
// and may call everything of the engine's but what turns it.
#ifndef TREADLE_INTEGRATION_H
#define TREADLE_INTEGRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "treadle/value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TREADLE_INTEGRATION_VERSION = 1 };

// A call that a Task made. Whoever has taken it owes it one answer, and may hold it until then,
// past the end of its execution too; after the answer, or the engine's close, it is gone.
typedef struct treadle_call treadle_call;
// What was closed has let go of everything, and may be freed.
typedef void (*treadle_close_cb)(void *data);

// What a Task waits for, as the end of its Resource says.
enum treadle_pattern {
    TREADLE_REQUEST_RESPONSE,  // Nothing there: the service's response.
    TREADLE_SYNC,              // ".sync": that the job it began has ended.
    TREADLE_SYNC_2,            // ".sync:2": the same, with its output as JSON.
    TREADLE_WAIT_FOR_TOKEN     // ".waitForTaskToken": that somebody sends the token back.
};

// A Task's Resource, taken apart. All texts are lent with the machine, none is NULL.
struct treadle_task_uri {
    const char *text;     // As it stands in the definition.
    const char *service;  // "apigateway", "aws-sdk:s3"; "lambda" and "states" for a function's and
                          // an activity's ARN.
    const char *action;  // "invoke"; "" where the Resource is the ARN of a function or an activity.
    enum treadle_pattern pattern;
};

// An ASL error: data, for Retry and Catch. Both end with NUL; an empty [cause] is none.
struct treadle_error {
    char name[128], cause[4096];
};

// What an embedder fills, and lends the engine until that is closed; [self], which each function
// gets, is what treadle_engine_add was given.
struct treadle_integration {
    int version;  // TREADLE_INTEGRATION_VERSION; first member of every table an outsider fills.
    const char *service;  // What the task URI names. "*": is asked first about every call, and its
                          // [begin] may say TREADLE_ENOROUTE to leave it to the others.
    // Says what is wrong with [arguments], before anything is scheduled: false and an [error],
    // with which the Task then fails. Pure: it may be asked again. NULL: nothing to
    // check.
    bool (*check)(
        void *self, const struct treadle_task_uri *uri, const cJSON *arguments,
        struct treadle_error *error);
    // Begins [call]. Answers now or later; an answer is a fact for the next turn:
    // treadle_call_started and treadle_call_submitted where the service has these phases, then
    // exactly once treadle_call_done, treadle_call_answer or treadle_call_fail. Negative: it is not
    // begun and must not be answered; TREADLE_ENOROUTE means that nobody here answers it.
    // Any other fails the Task with States.TaskFailed.
    int (*begin)(void *self, treadle_call *call);
    // Nobody waits for [call] any more: its Task timed out, or its execution ended. Best effort;
    // the answer must still come, now or later, and changes nothing. NULL: nothing to do.
    void (*cancel)(void *self, treadle_call *call);
    // Lets go of all calls, answered or not, and says so, once and now or later. NULL: nothing to
    // do, and the engine waits for the answers of its calls.
    void (*close)(void *self, treadle_close_cb on_closed, void *data);
    // Of "*" alone: does it answer for all that the Map or Parallel [state] would do? Then that is
    // a call as well, with the state's input as arguments and no uri, and its result is the
    // state's. Pure, and the same for as long as an execution lives. NULL: it never does.
    bool (*stands_in)(void *self, const char *state);
};

// What a call tells. All of it is lent until the call is answered.
// NULL: it stands in for all that a Map or Parallel would do.
TREADLE_API const struct treadle_task_uri *treadle_call_uri(const treadle_call *call);
// What the Task sends: its Parameters as evaluated, or its input. Never NULL.
TREADLE_API const cJSON *treadle_call_arguments(const treadle_call *call);
TREADLE_API const cJSON *treadle_call_credentials(
    const treadle_call *call);  // {"RoleArn": …} as evaluated; NULL: none.
TREADLE_API const char *treadle_call_state(const treadle_call *call);  // Its name.
TREADLE_API const char *treadle_call_execution_arn(const treadle_call *call);
TREADLE_API const char *treadle_call_machine_arn(const treadle_call *call);
TREADLE_API const char *treadle_call_role_arn(const treadle_call *call);  // NULL: none.
// Those of the machine's ARN: "123456789012", "us-east-1".
TREADLE_API const char *treadle_call_account(const treadle_call *call);
TREADLE_API const char *treadle_call_region(const treadle_call *call);
TREADLE_API uint32_t treadle_call_attempt(const treadle_call *call);  // Of this visit, from 0.
TREADLE_API int32_t
treadle_call_item(const treadle_call *call);  // Index in the innermost Map; -1: in none.
// Makes a repeated call recognisable: execution and ticket. The same after a crash, another for a
// Retry.
TREADLE_API const char *treadle_call_key(const treadle_call *call);
TREADLE_API const char *treadle_call_token(
    const treadle_call *call);  // The task token; NULL: none is wanted.
// When it was scheduled, by the engine's clock, in milliseconds since 1970.
TREADLE_API int64_t treadle_call_at_ms(const treadle_call *call);

// Says under which role's ARN the call goes out, for traces. Copied. NULL: under none.
TREADLE_API void treadle_call_as(treadle_call *call, const char *role_arn);

// -- Where a call goes
//
// Each is a fact that the engine looks at in its next turn; so nothing of yours is called from
// inside. What comes too late, for a Task that timed out, changes nothing. The first four may come
// any number of times, and not after the answer.

// The service has begun with it: TaskStarted in the history. Needed where the service tells; an
// answer without it writes it as well.
TREADLE_API void treadle_call_started(treadle_call *call);
// The same of an activity's task: [worker] took it. Copied, 256 characters at most.
TREADLE_API void treadle_call_started_by(treadle_call *call, const char *worker);
// The service took the work that .sync or .waitForTaskToken waits for, and said [output], which
// this borrows: TaskSubmitted. Over 256 KiB, or nested deeper than 1000 levels, it fails the Task.
TREADLE_API void treadle_call_submitted(treadle_call *call, const cJSON *output);
// It is still being worked on: HeartbeatSeconds begins anew.
TREADLE_API void treadle_call_heartbeat(treadle_call *call);
// -- The answer: one of these, once
//
// Takes the call and [result], a tree of your own. NULL: null.
TREADLE_API void treadle_call_done(treadle_call *call, cJSON *result);
// Takes the call, borrows [result]. NULL: null.
TREADLE_API void treadle_call_answer(treadle_call *call, const cJSON *result);
// Takes the call, borrows the texts. [error] NULL: none was given (SendTaskFailure); [cause]
// likewise. What they have over 256 and 32,768 characters is cut off.
TREADLE_API void treadle_call_fail(treadle_call *call, const char *error, const char *cause);

#ifdef __cplusplus
}
#endif

#endif
