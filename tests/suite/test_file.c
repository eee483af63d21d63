// Test files: what is read, what is refused and where, and what a case is when it is resolved.
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "suite/file.h"
#include "suite/keys.h"
#include "tests/suite/suites.h"
#include "tests/support/support.h"

// -- What is wrong, with its place

static const struct {
    const char *text, *said;
} refused[] = {
    {"cases: {a: {expext: {}}}", "1:13 a case has no 'expext' (did you mean 'expect'?)"},
    {"cases:\n  a:\n    expect: {outptu: 1}",
     "3:14 'expect' has no 'outptu' (did you mean 'output'?)"},
    {"cases: {a: {expect: {states: {B: {vists: 1}}}}}",
     "1:35 an expected state has no 'vists' (did you mean 'visits'?)"},
    {"cases: {a: {mocks: {B: {resul: 1}}}}", "1:25 a mock has no 'resul' (did you mean 'result'?)"},
    {"cases: {a: {mocks: {B: [{error: E, tims: 2}]}}}",
     "1:36 a mock has no 'tims' (did you mean 'times'?)"},
    {"cases: {a: {mocks: {B: {items: {0: {eror: E}}}}}}",
     "1:37 a mock has no 'eror' (did you mean 'error'?)"},
    {"case: {}", "1:1 a test file has no 'case' (did you mean 'cases'?)"},
    {"machine: a.asl.json", "1:1 a test file has cases, and there are none (cases: {\"it "
                            "succeeds\": {input: {}, expect: {output: {}}}})"},
    {"cases: {}", "1:1 a test file has cases, and there are none (cases: {\"it succeeds\": {input: "
                  "{}, expect: {output: {}}}})"},
    {"[]", "1:1 wanted here is an object with the keys of a test file; this is []"},
    {"cases: {a: [{error: E}]}",
     "1:12 'a' wants an object with the keys of a case; this is an array"},
    {"defaults: {input: 1}\ncases: {a: '{% $row.a %}'}",
     "2:12 'a' wants an object with the keys of a case; this is \"{% $row.a %}\""},
    {"cases: [1]", "1:8 'cases' wants an object: the name of a case, the case; this is an array"},
    {"cases: {a: 1}", "1:12 'a' wants an object with the keys of a case; this is 1"},
    {"cases: {a: {seed: -1}}", "1:19 'seed' wants a whole number from 0; this is -1"},
    {"cases: {a: {clock: noon}}",
     "1:20 'clock' wants a moment after 1970, such as 2026-01-01T00:00:00Z; this is \"noon\""},
    {"cases: {a: {local: 7}}",
     "1:20 'local' wants true, or a list of services, such as [dynamodb]; this is 7"},
    {"cases: {a: {each: []}}", "1:19 'each' wants a list of objects, one a row; this is []"},
    {"cases: {a: {mocks: {B: 7}}}",
     "1:24 'B' wants an object with 'result' or 'error', a list of them, or @FILE; this is 7"},
    {"cases: {a: {mocks: {B: {after: soon, result: 1}}}}",
     "1:32 'after' wants a duration, such as 250ms, 30s or 1h30m, or never; this is \"soon\""},
    {"cases: {a: {expect: {status: DONE}}}",
     "1:30 'status' wants SUCCEEDED, FAILED, TIMED_OUT or ABORTED; this is \"DONE\""},
    {"cases: {a: {clock: 1970-01-01T00:00:00Z}}",
     "1:20 'clock' wants a moment after 1970, such as 2026-01-01T00:00:00Z; this is "
     "\"1970-01-01T00:00:00Z\""},
    {"cases: {a: {expect: {elapsed: 1.5}}}",
     "1:31 'elapsed' wants a duration, such as 250ms, 30s or 1h30m; this is 1.5"},
    {"cases: {a: {expect: {variables: [1]}}}",
     "1:33 'variables' wants an object, or @FILE; this is an array"},
    {"cases: {a: {expect: {path: [A, 1]}}}",
     "1:28 'path' wants a list of states' names, in which ... is any stretch; this is an array"},
    {"cases: {a: {expect: {that: '$x'}}}",
     "1:22 'that' is computed by JSONata, whose evaluator is not there yet (say it with output, "
     "includes, states, path, …)"},
    {"cases: {a: }", "1:12 'a' wants an object with the keys of a case; this is null"},
    {"templates: [1]\ncases: {a: {}}",
     "1:12 'templates' wants a list of templates: FILE[=ACCOUNT[/REGION]]; this is an array"},
    {"parameters: {K: V}\ncases: {a: {}}",
     "1:1 there are no templates, whose parameters these could be (substitutions are those of a "
     "machine's file)"},
    {"cases: {a: {}, a: {}}", "1:16 the name \"a\" stands twice in one mapping"},
};

