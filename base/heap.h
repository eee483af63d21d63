// What comes next: a heap of things with a time, ties broken by a number, so that order is never luck.
#ifndef TREADLE_BASE_HEAP_H
#define TREADLE_BASE_HEAP_H

#include <stdbool.h>
#include <stdint.h>

struct heap_entry {
    int64_t due_ms;
    uint64_t tie;  // The smaller goes first among those due together.
    void *data;
};

struct heap {
    struct heap_entry *entries;
    uint32_t count, size;
};

void treadle_heap_put(struct heap *heap, struct heap_entry entry);
struct heap_entry treadle_heap_take(struct heap *heap);  // The first one. There must be one.
// Drops every entry that [wanted] denies.
void treadle_heap_sift(struct heap *heap, bool (*wanted)(const struct heap_entry *entry));
void treadle_heap_clear(struct heap *heap);

#endif
