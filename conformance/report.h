// What running a folder of cases comes to: a line for each that fails or is passed over, and the
// count.
#ifndef TREADLE_CONFORMANCE_REPORT_H
#define TREADLE_CONFORMANCE_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

struct report {
    const char *file;  // The file the cases at hand are from.
    uint32_t passed, failed, skipped;
};

void report_pass(struct report *report);
void report_fail(struct report *report, const char *id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// [why]: a sentence; every case that is not asserted says it.
void report_skip(struct report *report, const char *id, const char *why);
// Prints "N passed, N failed, N skipped" and gives the exit status: 0 where cases ran and none
// failed.
int report_end(const struct report *report);

// Judges one case: one report_pass, report_fail or report_skip.
typedef void report_judge(struct report *report, const cJSON *test);

// Runs [judge] on each case of each *.json file in [folder], in the order of their names; a file is
// an array of cases, and what is wrong with it is a failure. False: there is no such folder.
bool report_run_folder(struct report *report, const char *folder, report_judge *judge);

#endif
