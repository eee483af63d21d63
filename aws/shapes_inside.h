// Shapes as they are held: types that refer to each other, and the inputs made of them.
//
// For aws/shapes*.c alone.
#ifndef TREADLE_AWS_SHAPES_INSIDE_H
#define TREADLE_AWS_SHAPES_INSIDE_H

#include "aws/shapes.h"
#include "base/list.h"
#include "base/regex.h"

enum shape_kind {
#define KIND(enumerator, name, java, java_class) SHAPE_##enumerator,
#include "aws/shape_kinds.def"
#undef KIND
};

struct member {
    const char *name;
    const struct shape *shape;
    bool required;
};

struct shape {
    const char *name;  // "TableName"; what a message calls a structure.
    enum shape_kind kind;
    bool has_min, has_max;  // Of a number's value, a text's or a list's length.
    int64_t min, max;
    int64_t arn_max;            // An ARN of so many letters may stand for the name; 0: none may.
    bool alone;                 // Checked before all else, and in other words.
    bool sensitive;             // Never shown.
    const char *pattern;        // As AWS prints it; NULL: none.
    const struct regex *regex;  // The same, compiled.
    const char **words;         // The only ones allowed, in the order AWS prints them; NULL: any.
    uint32_t word_count;
    const struct shape *of;        // What a list or a map holds.
    const struct member *members;  // Of a structure.
    uint32_t member_count;
};

struct shape_operation {
    const char *name;
    const struct shape *input;
    const cJSON *errors;  // An array of texts.
};

struct dialect;

struct shapes {
    struct arena arena;
    struct doc *doc;         // The text, read: names are lent from it.
    struct list types;       // Name → struct shape
    struct list operations;  // Name → struct shape_operation
    const struct dialect *dialect;
    const char *package;  // Java's, in dynamodb's messages; NULL elsewhere.
};

// How a service words what it cannot read.
struct dialect {
    const char *name, *validation_code;
    bool words_as_booleans;  // "no" is false, for instance.
    // The message where [value] is no [shape]; [element]: it stands in a list or a map.
    const char *(*unreadable)(
        const struct shapes *shapes, const struct shape *shape, const cJSON *value, bool element,
        struct arena *arena);
};

const struct dialect *treadle_dialect_named(const char *name);  // NULL: there is none.
const char *treadle_shape_java(enum shape_kind kind);           // "String"; NULL of a structure.
const char *treadle_shape_java_class(enum shape_kind kind);     // NULL of what is no scalar.

#endif
