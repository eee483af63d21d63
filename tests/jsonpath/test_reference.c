// Reference paths: which there are, what is said of the others, what is written.
#include "tests/jsonpath/suites.h"
#include "tests/jsonpath/try.h"

static const struct path *compile(
    struct trial *trial, enum path_use use, const char *text, const char *want) {
    const char *problem = NULL;
    const struct path *path = treadle_path_compile_for(&trial->compiled, use, text, &problem);
    if (want == NULL)
        ck_assert_msg(path != NULL && problem == NULL, "%s: %s", text, problem);
    else
        ck_assert_msg(path == NULL, "%s", text);
    if (want != NULL) ck_assert_str_eq(problem, want);
    return path;
}

static const struct {
    enum path_use use;
    const char *text, *want;
} uses[] = {
    {PATH_FOR_RESULT, "$", NULL},
    {PATH_FOR_RESULT, "$.a['b c'][10].d", NULL},
    {PATH_FOR_RESULT, "$.foo\\@bar.baz\\[\\[.\\?pretty", NULL},
    {PATH_FOR_RESULT, "$.foo.\\.bar", NULL},
    {PATH_FOR_RESULT, "$.é.\xf0\x9f\x98\x80", NULL},
    {PATH_FOR_RESULT, "$.a\\", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$.a[-1]", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$.a[99999999999]", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$.a[0", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$['a','b']", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$.a:b", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$.a..b", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$[(@.length-1)]", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "$v", "Value is not a Reference Path"},
    {PATH_FOR_RESULT, "plain", "Value must be a valid JSONPath."},
    {PATH_FOR_ITEMS, "$v.items", NULL},
    {PATH_FOR_ITEMS, "$$.Execution.Input.items", NULL},
    {PATH_FOR_LIMIT, "$v", NULL},
    {PATH_FOR_LIMIT, "$$.Execution.Input.n", "Value is not a Reference Path"},
    {PATH_FOR_CHOICE, "$$.State.Name", NULL},
    {PATH_FOR_CHOICE, "a", "Value is not a Reference Path: Reference path didn't start with '$'"},
    {PATH_FOR_READING, "$.a[*]", NULL},
};

START_TEST(asks_of_a_path_what_its_field_needs) {
    struct trial trial;
    trial_open(&trial, "{}");
    compile(&trial, uses[_i].use, uses[_i].text, uses[_i].want);
    trial_close(&trial);
}
END_TEST

static const struct {
    const char *path, *root, *want;  // NULL: it cannot be written.
} writes[] = {
    {"$", "{\"a\":1}", "\"new\""},
    {"$", "null", "\"new\""},
    {"$.a", "{}", "{\"a\":\"new\"}"},
    {"$.a", "{\"a\":{\"b\":1},\"c\":2}", "{\"a\":\"new\",\"c\":2}"},
    {"$.a.b.c", "{\"z\":0}", "{\"z\":0,\"a\":{\"b\":{\"c\":\"new\"}}}"},
    {"$.a\\.b", "{}", "{\"a.b\":\"new\"}"},
    {"$['a.b']", "{\"a.b\":1}", "{\"a.b\":\"new\"}"},
    {"$.a[1]", "{\"a\":[1,2,3]}", "{\"a\":[1,\"new\",3]}"},
    {"$[0].x", "[{}]", "[{\"x\":\"new\"}]"},
    {"$.a[3]", "{\"a\":[1,2,3]}", NULL},
    {"$.a[0]", "{}", NULL},
    {"$.a[0]", "{\"a\":{}}", NULL},
    {"$.a.b", "{\"a\":[]}", NULL},
    {"$.a.b", "{\"a\":null}", NULL},
    {"$.a", "\"text\"", NULL},
    {"$.a", "null", NULL},
};

START_TEST(writes_a_value_where_the_path_names) {
    struct trial trial;
    trial_open(&trial, writes[_i].root);
    const struct path *path = compile(&trial, PATH_FOR_RESULT, writes[_i].path, NULL);
    const cJSON *value = treadle_scratch_string(&trial.scratch, "new");
    const cJSON *root = trial.env.input;
    const cJSON *written = treadle_path_put(path, &trial.scratch, root, value);
    if (writes[_i].want != NULL)
        support_same_json(writes[_i].want, written);
    else
        ck_assert_ptr_null(written);
    support_same_json(writes[_i].root, root);
    trial_close(&trial);
}
END_TEST

START_TEST(says_what_stands_in_the_way) {
    struct trial trial;
    trial_open(&trial, "\"foo\"");
    struct path_error error;
    const struct path *path = compile(&trial, PATH_FOR_RESULT, "$.x", NULL);
    treadle_path_conflict(path, &trial.scratch, trial.env.input, &error);
    ck_assert_str_eq(error.name, "States.ReferencePathConflict");
    ck_assert_str_eq(error.cause, "Unable to apply ReferencePath $.x to input \"foo\"");
    trial_close(&trial);
}
END_TEST

Suite *suite_reference(void) {
    TCase *tests = tcase_create("reference");
    ADD_EACH(tests, asks_of_a_path_what_its_field_needs, uses);
    ADD_EACH(tests, writes_a_value_where_the_path_names, writes);
    tcase_add_test(tests, says_what_stands_in_the_way);
    return support_suite("reference", tests);
}
