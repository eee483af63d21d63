// One face for the query languages: compile a field of a definition, evaluate it in a state.
//
// Compiling happens when a machine is parsed, so bad expressions are problems of the definition and
// running never parses. (JSONPath alone so far.) This room words the errors of evaluation as AWS
// does, but for the sentence about the state, which the core puts before them.
#ifndef TREADLE_ENGINE_QUERY_QUERY_H
#define TREADLE_ENGINE_QUERY_QUERY_H

#include <stdbool.h>

#include "jsonpath/jsonpath.h"

// What an expression sees of the world.
struct bindings {
    const cJSON *input;
    const cJSON *context;    // NULL unless the state reads `$$`.
    const cJSON *variables;  // NULL: none.
    struct arena *scratch;
    uint64_t *random;
};

// A workflow's failure: data. Borrowed for the step.
struct error {
    const char *name;    // "States.Runtime"
    const char *cause;   // NULL: none.
    const cJSON *field;  // The field of the definition to blame; NULL: none.
    bool bare;  // The cause stands alone: no "An error occurred while executing the state …".
};

enum expr_form {
    EXPR_PATH,       // A path: `null` is allowed where the field says so, by the caller.
    EXPR_REFERENCE,  // A path that could be written to,
    EXPR_LIMIT,      // and that does not start at `$$`: of a Map's numbers.
    EXPR_TEMPLATE,   // A payload template.
    EXPR_VALUE,      // A path or an intrinsic function.
};

struct expr;

// Compiles [raw], a member of the definition, which must live as long as [arena]. NULL and AWS's
// words in [problem] (a text in [arena]) about the node [at].
const struct expr *treadle_expr_compile(
    struct arena *arena, enum expr_form form, const cJSON *raw, const char **problem,
    const cJSON **at);
bool treadle_expr_uses_context(const struct expr *expr);
// Calls [use] with the name of every variable it reads, as often as it reads it.
void treadle_expr_variables(
    const struct expr *expr, void (*use)(void *data, const char *name), void *data);
bool treadle_expr_is_root(const struct expr *expr);             // `$`: gives what it is given.
const struct path *treadle_expr_path(const struct expr *expr);  // NULL where it is no path.

// Lends scratch, or a part of what was bound; false and an [error].
bool treadle_expr_eval(
    const struct expr *expr, const struct bindings *bindings, const cJSON **out,
    struct error *error);
// The same of a Map's ItemsPath, whose failures have words of their own.
bool treadle_expr_items(
    const struct expr *expr, const struct bindings *bindings, const cJSON **out,
    struct error *error);
// What a path leads to, for one who asks whether something is there: NULL where it leads nowhere,
// beyond the end of an array too. [expr] is a path.
const cJSON *treadle_expr_present(const struct expr *expr, const struct bindings *bindings);

#endif
