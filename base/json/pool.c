// Pieces of memory for documents: counted, and kept where they are big.
#include "base/json/pool.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"

#define PIECE_MIN       32768  // Below this malloc itself keeps what is freed.
#define SPARE_BYTES_MAX ((uint64_t)8 << 20)
#define WASTE_MAX(size) ((size) / 4)

struct pool_piece {
    struct pool_piece *next;
    size_t size;
};

// The first spare piece that is large enough and wastes little, taken out of the list, or NULL.
static struct pool_piece *take_spare(struct pool *pool, size_t size) {
    struct pool_piece **link = &pool->spare;
    while (*link != NULL && ((*link)->size < size || (*link)->size - size > WASTE_MAX(size)))
        link = &(*link)->next;
    struct pool_piece *piece = *link;
    if (piece == NULL) return NULL;
    *link = piece->next;
    pool->spare_bytes -= piece->size;
    return piece;
}

void *treadle_pool_take(struct pool *pool, size_t *size) {
    if (pool == NULL) return treadle_alloc(*size);
    struct pool_piece *piece = *size < PIECE_MIN ? NULL : take_spare(pool, *size);
    if (piece != NULL) *size = piece->size;
    pool->bytes += *size;
    if (pool->bytes > pool->bytes_peak) pool->bytes_peak = pool->bytes;
    return piece != NULL ? (void *)piece : treadle_alloc(*size);
}

void treadle_pool_give(struct pool *pool, void *memory, size_t size) {
    if (pool != NULL) {
        ASSERT(pool->bytes >= size);
        pool->bytes -= size;
    }
    if (pool == NULL || size < PIECE_MIN || pool->spare_bytes + size > SPARE_BYTES_MAX) {
        free(memory);
        return;
    }
    struct pool_piece *piece = memory;
    *piece = (struct pool_piece){pool->spare, size};
    pool->spare = piece;
    pool->spare_bytes += size;
}

void treadle_pool_clear(struct pool *pool) {
    ASSERT(pool->bytes == 0);
    for (struct pool_piece *piece = pool->spare, *next; piece != NULL; piece = next) {
        next = piece->next;
        free(piece);
    }
    *pool = (struct pool){0};
}
