// All suites of YAML.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/write.h"
#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

// A text that ends where its memory does, so that reading past the end is noticed.
static char *exact(const char *text) {
    size_t size = strlen(text);
    char *copy = treadle_alloc(size);
    memcpy(copy, text, size);
    return copy;
}

void reads_as(const char *yaml, enum yaml_tags tags, const char *json) {
    struct read_problem problem;
    struct places places = {0};
    char *text = exact(yaml);
    struct doc *doc = treadle_yaml_read(text, strlen(yaml), tags, &places, &problem);
    if (doc == NULL)
        ck_abort_msg("%u:%u: %s\nin: %s", problem.line, problem.column, problem.message, yaml);
    struct text out = {0};
    treadle_json_write(&out, treadle_doc_root(doc));
    if (strcmp(out.bytes, json) != 0) ck_abort_msg("in: %s\n- %s\n+ %s", yaml, json, out.bytes);
    treadle_text_clear(&out);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
    free(text);
}

void refuses(
    const char *yaml, enum yaml_tags tags, const char *at, const char *pointer,
    const char *message) {
    struct read_problem problem;
    struct places places = {0};
    char *text = exact(yaml), where[64];
    struct doc *doc = treadle_yaml_read(text, strlen(yaml), tags, &places, &problem);
    if (doc != NULL) ck_abort_msg("accepted: %s", yaml);
    (void)snprintf(where, sizeof(where), "%u:%u", problem.line, problem.column);
    ck_assert_str_eq(problem.message, message);
    ck_assert_str_eq(where, at);
    ck_assert_str_eq(problem.pointer, pointer);
    ck_assert_uint_gt(problem.width, 0);
    treadle_places_clear(&places);
    ck_assert_ptr_null(treadle_yaml_read(text, strlen(yaml), tags, NULL, NULL));
    free(text);
}

int main(void) {
    return support_run(
        suite_alias, suite_mapping, suite_problem, suite_scalar, suite_source, suite_tag,
        suite_yaml, NULL);
}
