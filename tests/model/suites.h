// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_MODEL_SUITES_H
#define TREADLE_TESTS_MODEL_SUITES_H

#include <check.h>

#include "base/text.h"

Suite *suite_maps(void);
Suite *suite_parse(void);
Suite *suite_pattern(void);
Suite *suite_problems(void);
Suite *suite_random(void);
Suite *suite_recorded(void);
Suite *suite_tables(void);
Suite *suite_task_uri(void);

// Reads a definition, and puts all that is said of it to [told]: "line:column CODE: message at
// location (label) help", a line each.
int model_read(const char *text, struct text *told);

#endif
