// Running a case: an engine in virtual time and a world of its own, mocks, and what comes of it.
#ifndef TREADLE_SUITE_RUN_H
#define TREADLE_SUITE_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "suite/file.h"
#include "suite/result.h"

struct suite_options {
    bool seeded;  // [seed] goes before that of a case.
    uint64_t seed;
    bool trace;          // Rows of cases that pass, too.
    uint64_t steps_max;  // Of a case, which is then stopped; 0: LIMIT_suite_steps_max.
    bool coverage;       // What they reach.
};

// Runs cases one after the other, and keeps what they share: machines are parsed once.
struct suite_runner;
struct suite_runner *treadle_suite_runner_new(const struct suite_options *options);
void treadle_suite_runner_free(struct suite_runner *runner);

// Runs a case of [file], which has no problems, and fills [result], which is the caller's to clear.
void treadle_suite_run_case(
    struct suite_runner *runner, struct suite_file *file, const struct suite_entry *entry,
    struct suite_result *result);

#endif
