// Calls of intrinsic functions: how they are read, and what they give. (More in
// conformance/jsonpath.)
#include <string.h>

#include "base/limits.h"
#include "base/random.h"
#include "jsonpath/intrinsic.h"
#include "tests/jsonpath/suites.h"
#include "tests/jsonpath/try.h"

// Evaluates [text] on [json] as the field `v.$`; NULL and [error].
static const cJSON *eval(struct trial *trial, const char *text, struct path_error *error) {
    cJSON *raw = treadle_scratch_node(&trial->compiled, cJSON_Object);
    treadle_scratch_append(raw, "v.$", treadle_scratch_string(&trial->compiled, text));
    const char *problem;
    const cJSON *at;
    const struct template *template =
        treadle_template_compile(&trial->compiled, raw, &problem, &at);
    ck_assert_msg(template != NULL, "%s: %s", text, problem);
    const cJSON *value = treadle_template_eval(template, &trial->env, error);
    return value == NULL ? NULL : value->child;
}

static const struct {
    const char *text, *json, *want;
} gives[] = {
    {"States.Array()", "{}", "[]"},
    {" States.Array ( 1 ,'a', -0.50 , $ ) ", "7", "[1,\"a\",-0.50,7]"},
    {"States.Array($.a, $['b'], $v)", "{\"a\":1,\"b\":2}", "[1,2,{\"w\":3}]"},
    {"States.Array($..a)", "{\"a\":1,\"b\":{\"a\":2}}", "[[1,2]]"},
    {"States.Array('a,b)', '\\'\\\\\\{')", "{}", "[\"a,b)\",\"'\\\\{\"]"},
    {"States.Array(States.Array(States.Array(1)), 2)", "{}", "[[[1]],2]"},
    {"States.Array(12345678901234567890.5)", "{}", "[12345678901234567890.5]"},
    {"States.Format('')", "{}", "\"\""},
    {"States.Format('{}{}', 'a', 'b')", "{}", "\"ab\""},
    {"States.Format('{}', $)", "{\"a\":[1,null],\"b\":{}}", "\"{a=[1, null], b={}}\""},
    {"States.JsonToString('x')", "{}", "\"\\\"x\\\"\""},
    {"States.StringToJson('-0')", "{}", "0"},
    {"States.StringToJson('')", "{}", "null"},
    {"States.StringToJson('\"a\"')", "{}", "\"a\""},
};

START_TEST(gives_a_value) {
    struct trial trial;
    trial_open(&trial, gives[_i].json);
    struct doc *variables = support_read("{\"v\":{\"w\":3}}");
    trial.env.variables = treadle_doc_root(variables);
    struct path_error error = {0};
    const cJSON *value = eval(&trial, gives[_i].text, &error);
    ck_assert_msg(value != NULL, "%s: %s", gives[_i].text, error.cause);
    support_same_json(gives[_i].want, value);
    treadle_doc_drop(variables);
    trial_close(&trial);
}
END_TEST

static const struct {
    const char *text, *want;
} fails[] = {
    {"States.UUID(1)", "Invalid arguments in States.UUID: wrong number of arguments"},
    {"States.Format()", "Invalid arguments in States.Format: wrong number of arguments"},
    {"States.UUID()", "Invalid arguments in States.UUID: there is no source of chance"},
    {"States.Format(1)", "Invalid arguments in States.Format: the first argument must be a string"},
    {"States.Format('{')", "Invalid template in States.Format: matching '}' not found for '{'."},
    {"States.Format('{{}}', 1)",
     "Invalid template in States.Format: matching '}' not found for '{'."},
    {"States.Format('}')", "Invalid template in States.Format: matching '{' not found for '}'."},
    {"States.Format('{}')",
     "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}."},
    {"States.StringToJson('{')",
     "Invalid arguments in States.StringToJson: the argument is not JSON"},
    {"States.StringToJson(5)",
     "Invalid arguments in States.StringToJson: the argument must be a string"},
    {"States.JsonToString($.a)",
     "The JsonPath argument for the field '$.a' could not be found in the input '{}'"},
};

START_TEST(says_why_it_gives_none) {
    struct trial trial;
    trial_open(&trial, "{}");
    struct path_error error = {0};
    ck_assert_ptr_null(eval(&trial, fails[_i].text, &error));
    ck_assert_str_eq(error.name, "States.Runtime");
    struct text want = {0};
    treadle_text_printf(
        &want, "The function '%s' had the following error: %s", fails[_i].text, fails[_i].want);
    ck_assert_str_eq(error.cause, treadle_text_string(&want));
    treadle_text_clear(&want);
    trial_close(&trial);
}
END_TEST

// Each is small and would make very much of an input of 20,000 items: [start], so many times
// [piece], [middle], so many times the input, [end].
static const struct {
    const char *start, *piece, *middle, *end, *problem;
    int pieces, inputs;
} huge[] = {
    {"States.Format('", "{}", "'", ")", "in States.Format: the text is too long", 900, 900},
    {"States.JsonToString(States.Array(0", "", "", "))",
     "in States.JsonToString: the text is too long", 0, 900},
    {"States.Hash(States.Array(0", "", "", "),'MD5')",
     "in States.Hash: the first argument has more than 10000 characters", 0, 900},
    {"States.ArrayContains(States.Array(States.Array(0", "", "", ")),1)",
     "in States.ArrayContains: a value is too large", 0, 900},
    {"States.Array(0", ",States.ArrayPartition($,1)", "", ")",
     "in States.ArrayPartition: the value is too large", 90, 0},
    {"States.Array(0", ",$..*", "", ")", "in States.Array: the value is too large", 90, 0},
    {"States.Array(0", "", "", ")", NULL, 0, 900},
};

