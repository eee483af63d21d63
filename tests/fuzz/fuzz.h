// What the fuzz targets share: the input taken apart, and what must hold of every value and
// problem.
//
// A target is one file with the function libFuzzer calls. It claims with ASSERT, so that a broken
// promise ends the process as a crash does, and leaves nothing behind.
#ifndef TREADLE_TESTS_FUZZ_FUZZ_H
#define TREADLE_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/json/doc.h"
#include "base/json/problem.h"

// The target, whose name is libFuzzer's. Always 0.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_input {  // What is left of an input.
    const char *at;
    size_t size;
};

// Takes the next line, or all that is left. gives: free(), without its line feed, in a piece of
// memory that ends with its NUL. (An input's own NUL ends it earlier.)
char *fuzz_line(struct fuzz_input *input);
char *fuzz_rest(struct fuzz_input *input);
// Whether [line] is UTF-8, as texts at a door must be.
bool fuzz_is_text(const char *line);
// The string of ours that a line stands for: one that is written as JSON, or the line itself; NULL
// where that is no UTF-8. In [arena].
const char *fuzz_string(struct arena *arena, const char *line);

// A value: what is written is read as the same, copies are the same, and it is equal to itself.
void fuzz_check_value(const cJSON *value);
// What is said of a text that could not be read: there are words, fit to be printed, and a place.
void fuzz_check_problem(const struct read_problem *problem);
// Words for people: there are some, and they are UTF-8.
void fuzz_check_words(const char *words);
// Words that may quote a value's strings, which may hold half surrogates and more.
void fuzz_check_quoting(const char *words);

#endif
