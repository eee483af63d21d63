// What reading and writing numbers share: powers of ten with a known error, and the double nearest
// to a decimal. For base/number*.c alone.
#ifndef TREADLE_BASE_NUMBER_INSIDE_H
#define TREADLE_BASE_NUMBER_INSIDE_H

#include <stdint.h>

struct wide {  // 128 bits.
    uint64_t high, low;
};

struct wide treadle_number_multiply(uint64_t a, uint64_t b);

enum {  // The powers there are: what any double may need.
    POWER_MIN = -364,
    POWER_MAX = 363,
};

// 5^[power] is at least the 128 bits given, of which the first is set, times 2^[*scale], and less
// than three units of the last bit more.
struct wide treadle_number_power(int power, int *scale);

int treadle_number_zeros(uint64_t bits);  // Leading zeros of what is not 0.

// The double nearest to [digits] × 10^[power], ties to even. [digits] has at most 19 digits.
double treadle_number_nearest(uint64_t digits, int64_t power);

#endif
