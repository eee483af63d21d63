// Payload templates: what is computed, what stays, and who is blamed. (More in
// conformance/jsonpath.)
#include "base/json/value.h"
#include "tests/jsonpath/suites.h"
#include "tests/jsonpath/try.h"

static const struct template *compile(struct trial *trial, const cJSON *raw) {
    const char *problem = NULL;
    const cJSON *at = NULL;
    const struct template *template =
        treadle_template_compile(&trial->compiled, raw, &problem, &at);
    ck_assert_msg(template != NULL, "%s", problem);
    return template;
}

START_TEST(computes_only_what_ends_in_dollar) {
    struct trial trial;
    trial_open(&trial, "{\"x\":[1,2]}");
    struct doc *raw = support_read("{\"keep\":\"$.x\",\"deep\":[{\"v.$\":\"$.x[1]\",\"lit\":{\"a\":"
                                   "[1e400]}}],\".$\":\"$.x\"}");
    const struct template *template = compile(&trial, treadle_doc_root(raw));
    struct path_error error;
    const cJSON *value = treadle_template_eval(template, &trial.env, &error);
    support_same_json(
        "{\"keep\":\"$.x\",\"deep\":[{\"v\":2,\"lit\":{\"a\":[1e400]}}],\"\":[1,2]}", value);
    ck_assert(!treadle_template_is_literal(template));
    treadle_doc_drop(raw);
    trial_close(&trial);
}
END_TEST

START_TEST(lends_literals_as_they_are) {
    struct trial trial;
    trial_open(&trial, "{}");
    struct doc *raw = support_read("{\"a\":[{\"b\":\"$.x\"}]}");
    const struct template *template = compile(&trial, treadle_doc_root(raw));
    struct path_error error;
    ck_assert(treadle_template_is_literal(template));
    ck_assert_ptr_eq(treadle_template_eval(template, &trial.env, &error), treadle_doc_root(raw));
    treadle_doc_drop(raw);
    trial_close(&trial);
}
END_TEST

static const struct {
    const char *raw;
    bool uses;
} contexts[] = {
    {"{\"a\":\"$$.x\"}", false},
    {"{\"a.$\":\"$.x\"}", false},
    {"{\"a.$\":\"$$.x\"}", true},
    {"{\"a\":[{\"b.$\":\"States.Format('{}', States.JsonToString($$))\"}]}", true},
    {"{\"a.$\":\"States.Format('$$')\"}", false},
};

START_TEST(knows_whether_it_reads_the_context) {
    struct trial trial;
    trial_open(&trial, "{}");
    struct doc *raw = support_read(contexts[_i].raw);
    const struct template *template = compile(&trial, treadle_doc_root(raw));
    ck_assert_int_eq(treadle_template_uses_context(template), contexts[_i].uses);
    treadle_doc_drop(raw);
    trial_close(&trial);
}
END_TEST

START_TEST(blames_the_member_that_failed) {
    struct trial trial;
    trial_open(&trial, "{\"x\":1}");
    struct doc *raw = support_read("{\"a\":{\"ok.$\":\"$.x\",\"bad.$\":\"$.y\"}}");
    const cJSON *root = treadle_doc_root(raw);
    struct path_error error;
    ck_assert_ptr_null(treadle_template_eval(compile(&trial, root), &trial.env, &error));
    ck_assert_str_eq(error.name, "States.Runtime");
    ck_assert_str_eq(
        error.cause, "The JSONPath '$.y' specified for the field 'bad.$' could not be found in the "
                     "input '{\"x\":1}'");
    ck_assert_ptr_eq(error.field, treadle_json_at(root, "/a/bad.$"));
    treadle_doc_drop(raw);
    trial_close(&trial);
}
END_TEST

