// Machines in files, as a command is given them.
#ifndef TREADLE_CLI_MACHINE_H
#define TREADLE_CLI_MACHINE_H

#include "cli/talk.h"
#include "treadle/machine.h"

// Gives the machine in the file [path]; NULL after everything that is wrong with it was said.
treadle_machine *treadle_machine_of_file(struct talk *talk, const char *path);
// The same of its [text].
treadle_machine *treadle_machine_of_text(
    struct talk *talk, const char *path, const struct text *text);
// Is [path] not a test file by its name? False after that was said.
bool treadle_machine_may_be(struct talk *talk, const char *path);
// "order.asl.yaml" of "a/order.asl.yaml". Lends from [path].
const char *treadle_machine_file_name(const char *path);
// "order" of it; in the talk's arena.
const char *treadle_machine_name(struct talk *talk, const char *path);

#endif
