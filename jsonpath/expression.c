// Reading and evaluating an expression: `$.a`, `States.Format('{}', States.UUID(), $.b[0])`.
#include "jsonpath/expression.h"

#include <string.h>

#include "base/json/write.h"
#include "base/limits.h"
#include "jsonpath/intrinsic.h"
#include "jsonpath/path.h"

// -- Reading

struct reader {
    struct arena *arena;
    const char *at;
};

static void skip_blanks(struct reader *reader) {
    reader->at += strspn(reader->at, " \t\r\n");
}

static struct expression *new_expression(
    struct reader *reader, enum expression_kind kind, const char *from, const char *end) {
    struct expression *made = treadle_arena_alloc_zeroed(reader->arena, sizeof(*made));
    made->kind = kind;
    made->text = treadle_arena_copy_size(reader->arena, from, (size_t)(end - from));
    return made;
}

// A path among arguments ends at a comma or closing parenthesis that is not inside its own
// brackets.
static const char *path_end(const char *at) {
    int32_t brackets = 0, parentheses = 0;
    for (; *at != '\0'; at++) {
        if (*at == '[') brackets++;
        if (*at == ']') brackets--;
        if (brackets > 0) continue;
        if (*at == '(') parentheses++;
        if (*at == ')' && parentheses-- == 0) break;
        if (*at == ',' && parentheses == 0) break;
    }
    return at;
}

static struct expression *read_path(struct reader *reader) {
    const char *from = reader->at, *end = path_end(from);
    reader->at = end;
    while (end > from && strchr(" \t\r\n", end[-1]) != NULL)
        end--;
    struct expression *made = new_expression(reader, EXPRESSION_PATH, from, end);
    const char *problem;
    made->path = treadle_path_compile(reader->arena, made->text, &problem);
    return made->path != NULL ? made : NULL;
}

// AWS, measured by users: `\'`, `\{`, `\}` and `\\` are all the escapes; a raw line break is fine.
static struct expression *read_string(struct reader *reader) {
    const char *from = ++reader->at, *end = from;
    for (; *end != '\''; end++) {
        if (*end == '\\' && strchr("'{}\\", *++end) == NULL) return NULL;
        if (*end == '\0') return NULL;
    }
    struct expression *made = new_expression(reader, EXPRESSION_LITERAL, from, end);
    char *plain = treadle_arena_alloc(reader->arena, (size_t)(end - from) + 1), *out = plain;
    for (const char *at = from; at < end; at++) {
        at += *at == '\\';
        *out++ = *at;
    }
    *out = '\0';
    made->literal = treadle_scratch_string(reader->arena, plain);
    reader->at = end + 1;
    return made;
}

// A number, true, false or null.
static struct expression *read_word(struct reader *reader) {
    const char *from = reader->at, *end = from + strcspn(from, ",) \t\r\n'\"({[");
    struct expression *made = new_expression(reader, EXPRESSION_LITERAL, from, end);
    made->literal = treadle_scratch_read(reader->arena, made->text, (size_t)(end - from));
    reader->at = end;
    return made->literal != NULL ? made : NULL;
}

static struct expression *read_call(struct reader *reader, uint32_t depth);

static struct expression *read_argument(struct reader *reader, uint32_t depth) {
    if (*reader->at == '$') return read_path(reader);
    if (*reader->at == '\'') return read_string(reader);
    if (strncmp(reader->at, "States.", 7) == 0) return read_call(reader, depth + 1);
    return read_word(reader);
}

static struct expression *read_call(struct reader *reader, uint32_t depth) {
    if (depth > LIMIT_expression_depth_max) return NULL;
    const char *from = reader->at;
    size_t size = strcspn(from, "( \t\r\n");
    const struct intrinsic *intrinsic = treadle_intrinsic_find(from, size);
    reader->at += size;
    skip_blanks(reader);
    if (intrinsic == NULL || *reader->at++ != '(') return NULL;
    struct expression *call = new_expression(reader, EXPRESSION_CALL, from, from), *last = NULL;
    call->intrinsic = intrinsic;
    skip_blanks(reader);
    while (*reader->at != ')') {
        if (last != NULL && *reader->at++ != ',') return NULL;
        skip_blanks(reader);
        struct expression *argument = read_argument(reader, depth);
        if (argument == NULL || ++call->count > INTRINSIC_ANY) return NULL;
        if (last != NULL)
            last->next = argument;
        else
            call->first = argument;
        last = argument;
        skip_blanks(reader);
    }
    reader->at++;
    call->text = treadle_arena_copy_size(reader->arena, from, (size_t)(reader->at - from));
    return call;
}

const struct expression *treadle_expression_parse(struct arena *arena, const char *text) {
    struct reader reader = {arena, text};
    skip_blanks(&reader);
    if (*reader.at == '$') {
        // A path by itself may hold whatever a path may.
        struct expression *made =
            new_expression(&reader, EXPRESSION_PATH, text, text + strlen(text));
        const char *problem;
        made->path = treadle_path_compile(arena, text, &problem);
        return made->path != NULL ? made : NULL;
    }
    struct expression *call = read_call(&reader, 1);
    if (call == NULL) return NULL;
    skip_blanks(&reader);
    return *reader.at == '\0' ? call : NULL;
}

