// The suites of graph.
#ifndef TREADLE_TESTS_GRAPH_SUITES_H
#define TREADLE_TESTS_GRAPH_SUITES_H

#include <check.h>

Suite *suite_execution(void);
Suite *suite_forms(void);
Suite *suite_layout(void);
Suite *suite_text(void);
Suite *suite_words(void);

#endif
