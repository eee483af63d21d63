// How many edits lie between two words, a change of case counting half.
#include "base/nearest.h"

#include <string.h>

enum { SIZE_MAX_COMPARED = 60, FULL = 2, HALF = 1 };

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static uint32_t change(char a, char b) {
    return a == b ? 0 : lower(a) == lower(b) ? HALF : FULL;
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

// Optimal string alignment, row by row; the three last rows are all it needs.
uint32_t treadle_nearest_distance(const char *a, const char *b) {
    size_t a_size = strlen(a), b_size = strlen(b);
    if (a_size > SIZE_MAX_COMPARED || b_size > SIZE_MAX_COMPARED) return UINT32_MAX;
    uint32_t rows[3][SIZE_MAX_COMPARED + 1];
    uint32_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_size; j++)
        last[j] = (uint32_t)(j * FULL);
    memset(before, 0, sizeof(rows[0]));
    for (size_t i = 1; i <= a_size; i++) {
        row[0] = (uint32_t)(i * FULL);
        for (size_t j = 1; j <= b_size; j++) {
            uint32_t best = least(last[j] + FULL, row[j - 1] + FULL);
            best = least(best, last[j - 1] + change(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = least(best, before[j - 2] + FULL);
            row[j] = best;
        }
        uint32_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return (last[b_size] + HALF) / FULL;
}

void treadle_nearest_offer(struct nearest *nearest, const char *word) {
    uint32_t distance = treadle_nearest_distance(nearest->typed, word);
    size_t size = strlen(nearest->typed);
    uint32_t most = size < 3 ? 1 : (uint32_t)(size / 3) + 1;  // Two letters off in a word of five.
    if (distance > most || distance >= size) return;
    if (nearest->word != NULL && distance >= nearest->distance) return;
    nearest->word = word;
    nearest->distance = distance;
}
