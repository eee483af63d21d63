// Where each node of a document stood in its text. cJSON nodes hold no line, so this is a table
// beside them, kept for definitions and templates, which people have to mend. It is made when
// somebody asks, which most definitions give no cause for.
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

struct mark {  // Where a node stands in the text: bytes.
    uint32_t name_at, name_size, at, size;
};

struct places_sheet;

struct places {         // A zeroed struct knows nothing.
    const cJSON *root;  // Of the document they belong to.
    char *text;         // That was read.
    size_t size;
    uint32_t count;              // Of the document's nodes.
    struct places_sheet *sheet;  // What was found out so far.
};

// Sets [places] up for the [count] nodes from [root] on, read from [text], which is copied.
// [marks], which is taken, has where each of them stood; NULL: the text is JSON, and is read again
// when somebody asks.
void treadle_places_init(
    struct places *places, const cJSON *root, uint32_t count, const char *text, size_t size,
    struct mark *marks);
struct place treadle_place_of(const struct places *places, const cJSON *node);  // Zeroed: unknown.
// Zeroed for elements and the root, too.
struct place treadle_place_of_name(const struct places *places, const cJSON *member);
// From its first byte to its last, comments and white space behind it left out. A YAML alias is its
// own text. Zeroed: unknown.
struct extent treadle_extent_of(const struct places *places, const cJSON *node);
void treadle_places_clear(struct places *places);

#endif
