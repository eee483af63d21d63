// Numbers as text and back, exactly, in every locale.
//
// A JSON number of ours is a cJSON node whose [valuestring] holds its text unless it is a plain
// integer of at most fifteen digits, which a double holds without help.
#ifndef TREADLE_BASE_NUMBER_H
#define TREADLE_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

enum { NUMBER_PLAIN_DIGITS_MAX = 15, NUMBER_TEXT_SIZE = 32 };

// The double nearest to the [size] bytes of JSON number text at [text], ties to even; infinite
// where there is none. The text must be a JSON number.
double treadle_number_read(const char *text, size_t size);
// Shortest text that reads back the same, in JavaScript's form (0.000001, 1e-7, 1e+21; but -0 is
// -0). Gives its length; does not end it with NUL. [value] is finite: JSON has no other numbers.
size_t treadle_number_write(char out[NUMBER_TEXT_SIZE], double value);
// A whole decimal number from [min] to [max] and nothing else; false otherwise.
bool treadle_number_read_int(const char *text, int64_t min, int64_t max, int64_t *out);

void treadle_number_set(cJSON *node, double value);  // A plain node; not for what has a text.
// A node for the JSON number [text], which ends with NUL. The node points at it (true), unless it
// is plain and needs no text (false).
bool treadle_number_set_text(cJSON *node, char *text);
int treadle_number_compare(const cJSON *a, const cJSON *b);  // As decimals: -1, 0 or 1.
// True where the number has no fraction and fits: 1.0, 1e2 too.
bool treadle_number_int(const cJSON *number, int64_t *out);

#endif
