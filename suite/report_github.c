// GitHub's annotations: commands in the output of a step, shown beside the lines they name.
#include <string.h>

#include "base/memory.h"
#include "suite/report.h"

// Line ends and the marks of a command are written as %XX; in a property , and : too.
static void put_escaped(struct text *out, const char *text, bool property) {
    for (; *text != '\0'; text++) {
        bool special = *text == '%' || *text == '\r' || *text == '\n' ||
                       (property && (*text == ':' || *text == ','));
        if (special)
            treadle_text_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
        else
            treadle_text_put(out, text, 1);
    }
}

// The first line that something is said of.
static uint32_t line_of(const struct suite_result *result) {
    for (uint32_t i = 0; i < result->problems_count; i++)
        if (result->problems[i].line > 0 && result->problems[i].file == NULL)
            return result->problems[i].line;
    for (uint32_t i = 0; i < result->differences_count; i++)
        if (result->differences[i].line > 0 && result->differences[i].parts_count > 0)
            return result->differences[i].line;
    return result->line;
}

void treadle_suite_report_github(
    struct text *out, const struct suite_report *report, const char *folder) {
    for (uint32_t i = 0; i < report->count; i++) {
        const struct suite_result *result = &report->results[i];
        if (result->verdict == VERDICT_PASSED) continue;
        const char *file = result->file;
        if (strncmp(file, "./", 2) == 0) file += 2;
        struct text text = {0};
        treadle_suite_report_failure(&text, result);
        treadle_text_add(out, "::error file=");
        put_escaped(out, *file == '/' ? "" : folder, true);
        put_escaped(out, file, true);
        treadle_text_printf(out, ",line=%u,title=", line_of(result));
        put_escaped(out, result->name, true);
        treadle_text_add(out, "::");
        put_escaped(out, treadle_text_string(&text), false);
        treadle_text_add(out, "\n");
        treadle_text_clear(&text);
    }
}
