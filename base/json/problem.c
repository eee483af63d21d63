// The words of problems.
#include "base/json/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

// Makes what may come from anybody's text fit to be printed: '?' for control characters and for
// what is no UTF-8, the end of a text that was cut among them.
static void clean(char *text) {
    unsigned char *at = (unsigned char *)text, *end = at + strlen(text);
    while (at < end) {
        int size = treadle_utf8_size(at, end);
        if (size == 0 || *at < ' ' || *at == 0x7F) *at = '?';
        at += size == 0 ? 1 : size;
    }
}

void treadle_problem_say(struct read_problem *problem, const char *format, ...) {
    va_list args;
    va_start(args, format);
    (void)vsnprintf(problem->message, sizeof(problem->message), format, args);
    va_end(args);
    clean(problem->message);
}

void treadle_problem_point(struct read_problem *problem, const char *pointer) {
    (void)snprintf(problem->pointer, sizeof(problem->pointer), "%s", pointer);
    clean(problem->pointer);
}
