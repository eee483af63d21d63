// A heap whose nodes have four children: flatter than a binary one, so it touches fewer cache
// lines.
#include "base/heap.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"

#define WIDTH 4

static bool before(const struct heap_entry *a, const struct heap_entry *b) {
    return a->due_ms != b->due_ms ? a->due_ms < b->due_ms : a->tie < b->tie;
}

static void rise(struct heap *heap, uint32_t at, struct heap_entry entry) {
    while (at > 0 && before(&entry, &heap->entries[(at - 1) / WIDTH])) {
        heap->entries[at] = heap->entries[(at - 1) / WIDTH];
        at = (at - 1) / WIDTH;
    }
    heap->entries[at] = entry;
}

static uint32_t first_child(const struct heap *heap, uint32_t at) {
    uint32_t first = at * WIDTH + 1, best = first;
    for (uint32_t i = first + 1; i < first + WIDTH && i < heap->count; i++)
        if (before(&heap->entries[i], &heap->entries[best])) best = i;
    return best;
}

static void sink(struct heap *heap, uint32_t at, struct heap_entry entry) {
    while (at * WIDTH + 1 < heap->count) {
        uint32_t child = first_child(heap, at);
        if (!before(&heap->entries[child], &entry)) break;
        heap->entries[at] = heap->entries[child];
        at = child;
    }
    heap->entries[at] = entry;
}

void treadle_heap_put(struct heap *heap, struct heap_entry entry) {
    ASSERT(heap->count < UINT32_MAX / (2 * WIDTH));
    heap->entries = treadle_grow(heap->entries, heap->count, &heap->size, sizeof(entry));
    rise(heap, heap->count++, entry);
}

struct heap_entry treadle_heap_take(struct heap *heap) {
    ASSERT(heap->count > 0);
    struct heap_entry first = heap->entries[0], last = heap->entries[--heap->count];
    if (heap->count > 0) sink(heap, 0, last);
    return first;
}

void treadle_heap_sift(struct heap *heap, bool (*wanted)(const struct heap_entry *entry)) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < heap->count; i++)
        if (wanted(&heap->entries[i])) heap->entries[kept++] = heap->entries[i];
    heap->count = kept;
    for (uint32_t i = kept; i-- > 0;)
        sink(heap, i, heap->entries[i]);
}

void treadle_heap_clear(struct heap *heap) {
    free(heap->entries);
    *heap = (struct heap){0};
}
