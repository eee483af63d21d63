// UTF-8, and the two things our strings hold besides (see base/json/string.h): U+0000 as C0 80, and
// half surrogates as ED A0..BF xx.
#ifndef TREADLE_BASE_UTF8_H
#define TREADLE_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

// The length of the valid UTF-8 sequence at [at] (1 for ASCII), or 0 where there is none before
// [end].
static inline int treadle_utf8_size(const unsigned char *at, const unsigned char *end) {
    if (at >= end) return 0;
    if (*at < 0x80) return 1;
    int size = *at < 0xC2 ? 0 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : *at <= 0xF4 ? 4 : 0;
    if (size == 0 || end - at < size) return 0;
    int low = *at == 0xE0 ? 0xA0 : *at == 0xF0 ? 0x90 : 0x80;   // No overlong form,
    int high = *at == 0xED ? 0x9F : *at == 0xF4 ? 0x8F : 0xBF;  // no surrogate, none over 10FFFF.
    if (at[1] < low || at[1] > high) return 0;
    for (int i = 2; i < size; i++)
        if (at[i] < 0x80 || at[i] > 0xBF) return 0;
    return size;
}

// Writes [code] (0 as C0 80, half surrogates as three bytes) and gives what follows it. Four bytes
// at most.
char *treadle_utf8_put(char *out, uint32_t code);
// The code at [*at], which moves past it. For strings of ours: always valid.
uint32_t treadle_utf8_next(const char **at);
size_t treadle_utf8_count(const char *text);  // Of the codes of a string of ours.
// Bytes of the first [count] codes of [text], which may be anybody's; of all, where it has fewer.
size_t treadle_utf8_head(const char *text, size_t count);
// Makes [text] fit to be printed: '?' for control characters but those of [kept], and for each byte
// that is no part of valid UTF-8.
void treadle_utf8_clean(char *text, const char *kept);
// The order of two strings of ours by UTF-16 code units, as AWS (Java) has it: -1, 0 or 1.
int treadle_utf8_compare(const char *a, const char *b);

#endif