// As many lists as fit, and no more: a template of a few lines must not take all memory.
START_TEST(many_paths_make_nothing_huge) {
    struct trial trial;
    struct text json = {0}, text = {0};
    treadle_text_add(&json, "[0");
    for (int i = 0; i < 20000; i++)
        treadle_text_add(&json, ",0");
    treadle_text_add(&json, "]");
    trial_open(&trial, json.bytes);
    for (int i = 0; i < 100; i++)
        treadle_text_printf(&text, "%c\"a%d.$\":\"$[*]\"", i == 0 ? '{' : ',', i);
    treadle_text_add(&text, "}");
    struct doc *raw = support_read(text.bytes);
    struct path_error error;
    const struct template *template = compile(&trial, treadle_doc_root(raw));
    ck_assert_ptr_null(treadle_template_eval(template, &trial.env, &error));
    ck_assert_str_eq(error.name, "States.Runtime");
    ck_assert_str_eq(error.cause, "The value of the field 'a52.$' is too large");
    ck_assert_ptr_eq(error.field, treadle_json_at(treadle_doc_root(raw), "/a52.$"));
    treadle_doc_drop(raw);
    treadle_text_clear(&text);
    treadle_text_clear(&json);
    trial_close(&trial);
}
END_TEST

static const struct {
    const char *raw, *at, *problem;
} mistakes[] = {
    {"{\"a\":{\"x.$\":\"foo\"}}", "/a/x.$",
     "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call"},
    {"[{\"x.$\":[1]}]", "/0/x.$",
     "The value for the field 'x.$' must be a STRING that contains a JSONPath but was an ARRAY"},
    {"{\"x.$\":null}", "/x.$",
     "The value for the field 'x.$' must be a STRING that contains a JSONPath but was a NULL"},
    {"{\"x.$\":true}", "/x.$",
     "The value for the field 'x.$' must be a STRING that contains a JSONPath but was a BOOLEAN"},
    {"{\"x.$\":\"$\",\"x\":1}", "/x.$",
     "The fields 'x' and 'x.$' must not stand beside each other"},
};

START_TEST(points_at_what_is_no_template) {
    struct arena arena = {0};
    struct doc *raw = support_read(mistakes[_i].raw);
    const char *problem = NULL;
    const cJSON *root = treadle_doc_root(raw), *at = NULL;
    ck_assert_ptr_null(treadle_template_compile(&arena, root, &problem, &at));
    ck_assert_str_eq(problem, mistakes[_i].problem);
    ck_assert_ptr_eq(at, treadle_json_at(root, mistakes[_i].at));
    treadle_doc_drop(raw);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(takes_one_expression_by_itself) {
    struct trial trial;
    trial_open(&trial, "{\"why\":\"because\"}");
    struct doc *state = support_read(
        "{\"CausePath\":\"States.Format('{}!', $.why)\",\"ErrorPath\":\"$.no\",\"Bad\":\"no\"}");
    const cJSON *root = treadle_doc_root(state);
    const char *problem = NULL;
    const struct template *cause = treadle_expression_compile(
        &trial.compiled, treadle_json_member(root, "CausePath"), &problem);
    struct path_error error;
    support_same_json("\"because!\"", treadle_template_eval(cause, &trial.env, &error));
    const struct template *missing = treadle_expression_compile(
        &trial.compiled, treadle_json_member(root, "ErrorPath"), &problem);
    ck_assert_ptr_null(treadle_template_eval(missing, &trial.env, &error));
    ck_assert_str_eq(
        error.cause,
        "The JSONPath '$.no' specified for the field 'ErrorPath' could not be found in the input "
        "'{\"why\":\"because\"}'");
    const cJSON *bad = treadle_json_member(root, "Bad");
    ck_assert_ptr_null(treadle_expression_compile(&trial.compiled, bad, &problem));
    ck_assert_str_eq(problem, "Value must be a valid JSONPath.");
    treadle_doc_drop(state);
    trial_close(&trial);
}
END_TEST

Suite *suite_template(void) {
    TCase *tests = tcase_create("template");
    tcase_add_test(tests, computes_only_what_ends_in_dollar);
    tcase_add_test(tests, lends_literals_as_they_are);
    ADD_EACH(tests, knows_whether_it_reads_the_context, contexts);
    tcase_add_test(tests, blames_the_member_that_failed);
    tcase_add_test(tests, many_paths_make_nothing_huge);
    ADD_EACH(tests, points_at_what_is_no_template, mistakes);
    tcase_add_test(tests, takes_one_expression_by_itself);
    return support_suite("template", tests);
}
