// Two texts line by line; for suite/update alone.
#ifndef TREADLE_SUITE_LINES_H
#define TREADLE_SUITE_LINES_H

#include "base/text.h"
#include "suite/say.h"

// The lines that went and those that came, as `diff -U0` shows them. Nothing where there are none.
void treadle_lines_say(
    struct text *out, const struct suite_style *style, const char *path, const char *old,
    const char *made);

#endif
