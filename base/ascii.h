// Texts compared without regard to the case of ASCII letters, the same in every locale: names of
// HTTP headers, words of protocols.
#ifndef TREADLE_BASE_ASCII_H
#define TREADLE_BASE_ASCII_H

#include <stdbool.h>

bool treadle_ascii_same(const char *a, const char *b);
bool treadle_ascii_begins(const char *text, const char *beginning);

#endif
