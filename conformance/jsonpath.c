// Cases about paths. What a case is about shows in its members:
//
//   selector, document, sfn      a path and what Step Functions makes of it (the target, whatever
//   else is told) resultPath, input, result    a write through a reference path field, value what
//   is said of a field when a definition is made path, compiles               a path somebody wrote
//   template, input, context     a payload template (treadle's own cases)
#include "jsonpath/jsonpath.h"

#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "conformance/suites.h"

// What one case needs and gives back at its end.
struct trial {
    struct report *report;
    const cJSON *test;
    struct arena arena;
};

static void want(struct trial *trial, const char *wanted, const char *had) {
    report_fail(
        trial->report, "want %s, have %s", wanted == NULL ? "(nothing)" : wanted,
        had == NULL ? "(nothing)" : had);
}

static void want_text(struct trial *trial, const char *wanted, const char *had) {
    if (wanted != NULL && had != NULL && strcmp(wanted, had) == 0)
        report_pass(trial->report);
    else
        want(trial, wanted, had);
}

static void want_value(struct trial *trial, const cJSON *wanted, const cJSON *had) {
    if (treadle_json_equal(wanted, had))
        report_pass(trial->report);
    else
        want(
            trial, treadle_json_print(&trial->arena, wanted),
            treadle_json_print(&trial->arena, had));
}

// -- A path and what Step Functions makes of it

static bool is_one_of(const char *text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, list[i]) == 0) return true;
    return false;
}

// Java's accidents: reference, section 8: fail cleanly, and do not assert what the accident gives.
static const char *not_asserted(const char *selector, const char *error) {
    static const char *const accidents[] = {
        "NumberFormatException", "NullPointerException", "ClassCastException"};
    if (error != NULL && is_one_of(error, accidents, COUNT_OF(accidents)))
        return "a Java exception that no path of ours raises; such terms are not comparable";
    if (strchr("$ ", *selector) == NULL) return "Step Functions asks for a leading $";
    char after = *selector == '$' ? selector[1] : '\0';
    bool variable = (after >= 'a' && after <= 'z') || (after >= 'A' && after <= 'Z');
    return variable ? "Step Functions takes $name for a variable" : NULL;
}

// Jayway reads past letters and quotes between the brackets of an index: `["a1"]` is `[1]`,
// `[0,'x']` is `[0]`.
static bool has_mistaken_index(const char *selector) {
    for (const char *at = strchr(selector, '['); at != NULL; at = strchr(at + 1, '[')) {
        const char *digit = at + strcspn(at, "?'@:-0123456789");
        if (strchr("?'@", *digit) != NULL) continue;
        size_t size = strcspn(at, "]");
        for (size_t i = 1; i < size; i++)
            if (strchr(" \t\r\n,:-+.0123456789", at[i]) == NULL) return true;
    }
    return false;
}

// A path that is refused: is that what was to be? Jayway's InvalidPathException is one kind,
// whenever it comes.
static void judge_refused(struct trial *trial, const cJSON *sfn) {
    const char *error = treadle_json_string(sfn, "error");
    const char *phase = treadle_json_string(sfn, "phase");
    bool refused = phase != NULL && strcmp(phase, "compile") == 0;
    if (refused || (error != NULL && strcmp(error, "InvalidPathException") == 0))
        report_pass(trial->report);
    else if (has_mistaken_index(treadle_json_string(trial->test, "selector")))
        report_skip(trial->report, "letters between the brackets of an index are refused");
    else
        want(trial, treadle_json_print(&trial->arena, sfn), "a path that is refused");
}

static void judge_found(
    struct trial *trial, const cJSON *sfn, const struct path *path, const cJSON *document) {
    const struct path_env env = {.input = document, .scratch = &trial->arena};
    const char *detail = NULL;
    const cJSON *found = treadle_path_find(path, &env, &detail);
    const cJSON *result = treadle_json_member(sfn, "result");
    const cJSON *definite = treadle_json_member(sfn, "definite");
    if (definite == NULL) {
        want(trial, "a path that is refused", found == NULL ? detail : "a result");
    } else if (cJSON_IsTrue(definite) != treadle_path_is_definite(path)) {
        want(trial, "the other definite", treadle_path_is_definite(path) ? "true" : "false");
    } else if (result == NULL) {
        const char *message = treadle_json_string(sfn, "message");
        want_text(
            trial, message, found == NULL ? detail : treadle_json_print(&trial->arena, found));
    } else if (found == NULL) {
        want(trial, treadle_json_print(&trial->arena, result), detail);
    } else {
        want_value(trial, result, found);
    }
}