static void add_times(struct text *text, const char *piece, int times) {
    for (int i = 0; i < times; i++)
        treadle_text_add(text, piece);
}

START_TEST(makes_nothing_huge) {
    struct trial trial;
    struct text json = {0}, text = {0};
    treadle_text_add(&json, "[0");
    add_times(&json, ",\"abcdefgh\"", 20000);
    treadle_text_add(&json, "]");
    trial_open(&trial, json.bytes);
    treadle_text_add(&text, huge[_i].start);
    add_times(&text, huge[_i].piece, huge[_i].pieces);
    treadle_text_add(&text, huge[_i].middle);
    add_times(&text, ",$", huge[_i].inputs);
    treadle_text_add(&text, huge[_i].end);
    struct path_error error = {0};
    const cJSON *value = eval(&trial, text.bytes, &error);
    ck_assert((value != NULL) == (huge[_i].problem == NULL));
    if (value == NULL)
        ck_assert_msg(strstr(error.cause, huge[_i].problem) != NULL, "%s", error.cause);
    ck_assert_uint_lt(treadle_arena_size(&trial.scratch), 2 * (size_t)LIMIT_evaluation_size_max);
    treadle_text_clear(&text);
    treadle_text_clear(&json);
    trial_close(&trial);
}
END_TEST

static const char *const refused[] = {
    "",
    "States",
    "States.Array",
    "States.Array(",
    "States.Array(1",
    "States.Array(1,)",
    "States.Array(,1)",
    "States.Array(1 2)",
    "States.Array() x",
    "States.Array(01)",
    "States.Array(tru)",
    "States.Array('a)",
    "States.Array('\\a')",
    "States.Array('\\",
    "States.Array(\"a\")",
    "States.Array($.a b)",
    "States.Array({})",
    "States.array()",
    "Array()",
};

START_TEST(refuses_what_is_no_call) {
    struct trial trial;
    trial_open(&trial, "{}");
    const cJSON *field = treadle_scratch_string(&trial.scratch, refused[_i]);
    const char *problem = NULL;
    ck_assert_ptr_null(treadle_expression_compile(&trial.compiled, field, &problem));
    ck_assert_str_eq(problem, "Value must be a valid JSONPath.");
    trial_close(&trial);
}
END_TEST

// One more than the quota allows, and one less.
START_TEST(nests_as_deep_as_the_quota) {
    struct trial trial;
    trial_open(&trial, "{}");
    struct text text = {0};
    for (int i = 0; i < 10; i++)
        treadle_text_add(&text, "States.Array(");
    for (int i = 0; i < 10; i++)
        treadle_text_add(&text, ")");
    struct path_error error;
    support_same_json("[[[[[[[[[[]]]]]]]]]]", eval(&trial, treadle_text_string(&text), &error));
    treadle_text_clear(&text);
    trial_close(&trial);
}
END_TEST

START_TEST(takes_chance_from_its_seed) {
    struct trial trial;
    trial_open(&trial, "{}");
    struct path_error error;
    uint64_t random = 42, again = 42;
    trial.env.random = &random;
    const cJSON *first = eval(&trial, "States.UUID()", &error);
    const cJSON *second = eval(&trial, "States.UUID()", &error);
    ck_assert_uint_eq(strlen(first->valuestring), 36);
    ck_assert_str_ne(first->valuestring, second->valuestring);
    char want[37];
    treadle_random_uuid(&again, want);
    ck_assert_str_eq(first->valuestring, want);
    trial_close(&trial);
}
END_TEST

static const char *const functions[] = {
#define INTRINSIC(name, least, most, function) name,
#include "jsonpath/intrinsics.def"
#undef INTRINSIC
};

START_TEST(has_a_function_for_each_row) {
    const char *name = functions[_i];
    const struct intrinsic *intrinsic = treadle_intrinsic_find(name, strlen(name));
    ck_assert_ptr_nonnull(intrinsic);
    ck_assert_str_eq(intrinsic->name, name);
    ck_assert_uint_le(intrinsic->least, intrinsic->most);
    ck_assert_ptr_null(treadle_intrinsic_find(name, strlen(name) - 1));
}
END_TEST

Suite *suite_expression(void) {
    TCase *tests = tcase_create("expression");
    ADD_EACH(tests, gives_a_value, gives);
    ADD_EACH(tests, says_why_it_gives_none, fails);
    ADD_EACH(tests, makes_nothing_huge, huge);
    ADD_EACH(tests, refuses_what_is_no_call, refused);
    tcase_add_test(tests, nests_as_deep_as_the_quota);
    tcase_add_test(tests, takes_chance_from_its_seed);
    ADD_EACH(tests, has_a_function_for_each_row, functions);
    return support_suite("expression", tests);
}
