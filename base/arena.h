// Memory with one lifetime: many small allocations, one release.
//
// An arena hands out memory that is never freed piece by piece. [reset] takes all of it back and
// keeps the chunks for the next use, so a scratch arena touches malloc only while it is still
// growing. A zeroed struct is an empty arena. Its first chunk is small (half a kilobyte), each
// further one twice as large up to 64 KB, so that a waiting request costs little.
#ifndef TREADLE_BASE_ARENA_H
#define TREADLE_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

// Under AddressSanitizer the arena tells it what is lent and what is not, to the byte: so writing
// past a piece, or reading one after a reset, is found as it would be with malloc.
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_IS_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_IS_WATCHED 1
#endif
#endif
#ifdef ARENA_IS_WATCHED
void __asan_poison_memory_region(const volatile void *memory, size_t size);
void __asan_unpoison_memory_region(const volatile void *memory, size_t size);
#define ARENA_LENT(memory, size) __asan_unpoison_memory_region((memory), (size))
#define ARENA_BACK(memory, size) __asan_poison_memory_region((memory), (size))
#else
#define ARENA_LENT(memory, size) ((void)(memory), (void)(size))
#define ARENA_BACK(memory, size) ((void)(memory), (void)(size))
#endif

struct arena_chunk;

struct arena {
    char *at, *end;             // What is left of the chunk in use.
    struct arena_chunk *used;   // Newest first.
    struct arena_chunk *spare;  // Kept by reset.
    size_t chunk_size;          // Of the next chunk; 0: the first.
    size_t used_size;           // Of all chunks in use.
};

__attribute__((returns_nonnull)) void *treadle_arena_alloc_slow(struct arena *arena, size_t size);
// What has been handed out since the last reset, with what was left over at the ends of chunks.
size_t treadle_arena_size(const struct arena *arena);
void treadle_arena_reset(struct arena *arena);
void treadle_arena_clear(struct arena *arena);

// What [size] bytes take, so that the next piece is aligned for any type.
static inline size_t treadle_arena_room(size_t size) {
    return size == 0 ? 16 : (size + 15) & ~(size_t)15;
}

// Lends until the arena is reset or cleared. Never NULL, aligned for any type, not zeroed.
__attribute__((returns_nonnull)) static inline void *treadle_arena_alloc(
    struct arena *arena, size_t size) {
    size_t room = treadle_arena_room(size);
    if ((size_t)(arena->end - arena->at) < room) return treadle_arena_alloc_slow(arena, size);
    void *memory = arena->at;
    arena->at += room;
    ARENA_LENT(memory, size);
    return memory;
}

__attribute__((returns_nonnull)) void *treadle_arena_alloc_zeroed(struct arena *arena, size_t size);
char *treadle_arena_copy(struct arena *arena, const char *text);  // NULL gives NULL.
char *treadle_arena_copy_size(
    struct arena *arena, const char *text, size_t size);  // Ends with NUL.
char *treadle_arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *treadle_arena_print_args(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
