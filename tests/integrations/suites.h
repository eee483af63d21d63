// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_INTEGRATIONS_SUITES_H
#define TREADLE_TESTS_INTEGRATIONS_SUITES_H

#include <check.h>

Suite *suite_check(void);
Suite *suite_tasks(void);
Suite *suite_two_accounts(void);

#endif
