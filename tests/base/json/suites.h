// The suites of this folder, one for each file, and what they share.
#ifndef TREADLE_TESTS_BASE_JSON_SUITES_H
#define TREADLE_TESTS_BASE_JSON_SUITES_H

#include <check.h>

#include "base/json/read.h"

Suite *suite_conformance(void);
Suite *suite_doc(void);
Suite *suite_foreign(void);
Suite *suite_members(void);
Suite *suite_places(void);
Suite *suite_problem(void);
Suite *suite_read(void);
Suite *suite_scratch(void);
Suite *suite_string(void);
Suite *suite_value(void);
Suite *suite_write(void);

// Fails the test where [value] is not written as [text], where its size is not that of the text, or
// where it does not survive being settled, copied and printed.
void same_text(const char *text, const cJSON *value);

// "[[[…]]]" or {"a":{"a":…1}}, [depth] containers. gives: free()
char *nested(const char *open, const char *inside, const char *close, int depth);

#endif
