// Tests of workflows: rehearsals, which run a machine in virtual time, and the mocks that answer
// its Tasks, in the notation of test files.
//
//   {"A": {"result": {…}},                                  at every call
//    "B": {"error": "Busy", "cause": "why", "after": "30s"},  fails, 30 s later
//    "C": [{"error": "Busy", "times": 2}, {"result": {}}],    call by call, over retries and visits
//    "D": {"items": {"0": {"result": 1}, "else": {…}}},       by index of the innermost Map
//    "E": {"result": {}, "after": "2d", "heartbeat": "1h"},   with signs of life until then
//    "F": {"submit": {"error": "Busy"}},                      of a callback or a job: the request
//    "*": {"result": {}}}                                    every Task without one of its own
//
// A mock that is named for a Map or a Parallel answers for the whole of it: nothing within runs. A
// callback, a job that is waited for, or an activity's task is taken at once and answered "after".
#ifndef TREADLE_TEST_H
#define TREADLE_TEST_H

#include <stdio.h>

#include "treadle/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

// Mocks of one engine's Tasks, by the names of states; they belong to its thread. A mock that has
// no answer for a call, or none left, fails it with States.Runtime, which nothing retries or
// catches, and a cause that names the state and the call's number. What is not understood is
// TREADLE_EPARSE.
typedef struct treadle_mocks treadle_mocks;

// Gives [*out]: treadle_mocks_close. Answers for [engine], which keeps it until it is closed.
// TREADLE_EEXIST: it has an integration for "*" already.
TREADLE_API int treadle_mocks_open(treadle_engine *engine, treadle_mocks **out);
// Adds mocks from JSON or YAML text: an object, state name → mock. A later one replaces an earlier
// one of the same state. TREADLE_EPARSE: [status] says line, column and what was expected.
TREADLE_API int treadle_mocks_add(
    treadle_mocks *mocks, const char *text, struct treadle_status *status);
// The mocks of [test_case] of a MockConfigFile.json of Step Functions Local, JSON text. Its numbers
// count the calls a state makes in one execution, over Map items and retries; a number that has no
// response fails the execution with States.Runtime. [machine]: its name there; NULL, or none that
// the file has: whichever one has such a case. [test_case] "": no mocks. TREADLE_EPARSE: [status]
// says line, column and what is wrong, no such case among it.
TREADLE_API int treadle_mocks_add_config(
    treadle_mocks *mocks, const char *text, const char *machine, const char *test_case,
    struct treadle_status *status);
// One state's mock, alike. Both texts are copied.
TREADLE_API int treadle_mocks_set(
    treadle_mocks *mocks, const char *state, const char *text, struct treadle_status *status);
// A state that has a mock, with the calls it was asked about. Lent until the callback returns.
struct treadle_mock_use {
    const char *state;
    uint32_t calls;   // So far, those that it had no answer for among them.
    uint32_t unused;  // Entries of its lists, and of its items, that never answered.
    bool spare;       // It may well be asked nothing: it is a mock file's.
};
typedef void (*treadle_mock_use_cb)(const struct treadle_mock_use *use, void *data);
// Each of them, in the order in which they were set: calls back before it returns.
TREADLE_API void treadle_mocks_each(
    const treadle_mocks *mocks, treadle_mock_use_cb on_use, void *data);
// What a test ends with that it should not, in the order of the mocks. Lent for the call.
enum treadle_mock_fault_kind {
    TREADLE_MOCK_UNUSED,  // An entry of a list, or of an item, that fewer calls took than it is
                          // for.
    TREADLE_MOCK_MISSING  // Calls that there was no answer for, or none left.
};
struct treadle_mock_fault {
    enum treadle_mock_fault_kind kind;
    const char *state;
    const char *pointer;    // JSON Pointer into the mock: "/1", "/items/0/2"; "" is all of it.
    uint32_t line, column;  // Of that in the text it was read from; from 1.
    const char *words;      // A sentence, without its end.
};
typedef void (*treadle_mock_fault_cb)(const struct treadle_mock_fault *fault, void *data);
TREADLE_API void treadle_mocks_each_fault(
    const treadle_mocks *mocks, treadle_mock_fault_cb on_fault, void *data);
