// A mock as it is read from its notation: what a state's calls are answered.
#ifndef TREADLE_ENGINE_VIRTUAL_MOCKS_H
#define TREADLE_ENGINE_VIRTUAL_MOCKS_H

#include "base/json/doc.h"
#include "base/json/places.h"
#include "treadle/test.h"

enum { MOCK_NEVER = -1 };

struct mock_answer {
    const cJSON *result;        // NULL: it fails, or never comes.
    const char *error, *cause;  // NULL: none.
    int64_t after_ms;           // MOCK_NEVER: it does not come.
    uint32_t times;             // So many calls; 0: every further one.
    uint32_t used;
};

struct mock {
    char *state;      // "*": every state without one of its own.
    struct doc *doc;  // Counted: what the answers point into.
    struct mock_answer *answers;
    uint32_t count;
    uint32_t calls;  // Answered, those too many among them.
    bool list;       // Call by call.
};

// Reads JSON or YAML; gives, or NULL and a [status]. [places] is to be cleared in any case.
struct doc *treadle_mock_text(
    const char *text, struct places *places, struct treadle_status *status);
// Reads one mock, a part of [doc], which it keeps. TREADLE_EPARSE and words in [status]: it is
// none, and [out] is empty.
int treadle_mock_read(
    struct mock *out, const char *state, struct doc *doc, const cJSON *raw,
    const struct places *places, struct treadle_status *status);
// Says where in the text something is wrong; gives TREADLE_EPARSE.
int treadle_mock_refuse(
    const struct places *places, const cJSON *at, bool name, struct treadle_status *status,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
void treadle_mock_clear(struct mock *mock);
// The answer to the next call, and counts it; NULL: there is none left.
struct mock_answer *treadle_mock_next(struct mock *mock);

// The state of a call whose answer has not come, the first by key; NULL: there is none. Lends.
const char *treadle_mocks_waiting(const treadle_mocks *mocks);
// Puts a sentence about the first list that has answers left, where one has; else false.
bool treadle_mocks_unused(const treadle_mocks *mocks, struct text *out);

#endif
