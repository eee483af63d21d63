// Text that grows, up to a limit: a zeroed struct is an empty one without a limit.
//
// Past its limit a text keeps what it has, notes [overflowed] and ignores what comes: whoever set
// the limit asks once, at the end.
#ifndef TREADLE_BASE_TEXT_H
#define TREADLE_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct text {
    char *bytes;  // Ends with NUL whenever something was put; NULL before. free() or
                  // treadle_text_clear.
    size_t count, size;
    size_t count_max;  // 0: no limit.
    bool overflowed;
};

// Makes room for [more] bytes and a NUL, and lends the place where they go; NULL past the limit.
char *treadle_text_room(struct text *text, size_t more);
void treadle_text_put(struct text *text, const char *bytes, size_t count);
void treadle_text_add(struct text *text, const char *string);
void treadle_text_printf(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void treadle_text_print_args(struct text *text, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
void treadle_text_clear(struct text *text);
// Is [end] what [string] ends in?
bool treadle_text_ends(const char *string, const char *end);
const char *treadle_text_string(const struct text *text);  // lends; "" where nothing was put.

#endif