bool treadle_expression_uses_context(const struct expression *expression) {
    if (expression->kind == EXPRESSION_PATH) return expression->path->source == PATH_CONTEXT;
    const struct expression *argument = expression->first;
    for (; argument != NULL; argument = argument->next)
        if (treadle_expression_uses_context(argument)) return true;
    return false;
}

void treadle_expression_paths(
    const struct expression *expression, void (*use)(void *data, const struct path *path),
    void *data) {
    if (expression->kind == EXPRESSION_PATH) use(data, expression->path);
    if (expression->kind != EXPRESSION_CALL) return;
    const struct expression *argument = expression->first;
    for (; argument != NULL; argument = argument->next)
        treadle_expression_paths(argument, use, data);
}

// -- Evaluating

struct evaluation {
    const struct path_env *env;
    const char *problem;
};

// AWS, measured by users: an element beyond the end is as good as missing here, though a plain path
// to it gives null; and a path into the context object is named, and the input quoted, as if it led
// there.
static const cJSON *fail_argument(struct evaluation *evaluation, const struct path *path) {
    const char *text = path->text + (path->source == PATH_CONTEXT);
    evaluation->problem = treadle_arena_print(
        evaluation->env->scratch,
        "The JsonPath argument for the field '%s' could not be found in the input '%s'", text,
        treadle_json_print(evaluation->env->scratch, evaluation->env->input));
    return NULL;
}

static const cJSON *eval_path(struct evaluation *evaluation, const struct path *path) {
    const cJSON *value = NULL;
    enum find_result result =
        treadle_path_look(path, evaluation->env, &value, &evaluation->problem);
    if (result == FIND_INVALID || evaluation->problem == treadle_null_input) return NULL;
    if (result == FIND_MISSING || treadle_is_absent(value)) return fail_argument(evaluation, path);
    return value;
}

static const cJSON *eval(struct evaluation *evaluation, const struct expression *expression);

static const cJSON *eval_call(struct evaluation *evaluation, const struct expression *expression) {
    const struct intrinsic *intrinsic = expression->intrinsic;
    struct arena *scratch = evaluation->env->scratch;
    const cJSON **arguments =
        treadle_arena_alloc(scratch, expression->count * sizeof(*arguments) + 1);
    uint32_t count = 0;
    const struct expression *argument = expression->first;
    for (; argument != NULL; argument = argument->next) {
        arguments[count] = eval(evaluation, argument);
        if (arguments[count++] == NULL) return NULL;
    }
    argument = expression->first;
    bool literal = argument != NULL && argument->kind == EXPRESSION_LITERAL &&
                   cJSON_IsString(argument->literal);
    struct intrinsic_call call = {
        .arguments = arguments,
        .count = count,
        .raw = literal ? argument->text : NULL,
        .scratch = scratch,
        .random = evaluation->env->random,
        .problem = "wrong number of arguments",
        .blamed = "arguments"};
    bool fits = count >= intrinsic->least && count <= intrinsic->most;
    size_t size = treadle_arena_size(scratch), size_max = evaluation->env->scratch_max;
    call.room = size < size_max ? size_max - size : 1;
    const cJSON *value = fits ? intrinsic->evaluate(&call) : NULL;
    if (value != NULL && treadle_arena_size(scratch) > size_max)
        value = treadle_intrinsic_fail(&call, "the value is too large");
    if (value == NULL)
        evaluation->problem = treadle_arena_print(
            scratch, "Invalid %s in %s: %s", call.blamed, intrinsic->name, call.problem);
    return value;
}

// The depth is that of the calls, at most LIMIT_expression_depth_max.
static const cJSON *eval(struct evaluation *evaluation, const struct expression *expression) {
    switch (expression->kind) {
        case EXPRESSION_PATH: return eval_path(evaluation, expression->path);
        case EXPRESSION_CALL: return eval_call(evaluation, expression);
        case EXPRESSION_LITERAL: break;
    }
    return expression->literal;
}

const cJSON *treadle_expression_call(
    const struct expression *call, const struct path_env *env, struct path_error *error) {
    ASSERT(call->kind == EXPRESSION_CALL && env->scratch_max > 0);
    struct evaluation evaluation = {.env = env};
    const cJSON *value = eval_call(&evaluation, call);
    if (value != NULL) return value;
    // AWS, measured by users: States.Runtime, not the documented States.IntrinsicFailure, and the
    // whole expression as it is written, whichever call in it failed.
    error->name = "States.Runtime";
    error->cause = treadle_arena_print(
        env->scratch, "The function '%s' had the following error: %s", call->text,
        evaluation.problem);
    return NULL;
}
