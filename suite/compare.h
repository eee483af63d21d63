// Two values side by side: what is otherwise, each by its path; for suite/expect alone.
#ifndef TREADLE_SUITE_COMPARE_H
#define TREADLE_SUITE_COMPARE_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "suite/result.h"

// Whether [value] is the text "{% $ %}": whatever came.
bool treadle_compare_is_anything(const cJSON *value);

// Whether [have] is as expected: the same value, numbers as decimals, members in any order, and
// whatever stands for anything. [partial]: objects may hold more, at every depth.
bool treadle_compare_matches(const cJSON *want, const cJSON *have, bool partial);

// Adds a part for whatever is otherwise, and counts what is as expected. [have] may be NULL:
// nothing came. [path] is where the values are, "" mostly. What it adds refers to [want] and
// [have]; paths are made in [arena].
void treadle_compare_add(
    struct suite_difference *difference, struct arena *arena, const char *path, const cJSON *want,
    const cJSON *have);

// Adds a part as it is.
void treadle_compare_part(
    struct suite_difference *difference, const char *path, const cJSON *want, const cJSON *have);

// "path[index]", made in [arena].
const char *treadle_compare_element(struct arena *arena, const char *path, uint32_t index);

#endif
