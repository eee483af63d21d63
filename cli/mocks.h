// The mocks of a command line.
#ifndef TREADLE_CLI_MOCKS_H
#define TREADLE_CLI_MOCKS_H

#include "cli/compose.h"

// Opens the mocks that --mock gives, if any, and the input that comes with them; false after an
// error was said.
bool treadle_mocks_given(struct composed *all);

#endif
