// What is given on the command line as JSON: the text itself, @FILE, or - for standard input.
#ifndef TREADLE_CLI_INPUT_H
#define TREADLE_CLI_INPUT_H

#include "cli/talk.h"

// Puts the checked text to [out]; false after an error was said. [flag] names it in messages.
bool treadle_input_read(struct talk *talk, const char *flag, const char *given, struct text *out);

#endif
