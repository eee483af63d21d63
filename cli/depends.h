// Which files a test file depends on, so that a watch knows what a saved file touches.
#ifndef TREADLE_CLI_DEPENDS_H
#define TREADLE_CLI_DEPENDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "suite/file.h"

struct dependency {
    const char *path;  // Absolute, without links.
    uint32_t file;     // The number of the test file that depends on it.
};

struct depends {  // A zeroed struct is an empty one.
    struct arena arena;
    struct dependency *items;
    uint32_t count, size;
};

// Adds what [file], which has [number], depends on: itself, the machine beside it, and every file
// that a text in it names.
void treadle_depends_add(struct depends *depends, const struct suite_file *file, uint32_t number);
void treadle_depends_clear(struct depends *depends);

// [path] without links and dots, in [arena]; NULL: there is no such file.
const char *treadle_depends_real(struct arena *arena, const char *path);

#endif
