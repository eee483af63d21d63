// A definition is read, its substitutions put in, and kept.
#include "suite/machines.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"

// -- Substitutions

// The text of a parameter: a string as it is, what is none as JSON.
static void put_value(struct text *out, const cJSON *value) {
    if (cJSON_IsString(value))
        treadle_text_add(out, value->valuestring);
    else
        treadle_json_write(out, value);
}

void treadle_machines_substitute(struct text *out, const char *text, const cJSON *substitutions) {
    struct arena arena = {0};
    for (const char *at; (at = strstr(text, "${")) != NULL;) {
        const char *end = strchr(at, '}');
        if (end == NULL) break;
        const char *name = treadle_arena_copy_size(&arena, at + 2, (size_t)(end - at) - 2);
        const cJSON *value = treadle_json_member(substitutions, name);
        treadle_text_put(out, text, (size_t)(at - text));
        if (value != NULL)
            put_value(out, value);
        else
            treadle_text_put(out, at, (size_t)(end - at) + 1);
        text = end + 1;
    }
    treadle_text_add(out, text);
    treadle_arena_clear(&arena);
}

// -- Reading

struct telling {
    struct suite_result *result;
    const char *path;
};

static void on_problem(const struct treadle_problem *problem, void *data) {
    const struct telling *telling = data;
    if (problem->warning) return;
    struct arena arena = {0};
    treadle_suite_result_problem(
        telling->result,
        &(struct suite_problem){
            .message = treadle_arena_print(&arena, "%s: %s", problem->code, problem->message),
            .help = problem->help,
            .file = telling->path,
            .line = problem->line,
            .column = problem->column,
            .width = problem->width});
    treadle_arena_clear(&arena);
}

static bool is_express(const struct machine_file *file) {
    return file->type != NULL && strcmp(file->type, "EXPRESS") == 0;
}

static treadle_machine *read_text(
    const struct machine_file *file, const struct text *text, struct suite_result *result) {
    struct telling telling = {result, file->path};
    struct treadle_source source = {
        .text = treadle_text_string(text),
        .size = text->count,
        .name = file->path,
        .type = is_express(file) ? TREADLE_EXPRESS : TREADLE_STANDARD};
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    uint32_t before = result->problems_count;
    int failed = treadle_machine_read(&source, on_problem, &telling, &machine, &status);
    if (failed != 0 && result->problems_count == before)
        treadle_suite_result_problem(
            result, &(struct suite_problem){.message = status.text, .file = file->path});
    return machine;
}

// The ${NAME} in [text] that [name] may be a slip for.
static const char *nearest_in(struct arena *arena, const char *text, const char *name) {
    struct nearest nearest = {.typed = name};
    for (const char *at = text; (at = strstr(at, "${")) != NULL; at += 2) {
        const char *end = strchr(at, '}');
        if (end == NULL) break;
        treadle_nearest_offer(
            &nearest, treadle_arena_copy_size(arena, at + 2, (size_t)(end - at) - 2));
    }
    return nearest.word;
}

// What is put in nowhere is a slip.
static bool check_used(
    const struct machine_file *file, const char *text, struct suite_result *result) {
    struct arena arena = {0};
    bool used = true;
    const cJSON *one = file->substitutions == NULL ? NULL : file->substitutions->child;
    for (; one != NULL; one = one->next) {
        if (strstr(text, treadle_arena_print(&arena, "${%s}", one->string)) != NULL) continue;
        const char *near = nearest_in(&arena, text, one->string);
        struct place place = {0};
        if (file->places != NULL) place = treadle_place_of_name(file->places, one);
        used = false;
        treadle_suite_result_problem(
            result,
            &(struct suite_problem){
                .message =
                    treadle_arena_print(&arena, "there is no ${%s} in %s", one->string, file->path),
                .help =
                    near == NULL ? NULL : treadle_arena_print(&arena, "did you mean '%s'?", near),
                .line = place.line,
                .column = place.column,
                .width = place.width});
    }
    treadle_arena_clear(&arena);
    return used;
}

treadle_machine *treadle_machines_read(
    struct machines *machines, const struct machine_file *file, struct suite_result *result) {
    struct arena *arena = &machines->arena;
    const char *key = treadle_arena_print(
        arena, "%s %d %s", file->path, is_express(file),
        file->substitutions == NULL ? "" : treadle_json_print(arena, file->substitutions));
    treadle_machine *known = treadle_map_find(&machines->by_path, key);
    if (known != NULL) return known;
    struct text text = {0}, whole = {0};
    struct treadle_status status = {0};
    treadle_machine *machine = NULL;
    if (treadle_file_read(file->path, LIMIT_definition_size_max, &text, &status) != 0) {
        treadle_suite_result_problem(result, &(struct suite_problem){.message = status.text});
    } else {
        treadle_machines_substitute(&whole, treadle_text_string(&text), file->substitutions);
        machine = read_text(file, &whole, result);
        if (machine != NULL && !check_used(file, treadle_text_string(&text), result)) {
            treadle_machine_drop(machine);
            machine = NULL;
        }
    }
    treadle_text_clear(&text);
    treadle_text_clear(&whole);
    if (machine != NULL) (void)treadle_map_put(&machines->by_path, key, machine);
    return machine;
}

void treadle_machines_clear(struct machines *machines) {
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&machines->by_path, slot)) != NULL;)
        treadle_machine_drop(slot->value);
    treadle_map_clear(&machines->by_path);
    treadle_arena_clear(&machines->arena);
}

// -- The machine beside a test file

const char *treadle_machines_candidate(
    struct arena *arena, const char *test_path, uint32_t number) {
    static const char *const ends[] = {"asl.yaml", "asl.yml", "asl.json"};
    const char *slash = strrchr(test_path, '/');
    const char *end = strstr(slash == NULL ? test_path : slash + 1, ".test.");
    if (end == NULL || number >= COUNT_OF(ends)) return NULL;
    return treadle_arena_print(arena, "%.*s.%s", (int)(end - test_path), test_path, ends[number]);
}

const char *treadle_machines_beside(struct arena *arena, const char *test_path) {
    const char *path;
    for (uint32_t i = 0; (path = treadle_machines_candidate(arena, test_path, i)) != NULL; i++) {
        struct stat seen;
        if (stat(path, &seen) == 0) return path;
    }
    return NULL;
}
