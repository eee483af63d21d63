// Where in a text an offset lies. Lines are found by halves, characters by a count for each block,
// so that a text of one endless line costs no more than one of many.
#include "base/json/ruler.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"

#define BLOCK 64

// A character is counted at its first byte; a byte that is no UTF-8 counts as one too, unless it
// looks like a later one.
static bool begins(unsigned char byte) {
    return (byte & 0xC0) != 0x80;
}

void treadle_ruler_init(struct ruler *ruler, const char *text, size_t size) {
    ASSERT(size < UINT32_MAX);
    *ruler = (struct ruler){.text = (const unsigned char *)text, .size = size};
    ruler->before = treadle_alloc((size / BLOCK + 1) * sizeof(*ruler->before));
    ADD(ruler->lines, ruler->lines_count, ruler->lines_size) = 0;
    uint32_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (i % BLOCK == 0) ruler->before[i / BLOCK] = count;
        count += begins(ruler->text[i]);
        if (ruler->text[i] == '\n')
            ADD(ruler->lines, ruler->lines_count, ruler->lines_size) = (uint32_t)i + 1;
    }
    if (size % BLOCK == 0) ruler->before[size / BLOCK] = count;
}

void treadle_ruler_clear(struct ruler *ruler) {
    free(ruler->lines);
    free(ruler->before);
    *ruler = (struct ruler){0};
}

// The characters that begin before [offset].
static uint32_t characters(const struct ruler *ruler, size_t offset) {
    uint32_t count = ruler->before[offset / BLOCK];
    for (size_t i = offset / BLOCK * BLOCK; i < offset; i++)
        count += begins(ruler->text[i]);
    return count;
}

// The number of the line that [offset] is in, from 0.
static uint32_t line_of(const struct ruler *ruler, size_t offset) {
    uint32_t low = 0, high = ruler->lines_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (ruler->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static size_t line_end(const struct ruler *ruler, uint32_t line) {
    if (line + 1 == ruler->lines_count) return ruler->size;
    size_t end = ruler->lines[line + 1] - 1;
    return end > ruler->lines[line] && ruler->text[end - 1] == '\r' ? end - 1 : end;
}

struct place treadle_ruler_place(const struct ruler *ruler, size_t offset, size_t size) {
    ASSERT(offset <= ruler->size && size <= ruler->size - offset);
    uint32_t line = line_of(ruler, offset), before = characters(ruler, offset);
    size_t end = offset + size, last = line_end(ruler, line);
    if (end > last) end = last < offset ? offset : last;
    return (struct place){
        line + 1, before - characters(ruler, ruler->lines[line]) + 1,
        characters(ruler, end) - before};
}

size_t treadle_ruler_offset(const struct ruler *ruler, size_t character) {
    size_t low = 0, high = ruler->size / BLOCK + 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (ruler->before[middle] <= character)
            low = middle;
        else
            high = middle;
    }
    size_t offset = low * BLOCK, count = ruler->before[low];
    for (; offset < ruler->size; offset++) {
        if (!begins(ruler->text[offset])) continue;
        if (count == character) return offset;
        count++;
    }
    return ruler->size;
}

void treadle_problem_place(
    struct read_problem *problem, const char *text, size_t text_size, size_t offset, size_t size) {
    struct ruler ruler;
    treadle_ruler_init(&ruler, text, text_size);
    struct place place = treadle_ruler_place(&ruler, offset, size);
    problem->line = place.line;
    problem->column = place.column;
    problem->width = place.width > 0 ? place.width : 1;
    treadle_ruler_clear(&ruler);
}
