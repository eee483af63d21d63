// Chunks of memory, each twice as large as the one before, that are only ever given back together.
//
// Chunks taken back by a reset wait in a list and are used again, the first that is large enough,
// so an arena that does the same work again and again comes to rest with no more calls of malloc.
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"

#define CHUNK_SIZE_FIRST ((size_t)512)
#define CHUNK_SIZE_MAX   ((size_t)65536)

struct arena_chunk {
    alignas(max_align_t) struct arena_chunk *next;
    size_t size;  // Of the memory behind this header.
};

static struct arena_chunk *chunk_new(struct arena *arena, size_t size) {
    if (arena->chunk_size == 0) arena->chunk_size = CHUNK_SIZE_FIRST;
    size_t room = arena->chunk_size - sizeof(struct arena_chunk);
    if (room < size) room = size;
    if (arena->chunk_size < CHUNK_SIZE_MAX) arena->chunk_size *= 2;
    ASSERT(room <= SIZE_MAX - sizeof(struct arena_chunk));
    struct arena_chunk *chunk = treadle_alloc(sizeof(*chunk) + room);
    chunk->size = room;
    return chunk;
}

static struct arena_chunk *chunk_spare(struct arena *arena, size_t size) {
    struct arena_chunk **link = &arena->spare;
    while (*link != NULL && (*link)->size < size)
        link = &(*link)->next;
    struct arena_chunk *chunk = *link;
    if (chunk != NULL) *link = chunk->next;
    return chunk;
}

void *treadle_arena_alloc_slow(struct arena *arena, size_t size) {
    size_t room = treadle_arena_room(size);
    struct arena_chunk *chunk = chunk_spare(arena, room);
    if (chunk == NULL) chunk = chunk_new(arena, room);
    chunk->next = arena->used;
    arena->used = chunk;
    arena->used_size += chunk->size;
    char *memory = (char *)(chunk + 1);
    arena->at = memory + room;
    arena->end = memory + chunk->size;
    ARENA_BACK(memory, chunk->size);
    ARENA_LENT(memory, size);
    return memory;
}

size_t treadle_arena_size(const struct arena *arena) {
    return arena->used_size - (size_t)(arena->end - arena->at);
}

void treadle_arena_reset(struct arena *arena) {
    if (arena->used != NULL && arena->used->next == NULL) {  // One chunk: start it again.
        arena->at = (char *)(arena->used + 1);
        ARENA_BACK(arena->at, arena->used->size);
        return;
    }
    for (struct arena_chunk *chunk = arena->used, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        chunk->next = arena->spare;
        arena->spare = chunk;
        ARENA_BACK(chunk + 1, chunk->size);
    }
    arena->used = NULL;
    arena->used_size = 0;
    arena->at = arena->end = NULL;
}

static void free_all(struct arena_chunk *chunk) {
    for (struct arena_chunk *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
}

void treadle_arena_clear(struct arena *arena) {
    free_all(arena->used);
    free_all(arena->spare);
    *arena = (struct arena){0};
}

void *treadle_arena_alloc_zeroed(struct arena *arena, size_t size) {
    return memset(treadle_arena_alloc(arena, size), 0, size);
}

char *treadle_arena_copy(struct arena *arena, const char *text) {
    return text == NULL ? NULL : treadle_arena_copy_size(arena, text, strlen(text));
}

char *treadle_arena_copy_size(struct arena *arena, const char *text, size_t size) {
    char *copy = treadle_arena_alloc(arena, size + 1);
    if (size > 0) memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *treadle_arena_print_args(struct arena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int count = vsnprintf(NULL, 0, format, again);
    va_end(again);
    ASSERT(count >= 0);
    char *text = treadle_arena_alloc(arena, (size_t)count + 1);
    int written = vsnprintf(text, (size_t)count + 1, format, args);
    ASSERT(written == count);
    return text;
}

char *treadle_arena_print(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = treadle_arena_print_args(arena, format, args);
    va_end(args);
    return text;
}
