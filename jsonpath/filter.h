// Filters, `[?(@.a == 'x' && $.b)]`: what they are made of, and whether a value passes.
#ifndef TREADLE_JSONPATH_FILTER_H
#define TREADLE_JSONPATH_FILTER_H

#include "base/regex.h"
#include "jsonpath/path.h"

enum comparison {
    COMPARE_EXISTS,
    COMPARE_EQUAL,
    COMPARE_NOT_EQUAL,
    COMPARE_LESS,
    COMPARE_LESS_EQUAL,
    COMPARE_GREATER,
    COMPARE_GREATER_EQUAL,
    COMPARE_MATCHES
};

enum operand_kind { OPERAND_ITEM, OPERAND_ROOT, OPERAND_TEXT, OPERAND_REGEX };

struct operand {
    enum operand_kind kind;
    uint32_t
        slot;  // OPERAND_ROOT: the same for every value tested, so it is kept (struct filter_env).
    union {
        const struct path *path;
        const cJSON *text;  // Whatever is no path and no regex is a text: 1, true and Receipt too.
        const struct regex *regex;
    };
    const cJSON *number;  // OPERAND_TEXT: the number it writes; NULL: none.
};

struct term {
    enum comparison comparison;
    bool negated;      // COMPARE_EXISTS: `!@.a`.
    bool alternative;  // `||` stands before it.
    struct operand left, right;
};

struct filter {
    uint32_t count;
    struct term terms[];
};

// Compiles the filter whose `?` is at [mark], in the brackets from [from] to before [end]; its `$`
// operands count on from [*slots]. NULL: it is none.
const struct filter *treadle_filter_compile(
    struct arena *arena, const char *from, const char *mark, const char *end, uint32_t *slots);

struct filter_slot {
    bool known;
    enum find_result result;
    const cJSON *value;
};

struct filter_env {
    const cJSON *root;
    struct arena *scratch;
    struct filter_slot *slots;
    const char **detail;  // NULL, or where the words for FIND_INVALID go.
    uint32_t *matches;  // Regular expressions tried so far: each may take less than the one before.
};

// Whether [item] passes: FIND_DONE and [*passes]; FIND_INVALID, for a path in it ran into a wrong
// type.
enum find_result treadle_filter_test(
    const struct filter *filter, const struct filter_env *env, const cJSON *item, bool *passes);

#endif
