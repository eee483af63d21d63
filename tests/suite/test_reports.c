// Reports of results that are as nasty as names and values can be.
//
//   test_reports              compares each form with tests/suite/reports/FORM
//   test_reports --rewrite    writes what came there
//   test_reports --print FORM
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/scratch.h"
#include "base/memory.h"
#include "suite/expect.h"
#include "suite/report.h"

enum { RESULTS = 7, FILE_SIZE_MAX = 1 << 20 };

static struct suite_result results[RESULTS];

static void add(int at, const char *file, const char *name, enum suite_verdict verdict) {
    treadle_suite_result_init(&results[at], file, (uint32_t)at * 10 + 3, name);
    results[at].verdict = verdict;
    results[at].took_us = (int64_t)at * 1001;
}

static void expect(int at, const char *expected, const char *outcome) {
    struct suite_result *result = &results[at];
    const cJSON *wants = treadle_scratch_read(&result->arena, expected, strlen(expected));
    treadle_suite_expect(
        result, wants, treadle_scratch_read(&result->arena, outcome, strlen(outcome)));
    for (uint32_t i = 0; i < result->differences_count; i++)
        result->differences[i].line = result->line + 1 + i;
}

static void problem(int at, const char *message) {
    treadle_suite_result_problem(
        &results[at],
        &(struct suite_problem){
            .message = message, .help = "see\nthere", .line = 44, .column = 5, .width = 2});
}

static void fill(void) {
    add(0, "order.test.yaml", "a small order ships", VERDICT_PASSED);
    add(1, "order.test.yaml", "]]> & <b>\"it's\"</b> | `code` # 100%, \\: ::", VERDICT_PASSED);
    expect(
        1, "{\"output\": {\"a\": \"]]> & <b>\"}, \"elapsed\": \"1s\"}",
        "{\"status\": \"SUCCEEDED\", \"output\": {\"a\": \"```` \\u0000\\u0001 \\ud800 \\ufffe "
        "100%\"}, "
        "\"elapsed\": 0}");
    // U+0000 as our strings hold it, a half surrogate, what XML has no characters for.
    add(2, "order.test.yaml", "\xC0\x80\x1B[2J \xED\xA0\x80 \xEF\xBF\xBE \xF0\x9F\x98\x80 \t",
        VERDICT_PASSED);
    add(3, "./a folder/b,c:d.test.yaml", "several\nlines\r\n", VERDICT_BROKEN);
    problem(3, "no state 'Chrage Card'\nhere");
    add(4, "./a folder/b,c:d.test.yaml", "crashes", VERDICT_CRASHED);
    problem(4, "it ended by signal 11");
    add(5, "/else/e.test.json", "", VERDICT_PASSED);
    expect(5, "{\"path\": [\"A\"]}", "{\"status\": \"SUCCEEDED\", \"path\": [\"B\"]}");
    add(6, "/else/e.test.json", "fine", VERDICT_PASSED);
}

static void write_form(struct text *out, int form) {
    struct suite_totals totals = {.passed = 3, .failed = 4, .took_ms = 1234};
    struct suite_report report = {results, RESULTS, &totals};
    if (form == REPORT_FORMS)
        treadle_suite_report_github(out, &report, "repo/sub, dir/");
    else
        treadle_suite_report(out, (enum report_form)form, &report);
}

static bool is_as_written(int form, bool rewrite) {
    struct text path = {0}, was = {0}, is = {0};
    const char *name =
        form == REPORT_FORMS ? "github" : treadle_suite_report_name((enum report_form)form);
    treadle_text_printf(&path, "tests/suite/reports/%s", name);
    write_form(&is, form);
    if (rewrite) (void)treadle_file_replace(path.bytes, is.bytes, is.count, NULL);
    bool fine = treadle_file_read(path.bytes, FILE_SIZE_MAX, &was, NULL) == 0 &&
                was.count == is.count && memcmp(was.bytes, is.bytes, is.count) == 0;
    if (!fine) (void)printf("%s is now\n%s", path.bytes, is.bytes);
    treadle_text_clear(&path);
    treadle_text_clear(&was);
    treadle_text_clear(&is);
    return fine;
}

static void print(const char *name) {
    struct text out = {0};
    write_form(&out, treadle_suite_report_form(name, strlen(name)));
    (void)fwrite(out.bytes, 1, out.count, stdout);
    treadle_text_clear(&out);
}

int main(int argc, char **argv) {
    bool rewrite = argc > 1 && strcmp(argv[1], "--rewrite") == 0, fine = true;
    fill();
    if (argc > 2 && strcmp(argv[1], "--print") == 0)
        print(argv[2]);
    else
        for (int form = 0; form <= REPORT_FORMS; form++)
            fine &= is_as_written(form, rewrite);
    for (int i = 0; i < RESULTS; i++)
        treadle_suite_result_clear(&results[i]);
    return !fine;
}
