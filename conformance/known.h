// What is known not to match yet: a file of lines, each with its reason.
//
//   [aws]              what follows is about that suite
//   ID | REASON        the case of that id
//   ~WORDS | REASON    every case whose failure is told with these words in it
//
// An empty line, and one that begins with #, is nothing. The file keeps the count honest both ways:
// what fails and is not listed fails the run, and so does a listed case that passes.
#ifndef TREADLE_CONFORMANCE_KNOWN_H
#define TREADLE_CONFORMANCE_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

struct known_row {
    const char *what, *reason;  // Lent by [text].
    bool by_words;
    uint32_t line, hits;
};

struct known {  // A zeroed struct lists nothing.
    struct text text;
    struct known_row *rows;
    uint32_t count, size;
};

// Reads what is about [suite]. TREADLE_EPARSE: a line without a reason.
int known_read(
    struct known *known, const char *path, const char *suite, struct treadle_status *status);
// Why the case [id], failing with [message], does; NULL: nobody knows yet. Lends.
const char *known_reason(struct known *known, const char *id, const char *message);
bool known_lists(const struct known *known, const char *id);  // By its id.
void known_clear(struct known *known);

#endif
