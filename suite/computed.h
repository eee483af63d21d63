// Computed values, {% … %}: of JSONata only what needs no evaluator.
//
// "{% $ %}" is whatever came, "{% $row.NAME %}" a row's value, "{% STACK.OUTPUT %}" a template's
// output. Anything else waits for the evaluator.
#ifndef TREADLE_SUITE_COMPUTED_H
#define TREADLE_SUITE_COMPUTED_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/arena.h"

enum computed_kind {
    COMPUTED_NONE,      // No computed value at all.
    COMPUTED_WHATEVER,  // $
    COMPUTED_ROW,       // $row, $row.a.b
    COMPUTED_OUTPUT,    // Stack.Output
    COMPUTED_LATER,     // An expression that has to be evaluated.
};

enum { COMPUTED_STEPS_MAX = 16 };

struct computed {
    enum computed_kind kind;
    const char *steps[COMPUTED_STEPS_MAX];  // Of the path, behind $row.
    uint32_t count;
};

bool treadle_computed_is(const cJSON *value);  // Is it a string "{% … %}"?
// What [value], which may be anything, says. Its steps are lent by [arena].
struct computed treadle_computed_read(struct arena *arena, const cJSON *value);

#endif
