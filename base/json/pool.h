// Where documents live: counts their bytes, and keeps big pieces for the next one.
//
// An engine has a pool, and each of its executions one that is a part of it: what a part holds the
// whole holds too. Counting is what a byte budget needs; the same documents count the same whatever
// was there before them. Keeping is what glibc does badly: it gives a piece of 64 KB or more back
// to the kernel at every drop, and the page faults of the next one cost four times the work. No
// pool is fine too: then a document is plain malloc.
#ifndef TREADLE_BASE_JSON_POOL_H
#define TREADLE_BASE_JSON_POOL_H

#include <stddef.h>
#include <stdint.h>

struct pool_piece;

struct pool_store {            // What a whole and its parts share.
    uint64_t bytes;            // Of all documents alive.
    struct pool_piece *spare;  // Newest first, a few.
    uint64_t spare_bytes;
};

struct pool {                  // A zeroed struct is a whole of its own.
    uint64_t bytes;            // Of the documents alive that came from here.
    struct pool_store *store;  // NULL: nothing came yet.
};

// Makes the zeroed [part] a part of [whole], which outlives it.
void treadle_pool_join(struct pool *part, struct pool *whole);
uint64_t treadle_pool_total(const struct pool *pool);  // Of the whole and all its parts.
// Gives at least [*size] bytes and sets [*size] to what it is.
void *treadle_pool_take(struct pool *pool, size_t *size);
void treadle_pool_give(struct pool *pool, void *memory, size_t size);
void treadle_pool_clear(struct pool *pool);  // A whole. No document may be alive.

#endif
