// One face for the query languages: what compiles, what it sees, and AWS's words where it leads
// nowhere.
#include "base/arena.h"
#include "base/json/value.h"
#include "engine/query/query.h"
#include "tests/support/support.h"

static const struct {
    enum expr_form form;
    const char *text, *problem;
} refused[] = {
    {EXPR_PATH, "\"foo\"", "Value must be a valid JSONPath."},
    {EXPR_PATH, "1", "Value must be a valid JSONPath."},
    {EXPR_PATH, "null", "Value must be a valid JSONPath."},
    {EXPR_REFERENCE, "\"foo\"", "Value must be a valid JSONPath."},
    {EXPR_REFERENCE, "\"$.a[*]\"", "Value is not a Reference Path"},
    {EXPR_REFERENCE, "\"$..a\"", "Value is not a Reference Path"},
    {EXPR_VALUE, "{}", "Value must be a valid JSONPath."},
    {EXPR_TEMPLATE, "{\"x.$\": \"foo\"}",
     "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call"},
};

START_TEST(refuses_with_awss_words) {
    struct arena arena = {0};
    struct doc *doc = support_read(refused[_i].text);
    const char *problem;
    const cJSON *at;
    ck_assert_ptr_null(
        treadle_expr_compile(&arena, refused[_i].form, treadle_doc_root(doc), &problem, &at));
    ck_assert_str_eq(problem, refused[_i].problem);
    ck_assert_ptr_nonnull(at);
    treadle_arena_clear(&arena);
    treadle_doc_drop(doc);
}
END_TEST

// The field is a member of an object, as in a definition: its name is in the messages.
static const struct {
    enum expr_form form;
    const char *field, *input, *result;
    const char *cause;  // Where there is no result.
} evaluated[] = {
    {EXPR_PATH, "{\"InputPath\":\"$.a\"}", "{\"a\":[1.0]}", "[1.0]", NULL},
    {EXPR_PATH, "{\"InputPath\":\"$\"}", "null", "null", NULL},
    {EXPR_PATH, "{\"InputPath\":\"$$.State.Name\"}", "{}", "\"S\"", NULL},
    {EXPR_PATH, "{\"InputPath\":\"$.X\"}", "{}", NULL,
     "Invalid path '$.X' : No results for path: $['X']"},
    {EXPR_PATH, "{\"InputPath\":\"$.no.such\"}", "{}", NULL,
     "Invalid path '$.no.such' : Missing property in path $['no']"},
    {EXPR_PATH, "{\"InputPath\":\"$.X\"}", "null", NULL,
     "Unable to apply Path transformation to null or empty input."},
    {EXPR_REFERENCE, "{\"SecondsPath\":\"$.s\"}", "{\"s\":3}", "3", NULL},
    {EXPR_REFERENCE, "{\"ItemsPath\":\"$.a\\\\.b\"}", "{\"a.b\":[1]}", "[1]", NULL},
    {EXPR_TEMPLATE, "{\"Parameters\":{\"x.$\":\"$.a\",\"y\":1}}", "{\"a\":2}", "{\"x\":2,\"y\":1}",
     NULL},
    {EXPR_TEMPLATE, "{\"Parameters\":{\"x.$\":\"$.b\"}}", "{\"a\":2}", NULL,
     "The JSONPath '$.b' specified for the field 'x.$' could not be found in the input "
     "'{\"a\":2}'"},
    {EXPR_VALUE, "{\"ErrorPath\":\"$.e\"}", "{\"e\":\"E\"}", "\"E\"", NULL},
    {EXPR_VALUE, "{\"CausePath\":\"States.Format('no {}', $.e)\"}", "{\"e\":\"E\"}", "\"no E\"",
     NULL},
    {EXPR_VALUE, "{\"ErrorPath\":\"$.e\"}", "{}", NULL,
     "The JSONPath '$.e' specified for the field 'ErrorPath' could not be found in the input "
     "'{}'"},
};

