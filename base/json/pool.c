// Pieces of memory for documents: counted, and kept where they are big.
//
// Big pieces have few sizes, eight between two powers of two: so one fits the next of its size
// exactly, and what a document counts for is a matter of the document alone.
#include "base/json/pool.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"

#define PIECE_MIN       32768  // Below this malloc itself keeps what is freed.
#define SPARE_BYTES_MAX ((uint64_t)8 << 20)

struct pool_piece {
    struct pool_piece *next;
    size_t size;
};

static size_t round_up(size_t size) {
    if (size < PIECE_MIN) return size;
    size_t power = PIECE_MIN;
    while (power <= size / 2)
        power *= 2;
    return (size + power / 8 - 1) / (power / 8) * (power / 8);
}

static struct pool_store *store_of(struct pool *pool) {
    if (pool->store == NULL) pool->store = treadle_alloc_zeroed(sizeof(*pool->store));
    return pool->store;
}

void treadle_pool_join(struct pool *part, struct pool *whole) {
    ASSERT(part->store == NULL && part->bytes == 0);
    part->store = store_of(whole);
}

uint64_t treadle_pool_total(const struct pool *pool) {
    return pool->store == NULL ? 0 : pool->store->bytes;
}

// A spare piece of that size, taken out of the list, or NULL.
static struct pool_piece *take_spare(struct pool_store *store, size_t size) {
    struct pool_piece **link = &store->spare;
    while (*link != NULL && (*link)->size != size)
        link = &(*link)->next;
    struct pool_piece *piece = *link;
    if (piece == NULL) return NULL;
    *link = piece->next;
    store->spare_bytes -= size;
    return piece;
}

void *treadle_pool_take(struct pool *pool, size_t *size) {
    if (pool == NULL) return treadle_alloc(*size);
    struct pool_store *store = store_of(pool);
    *size = round_up(*size);
    struct pool_piece *piece = *size < PIECE_MIN ? NULL : take_spare(store, *size);
    pool->bytes += *size;
    store->bytes += *size;
    return piece != NULL ? (void *)piece : treadle_alloc(*size);
}

void treadle_pool_give(struct pool *pool, void *memory, size_t size) {
    if (pool == NULL) {
        free(memory);
        return;
    }
    struct pool_store *store = pool->store;
    ASSERT(pool->bytes >= size && store->bytes >= size);
    pool->bytes -= size;
    store->bytes -= size;
    if (size < PIECE_MIN || store->spare_bytes + size > SPARE_BYTES_MAX) {
        free(memory);
        return;
    }
    struct pool_piece *piece = memory;
    *piece = (struct pool_piece){store->spare, size};
    store->spare = piece;
    store->spare_bytes += size;
}

void treadle_pool_clear(struct pool *pool) {
    ASSERT(pool->bytes == 0 && treadle_pool_total(pool) == 0);
    struct pool_piece *piece = pool->store == NULL ? NULL : pool->store->spare;
    for (struct pool_piece *next; piece != NULL; piece = next) {
        next = piece->next;
        free(piece);
    }
    free(pool->store);
    *pool = (struct pool){0};
}
