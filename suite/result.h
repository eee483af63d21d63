// What came of one case: its verdict, every difference from what it expects, what was wrong with
// the case itself, and the trace.
//
// A result owns all it holds, knows its case by name and place alone, and can be written down and
// read again: it crosses from a worker to whoever reports.
#ifndef TREADLE_SUITE_RESULT_H
#define TREADLE_SUITE_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/text.h"

enum suite_verdict {
    VERDICT_PASSED,
    VERDICT_FAILED,   // It ran, and something is otherwise than expected.
    VERDICT_BROKEN,   // It could not run: see its problems.
    VERDICT_CRASHED,  // Whoever ran it died.
};

enum suite_look { LOOK_WORD, LOOK_VALUE, LOOK_PATH };

enum expect_key {
#define EXPECT(key, look, way) EXPECT_##key,
#include "suite/expect.def"
#undef EXPECT
    EXPECT_KEYS
};

// One value that is otherwise. NULL: there is nothing.
struct suite_part {
    const char *path;  // Where in the difference's value: "id", "items[1].sku"; "" is the whole.
    const cJSON *want, *have;
};

// One expectation that was not met, with all that is otherwise in it.
struct suite_difference {
    enum expect_key key;
    enum suite_look look;
    const char *what;  // As people call it: "output", "Charge Card calls".
    const char
        *pointer;   // JSON Pointer in `expect` of what was not met: "/states/Charge Card/calls".
    uint32_t line;  // Where that stands in the test file; 0: it is not written, or unknown.
    struct suite_part *parts;
    uint32_t parts_count, parts_size;
    uint32_t equal;    // Members and elements beside the parts that are as expected.
    uint32_t first;    // LOOK_PATH: the index in what came of the first state that differs.
    const cJSON *put;  // What would have been right there; NULL: nothing, the key has to go.
    bool partial;      // Objects may hold more than is expected.
};

// Something wrong with the case itself: a mock for no state, an answer nobody asked for.
struct suite_problem {
    const char *message;           // A sentence without a final dot.
    const char *help;              // What to do about it, or NULL.
    const char *file;              // NULL: the case's.
    uint32_t line, column, width;  // 0: unknown.
};

// One line of the trace.
struct suite_row {
    int64_t at_ms;      // Virtual time since the case's start.
    uint32_t depth;     // In Map and Parallel.
    const char *state;  // "" where the line belongs to none.
    const char *what;  // What happened: "lambda:invoke {…} ✗ CardDeclined · Catch 1 → Cancelled".
    const char
        *why;      // The transition out of the state: "order.asl.yaml:44:47, Catch 1 of 'A'"; NULL.
    int32_t step;  // The state's index in the outcome's `path`; -1: not at the top level.
};

struct suite_result {    // A zeroed struct is a case that passed without a name.
    struct arena arena;  // All that follows.
    const char *file, *name;
    uint32_t line;  // Of the case.
    enum suite_verdict verdict;
    struct suite_difference *differences;
    uint32_t differences_count, differences_size;
    struct suite_problem *problems;
    uint32_t problems_count, problems_size;
    struct suite_row *rows;
    uint32_t rows_count, rows_size;
    int64_t elapsed_ms;     // Virtual.
    int64_t took_us;        // Real.
    const cJSON *coverage;  // What it reached (coverage.h); NULL: nobody asked.
};

// All copied; NULL texts stay NULL.
void treadle_suite_result_init(
    struct suite_result *result, const char *file, uint32_t line, const char *name);
void treadle_suite_result_clear(struct suite_result *result);

// Adds what is given, copied. A problem makes a passed case a failed one.
void treadle_suite_result_problem(struct suite_result *result, const struct suite_problem *problem);
void treadle_suite_result_row(struct suite_result *result, const struct suite_row *row);

// As one line of JSON, without the line's end; and back into a result that is zeroed, false where
// the text is none.
void treadle_suite_result_write(const struct suite_result *result, struct text *out);
bool treadle_suite_result_read(struct suite_result *result, const char *text, size_t size);

const char *treadle_expect_name(enum expect_key key);
bool treadle_expect_is_way(enum expect_key key);

#endif
