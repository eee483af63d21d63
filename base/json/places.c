// Places of nodes: nodes of a document stand in one row, so a node's number is a subtraction.
#include "base/json/places.h"

#include <stdlib.h>

// The node's number in its document, or [places->count] where it is of another.
static uint32_t number_of(const struct places *places, const cJSON *node) {
    if (places->count == 0 || node == NULL) return places->count;
    uintptr_t first = (uintptr_t)places->root, at = (uintptr_t)node;
    if (at < first || (at - first) / sizeof(cJSON) >= places->count) return places->count;
    return (uint32_t)((at - first) / sizeof(cJSON));
}

static struct place look(const struct places *places, const struct place *table, const cJSON *of) {
    uint32_t number = number_of(places, of);
    return number == places->count ? (struct place){0} : table[number];
}

struct place treadle_place_of(const struct places *places, const cJSON *node) {
    return look(places, places->value, node);
}

struct place treadle_place_of_name(const struct places *places, const cJSON *member) {
    return look(places, places->name, member);
}

struct extent treadle_extent_of(const struct places *places, const cJSON *node) {
    uint32_t number = number_of(places, node);
    return number == places->count ? (struct extent){0, 0} : places->extent[number];
}

void treadle_places_clear(struct places *places) {
    free(places->value);
    free(places->name);
    free(places->extent);
    *places = (struct places){0};
}
