// Payload templates: a value in which members that end in `.$` are computed.
//
// Compiled into a tree beside the raw value, whose literal parts stay what and where they are.
#include <string.h>

#include "base/json/members.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "jsonpath/expression.h"
#include "jsonpath/path.h"

enum form { FORM_LITERAL, FORM_EXPRESSION, FORM_OBJECT, FORM_ARRAY };

struct template {
    enum form form;
    const cJSON *raw;
    const char *key;  // Of a member: its name, without `.$`.
    const struct expression *expression;
    struct template *first, *next;
};

struct compiler {
    struct arena *arena;
    const char *problem;
    const cJSON *at;
};

static struct template *fail(struct compiler *compiler, const cJSON *at, const char *problem) {
    compiler->problem = problem;
    compiler->at = at;
    return NULL;
}

static struct template *new_template(struct compiler *compiler, enum form form, const cJSON *raw) {
    struct template *made = treadle_arena_alloc(compiler->arena, sizeof(*made));
    *made = (struct template){.form = form, .raw = raw, .key = raw->string};
    return made;
}

// -- Members that end in `.$`

static bool is_computed(const cJSON *member) {
    size_t size = member->string == NULL ? 0 : strlen(member->string);
    return size >= 2 && strcmp(member->string + size - 2, ".$") == 0;
}

// As Jackson names it, with its article: AWS, as users report it, says "an ARRAY".
static const char *type_of(const cJSON *value) {
    switch (value->type & 0xFF) {
        case cJSON_Object: return "an OBJECT";
        case cJSON_Array: return "an ARRAY";
        case cJSON_Number: return "a NUMBER";
        case cJSON_NULL: return "a NULL";
        default: return "a BOOLEAN";
    }
}

static struct template *compile_computed(struct compiler *compiler, const cJSON *member) {
    if (!cJSON_IsString(member)) {
        const char *problem = treadle_arena_print(
            compiler->arena,
            "The value for the field '%s' must be a STRING that contains a JSONPath but was %s",
            member->string, type_of(member));
        return fail(compiler, member, problem);
    }
    struct template *made = new_template(compiler, FORM_EXPRESSION, member);
    made->key =
        treadle_arena_copy_size(compiler->arena, member->string, strlen(member->string) - 2);
    made->expression = treadle_expression_parse(compiler->arena, member->valuestring);
    if (made->expression != NULL) return made;
    const char *problem = treadle_arena_print(
        compiler->arena,
        "The value for the field '%s' must be a valid JSONPath or a valid intrinsic function call",
        member->string);
    return fail(compiler, member, problem);
}

// -- Compiling

// `x` beside `x.$` would be one member twice. SPEC says nothing, AWS's answer is not recorded;
// validators of others refuse it.
static bool is_twice(
    struct compiler *compiler, const struct members *members, const struct template *made) {
    if (treadle_members_find(members, made->key) == NULL) return false;
    const char *problem = treadle_arena_print(
        compiler->arena, "The fields '%s' and '%s' must not stand beside each other", made->key,
        made->raw->string);
    fail(compiler, made->raw, problem);
    return true;
}

static struct template *compile(struct compiler *compiler, const cJSON *raw, uint32_t depth);

static struct template *compile_member(
    struct compiler *compiler, const struct members *members, const cJSON *member, uint32_t depth) {
    if (!cJSON_IsObject(members->object) || !is_computed(member))
        return compile(compiler, member, depth + 1);
    struct template *made = compile_computed(compiler, member);
    return made != NULL && is_twice(compiler, members, made) ? NULL : made;
}

static struct template *compile(struct compiler *compiler, const cJSON *raw, uint32_t depth) {
    bool array = cJSON_IsArray(raw);
    if (!array && !cJSON_IsObject(raw)) return new_template(compiler, FORM_LITERAL, raw);
    if (depth > LIMIT_json_depth_max) return fail(compiler, raw, "The value is nested too deeply");
    struct template *made = new_template(compiler, array ? FORM_ARRAY : FORM_OBJECT, raw);
    struct template **next = &made->first;
    bool literal = true, failed = false;
    struct members members;
    treadle_members_init(&members, raw);
    for (const cJSON *member = raw->child; member != NULL; member = member->next) {
        *next = compile_member(compiler, &members, member, depth);
        failed = *next == NULL;
        if (failed) break;
        literal = literal && (*next)->form == FORM_LITERAL;
        next = &(*next)->next;
    }
    treadle_members_clear(&members);
    if (failed) return NULL;
    if (literal) made->form = FORM_LITERAL;
    return made;
}

