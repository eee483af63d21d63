// Chance that comes in as a seed: splitmix64, whose whole state is one number that can be stored.
#include "base/random.h"

#include <string.h>

#include "base/assert.h"

uint64_t treadle_random_next(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

uint64_t treadle_random_below(uint64_t *state, uint64_t bound) {
    ASSERT(bound > 0);
    uint64_t surplus = (UINT64_MAX % bound + 1) % bound;  // 2^64 modulo bound.
    uint64_t next;
    do
        next = treadle_random_next(state);
    while (next < surplus);  // What is left is a whole multiple of bound.
    return next % bound;
}

char *treadle_random_text(
    struct arena *arena, uint64_t *state, const char *alphabet, uint32_t count) {
    char *text = treadle_arena_alloc(arena, (size_t)count + 1);
    size_t size = strlen(alphabet);
    for (uint32_t i = 0; i < count; i++)
        text[i] = alphabet[treadle_random_below(state, size)];
    text[count] = '\0';
    return text;
}

void treadle_random_uuid(uint64_t *state, char out[37]) {
    static const char digits[] = "0123456789abcdef";
    uint64_t half[2] = {treadle_random_next(state), treadle_random_next(state)};
    half[0] = (half[0] & ~(uint64_t)0xF000) | 0x4000;  // Version 4,
    half[1] = half[1] >> 2 | (uint64_t)1 << 63;        // variant 1: RFC 9562 section 5.4.
    char *at = out;
    for (int i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20) *at++ = '-';
        *at++ = digits[half[i / 16] >> (60 - i % 16 * 4) & 15];
    }
    *at = '\0';
}
