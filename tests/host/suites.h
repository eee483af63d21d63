// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_HOST_SUITES_H
#define TREADLE_TESTS_HOST_SUITES_H

#include <check.h>

Suite *suite_host(void);

#endif
