// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_DYNAMODB_SUITES_H
#define TREADLE_TESTS_DYNAMODB_SUITES_H

#include <check.h>

Suite *suite_number(void);
Suite *suite_attribute(void);
Suite *suite_table(void);
Suite *suite_type(void);
Suite *suite_operations(void);
Suite *suite_validation(void);

#endif
