// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_CONFORMANCE_SUITES_H
#define TREADLE_TESTS_CONFORMANCE_SUITES_H

#include <check.h>

Suite *suite_known(void);
Suite *suite_recorded(void);

#endif
