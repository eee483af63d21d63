// The bytes of a string: from what valid UTF-8 cannot be to what it stands for, and back.
#include "base/json/string.h"

#include "base/utf8.h"

// How many bytes at [at] need no change; the end, a U+0000 or a half surrogate follows.
static size_t plain_size(const char *at) {
    const char *start = at;
    while (*at != '\0' && (unsigned char)*at != 0xC0 &&
           !((unsigned char)*at == 0xED && (unsigned char)at[1] >= 0xA0))
        at++;
    return (size_t)(at - start);
}

bool treadle_string_bytes(const char *string, struct text *out) {
    for (;;) {
        size_t plain = plain_size(string);
        treadle_text_put(out, string, plain);
        string += plain;
        if (*string == '\0') return true;
        if ((unsigned char)*string != 0xC0) return false;
        treadle_text_put(out, "", 1);
        string += 2;
    }
}

bool treadle_string_of_bytes(const char *bytes, size_t size, struct text *out) {
    const unsigned char *at = (const unsigned char *)bytes, *end = at + size, *start = at;
    while (at < end) {
        int count = treadle_utf8_size(at, end);
        if (count == 0) return false;
        if (*at != '\0') {
            at += count;
            continue;
        }
        treadle_text_put(out, (const char *)start, (size_t)(at - start));
        treadle_text_put(out, "\xC0\x80", 2);
        start = ++at;
    }
    treadle_text_put(out, (const char *)start, (size_t)(at - start));
    return true;
}

size_t treadle_string_units(const char *string) {
    size_t units = 0;
    for (; *string != '\0'; string++) {
        unsigned char byte = (unsigned char)*string;
        if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}
