// The suites of this room beside the first one.
#ifndef TREADLE_TESTS_MOCKS_SUITES_H
#define TREADLE_TESTS_MOCKS_SUITES_H

#include <check.h>

Suite *suite_config(void);
Suite *suite_recorded(void);

#endif
