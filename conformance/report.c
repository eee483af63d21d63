// Counting cases, and walking through the files that hold them.
#include "conformance/report.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/memory.h"

void report_pass(struct report *report) {
    report->passed++;
}

void report_fail(struct report *report, const char *id, const char *format, ...) {
    report->failed++;
    printf("FAIL %s %s: ", report->file, id);
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

void report_skip(struct report *report, const char *id, const char *why) {
    report->skipped++;
    printf("SKIP %s %s: %s\n", report->file, id, why);
}

int report_end(const struct report *report) {
    printf("%u passed, %u failed, %u skipped\n", report->passed, report->failed, report->skipped);
    return report->failed == 0 && report->passed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void run_file(
    struct report *report, const char *path,
    void (*run)(struct report *report, const cJSON *test)) {
    struct text text = {0};
    struct treadle_status status = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) < 0) {
        report_fail(report, "(file)", "%s", status.text);
        return;
    }
    struct read_problem problem = {0};
    struct doc *doc = treadle_doc_read(NULL, treadle_text_string(&text), text.count, &problem);
    treadle_text_clear(&text);
    if (doc == NULL) {
        report_fail(
            report, "(file)", "line %u, column %u: %s", problem.line, problem.column,
            problem.message);
        return;
    }
    const cJSON *cases = treadle_doc_root(doc);
    if (cJSON_IsObject(cases)) cases = treadle_json_member(cases, "cases");
    if (!cJSON_IsArray(cases)) report_fail(report, "(file)", "holds no array of cases");
    const cJSON *test = cases == NULL ? NULL : cases->child;
    for (; test != NULL; test = test->next)
        run(report, test);
    treadle_doc_drop(doc);
}

static bool is_json(const char *name) {
    size_t size = strlen(name);
    return size > 5 && strcmp(name + size - 5, ".json") == 0;
}

void report_run_folder(
    struct report *report, const char *folder,
    void (*run)(struct report *report, const cJSON *test)) {
    DIR *opened = opendir(folder);
    report->file = folder;
    if (opened == NULL) {
        report_fail(report, "(folder)", "cannot be read");
        return;
    }
    struct list names = {0};
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;) {
        if (!is_json(entry->d_name)) continue;
        char *name = treadle_text_copy(entry->d_name);
        treadle_list_put(&names, name, name);
    }
    closedir(opened);
    for (uint32_t i = 0; i < names.count; i++) {
        struct text path = {0};
        treadle_text_printf(&path, "%s/%s", folder, names.entries[i].key);
        report->file = names.entries[i].key;
        run_file(report, treadle_text_string(&path), run);
        treadle_text_clear(&path);
        free(names.entries[i].value);
    }
    treadle_list_clear(&names);
}