// Every problem, a line each.
static void put_problems(struct text *out, const struct suite_problems *problems) {
    for (uint32_t i = 0; i < problems->count; i++) {
        const struct suite_problem *one = &problems->items[i];
        treadle_text_printf(
            out, "%s%u:%u %s", i == 0 ? "" : "\n", one->line, one->column, one->message);
        if (one->help != NULL) treadle_text_printf(out, " (%s)", one->help);
    }
}

static void take(struct suite_file *file, const char *text) {
    treadle_suite_file_take(file, "examples/order/x.test.yaml", text, strlen(text));
}

START_TEST(says_what_is_wrong_and_where) {
    struct suite_file file;
    struct text said = {0};
    take(&file, refused[_i].text);
    put_problems(&said, &file.problems);
    ck_assert_str_eq(treadle_text_string(&said), refused[_i].said);
    treadle_text_clear(&said);
    treadle_suite_file_clear(&file);
}
END_TEST

START_TEST(says_all_that_is_wrong) {
    struct suite_file file;
    take(&file, "cases:\n  a: {sed: 1}\n  b: {seed: x, expect: {stats: {}}}\n");
    ck_assert_uint_eq(file.problems.count, 3);
    ck_assert_uint_eq(file.entries_count, 0);
    treadle_suite_file_clear(&file);
}
END_TEST

static const struct {
    const char *value, *said;  // NULL: it is fine.
} computed[] = {
    {"input: \"{% $count(x) %}\"",
     "{% $count(x) %} is computed by JSONata, whose evaluator is not there yet"},
    {"input: {a: [\"{% $ %}\"]}",
     "{% $ %} is computed by JSONata, whose evaluator is not there yet"},
    {"mocks: {B: \"{% {'result': 1} %}\"}",
     "{% {'result': 1} %} is computed by JSONata, whose evaluator is not there yet"},
    {"mocks: {B: {result: \"{% Payload.n %}\"}}",
     "{% Payload.n %} is computed by JSONata, whose evaluator is not there yet"},
    {"expect: {output: \"{% $row.a & 'b' %}\"}",
     "{% $row.a & 'b' %} is computed by JSONata, whose evaluator is not there yet"},
    {"expect: {output: {a: \"{% $ %}\"}}", NULL},
    {"input: \"{% $row.a %}\"", NULL},
    {"input: \"{% Stack.Output %}\"", NULL},
    {"input: \"{ % no\"", NULL},
};

START_TEST(says_what_waits_for_the_evaluator) {
    struct suite_file file;
    struct text text = {0};
    treadle_text_printf(&text, "cases: {a: {%s}}", computed[_i].value);
    take(&file, text.bytes);
    ck_assert_uint_eq(file.problems.count, computed[_i].said != NULL);
    if (computed[_i].said != NULL)
        ck_assert_str_eq(file.problems.items[0].message, computed[_i].said);
    treadle_text_clear(&text);
    treadle_suite_file_clear(&file);
}
END_TEST

// -- Cases and rows

START_TEST(a_row_is_a_case_with_the_row_in_its_name) {
    static const char *const names[] = {"plain",    "many [n=1]", "many [n=2, word=x]", "deep [1]",
                                        "deep [2]", "same [n=1]", "same [n=1] #2"};
    struct suite_file file;
    take(
        &file, "cases:\n"
               "  plain: {}\n"
               "  many: {each: [{n: 1}, {n: 2, word: x}]}\n"
               "  deep: {each: [{v: {a: 1}}, {v: [2]}]}\n"
               "  same: {each: [{n: 1}, {n: 1}]}\n");
    ck_assert_uint_eq(file.problems.count, 0);
    ck_assert_uint_eq(file.entries_count, COUNT_OF(names));
    for (uint32_t i = 0; i < file.entries_count; i++)
        ck_assert_str_eq(file.entries[i].name, names[i]);
    ck_assert_uint_eq(file.entries[2].line, 3);
    treadle_suite_file_clear(&file);
}
END_TEST

