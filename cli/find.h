// Test files under folders.
#ifndef TREADLE_CLI_FIND_H
#define TREADLE_CLI_FIND_H

#include <stdbool.h>

#include "base/arena.h"
#include "cli/line.h"

// Adds to [out] what [path] is: a file itself, or every *.test.yaml, *.test.yml and *.test.json in
// that folder or below, in the order of their names; hidden folders and node_modules are left out.
// False: there is no such thing. The texts are in [arena].
bool treadle_find_tests(struct arena *arena, const char *path, struct texts *out);
// Is a file of this name, without folders, a test file?
bool treadle_find_is_test(const char *name);
bool treadle_find_exists(const char *path);

#endif
