// The suites of this room, one a file.
#ifndef TREADLE_TESTS_JSONPATH_SUITES_H
#define TREADLE_TESTS_JSONPATH_SUITES_H

#include <check.h>

Suite *suite_path(void);
Suite *suite_filter(void);
Suite *suite_reference(void);
Suite *suite_template(void);
Suite *suite_expression(void);
Suite *suite_property(void);

#endif
