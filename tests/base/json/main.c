// All suites of JSON.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/write.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static void written_as(const char *text, const cJSON *value, const char *how) {
    struct text out = {0};
    treadle_json_write(&out, value);
    if (strcmp(out.bytes, text) != 0) ck_abort_msg("%s:\n- %s\n+ %s", how, text, out.bytes);
    if (treadle_json_size(value) != out.count)
        ck_abort_msg("%s has not size %zu: %s", how, treadle_json_size(value), text);
    treadle_text_clear(&out);
}

void same_text(const char *text, const cJSON *value) {
    written_as(text, value, "the value");
    struct doc *doc = treadle_doc_settle(NULL, value);
    written_as(text, treadle_doc_root(doc), "the settled value");
    struct arena arena = {0};
    cJSON *copy = treadle_scratch_copy(&arena, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    written_as(text, copy, "the copy");
    written_as(text, treadle_scratch_link(&arena, copy), "the link");
    if (strcmp(treadle_json_print(&arena, copy), text) != 0) ck_abort_msg("not printed: %s", text);
    treadle_arena_clear(&arena);
}

char *nested(const char *open, const char *inside, const char *close, int depth) {
    struct text text = {0};
    for (int i = 0; i < depth; i++)
        treadle_text_add(&text, open);
    treadle_text_add(&text, inside);
    for (int i = 0; i < depth; i++)
        treadle_text_add(&text, close);
    return text.bytes;
}

int main(void) {
    return support_run(
        suite_conformance, suite_doc, suite_foreign, suite_members, suite_places, suite_problem,
        suite_read, suite_scratch, suite_string, suite_value, suite_write, NULL);
}
