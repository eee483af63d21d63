// The suites of the room suite, one a file.
#ifndef TREADLE_TESTS_SUITE_SUITES_H
#define TREADLE_TESTS_SUITE_SUITES_H

#include <check.h>

Suite *suite_coverage(void);
Suite *suite_file(void);
Suite *suite_record(void);
Suite *suite_result(void);
Suite *suite_run(void);
Suite *suite_say(void);
Suite *suite_suite(void);

#endif
