// One path on one document.
#include "tests/jsonpath/try.h"

void trial_open(struct trial *trial, const char *json) {
    *trial = (struct trial){.document = support_read(json)};
    trial->env.input = treadle_doc_root(trial->document);
    trial->env.scratch = &trial->scratch;
}

void trial_close(struct trial *trial) {
    treadle_doc_drop(trial->document);
    treadle_arena_clear(&trial->compiled);
    treadle_arena_clear(&trial->scratch);
}

const struct path *trial_path(struct trial *trial, const char *text) {
    const char *problem = NULL;
    const struct path *path = treadle_path_compile(&trial->compiled, text, &problem);
    ck_assert_msg(path != NULL, "%s: %s", text, problem);
    ck_assert_ptr_null(problem);
    return path;
}

void trial_find(const char *text, const char *json, bool finds, const char *want) {
    struct trial trial;
    trial_open(&trial, json);
    const char *detail = NULL;
    const cJSON *found = treadle_path_find(trial_path(&trial, text), &trial.env, &detail);
    ck_assert_msg((found != NULL) == finds, "%s on %s: %s", text, json, detail);
    if (finds)
        support_same_json(want, found);
    else
        ck_assert_str_eq(detail, want);
    trial_close(&trial);
}
