// Number nodes: made, compared as decimals of any length, taken as integers.
#include "base/number.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/assert.h"

void treadle_number_set(cJSON *node, double value) {
    node->type = cJSON_Number;
    node->valuedouble = value;
    node->valueint = value >= INT_MAX ? INT_MAX : value <= INT_MIN ? INT_MIN : (int)value;
}

bool treadle_number_set_text(cJSON *node, char *text) {
    size_t size = strlen(text);
    treadle_number_set(node, treadle_number_read(text, size));
    size_t digits = strspn(text + (*text == '-'), "0123456789");
    bool whole = digits + (*text == '-') == size;
    bool plain = whole && digits <= NUMBER_PLAIN_DIGITS_MAX && strcmp(text, "-0") != 0;
    if (!plain) node->valuestring = text;
    return !plain;
}

bool treadle_number_read_int(const char *text, int64_t min, int64_t max, int64_t *out) {
    bool negative = *text == '-';
    const char *at = text + negative;
    if (*at == '\0') return false;
    int64_t value = 0;  // Below 0, where there is room for one more.
    for (; *at != '\0'; at++) {
        if (*at < '0' || *at > '9') return false;
        int digit = *at - '0';
        if (value < (INT64_MIN + digit) / 10) return false;
        value = value * 10 - digit;
    }
    if (!negative && value == INT64_MIN) return false;
    if (!negative) value = -value;
    if (value < min || value > max) return false;
    *out = value;
    return true;
}

// A number as 0.d1d2d3… × 10^exponent; [digits] points at d1 and may hold a decimal point.
struct decimal {
    const char *digits;
    int64_t exponent;
    bool negative, zero;
};

// The exponent behind an 'e'. Saturates far beyond any text's length, which is enough to compare
// by.
static int64_t exponent_of(const char *at) {
    bool negative = *at == '-';
    if (*at == '-' || *at == '+') at++;
    int64_t exponent = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        if (exponent < INT64_MAX / 16) exponent = exponent * 10 + (*at - '0');
    return negative ? -exponent : exponent;
}

static struct decimal decimal_of(const char *text) {
    struct decimal decimal = {.negative = *text == '-', .zero = true};
    const char *at = text + decimal.negative;
    bool point = false;
    for (; (*at >= '0' && *at <= '9') || *at == '.'; at++) {
        if (*at == '.') {
            point = true;
        } else if (decimal.zero && *at == '0') {
            decimal.exponent -= point;
        } else {
            if (decimal.zero) decimal.digits = at;
            decimal.zero = false;
            decimal.exponent += !point;
        }
    }
    if (*at == 'e' || *at == 'E') decimal.exponent += exponent_of(at + 1);
    return decimal;
}

// The next digit, 0 where there are no more; [*over] is set then.
static int digit_next(const char **at, bool *over) {
    if (**at == '.') ++*at;
    *over = **at < '0' || **at > '9';
    return *over ? 0 : *(*at)++ - '0';
}

static int compare_magnitude(struct decimal a, struct decimal b) {
    if (a.exponent != b.exponent) return a.exponent < b.exponent ? -1 : 1;
    for (;;) {
        bool a_over = false, b_over = false;
        int x = digit_next(&a.digits, &a_over), y = digit_next(&b.digits, &b_over);
        if (x != y) return x < y ? -1 : 1;
        if (a_over && b_over) return 0;
    }
}

// The node's text, or one made of its double in [room].
static const char *text_of(const cJSON *number, char room[NUMBER_TEXT_SIZE + 1]) {
    if (number->valuestring != NULL) return number->valuestring;
    room[treadle_number_write(room, number->valuedouble)] = '\0';
    return room;
}

static int sign_of(struct decimal decimal) {
    return decimal.zero ? 0 : decimal.negative ? -1 : 1;
}

int treadle_number_compare(const cJSON *a, const cJSON *b) {
    // Rounding keeps order: where the nearest doubles differ, the numbers do, and the same way.
    if (a->valuedouble != b->valuedouble) return a->valuedouble < b->valuedouble ? -1 : 1;
    if (a->valuestring == NULL && b->valuestring == NULL) return 0;
    char rooms[2][NUMBER_TEXT_SIZE + 1];
    struct decimal x = decimal_of(text_of(a, rooms[0])), y = decimal_of(text_of(b, rooms[1]));
    if (sign_of(x) != sign_of(y)) return sign_of(x) < sign_of(y) ? -1 : 1;
    if (x.zero) return 0;
    return x.negative ? compare_magnitude(y, x) : compare_magnitude(x, y);
}

// The whole number that [decimal] is; false where it has a fraction or does not fit.
static bool int_of(struct decimal decimal, int64_t *out) {
    int64_t value = 0;  // Below 0, where there is room for one more.
    if (decimal.zero) decimal.exponent = 0;
    if (!decimal.zero && (decimal.exponent < 1 || decimal.exponent > 19)) return false;
    bool over = decimal.zero;
    for (int64_t i = 0; i < decimal.exponent; i++) {
        int digit = digit_next(&decimal.digits, &over);
        if (value < (INT64_MIN + digit) / 10) return false;
        value = value * 10 - digit;
    }
    while (!over)
        if (digit_next(&decimal.digits, &over) != 0) return false;
    if (!decimal.negative && value == INT64_MIN) return false;
    *out = decimal.negative ? value : -value;
    return true;
}

bool treadle_number_int(const cJSON *number, int64_t *out) {
    ASSERT((number->type & 0xFF) == cJSON_Number);
    double value = number->valuedouble;
    if (number->valuestring != NULL) return int_of(decimal_of(number->valuestring), out);
    if (value != floor(value) || value < -9223372036854775808.0 || value >= 9223372036854775808.0)
        return false;
    *out = (int64_t)value;
    return true;
}
