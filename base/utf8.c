// UTF-8 as RFC 3629 has it, and the two things our strings hold besides.
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

char *treadle_utf8_put(char *out, uint32_t code) {
    if (code != 0 && code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {  // U+0000 among them.
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 63));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 63));
        *out++ = (char)(0x80 | (code & 63));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 63));
        *out++ = (char)(0x80 | (code >> 6 & 63));
        *out++ = (char)(0x80 | (code & 63));
    }
    return out;
}

uint32_t treadle_utf8_next(const char **at) {
    const unsigned char *bytes = (const unsigned char *)*at;
    uint32_t first = bytes[0];
    if (first < 0x80) {
        *at += 1;
        return first;
    }
    int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    uint32_t code = first & (0x7Fu >> size);
    for (int i = 1; i < size; i++)
        code = code << 6 | (bytes[i] & 63u);
    *at += size;
    return code;
}

size_t treadle_utf8_count(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; count++)
        (void)treadle_utf8_next(&text);
    return count;
}

size_t treadle_utf8_head(const char *text, size_t count) {
    size_t size = 0;
    for (; text[size] != '\0'; size++)
        if (((unsigned char)text[size] & 0xC0) != 0x80 && count-- == 0) break;
    return size;
}

void treadle_utf8_clean(char *text, const char *kept) {
    unsigned char *at = (unsigned char *)text, *end = at + strlen(text);
    while (at < end) {
        int size = treadle_utf8_size(at, end);
        bool control = *at < ' ' || *at == 0x7F;
        if (size == 0 || (control && strchr(kept, *at) == NULL)) *at = '?';
        at += size == 0 ? 1 : size;
    }
}

struct units {
    const char *at;
    uint32_t pending;  // The second half of a pair; 0: none.
};

// The next UTF-16 code unit, or -1 at the end.
static int32_t unit_next(struct units *units) {
    if (units->pending != 0) {
        int32_t unit = (int32_t)units->pending;
        units->pending = 0;
        return unit;
    }
    if (*units->at == '\0') return -1;
    uint32_t code = treadle_utf8_next(&units->at);
    if (code < 0x10000) return (int32_t)code;
    units->pending = 0xDC00 | (code & 0x3FF);
    return (int32_t)(0xD800 + ((code - 0x10000) >> 10));
}

static bool inside(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

int treadle_utf8_compare(const char *a, const char *b) {
    const char *start = a;
    while (*a != '\0' && *a == *b)
        a++, b++;
    if (*a == *b) return 0;
    while (a > start && (inside(*a) || inside(*b)))  // Back to where both characters begin.
        a--, b--;
    struct units x = {a, 0}, y = {b, 0};
    for (;;) {
        int32_t p = unit_next(&x), q = unit_next(&y);
        if (p != q) return p < q ? -1 : 1;
        if (p < 0) return 0;
    }
}
