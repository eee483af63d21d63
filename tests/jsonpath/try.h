// One path on one document, as most tests of this room want it.
#ifndef TREADLE_TESTS_JSONPATH_TRY_H
#define TREADLE_TESTS_JSONPATH_TRY_H

#include "jsonpath/jsonpath.h"
#include "tests/support/support.h"

struct trial {
    struct arena compiled, scratch;
    struct doc *document;
    struct path_env env;
};

// Opens on JSON text: the env's input. Variables and context are the test's to set.
void trial_open(struct trial *trial, const char *json);
void trial_close(struct trial *trial);
const struct path *trial_path(struct trial *trial, const char *text);  // Fails where it is none.

// Fails unless [text] on [json] finds [want], or fails with the words [want] where [finds] is
// false.
void trial_find(const char *text, const char *json, bool finds, const char *want);

#endif
