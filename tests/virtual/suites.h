// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_VIRTUAL_SUITES_H
#define TREADLE_TESTS_VIRTUAL_SUITES_H

#include <check.h>

Suite *suite_rehearsal(void);

#endif
