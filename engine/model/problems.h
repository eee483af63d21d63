// What is wrong with a definition: collected while it is read, told when it has been read.
#ifndef TREADLE_ENGINE_MODEL_PROBLEMS_H
#define TREADLE_ENGINE_MODEL_PROBLEMS_H

#include "engine/model/machine.h"

struct problem {
    const char *code, *message;
    const char *label;   // Under the caret; NULL: none.
    const char *help;    // NULL: none.
    const cJSON *about;  // What AWS's location names; NULL: AWS gives none.
    const cJSON *at;     // What the caret points at; at first the same.
    bool at_name;        // At that member's name, not at its value.
    bool warning;
    uint32_t order;      // As it was found.
    struct place place;  // Of the caret; known when sorted.
};

struct problems {
    struct arena arena;  // Of their texts.
    struct problem *list;
    uint32_t count, size, errors;
    struct problem spare;  // What those past the limit are written to.
};

#define CODE_SCHEMA  "SCHEMA_VALIDATION_FAILED"
#define CODE_TARGET  "MISSING_TRANSITION_TARGET"
#define CODE_NOT_YET "NOT_SUPPORTED_YET"  // Our own: AWS has it, treadle does not.

// Lends the new problem, to be told more: until the next one is added.
struct problem *treadle_problem_add(
    struct problems *problems, const char *code, const cJSON *about, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct problem *treadle_problem_warn(
    struct problems *problems, const char *code, const cJSON *about, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Into the order of the text; what has no location comes last, as with AWS.
void treadle_problems_sort(struct problems *problems, const struct machine *machine);
void treadle_problems_tell(
    struct problems *problems, const struct machine *machine, treadle_problem_cb on_problem,
    void *data);
// The first error, as a status tells it; gives TREADLE_EPARSE. There must be one.
int treadle_problems_status(
    struct problems *problems, const struct machine *machine, struct treadle_status *status);
void treadle_problems_clear(struct problems *problems);

#endif