const struct template *treadle_template_compile(
    struct arena *arena, const cJSON *raw, const char **problem, const cJSON **at) {
    struct compiler compiler = {.arena = arena};
    const struct template *made = compile(&compiler, raw, 1);
    *problem = compiler.problem;
    *at = compiler.at;
    return made;
}

const struct template *treadle_expression_compile(
    struct arena *arena, const cJSON *field, const char **problem) {
    ASSERT(cJSON_IsString(field));
    struct compiler compiler = {.arena = arena};
    struct template *made = new_template(&compiler, FORM_EXPRESSION, field);
    made->expression = treadle_expression_parse(arena, field->valuestring);
    *problem = made->expression != NULL ? NULL : "Value must be a valid JSONPath.";
    return made->expression != NULL ? made : NULL;
}

// -- Asking

bool treadle_template_is_literal(const struct template *template) {
    return template->form == FORM_LITERAL;
}

bool treadle_template_uses_context(const struct template *template) {
    if (template->form == FORM_LITERAL) return false;
    if (template->form == FORM_EXPRESSION)
        return treadle_expression_uses_context(template->expression);
    for (const struct template *child = template->first; child != NULL; child = child->next)
        if (treadle_template_uses_context(child)) return true;
    return false;
}

void treadle_template_paths(
    const struct template *template, void (*use)(void *data, const struct path *path), void *data) {
    if (template->form == FORM_LITERAL) return;
    if (template->form == FORM_EXPRESSION)
        treadle_expression_paths(template->expression, use, data);
    for (const struct template *child = template->first; child != NULL; child = child->next)
        treadle_template_paths(child, use, data);
}

// -- Evaluating

static const cJSON *eval_path(
    const struct template *template, const struct path_env *env, struct path_error *error) {
    const struct path *path = template->expression->path;
    const cJSON *value = NULL;
    bool null = path->source == PATH_INPUT && cJSON_IsNull(env->input);
    if (!null && treadle_path_look(path, env, &value, NULL) == FIND_DONE) return value;
    error->name = "States.Runtime";
    error->field = template->raw;
    if (null) {
        error->cause = treadle_null_input;
        return NULL;
    }
    const cJSON *document = path->source == PATH_CONTEXT ? env->context : env->input;
    const char *name = template->raw->string;
    error->cause = treadle_arena_print(
        env->scratch,
        "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'",
        path->text, name == NULL ? "" : name,
        document == NULL ? "{}" : treadle_json_print(env->scratch, document));
    return NULL;
}

// A path may stand for much of a document, and there may be many of them.
static const cJSON *eval_path_within(
    const struct template *template, const struct path_env *env, struct path_error *error) {
    const cJSON *value = eval_path(template, env, error);
    if (value == NULL || treadle_arena_size(env->scratch) <= env->scratch_max) return value;
    *error = (struct path_error){
        .name = "States.Runtime",
        .cause = treadle_arena_print(
            env->scratch, "The value of the field '%s' is too large",
            template->raw->string == NULL ? "" : template->raw->string),
        .field = template->raw};
    return NULL;
}

static const cJSON *eval_expression(
    const struct template *template, const struct path_env *env, struct path_error *error) {
    if (template->expression->kind == EXPRESSION_PATH)
        return eval_path_within(template, env, error);
    error->field = template->raw;
    return treadle_expression_call(template->expression, env, error);
}

// The depth is that of the definition, at most LIMIT_json_depth_max.
static const cJSON *eval(
    const struct template *template, const struct path_env *env, struct path_error *error) {
    if (template->form == FORM_LITERAL) return template->raw;
    if (template->form == FORM_EXPRESSION) return eval_expression(template, env, error);
    bool array = template->form == FORM_ARRAY;
    cJSON *made = treadle_scratch_node(env->scratch, array ? cJSON_Array : cJSON_Object);
    for (const struct template *child = template->first; child != NULL; child = child->next) {
        const cJSON *value = eval(child, env, error);
        if (value == NULL) return NULL;
        treadle_scratch_append(
            made, array ? NULL : child->key, treadle_scratch_link(env->scratch, value));
    }
    return made;
}

const cJSON *treadle_template_eval(
    const struct template *template, const struct path_env *env, struct path_error *error) {
    struct path_env own = *env;
    own.scratch_max = treadle_arena_size(env->scratch) + LIMIT_evaluation_size_max;
    *error = (struct path_error){0};
    const cJSON *value = eval(template, &own, error);
    if (value != NULL) error->field = NULL;
    return value;
}
