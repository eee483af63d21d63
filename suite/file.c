// Reading a test file: the text, its shape by the table, its cases row by row.
#include "suite/file.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/yaml/yaml.h"
#include "suite/check.h"
#include "suite/template.h"

// -- The text

static void say_unreadable(struct suite_file *file, const struct read_problem *problem) {
    struct suite_problems *problems = &file->problems;
    ADD(problems->items, problems->count, problems->size) = (struct suite_problem){
        .message = treadle_arena_copy(&file->arena, problem->message),
        .line = problem->line,
        .column = problem->column,
        .width = problem->width};
}

static void start(struct suite_file *file, const char *path) {
    *file = (struct suite_file){0};
    file->path = treadle_arena_copy(&file->arena, path);
    file->folder = treadle_folder_of(&file->arena, path);
}

// -- Rows

enum { ROW_NAME_MAX = 60 };

// "n=1, end=Shipped": the members that are short, so that rows are told apart.
static const char *row_words(struct arena *arena, const cJSON *row, uint32_t number) {
    struct text words = {0};
    for (const cJSON *member = row->child; member != NULL; member = member->next) {
        if (cJSON_IsObject(member) || cJSON_IsArray(member)) continue;
        const char *value =
            cJSON_IsString(member) ? member->valuestring : treadle_json_print(arena, member);
        size_t more = strlen(member->string) + strlen(value) + 3;
        if (words.count + more > ROW_NAME_MAX) continue;
        treadle_text_printf(&words, "%s%s=%s", words.count == 0 ? "" : ", ", member->string, value);
    }
    const char *name = words.count == 0 ? treadle_arena_print(arena, "%u", number)
                                        : treadle_arena_copy(arena, words.bytes);
    treadle_text_clear(&words);
    return name;
}

static void add_entry(
    struct suite_file *file, const cJSON *raw, const char *name, const cJSON *row) {
    struct place place = treadle_place_of_name(&file->places, raw);
    ADD(file->entries, file->entries_count, file->entries_size) =
        (struct suite_entry){name, raw, row, place.line, place.column, place.width};
}

// Rows that are called the same are numbered.
static void add_rows(struct suite_file *file, const cJSON *raw, const cJSON *rows) {
    struct map names = {0};
    uint32_t number = 1;
    for (const cJSON *row = rows->child; row != NULL; row = row->next, number++) {
        const char *words = row_words(&file->arena, row, number);
        const char *name = treadle_arena_print(&file->arena, "%s [%s]", raw->string, words);
        if (treadle_map_find(&names, name) != NULL)
            name = treadle_arena_print(&file->arena, "%s [%s] #%u", raw->string, words, number);
        else
            (void)treadle_map_put(&names, name, file);
        add_entry(file, raw, name, row);
    }
    treadle_map_clear(&names);
}

static void add_entries(struct suite_file *file, const struct suite_checker *checker) {
    const cJSON *cases = treadle_json_member(file->root, "cases");
    if (cases == NULL || cases->child == NULL)
        treadle_suite_say(
            checker, cases == NULL ? file->root : cases, cases != NULL,
            "cases: {\"it succeeds\": {input: {}, expect: {output: {}}}}",
            "a test file has cases, and there are none");
    if (file->problems.count > 0 || cases == NULL) return;
    for (const cJSON *raw = cases->child; raw != NULL; raw = raw->next) {
        const cJSON *rows = treadle_json_member(raw, "each");
        if (rows == NULL) rows = treadle_json_member(file->defaults, "each");
        if (rows == NULL || cJSON_IsNull(rows))
            add_entry(file, raw, raw->string, NULL);
        else
            add_rows(file, raw, rows);
        if (file->entries_count > (uint32_t)LIMIT_suite_cases_max) {
            treadle_suite_say(
                checker, raw, true, "more of them belong into another file",
                "a test file has %d cases and rows at most", LIMIT_suite_cases_max);
            return;
        }
    }
}

// -- The whole

static void read_root(struct suite_file *file) {
    const struct suite_checker checker = {
        .arena = &file->arena, .problems = &file->problems, .places = &file->places};
    treadle_suite_check(&checker, file->root, FORM_FILE);
    if (!cJSON_IsObject(file->root)) return;
    file->defaults = treadle_json_member(file->root, "defaults");
    if (cJSON_IsObject(file->defaults)) treadle_suite_check_computed(&checker, file->defaults);
    const cJSON *cases = treadle_json_member(file->root, "cases");
    if (cJSON_IsObject(cases))
        for (const cJSON *one = cases->child; one != NULL; one = one->next)
            treadle_suite_check_computed(&checker, one);
    const cJSON *parameters = treadle_json_member(file->root, "parameters");
    if (parameters != NULL && treadle_json_member(file->root, "templates") == NULL)
        treadle_suite_say(
            &checker, parameters, true, "substitutions are those of a machine's file",
            "there are no templates, whose parameters these could be");
    if (file->problems.count == 0) add_entries(file, &checker);
}

// Reads what [file]'s text holds.
static void read_text(struct suite_file *file) {
    struct read_problem problem;
    file->doc = treadle_source_read(
        treadle_text_string(&file->text), file->text.count, YAML_TAGS_REFUSED, &file->places,
        &problem);
    if (file->doc == NULL) {
        say_unreadable(file, &problem);
        return;
    }
    file->root = treadle_doc_root(file->doc);
    read_root(file);
}

int treadle_suite_file_read(
    struct suite_file *file, const char *path, struct treadle_status *status) {
    start(file, path);
    int failed = treadle_file_read(path, LIMIT_file_size_max, &file->text, status);
    if (failed == 0) read_text(file);
    return failed;
}

void treadle_suite_file_take(
    struct suite_file *file, const char *path, const char *text, size_t size) {
    start(file, path);
    treadle_text_put(&file->text, text, size);
    read_text(file);
}

void treadle_suite_file_clear(struct suite_file *file) {
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&file->loaded, slot)) != NULL;)
        treadle_doc_drop(slot->value);
    treadle_map_clear(&file->loaded);
    free(file->entries);
    free(file->problems.items);
    treadle_places_clear(&file->places);
    treadle_doc_drop(file->doc);
    treadle_text_clear(&file->text);
    treadle_arena_clear(&file->arena);
    *file = (struct suite_file){0};
}

// -- Files that values name

const char *treadle_suite_file_path(
    const struct suite_file *file, struct arena *arena, const char *path) {
    if (strcmp(path, "-") == 0 && *file->folder == '\0') return "./-";  // No standard input.
    if (*path == '/' || *file->folder == '\0') return path;
    return treadle_arena_print(arena, "%s%s", file->folder, path);
}

const cJSON *treadle_suite_file_load(
    struct suite_file *file, const char *path, struct treadle_status *status) {
    const struct doc *known = treadle_map_find(&file->loaded, path);
    if (known != NULL) return treadle_doc_root(known);
    struct text text = {0};
    struct read_problem problem;
    const char *whole = treadle_suite_file_path(file, &file->arena, path);
    if (treadle_file_read(whole, LIMIT_file_size_max, &text, status) != 0) return NULL;
    struct doc *doc = treadle_source_read(
        treadle_text_string(&text), text.count, YAML_TAGS_REFUSED, NULL, &problem);
    treadle_text_clear(&text);
    if (doc == NULL) {
        (void)treadle_status_set(
            status, TREADLE_EPARSE, "%s:%u:%u: %s", whole, problem.line, problem.column,
            problem.message);
        return NULL;
    }
    (void)treadle_map_put(&file->loaded, treadle_arena_copy(&file->arena, path), doc);
    return treadle_doc_root(doc);
}
