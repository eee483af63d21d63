// Where in a text an offset lies: line and column, in characters as people count them.
#ifndef TREADLE_BASE_JSON_RULER_H
#define TREADLE_BASE_JSON_RULER_H

#include <stddef.h>
#include <stdint.h>

#include "base/json/places.h"
#include "base/json/problem.h"

struct ruler {
    const unsigned char *text;  // Borrowed.
    size_t size;
    uint32_t *lines;  // Where each line begins. Only a line feed ends one.
    uint32_t lines_count, lines_size;
    uint32_t *before;  // The characters before each block of bytes.
};

void treadle_ruler_init(struct ruler *ruler, const char *text, size_t size);
void treadle_ruler_clear(struct ruler *ruler);

// The place of the [size] bytes at [offset]; its width is that of their first line.
struct place treadle_ruler_place(const struct ruler *ruler, size_t offset, size_t size);
// The offset of the character with that number, from 0; the text's size where there are fewer.
size_t treadle_ruler_offset(const struct ruler *ruler, size_t character);

// Sets line, column and width of [problem] to those of the [size] bytes at [offset].
void treadle_problem_place(
    struct read_problem *problem, const char *text, size_t text_size, size_t offset, size_t size);

#endif
