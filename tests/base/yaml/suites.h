// The suites of this folder, one for each file, and what they share.
#ifndef TREADLE_TESTS_BASE_YAML_SUITES_H
#define TREADLE_TESTS_BASE_YAML_SUITES_H

#include <check.h>

#include "base/yaml/yaml.h"

Suite *suite_alias(void);
Suite *suite_mapping(void);
Suite *suite_problem(void);
Suite *suite_scalar(void);
Suite *suite_source(void);
Suite *suite_tag(void);
Suite *suite_yaml(void);

// Fails the test where [yaml] is not read as [json], member order and all.
void reads_as(const char *yaml, enum yaml_tags tags, const char *json);
// Fails the test where [yaml] is not refused with these words at that place: "line:column".
void refuses(
    const char *yaml, enum yaml_tags tags, const char *at, const char *pointer,
    const char *message);

#endif
