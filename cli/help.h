// The texts of --help, made of the tables.
#ifndef TREADLE_CLI_HELP_H
#define TREADLE_CLI_HELP_H

#include "cli/line.h"
#include "cli/talk.h"

void treadle_help_whole(struct text *out);
void treadle_help_subcommand(const struct subcommand *subcommand, struct text *out);

#endif
