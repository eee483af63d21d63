// A result as a struct, and as the JSON in which it passes from a worker to whoever reports.
#include "suite/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/number.h"

#define AS_TEXT "Text"       // Behind the key of a value that is written as a text.
enum { LEVELS_AROUND = 8 };  // More than a result has around its values.

static const struct {
    const char *name;
    bool way;
} keys[] = {
#define EXPECT(key, look, way) [EXPECT_##key] = {#key, (way)},
#include "suite/expect.def"
#undef EXPECT
};

static const char *const verdicts[] = {
    [VERDICT_PASSED] = "PASSED",
    [VERDICT_FAILED] = "FAILED",
    [VERDICT_BROKEN] = "BROKEN",
    [VERDICT_CRASHED] = "CRASHED"};

const char *treadle_expect_name(enum expect_key key) {
    return keys[key].name;
}

bool treadle_expect_is_way(enum expect_key key) {
    return keys[key].way;
}

void treadle_suite_result_init(
    struct suite_result *result, const char *file, uint32_t line, const char *name) {
    *result = (struct suite_result){.line = line};
    result->file = treadle_arena_copy(&result->arena, file);
    result->name = treadle_arena_copy(&result->arena, name);
}

void treadle_suite_result_clear(struct suite_result *result) {
    for (uint32_t i = 0; i < result->differences_count; i++)
        free(result->differences[i].parts);
    free(result->differences);
    free(result->problems);
    free(result->rows);
    treadle_arena_clear(&result->arena);
    *result = (struct suite_result){0};
}

void treadle_suite_result_problem(
    struct suite_result *result, const struct suite_problem *problem) {
    struct suite_problem copy = *problem;
    copy.message = treadle_arena_copy(&result->arena, problem->message);
    copy.help = treadle_arena_copy(&result->arena, problem->help);
    copy.file = treadle_arena_copy(&result->arena, problem->file);
    ADD(result->problems, result->problems_count, result->problems_size) = copy;
    if (result->verdict == VERDICT_PASSED) result->verdict = VERDICT_FAILED;
}

void treadle_suite_result_row(struct suite_result *result, const struct suite_row *row) {
    struct suite_row copy = *row;
    copy.state = treadle_arena_copy(&result->arena, row->state);
    copy.what = treadle_arena_copy(&result->arena, row->what);
    copy.why = treadle_arena_copy(&result->arena, row->why);
    ADD(result->rows, result->rows_count, result->rows_size) = copy;
}

// -- Writing

static cJSON *object(struct arena *arena) {
    return treadle_scratch_node(arena, cJSON_Object);
}

static cJSON *list(struct arena *arena, cJSON *in, const char *key) {
    cJSON *made = treadle_scratch_node(arena, cJSON_Array);
    treadle_scratch_append(in, key, made);
    return made;
}

// Whether [value] is nested deeper than [levels].
static bool is_deeper(const cJSON *value, uint32_t levels) {
    if (value->child == NULL) return false;
    if (levels == 0) return true;
    for (const cJSON *part = value->child; part != NULL; part = part->next)
        if (is_deeper(part, levels - 1)) return true;
    return false;
}

// A value as it is; as a text where, in a result, no reader would take it back.
static void put_value(struct arena *arena, cJSON *in, const char *key, const cJSON *value) {
    if (value != NULL && is_deeper(value, LIMIT_json_depth_max - LEVELS_AROUND))
        treadle_put_text(
            arena, in, treadle_arena_print(arena, "%s" AS_TEXT, key),
            treadle_json_print(arena, value));
    else
        treadle_put_value(arena, in, key, value);
}

