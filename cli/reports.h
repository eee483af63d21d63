// What came of a round of tests, for whoever else reads it: --report, and GitHub by itself.
#ifndef TREADLE_CLI_REPORTS_H
#define TREADLE_CLI_REPORTS_H

#include <stdbool.h>

#include "cli/testing.h"

// Whether every --report can be made, before anything runs. False: it has been said why not.
bool treadle_reports_check(struct talk *talk, const struct line *line);

// Whether a report takes the place of what is usually printed: --report FORM without a file.
bool treadle_reports_are_printed(const struct line *line);

// Writes each report of the round. Under GITHUB_ACTIONS prints annotations, and adds to the step's
// summary. False: one could not be written, which has been said.
bool treadle_reports_write(const struct testing *testing);

#endif
