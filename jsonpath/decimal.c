// BigDecimal's grammar is JSON's with more freedom, so a text is rewritten as a JSON number and
// read.
#include "jsonpath/decimal.h"

#include <string.h>

static const char *digits_end(const char *at) {
    while (*at >= '0' && *at <= '9')
        at++;
    return at;
}

static char *put(char *out, const char *from, const char *end) {
    memcpy(out, from, (size_t)(end - from));
    return out + (end - from);
}

const cJSON *treadle_decimal_read(struct arena *arena, const char *text) {
    char *json = treadle_arena_alloc(arena, strlen(text) + 3), *out = json;
    if (*text == '-') *out++ = '-';
    text += *text == '-' || *text == '+';
    const char *end = digits_end(text), *whole = text;
    while (whole < end && *whole == '0')
        whole++;
    const char *fraction = end, *fraction_end = end;
    if (*end == '.') {
        fraction = end + 1;
        fraction_end = digits_end(fraction);
    }
    if (end == text && fraction == fraction_end) return NULL;
    out = whole == end ? put(out, "0", &"0"[1]) : put(out, whole, end);
    if (fraction < fraction_end) out = put(out, fraction - 1, fraction_end);
    const char *exponent = fraction_end;
    if (*exponent == 'e' || *exponent == 'E') {
        const char *number = exponent + 1;
        number += *number == '-' || *number == '+';
        const char *exponent_end = digits_end(number);
        // Java's exponents are 32-bit numbers.
        if (exponent_end == number || exponent_end - number > 9) return NULL;
        out = put(out, exponent, exponent_end);
        exponent = exponent_end;
    }
    if (*exponent != '\0') return NULL;
    return treadle_scratch_read(arena, json, (size_t)(out - json));
}
