// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_MODEL_SUITES_H
#define TREADLE_TESTS_MODEL_SUITES_H

#include <check.h>

Suite *suite_parse(void);
Suite *suite_pattern(void);
Suite *suite_problems(void);
Suite *suite_random(void);
Suite *suite_recorded(void);
Suite *suite_tables(void);
Suite *suite_task_uri(void);

#endif
