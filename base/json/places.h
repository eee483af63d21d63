// Where each node of a document stood in its text. cJSON nodes hold no line, so this is a table
// beside them, kept for definitions and templates, which people have to mend.
#ifndef TREADLE_BASE_JSON_PLACES_H
#define TREADLE_BASE_JSON_PLACES_H

#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/json/doc.h"

struct place {
    uint32_t line, column;  // From 1; columns count characters, not bytes. 0: unknown.
    uint32_t width;         // Characters on that line, at least 1.
};

struct extent {  // All of a value, in bytes of the text.
    uint32_t at, size;
};

struct places {  // A zeroed struct knows nothing. The tables run beside the document's nodes.
    const cJSON *root;  // Of the document they belong to.
    struct place *value;
    struct place *name;  // Of a member's name; zeroed for elements and the root.
    struct extent *extent;
    uint32_t count;
};

struct place treadle_place_of(const struct places *places, const cJSON *node);  // Zeroed: unknown.
struct place treadle_place_of_name(const struct places *places, const cJSON *member);
// From its first byte to its last, comments and white space behind it left out. A YAML alias is its
// own text. Zeroed: unknown.
struct extent treadle_extent_of(const struct places *places, const cJSON *node);
void treadle_places_clear(struct places *places);

#endif
