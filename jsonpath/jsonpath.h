// JSONPath as Step Functions evaluates it (not RFC 9535), reference paths, payload templates.
//
// Compile once, evaluate as often as you like without copying the document. What is compiled lives
// in the arena it was compiled into. A library of its own: it knows base and nothing of states.
#ifndef TREADLE_JSONPATH_JSONPATH_H
#define TREADLE_JSONPATH_JSONPATH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json/scratch.h"

// -- What an expression sees

enum path_source { PATH_INPUT, PATH_CONTEXT, PATH_VARIABLE };  // `$…`, `$$…`, `$name…`

struct path_env {
    const cJSON *input;      // `$`
    const cJSON *context;    // `$$`; NULL: there is none.
    const cJSON *variables;  // An object, name → value; NULL: there are none.
    struct arena *scratch;   // Where results that are no part of the above are built.
    uint64_t *random;        // States.UUID, States.MathRandom; NULL: they fail.
    size_t scratch_max;      // A template's own, LIMIT_evaluation_size_max; leave it 0.
};

// Why an evaluation failed. Texts live in the env's scratch.
struct path_error {
    const char *name;  // "States.Runtime", "States.ReferencePathConflict"
    const char
        *cause;  // AWS's words, without the "An error occurred while executing the state" part.
    const cJSON *field;  // The template's member whose expression failed, for its place; or NULL.
};

// -- Paths

struct path;

// What a path is for: which grammar it follows, and AWS's words where it does not.
enum path_use {
    PATH_FOR_READING,  // InputPath, OutputPath, SecondsPath, …: any path.
    PATH_FOR_ITEMS,    // ItemsPath: a reference path, of any source.
    PATH_FOR_CHOICE,   // Variable and the …Path of a choice rule: the same.
    PATH_FOR_LIMIT,    // MaxConcurrencyPath, MaxItemsPath, …: a reference path, but no `$$`.
    PATH_FOR_RESULT,   // ResultPath: a reference path into the input, to be written to.
};

// Gives a path that lives in [arena], or NULL and a [problem]: a static text.
const struct path *treadle_path_compile_for(
    struct arena *arena, enum path_use use, const char *text, const char **problem);
const struct path *treadle_path_compile(  // PATH_FOR_READING
    struct arena *arena, const char *text, const char **problem);
const char *treadle_path_text(const struct path *path);  // As it was written.
enum path_source treadle_path_source(const struct path *path);
const char *treadle_path_variable(const struct path *path);  // Its name; NULL: another source.
bool treadle_variable_name(const char *text);             // Is it one that a path may start with?
bool treadle_path_is_root(const struct path *path);       // `$` itself.
bool treadle_path_is_definite(const struct path *path);   // Names one value at most.
bool treadle_path_is_reference(const struct path *path);  // May be written to: `$.a['b'][0]`.

// Lends a part of the env, or a list in its scratch for an indefinite path; NULL where it leads
// nowhere, and then [detail], if not NULL, is Jayway's text ("No results for path: $['a']") in the
// scratch. `$` of an input that is null gives that null; every other path into it leads nowhere.
const cJSON *treadle_path_find(
    const struct path *path, const struct path_env *env, const char **detail);
// The same for one who asks whether something is there: an element beyond the end of an array is
// not, where treadle_path_find gives null.
const cJSON *treadle_path_present(const struct path *path, const struct path_env *env);
// treadle_path_find, failing as a state's InputPath does: "Invalid path '$.a' : No results for
// path:
// $['a']".
const cJSON *treadle_path_read(
    const struct path *path, const struct path_env *env, struct path_error *error);

// Gives a scratch value like [root] but with [value] at [path], a reference path on the input; NULL
// where that cannot be (an array or scalar stands in the way).
const cJSON *treadle_path_put(
    const struct path *path, struct arena *scratch, const cJSON *root, const cJSON *value);
// The error of a state whose ResultPath could not be put.
void treadle_path_conflict(
    const struct path *path, struct arena *scratch, const cJSON *root, struct path_error *error);
// Words for a reference path that leads nowhere, as AWS has them for ItemsPath.
void treadle_path_unable(
    const struct path *path, const struct path_env *env, struct path_error *error);

// -- Payload templates: literals, `"x.$": "$.path"`, `"x.$": "States.Function(…)"`

struct template;

// Gives a template that lives in [arena] and borrows [raw], which must live as long; or NULL, a
// [problem] (a text in [arena], AWS's words) and [at], the node it is about.
const struct template *treadle_template_compile(
    struct arena *arena, const cJSON *raw, const char **problem, const cJSON **at);
// One expression, a path or an intrinsic function, as fields such as CausePath hold; [field] is the
// member of the definition that holds it, a string, for its name in messages.
const struct template *treadle_expression_compile(
    struct arena *arena, const cJSON *field, const char **problem);
bool treadle_template_is_literal(const struct template *template);  // Nothing in it is computed.
bool treadle_template_uses_context(const struct template *template);
// Calls [use] for every path in it, those among the arguments of calls too.
void treadle_template_paths(
    const struct template *template, void (*use)(void *data, const struct path *path), void *data);
// Lends a value that is scratch or part of the env; NULL and an [error].
const cJSON *treadle_template_eval(
    const struct template *template, const struct path_env *env, struct path_error *error);

#endif
