// The suites of this room, one for each file.
#ifndef TREADLE_TESTS_CORE_SUITES_H
#define TREADLE_TESTS_CORE_SUITES_H

#include <check.h>

Suite *suite_choice(void);
Suite *suite_core(void);
Suite *suite_damaged(void);
Suite *suite_map(void);
Suite *suite_part(void);
Suite *suite_proof(void);
Suite *suite_snapshot(void);
Suite *suite_whole(void);

#endif
