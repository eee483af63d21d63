// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_DOOR_SUITES_H
#define TREADLE_TESTS_DOOR_SUITES_H

#include <check.h>

Suite *suite_calls(void);
Suite *suite_executions(void);
Suite *suite_memory(void);
Suite *suite_misuse(void);
Suite *suite_nulls(void);
Suite *suite_part(void);
Suite *suite_tasks(void);
Suite *suite_trace(void);
Suite *suite_value(void);

#endif
