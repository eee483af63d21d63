// Places of nodes: nodes of a document stand in one row, so a node's number is a subtraction.
#include "base/json/places.h"

#include <stdlib.h>

#include "base/json/read.h"
#include "base/json/ruler.h"
#include "base/memory.h"

struct places_sheet {
    struct mark *marks;  // They run beside the document's nodes; NULL: not asked for yet.
    struct ruler ruler;  // Over the text; zeroed: not asked for yet.
};

void treadle_places_init(
    struct places *places, const cJSON *root, uint32_t count, const char *text, size_t size,
    struct mark *marks) {
    *places = (struct places){
        .root = root,
        .text = treadle_text_copy_size(text, size),
        .size = size,
        .count = count,
        .sheet = treadle_alloc_zeroed(sizeof(*places->sheet))};
    places->sheet->marks = marks;
}

// NULL: the node is of another document.
static const struct mark *mark_of(const struct places *places, const cJSON *node) {
    if (places->count == 0 || node == NULL) return NULL;
    uintptr_t first = (uintptr_t)places->root, at = (uintptr_t)node;
    if (at < first || (at - first) / sizeof(cJSON) >= places->count) return NULL;
    struct places_sheet *sheet = places->sheet;
    if (sheet->marks == NULL)
        sheet->marks = treadle_marks_read(places->text, places->size, places->count);
    return &sheet->marks[(at - first) / sizeof(cJSON)];
}

// Where nothing is written, people are shown the place where it is not.
static struct place place_of(const struct places *places, uint32_t at, uint32_t size) {
    struct ruler *ruler = &places->sheet->ruler;
    if (ruler->lines == NULL) treadle_ruler_init(ruler, places->text, places->size);
    struct place place = treadle_ruler_place(ruler, at, size);
    if (place.width == 0) place.width = 1;
    return place;
}

struct place treadle_place_of(const struct places *places, const cJSON *node) {
    const struct mark *mark = mark_of(places, node);
    return mark == NULL ? (struct place){0} : place_of(places, mark->at, mark->size);
}

struct place treadle_place_of_name(const struct places *places, const cJSON *member) {
    const struct mark *mark = mark_of(places, member);
    if (mark == NULL || member->string == NULL) return (struct place){0};
    return place_of(places, mark->name_at, mark->name_size);
}

struct extent treadle_extent_of(const struct places *places, const cJSON *node) {
    const struct mark *mark = mark_of(places, node);
    return mark == NULL ? (struct extent){0, 0} : (struct extent){mark->at, mark->size};
}

void treadle_places_clear(struct places *places) {
    if (places->sheet != NULL) {
        treadle_ruler_clear(&places->sheet->ruler);
        free(places->sheet->marks);
    }
    free(places->sheet);
    free(places->text);
    *places = (struct places){0};
}
