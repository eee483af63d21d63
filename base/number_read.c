// The double nearest to a decimal number.
//
// Three ways, each right where it answers. A short number with a small power of ten is one exact
// division or product. Else the number is multiplied out in 128 bits, with a lower and an upper
// bound of what was cut: where both round to the same double, that is it. What is left lies within
// 2^-60 of the middle between two doubles, and is compared with that middle in whole numbers of any
// length.
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/assert.h"
#include "base/number.h"
#include "base/number_inside.h"

#define DIGITS_EXACT 19  // What 64 bits surely hold.
#define DIGITS_DECIDING                                                                            \
    770                    // No middle of two doubles has more; behind them any digit breaks a tie.
#define MAGNITUDE_MAX 310  // From 10^310 on a number is infinite,
#define MAGNITUDE_MIN -326  // below 10^-326 it is 0.
#define MANTISSA_BITS 52
#define LIMBS         128  // 4096 bits; the largest comparison takes some 2,700.

_Static_assert(
    FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 1, "read_short divides doubles as doubles");

struct big {
    uint32_t count, limbs[LIMBS];  // The smallest first.
};

static void big_multiply(struct big *big, uint32_t factor, uint32_t add) {
    uint64_t carry = add;
    for (uint32_t i = 0; i < big->count; i++) {
        carry += (uint64_t)big->limbs[i] * factor;
        big->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry == 0) return;
    ASSERT(big->count < LIMBS);
    big->limbs[big->count++] = (uint32_t)carry;
}

static void big_times_power_of_five(struct big *big, int64_t power) {
    for (; power >= 13; power -= 13)
        big_multiply(big, 1220703125, 0);  // 5^13
    for (; power > 0; power--)
        big_multiply(big, 5, 0);
}

static void big_shift(struct big *big, int64_t bits) {
    if (big->count == 0) return;
    big_multiply(big, (uint32_t)1 << bits % 32, 0);
    uint32_t whole = (uint32_t)(bits / 32);
    ASSERT(big->count + whole <= LIMBS);
    memmove(big->limbs + whole, big->limbs, big->count * sizeof(*big->limbs));
    memset(big->limbs, 0, whole * sizeof(*big->limbs));
    big->count += whole;
}

static int big_compare(const struct big *a, const struct big *b) {
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (uint32_t i = a->count; i-- > 0;)
        if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i] ? -1 : 1;
    return 0;
}

static struct big big_of(uint64_t value) {
    struct big big = {.count = 0};
    big_multiply(&big, 0, (uint32_t)(value >> 32));
    if (big.count > 0) {
        big.limbs[1] = big.limbs[0];
        big.limbs[0] = (uint32_t)value;
        big.count = 2;
    } else {
        big_multiply(&big, 0, (uint32_t)value);
    }
    return big;
}

