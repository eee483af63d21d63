// Text that grows by doubling, up to a limit.
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"

#define SIZE_FIRST ((size_t)64)

static bool fits(struct text *text, size_t more) {
    if (text->overflowed) return false;
    if (text->count_max == 0) return true;
    text->overflowed = text->count > text->count_max || more > text->count_max - text->count;
    if (text->overflowed && text->bytes != NULL) text->bytes[text->count] = '\0';
    return !text->overflowed;
}

static void grow(struct text *text, size_t more) {
    ASSERT(more < SIZE_MAX / 4 && text->size < SIZE_MAX / 4);
    size_t size = text->size * 2;
    if (size < text->count + more + 1) size = text->count + more + 1;
    if (size < SIZE_FIRST) size = SIZE_FIRST;
    text->bytes = treadle_resize(text->bytes, size);
    text->size = size;
}

char *treadle_text_room(struct text *text, size_t more) {
    if (!fits(text, more)) return NULL;
    if (text->size - text->count <= more) grow(text, more);
    return text->bytes + text->count;
}

void treadle_text_put(struct text *text, const char *bytes, size_t count) {
    char *room = treadle_text_room(text, count);
    if (room == NULL) return;
    if (count > 0) memcpy(room, bytes, count);
    room[count] = '\0';
    text->count += count;
}

void treadle_text_add(struct text *text, const char *string) {
    treadle_text_put(text, string, strlen(string));
}

void treadle_text_print_args(struct text *text, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int count = vsnprintf(NULL, 0, format, again);
    va_end(again);
    ASSERT(count >= 0);
    char *room = treadle_text_room(text, (size_t)count);
    if (room == NULL) return;
    int written = vsnprintf(room, (size_t)count + 1, format, args);
    ASSERT(written == count);
    text->count += (size_t)count;
}

void treadle_text_printf(struct text *text, const char *format, ...) {
    va_list args;
    va_start(args, format);
    treadle_text_print_args(text, format, args);
    va_end(args);
}

void treadle_text_clear(struct text *text) {
    free(text->bytes);
    *text = (struct text){0};
}

const char *treadle_text_string(const struct text *text) {
    return text->bytes == NULL ? "" : text->bytes;
}

bool treadle_text_ends(const char *string, const char *end) {
    size_t size = strlen(string), end_size = strlen(end);
    return size >= end_size && strcmp(string + size - end_size, end) == 0;
}
