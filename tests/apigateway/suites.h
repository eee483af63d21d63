// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_APIGATEWAY_SUITES_H
#define TREADLE_TESTS_APIGATEWAY_SUITES_H

#include <check.h>

Suite *suite_route(void);
Suite *suite_types(void);
Suite *suite_invoke(void);

#endif