// -- Resolving: the last case of a file, as a whole

static const struct {
    const char *text, *whole;
} resolved[] = {
    {"cases: {a: {input: {x: 1}}}", "{\"input\":{\"x\":1}}"},
    // The defaults, merged.
    {"defaults: {input: {x: 1, y: 2}, seed: 3}\ncases: {a: {input: {x: 9}}}",
     "{\"input\":{\"x\":9,\"y\":2},\"seed\":3}"},
    {"defaults: {input: {x: 1, y: 2}}\ncases: {a: {input: {x: null}}}", "{\"input\":{\"y\":2}}"},
    {"defaults: {seed: 3}\ncases: {a: {seed: null}}", "{}"},
    {"defaults: {input: {x: [1, 2]}}\ncases: {a: {input: {x: [3]}}}", "{\"input\":{\"x\":[3]}}"},
    {"defaults: {input: {x: 1}}\ncases: {a: {input: 7}}", "{\"input\":7}"},
    {"defaults: {expect: {elapsed: 1s}}\ncases: {a: {expect: {output: {}}}}",
     "{\"expect\":{\"elapsed\":\"1s\",\"output\":{}}}"},
    {"defaults: {expect: {error: E, states: {A: {calls: 1, visits: 1}, B: {calls: 1}}}}\ncases: "
     "{a: {expect: {error: null, states: {A: {calls: null}, B: null}}}}",
     "{\"expect\":{\"states\":{\"A\":{\"visits\":1}}}}"},
    // A null that takes nothing away is a null, but for a key of the case.
    {"cases: {a: {input: {x: null}, seed: null}}", "{\"input\":{\"x\":null}}"},
    {"defaults: {input: {}}\ncases: {a: {expect: {output: null}}}",
     "{\"input\":{},\"expect\":{\"output\":null}}"},
    // A mock is replaced whole.
    {"defaults: {mocks: {A: {error: E, cause: c}, B: {result: 1}}}\ncases: {a: {mocks: {A: "
     "{result: {}}}}}",
     "{\"mocks\":{\"A\":{\"result\":{}},\"B\":{\"result\":1}}}"},
    {"defaults: {mocks: {A: {result: 1}, B: {result: 1}}}\ncases: {a: {mocks: {A: null}}}",
     "{\"mocks\":{\"B\":{\"result\":1}}}"},
    // Rows.
    {"cases: {a: {each: [{n: {m: [1]}}], input: {x: '{% $row.n.m %}', y: '{%$row%}'}}}",
     "{\"input\":{\"x\":[1],\"y\":{\"n\":{\"m\":[1]}}}}"},
    {"cases: {a: {each: [{'a b': 1.0}], input: '{% $row.`a b` %}'}}", "{\"input\":1.0}"},
    {"defaults: {input: '{% $row.i %}', each: [{i: {x: 1}}]}\ncases: {a: {input: {y: 2}}}",
     "{\"input\":{\"x\":1,\"y\":2}}"},
    // Files, and texts that only look like one.
    {"cases: {a: {input: '@@x'}}", "{\"input\":\"@x\"}"},
    {"cases: {a: {input: {x: '@y'}}}", "{\"input\":{\"x\":\"@y\"}}"},
    {"cases: {a: {input: '@../../tests/suite/data/input.json'}}",
     "{\"input\":{\"from\":\"file\"}}"},
    {"defaults: {input: '@../../tests/suite/data/input.json'}\ncases: {a: {input: {x: 1}}}",
     "{\"input\":{\"from\":\"file\",\"x\":1}}"},
    {"cases: {a: {mocks: {A: '@../../tests/suite/data/mock.yaml'}}}",
     "{\"mocks\":{\"A\":{\"result\":{\"from\":\"mock\"}}}}"},
    {"cases: {a: {each: [{f: '@../../tests/suite/data/input.json'}], input: '{% $row.f %}'}}",
     "{\"input\":{\"from\":\"file\"}}"},
    // Outputs.
    {"cases: {a: {input: {arn: '{% Stack.Arn %}'}}}", "{\"input\":{\"arn\":\"<Stack.Arn>\"}}"},
};