static void judge_selector(struct trial *trial) {
    const char *selector = treadle_json_string(trial->test, "selector");
    const cJSON *sfn = treadle_json_member(trial->test, "sfn");
    const char *why = not_asserted(selector, treadle_json_string(sfn, "error"));
    if (why != NULL) {
        report_skip(trial->report, why);
        return;
    }
    const char *problem;
    const struct path *path = treadle_path_compile(&trial->arena, selector, &problem);
    if (path == NULL)
        judge_refused(trial, sfn);
    else
        judge_found(trial, sfn, path, treadle_json_member(trial->test, "document"));
}

// -- A path somebody wrote

static void judge_wild(struct trial *trial) {
    const char *problem;
    const struct path *path =
        treadle_path_compile(&trial->arena, treadle_json_string(trial->test, "path"), &problem);
    bool compiles = cJSON_IsTrue(treadle_json_member(trial->test, "compiles"));
    bool definite = cJSON_IsTrue(treadle_json_member(trial->test, "definite"));
    bool context = cJSON_IsTrue(treadle_json_member(trial->test, "context"));
    if (compiles != (path != NULL))
        want(trial, compiles ? "a path" : "a path that is refused", problem);
    else if (path != NULL && definite != treadle_path_is_definite(path))
        want(trial, "the other definite", definite ? "false" : "true");
    else if (path != NULL && context != (treadle_path_source(path) == PATH_CONTEXT))
        want(trial, "the other source", context ? "the input" : "the context object");
    else
        report_pass(trial->report);
}

// -- A write through a reference path

static void judge_written(struct trial *trial, const struct path *path) {
    const cJSON *input = treadle_json_member(trial->test, "input");
    const cJSON *result = treadle_json_member(trial->test, "result");
    const cJSON *expected = treadle_json_member(trial->test, "expected");
    const cJSON *output = treadle_json_member(expected, "output");
    const cJSON *written = treadle_path_put(path, &trial->arena, input, result);
    if (output != NULL && written != NULL) {
        want_value(trial, output, written);
        return;
    }
    struct path_error error = {0};
    treadle_path_conflict(path, &trial->arena, input, &error);
    const char *cause = treadle_json_string(expected, "cause");
    if (written != NULL)
        want(trial, "a conflict", treadle_json_print(&trial->arena, written));
    else if (cause != NULL && strcmp(cause, error.cause) != 0)
        want(trial, cause, error.cause);
    else
        want_text(trial, treadle_json_string(expected, "error"), error.name);
}

static void judge_result_path(struct trial *trial) {
    const cJSON *text = treadle_json_member(trial->test, "resultPath");
    const cJSON *expected = treadle_json_member(trial->test, "expected");
    if (cJSON_IsNull(text)) {
        // The caller's business: no path, the input stays.
        want_value(
            trial, treadle_json_member(expected, "output"),
            treadle_json_member(trial->test, "input"));
        return;
    }
    const char *problem;
    const struct path *path =
        treadle_path_compile_for(&trial->arena, PATH_FOR_RESULT, text->valuestring, &problem);
    if (path == NULL)
        want(trial, "a path", problem);
    else
        judge_written(trial, path);
}

// -- What is said of a field when a definition is made

static const struct {
    const char *field;
    enum path_use use;
} uses[] = {
    {"InputPath", PATH_FOR_READING},
    {"OutputPath", PATH_FOR_READING},
    {"SecondsPath", PATH_FOR_READING},
    {"TimestampPath", PATH_FOR_READING},
    {"TimeoutSecondsPath", PATH_FOR_READING},
    {"HeartbeatSecondsPath", PATH_FOR_READING},
    {"MaxConcurrencyPath", PATH_FOR_LIMIT},
    {"MaxItemsPath", PATH_FOR_LIMIT},
    {"MaxItemsPerBatchPath", PATH_FOR_LIMIT},
    {"MaxInputBytesPerBatchPath", PATH_FOR_LIMIT},
    {"ToleratedFailureCountPath", PATH_FOR_LIMIT},
    {"ToleratedFailurePercentagePath", PATH_FOR_LIMIT},
    {"ItemsPath", PATH_FOR_ITEMS},
    {"ResultPath", PATH_FOR_RESULT},
    {"Catch.ResultPath", PATH_FOR_RESULT},
};

