// Values as a failure shows them; for suite/say alone.
#ifndef TREADLE_SUITE_VALUE_H
#define TREADLE_SUITE_VALUE_H

#include <stdbool.h>

#include "base/text.h"
#include "suite/result.h"

enum side { SIDE_WANT, SIDE_HAVE };

// One side of [part], as [look] has it: cut where it is long, but never where the sides differ if
// both are texts. [first]: of a path, the first state that differs.
void treadle_value_show(
    struct text *out, const struct suite_part *part, enum suite_look look, enum side side,
    uint32_t first);

// [text] on one line: control characters as JSON escapes them.
void treadle_value_show_line(struct text *out, const char *text);

#endif