static double double_of(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

// The bits of the double nearest to [value] × 2^[scale]. Monotonous, so bounds give bounds.
static uint64_t round_to_double(struct wide value, int64_t scale) {
    if (value.high >> 63 == 0) {
        value.high = value.high << 1 | value.low >> 63;
        value.low <<= 1;
        scale--;
    }
    int64_t exponent = scale + 127 + 1023;  // Biased, of the first bit.
    if (exponent >= 2047) return (uint64_t)2047 << MANTISSA_BITS;
    int64_t drop = 63 - MANTISSA_BITS + (exponent < 1 ? 1 - exponent : 0);
    if (drop > 64) return 0;
    ASSERT(drop > 0);
    uint64_t kept = drop == 64 ? 0 : value.high >> drop;
    uint64_t half = (uint64_t)1 << (drop - 1);
    uint64_t rest = value.high & (half | (half - 1));
    bool up = rest > half || (rest == half && (value.low != 0 || (kept & 1) != 0));
    // The first bit of what is kept adds one to the exponent; so does a carry, up to infinity.
    return ((uint64_t)(exponent < 1 ? 0 : exponent - 1) << MANTISSA_BITS) + kept + up;
}

// The double nearest to [digits] × 10^[power], one of [bits] and the next.
static uint64_t decide(struct big *digits, int64_t power, uint64_t bits) {
    uint64_t mantissa = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
    int64_t exponent = (int64_t)(bits >> MANTISSA_BITS);
    if (exponent > 0) mantissa |= (uint64_t)1 << MANTISSA_BITS;
    if (exponent == 0) exponent = 1;
    struct big middle = big_of(2 * mantissa + 1);
    int64_t twos = exponent - 1075 - 1 - power;  // What the middle has more of than the digits.
    if (power >= 0)
        big_times_power_of_five(digits, power);
    else
        big_times_power_of_five(&middle, -power);
    big_shift(twos >= 0 ? &middle : digits, twos >= 0 ? twos : -twos);
    int order = big_compare(digits, &middle);
    return bits + (order > 0 || (order == 0 && (bits & 1) != 0));
}

// The bounds of [digits] × 10^[power], which [more] (less than 1) may be added to; true: they
// agree.
static bool bound(uint64_t digits, bool more, int64_t power, uint64_t *bits) {
    int scale = 0, zeros = treadle_number_zeros(digits);
    struct wide five = treadle_number_power((int)power, &scale);
    struct wide top = treadle_number_multiply(digits << zeros, five.high);
    struct wide bottom = treadle_number_multiply(digits << zeros, five.low);
    struct wide least = {top.high, top.low + bottom.high};
    least.high += least.low < top.low;
    struct wide most = {least.high, least.low + 4};  // The power's error, and what was cut here.
    most.high += most.low < least.low;
    if (more) most.high += ((uint64_t)1 << zeros) + 1;
    int64_t twos = scale + power - zeros + 64;
    *bits = round_to_double(least, twos);
    return most.high >= least.high && round_to_double(most, twos) == *bits;
}

struct decimal {
    const char *first, *end;  // From the first digit that is not 0 to the end of the digits.
    uint64_t digits;          // The first 19.
    int64_t count;            // Of all digits from [first] on.
    int64_t power;            // Of ten, of the last one.
    bool more;                // Some digit behind the first 19 is not 0.
};

static int64_t read_power(const char *at, const char *end) {
    bool negative = *at == '-';
    if (*at == '-' || *at == '+') at++;
    int64_t power = 0;
    for (; at < end; at++)
        if (power < INT64_MAX / 16) power = power * 10 + (*at - '0');
    return negative ? -power : power;
}

static struct decimal decimal_of(const char *at, const char *end) {
    struct decimal decimal = {.first = end, .end = end};
    bool point = false;
    for (; at < end && (*at | 32) != 'e'; at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        decimal.power -= point;
        if (decimal.count == 0 && *at == '0') continue;
        if (decimal.count == 0) decimal.first = at;
        if (decimal.count < DIGITS_EXACT)
            decimal.digits = decimal.digits * 10 + (uint64_t)(*at - '0');
        else
            decimal.more = decimal.more || *at != '0';
        decimal.count++;
    }
    decimal.end = at;
    if (at < end) decimal.power += read_power(at + 1, end);
    return decimal;
}

// All digits that can matter, and a 1 behind them where others are cut.
static struct big digits_of(const struct decimal *decimal, int64_t *power) {
    struct big big = {.count = 0};
    int64_t count = 0;
    const char *at = decimal->first;
    for (; at < decimal->end && count < DIGITS_DECIDING; at++) {
        if (*at == '.') continue;
        big_multiply(&big, 10, (uint32_t)(*at - '0'));
        count++;
    }
    *power = decimal->power + decimal->count - count;
    bool more = false;
    for (; at < decimal->end; at++)
        more = more || (*at != '.' && *at != '0');
    if (!more) return big;
    big_multiply(&big, 10, 1);
    --*power;
    return big;
}

static bool read_short(uint64_t digits, int64_t power, double *out) {
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (digits > (uint64_t)1 << 53 || power < -22 || power > 22) return false;
    *out = power < 0 ? (double)digits / tens[-power] : (double)digits * tens[power];
    return true;
}

double treadle_number_nearest(uint64_t digits, int64_t power) {
    double value;
    if (digits == 0 || power < MAGNITUDE_MIN - DIGITS_EXACT) return 0;
    if (power > MAGNITUDE_MAX) return HUGE_VAL;
    if (read_short(digits, power, &value)) return value;
    uint64_t bits;
    if (bound(digits, false, power, &bits)) return double_of(bits);
    struct big big = big_of(digits);
    return double_of(decide(&big, power, bits));
}

static double read_magnitude(const char *text, const char *end) {
    struct decimal decimal = decimal_of(text, end);
    if (decimal.count == 0) return 0;
    if (decimal.count <= DIGITS_EXACT) return treadle_number_nearest(decimal.digits, decimal.power);
    int64_t magnitude = decimal.power + decimal.count;
    if (magnitude > MAGNITUDE_MAX) return HUGE_VAL;
    if (magnitude < MAGNITUDE_MIN) return 0;
    uint64_t bits;
    if (bound(decimal.digits, decimal.more, magnitude - DIGITS_EXACT, &bits))
        return double_of(bits);
    int64_t power;
    struct big big = digits_of(&decimal, &power);
    return double_of(decide(&big, power, bits));
}

double treadle_number_read(const char *text, size_t size) {
    bool negative = size > 0 && *text == '-';
    double magnitude = read_magnitude(text + negative, text + size);
    return negative ? -magnitude : magnitude;
}
