// Reference paths: the paths that name one place, so that something can be written there.
//
// Step Functions reads these itself, not with Jayway: names, quoted names and indexes only, and in
// a dotted name a backslash takes the next character as it is.
#include <string.h>

#include "base/limits.h"
#include "jsonpath/path.h"

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// `.name`, with escapes: `.foo\@bar`. SPEC: the operators `@ , : ?` and `*` are no part of a
// reference path.
static const char *read_name(
    struct arena *arena, const char *at, const char *end, struct step *step) {
    char *name = treadle_arena_alloc(arena, (size_t)(end - at) + 1), *out = name;
    for (; at < end && *at != '.' && *at != '['; at++) {
        if (strchr("@,:?* ", *at) != NULL) return NULL;
        if (*at == '\\' && ++at == end) return NULL;
        *out++ = *at;
    }
    if (out == name) return NULL;
    *out = '\0';
    *step = (struct step){.kind = STEP_NAME, .count = 1, .name = name};
    return at;
}

// `['name']` or `[0]`.
static const char *read_bracket(
    struct arena *arena, const char *at, const char *end, struct step *step) {
    const char *close = memchr(at, ']', (size_t)(end - at));
    if (close == NULL) return NULL;
    if (close - at >= 3 && at[1] == '\'' && close[-1] == '\'') {
        const char *name = treadle_arena_copy_size(arena, at + 2, (size_t)(close - at - 3));
        if (strchr(name, '\'') != NULL) return NULL;
        *step = (struct step){.kind = STEP_NAME, .count = 1, .name = name};
        return close + 1;
    }
    int64_t index = 0;
    if (++at == close) return NULL;
    for (; at < close; at++) {
        if (!is_digit(*at) || index > INT32_MAX) return NULL;
        index = index * 10 + (*at - '0');
    }
    if (index > INT32_MAX) return NULL;
    *step = (struct step){.kind = STEP_INDEX, .from = (int32_t)index};
    return close + 1;
}

bool treadle_steps_compile_reference(
    struct arena *arena, const char *text, size_t size, struct path *path) {
    const char *at = text, *end = text + size;
    uint32_t bound = 0;
    for (const char *byte = text; byte < end; byte++)
        bound += *byte == '.' || *byte == '[';
    if (bound > LIMIT_path_steps_max) return false;
    struct step *steps = treadle_arena_alloc(arena, (bound + 1) * sizeof(*steps));
    uint32_t count = 0;
    while (at < end) {
        if (*at != '.' && *at != '[') return false;
        // `$.[0]` and `$.['a']` are read as `$[0]` and `$['a']`.
        bool dot = *at == '.' && !(at + 1 < end && at[1] == '[');
        at += *at == '.';
        ASSERT(count < bound);
        at = dot ? read_name(arena, at, end, &steps[count])
                 : read_bracket(arena, at, end, &steps[count]);
        if (at == NULL) return false;
        count++;
    }
    path->steps = steps;
    path->count = count;
    path->definite = path->reference = true;
    return true;
}

// -- Writing

// Gives [old], which may be NULL for "nothing there", with [value] at what [left] steps from [step]
// on name. NULL: something else stands in the way. The depth is that of the steps.
static const cJSON *put(
    const struct step *step, uint32_t left, struct arena *scratch, const cJSON *old,
    const cJSON *value) {
    if (left == 0) return value;
    bool array = step->kind == STEP_INDEX;
    // SPEC: objects are made on the way. Arrays are not: what their other elements would be is
    // nowhere said.
    if (old == NULL ? array : array ? !cJSON_IsArray(old) : !cJSON_IsObject(old)) return NULL;
    cJSON *made = treadle_scratch_node(scratch, array ? cJSON_Array : cJSON_Object);
    bool placed = false;
    int32_t index = 0;
    for (const cJSON *child = old == NULL ? NULL : old->child; child != NULL; child = child->next) {
        const cJSON *shown = child;
        if (array ? index++ == step->from : strcmp(child->string, step->name) == 0) {
            shown = put(step + 1, left - 1, scratch, child, value);
            if (shown == NULL) return NULL;
            placed = true;
        }
        const char *key = array ? NULL : child->string;
        treadle_scratch_append(made, key, treadle_scratch_link(scratch, shown));
    }
    if (placed) return made;
    if (array) return NULL;
    const cJSON *shown = put(step + 1, left - 1, scratch, NULL, value);
    if (shown == NULL) return NULL;
    treadle_scratch_append(made, step->name, treadle_scratch_link(scratch, shown));
    return made;
}

const cJSON *treadle_path_put(
    const struct path *path, struct arena *scratch, const cJSON *root, const cJSON *value) {
    ASSERT(path->reference && path->source == PATH_INPUT);
    return put(path->steps, path->count, scratch, root, value);
}
