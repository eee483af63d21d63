// A round of tests: files read, their cases run, what came of it told. A command runs one, a watch
// one after the other.
#ifndef TREADLE_CLI_TESTING_H
#define TREADLE_CLI_TESTING_H

#include "cli/line.h"
#include "cli/talk.h"
#include "suite/jobs.h"
#include "suite/say.h"

struct testing {  // Zero it, set the first group.
    struct talk *talk;
    const struct line *line;
    struct suite_style style;
    struct texts paths;  // Of test files; from treadle_find_tests, or some of those.
    // Which cases are meant, beside the filter; NULL: all.
    bool (*is_meant)(const char *file, const char *name, void *data);
    void *data;
    bool quiet;  // Nothing is told but what keeps cases from running.

    struct suite_file *files;
    uint32_t files_count;
    struct suite_job *jobs;
    struct suite_result *results;  // One a job, those of a file beside each other.
    uint32_t jobs_count, jobs_size;
    uint32_t told;    // Jobs whose file has been told.
    int64_t took_ms;  // Real.
    bool unable;      // Some file is none.
};

// Finds the test files that the command line means. False: there are none, which has been said.
bool treadle_testing_find(struct testing *testing);
// Reads the files and picks the cases that are meant. False: there are none, which has been said.
bool treadle_testing_read(struct testing *testing);
// Runs them, telling each file when it is done. False: they could not be run, which has been said.
bool treadle_testing_run(struct testing *testing);
// Counts the cases of a round that was run.
void treadle_testing_totals(const struct testing *testing, struct suite_totals *totals);
// Tells the failures and the last line. Gives the exit code.
int treadle_testing_tell(const struct testing *testing);
// Ends the round: what is left is the first group.
void treadle_testing_clear(struct testing *testing);
// The results of each file: [first] and their number.
typedef void (*testing_file_cb)(
    const struct testing *testing, const struct suite_file *file,
    const struct suite_result *results, uint32_t count, void *data);
void treadle_testing_each_file(const struct testing *testing, testing_file_cb on_file, void *data);
// Writes what came of a round into its test files, and shows what changed. False: one could not be
// written, which has been said.
bool treadle_testing_update(const struct testing *testing);

#endif
