// What came of many cases, for whoever else reads it: JUnit, Markdown, TAP, GitHub's annotations.
#ifndef TREADLE_SUITE_REPORT_H
#define TREADLE_SUITE_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "suite/result.h"
#include "suite/say.h"

struct suite_report {
    const struct suite_result *results;  // Those of a file side by side.
    uint32_t count;
    const struct suite_totals *totals;
};

enum report_form {
#define REPORT(name, words) REPORT_##name,
#include "suite/reports.def"
#undef REPORT
    REPORT_FORMS
};

// The form of that name in the first [size] bytes of [name]; REPORT_FORMS: there is none.
enum report_form treadle_suite_report_form(const char *name, size_t size);
const char *treadle_suite_report_name(enum report_form form);

void treadle_suite_report(
    struct text *out, enum report_form form, const struct suite_report *report);

// A line for each case that did not pass, by which GitHub shows the failure in the test file.
// [folder] goes before the files' names: "" or where they are in the repository, with a slash.
void treadle_suite_report_github(
    struct text *out, const struct suite_report *report, const char *folder);

// -- For the forms alone

// What is otherwise, in a line: "output, Charge Card calls"; or the first problem.
void treadle_suite_report_headline(struct text *out, const struct suite_result *result);
// The text of the failure as a terminal would show it, without colour.
void treadle_suite_report_failure(struct text *out, const struct suite_result *result);
// The number of results from [from] on that are of the same file.
uint32_t treadle_suite_report_file(const struct suite_report *report, uint32_t from);

#define REPORT(name, words)                                                                        \
    void treadle_suite_report_##name(struct text *out, const struct suite_report *report);
#include "suite/reports.def"
#undef REPORT

#endif
