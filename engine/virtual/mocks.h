// A mock as it is read from its notation: what a state's calls are answered.
#ifndef TREADLE_ENGINE_VIRTUAL_MOCKS_H
#define TREADLE_ENGINE_VIRTUAL_MOCKS_H

#include "base/arena.h"
#include "base/json/doc.h"
#include "base/json/places.h"
#include "base/map.h"
#include "treadle/test.h"

enum { MOCK_NEVER = -1, MOCK_ELSE = -1 };

struct mock_source {  // A text that mocks were read from. Counted.
    uint32_t refs;
    struct doc *doc;
    struct places places;
};

struct mock_answer {
    const cJSON *raw;
    const cJSON *result;                      // NULL: it fails, or never comes.
    const char *error, *cause;                // NULL: none.
    const cJSON *submitted;                   // What the request itself is answered; NULL: {}.
    const char *submit_error, *submit_cause;  // It fails; NULL: it does not.
    const char *mistake;                      // Nobody can say what it answers; NULL: somebody can.
    int64_t after_ms;                         // MOCK_NEVER: it does not come.
    int64_t beat_ms;                          // A sign of life each so often until then; 0: none.
    uint32_t times;                           // In a list: so many calls; 0: every further one.
    uint32_t first, last;  // Of a numbered mock: for which calls of an execution, from 0.
    uint32_t used;
    bool invoked;  // The result of a function is as Invoke answers it.
};

struct mock_list {  // Call by call, or the one answer for all of them.
    int32_t item;   // For calls of that item of the innermost Map; MOCK_ELSE: for all others.
    struct mock_answer *answers;
    uint32_t count;
    uint32_t calls;  // Those too many among them.
    bool many;       // It is written as a list.
    const cJSON *raw;
};

struct mock {
    char *state;                 // "*": every Task without one of its own.
    struct mock_source *source;  // What the answers point into.
    struct arena arena;          // Of texts that are not in [source].
    struct mock_list *lists;
    uint32_t count;
    uint32_t calls;     // Of all.
    uint32_t lost;      // Calls of items that no list is for,
    int32_t lost_item;  // such as this one.
    bool by_item;
    // A MockConfigFile's: one list, whose answers say for which calls they are; counted in each
    // execution by itself.
    bool numbered;
    struct map executions;  // ARN → uint32_t: calls of a numbered one.
    const cJSON *raw;
};

// -- mocks_read.c

// Reads JSON or YAML; gives, or NULL and a [status].
struct mock_source *treadle_mock_source_read(const char *text, struct treadle_status *status);
void treadle_mock_source_drop(struct mock_source *source);  // NULL is fine.
// Reads one mock, a part of [source], which it keeps. TREADLE_EPARSE and words in [status]: it is
// none, and [out] is empty.
int treadle_mock_read(
    struct mock *out, const char *state, struct mock_source *source, const cJSON *raw,
    struct treadle_status *status);
// Says where in the text something is wrong; [name]: the name of that member is. Gives
// TREADLE_EPARSE.
int treadle_mock_refuse(
    const struct mock_source *source, const cJSON *at, bool name, struct treadle_status *status,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
void treadle_mock_clear(struct mock *mock);

// -- mock_config.c

// Reads the mocks of a MockConfigFile's test case, and gives [*out] of [*count]. [machine]: the
// name of the machine; NULL: whichever has such a case. Otherwise as treadle_mock_read.
int treadle_mock_config_read(
    struct mock_source *source, const char *machine, const char *name, struct mock **out,
    uint32_t *count, struct treadle_status *status);

// -- mocks_use.c

// The answer to the next call, and counts it; NULL: there is none.
const struct mock_answer *treadle_mock_next(
    struct mock *mock, const char *execution_arn, int32_t item);
// Why the call that was just counted has no answer, as a sentence.
void treadle_mock_lack(const struct mock *mock, const char *state, int32_t item, struct text *out);
void treadle_mock_each_fault(const struct mock *mock, treadle_mock_fault_cb on_fault, void *data);
uint32_t treadle_mock_unused(const struct mock *mock);  // Answers that never answered.

// -- mocks.c, for rehearsals

// The state of a call whose answer has not come, the first by key; NULL: there is none. Lends.
const char *treadle_mocks_waiting(const treadle_mocks *mocks);

#endif
