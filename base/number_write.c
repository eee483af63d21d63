// The shortest text of a double.
//
// The double is multiplied out to 18 digits, cut to fewer, and the reader is asked whether it would
// get the same double back: it is the judge, so what is written always reads back. Fifteen digits
// come first, because any shorter text of a normal number shows there as zeros at the end.
// The form is JavaScript's: 0.000001, 100000000000000000000, 1e+21.
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/assert.h"
#include "base/number.h"
#include "base/number_inside.h"

#define DIGITS_ALL   18  // One more than any double needs, to round by.
#define PLAIN_MAX    1e15
#define LOG10_OF_2   0.30102999566398120
#define FIXED_BEFORE 21  // Digits before the point that are still written without an exponent,
#define FIXED_BEHIND -6  // and zeros behind it.

struct decimal {
    uint64_t digits;  // Without zeros at the end.
    int count;        // How many those are.
    int magnitude;    // The value is 0.digits × 10^magnitude.
};

static const uint64_t tens[] = {
    1u,
    10u,
    100u,
    1000u,
    10000u,
    100000u,
    1000000u,
    10000000u,
    100000000u,
    1000000000u,
    10000000000u,
    100000000000u,
    1000000000000u,
    10000000000000u,
    100000000000000u,
    1000000000000000u,
    10000000000000000u,
    100000000000000000u,
    1000000000000000000u,
};

// [value] × 10^[power] as a whole number, which must fit.
static uint64_t multiply_out(double value, int power) {
    int exponent = 0, scale = 0;
    double fraction = frexp(value, &exponent);  // Exact: 0.5 to 1.
    uint64_t mantissa = (uint64_t)ldexp(fraction, 63) << 1;
    struct wide five = treadle_number_power(power, &scale);
    struct wide top = treadle_number_multiply(mantissa, five.high);
    struct wide bottom = treadle_number_multiply(mantissa, five.low);
    uint64_t high = top.high + (top.low + bottom.high < top.low);
    int drop = -(exponent + 64 + scale + power);  // Bits of [high] behind the point.
    ASSERT(drop > 0 && drop < 64);
    return high >> drop;
}

// The first 18 digits, cut; [*magnitude] as in struct decimal.
static uint64_t digits_of(double value, int *magnitude) {
    int exponent = 0;
    (void)frexp(value, &exponent);
    *magnitude = (int)floor((exponent - 1) * LOG10_OF_2) + 1;  // Right, or less by one.
    uint64_t digits = multiply_out(value, DIGITS_ALL - *magnitude);
    if (digits < tens[DIGITS_ALL]) return digits;
    ++*magnitude;
    return multiply_out(value, DIGITS_ALL - *magnitude);
}

static bool reads_back(double value, struct decimal decimal) {
    return treadle_number_nearest(decimal.digits, decimal.magnitude - decimal.count) == value;
}

// Cuts [all] to the [out->count] digits that are closest to [value] and read back; false: none do.
// The closest do not where the other neighbour is farther from a power of two, but on its wide
// side.
static bool try_digits(double value, uint64_t all, struct decimal *out) {
    uint64_t unit = tens[DIGITS_ALL - out->count], cut = all / unit;
    bool up = all % unit * 2 >= unit;
    out->digits = cut + up;
    if (reads_back(value, *out)) return true;
    out->digits = cut + !up;
    return reads_back(value, *out);
}

static struct decimal shortest(double value) {
    struct decimal decimal = {.count = value < DBL_MIN ? 1 : DBL_DIG};
    uint64_t all = digits_of(value, &decimal.magnitude);
    while (!try_digits(value, all, &decimal))
        decimal.count++;
    ASSERT(decimal.count <= DBL_DECIMAL_DIG);
    if (decimal.digits == tens[decimal.count]) {  // 9.99… became 10.
        decimal.count++;
        decimal.magnitude++;
    }
    for (; decimal.digits % 10 == 0; decimal.digits /= 10)
        decimal.count--;
    return decimal;
}

static char *put_digits(char *out, uint64_t value) {
    char digits[20], *at = digits + sizeof(digits);
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    size_t size = (size_t)(digits + sizeof(digits) - at);
    memcpy(out, at, size);
    return out + size;
}

static char *put_zeros(char *out, int count) {
    for (; count > 0; count--)
        *out++ = '0';
    return out;
}

static char *put_fixed(char *out, struct decimal decimal) {
    if (decimal.magnitude <= 0) {  // 0.00123
        *out++ = '0';
        *out++ = '.';
        return put_digits(put_zeros(out, -decimal.magnitude), decimal.digits);
    }
    if (decimal.count <= decimal.magnitude)  // 12300
        return put_zeros(put_digits(out, decimal.digits), decimal.magnitude - decimal.count);
    char *point = out + decimal.magnitude;  // 12.3
    char *end = put_digits(out, decimal.digits);
    memmove(point + 1, point, (size_t)(end - point));
    *point = '.';
    return end + 1;
}

static char *put_exponent(char *out, struct decimal decimal) {
    char *end = put_digits(out, decimal.digits);
    if (decimal.count > 1) {
        memmove(out + 2, out + 1, (size_t)(end - out - 1));
        out[1] = '.';
        end++;
    }
    int exponent = decimal.magnitude - 1;
    *end++ = 'e';
    *end++ = exponent < 0 ? '-' : '+';
    return put_digits(end, (uint64_t)(exponent < 0 ? -exponent : exponent));
}

size_t treadle_number_write(char out[NUMBER_TEXT_SIZE], double value) {
    ASSERT(isfinite(value));
    char *at = out;
    if (signbit(value)) *at++ = '-';
    value = fabs(value);
    if (value < PLAIN_MAX && value == (double)(uint64_t)value) {
        at = put_digits(at, (uint64_t)value);
    } else {
        struct decimal decimal = shortest(value);
        bool fixed = decimal.magnitude <= FIXED_BEFORE && decimal.magnitude >= FIXED_BEHIND + 1;
        at = fixed ? put_fixed(at, decimal) : put_exponent(at, decimal);
    }
    ASSERT(at <= out + NUMBER_TEXT_SIZE);
    return (size_t)(at - out);
}
