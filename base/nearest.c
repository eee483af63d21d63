// How many edits lie between two words, a change of case counting half.
#include "base/nearest.h"

#include <stdbool.h>
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

// Optimal string alignment, row by row; the three last rows are all it needs. What is in no row at
// most [most] letters off will not be so at the end.
static uint32_t distance_within(const char *a, const char *b, uint32_t most) {
    size_t a_size = strlen(a), b_size = strlen(b);
    if (a_size > SIZE_MAX_COMPARED || b_size > SIZE_MAX_COMPARED) return UINT32_MAX;
    if ((a_size > b_size ? a_size - b_size : b_size - a_size) > most) return UINT32_MAX;
    uint32_t rows[3][SIZE_MAX_COMPARED + 1];
    uint32_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_size; j++)
        last[j] = (uint32_t)(j * FULL);
    memset(before, 0, sizeof(rows[0]));
    for (size_t i = 1; i <= a_size; i++) {
        row[0] = (uint32_t)(i * FULL);
        uint32_t nearest = row[0];
        for (size_t j = 1; j <= b_size; j++) {
            uint32_t best = least(last[j] + FULL, row[j - 1] + FULL);
            best = least(best, last[j - 1] + change(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = least(best, before[j - 2] + FULL);
            row[j] = best;
            nearest = least(nearest, best);
        }
        if (nearest / FULL > most + 1) return UINT32_MAX;  // (A swap looks two rows back.)
        uint32_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return (last[b_size] + HALF) / FULL;
}

uint32_t treadle_nearest_distance(const char *a, const char *b) {
    return distance_within(a, b, SIZE_MAX_COMPARED);
}

static bool differ_in_case(const char *a, const char *b) {
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

void treadle_nearest_offer(struct nearest *nearest, const char *word) {
    size_t size = strlen(nearest->typed);
    uint32_t most = size < 3 ? 1 : (uint32_t)(size / 3) + 1;  // Two letters off in a word of five.
    if (nearest->word != NULL && nearest->distance < most) most = nearest->distance;
    uint32_t distance = distance_within(nearest->typed, word, most);
    if (distance > most) return;
    if (distance >= size && !differ_in_case(nearest->typed, word)) return;  // Nothing in common.
    if (nearest->word != NULL && distance >= nearest->distance) return;
    nearest->word = word;
    nearest->distance = distance;
}
