// JUnit's XML, as what reads it has agreed on: there is no standard, but the names of elements and
// attributes that Jenkins, GitLab and their libraries take.
#include <string.h>

#include "base/xml.h"
#include "suite/report.h"

static void put_attribute(struct text *out, const char *name, const char *value) {
    treadle_text_printf(out, " %s=\"", name);
    treadle_xml_put(out, value, strlen(value), true);
    treadle_text_add(out, "\"");
}

struct counts {
    uint32_t failures, errors;
    int64_t took_us;
};

static struct counts count(const struct suite_result *results, uint32_t number) {
    struct counts counts = {0};
    for (uint32_t i = 0; i < number; i++) {
        counts.failures += results[i].verdict == VERDICT_FAILED;
        counts.errors +=
            results[i].verdict == VERDICT_BROKEN || results[i].verdict == VERDICT_CRASHED;
        counts.took_us += results[i].took_us;
    }
    return counts;
}

static void put_counts(struct text *out, uint32_t tests, const struct counts *counts) {
    treadle_text_printf(
        out, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"0\" time=\"%lld.%06lld\"",
        tests, counts->failures, counts->errors, (long long)(counts->took_us / 1000000),
        (long long)(counts->took_us % 1000000));
}

// A case that did not run is an error, one that ran otherwise a failure.
static void put_failure(struct text *out, const struct suite_result *result) {
    struct text headline = {0}, text = {0};
    const char *element = result->verdict == VERDICT_FAILED ? "failure" : "error";
    treadle_suite_report_headline(&headline, result);
    treadle_suite_report_failure(&text, result);
    treadle_text_printf(out, "\n      <%s", element);
    put_attribute(out, "message", treadle_text_string(&headline));
    put_attribute(
        out, "type",
        result->verdict == VERDICT_FAILED   ? "difference"
        : result->verdict == VERDICT_BROKEN ? "case"
                                            : "crash");
    treadle_text_add(out, ">");
    treadle_xml_put(out, treadle_text_string(&text), text.count, false);
    treadle_text_printf(out, "</%s>\n    ", element);
    treadle_text_clear(&headline);
    treadle_text_clear(&text);
}

static void put_case(struct text *out, const struct suite_result *result) {
    treadle_text_add(out, "    <testcase");
    put_attribute(out, "classname", result->file);
    put_attribute(out, "name", result->name);
    put_attribute(out, "file", result->file);
    treadle_text_printf(
        out, " line=\"%u\" time=\"%lld.%06lld\"", result->line,
        (long long)(result->took_us / 1000000), (long long)(result->took_us % 1000000));
    if (result->verdict == VERDICT_PASSED) {
        treadle_text_add(out, "/>\n");
        return;
    }
    treadle_text_add(out, ">");
    put_failure(out, result);
    treadle_text_add(out, "</testcase>\n");
}

void treadle_suite_report_junit(struct text *out, const struct suite_report *report) {
    struct counts all = count(report->results, report->count);
    treadle_text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    put_attribute(out, "name", "treadle test");
    put_counts(out, report->count, &all);
    treadle_text_add(out, ">\n");
    for (uint32_t i = 0, number; i < report->count; i += number) {
        number = treadle_suite_report_file(report, i);
        struct counts counts = count(&report->results[i], number);
        treadle_text_add(out, "  <testsuite");
        put_attribute(out, "name", report->results[i].file);
        put_counts(out, number, &counts);
        treadle_text_add(out, ">\n");
        for (uint32_t j = i; j < i + number; j++)
            put_case(out, &report->results[j]);
        treadle_text_add(out, "  </testsuite>\n");
    }
    treadle_text_add(out, "</testsuites>\n");
}
