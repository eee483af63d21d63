// treadle test --watch: a round whenever a file is saved, and at the touch of a key.
#ifndef TREADLE_CLI_WATCH_H
#define TREADLE_CLI_WATCH_H

#include "cli/testing.h"

// Runs rounds until somebody wants no more. Gives the exit code of the last one, or
// EXIT_INTERRUPTED. The terminal is then as it was.
int treadle_watch(struct testing *testing);

#endif
