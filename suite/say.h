// What people read: a dot for each case, the text of a failure, the last line.
//
// All of it is text; who prints it knows the terminal and says so in a style. Nothing in a name or
// a value acts on a terminal.
#ifndef TREADLE_SUITE_SAY_H
#define TREADLE_SUITE_SAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "suite/result.h"

struct suite_style {
    bool color;
    bool utf8;         // Otherwise → … become -> ...
    bool trace;        // All lines of a trace, not only those that led to a difference.
    uint32_t columns;  // Lines of a trace are cut there; 0: never.
};

// The line of a file: its name, and a sign for each of its cases: . x ! (passed, failed, crashed).
void treadle_suite_say_file(
    struct text *out, const struct suite_style *style, const char *file,
    const struct suite_result *results, uint32_t count);

// A case that did not pass, with every difference, whatever was wrong with it, and the trace that
// led there. Says nothing of one that passed.
void treadle_suite_say_failure(
    struct text *out, const struct suite_style *style, const struct suite_result *result);

// The name of a case, and all lines of its trace.
void treadle_suite_say_trace(
    struct text *out, const struct suite_style *style, const struct suite_result *result);

struct suite_totals {
    uint32_t passed, failed;  // Failed: whatever did not pass.
    int64_t virtual_ms;
    const char *command;  // What was typed: "treadle test order.test.yaml".
    int64_t took_ms;      // Real.
};
// The last line: how many passed, and for the last of [results] that failed how to run it again.
void treadle_suite_say_totals(
    struct text *out, const struct suite_style *style, const struct suite_totals *totals,
    const struct suite_result *results, uint32_t count);

// Puts words of the name of results[at] that stand in no other name, so that --filter finds it
// alone, if there are such words shorter than the name. What cannot be typed is not among them.
void treadle_suite_say_words(
    struct text *out, const struct suite_result *results, uint32_t count, uint32_t at);
// Puts [word] as a shell reads it as one, in quotes where it has to be.
void treadle_suite_say_word(struct text *out, const char *word);

#endif
