// The interface of what carries a Task's calls to one service.
//
// It belongs to the engine's drivers and is implemented above them: the one inversion of the house.
#ifndef TREADLE_INTEGRATION_H
#define TREADLE_INTEGRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "treadle/value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TREADLE_INTEGRATION_VERSION = 1 };

typedef struct treadle_call treadle_call;
typedef void (*treadle_close_cb)(void *data);

enum treadle_pattern {
    TREADLE_REQUEST_RESPONSE,
    TREADLE_SYNC,
    TREADLE_SYNC_2,
    TREADLE_WAIT_FOR_TOKEN
};

// A Task's Resource, taken apart. All texts are lent with the machine, none is NULL.
struct treadle_task_uri {
    const char *text;     // As it stands in the definition.
    const char *service;  // "apigateway", "aws-sdk:s3"; "lambda" and "states" for a function's and
                          // an activity's ARN.
    const char *action;  // "invoke"; "" where the Resource is the ARN of a function or an activity.
    enum treadle_pattern pattern;
};

struct treadle_error {  // An ASL error: data, for Retry and Catch.
    char name[128], cause[4096];
};

struct treadle_integration {
    int version;  // TREADLE_INTEGRATION_VERSION; first member of every table an outsider fills.
    const char *service;  // What the task URI names. "*": is asked first about every call, and its
                          // [begin] may say TREADLE_ENOROUTE to leave it to the others.
    // Says what is wrong with [arguments], before anything is scheduled. Pure. NULL: nothing to
    // check.
    bool (*check)(
        void *self, const struct treadle_task_uri *uri, const cJSON *arguments,
        struct treadle_error *error);
    // Begins [call]. Answers now or later; an answer is a fact for the next turn:
    // treadle_call_started and treadle_call_submitted where the service has these phases, then
    // exactly once treadle_call_done, treadle_call_answer or treadle_call_fail. Negative: it is not
    // begun and must not be answered; TREADLE_ENOROUTE means that nobody here answers it.
    int (*begin)(void *self, treadle_call *call);
    void (*cancel)(
        void *self,
        treadle_call *call);  // Best effort; the answer must still come. NULL: nothing to do.
    // Lets go of all calls, answered or not, and says so, once and now or later. NULL: nothing to
    // do, and the engine waits for the answers of its calls.
    void (*close)(void *self, treadle_close_cb on_closed, void *data);
};

// What a call tells. All of it is lent until the call is answered.
TREADLE_API const struct treadle_task_uri *treadle_call_uri(const treadle_call *call);
TREADLE_API const cJSON *treadle_call_arguments(const treadle_call *call);
TREADLE_API const cJSON *treadle_call_credentials(
    const treadle_call *call);  // {"RoleArn": …} as evaluated; NULL: none.
TREADLE_API const char *treadle_call_state(const treadle_call *call);  // The Task's name.
TREADLE_API const char *treadle_call_execution_arn(const treadle_call *call);
TREADLE_API const char *treadle_call_machine_arn(const treadle_call *call);
TREADLE_API const char *treadle_call_role_arn(const treadle_call *call);  // NULL: none.
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
TREADLE_API int64_t treadle_call_at_ms(const treadle_call *call);  // When it was scheduled.

// Says under which role's ARN the call goes out, for traces. Copied.
TREADLE_API void treadle_call_as(treadle_call *call, const char *role_arn);

// Where a call goes.
TREADLE_API void treadle_call_started(treadle_call *call);
// The same of an activity's task: [worker] took it. Copied, 256 characters at most.
TREADLE_API void treadle_call_started_by(treadle_call *call, const char *worker);
TREADLE_API void treadle_call_submitted(treadle_call *call, const cJSON *output);  // borrows
TREADLE_API void treadle_call_heartbeat(treadle_call *call);
TREADLE_API void treadle_call_done(treadle_call *call, cJSON *result);  // takes both
TREADLE_API void treadle_call_answer(
    treadle_call *call, const cJSON *result);  // takes the call, borrows [result]
// Takes the call, borrows the texts. [error] NULL: none was given (SendTaskFailure); [cause]
// likewise. What they have over 256 and 32,768 characters is cut off.
TREADLE_API void treadle_call_fail(treadle_call *call, const char *error, const char *cause);

#ifdef __cplusplus
}
#endif

#endif
