// An expression of a payload template: a path, or a call of an intrinsic function.
#ifndef TREADLE_JSONPATH_EXPRESSION_H
#define TREADLE_JSONPATH_EXPRESSION_H

#include "jsonpath/jsonpath.h"

enum expression_kind { EXPRESSION_PATH, EXPRESSION_CALL, EXPRESSION_LITERAL };

struct intrinsic;

struct expression {
    enum expression_kind kind;
    const char *text;  // As it was written.
    union {
        const struct path *path;
        const struct intrinsic *intrinsic;
        const cJSON
            *literal;  // Of a string without its escapes; [text] still has them, and no quotes.
    };
    uint32_t count;  // Of arguments.
    const struct expression *first;
    const struct expression *next;  // The next argument beside it.
};

// Gives an expression that lives in [arena]; NULL: [text] is none.
const struct expression *treadle_expression_parse(struct arena *arena, const char *text);
bool treadle_expression_uses_context(const struct expression *expression);
void treadle_expression_paths(
    const struct expression *expression, void (*use)(void *data, const struct path *path),
    void *data);
// Lends the value of a call; NULL and an [error].
const cJSON *treadle_expression_call(
    const struct expression *call, const struct path_env *env, struct path_error *error);

#endif
