// Where the documents of one engine live: counts their bytes, and keeps big pieces for the next
// one.
//
// Counting is what a byte budget needs. Keeping is what glibc does badly: it gives a piece of 64 KB
// or more back to the kernel at every drop, and the page faults of the next one cost four times the
// work. No pool is fine too: then a document is plain malloc.
#ifndef TREADLE_BASE_JSON_POOL_H
#define TREADLE_BASE_JSON_POOL_H

#include <stddef.h>
#include <stdint.h>

struct pool_piece;

struct pool {
    uint64_t bytes, bytes_peak;  // Of all documents alive.
    struct pool_piece *spare;    // Newest first, a few.
    uint64_t spare_bytes;
};

// Gives at least [*size] bytes and sets [*size] to what it is.
void *treadle_pool_take(struct pool *pool, size_t *size);
void treadle_pool_give(struct pool *pool, void *memory, size_t size);
void treadle_pool_clear(struct pool *pool);  // No document may be alive.

#endif