static void write_difference(
    struct arena *arena, cJSON *all, const struct suite_difference *difference) {
    cJSON *made = object(arena);
    treadle_scratch_append(all, NULL, made);
    treadle_put_text(arena, made, "key", treadle_expect_name(difference->key));
    treadle_put_int(arena, made, "look", difference->look);
    treadle_put_text(arena, made, "what", difference->what);
    treadle_put_text(arena, made, "pointer", difference->pointer);
    treadle_put_int(arena, made, "line", difference->line);
    treadle_put_int(arena, made, "equal", difference->equal);
    treadle_put_int(arena, made, "first", difference->first);
    put_value(arena, made, "put", difference->put);
    treadle_put_bool(arena, made, "partial", difference->partial);
    cJSON *parts = list(arena, made, "parts");
    for (uint32_t i = 0; i < difference->parts_count; i++) {
        const struct suite_part *part = &difference->parts[i];
        cJSON *entry = object(arena);
        treadle_put_text(arena, entry, "path", part->path);
        put_value(arena, entry, "want", part->want);
        put_value(arena, entry, "have", part->have);
        treadle_scratch_append(parts, NULL, entry);
    }
}

static void write_problem(struct arena *arena, cJSON *all, const struct suite_problem *problem) {
    cJSON *made = object(arena);
    treadle_scratch_append(all, NULL, made);
    treadle_put_text(arena, made, "message", problem->message);
    treadle_put_text(arena, made, "help", problem->help);
    treadle_put_text(arena, made, "file", problem->file);
    treadle_put_int(arena, made, "line", problem->line);
    treadle_put_int(arena, made, "column", problem->column);
    treadle_put_int(arena, made, "width", problem->width);
}

static void write_row(struct arena *arena, cJSON *all, const struct suite_row *row) {
    cJSON *made = object(arena);
    treadle_scratch_append(all, NULL, made);
    treadle_put_int(arena, made, "at", row->at_ms);
    treadle_put_int(arena, made, "depth", row->depth);
    treadle_put_text(arena, made, "state", row->state);
    treadle_put_text(arena, made, "what", row->what);
    treadle_put_text(arena, made, "why", row->why);
    treadle_put_int(arena, made, "step", row->step);
}

void treadle_suite_result_write(const struct suite_result *result, struct text *out) {
    struct arena arena = {0};
    cJSON *whole = object(&arena);
    treadle_put_text(&arena, whole, "file", result->file);
    treadle_put_text(&arena, whole, "name", result->name);
    treadle_put_int(&arena, whole, "line", result->line);
    treadle_put_text(&arena, whole, "verdict", verdicts[result->verdict]);
    treadle_put_int(&arena, whole, "elapsed", result->elapsed_ms);
    treadle_put_int(&arena, whole, "took", result->took_us);
    treadle_put_value(&arena, whole, "coverage", result->coverage);
    cJSON *differences = list(&arena, whole, "differences");
    for (uint32_t i = 0; i < result->differences_count; i++)
        write_difference(&arena, differences, &result->differences[i]);
    cJSON *problems = list(&arena, whole, "problems");
    for (uint32_t i = 0; i < result->problems_count; i++)
        write_problem(&arena, problems, &result->problems[i]);
    cJSON *rows = list(&arena, whole, "rows");
    for (uint32_t i = 0; i < result->rows_count; i++)
        write_row(&arena, rows, &result->rows[i]);
    treadle_json_write(out, whole);
    treadle_arena_clear(&arena);
}

// -- Reading

struct reader {
    struct suite_result *result;
    bool fine;  // Whatever is not as it is written makes it false.
};

static const char *text_of(struct reader *reader, const cJSON *in, const char *key) {
    return treadle_arena_copy(&reader->result->arena, treadle_json_string(in, key));
}

static const char *needed(struct reader *reader, const cJSON *in, const char *key) {
    const char *text = text_of(reader, in, key);
    if (text == NULL) reader->fine = false;
    return text == NULL ? "" : text;
}

static const cJSON *value_of(struct reader *reader, const cJSON *in, const char *key) {
    struct arena *arena = &reader->result->arena;
    const cJSON *value = treadle_json_member(in, key);
    if (value != NULL) return treadle_scratch_copy(arena, value);
    const char *text = treadle_json_string(in, treadle_arena_print(arena, "%s" AS_TEXT, key));
    return text == NULL ? NULL : treadle_scratch_read(arena, text, strlen(text));
}

static int64_t number_of(
    struct reader *reader, const cJSON *in, const char *key, int64_t min, int64_t max) {
    const cJSON *value = treadle_json_member(in, key);
    int64_t number = 0;
    if (cJSON_IsNumber(value) && treadle_number_int(value, &number) && number >= min &&
        number <= max)
        return number;
    reader->fine = false;
    return min;
}

