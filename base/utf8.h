// UTF-8, and the two things our strings hold besides (see base/json/string.h): U+0000 as C0 80, and
// half surrogates as ED A0..BF xx.
#ifndef TREADLE_BASE_UTF8_H
#define TREADLE_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

// The length of the valid UTF-8 sequence at [at] (1 for ASCII), or 0 where there is none before
// [end].
int treadle_utf8_size(const unsigned char *at, const unsigned char *end);
// Writes [code] (0 as C0 80, half surrogates as three bytes) and gives what follows it. Four bytes
// at most.
char *treadle_utf8_put(char *out, uint32_t code);
// The code at [*at], which moves past it. For strings of ours: always valid.
uint32_t treadle_utf8_next(const char **at);
// The order of two strings of ours by UTF-16 code units, as AWS (Java) has it: -1, 0 or 1.
int treadle_utf8_compare(const char *a, const char *b);

#endif
