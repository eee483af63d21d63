// See fuzz.h.
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/foreign.h"
#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/string.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/utf8.h"

char *fuzz_line(struct fuzz_input *input) {
    const char *end = input->size == 0 ? NULL : memchr(input->at, '\n', input->size);
    if (end == NULL) return fuzz_rest(input);
    size_t size = (size_t)(end - input->at);
    char *line = treadle_text_copy_size(input->at, size);
    input->at += size + 1;
    input->size -= size + 1;
    return line;
}

char *fuzz_rest(struct fuzz_input *input) {
    char *rest = treadle_text_copy_size(input->size == 0 ? "" : input->at, input->size);
    *input = (struct fuzz_input){0};
    return rest;
}

bool fuzz_is_text(const char *line) {
    struct text text = {0};
    bool is = treadle_string_of_bytes(line, strlen(line), &text);
    treadle_text_clear(&text);
    return is;
}

const char *fuzz_string(struct arena *arena, const char *line) {
    const cJSON *string = treadle_scratch_read(arena, line, strlen(line));
    if (string != NULL && cJSON_IsString(string)) return string->valuestring;
    return fuzz_is_text(line) ? treadle_arena_copy(arena, line) : NULL;
}

static void check_same(const struct text *text, const cJSON *value) {
    struct text again = {0};
    treadle_json_write(&again, value);
    ASSERT(again.count == text->count && memcmp(again.bytes, text->bytes, text->count) == 0);
    treadle_text_clear(&again);
}

void fuzz_check_value(const cJSON *value) {
    struct text text = {0};
    struct arena arena = {0};
    treadle_json_write(&text, value);
    ASSERT(text.count == treadle_json_size(value));
    struct doc *settled = treadle_doc_settle(NULL, value);
    check_same(&text, treadle_doc_root(settled));
    check_same(&text, treadle_scratch_copy(&arena, value));
    cJSON *tree = treadle_tree_of(value);
    struct doc *back = treadle_doc_from_tree(NULL, tree);
    check_same(&text, treadle_doc_root(back));
    // What runs may nest deeper than what is read.
    struct doc *read = treadle_doc_read(NULL, text.bytes, text.count, NULL);
    if (read != NULL) {
        check_same(&text, treadle_doc_root(read));
        ASSERT(treadle_json_equal(value, treadle_doc_root(read)));
    }
    treadle_doc_drop(read);
    treadle_doc_drop(back);
    treadle_tree_free(tree);
    treadle_doc_drop(settled);
    treadle_arena_clear(&arena);
    treadle_text_clear(&text);
}

void fuzz_check_words(const char *words) {
    ASSERT(words != NULL && *words != '\0');
    const unsigned char *at = (const unsigned char *)words, *end = at + strlen(words);
    while (at < end) {
        int size = treadle_utf8_size(at, end);
        ASSERT(size > 0);
        at += size;
    }
}

void fuzz_check_quoting(const char *words) {
    ASSERT(words != NULL && *words != '\0');
    for (const char *at = words; *at != '\0';) {
        char again[5];
        const char *from = at;
        uint32_t code = treadle_utf8_next(&at);
        size_t size = (size_t)(treadle_utf8_put(again, code) - again);
        ASSERT(code <= 0x10FFFF && at == from + size && memcmp(from, again, size) == 0);
    }
}

void fuzz_check_problem(const struct read_problem *problem) {
    fuzz_check_words(problem->message);
    if (*problem->pointer != '\0') fuzz_check_words(problem->pointer);
    ASSERT(problem->line > 0 && problem->column > 0 && problem->width > 0);
}
