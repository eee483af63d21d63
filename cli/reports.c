// --report FORM=FILE, --report FORM, and what GitHub shows.
#include "cli/reports.h"

#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "base/file.h"
#include "suite/report.h"

enum { PATH_SIZE_MAX = 4096 };

// One --report, taken apart. Without a file it is printed.
static enum report_form form_of(const char *report, const char **file) {
    size_t size = strcspn(report, "=");
    *file = report[size] == '\0' ? NULL : report + size + 1;
    return treadle_suite_report_form(report, size);
}

bool treadle_reports_are_printed(const struct line *line) {
    for (uint32_t i = 0; i < line->reports.count; i++)
        if (strchr(line->reports.items[i], '=') == NULL) return true;
    return false;
}

static void say_forms(struct text *out) {
    treadle_text_add(out, "FORM=FILE writes it, FORM alone prints it; a FORM is one of ");
    for (int form = 0; form < REPORT_FORMS; form++)
        treadle_text_printf(
            out, "%s%s", form > 0 ? ", " : "", treadle_suite_report_name((enum report_form)form));
}

static bool refuse(struct talk *talk, const char *report) {
    struct text help = {0};
    say_forms(&help);
    treadle_say_error(talk, "USAGE", help.bytes, "--report takes no '%s'", report);
    treadle_text_clear(&help);
    return false;
}

bool treadle_reports_check(struct talk *talk, const struct line *line) {
    uint32_t printed = talk->json;
    for (uint32_t i = 0; i < line->reports.count; i++) {
        const char *file;
        enum report_form form = form_of(line->reports.items[i], &file);
        if (form == REPORT_FORMS || (file != NULL && *file == '\0'))
            return refuse(talk, line->reports.items[i]);
        printed += file == NULL;
    }
    if (printed <= 1) return true;
    treadle_say_error(
        talk, "USAGE", "give all but one a file: --report FORM=FILE",
        talk->json ? "--json and --report would be printed together"
                   : "two reports would be printed together");
    return false;
}

// -- GitHub

static const char *variable(const char *name) {
    const char *value = getenv(name);
    return value == NULL ? "" : value;
}

// Where this folder is in the repository: "" or "a/b/".
static void put_folder(struct text *out) {
    char here[PATH_SIZE_MAX];
    size_t size = sizeof(here), root = strlen(variable("GITHUB_WORKSPACE"));
    if (root == 0 || uv_cwd(here, &size) != 0) return;
    if (strncmp(here, variable("GITHUB_WORKSPACE"), root) == 0 && here[root] == '/')
        treadle_text_printf(out, "%s/", here + root + 1);
}

static bool append(struct talk *talk, const char *path, const struct text *text) {
    struct treadle_status status = {0};
    if (treadle_file_append(path, text->bytes, text->count, &status) == 0) return true;
    treadle_say_error(talk, "REPORT", NULL, "%s", status.text);
    return false;
}

// What is printed for programs stays theirs: there annotations go where the talk goes.
static bool tell_github(const struct testing *testing, const struct suite_report *report) {
    struct talk *talk = testing->talk;
    struct text text = {0}, folder = {0};
    if (strcmp(variable("GITHUB_ACTIONS"), "true") != 0) return true;
    put_folder(&folder);
    treadle_suite_report_github(&text, report, treadle_text_string(&folder));
    bool program = talk->json || treadle_reports_are_printed(testing->line);
    fputs(treadle_text_string(&text), program ? talk->err : talk->out);
    treadle_text_clear(&text);
    treadle_text_clear(&folder);
    const char *summary = variable("GITHUB_STEP_SUMMARY");
    if (*summary == '\0') return true;
    treadle_suite_report(&text, REPORT_markdown, report);
    bool fine = append(talk, summary, &text);
    treadle_text_clear(&text);
    return fine;
}

// -- All

static bool write_report(struct talk *talk, const char *word, const struct suite_report *report) {
    const char *file;
    struct text text = {0};
    struct treadle_status status = {0};
    treadle_suite_report(&text, form_of(word, &file), report);
    if (file == NULL)
        (void)fwrite(text.bytes, 1, text.count, talk->out);
    else if (treadle_file_replace(file, text.bytes, text.count, &status) != 0)
        treadle_say_error(talk, "REPORT", NULL, "%s", status.text);
    treadle_text_clear(&text);
    return status.code == 0;
}

bool treadle_reports_write(const struct testing *testing) {
    struct suite_totals totals = {0};
    treadle_testing_totals(testing, &totals);
    struct suite_report report = {testing->results, testing->jobs_count, &totals};
    bool fine = true;
    for (uint32_t i = 0; i < testing->line->reports.count; i++)
        fine &= write_report(testing->talk, testing->line->reports.items[i], &report);
    return tell_github(testing, &report) && fine;
}
