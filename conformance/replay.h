// Runs what was run on AWS, on the virtual engine behind the public door, in a world that says what
// the world said then.
//
// Of a case it reads the definition, the input, the names, the type, the flags and the mock:
// nothing that was expected.
#ifndef TREADLE_CONFORMANCE_REPLAY_H
#define TREADLE_CONFORMANCE_REPLAY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/json/doc.h"

// What treadle answers. All of it lives in the arena it was asked for with.
struct answer {
    const char
        *refused;  // Why nothing ran: what is wrong with the definition or the input; or NULL.
    const char *status;  // "SUCCEEDED"; NULL where refused.
    const char *error, *cause;
    const cJSON *output;     // The value; NULL unless it succeeded.
    const cJSON *events;     // As GetExecutionHistory has them.
    const char *unanswered;  // The Task whose call nothing was recorded for; NULL: none.
    // What is wrong with the definition, as ValidateStateMachineDefinition lists it, without
    // warnings.
    cJSON *diagnostics;
};

bool replay_has_flag(const cJSON *test, const char *name);
void replay_case(const cJSON *test, struct arena *arena, struct answer *out);
// Reads the definition and runs nothing.
void replay_definition(const cJSON *test, struct arena *arena, struct answer *out);

#endif
