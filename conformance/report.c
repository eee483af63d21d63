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

// gives; NULL, and it has been reported: there is no array of cases.
static struct doc *read_cases(struct report *report, const char *path) {
    struct text text = {0};
    struct treadle_status status = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) < 0) {
        report_fail(report, "(file)", "%s", status.text);
        return NULL;
    }
    struct read_problem problem = {0};
    struct doc *doc = treadle_doc_read(NULL, treadle_text_string(&text), text.count, &problem);
    treadle_text_clear(&text);
    if (doc != NULL && cJSON_IsArray(treadle_doc_root(doc))) return doc;
    if (doc == NULL)
        report_fail(
            report, "(file)", "line %u, column %u: %s", problem.line, problem.column,
            problem.message);
    else
        report_fail(report, "(file)", "is no array of cases");
    treadle_doc_drop(doc);
    return NULL;
}

static bool is_json(const char *name) {
    size_t size = strlen(name);
    return size > 5 && strcmp(name + size - 5, ".json") == 0;
}

bool report_run_folder(struct report *report, const char *folder, report_judge *judge) {
    DIR *opened = opendir(folder);
    if (opened == NULL) return false;
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
        struct doc *cases = read_cases(report, treadle_text_string(&path));
        const cJSON *test = cases == NULL ? NULL : treadle_doc_root(cases)->child;
        for (; test != NULL; test = test->next)
            judge(report, test);
        treadle_doc_drop(cases);
        treadle_text_clear(&path);
        free(names.entries[i].value);
    }
    treadle_list_clear(&names);
    return true;
}
