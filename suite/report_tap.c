// The Test Anything Protocol, version 14: a line a case, and a block of YAML behind one that
// failed.
#include <string.h>

#include "suite/report.h"
#include "suite/value.h"

// In a description a # would begin a directive.
static void put_description(struct text *out, const char *text) {
    struct text line = {0};
    treadle_value_show_line(&line, text);
    for (const char *at = treadle_text_string(&line); *at != '\0'; at++) {
        if (*at == '#' || *at == '\\') treadle_text_add(out, "\\");
        treadle_text_put(out, at, 1);
    }
    treadle_text_clear(&line);
}

static void put_failure(struct text *out, const struct suite_result *result) {
    struct text text = {0};
    treadle_suite_report_failure(&text, result);
    treadle_text_add(out, "  ---\n  text: |\n");
    for (const char *at = treadle_text_string(&text); *at != '\0';) {
        size_t size = strcspn(at, "\n");
        treadle_text_printf(out, "    %.*s\n", (int)size, at);
        at += size + (at[size] == '\n');
    }
    treadle_text_add(out, "  ...\n");
    treadle_text_clear(&text);
}

void treadle_suite_report_tap(struct text *out, const struct suite_report *report) {
    treadle_text_printf(out, "TAP version 14\n1..%u\n", report->count);
    for (uint32_t i = 0; i < report->count; i++) {
        const struct suite_result *result = &report->results[i];
        bool passed = result->verdict == VERDICT_PASSED;
        treadle_text_printf(out, "%sok %u - ", passed ? "" : "not ", i + 1);
        put_description(out, result->file);
        treadle_text_add(out, ": ");
        put_description(out, result->name);
        treadle_text_add(out, "\n");
        if (!passed) put_failure(out, result);
    }
}
