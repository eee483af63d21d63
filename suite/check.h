// Is a value what its key wants? By the table, without knowing what any key is for. For suite
// alone.
#ifndef TREADLE_SUITE_CHECK_H
#define TREADLE_SUITE_CHECK_H

#include "suite/file.h"
#include "suite/keys.h"

struct suite_checker {
    struct arena *arena;  // Of the words.
    struct suite_problems *problems;
    const struct places *places;
    bool placed;  // Nodes are those of a resolved case.
};

// The node of the text that [node] of a resolved case came from, and how.
struct placed {
    cJSON json;
    const cJSON *origin;  // NULL: of no text.
    enum suite_from from;
};

// Says everything that is wrong with [value].
void treadle_suite_check(
    const struct suite_checker *checker, const cJSON *value, enum suite_form form);
// Says everything that is wrong with the computed values in a case, or in the defaults, [value].
void treadle_suite_check_computed(const struct suite_checker *checker, const cJSON *value);

// Says something of [node], or of the name of that member.
void treadle_suite_say(
    const struct suite_checker *checker, const cJSON *node, bool name, const char *help,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