// How many calls [state] has made so far, whichever mock, or nobody, answered them.
TREADLE_API uint32_t treadle_mocks_calls(const treadle_mocks *mocks, const char *state);
// Would a call of [state] be answered? ("*" counts.)
TREADLE_API bool treadle_mocks_has(const treadle_mocks *mocks, const char *state);
// Takes them, after their engine was closed. NULL is fine.
TREADLE_API void treadle_mocks_close(treadle_mocks *mocks);

// -- Rehearsals
//
// A machine, run by itself: in virtual time, without a loop, a thread or a clock, with mocks for
// its Tasks. Each run begins anew at 2026-01-01T00:00:00Z, with the same seed and with every mock
// at its first answer; so a run never depends on the one before, and the same test gives the same
// bytes.
typedef struct treadle_rehearsal treadle_rehearsal;

// Reads the definition in the file [path], JSON or YAML. gives [*out]: treadle_rehearsal_free.
// TREADLE_ENOTFOUND: there is no such file; TREADLE_EIO, TREADLE_EINVAL, TREADLE_ELIMIT: it cannot
// be read, is no file, or is over 1 MiB; TREADLE_EPARSE: [status] tells the first mistake in it,
// "order.asl.yaml:3:5: …".
TREADLE_API int treadle_rehearsal_open(
    const char *path, treadle_rehearsal **out, struct treadle_status *status);
// Of a machine that is there already. Keeps [machine]; gives: treadle_rehearsal_free. Never NULL.
TREADLE_API treadle_rehearsal *treadle_rehearsal_of(treadle_machine *machine);
// The mock of a Task, or of all that have none of their own: "*". Copies both texts; a later mock
// of a state replaces an earlier one. TREADLE_ENOTFOUND: [state] is no Task of the machine's;
// TREADLE_EPARSE: [mock] is none. Such a mistake is not lost on who does not look at what is
// returned here: every run then fails with it.
TREADLE_API int treadle_rehearsal_mock(
    treadle_rehearsal *rehearsal, const char *state, const char *mock);
// Runs the machine with [input], JSON text (NULL: "{}"), until nothing is left to do. Lends the
// result, until the next run or treadle_rehearsal_free; never NULL. [outcome] is TREADLE_RUNNING
// where it waits for an answer that never comes, with the state in [state]. What is wrong with the
// test itself (a mock that was refused, an input that is no JSON, a Task nobody answers, an entry
// of a mock's list that no call took, or a call that none was left for) is TREADLE_FAILED, with
// States.Runtime and the words in [cause].
TREADLE_API const struct treadle_result *treadle_rehearsal_run(
    treadle_rehearsal *rehearsal, const char *input);
// How many calls the Task [state] made in the last run, retries among them. A name that is no
// Task's is a bug of the test and ends the process.
TREADLE_API uint32_t treadle_rehearsal_calls(const treadle_rehearsal *rehearsal, const char *state);
// Takes it, with its last result. NULL is fine.
TREADLE_API void treadle_rehearsal_free(treadle_rehearsal *rehearsal);

// -- Test files
//
// In libtreadle-services: a test file may speak of templates, and of services that answer.

// Runs every case of the test file at [path] in this process, and writes to [out] what came of
// those that did not pass; nothing, where all did. Gives how many did not. Negative where none ran:
// TREADLE_ENOTFOUND, TREADLE_EIO, TREADLE_EINVAL, TREADLE_ELIMIT: the file cannot be read, as for
// treadle_rehearsal_open; TREADLE_EPARSE: it is no test file, and every mistake in it has been
// written.
TREADLE_API int treadle_suite_run(const char *path, FILE *out);

#ifdef __cplusplus
}
#endif

#endif
