// Numbers as DynamoDB keeps them. Nothing here is a double: digits go in and the same digits come
// out.
#include "services/dynamodb/number.h"

#include <stdint.h>

#include "base/assert.h"

// -- reading

struct digits {  // Of a mantissa under way.
    struct dynamodb_number *out;
    int64_t count;     // Significant digits so far; only the first ones are kept.
    int64_t zeros;     // Zeros behind them, which count once another digit follows.
    int64_t exponent;  // Of the first digit.
    bool seen;         // Any digit at all.
};

static void keep(struct digits *digits, char digit) {
    if (digits->count < DYNAMODB_DIGITS_MAX) digits->out->digits[digits->count] = digit;
    digits->count++;
}

static void take(struct digits *digits, char digit, bool fraction) {
    bool started = digits->count > 0;
    digits->seen = true;
    if (!started && digit == '0') {
        if (fraction) digits->exponent--;
        return;
    }
    if (!fraction) digits->exponent++;
    if (digit == '0') {
        digits->zeros++;
        return;
    }
    for (; digits->zeros > 0; digits->zeros--)
        keep(digits, '0');
    keep(digits, digit);
}

static const char *read_mantissa(const char *at, struct digits *digits) {
    bool fraction = false;
    for (;; at++) {
        if (*at == '.' && !fraction)
            fraction = true;
        else if (*at >= '0' && *at <= '9')
            take(digits, *at, fraction);
        else
            return at;
    }
}

// Reads "e-12" where there is one; NULL where there is only half of one.
static const char *read_exponent(const char *at, int64_t *out) {
    enum { FAR = 1000000000 };  // Beyond what any mantissa brings back into range.
    if (*at != 'e' && *at != 'E') return at;
    at++;
    bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    if (*at < '0' || *at > '9') return NULL;
    int64_t exponent = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        if (exponent < FAR) exponent = exponent * 10 + (*at - '0');
    *out = negative ? -exponent : exponent;
    return at;
}

enum dynamodb_number_problem treadle_dynamodb_number_read(
    const char *text, struct dynamodb_number *out) {
    *out = (struct dynamodb_number){.negative = *text == '-'};
    struct digits digits = {.out = out, .exponent = -1};
    int64_t exponent = 0;
    const char *at = read_mantissa(text + (*text == '-' || *text == '+'), &digits);
    at = read_exponent(at, &exponent);
    if (!digits.seen || at == NULL || *at != '\0') return DYNAMODB_NUMBER_NONE;
    exponent += digits.exponent;
    if (digits.count == 0) {
        out->negative = false;
        return DYNAMODB_NUMBER_FINE;
    }
    if (exponent > DYNAMODB_EXPONENT_MAX) return DYNAMODB_NUMBER_TOO_LARGE;
    if (exponent < DYNAMODB_EXPONENT_MIN) return DYNAMODB_NUMBER_TOO_SMALL;
    if (digits.count > DYNAMODB_DIGITS_MAX) return DYNAMODB_NUMBER_TOO_LONG;
    out->count = (int)digits.count;
    out->exponent = (int)exponent;
    ASSERT(out->digits[0] != '0' && out->digits[out->count - 1] != '0');
    return DYNAMODB_NUMBER_FINE;
}

// -- writing

static void put_zeros(struct text *out, int count) {
    for (; count > 0; count--)
        treadle_text_put(out, "0", 1);
}

void treadle_dynamodb_number_write(const struct dynamodb_number *number, struct text *out) {
    int whole = number->exponent + 1;  // Digits before the point.
    if (number->count == 0) {
        treadle_text_put(out, "0", 1);
        return;
    }
    if (number->negative) treadle_text_put(out, "-", 1);
    if (whole <= 0) {
        treadle_text_put(out, "0.", 2);
        put_zeros(out, -whole);
        treadle_text_put(out, number->digits, (size_t)number->count);
    } else if (whole >= number->count) {
        treadle_text_put(out, number->digits, (size_t)number->count);
        put_zeros(out, whole - number->count);
    } else {
        treadle_text_put(out, number->digits, (size_t)whole);
        treadle_text_put(out, ".", 1);
        treadle_text_put(out, number->digits + whole, (size_t)(number->count - whole));
    }
}

// Sign, exponent, digits. Below zero all three are turned round, and an end mark above every digit
// makes the longer number the lesser one: -1.25 goes before -1.2.
void treadle_dynamodb_number_order(const struct dynamodb_number *number, struct text *out) {
    enum { EXPONENT_SHIFT = 500 };  // Three digits for every exponent there is.
    treadle_text_put(out, number->count == 0 ? "5" : number->negative ? "4" : "6", 1);
    if (number->count == 0) return;
    int exponent = number->exponent + EXPONENT_SHIFT;
    treadle_text_printf(out, "%03d", number->negative ? 999 - exponent : exponent);
    for (int i = 0; i < number->count; i++) {
        char digit = number->digits[i];
        if (number->negative) digit = (char)('0' + '9' - digit);
        treadle_text_put(out, &digit, 1);
    }
    if (number->negative) treadle_text_put(out, "~", 1);
}

// AWS's guide says about a byte for two digits and one more; this is what consumed capacity was
// observed to follow (architect/dynalite): pairs of digits are counted from the point outwards.
size_t treadle_dynamodb_number_size(const struct dynamodb_number *number) {
    if (number->count == 0) return 1;
    bool split = number->count % 2 == 0 && number->exponent % 2 == 0;
    return 1 + (size_t)(number->count + 1) / 2 + split + number->negative;
}
