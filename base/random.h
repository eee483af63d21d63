// Chance that comes in as a seed: the same seed, the same numbers.
#ifndef TREADLE_BASE_RANDOM_H
#define TREADLE_BASE_RANDOM_H

#include <stdint.h>

#include "base/arena.h"

uint64_t treadle_random_next(uint64_t *state);                   // splitmix64
uint64_t treadle_random_below(uint64_t *state, uint64_t bound);  // 0 … bound - 1, each as likely.
// [count] characters of [alphabet].
char *treadle_random_text(
    struct arena *arena, uint64_t *state, const char *alphabet, uint32_t count);
void treadle_random_uuid(uint64_t *state, char out[37]);  // Version 4, lower case.

#endif
