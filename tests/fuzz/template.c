// Payload templates and intrinsic functions: a line that is a template (JSON) or one expression (a
// JSON string, or as it stands), and below it the input it sees.
#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/value.h"
#include "jsonpath/jsonpath.h"
#include "tests/fuzz/fuzz.h"

static const char own[] = "{\"a\":[1,2,2,3.0,\"x\"],\"o\":{\"k\":\"v\",\"n\":null},\"s\":\"a,b;c\","
                          "\"j\":\"{\\\"q\\\":1}\","
                          "\"b\":\"SGVsbG8=\",\"n\":-7,\"e\":[]}";

static const cJSON *evaluate(const struct template *template, const struct path_env *env) {
    uint64_t random = 42;
    struct path_env own_env = *env;
    own_env.random = &random;
    struct path_error error = {0};
    const cJSON *value = treadle_template_eval(template, &own_env, &error);
    if (value == NULL) {
        ASSERT(error.name != NULL);
        fuzz_check_quoting(error.cause);
    }
    return value;
}

static void check_template(
    const struct template *template, const cJSON *raw, const struct path_env *env) {
    const cJSON *value = evaluate(template, env), *again = evaluate(template, env);
    ASSERT((value == NULL) == (again == NULL));
    if (value == NULL) return;
    fuzz_check_value(value);
    ASSERT(treadle_json_equal(value, again));
    if (treadle_template_is_literal(template)) ASSERT(treadle_json_equal(value, raw));
    struct path_env blind = *env;
    blind.context = NULL;
    if (!treadle_template_uses_context(template)) ASSERT(evaluate(template, &blind) != NULL);
}

// NULL: the line is neither. [field] is what was compiled.
static const struct template *compile(
    struct arena *arena, const char *line, const cJSON **field, const char **problem) {
    const cJSON *at = NULL;
    *field = treadle_scratch_read(arena, line, strlen(line));
    if (*field != NULL && !cJSON_IsString(*field)) {
        const struct template *template = treadle_template_compile(arena, *field, problem, &at);
        ASSERT((template == NULL) == (at != NULL));
        return template;
    }
    const char *text = fuzz_string(arena, line);
    if (text == NULL) return NULL;
    cJSON *state = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, state, "CausePath", text);
    *field = state->child;
    return treadle_expression_compile(arena, *field, problem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    struct arena compiled = {0}, scratch = {0};
    char *line = fuzz_line(&input);
    struct doc *doc = treadle_doc_read(NULL, input.at, input.size, NULL);
    if (doc == NULL) doc = treadle_doc_read(NULL, own, sizeof(own) - 1, NULL);
    const struct path_env env = {
        .input = treadle_doc_root(doc), .context = treadle_doc_root(doc), .scratch = &scratch};
    const char *problem = NULL;
    const cJSON *field;
    const struct template *template = compile(&compiled, line, &field, &problem);
    if (template != NULL)
        check_template(template, field, &env);
    else if (problem != NULL)
        fuzz_check_quoting(problem);
    treadle_arena_clear(&scratch);
    treadle_arena_clear(&compiled);
    treadle_doc_drop(doc);
    free(line);
    return 0;
}
