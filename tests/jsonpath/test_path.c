// Paths: what they are, where they start, what they find and what they say when they do not.
#include <string.h>

#include "base/json/write.h"
#include "base/limits.h"
#include "tests/jsonpath/suites.h"
#include "tests/jsonpath/try.h"

static const struct {
    const char *text, *json, *want;
} finds[] = {
    {"$", "{\"a\":1}", "{\"a\":1}"},
    {"$", "null", "null"},
    {"$.a", "{\"a\":null}", "null"},
    {"$.a-b.$x.@y.0", "{\"a-b\":{\"$x\":{\"@y\":{\"0\":1}}}}", "1"},
    {"$['b']A", "{\"b\":{\"A\":1}}", "1"},
    {"$.a[00]", "{\"a\":[7]}", "7"},
    {"$.a[ 1 ]", "{\"a\":[7,8]}", "8"},
    {"$.a[1,]", "{\"a\":[7,8]}", "8"},
    {"$.a[2147483647]", "{\"a\":[7,8]}", "null"},
    {"$.a[(@.size()-2)]", "{\"a\":[7,8]}", "7"},
    {"$.a[(@.length-9)]", "{\"a\":[7,8]}", "null"},
    {"$.a[1:]", "{}", "[]"},
    {"$.a[:-1]", "{\"a\":[1,2,3]}", "[1,2]"},
    {"$.a[-2:]", "{\"a\":[1,2,3]}", "[2,3]"},
    {"$.a[-9:]", "{\"a\":[1,2,3]}", "[1,2,3]"},
    {"$.a[-1:1]", "{\"a\":[1,2,3]}", "[null,1]"},
    {"$.a[-1:1]", "{\"a\":[]}", "[]"},
    {"$.a[2,0,9]", "{\"a\":[1,2,3]}", "[3,1,null]"},
    {"$.*", "{\"a\":1,\"b\":[2]}", "[1,[2]]"},
    {"$[*]", "5", "[]"},
    {"$[*][0]", "[[1],[],[2]]", "[1,null,2]"},
    {"$..a", "{\"a\":{\"a\":1}}", "[{\"a\":1},1]"},
    {"$..*", "[1,[2]]", "[1,[2],2]"},
    {"$..[0]", "[[1],2]", "[[1],1]"},
    {"$..['a','b']", "[{\"a\":1},{\"b\":2,\"a\":1}]", "[{\"a\":1,\"b\":2}]"},
    {"$....a", "{\"b\":{\"a\":1}}", "[]"},
    {"$.a.b.c[*]", "{\"a\":{\"b\":{}}}", "[]"},
};

START_TEST(finds_what_the_path_names) {
    trial_find(finds[_i].text, finds[_i].json, true, finds[_i].want);
}
END_TEST

static const struct {
    const char *text, *json, *want;
} misses[] = {
    {"$.a", "{}", "No results for path: $['a']"},
    {"$.a.b", "{}", "Missing property in path $['a']"},
    {"$.a.b", "{\"a\":null}", "Property ['b'] not found in path $['a']"},
    {"$.a[0].b", "{\"a\":[]}", "Property ['b'] not found in path $['a'][0]"},
    {"$.a[0]", "{\"a\":null}", "The path $['a'] is null"},
    {"$[(@.length-1)].x", "[1]", "Property ['x'] not found in path $[0]"},
    {"$.a['b','c']", "{\"a\":1}", "Property ['b', 'c'] not found in path $['a']"},
    {"$[1:]", "{}", "Filter: [1:] can only be applied to arrays. Current context is: {}"},
    {"$[0]", "\"x\"", "Filter: [0] can only be applied to arrays. Current context is: \"x\""},
    {"$.a[0]", "{\"a\":1e400}",
     "Filter: [0] can only be applied to arrays. Current context is: 1e400"},
    {"$.x", "null", "Unable to apply Path transformation to null or empty input."},
    {"$..a.b", "{\"a\":[1]}", "Property ['b'] not found in path $['a']"},
};

START_TEST(says_why_it_finds_nothing) {
    trial_find(misses[_i].text, misses[_i].json, false, misses[_i].want);
}
END_TEST

