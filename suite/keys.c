// The tables keys.def, levels.def and forms.def, to be looked up.
#include "suite/keys.h"

#include <string.h>

#include "base/memory.h"

static const struct suite_key keys[] = {
#define KEY(level, name, form, text) {LEVEL_##level, #name, FORM_##form, text},
#include "suite/keys.def"
#undef KEY
};

static const struct {
    const char *name, *words;
} levels[] = {
#define LEVEL(level, words) [LEVEL_##level] = {#level, words},
#include "suite/levels.def"
#undef LEVEL
};

static const struct {
    const char *name, *words, *schema;
} forms[] = {
#define FORM(form, words, schema) [FORM_##form] = {#form, words, schema},
#include "suite/forms.def"
#undef FORM
};

const struct suite_key *treadle_suite_keys(size_t *count) {
    *count = COUNT_OF(keys);
    return keys;
}

const struct suite_key *treadle_suite_key(enum suite_level level, const char *name) {
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (keys[i].level == level && strcmp(keys[i].name, name) == 0) return &keys[i];
    return NULL;
}

const char *treadle_suite_level_name(enum suite_level level) {
    return levels[level].name;
}

const char *treadle_suite_level_words(enum suite_level level) {
    return levels[level].words;
}

const char *treadle_suite_form_name(enum suite_form form) {
    return forms[form].name;
}

const char *treadle_suite_form_words(enum suite_form form) {
    return forms[form].words;
}

const char *treadle_suite_form_schema(enum suite_form form) {
    return forms[form].schema;
}
