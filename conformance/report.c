// Counting cases, and walking through the files that hold them.
#include "conformance/report.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"

struct tally {
    char *name;
    uint32_t passed, failed, skipped;
};

static struct tally *tally_of(struct list *list, const char *name) {
    struct tally *found = treadle_list_find(list, name);
    if (found != NULL) return found;
    struct tally *tally = treadle_alloc_zeroed(sizeof(*tally));
    tally->name = treadle_text_copy(name);
    return treadle_list_put(list, tally->name, tally);
}

static void drop_tallies(struct list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        struct tally *tally = list->entries[i].value;
        free(tally->name);
        free(tally);
    }
    treadle_list_clear(list);
}

// -- One case

void report_pass(struct report *report) {
    report->passed++;
    report->tally->passed++;
    if (report->known == NULL || !known_lists(report->known, report->id)) return;
    report->surprises++;
    printf("PASS %s %s: it is listed as failing: take it off the list\n", report->file, report->id);
}

void report_fail(struct report *report, const char *format, ...) {
    struct text message = {0};
    va_list arguments;
    va_start(arguments, format);
    treadle_text_print_args(&message, format, arguments);
    va_end(arguments);
    const char *text = treadle_text_string(&message);
    const char *reason =
        report->known == NULL ? NULL : known_reason(report->known, report->id, text);
    report->failed++;
    report->tally->failed++;
    report->known_failures += reason != NULL;
    printf("%s %s %s: %s\n", reason == NULL ? "FAIL" : "KNOWN", report->file, report->id, text);
    if (reason != NULL) printf("    known: %s\n", reason);
    treadle_text_clear(&message);
}

void report_skip(struct report *report, const char *why) {
    report->skipped++;
    report->tally->skipped++;
    tally_of(&report->skips, why)->skipped++;
}

// -- The end

static void print_skips(const struct report *report) {
    for (uint32_t i = 0; i < report->skips.count; i++) {
        const struct tally *tally = report->skips.entries[i].value;
        printf("SKIP %u: %s\n", tally->skipped, tally->name);
    }
}

static void print_areas(const struct report *report) {
    printf("%-20s %8s %8s %8s\n", "area", "passed", "failed", "skipped");
    for (uint32_t i = 0; i < report->areas.count; i++) {
        const struct tally *tally = report->areas.entries[i].value;
        if (tally->passed + tally->failed + tally->skipped == 0) continue;
        printf("%-20s %8u %8u %8u\n", tally->name, tally->passed, tally->failed, tally->skipped);
    }
}

// Words that nothing failed with are stale, or about cases that were not run.
static void print_known(const struct report *report) {
    if (report->known == NULL || report->known->count == 0) return;
    for (uint32_t i = 0; i < report->known->count && report->area == NULL; i++) {
        const struct known_row *row = &report->known->rows[i];
        if (row->by_words && row->hits == 0)
            printf("NOTE nothing fails with '%s', of line %u\n", row->what, row->line);
    }
    if (report->failed > 0)
        printf("%u of the %u that failed are known to\n", report->known_failures, report->failed);
}

int report_end(struct report *report) {
    print_skips(report);
    print_areas(report);
    print_known(report);
    printf("%u passed, %u failed, %u skipped\n", report->passed, report->failed, report->skipped);
    drop_tallies(&report->areas);
    drop_tallies(&report->skips);
    bool good = report->failed == report->known_failures && report->surprises == 0;
    return good && report->passed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// -- Folders

// gives; NULL, and it has been reported: there is no array of cases.
static struct doc *read_cases(struct report *report, const char *path) {
    struct text text = {0};
    struct treadle_status status = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) < 0) {
        report_fail(report, "%s", status.text);
        return NULL;
    }
    struct read_problem problem = {0};
    struct doc *doc = treadle_doc_read(NULL, treadle_text_string(&text), text.count, &problem);
    treadle_text_clear(&text);
    if (doc != NULL && cJSON_IsArray(treadle_doc_root(doc))) return doc;
    if (doc == NULL)
        report_fail(
            report, "line %u, column %u: %s", problem.line, problem.column, problem.message);
    else
        report_fail(report, "is no array of cases");
    treadle_doc_drop(doc);
    return NULL;
}

static const char *id_of(const cJSON *test) {
    const char *id = treadle_json_string(test, "id");
    if (id == NULL) id = treadle_json_string(test, "path");
    return id == NULL ? "(no id)" : id;
}

static void run_file(
    struct report *report, const char *path, const char *name, report_judge *judge) {
    report->id = "(file)";
    report->tally = tally_of(&report->areas, name);
    struct doc *cases = read_cases(report, path);
    const cJSON *test = cases == NULL ? NULL : treadle_doc_root(cases)->child;
    for (; test != NULL; test = test->next) {
        const char *area = treadle_json_string(test, "area");
        if (area == NULL) area = name;
        if (report->area != NULL && strcmp(report->area, area) != 0) continue;
        report->id = id_of(test);
        report->tally = tally_of(&report->areas, area);
        judge(report, test);
    }
    treadle_doc_drop(cases);
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
        report->file = names.entries[i].key;
        treadle_text_printf(&path, "%s/%s", folder, report->file);
        char *name = treadle_text_copy_size(report->file, strlen(report->file) - 5);
        run_file(report, treadle_text_string(&path), name, judge);
        free(name);
        treadle_text_clear(&path);
        free(names.entries[i].value);
    }
    treadle_list_clear(&names);
    return true;
}
