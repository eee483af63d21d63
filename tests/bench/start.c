// From the start of the command to its end, for a machine of one state, beside an empty process.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "tests/bench/bench.h"

// The bounds: what a run may take beyond an empty process, and what it may hold in memory.
enum { BEYOND_US_MAX = 1000, RESIDENT_KB_MAX = 4096 };
enum { RUNS = 400, RUNS_BRIEF = 100 };

static const char definition[] = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\","
                                 "\"Result\":{\"ok\":true},\"End\":true}}}";

// The milliseconds of one run; negative where it did not end in 0.
static double run_once(char *const *arguments, long *peak_kb) {
    static char *const environment[] = {NULL};
    struct bench_child child;
    if (!bench_spawn(arguments, environment, NULL, &child)) return -1;
    if (child.peak_kb > *peak_kb) *peak_kb = child.peak_kb;
    return child.ms;
}

// Runs both in turn, so that whatever else the machine does falls on both.
static bool measure(char *const *command, unsigned runs) {
    static char empty_path[] = "/bin/true";
    static char *const empty[] = {empty_path, NULL};
    double ours[RUNS], theirs[RUNS];
    long peak_kb = 0;
    ASSERT(runs <= RUNS);
    for (unsigned i = 0; i < runs; i++) {
        theirs[i] = run_once(empty, &peak_kb);
        ours[i] = run_once(command, &peak_kb);
        if (theirs[i] >= 0 && ours[i] >= 0) continue;
        printf("start: a run of %s failed\n", ours[i] < 0 ? command[0] : empty[0]);
        return false;
    }
    double median = bench_median(ours, runs), median_empty = bench_median(theirs, runs);
    double beyond = median - median_empty, beyond_least = ours[0] - theirs[0];
    printf(
        "start to end, one state  median %.2f ms, an empty process %.2f: %+.2f ms (least: %+.2f)  "
        "resident %.1f MB at most\n",
        median, median_empty, beyond, beyond_least, (double)peak_kb / 1024);
    // The least is what a busy machine cannot spoil.
    bool quick = beyond_least * 1e3 < BEYOND_US_MAX, small = peak_kb < RESIDENT_KB_MAX;
    if (!quick) printf("start: over %d us beyond an empty process\n", BEYOND_US_MAX);
    if (!small) printf("start: over %d KB resident\n", RESIDENT_KB_MAX);
    return quick && small;
}

bool bench_start(const struct bench_options *options) {
    if (options->command == NULL) {
        printf("SKIPPED start: no --command\n");
        return true;
    }
    char path[] = "/tmp/treadle-bench-XXXXXX", run[] = "run", *program = strdup(options->command);
    int file = mkstemp(path);
    ssize_t size = (ssize_t)strlen(definition);
    bool fine = file >= 0 && write(file, definition, (size_t)size) == size && close(file) == 0;
    char *const command[] = {program, run, path, NULL};
    fine = fine && measure(command, options->brief ? RUNS_BRIEF : RUNS);
    unlink(path);
    free(program);
    return fine;
}
