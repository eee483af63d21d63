// Paths as others see them: where a path starts, and what is found there.
#include "jsonpath/path.h"

#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"

// AWS, recorded at creation, whatever is wrong with the path.
static const char not_a_path[] = "Value must be a valid JSONPath.";
static const char not_a_reference[] = "Value is not a Reference Path";
static const char no_dollar[] =
    "Value is not a Reference Path: Reference path didn't start with '$'";

// AWS, as users report it: whatever the path, `$` too.
const char treadle_null_input[] = "Unable to apply Path transformation to null or empty input.";

static bool is_blank(char byte) {
    return (unsigned char)byte <= ' ';
}

// A letter, or a part of one: what is not ASCII is taken for letters.
static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte & 0x80) != 0;
}

static bool is_name(char byte) {
    return is_letter(byte) || byte == '_' || (byte >= '0' && byte <= '9');
}

// What follows the name of a variable: [at] itself where there is none.
static const char *name_end(const char *at, const char *end) {
    if (at == end || !is_letter(*at)) return at;
    while (at < end && is_name(*at))
        at++;
    return at;
}

bool treadle_variable_name(const char *text) {
    const char *end = text + strlen(text);
    return end > text && name_end(text, end) == end;
}

// Reads `$`, `$$` or `$name`, and gives what follows; NULL: there is none of them.
static const char *read_source(
    struct arena *arena, const char *at, const char *end, struct path *path) {
    if (at == end || *at != '$') return NULL;
    at++;
    path->source = PATH_INPUT;
    if (at < end && *at == '$') {
        path->source = PATH_CONTEXT;
        return at + 1;
    }
    const char *from = at;
    at = name_end(from, end);
    if (at == from) return at;
    path->source = PATH_VARIABLE;
    path->variable = treadle_arena_copy_size(arena, from, (size_t)(at - from));
    return at;
}

// -- Compiling

// What each field asks of its path. AWS, measured by users: of Map's paths only ItemsPath takes
// `$$`.
static bool allows_source(enum path_use use, enum path_source source) {
    switch (use) {
        case PATH_FOR_LIMIT: return source != PATH_CONTEXT;
        case PATH_FOR_RESULT: return source == PATH_INPUT;
        default: return true;
    }
}

// Whether a path to be read is a reference path as well, with the same meaning: no escapes.
static bool is_plain_reference(
    struct arena *arena, const char *at, size_t size, const struct path *path) {
    struct path reference = *path;
    return memchr(at, '\\', size) == NULL &&
           treadle_steps_compile_reference(arena, at, size, &reference);
}

static const char *compile(
    struct arena *arena, enum path_use use, const char *text, struct path *path) {
    const char *at = text, *end = text + strlen(text);
    // Definitions in the wild hold `"$$.Execution.Name "`, and AWS takes them.
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    at = read_source(arena, at, end, path);
    if (at == NULL) return use == PATH_FOR_CHOICE ? no_dollar : not_a_path;
    size_t size = (size_t)(end - at);
    if (use == PATH_FOR_READING) {
        path->reference = is_plain_reference(arena, at, size, path);
        return treadle_steps_compile(arena, at, size, false, path) ? NULL : not_a_path;
    }
    if (!treadle_steps_compile_reference(arena, at, size, path)) return not_a_reference;
    return allows_source(use, path->source) ? NULL : not_a_reference;
}

const struct path *treadle_path_compile_for(
    struct arena *arena, enum path_use use, const char *text, const char **problem) {
    struct path *path = treadle_arena_alloc(arena, sizeof(*path));
    *path = (struct path){.text = treadle_arena_copy(arena, text)};
    *problem = compile(arena, use, text, path);
    return *problem == NULL ? path : NULL;
}

const struct path *treadle_path_compile(
    struct arena *arena, const char *text, const char **problem) {
    return treadle_path_compile_for(arena, PATH_FOR_READING, text, problem);
}

const char *treadle_path_text(const struct path *path) {
    return path->text;
}

enum path_source treadle_path_source(const struct path *path) {
    return path->source;
}

const char *treadle_path_variable(const struct path *path) {
    return path->variable;
}

