// What running a folder of cases comes to: a line for each that fails, and the counts.
#ifndef TREADLE_CONFORMANCE_REPORT_H
#define TREADLE_CONFORMANCE_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "base/list.h"
#include "conformance/known.h"

// A zeroed struct begins; report_end ends it.
struct report {
    const char *area;       // Only cases of this area; NULL: all.
    FILE *answers;          // Where a suite writes what it answered; NULL: nowhere.
    struct known *known;    // What is known to fail; NULL: nothing.
    const char *file, *id;  // Of the case at hand.
    struct tally *tally;    // Of its area.
    struct list areas;      // struct tally, by area: a case's own, or else its file's name.
    struct list skips;      // struct tally, by reason.
    uint32_t passed, failed, skipped;
    uint32_t known_failures, surprises;  // Of the failed; of the passed, listed as failing.
};

void report_pass(struct report *report);
void report_fail(struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// [why]: a sentence; every case that is not asserted says it.
void report_skip(struct report *report, const char *why);
// Prints what was skipped and why, a table per area, "N passed, N failed, N skipped", and gives the
// exit status: 0 where cases ran, none failed but those that are known to, and those did.
int report_end(struct report *report);

// Judges one case: one report_pass, report_fail or report_skip.
typedef void report_judge(struct report *report, const cJSON *test);

// Runs [judge] on each case of each *.json file in [folder], in the order of their names; a file is
// an array of cases, and what is wrong with it is a failure. False: there is no such folder.
bool report_run_folder(struct report *report, const char *folder, report_judge *judge);

#endif
