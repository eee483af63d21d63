// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_AWS_SUITES_H
#define TREADLE_TESTS_AWS_SUITES_H

#include <check.h>

Suite *suite_arn(void);
Suite *suite_policy(void);
Suite *suite_policy_check(void);
Suite *suite_shapes(void);

#endif
