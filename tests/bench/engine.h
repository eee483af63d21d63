// Between the files of the program `engine`: its rows.
#ifndef TREADLE_TESTS_BENCH_ENGINE_H
#define TREADLE_TESTS_BENCH_ENGINE_H

#include "tests/bench/bench.h"

enum row_kind {
    ROW_RUN,      // From opening an engine to the end of the last execution.
    ROW_COMPILE,  // The same with reading the definition.
    ROW_EXPRESS,  // As RUN, of Express executions.
    ROW_WAITING,  // From the first start until all of them wait.
    ROW_START     // The command, as a process.
};

struct row {
    const char *name, *machine, *input;  // Files of the data; [input] NULL: "{}".
    enum row_kind kind;
    unsigned count;  // Of executions.
    double target, factor, fastest_ms;
    const char *fastest_by, *what;  // [fastest_by] NULL: nobody.
};

// Runs the row once, in this process, and prints {"ms", "work", "kb"}: how long it took, how much
// of that the processor worked for it, and the most memory the process held. False: it cannot, and
// says why.
bool bench_engine_row(const struct row *row, const char *data);

#endif
