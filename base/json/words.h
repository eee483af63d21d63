// Looking at eight bytes of a string at once.
//
// A mark is the first bit of a byte that cannot simply be copied. Marks above the lowest one may be
// wrong (a borrow went through), so only the lowest counts, which is all one needs.
#ifndef TREADLE_BASE_JSON_WORDS_H
#define TREADLE_BASE_JSON_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define EACH_BYTE  UINT64_C(0x0101010101010101)
#define FIRST_BITS UINT64_C(0x8080808080808080)

// Eight bytes, the first one lowest, on any machine. (Compilers make one load of it.)
static inline uint64_t word_at(const unsigned char *at) {
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

// The [size] bytes at [at], fewer than eight, with NULs behind them.
static inline uint64_t word_of(const unsigned char *at, size_t size) {
    if (size >= 4) {
        uint64_t first =
            (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24;
        at += size - 4;
        uint64_t last =
            (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24;
        return first | last << (size - 4) * 8;  // What is in both is the same in both.
    }
    if (size == 0) return 0;
    size_t middle = size / 2, end = size - 1;
    return (uint64_t)at[0] | (uint64_t)at[middle] << middle * 8 | (uint64_t)at[end] << end * 8;
}

// Marks the bytes equal to [byte].
static inline uint64_t word_marks(uint64_t word, unsigned char byte) {
    uint64_t differs = word ^ (EACH_BYTE * byte);
    return (differs - EACH_BYTE) & ~differs & FIRST_BITS;
}

// Marks quotes, backslashes and control characters.
static inline uint64_t word_specials(uint64_t word) {
    uint64_t controls = (word - EACH_BYTE * 0x20) & ~word & FIRST_BITS;
    return controls | word_marks(word, '"') | word_marks(word, '\\');
}

// The number of bytes before the lowest mark; 8: there is none.
static inline unsigned word_plain(uint64_t marks) {
    if (marks == 0) return 8;
    uint64_t below = (marks & (0 - marks)) - 1;
    return (unsigned)((((below & EACH_BYTE) * EACH_BYTE) >> 56) - 1);
}

#endif
