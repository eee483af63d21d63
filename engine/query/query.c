// JSONPath behind the face both query languages are to have.
//
// A path alone is kept as a path, because its failure has other words than the same path inside a
// template, and because some fields only ask where it leads.
#include "engine/query/query.h"

#include <string.h>

#include "base/json/value.h"

struct expr {
    const cJSON *raw;                 // The member of the definition that holds it.
    const struct path *path;          // NULL: it is a template.
    const struct template *template;  // NULL: it is a path.
};

static const struct path *compile_path(
    struct arena *arena, enum expr_form form, const cJSON *raw, const char **problem) {
    const char *detail;
    const struct path *path =
        cJSON_IsString(raw) ? treadle_path_compile(arena, raw->valuestring, &detail) : NULL;
    if (path == NULL)
        *problem = "Value must be a valid JSONPath.";
    else if (form == EXPR_REFERENCE && !treadle_path_is_reference(path))
        *problem = "Value is not a Reference Path";
    else
        return path;
    return NULL;
}

const struct expr *treadle_expr_compile(
    struct arena *arena, enum expr_form form, const cJSON *raw, const char **problem,
    const cJSON **at) {
    struct expr expr = {.raw = raw};
    *problem = NULL;
    *at = raw;
    switch (form) {
        case EXPR_PATH:
        case EXPR_REFERENCE: expr.path = compile_path(arena, form, raw, problem); break;
        case EXPR_TEMPLATE:
            expr.template = treadle_template_compile(arena, raw, problem, at);
            break;
        case EXPR_VALUE:
            if (cJSON_IsString(raw))
                expr.template = treadle_expression_compile(arena, raw, problem);
            else
                *problem = "Value must be a valid JSONPath.";
            break;
    }
    if (expr.path == NULL && expr.template == NULL) {
        ASSERT(*problem != NULL);
        return NULL;
    }
    struct expr *made = treadle_arena_alloc(arena, sizeof(*made));
    *made = expr;
    return made;
}

bool treadle_expr_uses_context(const struct expr *expr) {
    if (expr->path == NULL) return treadle_template_uses_context(expr->template);
    return treadle_path_source(expr->path) == PATH_CONTEXT;
}

bool treadle_expr_is_root(const struct expr *expr) {
    return expr->path != NULL && treadle_path_source(expr->path) == PATH_INPUT &&
           treadle_path_is_root(expr->path);
}

const struct path *treadle_expr_path(const struct expr *expr) {
    return expr->path;
}

// AWS, recorded: "Invalid path '$.X' : No results for path: $['X']", with a blank before the colon.
static bool eval_path(
    const struct expr *expr, const struct path_env *env, const cJSON **out, struct error *error) {
    const char *detail = NULL;
    *out = treadle_path_find(expr->path, env, &detail);
    if (*out != NULL) return true;
    // AWS, as users report it: a null input has words of its own. (Whatever the path but `$`
    // itself.)
    if (treadle_path_source(expr->path) == PATH_INPUT && cJSON_IsNull(env->input))
        error->cause = "Unable to apply Path transformation to null or empty input.";
    else
        error->cause = treadle_arena_print(
            env->scratch, "Invalid path '%s' : %s", treadle_path_text(expr->path),
            detail == NULL ? "" : detail);
    error->name = "States.Runtime";
    error->field = expr->raw;
    return false;
}

bool treadle_expr_eval(
    const struct expr *expr, const struct bindings *bindings, const cJSON **out,
    struct error *error) {
    const struct path_env env = {
        .input = bindings->input,
        .context = bindings->context,
        .variables = bindings->variables,
        .scratch = bindings->scratch,
        .random = bindings->random};
    *error = (struct error){0};
    if (expr->path != NULL) return eval_path(expr, &env, out, error);
    struct path_error failed = {0};
    *out = treadle_template_eval(expr->template, &env, &failed);
    if (*out != NULL) return true;
    *error = (struct error){
        .name = failed.name,
        .cause = failed.cause,
        .field = failed.field == NULL ? expr->raw : failed.field};
    return false;
}