bool treadle_path_is_root(const struct path *path) {
    return path->source == PATH_INPUT && path->count == 0;
}

bool treadle_path_is_definite(const struct path *path) {
    return path->definite;
}

bool treadle_path_is_reference(const struct path *path) {
    return path->reference;
}

const cJSON *treadle_path_document(const struct path *path, const struct path_env *env) {
    switch (path->source) {
        case PATH_INPUT: return env->input;
        case PATH_CONTEXT: return env->context;
        case PATH_VARIABLE: return treadle_json_member(env->variables, path->variable);
    }
    ASSERT(!"a source of its own");
    return NULL;
}

enum find_result treadle_path_look(
    const struct path *path, const struct path_env *env, const cJSON **out, const char **detail) {
    const cJSON *root = treadle_path_document(path, env);
    if (root != NULL && path->count == 0) {
        *out = root;
        return FIND_DONE;
    }
    if (root != NULL && (path->source != PATH_INPUT || !cJSON_IsNull(root)))
        return treadle_steps_find(path, root, env->scratch, out, detail);
    if (detail == NULL) return FIND_MISSING;
    // What AWS says of a variable that was never assigned is not known.
    const char *name = path->variable;
    *detail = root != NULL ? treadle_null_input
              : name == NULL
                  ? "No results for path: $"
                  : treadle_arena_print(env->scratch, "No results for path: $['%s']", name);
    return FIND_MISSING;
}

const cJSON *treadle_path_find(
    const struct path *path, const struct path_env *env, const char **detail) {
    const cJSON *found = NULL;
    return treadle_path_look(path, env, &found, detail) == FIND_DONE ? found : NULL;
}

const cJSON *treadle_path_present(const struct path *path, const struct path_env *env) {
    const cJSON *found = treadle_path_find(path, env, NULL);
    return found == NULL || treadle_is_absent(found) ? NULL : found;
}

const cJSON *treadle_path_read(
    const struct path *path, const struct path_env *env, struct path_error *error) {
    const char *detail = NULL;
    const cJSON *found = treadle_path_find(path, env, &detail);
    if (found != NULL) return found;
    const char *cause =
        detail == treadle_null_input
            ? detail
            : treadle_arena_print(env->scratch, "Invalid path '%s' : %s", path->text, detail);
    *error = (struct path_error){.name = "States.Runtime", .cause = cause};
    return NULL;
}

void treadle_path_conflict(
    const struct path *path, struct arena *scratch, const cJSON *root, struct path_error *error) {
    const char *json = treadle_json_print(scratch, root);
    *error = (struct path_error){
        .name = "States.ReferencePathConflict",
        .cause = treadle_arena_print(
            scratch, "Unable to apply ReferencePath %s to input %s", path->text, json)};
}

static const cJSON *one_step(const struct step *step, const cJSON *value) {
    if (step->kind == STEP_NAME)
        return cJSON_IsObject(value) ? treadle_json_member(value, step->name) : NULL;
    ASSERT(step->kind == STEP_INDEX && step->from >= 0);
    const cJSON *element = cJSON_IsArray(value) ? value->child : NULL;
    for (int32_t i = 0; i < step->from && element != NULL; i++)
        element = element->next;
    return element;
}

// AWS, as users report it: States.ReferencePathConflict, with the step and what it was applied to.
void treadle_path_unable(
    const struct path *path, const struct path_env *env, struct path_error *error) {
    const cJSON *value = treadle_path_document(path, env);
    ASSERT(path->reference);
    (void)treadle_path_read(path, env, error);
    if (value == NULL || cJSON_IsNull(value)) return;
    const struct step *step = path->steps, *end = path->steps + path->count;
    for (const cJSON *next; step < end && (next = one_step(step, value)) != NULL; step++)
        value = next;
    if (step == end) return;
    const char *json = treadle_json_print(env->scratch, value);
    const char *name =
        step->kind == STEP_NAME ? step->name : treadle_arena_print(env->scratch, "%d", step->from);
    *error = (struct path_error){
        .name = "States.ReferencePathConflict",
        .cause = treadle_arena_print(
            env->scratch, "Unable to apply step \"%s\" to input %s", name, json)};
}
