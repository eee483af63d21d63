// Between the files of a recording; nobody else includes this.
#ifndef TREADLE_SUITE_RECORD_INSIDE_H
#define TREADLE_SUITE_RECORD_INSIDE_H

#include "base/arena.h"
#include "base/map.h"
#include "suite/record.h"
#include "treadle/engine.h"

struct record_state {  // A state of the machine.
    const char *name, *type, *resource;
    uint32_t depth;
};

struct record {
    const struct suite_recording *wanted;
    struct arena arena;
    struct map states;           // Name → struct record_state.
    struct record_state **list;  // In the order of the definition.
    uint32_t count, size;
    struct map operands;  // The last name of what a rule looks at → what it compares it with.
    struct text *notes;
    struct treadle_status *status;
};

// A case, or what came of it: scratch of the record's arena.
struct recorded {
    const char *input;   // JSON text.
    cJSON *mocks;        // In the notation of test files.
    const char *status;  // "SUCCEEDED"; NULL: it did not end.
    const cJSON *output;
    const char *error, *cause;
    cJSON *path;
    int64_t started_ms;
};

// -- record_history.c

// What the [events] say of a case. [exact]: answers come as late as they came, to the millisecond;
// otherwise only waits of a second and more are kept.
int treadle_record_read(
    struct record *record, const cJSON *events, bool exact, struct recorded *out);

// -- record_play.c

struct play {
    const char *input;
    cJSON *mocks;                    // NULL: none, or
    const char *config, *test_case;  // those of a MockConfigFile.
    int64_t clock_ms;                // 0: as ever.
    // What came of it.
    const cJSON *events;
    const char *nobody;   // The Task that nobody answered; NULL: there is none.
    const char *fault;    // What was wrong with the mocks at the end; NULL: nothing.
    const char *pointer;  // Of the field that was to blame; NULL: none.
};
// Runs the machine. Negative and words in the record's status: it cannot.
int treadle_record_play(struct record *record, struct play *play);

// -- record_canned.c

// What the service of a Task answers, more or less.
cJSON *treadle_record_canned(struct arena *arena, const char *resource);
// What [cause] says is missing, and in what.
struct missing {
    const char *path;    // "a.b"; NULL: it says of nothing that is.
    bool list;           // It has to be one.
    bool object;         // It is a step on a path, which may go on.
    bool json;           // It has to be the text of one.
    const cJSON *whole;  // NULL: unknown.
};
struct missing treadle_record_missing(struct arena *arena, const char *cause);
// Was it made up, without any reason for its being a text?
bool treadle_record_is_made_up(const cJSON *value);
// [value] with it, made up; NULL: something else stands in the way.
const cJSON *treadle_record_fill(
    struct record *record, const cJSON *value, const struct missing *missing);

// -- record_fill.c

// Makes up, in the play's input or one of its mocks, what the cause of [came] says is missing.
// False: nothing can be.
bool treadle_record_supply(struct record *record, struct play *play, const struct recorded *came);

#endif
