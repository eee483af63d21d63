// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_SERVICES_SUITES_H
#define TREADLE_TESTS_SERVICES_SUITES_H

#include <check.h>

Suite *suite_world(void);
Suite *suite_nulls(void);
Suite *suite_iam(void);
Suite *suite_roles(void);
Suite *suite_callers(void);
Suite *suite_requests(void);
Suite *suite_machines(void);
Suite *suite_states(void);
Suite *suite_recorded(void);
Suite *suite_two_worlds(void);

#endif
