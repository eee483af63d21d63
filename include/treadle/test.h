// Mocks: answers for Tasks, in the notation of test files.
//
//   {"A": {"result": {…}},                                  at every call
//    "B": {"error": "Busy", "cause": "why", "after": "30s"},  fails, 30 s later
//    "C": [{"error": "Busy", "times": 2}, {"result": {}}],    call by call, over retries and visits
//    "*": {"result": {}}}                                    every Task without one of its own
#ifndef TREADLE_TEST_H
#define TREADLE_TEST_H

#include "treadle/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

// A list that has no answer left for a call fails it with States.Runtime, which nothing retries or
// catches, and a cause that names the state and the call's number. What is not understood is
// TREADLE_EPARSE.
typedef struct treadle_mocks treadle_mocks;

// gives [*out]: treadle_mocks_close. Answers for [engine], which borrows it until the engine is
// closed. TREADLE_EEXIST: it has an integration for "*" already.
TREADLE_API int treadle_mocks_open(treadle_engine *engine, treadle_mocks **out);
// Adds mocks from JSON or YAML text: an object, state name → mock. A later one replaces an earlier
// one of the same state. TREADLE_EPARSE: [status] says line, column and what was expected.
TREADLE_API int treadle_mocks_add(
    treadle_mocks *mocks, const char *text, struct treadle_status *status);
// One state's mock. [state] is copied.
TREADLE_API int treadle_mocks_set(
    treadle_mocks *mocks, const char *state, const char *text, struct treadle_status *status);
// Each state that has a mock, with the calls it was asked about. Lent for the call.
struct treadle_mock_use {
    const char *state;
    uint32_t calls;   // So far, those that it had no answer for among them.
    uint32_t unused;  // Entries of its list that never answered.
};
typedef void (*treadle_mock_use_cb)(const struct treadle_mock_use *use, void *data);
TREADLE_API void treadle_mocks_each(
    const treadle_mocks *mocks, treadle_mock_use_cb on_use, void *data);
TREADLE_API bool treadle_mocks_has(const treadle_mocks *mocks, const char *state);  // "*" counts.
TREADLE_API void treadle_mocks_close(treadle_mocks *mocks);  // After the engine. NULL is fine.

#ifdef __cplusplus
}
#endif

#endif
