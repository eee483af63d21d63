// Patterns are cut at their stars when a definition is read; matching then looks for the pieces,
// one behind the other. The first place of each is good enough, so nothing is ever tried again.
#include "engine/model/pattern.h"

#include <string.h>

#include "base/assert.h"

// SPEC: `\\*` in the definition's JSON, `\*` here, is a star, `\\` a backslash. (What a backslash
// before any other character means is nowhere said: itself.)
static bool is_escape(const char *at) {
    return at[0] == '\\' && (at[1] == '*' || at[1] == '\\');
}

static uint32_t count_pieces(const char *text) {
    uint32_t count = 1;
    for (const char *at = text; *at != '\0'; at++) {
        if (is_escape(at))
            at++;
        else if (*at == '*')
            count++;
    }
    return count;
}

const struct pattern *treadle_pattern_read(struct arena *arena, const char *text) {
    struct pattern *pattern = treadle_arena_alloc(arena, sizeof(*pattern));
    pattern->count = count_pieces(text);
    pattern->pieces = treadle_arena_alloc(arena, pattern->count * sizeof(*pattern->pieces));
    char *out = treadle_arena_alloc(arena, strlen(text) + 1);
    uint32_t piece = 0;
    pattern->pieces[piece++] = out;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '*') {
            *out++ = '\0';
            pattern->pieces[piece++] = out;
            continue;
        }
        if (is_escape(at)) at++;
        *out++ = *at;
    }
    *out = '\0';
    ASSERT(piece == pattern->count);
    return pattern;
}

bool treadle_pattern_matches(const struct pattern *pattern, const char *text) {
    const char *first = pattern->pieces[0], *last = pattern->pieces[pattern->count - 1];
    if (pattern->count == 1) return strcmp(text, first) == 0;
    size_t size = strlen(text), first_size = strlen(first), last_size = strlen(last);
    if (size < first_size + last_size || memcmp(text, first, first_size) != 0) return false;
    const char *at = text + first_size, *end = text + size - last_size;
    if (memcmp(end, last, last_size) != 0) return false;
    for (uint32_t i = 1; i + 1 < pattern->count; i++) {
        at = strstr(at, pattern->pieces[i]);
        if (at == NULL) return false;
        at += strlen(pattern->pieces[i]);
        if (at > end) return false;
    }
    return true;
}
