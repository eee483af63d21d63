// What Jackson, which reads JSON for Step Functions, says about a text that is none.
#ifndef TREADLE_SERVICES_STEPFUNCTIONS_JACKSON_H
#define TREADLE_SERVICES_STEPFUNCTIONS_JACKSON_H

#include "base/arena.h"
#include "base/json/problem.h"

// Lends, in [arena]. [problem]: what our own reader says about [text].
const char *treadle_jackson_words(
    struct arena *arena, const char *text, const struct read_problem *problem);

#endif
