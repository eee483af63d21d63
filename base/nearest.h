// "Did you mean": the known word nearest to one that somebody typed.
#ifndef TREADLE_BASE_NEAREST_H
#define TREADLE_BASE_NEAREST_H

#include <stdint.h>

// Letters to insert, drop, change or swap with their neighbour to make [b] of [a] (ASCII case
// counts half); past 60 bytes of either it is UINT32_MAX.
uint32_t treadle_nearest_distance(const char *a, const char *b);

struct nearest {  // Zero it, set [typed], offer each known word, read [word].
    const char *typed;
    const char *word;   // The nearest so far that is near enough to be meant; NULL: none.
    uint32_t distance;  // Of [word].
};
void treadle_nearest_offer(struct nearest *nearest, const char *word);  // keeps [word]

#endif
