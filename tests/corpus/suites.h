// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_CORPUS_SUITES_H
#define TREADLE_TESTS_CORPUS_SUITES_H

#include <check.h>

Suite *suite_evil(void);
Suite *suite_real(void);

#endif
