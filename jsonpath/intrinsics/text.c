// Functions that make texts and take them apart.
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/utf8.h"
#include "jsonpath/intrinsic.h"
#include "jsonpath/java.h"

// Puts what stands before the next `{}` at [*at], which moves behind it. [escapes]: `\{` is a
// brace. Gives 1 for a placeholder, 0 for the end; -1: a brace lacks its other half, and [*at] is
// at it.
static int put_piece(struct text *out, const char **at, bool escapes) {
    for (; **at != '\0'; ++*at) {
        if (escapes && **at == '\\') {
            ++*at;
        } else if (**at == '{' || **at == '}') {
            if ((*at)[0] != '{' || (*at)[1] != '}') return -1;
            *at += 2;
            return 1;
        }
        treadle_text_put(out, *at, 1);
    }
    return 0;
}

// NULL, or why the format cannot be.
static const char *put_format(struct text *out, struct intrinsic_call *call) {
    static const char mismatch[] = "number of arguments do not match the occurrences of {}.";
    const char *at = call->raw != NULL ? call->raw : call->arguments[0]->valuestring;
    uint32_t next = 1;
    int piece;
    while ((piece = put_piece(out, &at, call->raw != NULL)) > 0) {
        if (next == call->count) return mismatch;
        if (!treadle_java_text(out, call->arguments[next++]))
            return "an argument is nested too deeply";
    }
    if (piece < 0) {
        call->blamed = "template";
        // AWS, as users report it; of the other half they say nothing.
        return *at == '{' ? "matching '}' not found for '{'." : "matching '{' not found for '}'.";
    }
    return next == call->count ? NULL : mismatch;
}

const cJSON *treadle_intrinsic_format(struct intrinsic_call *call) {
    if (treadle_intrinsic_string_at(call, 0) == NULL) return NULL;
    struct text text = {.count_max = call->room};
    const char *problem = put_format(&text, call);
    const cJSON *made = treadle_intrinsic_text(call, &text);
    return problem == NULL ? made : treadle_intrinsic_fail(call, problem);
}

const cJSON *treadle_intrinsic_uuid(struct intrinsic_call *call) {
    if (call->random == NULL) return treadle_intrinsic_fail(call, "there is no source of chance");
    char *uuid = treadle_arena_alloc(call->scratch, 37);
    treadle_random_uuid(call->random, uuid);
    return treadle_scratch_string(call->scratch, uuid);
}

static int compare_codes(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

// The characters of [text] in their order, to be searched by halves.
static uint32_t *sorted_codes(struct arena *scratch, const char *text, size_t *count_out) {
    uint32_t *codes = treadle_arena_alloc(scratch, (strlen(text) + 1) * sizeof(*codes));
    size_t count = 0;
    while (*text != '\0')
        codes[count++] = treadle_utf8_next(&text);
    qsort(codes, count, sizeof(*codes), compare_codes);
    *count_out = count;
    return codes;
}

// AWS, recorded: every character of the second argument splits, and empty pieces are left out.
const cJSON *treadle_intrinsic_string_split(struct intrinsic_call *call) {
    const char *at = treadle_intrinsic_string_at(call, 0);
    const char *delimiters = at == NULL ? NULL : treadle_intrinsic_string_at(call, 1);
    if (delimiters == NULL) return NULL;
    size_t count;
    const uint32_t *codes = sorted_codes(call->scratch, delimiters, &count);
    cJSON *pieces = treadle_scratch_node(call->scratch, cJSON_Array);
    for (const char *from = at; *from != '\0'; from = at) {
        const char *end = at;
        while (*at != '\0') {
            end = at;
            uint32_t code = treadle_utf8_next(&at);
            if (bsearch(&code, codes, count, sizeof(code), compare_codes) != NULL) break;
            end = at;
        }
        if (end == from) continue;
        const char *piece = treadle_arena_copy_size(call->scratch, from, (size_t)(end - from));
        treadle_scratch_append(pieces, NULL, treadle_scratch_string(call->scratch, piece));
    }
    return pieces;
}