static const char *on_output(const char *stack, const char *output, void *data) {
    struct arena *arena = data;
    if (strcmp(stack, "Stack") != 0) return NULL;
    return treadle_arena_print(arena, "<%s.%s>", stack, output);
}

static void resolve_last(struct suite_file *file, struct arena *arena, struct suite_case *one) {
    ck_assert_uint_eq(file->problems.count, 0);
    ck_assert_uint_gt(file->entries_count, 0);
    treadle_suite_case_resolve(
        file, &file->entries[file->entries_count - 1], arena, on_output, arena, one);
}

START_TEST(resolves_a_case) {
    struct suite_file file;
    struct arena arena = {0};
    struct suite_case one;
    take(&file, resolved[_i].text);
    resolve_last(&file, &arena, &one);
    ck_assert_uint_eq(one.problems.count, 0);
    ck_assert_str_eq(treadle_json_print(&arena, one.whole), resolved[_i].whole);
    treadle_suite_case_clear(&one);
    treadle_arena_clear(&arena);
    treadle_suite_file_clear(&file);
}
END_TEST

static const struct {
    const char *text, *said;
} unresolved[] = {
    {"cases: {a: {input: '{% $row.n %}'}}", "1:20 $row is a row of 'each', and the case has none "
                                            "(each: [{n: 1}, {n: 2}] gives the case two rows)"},
    {"cases: {a: {each: [{name: 1}], input: '{% $row.nmae %}'}}",
     "1:39 this row has no 'nmae' (did you mean 'name'?)"},
    {"cases: {a: {input: '{% Stuck.Arn %}'}}",
     "1:20 there is no stack 'Stuck' with an output 'Arn'"},
    {"cases: {a: {each: [{n: x}], seed: '{% $row.n %}'}}",
     "1:24 'seed' wants a whole number from 0; this is \"x\""},
    {"cases: {a: {each: [{n: '{% $x() %}'}], input: '{% $row.n %}'}}",
     "1:24 {% $x() %} is computed by JSONata, whose evaluator is not there yet (without it there "
     "are {% $row.NAME %} for a row's value, {% STACK.OUTPUT %} for a template's output, and in "
     "'expect' {% $ %} for whatever came)"},
    {"cases: {a: {state: A, from: B}}",
     "1:23 'state' is a stretch of one state, and 'from' begins or ends another"},
    {"cases: {a: {expect: {error: null}}}", "1:29 'error' wants a text; this is null"},
    {"cases: {a: {expect: {states: {A: null}}}}",
     "1:34 'A' wants an object with the keys of an expected state; this is null"},
    {"cases: {a: {input: '@nothing.json'}}", "1:20 there is no file 'examples/order/nothing.json': "
                                             "check the path (@@ at the beginning is a plain @)"},
};

START_TEST(says_what_keeps_a_case_from_running) {
    struct suite_file file;
    struct arena arena = {0};
    struct suite_case one;
    struct text said = {0};
    take(&file, unresolved[_i].text);
    resolve_last(&file, &arena, &one);
    put_problems(&said, &one.problems);
    ck_assert_str_eq(treadle_text_string(&said), unresolved[_i].said);
    treadle_text_clear(&said);
    treadle_suite_case_clear(&one);
    treadle_arena_clear(&arena);
    treadle_suite_file_clear(&file);
}
END_TEST

START_TEST(files_are_seen_from_the_test_file) {
    static const struct {
        const char *test, *named, *path;
    } seen[] = {
        {"a/b.test.yaml", "c.json", "a/c.json"},
        {"a/b.test.yaml", "/c.json", "/c.json"},
        {"a/b.test.yaml", "-", "a/-"},
        {"b.test.yaml", "c.json", "c.json"},
        {"b.test.yaml", "-", "./-"},  // Whoever reads it would read standard input.
    };
    for (size_t i = 0; i < COUNT_OF(seen); i++) {
        struct suite_file file;
        struct arena arena = {0};
        treadle_suite_file_take(&file, seen[i].test, "{}", 2);
        ck_assert_str_eq(treadle_suite_file_path(&file, &arena, seen[i].named), seen[i].path);
        treadle_arena_clear(&arena);
        treadle_suite_file_clear(&file);
    }
}
END_TEST

