// Names to things, without order. The map borrows its keys: they live in the things. Whoever
// chooses the names cannot make it slow.
#ifndef TREADLE_BASE_MAP_H
#define TREADLE_BASE_MAP_H

#include <stdint.h>

struct map_slot {
    const char *key;  // NULL: free.
    void *value;
};

struct map {
    struct map_slot *slots;
    uint32_t *hashes;      // Of their keys.
    uint64_t seed;         // Of the hashes; 0: none yet.
    uint32_t count, size;  // [size] is 0 or a power of two.
};

void *treadle_map_find(const struct map *map, const char *key);  // NULL where there is none.
// Puts [value] under [key] unless the key is taken, and gives what stands there now.
void *treadle_map_put(struct map *map, const char *key, void *value);
void *treadle_map_remove(struct map *map, const char *key);  // Gives what stood there, or NULL.
void treadle_map_reserve(
    struct map *map, uint32_t count);  // Of an empty map: no growing up to [count].
void treadle_map_clear(struct map *map);

// for (struct map_slot *slot = NULL; (slot = treadle_map_next(map, slot)) != NULL;)  In no order.
struct map_slot *treadle_map_next(const struct map *map, const struct map_slot *slot);

#endif
