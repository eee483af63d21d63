// A compiled path, for the files of this room alone.
//
// A path is a list of steps. Where it starts (`$`, `$$`, `$name`) is no step: whatever the source,
// the steps are applied to a value, and messages name that value `$`, as AWS's do.
#ifndef TREADLE_JSONPATH_PATH_H
#define TREADLE_JSONPATH_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "jsonpath/jsonpath.h"

enum step_kind {
    STEP_NAME,      // `.a`, `['a']`
    STEP_NAMES,     // `['a','b']`: one merged object. None at all, as in `['a]b']`, gives `{}`.
    STEP_INDEX,     // `[1]`, `[-1]`
    STEP_FROM_END,  // `[(@.length-1)]`; [from] is negative, mostly.
    STEP_INDEXES,   // `[0,2]`
    STEP_SLICE_FROM,
    STEP_SLICE_TO,
    STEP_SLICE,     // `[from:to]`
    STEP_WILDCARD,  // `.*`, `[*]`
    STEP_FILTER,    // `[?(…)]`
    STEP_SCAN       // `..`; what it looks for is the next step.
};

struct filter;

struct step {
    enum step_kind kind;
    int32_t from, to;  // The index is [from].
    uint32_t count;    // Of [names] or [indexes].
    union {
        const char *name;
        const char **names;
        const int32_t *indexes;
        const struct filter *filter;
    };
};

struct path {
    const char *text;  // As it was written, blanks at its ends and all.
    enum path_source source;
    bool definite, reference;
    bool item;             // Of a filter: it starts at what is tested, `@`.
    const char *variable;  // PATH_VARIABLE: its name, without `$`.
    uint32_t count;
    uint32_t slots;  // Operands of its filters that start with `$`.
    const struct step *steps;
};

// cJSON's own are calls into its library, and these are asked of every node of a document.
static inline bool is_object(const cJSON *value) {
    return (value->type & 0xFF) == cJSON_Object;
}

static inline bool is_array(const cJSON *value) {
    return (value->type & 0xFF) == cJSON_Array;
}

static inline bool is_string(const cJSON *value) {
    return (value->type & 0xFF) == cJSON_String;
}

static inline bool is_number(const cJSON *value) {
    return (value->type & 0xFF) == cJSON_Number;
}

static inline bool is_null(const cJSON *value) {
    return (value->type & 0xFF) == cJSON_NULL;
}

// Compiles the [size] bytes that follow the source, `.a[0]`, into [path]. Filters do not nest:
// [in_filter] refuses them. False: it is no path.
bool treadle_steps_compile(
    struct arena *arena, const char *text, size_t size, bool in_filter, struct path *path);

// The same by the grammar of reference paths.
bool treadle_steps_compile_reference(
    struct arena *arena, const char *text, size_t size, struct path *path);

// Why an evaluation led nowhere. The difference is Jayway's: what is missing may be passed over
// below
// `[*]`, what has the wrong type never is.
enum find_result { FIND_DONE, FIND_MISSING, FIND_INVALID };

// Applies the steps to [root]; FIND_DONE lends [*out]: a part of [root], or something made in
// [scratch]. Else [detail] gets Jayway's words; NULL: nobody asks.
enum find_result treadle_steps_find(
    const struct path *path, const cJSON *root, struct arena *scratch, const cJSON **out,
    const char **detail);
// Whether [value] is the null that stands for an element beyond the end: found, and yet not there.
bool treadle_is_absent(const cJSON *value);

// treadle_path_find, with the reason apart.
enum find_result treadle_path_look(
    const struct path *path, const struct path_env *env, const cJSON **out, const char **detail);
// What a path starts from; NULL where the env has none.
const cJSON *treadle_path_document(const struct path *path, const struct path_env *env);
// AWS's words for a path into an input that is null.
extern const char treadle_null_input[];

#endif
