// Why a text could not be read, and where.
#ifndef TREADLE_BASE_JSON_PROBLEM_H
#define TREADLE_BASE_JSON_PROBLEM_H

#include <stdint.h>

struct read_problem {
    char message[256];  // A sentence without a final dot: "a control character must be escaped".
    uint32_t line, column;  // From 1; columns count characters.
    uint32_t width;         // Characters the excerpt underlines, at least 1.
    char pointer[256];  // JSON Pointer of the value being read; "" is the root. Cut where too long.
};

// Sets the message; the pointer. Both are made fit to be printed, and cut where they are too long.
void treadle_problem_say(struct read_problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void treadle_problem_point(struct read_problem *problem, const char *pointer);

#endif
