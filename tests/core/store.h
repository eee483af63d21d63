// A store in memory that knows only rows: what a database would hold of one execution.
#ifndef TREADLE_TESTS_CORE_STORE_H
#define TREADLE_TESTS_CORE_STORE_H

#include "engine/core/snapshot.h"

struct stored {
    struct row row;
    char *text;
};

struct store {  // By kind, id and index.
    struct stored *rows;
    uint32_t count, size;
};

void store_apply(struct store *store, const struct batch *batch);
// All of them, in order; without [events] as far as the core needs them.
void store_rows(const struct store *store, bool events, struct batch *out);
// Fails where the sum of the batches is not the whole: its rows are there, the same, and beside
// payloads, events and the execution's own row no others.
void store_check_whole(const struct store *store, const struct core *core);
void store_clear(struct store *store);

#endif
