// The suites of this folder, one for each file.
#ifndef TREADLE_TESTS_BASE_SUITES_H
#define TREADLE_TESTS_BASE_SUITES_H

#include <check.h>

Suite *suite_arena(void);
Suite *suite_ascii(void);
Suite *suite_base64(void);
Suite *suite_containers(void);
Suite *suite_digest(void);
Suite *suite_file(void);
Suite *suite_memory(void);
Suite *suite_nearest(void);
Suite *suite_number(void);
Suite *suite_random(void);
Suite *suite_regex(void);
Suite *suite_status(void);
Suite *suite_text(void);
Suite *suite_time_text(void);
Suite *suite_utf8(void);
Suite *suite_xml(void);

#endif
