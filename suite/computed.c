// A computed value is taken apart as a path of names; what is more than that is left to others.
#include "suite/computed.h"

#include <string.h>

static const char blanks[] = " \t\r\n";
static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
static const char digits[] = "0123456789";

bool treadle_computed_is(const cJSON *value) {
    if (!cJSON_IsString(value)) return false;
    const char *text = value->valuestring;
    size_t size = strlen(text);
    return size >= 4 && strncmp(text, "{%", 2) == 0 && strcmp(text + size - 2, "%}") == 0;
}

static size_t name_size(const char *at) {
    size_t size = 0;
    while (at[size] != '\0' &&
           (strchr(letters, at[size]) != NULL || (size > 0 && strchr(digits, at[size]) != NULL)))
        size++;
    return size;
}

// The name at [*at], plain or `between backticks`, and moves behind it; NULL: there is none.
static const char *read_name(struct arena *arena, const char **at) {
    if (**at == '`') {
        const char *start = *at + 1, *end = strchr(start, '`');
        if (end == NULL || end == start) return NULL;
        *at = end + 1;
        return treadle_arena_copy_size(arena, start, (size_t)(end - start));
    }
    size_t size = name_size(*at);
    if (size == 0) return NULL;
    *at += size;
    return treadle_arena_copy_size(arena, *at - size, size);
}

// Names with dots between them, up to the end.
static bool read_steps(struct arena *arena, const char *at, struct computed *out) {
    for (;;) {
        if (out->count == COMPUTED_STEPS_MAX) return false;
        const char *name = read_name(arena, &at);
        if (name == NULL) return false;
        out->steps[out->count++] = name;
        if (*at == '\0') return true;
        if (*at++ != '.') return false;
    }
}

struct computed treadle_computed_read(struct arena *arena, const cJSON *value) {
    struct computed out = {.kind = COMPUTED_NONE};
    if (!treadle_computed_is(value)) return out;
    const char *text = value->valuestring + 2;
    size_t size = strlen(text) - 2;
    size_t before = strspn(text, blanks);
    text += before < size ? before : size;
    size -= before < size ? before : size;
    while (size > 0 && strchr(blanks, text[size - 1]) != NULL)
        size--;
    const char *inside = treadle_arena_copy_size(arena, text, size);
    static const char row[] = "$row";
    out.kind = COMPUTED_LATER;
    if (strcmp(inside, "$") == 0) {
        out.kind = COMPUTED_WHATEVER;
    } else if (strcmp(inside, row) == 0) {
        out.kind = COMPUTED_ROW;
    } else if (strncmp(inside, "$row.", sizeof(row)) == 0) {
        if (read_steps(arena, inside + sizeof(row), &out)) out.kind = COMPUTED_ROW;
    } else if (read_steps(arena, inside, &out) && out.count == 2) {
        out.kind = COMPUTED_OUTPUT;
    }
    return out;
}
