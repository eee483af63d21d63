// Test files made of what happened: of an execution's history, of a machine alone, of the cases of
// a MockConfigFile.
//
// Whatever it is made of, it ends as a history, and mocks and expectations are read off that. Then
// the case is played, so that what is written passes at once.
#ifndef TREADLE_SUITE_RECORD_H
#define TREADLE_SUITE_RECORD_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/text.h"
#include "treadle/machine.h"

struct suite_recording {  // All borrowed.
    treadle_machine *machine;
    const char *file;            // As the test file is to name it.
    const cJSON *substitutions;  // That it was read with, as a test file has them; NULL: none.
    const char *name;            // Of the machine: "order".
    const char *input;           // JSON text; NULL: the history's, or one that is made up.
    const cJSON *history;   // GetExecutionHistory's answer, or its events; NULL: there is none.
    const char *config;     // A MockConfigFile's text; NULL: there is none.
    const char *test_case;  // The one of it; NULL: all that the machine has there.
};

// Values that are made up for each ${K} in the [text] of a definition: {"K": "V"}, in [arena];
// NULL: there are none. And the text with them, to [out].
const cJSON *treadle_suite_record_substitutions(
    struct arena *arena, const char *text, struct text *out);

// Puts the test file to [out], and to [notes] a line for each thing that is not as it was.
// TREADLE_EPARSE, TREADLE_EINVAL and words in [status]: it cannot be made.
int treadle_suite_record(
    const struct suite_recording *recording, struct text *out, struct text *notes,
    struct treadle_status *status);

#endif
