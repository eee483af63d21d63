// Memory that is there or the process is not: malloc with the one answer to NULL.
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

void *treadle_alloc(size_t size) {
    void *memory = malloc(size == 0 ? 1 : size);
    if (memory == NULL) treadle_memory_out(size);
    return memory;
}

void *treadle_alloc_zeroed(size_t size) {
    void *memory = calloc(1, size == 0 ? 1 : size);
    if (memory == NULL) treadle_memory_out(size);
    return memory;
}

void *treadle_resize(void *memory, size_t size) {
    void *moved = realloc(memory, size == 0 ? 1 : size);
    if (moved == NULL) treadle_memory_out(size);
    return moved;
}

char *treadle_text_copy(const char *text) {
    return treadle_text_copy_size(text, strlen(text));
}

char *treadle_text_copy_size(const char *text, size_t size) {
    char *copy = treadle_alloc(size + 1);
    if (size > 0) memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

void *treadle_grow(void *list, uint32_t count, uint32_t *size, size_t item_size) {
    ASSERT(count <= *size);
    if (count < *size) return list;
    ASSERT(*size <= UINT32_MAX / 2);
    *size = *size < 2 ? 2 : *size * 2;  // Small at first: most lists keep few of anything.
    return treadle_resize(list, *size * item_size);
}
