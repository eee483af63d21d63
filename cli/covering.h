// --coverage and --min: what a round of tests has tried.
#ifndef TREADLE_CLI_COVERING_H
#define TREADLE_CLI_COVERING_H

#include "cli/testing.h"

bool treadle_covering_is_asked(const struct line *line);
// Whether every --coverage can be written, before anything runs. False: it has been said why not.
bool treadle_covering_check(struct talk *talk, const struct line *line);
// Shows what was tried and writes what is asked for. Gives the exit code: that of a workflow that
// failed where it is less than --min.
int treadle_covering_tell(const struct testing *testing);

#endif
