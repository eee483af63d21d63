// JSONPath: a line that is a path, or a JSON string that holds one, and below it a document;
// without one, a document of our own.
#include "jsonpath/jsonpath.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "tests/fuzz/fuzz.h"

static const char own[] =
    "{\"a\":{\"b\":[1,2.50,{\"c\":\"x\",\"d\":null},[[]]],\"s\":\"aaaaaaaaaaaaaaaaaaaaaaab\"},"
    "\"n\":"
    "[{\"p\":8.95,\"k\":\"r\"},{\"p\":12.99},{\"p\":\"9\"},{\"p\":1e400}],\"u v\":true,\"\":{\"'\":"
    "9007199254740993}}";

static void check_reading(const struct path *path, const struct path_env *env) {
    const char *detail = NULL;
    struct path_error error = {0};
    const cJSON *found = treadle_path_find(path, env, &detail);
    ASSERT((found == NULL) == (detail != NULL));
    ASSERT((found == NULL) == (treadle_path_find(path, env, NULL) == NULL));
    const cJSON *read = treadle_path_read(path, env, &error);
    ASSERT((found == NULL) == (read == NULL));
    if (found == NULL) {
        ASSERT(strcmp(error.name, "States.Runtime") == 0);
        fuzz_check_quoting(error.cause);
    } else {
        ASSERT(treadle_json_equal(found, read));
        fuzz_check_value(found);
    }
}

static void check_writing(const struct path *path, const struct path_env *env) {
    struct arena *scratch = env->scratch;
    const char *before = treadle_json_print(scratch, env->input);
    const cJSON *value = treadle_scratch_string(scratch, "put");
    const cJSON *written = treadle_path_put(path, scratch, env->input, value);
    ASSERT(strcmp(before, treadle_json_print(scratch, env->input)) == 0);
    if (written == NULL) {
        struct path_error error = {0};
        treadle_path_conflict(path, scratch, env->input, &error);
        ASSERT(strcmp(error.name, "States.ReferencePathConflict") == 0 && error.cause != NULL);
        return;
    }
    fuzz_check_value(written);
    struct path_env after = *env;
    after.input = written;
    const cJSON *found = treadle_path_find(path, &after, NULL);
    ASSERT(found != NULL && treadle_json_equal(found, value));
}

static void check_path(enum path_use use, const char *text, const struct path_env *env) {
    struct arena compiled = {0};
    const char *problem = NULL;
    const struct path *path = treadle_path_compile_for(&compiled, use, text, &problem);
    if (path == NULL) {
        fuzz_check_quoting(problem);
    } else {
        ASSERT(strcmp(treadle_path_text(path), text) == 0);
        ASSERT(
            (treadle_path_variable(path) != NULL) == (treadle_path_source(path) == PATH_VARIABLE));
        ASSERT(!treadle_path_is_reference(path) || treadle_path_is_definite(path));
        check_reading(path, env);
        if (use == PATH_FOR_RESULT) check_writing(path, env);
    }
    treadle_arena_clear(&compiled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const enum path_use uses[] = {
        PATH_FOR_READING, PATH_FOR_ITEMS, PATH_FOR_CHOICE, PATH_FOR_LIMIT, PATH_FOR_RESULT};
    struct fuzz_input input = {(const char *)data, size};
    struct arena arena = {0};
    char *line = fuzz_line(&input);
    const char *path = fuzz_string(&arena, line);
    struct doc *doc = treadle_doc_read(NULL, input.at, input.size, NULL);
    if (doc == NULL) doc = treadle_doc_read(NULL, own, sizeof(own) - 1, NULL);
    struct arena scratch = {0};
    struct path_env env = {
        .input = treadle_doc_root(doc),
        .context = treadle_doc_root(doc),
        .variables = treadle_doc_root(doc),
        .scratch = &scratch};
    for (size_t i = 0; i < COUNT_OF(uses) && path != NULL; i++) {
        check_path(uses[i], path, &env);
        treadle_arena_reset(&scratch);
    }
    treadle_arena_clear(&scratch);
    treadle_doc_drop(doc);
    treadle_arena_clear(&arena);
    free(line);
    return 0;
}
