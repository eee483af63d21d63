// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_RUNTIME_SUITES_H
#define TREADLE_TESTS_RUNTIME_SUITES_H

#include <check.h>

Suite *suite_greet(void);
Suite *suite_own(void);
Suite *suite_threads(void);
Suite *suite_two(void);

#endif
