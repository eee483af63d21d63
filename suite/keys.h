// The keys of a test file, as a table: what may stand where, in which form, and what it means.
#ifndef TREADLE_SUITE_KEYS_H
#define TREADLE_SUITE_KEYS_H

#include <stddef.h>

enum suite_level {
#define LEVEL(level, words) LEVEL_##level,
#include "suite/levels.def"
#undef LEVEL
    LEVELS
};

enum suite_form {
#define FORM(form, words, schema) FORM_##form,
#include "suite/forms.def"
#undef FORM
    FORMS
};

struct suite_key {
    enum suite_level level;
    const char *name;
    enum suite_form form;
    const char *text;  // What it means, in a line.
};

// All of them in the order of the table; [*count] is their number.
const struct suite_key *treadle_suite_keys(size_t *count);
// The key of that name at [level]; NULL: there is none.
const struct suite_key *treadle_suite_key(enum suite_level level, const char *name);

const char *treadle_suite_level_name(enum suite_level level);   // "CASE"
const char *treadle_suite_level_words(enum suite_level level);  // "a case"
const char *treadle_suite_form_name(enum suite_form form);      // "DURATION"
const char *treadle_suite_form_words(enum suite_form form);     // "a duration, such as …"
const char *treadle_suite_form_schema(enum suite_form form);    // Its JSON Schema.

#endif
