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
    *problem = "Value must be a valid JSONPath.";
    if (!cJSON_IsString(raw)) return NULL;
    enum path_use use = form == EXPR_REFERENCE ? PATH_FOR_ITEMS
                        : form == EXPR_LIMIT   ? PATH_FOR_LIMIT
                                               : PATH_FOR_READING;
    return treadle_path_compile_for(arena, use, raw->valuestring, problem);
}

const struct expr *treadle_expr_compile(
    struct arena *arena, enum expr_form form, const cJSON *raw, const char **problem,
    const cJSON **at) {
    struct expr expr = {.raw = raw};
    *problem = NULL;
    *at = raw;
    switch (form) {
        case EXPR_PATH:
        case EXPR_REFERENCE:
        case EXPR_LIMIT: expr.path = compile_path(arena, form, raw, problem); break;
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

struct variable_user {
    void (*use)(void *data, const char *name);
    void *data;
};

static void use_path(void *data, const struct path *path) {
    const struct variable_user *user = data;
    const char *name = treadle_path_variable(path);
    if (name != NULL) user->use(user->data, name);
}

void treadle_expr_variables(
    const struct expr *expr, void (*use)(void *data, const char *name), void *data) {
    struct variable_user user = {use, data};
    if (expr->path != NULL)
        use_path(&user, expr->path);
    else
        treadle_template_paths(expr->template, use_path, &user);
}

bool treadle_expr_is_root(const struct expr *expr) {
    return expr->path != NULL && treadle_path_source(expr->path) == PATH_INPUT &&
           treadle_path_is_root(expr->path);
}

const struct path *treadle_expr_path(const struct expr *expr) {
    return expr->path;
}

static bool eval_path(
    const struct expr *expr, const struct path_env *env, const cJSON **out, struct error *error) {
    struct path_error failed = {0};
    *out = treadle_path_read(expr->path, env, &failed);
    if (*out != NULL) return true;
    *error = (struct error){.name = failed.name, .cause = failed.cause, .field = expr->raw};
    return false;
}

static struct path_env env_of(const struct bindings *bindings) {
    return (struct path_env){
        .input = bindings->input,
        .context = bindings->context,
        .variables = bindings->variables,
        .scratch = bindings->scratch,
        .random = bindings->random};
}

const cJSON *treadle_expr_present(const struct expr *expr, const struct bindings *bindings) {
    const struct path_env env = env_of(bindings);
    ASSERT(expr->path != NULL);
    return treadle_path_present(expr->path, &env);
}

bool treadle_expr_items(
    const struct expr *expr, const struct bindings *bindings, const cJSON **out,
    struct error *error) {
    const struct path_env env = env_of(bindings);
    ASSERT(expr->path != NULL);
    if (eval_path(expr, &env, out, error)) return true;
    struct path_error failed;
    treadle_path_unable(expr->path, &env, &failed);
    error->bare = strcmp(failed.name, error->name) != 0;
    error->name = failed.name;
    error->cause = failed.cause;
    return false;
}

bool treadle_expr_eval(
    const struct expr *expr, const struct bindings *bindings, const cJSON **out,
    struct error *error) {
    const struct path_env env = env_of(bindings);
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