static const char *const refused[] = {
    "",
    "a",
    "$.",
    "$..",
    "$.a.",
    "$a.b c",
    "$.a b",
    "$[",
    "$[a]",
    "$[]",
    "$[\"a\"]",
    "$[\"a1\"]",
    "$[a1]",
    "$[ * ]",
    "$[:]",
    "$[::2]",
    "$[-]",
    "$[1-2]",
    "$[2147483648]",
    "$[(@.count-1)]",
    "$[?]",
    "$[?()]",
    "$[?@.a]",
    "$[?(@..a)]",
    "$x$",
    "$[?(@.a =~ 'x')]",
    "$[?(@.a =~ /(/)]",
    "$[?(a)]",
    "$[?(@.a &&)]",
    "$[?(@.a == 1",
};

START_TEST(refuses_what_is_no_path) {
    struct arena arena = {0};
    const char *problem = NULL;
    ck_assert_ptr_null(treadle_path_compile(&arena, refused[_i], &problem));
    ck_assert_str_eq(problem, "Value must be a valid JSONPath.");
    treadle_arena_clear(&arena);
}
END_TEST

static const struct {
    const char *text;
    enum path_source source;
    bool root, definite, reference;
} kinds[] = {
    {"$", PATH_INPUT, true, true, true},
    {"$$", PATH_CONTEXT, false, true, true},
    {"$v", PATH_VARIABLE, false, true, true},
    {"$.a['b'][0]", PATH_INPUT, false, true, true},
    {"$v[0].a", PATH_VARIABLE, false, true, true},
    {"$$.Map.Item.Value", PATH_CONTEXT, false, true, true},
    {"$['a','b']", PATH_INPUT, false, true, false},
    {"$[-1]", PATH_INPUT, false, true, false},
    {"$[(@.length-1)]", PATH_INPUT, false, true, false},
    {"$.a@b", PATH_INPUT, false, true, false},
    {"$.a\\.b", PATH_INPUT, false, true, false},
    {"$[0,1]", PATH_INPUT, false, false, false},
    {"$.a[*]", PATH_INPUT, false, false, false},
    {"$..a", PATH_INPUT, false, false, false},
    {"$[?(@.a)]", PATH_INPUT, false, false, false},
};

START_TEST(knows_what_kind_of_path_it_is) {
    struct trial trial;
    trial_open(&trial, "{}");
    const struct path *path = trial_path(&trial, kinds[_i].text);
    ck_assert_str_eq(treadle_path_text(path), kinds[_i].text);
    ck_assert_int_eq(treadle_path_source(path), kinds[_i].source);
    ck_assert_int_eq(treadle_path_is_root(path), kinds[_i].root);
    ck_assert_int_eq(treadle_path_is_definite(path), kinds[_i].definite);
    ck_assert_int_eq(treadle_path_is_reference(path), kinds[_i].reference);
    trial_close(&trial);
}
END_TEST

START_TEST(starts_where_its_source_is) {
    struct trial trial;
    trial_open(&trial, "{\"from\":\"input\"}");
    struct doc *other = support_read("{\"v_1\":{\"from\":\"variable\"},\"from\":\"context\"}");
    trial.env.context = trial.env.variables = treadle_doc_root(other);
    support_same_json(
        "\"input\"", treadle_path_find(trial_path(&trial, "$.from"), &trial.env, NULL));
    support_same_json(
        "\"context\"", treadle_path_find(trial_path(&trial, "$$.from"), &trial.env, NULL));
    const struct path *variable = trial_path(&trial, "$v_1.from");
    ck_assert_str_eq(treadle_path_variable(variable), "v_1");
    support_same_json("\"variable\"", treadle_path_find(variable, &trial.env, NULL));
    ck_assert_ptr_null(treadle_path_find(trial_path(&trial, "$nobody"), &trial.env, NULL));
    treadle_doc_drop(other);
    trial_close(&trial);
}
END_TEST

static const struct {
    const char *text;
    bool is;
} variable_names[] = {
    {"a", true},    {"aB_9", true}, {"\xC3\xA9t\xC3\xA9", true},
    {"", false},    {"_a", false},  {"9a", false},
    {"a-b", false}, {"a.b", false}, {"a b", false},
    {"a$", false},  {"$a", false},  {"a[0]", false},
};

