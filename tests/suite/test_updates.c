// --update: what came is written into a test file, in place.
//
//   test_updates [--rewrite]
//
// Each entry of updates.txt is a test file, what came of its cases, and the lines that change:
//
//   update NAME
//   |a line of the file    any number, as those that follow
//   windows                its lines end as Windows has them
//   came CASE | YAML       "status" is SUCCEEDED, "elapsed" 0 unless they are given
//   ----
//   the difference of the two texts, up to an empty line; then what was refused
//
// After an update the cases are as expected, but those that were refused, and updating again
// changes nothing. --rewrite writes what is said into the file.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/yaml/yaml.h"
#include "suite/expect.h"
#include "suite/lines.h"
#include "suite/update.h"

enum { FILE_SIZE_MAX = 1 << 20, CASES_MAX = 8 };

struct entry {
    struct arena arena;
    const char *name;
    struct text file;
    bool windows;
    struct {
        const char *name;
        const cJSON *outcome;
    } came[CASES_MAX];
    uint32_t came_count;
};

static const struct suite_style style = {.utf8 = true};

static _Noreturn void give_up(const char *line, const char *why) {
    (void)fprintf(stderr, "%s: %s\n", line, why);
    exit(2);
}

static const cJSON *value_of(struct arena *arena, const char *text, size_t size) {
    struct read_problem problem;
    struct doc *doc = treadle_source_read(text, size, YAML_TAGS_REFUSED, NULL, &problem);
    if (doc == NULL) give_up(text, problem.message);
    const cJSON *value = treadle_scratch_copy(arena, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    return value;
}

static const cJSON *outcome_of(struct entry *entry, const char *text) {
    struct doc *doc = treadle_yaml_read(text, strlen(text), YAML_TAGS_REFUSED, NULL, NULL);
    if (doc == NULL) give_up(text, "no YAML");
    cJSON *outcome = treadle_scratch_copy(&entry->arena, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    if (treadle_json_member(outcome, "status") == NULL)
        treadle_put_text(&entry->arena, outcome, "status", "SUCCEEDED");
    if (treadle_json_member(outcome, "elapsed") == NULL)
        treadle_put_int(&entry->arena, outcome, "elapsed", 0);
    return outcome;
}

static void take_line(struct entry *entry, char *line) {
    char *bar = strstr(line, " | ");
    if (*line == '|') {
        treadle_text_add(&entry->file, line + 1);
        treadle_text_add(&entry->file, entry->windows ? "\r\n" : "\n");
    } else if (strcmp(line, "windows") == 0) {
        entry->windows = true;
    } else if (strncmp(line, "update ", 7) == 0) {
        entry->name = line;
    } else if (strncmp(line, "came ", 5) == 0 && bar != NULL && entry->came_count < CASES_MAX) {
        *bar = '\0';
        entry->came[entry->came_count].name = line + 5;
        entry->came[entry->came_count++].outcome = outcome_of(entry, bar + 3);
    } else {
        give_up(line, "not a line of an entry");
    }
}

static const char *read_entry(struct entry *entry, const char *at) {
    while (strncmp(at, "----\n", 5) != 0) {
        size_t size = strcspn(at, "\n");
        if (at[size] == '\0') give_up(at, "an entry without ----");
        take_line(entry, treadle_arena_copy_size(&entry->arena, at, size));
        at += size + 1;
    }
    return at + 5;
}

// What came of the cases of the file as it is now. Rows are named "case [row]" and expect what the
// case does.
static void run_cases(
    struct entry *entry, const char *text, size_t size, struct suite_result *results) {
    const cJSON *root = value_of(&entry->arena, text, size);
    const cJSON *shared = treadle_json_member(treadle_json_member(root, "defaults"), "expect");
    for (uint32_t i = 0; i < entry->came_count; i++) {
        const char *name = entry->came[i].name;
        const char *bare = treadle_arena_copy_size(&entry->arena, name, strcspn(name, "["));
        const cJSON *cases = treadle_json_member(root, "cases"),
                    *one = treadle_json_member(cases, name);
        if (one == NULL)
            one = treadle_json_member(
                cases, treadle_arena_copy_size(&entry->arena, bare, strlen(bare) - 1));
        if (one == NULL) give_up(name, "no such case");
        const cJSON *expect = treadle_json_member(one, "expect");
        treadle_suite_result_init(&results[i], "a.test.yaml", i + 1, name);
        treadle_suite_expect(&results[i], expect == NULL ? shared : expect, entry->came[i].outcome);
    }
}

static void clear_results(struct suite_result *results) {
    for (uint32_t i = 0; i < CASES_MAX; i++)
        treadle_suite_result_clear(&results[i]);
}

// What is updated is as expected, and what is as expected is not updated.
static void check_again(struct entry *entry, const struct suite_update *first) {
    struct suite_result results[CASES_MAX] = {0};
    struct suite_update again = {0};
    const char *text = treadle_text_string(&first->text);
    run_cases(entry, text, first->text.count, results);
    uint32_t failed = 0;
    for (uint32_t i = 0; i < entry->came_count; i++)
        failed += results[i].verdict != VERDICT_PASSED;
    if (failed != first->refused_count) give_up(entry->name, "cases fail after their update");
    treadle_suite_update(&again, text, first->text.count, results, entry->came_count);
    if (again.cases > 0 || strcmp(treadle_text_string(&again.text), text) != 0)
        give_up(entry->name, "updated twice");
    treadle_suite_update_clear(&again);
    clear_results(results);
}

static void check_lines(const struct entry *entry, const char *text) {
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
        if (entry->windows != (at > text && at[-1] == '\r'))
            give_up(entry->name, "another line end");
}

static void run(struct entry *entry, struct text *out) {
    struct suite_result results[CASES_MAX] = {0};
    struct suite_update update = {0};
    const char *text = treadle_text_string(&entry->file);
    run_cases(entry, text, entry->file.count, results);
    treadle_suite_update(&update, text, entry->file.count, results, entry->came_count);
    treadle_lines_say(out, &style, "a.test.yaml", text, treadle_text_string(&update.text));
    for (uint32_t i = 0; i < update.refused_count; i++)
        treadle_text_printf(out, "%s\n", update.refused[i].message);
    check_lines(entry, treadle_text_string(&update.text));
    check_again(entry, &update);
    treadle_suite_update_clear(&update);
    clear_results(results);
}

static size_t answer_size(const char *at) {
    if (*at == '\n') return 0;
    const char *end = strstr(at, "\n\n");
    return end == NULL ? strlen(at) : (size_t)(end - at) + 1;
}

static uint32_t wrong;

static const char *run_entry(const char *at, struct text *rewritten) {
    const char *start = at;
    struct entry entry = {0};
    at = read_entry(&entry, at);
    treadle_text_put(rewritten, start, (size_t)(at - start));
    struct text said = {0};
    run(&entry, &said);
    treadle_text_add(rewritten, treadle_text_string(&said));
    size_t size = answer_size(at);
    if (size != said.count || memcmp(at, treadle_text_string(&said), size) != 0) {
        wrong++;
        (void)printf(
            "%s\nsays\n%sand not\n%.*s\n", entry.name, treadle_text_string(&said), (int)size, at);
    }
    treadle_text_clear(&said);
    treadle_text_clear(&entry.file);
    treadle_arena_clear(&entry.arena);
    return at + size;
}

int main(int argc, char **argv) {
    static const char path[] = "tests/suite/updates.txt";
    bool rewrite = argc > 1 && strcmp(argv[1], "--rewrite") == 0;
    struct text text = {0}, rewritten = {0};
    struct treadle_status status;
    if (treadle_file_read(path, FILE_SIZE_MAX, &text, &status) < 0) give_up(path, status.text);
    uint32_t count = 0;
    for (const char *at = text.bytes; *at != '\0';) {
        if (*at != '\n' && *at != '#') {
            at = run_entry(at, &rewritten);
            count++;
            continue;
        }
        size_t size = strcspn(at, "\n") + 1;  // An empty line, a comment.
        treadle_text_put(&rewritten, at, size);
        at += size;
    }
    if (rewrite && treadle_file_replace(path, rewritten.bytes, rewritten.count, &status) < 0)
        give_up(path, status.text);
    (void)printf("%u updates, %u wrong\n", count, rewrite ? 0 : wrong);
    treadle_text_clear(&text);
    treadle_text_clear(&rewritten);
    return wrong > 0 && !rewrite;
}