static const char *say_of_path(struct trial *trial, const char *field, const char *text) {
    enum path_use use = PATH_FOR_CHOICE;
    bool choice = strncmp(field, "Choice.", 7) == 0;
    size_t i = 0;
    for (; i < COUNT_OF(uses) && !choice; i++) {
        if (strcmp(uses[i].field, field) != 0) continue;
        use = uses[i].use;
        break;
    }
    if (i == COUNT_OF(uses)) return "no such field";
    const char *problem;
    treadle_path_compile_for(&trial->arena, use, text, &problem);
    return problem;
}

// [name]: of a member of the template, "x.$".
static const char *say_of_template(struct trial *trial, const char *name, const cJSON *value) {
    cJSON *raw = treadle_scratch_node(&trial->arena, cJSON_Object);
    treadle_scratch_append(raw, name, treadle_scratch_link(&trial->arena, value));
    const char *problem;
    const cJSON *at;
    treadle_template_compile(&trial->arena, raw, &problem, &at);
    return problem;
}

static void judge_field(struct trial *trial) {
    const char *field = treadle_json_string(trial->test, "field");
    const cJSON *value = treadle_json_member(trial->test, "value");
    const cJSON *expected = treadle_json_member(trial->test, "expected");
    const char *dot = strchr(field, '.');
    const char *problem = NULL;
    if (strcmp(field, "ErrorPath") == 0 || strcmp(field, "CausePath") == 0)
        treadle_expression_compile(&trial->arena, value, &problem);
    else if (dot != NULL && strncmp(field, "Choice.", 7) != 0 && strcmp(dot, ".ResultPath") != 0)
        problem = say_of_template(trial, dot + 1, value);
    else
        problem = say_of_path(trial, field, value->valuestring);
    if (cJSON_IsTrue(treadle_json_member(expected, "valid"))) {
        if (problem == NULL)
            report_pass(trial->report);
        else
            want(trial, "no problem", problem);
        return;
    }
    want_text(trial, treadle_json_string(expected, "message"), problem);
}

// -- A payload template

static void judge_template(struct trial *trial) {
    const cJSON *expected = treadle_json_member(trial->test, "expected");
    const char *problem;
    const cJSON *at;
    const struct template *template = treadle_template_compile(
        &trial->arena, treadle_json_member(trial->test, "template"), &problem, &at);
    if (template == NULL) {
        want_text(trial, treadle_json_string(expected, "message"), problem);
        return;
    }
    uint64_t random = 1;
    const struct path_env env = {
        .input = treadle_json_member(trial->test, "input"),
        .context = treadle_json_member(trial->test, "context"),
        .variables = treadle_json_member(trial->test, "variables"),
        .scratch = &trial->arena,
        .random = &random};
    struct path_error error;
    const cJSON *value = treadle_template_eval(template, &env, &error);
    const cJSON *output = treadle_json_member(expected, "output");
    if (output != NULL && value != NULL)
        want_value(trial, output, value);
    else if (value != NULL)
        want(
            trial, treadle_json_string(expected, "cause"),
            treadle_json_print(&trial->arena, value));
    else
        want_text(trial, treadle_json_string(expected, "cause"), error.cause);
}

void suite_jsonpath(struct report *report, const cJSON *test) {
    struct trial trial = {.report = report, .test = test};
    if (treadle_json_string(test, "selector") != NULL)
        judge_selector(&trial);
    else if (treadle_json_member(test, "resultPath") != NULL)
        judge_result_path(&trial);
    else if (treadle_json_string(test, "field") != NULL)
        judge_field(&trial);
    else if (treadle_json_member(test, "template") != NULL)
        judge_template(&trial);
    else if (treadle_json_string(test, "path") != NULL)
        judge_wild(&trial);
    else
        report_fail(report, "a case of a kind this suite does not know");
    treadle_arena_clear(&trial.arena);
}