START_TEST(asks_what_is_present) {
    static const struct {
        const char *path, *value;
    } rows[] = {{"$.a", "[1,null]"}, {"$.a[0]", "1"}, {"$.a[1]", "null"},    {"$.a[2]", NULL},
                {"$.a[-1]", NULL},   {"$.b", NULL},   {"$.a[*]", "[1,null]"}};
    struct trial trial;
    trial_open(&trial, "{\"a\":[1,null]}");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const cJSON *found = treadle_path_present(trial_path(&trial, rows[i].path), &trial.env);
        ck_assert((found == NULL) == (rows[i].value == NULL));
        if (found != NULL) support_same_json(rows[i].value, found);
    }
    trial_close(&trial);
}
END_TEST

START_TEST(knows_the_names_of_variables) {
    const char *text = variable_names[_i].text;
    ck_assert(treadle_variable_name(text) == variable_names[_i].is);
    if (!variable_names[_i].is) return;
    struct trial trial;
    trial_open(&trial, "{}");
    const char *path = treadle_arena_print(&trial.compiled, "$%s.x", text);
    ck_assert_str_eq(treadle_path_variable(trial_path(&trial, path)), text);
    trial_close(&trial);
}
END_TEST

START_TEST(fails_as_a_state_does) {
    struct trial trial;
    trial_open(&trial, "{}");
    struct path_error error = {0};
    const struct path *path = trial_path(&trial, "$.no.such");
    ck_assert_ptr_null(treadle_path_read(path, &trial.env, &error));
    ck_assert_str_eq(error.name, "States.Runtime");
    ck_assert_str_eq(error.cause, "Invalid path '$.no.such' : Missing property in path $['no']");
    trial_close(&trial);
}
END_TEST

// A document [depth] deep of one member each.
static void put_deep(struct text *out, int depth) {
    for (int i = 0; i < depth; i++)
        treadle_text_add(out, "{\"a\":");
    treadle_text_add(out, "1");
    for (int i = 0; i < depth; i++)
        treadle_text_add(out, "}");
}

START_TEST(goes_as_deep_as_documents_do) {
    struct text json = {0}, path = {0};
    put_deep(&json, LIMIT_json_depth_max);
    treadle_text_add(&path, "$");
    for (int i = 0; i < LIMIT_path_steps_max; i++)
        treadle_text_add(&path, ".a");
    trial_find(treadle_text_string(&path), treadle_text_string(&json), true, "1");
    treadle_text_add(&path, ".a");
    struct arena arena = {0};
    const char *problem;
    ck_assert_ptr_null(treadle_path_compile(&arena, treadle_text_string(&path), &problem));
    treadle_arena_clear(&arena);
    treadle_text_clear(&json);
    treadle_text_clear(&path);
}
END_TEST

static const char *const endless[] = {"$..*..*..*", "$[-2147483648:1]", "$..a..a..a"};

START_TEST(gives_up_on_what_would_not_end) {
    struct trial trial;
    struct text json = {0};
    treadle_text_add(&json, "[");
    put_deep(&json, 300);
    treadle_text_add(&json, "]");
    trial_open(&trial, treadle_text_string(&json));
    const char *detail = NULL;
    const struct path *path = trial_path(&trial, endless[_i]);
    ck_assert_ptr_null(treadle_path_find(path, &trial.env, &detail));
    ck_assert_str_eq(detail, "The path looks at more than 1000000 values");
    treadle_text_clear(&json);
    trial_close(&trial);
}
END_TEST

Suite *suite_path(void) {
    TCase *tests = tcase_create("path");
    ADD_EACH(tests, finds_what_the_path_names, finds);
    ADD_EACH(tests, says_why_it_finds_nothing, misses);
    ADD_EACH(tests, refuses_what_is_no_path, refused);
    ADD_EACH(tests, knows_what_kind_of_path_it_is, kinds);
    tcase_add_test(tests, starts_where_its_source_is);
    tcase_add_test(tests, asks_what_is_present);
    ADD_EACH(tests, knows_the_names_of_variables, variable_names);
    tcase_add_test(tests, fails_as_a_state_does);
    tcase_add_test(tests, goes_as_deep_as_documents_do);
    ADD_EACH(tests, gives_up_on_what_would_not_end, endless);
    return support_suite("path", tests);
}
