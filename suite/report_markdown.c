// A page for people: how many, a table of the files, every failure as the terminal shows it.
#include <string.h>

#include "base/time_text.h"
#include "suite/report.h"
#include "suite/value.h"

// GitHub refuses a step's summary of more than 1 MiB as a whole, so further failures are counted.
enum { PAGE_SIZE_MAX = 900 * 1024 };

// [text] on one line, with nothing in it that Markdown or HTML would take for its own.
static void put_escaped(struct text *out, const char *text) {
    struct text line = {0};
    treadle_value_show_line(&line, text);
    for (const char *at = treadle_text_string(&line); *at != '\0'; at++) {
        if (*at == '&' || *at == '<' || *at == '>')
            treadle_text_add(out, *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : "&gt;");
        else if (strchr("\\`*_[]|#~", *at) != NULL)
            treadle_text_printf(out, "\\%c", *at);
        else
            treadle_text_put(out, at, 1);
    }
    treadle_text_clear(&line);
}

static size_t longest_fence(const char *text) {
    size_t longest = 0;
    for (; *text != '\0'; text++) {
        size_t size = strspn(text, "`");
        if (size > longest) longest = size;
        if (size > 0) text += size - 1;
    }
    return longest;
}

static void put_fence(struct text *out, size_t size) {
    for (size_t i = 0; i < size; i++)
        treadle_text_add(out, "`");
}

// A block of code ends at a fence as long as its own: it gets one that is longer than any in it.
static void put_block(struct text *out, const char *text) {
    size_t longest = longest_fence(text), size = longest < 3 ? 3 : longest + 1;
    put_fence(out, size);
    treadle_text_printf(out, "text\n%s", text);
    put_fence(out, size);
    treadle_text_add(out, "\n");
}

static void put_failure(struct text *out, const struct suite_result *result) {
    struct text text = {0};
    treadle_suite_report_failure(&text, result);
    treadle_text_add(out, "\n");
    put_block(out, treadle_text_string(&text));
    treadle_text_clear(&text);
}

static void put_files(struct text *out, const struct suite_report *report) {
    treadle_text_add(out, "\n| file | passed | failed |\n| --- | ---: | ---: |\n");
    for (uint32_t i = 0, number; i < report->count; i += number) {
        uint32_t passed = 0;
        number = treadle_suite_report_file(report, i);
        for (uint32_t j = i; j < i + number; j++)
            passed += report->results[j].verdict == VERDICT_PASSED;
        treadle_text_add(out, "| ");
        put_escaped(out, report->results[i].file);
        treadle_text_printf(out, " | %u | %u |\n", passed, number - passed);
    }
}

void treadle_suite_report_markdown(struct text *out, const struct suite_report *report) {
    const struct suite_totals *totals = report->totals;
    char took[TIME_TEXT_SIZE];
    treadle_duration_write(took, totals->took_ms);
    treadle_text_printf(
        out, "### %s treadle test: %u passed, %u failed in %s\n", totals->failed > 0 ? "❌" : "✅",
        totals->passed, totals->failed, took);
    put_files(out, report);
    uint32_t left_out = 0;
    for (uint32_t i = 0; i < report->count; i++) {
        if (report->results[i].verdict == VERDICT_PASSED) continue;
        if (out->count > PAGE_SIZE_MAX)
            left_out++;
        else
            put_failure(out, &report->results[i]);
    }
    if (left_out > 0) treadle_text_printf(out, "\n%u more failed.\n", left_out);
}