// -- Places

static const char placed[] = "defaults:\n"
                             "  expect: {elapsed: 1s}\n"
                             "  mocks: &m {A: {result: 1}}\n"
                             "cases:\n"
                             "  a:\n"
                             "    each: [{n: 5}]\n"
                             "    input: {x: &x [1, 2]}\n"
                             "    expect:\n"
                             "      output:\n"
                             "        x: [3,\n"
                             "            4] # why\n"
                             "        n: '{% $row.n %}'\n"
                             "        again: *x\n"
                             "      includes: '@../../tests/suite/data/input.json'\n";

static const struct {
    const char *pointer;
    enum suite_from from;
    const char *place;
    const char *bytes;
} places[] = {
    {"/output/x", FROM_CASE, "10:12", "[3,\n            4]"},
    {"/output/x/1", FROM_CASE, "11:13", "4"},
    {"/output/n", FROM_ROW, "6:16", "5"},
    {"/output/again", FROM_ALIAS, "13:16", "*x"},
    {"/output/again/0", FROM_ALIAS, "7:20", "1"},
    {"/elapsed", FROM_DEFAULTS, "2:21", "1s"},
    {"/includes/from", FROM_FILE, "14:17", "'@../../tests/suite/data/input.json'"},
    {"/output/gone/deep", FROM_NOWHERE, "10:9",
     "x: [3,\n            4] # why\n        n: '{% $row.n %}'\n        again: *x"},
    {"/path", FROM_NOWHERE, "9:7", NULL},
};

START_TEST(knows_where_an_expectation_stands) {
    struct suite_file file;
    struct arena arena = {0};
    struct suite_case one;
    take(&file, placed);
    resolve_last(&file, &arena, &one);
    ck_assert_uint_eq(one.problems.count, 0);
    struct suite_place place = treadle_suite_place(&one, places[_i].pointer);
    const char *where = treadle_arena_print(&arena, "%u:%u", place.line, place.column);
    ck_assert_int_eq(place.from, places[_i].from);
    ck_assert_str_eq(where, places[_i].place);
    if (places[_i].bytes != NULL)
        ck_assert_str_eq(
            treadle_arena_copy_size(&arena, placed + place.at, place.size), places[_i].bytes);
    treadle_suite_case_clear(&one);
    treadle_arena_clear(&arena);
    treadle_suite_file_clear(&file);
}
END_TEST

// -- The table

START_TEST(every_expectation_has_a_key_and_every_key_an_expectation) {
    size_t count;
    const struct suite_key *keys = treadle_suite_keys(&count);
    int found = 0;
    for (int i = 0; i < EXPECT_KEYS; i++)
        ck_assert_ptr_nonnull(
            treadle_suite_key(LEVEL_EXPECT, treadle_expect_name((enum expect_key)i)));
    for (size_t i = 0; i < count; i++)
        found += keys[i].level == LEVEL_EXPECT && keys[i].form != FORM_LATER;
    ck_assert_int_eq(found, EXPECT_KEYS);
}
END_TEST

Suite *suite_file(void) {
    TCase *tests = tcase_create("file");
    ADD_EACH(tests, says_what_is_wrong_and_where, refused);
    tcase_add_test(tests, says_all_that_is_wrong);
    ADD_EACH(tests, says_what_waits_for_the_evaluator, computed);
    tcase_add_test(tests, a_row_is_a_case_with_the_row_in_its_name);
    ADD_EACH(tests, resolves_a_case, resolved);
    ADD_EACH(tests, says_what_keeps_a_case_from_running, unresolved);
    tcase_add_test(tests, files_are_seen_from_the_test_file);
    ADD_EACH(tests, knows_where_an_expectation_stands, places);
    tcase_add_test(tests, every_expectation_has_a_key_and_every_key_an_expectation);
    return support_suite("suite/file", tests);
}
