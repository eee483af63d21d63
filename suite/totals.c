// The last line, and the words by which a case is run again.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/time_text.h"
#include "base/utf8.h"
#include "suite/say.h"
#include "suite/value.h"

enum { WORD_SIZE_MIN = 4 };  // Shorter ones (a, the, of) say little.

static bool is_unique(
    const struct suite_result *results, uint32_t count, uint32_t at, const char *words) {
    for (uint32_t i = 0; i < count; i++)
        if (i != at && strstr(results[i].name, words) != NULL) return false;
    return true;
}

// Neither what a terminal would act on, nor what there is not in UTF-8.
static bool is_typed(uint32_t code) {
    return code >= 0x20 && !(code >= 0x7F && code <= 0x9F) && !(code >= 0xD800 && code <= 0xDFFF);
}

// The bytes at [text] that people can type.
static size_t typed_size(const char *text) {
    const char *end = text;
    for (const char *at = text; *at != '\0' && is_typed(treadle_utf8_next(&at));)
        end = at;
    return (size_t)(end - text);
}

// The longest part of the name that can be typed: mostly all of it.
static void put_typed(struct text *out, const char *name) {
    const char *longest = name;
    size_t size_max = 0;
    for (const char *at = name; *at != '\0';) {
        size_t size = typed_size(at);
        if (size > size_max) {
            longest = at;
            size_max = size;
        }
        at += size;
        if (*at != '\0') (void)treadle_utf8_next(&at);
    }
    treadle_text_put(out, longest, size_max);
}

// Two words of some length that stand side by side: as many as one likes to type.
void treadle_suite_say_words(
    struct text *out, const struct suite_result *results, uint32_t count, uint32_t at) {
    const char *name = results[at].name;
    for (const char *word = name; *word != '\0'; word += strspn(word, " ")) {
        size_t size = strcspn(word, " "), gap = strspn(word + size, " ");
        size_t next = strcspn(word + size + gap, " ");
        if (size >= WORD_SIZE_MIN && gap == 1 && next >= WORD_SIZE_MIN) {
            char *words = treadle_text_copy_size(word, size + gap + next);
            bool unique =
                typed_size(words) == strlen(words) && is_unique(results, count, at, words);
            if (unique) treadle_text_add(out, words);
            free(words);
            if (unique) return;
        }
        word += size;
    }
    put_typed(out, name);
}

// As a shell reads it as one word.
static void put_quoted(struct text *out, const char *words) {
    treadle_text_add(out, "'");
    for (; *words != '\0'; words++) {
        if (*words == '\'')
            treadle_text_add(out, "'\\''");
        else
            treadle_text_put(out, words, 1);
    }
    treadle_text_add(out, "'");
}

void treadle_suite_say_word(struct text *out, const char *word) {
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./";
    if (*word != '\0' && word[strspn(word, plain)] == '\0')
        treadle_text_add(out, word);
    else
        put_quoted(out, word);
}

static void put_time(struct text *out, int64_t ms) {
    char time[TIME_TEXT_SIZE];
    treadle_duration_write(time, ms);
    treadle_text_add(out, time);
}

// How to run the last failed case again, and to accept what came where that is possible.
static void put_again(
    struct text *out, const char *command, const struct suite_result *results, uint32_t count) {
    uint32_t last = count;
    bool acceptable = false;
    for (uint32_t i = 0; i < count; i++) {
        if (results[i].verdict == VERDICT_PASSED) continue;
        last = i;
        acceptable |= results[i].differences_count > 0;
    }
    if (last == count) return;
    struct text words = {0};
    treadle_suite_say_words(&words, results, count, last);
    treadle_text_printf(out, "    again: %s --filter ", command);
    put_quoted(out, treadle_text_string(&words));
    treadle_text_add(out, " --trace");
    if (acceptable) treadle_text_add(out, "    accept: --update");
    treadle_text_clear(&words);
}

void treadle_suite_say_totals(
    struct text *out, const struct suite_style *style, const struct suite_totals *totals,
    const struct suite_result *results, uint32_t count) {
    static const char red[] = "\033[1;31m", none[] = "\033[0m";
    treadle_text_printf(out, "%u passed", totals->passed);
    if (totals->failed > 0)
        treadle_text_printf(
            out, ", %s%u failed%s", style->color ? red : "", totals->failed,
            style->color ? none : "");
    treadle_text_add(out, " in ");
    put_time(out, totals->took_ms);
    if (totals->failed == 0 && totals->virtual_ms > 0) {
        treadle_text_add(out, " (");
        put_time(out, totals->virtual_ms);
        treadle_text_add(out, " of virtual time)");
    }
    put_again(out, totals->command, results, count);
    treadle_text_add(out, "\n");
}
