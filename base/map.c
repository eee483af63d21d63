// A hash table with open addressing. Whoever leaves makes those behind him move up, so there are no
// graves and a search ends at the first free slot.
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"

static uint32_t hash(const char *key) {
    uint32_t value = 2166136261u;  // FNV-1a, its high half mixed into the low one.
    for (; *key != '\0'; key++)
        value = (value ^ (unsigned char)*key) * 16777619u;
    return value ^ value >> 15;
}

static struct map_slot *slot_of(const struct map *map, const char *key) {
    for (uint32_t at = hash(key);; at++) {
        struct map_slot *slot = &map->slots[at & (map->size - 1)];
        if (slot->key == NULL || strcmp(slot->key, key) == 0) return slot;
    }
}

static void rehash(struct map *map, uint32_t size) {
    struct map old = *map;
    map->size = size;
    map->slots = treadle_alloc_zeroed(size * sizeof(*map->slots));
    for (uint32_t i = 0; i < old.size; i++)
        if (old.slots[i].key != NULL) *slot_of(map, old.slots[i].key) = old.slots[i];
    free(old.slots);
}

void *treadle_map_find(const struct map *map, const char *key) {
    return map->size == 0 ? NULL : slot_of(map, key)->value;
}

void *treadle_map_put(struct map *map, const char *key, void *value) {
    ASSERT(map->count < UINT32_MAX / 4);
    if (map->count * 4 >= map->size * 3) rehash(map, map->size == 0 ? 8 : map->size * 2);
    struct map_slot *slot = slot_of(map, key);
    if (slot->key != NULL) return slot->value;
    *slot = (struct map_slot){key, value};
    map->count++;
    return value;
}

// Moves up every later slot of the run whose own place is not between the hole and itself.
static void close_hole(struct map *map, uint32_t hole) {
    uint32_t mask = map->size - 1;
    for (uint32_t at = (hole + 1) & mask; map->slots[at].key != NULL; at = (at + 1) & mask) {
        uint32_t home = hash(map->slots[at].key) & mask;
        if (((at - home) & mask) < ((at - hole) & mask)) continue;
        map->slots[hole] = map->slots[at];
        hole = at;
    }
    map->slots[hole] = (struct map_slot){0};
}

void *treadle_map_remove(struct map *map, const char *key) {
    if (map->size == 0) return NULL;
    struct map_slot *slot = slot_of(map, key);
    if (slot->key == NULL) return NULL;
    void *value = slot->value;
    close_hole(map, (uint32_t)(slot - map->slots));
    map->count--;
    return value;
}

void treadle_map_reserve(struct map *map, uint32_t count) {
    ASSERT(map->count == 0 && count < UINT32_MAX / 8);
    uint32_t size = 8;
    while (size * 3 < count * 4)
        size *= 2;
    if (size > map->size) rehash(map, size);
}

void treadle_map_clear(struct map *map) {
    free(map->slots);
    *map = (struct map){0};
}

struct map_slot *treadle_map_next(const struct map *map, const struct map_slot *slot) {
    uint32_t at = slot == NULL ? 0 : (uint32_t)(slot - map->slots) + 1;
    while (at < map->size && map->slots[at].key == NULL)
        at++;
    return at < map->size ? &map->slots[at] : NULL;
}
