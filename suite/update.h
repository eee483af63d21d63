// --update: what came becomes what the test file expects, in place, comments and layout kept.
#ifndef TREADLE_SUITE_UPDATE_H
#define TREADLE_SUITE_UPDATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "suite/result.h"
#include "suite/say.h"

struct suite_update {  // A zeroed struct is one of nothing.
    struct arena arena;
    struct text text;               // The file's new text.
    uint32_t cases;                 // That were changed.
    struct suite_problem *refused;  // What cannot be written where it stands, and why.
    uint32_t refused_count, refused_size;
};

// Changes the text of a test file so that its cases expect what came of them: the [results] of that
// file with differences. What cannot be told apart from what is shared with other cases (a value
// from `defaults`, a row, an alias, a file) is refused with a sentence, the whole case with it.
// Nothing but those expectations changes: the new text is read, and compared with the old one.
void treadle_suite_update(
    struct suite_update *update, const char *text, size_t size, const struct suite_result *results,
    uint32_t count);
void treadle_suite_update_clear(struct suite_update *update);

// The same of the file at [path], which is written if anything changed. Says the lines that
// changed, and what was refused.
int treadle_suite_update_file(
    const char *path, const struct suite_result *results, uint32_t count,
    const struct suite_style *style, struct text *said, struct treadle_status *status);

#endif
