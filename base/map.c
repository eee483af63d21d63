// A hash table with open addressing. Whoever leaves makes those behind him move up, so there are no
// graves and a search ends at the first free slot.
//
// The hashes stand in a row of their own: a search runs through few cache lines, looks at a key
// only where the hash is right, and a table grows without reading its keys again. They are
// SipHash-1-3's under a key that each table has for itself, so that nobody who chooses the names
// can choose where they fall. The key is made of an address: what is random about it the system
// gave the process, and since nothing depends on the order of a table, nothing is the less
// repeatable.
#include "base/map.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"

enum { SIZE_FIRST = 8 };

// -- SipHash-1-3 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012)

struct sip {
    uint64_t a, b, c, d;
};

static inline uint64_t turn(uint64_t word, unsigned bits) {
    return word << bits | word >> (64 - bits);
}

static inline void sip_round(struct sip *sip) {
    sip->a += sip->b;
    sip->c += sip->d;
    sip->b = turn(sip->b, 13) ^ sip->a;
    sip->d = turn(sip->d, 16) ^ sip->c;
    sip->a = turn(sip->a, 32) + sip->d;
    sip->c += sip->b;
    sip->d = turn(sip->d, 21) ^ sip->a;
    sip->b = turn(sip->b, 17) ^ sip->c;
    sip->c = turn(sip->c, 32);
}

static inline void sip_take(struct sip *sip, uint64_t word) {
    sip->d ^= word;
    sip_round(sip);
    sip->a ^= word;
}

// The hash of [key]; never 0, which marks a free slot.
static uint32_t hash(const struct map *map, const char *key) {
    size_t size = strlen(key), left = size;
    uint64_t seed = map->seed, word;
    struct sip sip = {
        seed ^ 0x736F6D6570736575U, ~seed ^ 0x646F72616E646F6DU, seed ^ 0x6C7967656E657261U,
        ~seed ^ 0x7465646279746573U};
    for (; left >= sizeof(word); key += sizeof(word), left -= sizeof(word)) {
        memcpy(&word, key, sizeof(word));
        sip_take(&sip, word);
    }
    word = 0;
    memcpy(&word, key, left);
    sip_take(&sip, word ^ (uint64_t)size << 56);
    sip.c ^= 0xFF;
    for (int i = 0; i < 3; i++)
        sip_round(&sip);
    uint64_t value = sip.a ^ sip.b ^ sip.c ^ sip.d;
    uint32_t half = (uint32_t)(value ^ value >> 32);
    return half == 0 ? 1 : half;
}

// -- Slots

// The slot of [key], or the free one where it would stand.
static uint32_t place_of(const struct map *map, const char *key, uint32_t hashed) {
    for (uint32_t at = hashed & (map->size - 1);; at = (at + 1) & (map->size - 1)) {
        if (map->hashes[at] == 0) return at;
        if (map->hashes[at] == hashed && strcmp(map->slots[at].key, key) == 0) return at;
    }
}

// Slots and hashes are one piece.
static void make(struct map *map, uint32_t size) {
    map->slots = treadle_alloc_zeroed(size * (sizeof(*map->slots) + sizeof(*map->hashes)));
    map->hashes = (uint32_t *)(map->slots + size);
    map->size = size;
    if (map->seed != 0) return;
    uint64_t address = (uint64_t)(uintptr_t)map->slots;
    map->seed = (address ^ address >> 21) * 0x9E3779B97F4A7C15U | 1;
}

static void resize(struct map *map, uint32_t size) {
    struct map old = *map;
    make(map, size);
    for (uint32_t i = 0; i < old.size; i++) {
        if (old.hashes[i] == 0) continue;
        uint32_t at = old.hashes[i] & (size - 1);
        while (map->hashes[at] != 0)
            at = (at + 1) & (size - 1);
        map->hashes[at] = old.hashes[i];
        map->slots[at] = old.slots[i];
    }
    free(old.slots);
}

// Four of five slots are taken at most.
static bool is_full(uint32_t count, uint32_t size) {
    return (uint64_t)count * 5 >= (uint64_t)size * 4;
}

void *treadle_map_find(const struct map *map, const char *key) {
    if (map->count == 0) return NULL;
    return map->slots[place_of(map, key, hash(map, key))].value;
}

void *treadle_map_put(struct map *map, const char *key, void *value) {
    ASSERT(map->count < UINT32_MAX / 4);
    if (is_full(map->count, map->size)) resize(map, map->size == 0 ? SIZE_FIRST : map->size * 2);
    uint32_t hashed = hash(map, key), at = place_of(map, key, hashed);
    if (map->hashes[at] != 0) return map->slots[at].value;
    map->hashes[at] = hashed;
    map->slots[at] = (struct map_slot){key, value};
    map->count++;
    return value;
}

// Moves up every later slot of the run whose own place is not between the hole and itself.
static void close_hole(struct map *map, uint32_t hole) {
    uint32_t mask = map->size - 1;
    for (uint32_t at = (hole + 1) & mask; map->hashes[at] != 0; at = (at + 1) & mask) {
        uint32_t home = map->hashes[at] & mask;
        if (((at - home) & mask) < ((at - hole) & mask)) continue;
        map->hashes[hole] = map->hashes[at];
        map->slots[hole] = map->slots[at];
        hole = at;
    }
    map->hashes[hole] = 0;
    map->slots[hole] = (struct map_slot){0};
}

void *treadle_map_remove(struct map *map, const char *key) {
    if (map->count == 0) return NULL;
    uint32_t at = place_of(map, key, hash(map, key));
    if (map->hashes[at] == 0) return NULL;
    void *value = map->slots[at].value;
    close_hole(map, at);
    map->count--;
    return value;
}

void treadle_map_reserve(struct map *map, uint32_t count) {
    ASSERT(map->count == 0 && count < UINT32_MAX / 8);
    uint32_t size = SIZE_FIRST;
    while (is_full(count, size))
        size *= 2;
    if (size > map->size) resize(map, size);
}

void treadle_map_clear(struct map *map) {
    free(map->slots);
    *map = (struct map){0};
}

struct map_slot *treadle_map_next(const struct map *map, const struct map_slot *slot) {
    uint32_t at = slot == NULL ? 0 : (uint32_t)(slot - map->slots) + 1;
    while (at < map->size && map->hashes[at] == 0)
        at++;
    return at < map->size ? &map->slots[at] : NULL;
}
