// The members of an object, to be found by name: by a map where they are many, so that asking for
// all of them is not quadratic.
#ifndef TREADLE_BASE_JSON_MEMBERS_H
#define TREADLE_BASE_JSON_MEMBERS_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "base/map.h"

struct members {
    const cJSON *object;  // Borrowed.
    struct map names;
    bool many;
};

void treadle_members_init(
    struct members *members, const cJSON *object);  // borrows, anything may come
const cJSON *treadle_members_find(
    const struct members *members, const char *name);  // lends; NULL: none
void treadle_members_clear(struct members *members);

#endif
