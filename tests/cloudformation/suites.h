// The suites of services/cloudformation.
#ifndef TREADLE_TESTS_CLOUDFORMATION_SUITES_H
#define TREADLE_TESTS_CLOUDFORMATION_SUITES_H

#include <check.h>

Suite *suite_templates(void);
Suite *suite_values(void);
Suite *suite_parameters(void);
Suite *suite_stacks(void);
Suite *suite_warnings(void);
Suite *suite_machines(void);
Suite *suite_examples(void);

#endif
