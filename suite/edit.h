// Changes to the text of a test file that leave its layout and comments alone; for suite/update
// alone.
#ifndef TREADLE_SUITE_EDIT_H
#define TREADLE_SUITE_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/json/places.h"
#include "base/text.h"

struct edit {
    size_t at, size;  // The bytes that go.
    const char *put;  // What comes instead.
    uint32_t order;   // Of those at the same place.
};

struct editor {
    const char *text;  // Borrowed, as what follows.
    size_t size;
    const struct places *places;
    struct arena *arena;
    struct edit *edits;
    uint32_t edits_count, edits_size;
    const char *refused;  // Why it cannot be done; NULL: so far it can.
};

void treadle_edit_clear(struct editor *editor);

// Makes [node], a value of the text in [parent], be [value]; takes the member away; adds a member.
void treadle_edit_replace(
    struct editor *editor, const cJSON *parent, const cJSON *node, const cJSON *value);
void treadle_edit_remove(struct editor *editor, const cJSON *parent, const cJSON *member);
void treadle_edit_add(
    struct editor *editor, const cJSON *parent, const char *name, const cJSON *value);

// Whether that container is written in brackets.
bool treadle_edit_is_flow(const struct editor *editor, const cJSON *container);
// Whether the value stands where [parent] does, and not elsewhere behind an alias or a merge key.
bool treadle_edit_is_here(const struct editor *editor, const cJSON *parent, const cJSON *node);

// The text with all changes made. False where two of them are at the same bytes.
bool treadle_edit_apply(struct editor *editor, struct text *out);

#endif
