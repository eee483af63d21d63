// What the forms of a report share.
#include "suite/report.h"

#include <string.h>

#include "base/assert.h"
#include "base/memory.h"
#include "suite/value.h"

static const struct {
    const char *name;
    void (*write)(struct text *out, const struct suite_report *report);
} forms[] = {
#define REPORT(name, words) {#name, treadle_suite_report_##name},
#include "suite/reports.def"
#undef REPORT
};

enum report_form treadle_suite_report_form(const char *name, size_t size) {
    int form = 0;
    while (form < REPORT_FORMS &&
           (strlen(forms[form].name) != size || memcmp(forms[form].name, name, size) != 0))
        form++;
    return (enum report_form)form;
}

const char *treadle_suite_report_name(enum report_form form) {
    ASSERT(form < REPORT_FORMS);
    return forms[form].name;
}

void treadle_suite_report(
    struct text *out, enum report_form form, const struct suite_report *report) {
    ASSERT(form < REPORT_FORMS);
    forms[form].write(out, report);
}

void treadle_suite_report_headline(struct text *out, const struct suite_result *result) {
    if (result->problems_count > 0) {
        treadle_value_show_line(out, result->problems[0].message);
        return;
    }
    bool first = true;
    for (uint32_t i = 0; i < result->differences_count; i++) {
        if (result->differences[i].parts_count == 0) continue;
        if (!first) treadle_text_add(out, ", ");
        treadle_value_show_line(out, result->differences[i].what);
        first = false;
    }
    if (first) treadle_text_add(out, "failed");
}

void treadle_suite_report_failure(struct text *out, const struct suite_result *result) {
    static const struct suite_style style = {.utf8 = true};
    treadle_suite_say_failure(out, &style, result);
}

uint32_t treadle_suite_report_file(const struct suite_report *report, uint32_t from) {
    uint32_t to = from;
    while (to < report->count && strcmp(report->results[to].file, report->results[from].file) == 0)
        to++;
    return to - from;
}
