// Case without a locale. (libc's strcasecmp asks the locale what a letter is.)
#include "base/ascii.h"

static int lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter;
}

bool treadle_ascii_begins(const char *text, const char *beginning) {
    for (; *beginning != '\0'; text++, beginning++)
        if (lower(*text) != lower(*beginning)) return false;
    return true;
}

bool treadle_ascii_same(const char *a, const char *b) {
    for (; *a != '\0' && *b != '\0'; a++, b++)
        if (lower(*a) != lower(*b)) return false;
    return *a == *b;
}
