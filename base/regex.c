// Regular expressions over PCRE2: what is compiled is the arena's, what a match needs is freed with
// it.
#include "base/regex.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/assert.h"
#include "base/json/string.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"

struct regex {
    const pcre2_code *code;
};

static void *arena_take(size_t size, void *arena) {
    return treadle_arena_alloc(arena, size);
}

static void arena_give(void *memory, void *arena) {
    (void)memory;
    (void)arena;
}

static void *heap_take(size_t size, void *data) {
    (void)data;
    return treadle_alloc(size);
}

static void heap_give(void *memory, void *data) {
    (void)data;
    free(memory);
}

// The true UTF-8 of [string]: itself, or put into [text]; NULL: it has none.
static const char *bytes_of(const char *string, struct text *text, size_t *size) {
    *size = strlen(string);
    if (strpbrk(string, "\xc0\xed") == NULL) return string;
    if (!treadle_string_bytes(string, text)) {
        treadle_text_clear(text);
        return NULL;
    }
    *size = text->count;
    return treadle_text_string(text);
}

const struct regex *treadle_regex_compile(
    struct arena *arena, const char *pattern, bool ignore_case) {
    struct text text = {0};
    size_t size, offset;
    const char *bytes = bytes_of(pattern, &text, &size);
    if (bytes == NULL) return NULL;
    pcre2_general_context *memory = pcre2_general_context_create(arena_take, arena_give, arena);
    pcre2_compile_context *options = pcre2_compile_context_create(memory);
    // As in Java a dot stops at every line end of Unicode.
    pcre2_set_newline(options, PCRE2_NEWLINE_ANY);
    int error;
    const pcre2_code *code = pcre2_compile(
        (PCRE2_SPTR)bytes, size,
        PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C |
            (ignore_case ? PCRE2_CASELESS : 0),
        &error, &offset, options);
    treadle_text_clear(&text);
    if (code == NULL) return NULL;
    struct regex *regex = treadle_arena_alloc(arena, sizeof(*regex));
    *regex = (struct regex){code};
    return regex;
}

int treadle_regex_match(const struct regex *regex, const char *string) {
    return treadle_regex_match_within(regex, string, LIMIT_regex_steps_max);
}

int treadle_regex_match_within(const struct regex *regex, const char *string, uint32_t steps) {
    ASSERT(steps <= LIMIT_regex_steps_max);
    struct text text = {0};
    size_t size;
    const char *bytes = bytes_of(string, &text, &size);
    if (bytes == NULL) return 0;
    pcre2_general_context *memory = pcre2_general_context_create(heap_take, heap_give, NULL);
    pcre2_match_context *limits = pcre2_match_context_create(memory);
    pcre2_set_match_limit(limits, steps);
    pcre2_set_heap_limit(limits, LIMIT_regex_heap_kb_max);
    pcre2_match_data *data = pcre2_match_data_create(1, memory);
    int result =
        pcre2_match(regex->code, (PCRE2_SPTR)bytes, size, 0, PCRE2_NO_UTF_CHECK, data, limits);
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
    pcre2_general_context_free(memory);
    treadle_text_clear(&text);
    if (result == PCRE2_ERROR_NOMATCH) return 0;
    return result >= 0 ? 1 : TREADLE_ELIMIT;
}
