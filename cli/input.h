// What is given on the command line as JSON: the text itself, @FILE, or - for standard input.
#ifndef TREADLE_CLI_INPUT_H
#define TREADLE_CLI_INPUT_H

#include "base/json/doc.h"
#include "cli/talk.h"

// Puts the checked text to [out]; false after an error was said. [flag] names it in messages.
bool treadle_input_read(struct talk *talk, const char *flag, const char *given, struct text *out);
// Gives the JSON in the file [path]; NULL after an error was said. [flag] names it in messages.
struct doc *treadle_input_doc(struct talk *talk, const char *flag, const char *path);

#endif
