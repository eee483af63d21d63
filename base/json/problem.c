// The words of problems.
#include "base/json/problem.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

void treadle_problem_say(struct read_problem *problem, const char *format, ...) {
    va_list args;
    va_start(args, format);
    (void)vsnprintf(problem->message, sizeof(problem->message), format, args);
    va_end(args);
    treadle_utf8_clean(problem->message, "");
}

void treadle_problem_point(struct read_problem *problem, const char *pointer) {
    (void)snprintf(problem->pointer, sizeof(problem->pointer), "%s", pointer);
    treadle_utf8_clean(problem->pointer, "");
}