START_TEST(evaluates_or_says_why_not) {
    struct arena arena = {0};
    struct doc *field = support_read(evaluated[_i].field);
    struct doc *input = support_read(evaluated[_i].input);
    struct doc *context = support_read("{\"State\":{\"Name\":\"S\"}}");
    const char *problem;
    const cJSON *at, *out = NULL;
    const struct expr *expr = treadle_expr_compile(
        &arena, evaluated[_i].form, treadle_doc_root(field)->child, &problem, &at);
    ck_assert_ptr_nonnull(expr);
    struct bindings bindings = {
        .input = treadle_doc_root(input), .context = treadle_doc_root(context), .scratch = &arena};
    struct error error;
    bool done = treadle_expr_eval(expr, &bindings, &out, &error);
    ck_assert(done == (evaluated[_i].cause == NULL));
    if (done) {
        support_same_json(evaluated[_i].result, out);
    } else {
        ck_assert_str_eq(error.name, "States.Runtime");
        ck_assert_str_eq(error.cause, evaluated[_i].cause);
        ck_assert_ptr_nonnull(error.field);
        ck_assert(!error.bare);
    }
    treadle_arena_clear(&arena);
    treadle_doc_drop(field);
    treadle_doc_drop(input);
    treadle_doc_drop(context);
}
END_TEST

static const struct {
    enum expr_form form;
    const char *text;
    bool context, root, path;
} looked_at[] = {
    {EXPR_PATH, "\"$\"", false, true, true},
    {EXPR_PATH, "\"$$\"", true, false, true},
    {EXPR_PATH, "\"$.a\"", false, false, true},
    {EXPR_REFERENCE, "\"$$.a\"", true, false, true},
    {EXPR_TEMPLATE, "{\"a.$\":\"$\"}", false, false, false},
    {EXPR_TEMPLATE, "{\"a\":[{\"b.$\":\"$$.Execution.Id\"}]}", true, false, false},
    {EXPR_VALUE, "\"States.Format('{}', $$.Execution.Id)\"", true, false, false},
};

START_TEST(tells_what_an_expression_is) {
    struct arena arena = {0};
    struct doc *doc = support_read(looked_at[_i].text);
    const char *problem;
    const cJSON *at;
    const struct expr *expr =
        treadle_expr_compile(&arena, looked_at[_i].form, treadle_doc_root(doc), &problem, &at);
    ck_assert_msg(expr != NULL, "%s", problem);
    ck_assert(treadle_expr_uses_context(expr) == looked_at[_i].context);
    ck_assert(treadle_expr_is_root(expr) == looked_at[_i].root);
    ck_assert((treadle_expr_path(expr) != NULL) == looked_at[_i].path);
    treadle_arena_clear(&arena);
    treadle_doc_drop(doc);
}
END_TEST

static const struct {
    enum expr_form form;
    const char *text, *names;
} readings[] = {
    {EXPR_PATH, "\"$.a\"", ""},
    {EXPR_PATH, "\"$$.a\"", ""},
    {EXPR_PATH, "\"$a.b[0]\"", "a "},
    {EXPR_REFERENCE, "\"$a\"", "a "},
    {EXPR_VALUE, "\"States.Format('$x {}', States.Array($a, $.b, $c[0]))\"", "a c "},
    {EXPR_TEMPLATE, "{\"a\":\"$x\",\"b.$\":\"$b\",\"c\":[{\"d.$\":\"$d\"},\"$e\"],\"f.$\":\"$b\"}",
     "b d b "},
    {EXPR_TEMPLATE, "{\"a\":1}", ""},
};

static void put_name(void *data, const char *name) {
    treadle_text_printf(data, "%s ", name);
}

START_TEST(tells_which_variables_it_reads) {
    struct arena arena = {0};
    struct text names = {0};
    struct doc *doc = support_read(readings[_i].text);
    const char *problem;
    const cJSON *at;
    const struct expr *expr =
        treadle_expr_compile(&arena, readings[_i].form, treadle_doc_root(doc), &problem, &at);
    ck_assert_msg(expr != NULL, "%s", problem);
    treadle_expr_variables(expr, put_name, &names);
    ck_assert_str_eq(treadle_text_string(&names), readings[_i].names);
    treadle_text_clear(&names);
    treadle_arena_clear(&arena);
    treadle_doc_drop(doc);
}
END_TEST

static Suite *suite_query(void) {
    TCase *tests = tcase_create("query");
    ADD_EACH(tests, refuses_with_awss_words, refused);
    ADD_EACH(tests, evaluates_or_says_why_not, evaluated);
    ADD_EACH(tests, tells_what_an_expression_is, looked_at);
    ADD_EACH(tests, tells_which_variables_it_reads, readings);
    return support_suite("query", tests);
}

int main(void) {
    return support_run(suite_query, NULL);
}
