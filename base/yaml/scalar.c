// What a plain scalar is: YAML 1.2.2 section 10.3.2, "Tag Resolution" of the core schema.
//
// One rule is ours: a number that begins with 0 and goes on with digits stays a string. YAML 1.1
// read it as octal, 1.2 as decimal, and who writes 012345678901 means an AWS account.
#include "base/yaml/scalar.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

static const struct {
    const char *text;
    int type;
} words[] = {
    {"", cJSON_NULL},       {"~", cJSON_NULL},      {"null", cJSON_NULL},   {"Null", cJSON_NULL},
    {"NULL", cJSON_NULL},   {"true", cJSON_True},   {"True", cJSON_True},   {"TRUE", cJSON_True},
    {"false", cJSON_False}, {"False", cJSON_False}, {"FALSE", cJSON_False},
};

static const char *const unspeakable[] = {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"};

static size_t digits(const char *text) {
    return strspn(text, "0123456789");
}

// The size of the exponent at [at]: 0 where none is written, SIZE_MAX where it is none.
static size_t exponent_size(const char *at) {
    if (*at != 'e' && *at != 'E') return 0;
    size_t sign = at[1] == '+' || at[1] == '-';
    size_t count = digits(at + 1 + sign);
    return count == 0 ? SIZE_MAX : 1 + sign + count;
}

// The JSON text of a decimal number, in [arena]; NULL: it is none.
static char *decimal(struct arena *arena, const char *text) {
    const char *at = text + (*text == '+' || *text == '-');
    size_t whole = digits(at), fraction = 0;
    const char *rest = at + whole;
    bool point = *rest == '.';
    if (point) {
        fraction = digits(rest + 1);
        rest += 1 + fraction;
    }
    size_t exponent = exponent_size(rest);
    if (whole + fraction == 0 || exponent == SIZE_MAX || rest[exponent] != '\0') return NULL;
    if (whole > 1 && *at == '0') return NULL;  // A string: see above.
    return treadle_arena_print(
        arena, "%s%.*s%s%s%s", *text == '-' ? "-" : "", whole == 0 ? 1 : (int)whole,
        whole == 0 ? "0" : at, point ? "." : "", point && fraction == 0 ? "0" : "",
        at + whole + point);
}

// The value of 0x1F or 0o17 as decimal text, in [arena]; NULL: it is none, or too large for 64
// bits.
static char *of_base(struct arena *arena, const char *text, unsigned base) {
    static const char all[] = "0123456789abcdef";
    uint64_t value = 0;
    if (*text == '\0') return NULL;
    for (; *text != '\0'; text++) {
        int letter = *text >= 'A' && *text <= 'F' ? *text | 32 : *text;
        const char *digit = memchr(all, letter, base);
        if (digit == NULL || value > (UINT64_MAX - 15) / base) return NULL;
        value = value * base + (uint64_t)(digit - all);
    }
    return treadle_arena_print(arena, "%llu", (unsigned long long)value);
}

static char *number(struct arena *arena, const char *text) {
    if (strncmp(text, "0x", 2) == 0) return of_base(arena, text + 2, 16);
    if (strncmp(text, "0o", 2) == 0) return of_base(arena, text + 2, 8);
    if (strchr("+-.0123456789", *text) == NULL) return NULL;
    return decimal(arena, text);
}

const char *treadle_yaml_scalar(struct arena *arena, cJSON *node, const char *text) {
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i].text, text) != 0) continue;
        node->type = words[i].type;
        node->valueint = node->type == cJSON_True;
        return NULL;
    }
    const char *unsigned_text = text + (*text == '+' || *text == '-');
    for (size_t i = 0; i < COUNT_OF(unspeakable); i++)
        if (strcmp(unspeakable[i], unsigned_text) == 0)
            return "JSON has no such number; put it in quotes if a text is meant";
    char *as_json = number(arena, text);
    if (as_json != NULL) {
        (void)treadle_number_set_text(node, as_json);
        return NULL;
    }
    node->type = cJSON_String;
    node->valuestring = treadle_arena_copy(arena, text);
    return NULL;
}