static uint32_t count_of(struct reader *reader, const cJSON *in, const char *key) {
    return (uint32_t)number_of(reader, in, key, 0, UINT32_MAX);
}

// The first element of the list of that name; NULL: there is none.
static const cJSON *first_of(const cJSON *in, const char *key) {
    const cJSON *list = treadle_json_member(in, key);
    return list == NULL ? NULL : list->child;
}

static void read_difference(struct reader *reader, const cJSON *from) {
    struct suite_result *result = reader->result;
    struct suite_difference made = {
        .look = (enum suite_look)number_of(reader, from, "look", LOOK_WORD, LOOK_PATH),
        .what = needed(reader, from, "what"),
        .pointer = needed(reader, from, "pointer"),
        .line = count_of(reader, from, "line"),
        .equal = count_of(reader, from, "equal"),
        .first = count_of(reader, from, "first"),
        .put = value_of(reader, from, "put"),
        .partial = cJSON_IsTrue(treadle_json_member(from, "partial"))};
    const char *key = needed(reader, from, "key");
    while (made.key < EXPECT_KEYS && strcmp(keys[made.key].name, key) != 0)
        made.key++;
    if (made.key == EXPECT_KEYS) {
        reader->fine = false;
        return;
    }
    for (const cJSON *part = first_of(from, "parts"); part != NULL; part = part->next)
        ADD(made.parts, made.parts_count, made.parts_size) = (struct suite_part){
            needed(reader, part, "path"), value_of(reader, part, "want"),
            value_of(reader, part, "have")};
    ADD(result->differences, result->differences_count, result->differences_size) = made;
}

static void read_problem(struct reader *reader, const cJSON *from) {
    struct suite_result *result = reader->result;
    ADD(result->problems, result->problems_count, result->problems_size) = (struct suite_problem){
        .message = needed(reader, from, "message"),
        .help = text_of(reader, from, "help"),
        .file = text_of(reader, from, "file"),
        .line = count_of(reader, from, "line"),
        .column = count_of(reader, from, "column"),
        .width = count_of(reader, from, "width")};
}

static void read_row(struct reader *reader, const cJSON *from) {
    struct suite_result *result = reader->result;
    ADD(result->rows, result->rows_count, result->rows_size) = (struct suite_row){
        .at_ms = number_of(reader, from, "at", 0, INT64_MAX),
        .depth = count_of(reader, from, "depth"),
        .state = needed(reader, from, "state"),
        .what = needed(reader, from, "what"),
        .why = text_of(reader, from, "why"),
        .step = (int32_t)number_of(reader, from, "step", -1, INT32_MAX)};
}

static enum suite_verdict verdict_of(struct reader *reader, const char *name) {
    for (size_t i = 0; i < COUNT_OF(verdicts); i++)
        if (strcmp(verdicts[i], name) == 0) return (enum suite_verdict)i;
    reader->fine = false;
    return VERDICT_BROKEN;
}

static void read_whole(struct reader *reader, const cJSON *from) {
    struct suite_result *result = reader->result;
    result->file = text_of(reader, from, "file");
    result->name = text_of(reader, from, "name");
    result->line = count_of(reader, from, "line");
    result->verdict = verdict_of(reader, needed(reader, from, "verdict"));
    result->elapsed_ms = number_of(reader, from, "elapsed", 0, INT64_MAX);
    result->took_us = number_of(reader, from, "took", 0, INT64_MAX);
    result->coverage = value_of(reader, from, "coverage");
    for (const cJSON *at = first_of(from, "differences"); at != NULL; at = at->next)
        read_difference(reader, at);
    for (const cJSON *at = first_of(from, "problems"); at != NULL; at = at->next)
        read_problem(reader, at);
    for (const cJSON *at = first_of(from, "rows"); at != NULL; at = at->next)
        read_row(reader, at);
}

bool treadle_suite_result_read(struct suite_result *result, const char *text, size_t size) {
    struct doc *doc = treadle_doc_read(NULL, text, size, NULL);
    if (doc == NULL) return false;
    struct reader reader = {result, true};
    read_whole(&reader, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    return reader.fine;
}
