// Cases, run: what they do, what is told of those that fail, and that they go the same way again.
#include <string.h>

#include "base/json/write.h"
#include "suite/jobs.h"
#include "tests/suite/suites.h"
#include "tests/support/support.h"

#define HEAD                                                                                       \
    "machine: shop.asl.yaml\n"                                                                     \
    "substitutions: {Function: shop}\n"                                                            \
    "defaults: {input: {items: [1, 2]}, mocks: {Ask: {result: {Payload: {n: 1}}}, One: {result: "  \
    "{}}}}\n"                                                                                      \
    "cases:\n"

static void take(struct suite_file *file, const char *cases) {
    struct text text = {0};
    treadle_text_add(&text, HEAD);
    treadle_text_add(&text, cases);
    treadle_suite_file_take(file, "tests/suite/data/x.test.yaml", text.bytes, text.count);
    treadle_text_clear(&text);
    for (uint32_t i = 0; i < file->problems.count; i++)
        ck_abort_msg("%s", file->problems.items[i].message);
}

static const struct {
    const char *one, *said;  // What is told of the case; "": it passes.
} cases[] = {
    {"{}", ""},
    {"{expect: {path: [Ask, Big, Rest, Done], elapsed: 365d}}", ""},
    {"{expect: {states: {Ask: {calls: 1, received: {FunctionName: shop, Payload: {items: [1, "
     "2]}}}}}}",
     ""},
    {"{mocks: {Ask: [{error: Busy, times: 2}, {result: {Payload: {n: 1}}}]}, expect: {states: "
     "{Ask: {calls: 3, retries: [2s, 4s]}}, elapsed: 365d6s}}",
     ""},
    {"{mocks: {Ask: {error: No, after: 1h}}, expect: {error: Sorry, cause: not today, elapsed: 1h, "
     "states: {Ask: {caught: No}, Big: {visits: 0}}}}",
     ""},
    {"{mocks: {Ask: {result: {Payload: {n: 11}}}}, expect: {states: {One: {visits: 2, calls: 2, "
     "received: [{Payload: 1}, {Payload: 2}]}}}}",
     ""},
    {"{state: Big, input: {n: 11}, expect: {next: Each, includes: {n: 11}}}", ""},
    {"{from: Big, to: Rest, input: {n: 1}, expect: {next: Done, path: [Big, Rest]}}", ""},
    {"{clock: 2030-01-01T00:00:00Z, state: Big, input: {n: 1}, expect: {next: Rest, elapsed: 0}}",
     ""},
    {"{mocks: '@mocks.json#Busy', expect: {states: {Ask: {calls: 2, retries: [2s]}, One: {calls: "
     "2}}}}",
     ""},
    // The file's machines have names of their own, whatever the case runs as.
    {"{as: me, mocks: '@mocks.json#Busy'}",
     "BROKEN 5:7 the execution could not be started: 'me' is not the ARN of a state machine"},
    {"{mocks: {Each: {result: [7]}, Ask: {result: {Payload: {n: 11}}}}, expect: {output: [7], "
     "states: {One: {visits: 0}, Each: {calls: 1}}}}",
     ""},
    {"{context: {Execution: {Input: {items: []}}}, mocks: {Ask: {result: {Payload: {n: 11}}}}, "
     "expect: {states: {One: {visits: 0}}}}",
     ""},
    {"{state: One, input: 5, expect: {output: {}, path: [One]}}", ""},
    {"{type: EXPRESS, expect: {status: TIMED_OUT, elapsed: 5m}}", ""},
    // Otherwise than expected.
    {"{expect: {output: {}}}", "FAILED output at 5"},
    {"{expect: {elapsed: 1s, status: FAILED}}",
     "FAILED status at 5; FAILED output at 0; FAILED elapsed at 5"},
    {"{mocks: {Ask: {error: No}}}", "FAILED status at 0; FAILED error at 0"},
    // Mistakes in the case.
    {"{mocks: {Aks: {result: 1}}}",
     "BROKEN 5:15 a mock for no state: there is no 'Aks' (did you mean 'Ask'?)"},
    {"{mocks: {Rest: {result: 1}}}",
     "BROKEN 5:15 a mock for 'Rest', which is a Wait (a Task, a Map or a Parallel has answers)"},
    {"{mocks: {Ask: {result: 1, error: E}}}",
     "BROKEN 5:32 the mock of 'Ask': a mock has 'result' or 'error', not both"},
    {"{mocks: {Ask: [{error: E, times: 0}]}}",
     "BROKEN 5:39 the mock of 'Ask': 'times' is a whole number from 1"},
    {"{expect: {path: [Ask, Bog]}}", "BROKEN 5:28 there is no state 'Bog' (did you mean 'Big'?)"},
    {"{expect: {states: {Bog: {}}}}", "BROKEN 5:25 there is no state 'Bog' (did you mean 'Big'?)"},
    {"{state: Bog}", "BROKEN 5:14 there is no state 'Bog' (did you mean 'Big'?)"},
    {"{from: Big, to: One}", "BROKEN 5:18 the execution could not be started: the state 'One' is "
                             "not in the same 'States' as 'Big', where the execution begins"},
    {"{as: me}", "BROKEN 5:7 the execution could not be started: 'me' is not the ARN of a state "
                 "machine"},
    {"{machine: gone.asl.yaml}",
     "BROKEN 5:16 there is no file 'tests/suite/data/gone.asl.yaml' (the path is read from the "
     "test file's folder)"},
    {"{local: [lambda]}",
     "BROKEN 5:15 treadle has no lambda in process (local: true lets all answer that are here)"},
    {"{local: [dynamodb], expect: {tables: {T: []}}}", "BROKEN 5:44 no template has a table 'T'"},
    {"{mocks: '@mocks.json#Bsuy'}",
     "BROKEN 2:43 there is no test case 'Bsuy': did you mean 'Busy'?"},
    {"{mocks: '@mocks.json#Nobody'}",
     "BROKEN 5:14 its case has a mock for no state: there is no 'Aks' (did you mean 'Ask'?)"},
    {"{mocks: '@mocks.json'}", "BROKEN 5:14 a MockConfigFile has the mocks of several cases "
                               "(\"@mocks.json#CASE\" takes those of one)"},
    {"{mocks: '@gone.json#Busy'}",
     "BROKEN 5:14 there is no file 'tests/suite/data/gone.json': check the path"},
    // What it does is a mistake.
    {"{mocks: {Ask: [{error: Busy}]}, expect: {error: States.Runtime}}",
     "FAILED 5:20 The mock of 'Ask' answers 1 call, and there were 2"},
    {"{mocks: {Ask: [{result: {Payload: {n: 1}}}, {result: {}}]}}",
     "FAILED 5:50 The mock of 'Ask' answers 2 calls, and there was 1"},
    {"{mocks: {Ask: null}}", "FAILED 5:15 nobody answers Task 'Ask'; it would have sent "
                             "{\"FunctionName\":\"shop\",\"Payload\":{\"items\":[1,2]}} (mocks: "
                             "{Ask: {result: {}}} answers it)"},
    {"{mocks: {Ask: {after: never}}}", "FAILED 5:3 it waits in 'Ask' for an answer that never "
                                       "comes (TimeoutSeconds ends such a wait)"},
    {"{machine: pair.asl.yaml, mocks: {Ask: {after: never}}}",
     "FAILED 5:3 it waits in 'Ask' for an answer that never comes (TimeoutSeconds ends such a "
     "wait)"},
};

static void describe(struct text *out, const struct suite_result *result) {
    static const char *const verdicts[] = {"PASSED", "FAILED", "BROKEN", "CRASHED"};
    for (uint32_t i = 0; i < result->problems_count; i++) {
        const struct suite_problem *one = &result->problems[i];
        treadle_text_printf(
            out, "%s%s %u:%u %s", out->count == 0 ? "" : "; ", verdicts[result->verdict], one->line,
            one->column, one->message);
        if (one->help != NULL) treadle_text_printf(out, " (%s)", one->help);
    }
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const struct suite_difference *one = &result->differences[i];
        treadle_text_printf(
            out, "%s%s %s at %u", out->count == 0 ? "" : "; ", verdicts[result->verdict], one->what,
            one->line);
    }
}

START_TEST(a_case_comes_to_this) {
    struct suite_file file;
    struct text one = {0}, said = {0};
    treadle_text_printf(&one, "  a: %s\n", cases[_i].one);
    take(&file, one.bytes);
    struct suite_options options = {.seeded = false};
    struct suite_runner *runner = treadle_suite_runner_new(&options);
    struct suite_result result;
    treadle_suite_run_case(runner, &file, &file.entries[0], &result);
    describe(&said, &result);
    ck_assert_str_eq(treadle_text_string(&said), cases[_i].said);
    ck_assert_int_eq(result.verdict == VERDICT_PASSED, *cases[_i].said == '\0');
    treadle_suite_result_clear(&result);
    treadle_suite_runner_free(runner);
    treadle_suite_file_clear(&file);
    treadle_text_clear(&one);
    treadle_text_clear(&said);
}
END_TEST

START_TEST(a_failure_comes_with_its_trace) {
    static const char *const rows[] = {
        "Ask|lambda:invoke {\"FunctionName\":\"shop\",\"Payload\":{\"items\":[1,2]}} ✗ Busy · "
        "retry 1 of 2 in 2 s|-|0",
        "Ask|lambda:invoke {\"FunctionName\":\"shop\",\"Payload\":{\"items\":[1,2]}} ✗ No · "
        "Catch 1 → Sorry|tests/suite/data/shop.asl.yaml:9:68, Catch 1 of 'Ask'|0",
        "Sorry|Fail Sorry|-|1"};
    struct suite_file file;
    take(&file, "  a: {mocks: {Ask: [{error: Busy}, {error: No}]}}\n");
    struct suite_options options = {.seeded = false};
    struct suite_runner *runner = treadle_suite_runner_new(&options);
    struct suite_result result;
    treadle_suite_run_case(runner, &file, &file.entries[0], &result);
    ck_assert_uint_eq(result.rows_count, COUNT_OF(rows));
    for (uint32_t i = 0; i < result.rows_count; i++) {
        const struct suite_row *row = &result.rows[i];
        struct text text = {0};
        treadle_text_printf(
            &text, "%s|%s|%s|%d", row->state, row->what, row->why == NULL ? "-" : row->why,
            (int)row->step);
        ck_assert_str_eq(text.bytes, rows[i]);
        treadle_text_clear(&text);
    }
    ck_assert_int_eq(result.rows[1].at_ms, 2000);
    treadle_suite_result_clear(&result);
    treadle_suite_runner_free(runner);
    treadle_suite_file_clear(&file);
}
END_TEST

START_TEST(what_does_not_end_is_stopped) {
    struct suite_file file;
    struct text said = {0};
    take(&file, "  a: {expect: {status: ABORTED}}\n");
    struct suite_options options = {.steps_max = 3};
    struct suite_runner *runner = treadle_suite_runner_new(&options);
    struct suite_result result;
    treadle_suite_run_case(runner, &file, &file.entries[0], &result);
    describe(&said, &result);
    ck_assert_str_eq(said.bytes, "FAILED 5:3 it was stopped after 3 steps: does it ever end?");
    treadle_text_clear(&said);
    treadle_suite_result_clear(&result);
    treadle_suite_runner_free(runner);
    treadle_suite_file_clear(&file);
}
END_TEST

// A whole file with one case, and what is told of that.
static const struct {
    const char *text, *said;
} files[] = {
    {"machine: ../../../examples/hello.asl.json\n"
     "cases: {a: {input: {who: Ada}, expect: {output: {hello: Ada}}}}",
     ""},
    {"machine: ../../../examples/hello.asl.json\nsubstitutions: {K: V}\ncases: {a: {}}",
     "BROKEN 2:17 there is no ${K} in "
     "tests/suite/data/../../../examples/hello.asl.json"},
    {"defaults: {mocks: {A: {result: 1}, '*': {result: 1}}}\n"
     "cases: {a: {machine: ../../../examples/hello.asl.json, input: {who: Ada}}}",
     ""},
    {"templates: [../../../examples/two-accounts/by-hand/receiver.yaml]\n"
     "substitutions: {K: V}\ncases: {a: {}}",
     "BROKEN 2:16 substitutions are those of a machine's file, and the machine is a template's (a "
     "template has DefinitionSubstitutions)"},
    {"templates: [../../../examples/two-accounts/by-hand/receiver.yaml]\n"
     "cases: {a: {input: {inputValue: x}, local: true, "
     "expect: {tables: {ReceiverTable: [{message: {S: x}}]}}}}",
     ""},
    {"templates: [gone.yaml]\ncases: {a: {}}",
     "BROKEN 1:13 there is no file 'tests/suite/data/gone.yaml': check the path"},
    {"templates: [t.yaml=12]\ncases: {a: {}}",
     "BROKEN 1:13 '12' is no account (an account has twelve digits: "
     "template.yaml=111111111111/us-east-1)"},
    // What another machine does is not watched: expecting it not to would always be met.
    {"templates: [../../../examples/two-accounts/by-hand/receiver.yaml=222222222222, "
     "../../../examples/two-accounts/by-hand/sender.yaml=111111111111]\n"
     "parameters: {ReceiverApiId: '@receiver.ApiId'}\n"
     "cases: {a: {machine: SenderStateMachine, local: true, expect: {states: {PutItem: {visits: "
     "0}}}}}\n",
     "BROKEN 3:73 there is no state 'PutItem'"},
    // Of two tables that are called the same it is that of the machine's account.
    {"templates: [store-1.yaml=111111111111, store-2.yaml=222222222222]\n"
     "cases: {a: {machine: M2, local: true, expect: {tables: {Same: [{id: {S: x}}]}}}}\n",
     ""},
    // A list of the defaults that a case asks has to be used up by it, that for every Task, too.
    {"machine: shop.asl.yaml\nsubstitutions: {Function: shop}\n"
     "defaults: {mocks: {'*': [{result: {Payload: {n: 1}}}, {result: 2}]}}\n"
     "cases: {a: {}}\n",
     "FAILED 3:55 The mock of '*' answers 2 calls, and there was 1"},
    {"machine: shop.asl.yaml\nsubstitutions: {Function: shop}\n"
     "defaults: {mocks: {'*': [{result: {Payload: {n: 1}}}, {result: 2}]}}\n"
     "cases: {a: {state: Big, input: {n: 1}}}\n",
     ""},
};

START_TEST(a_file_comes_to_this) {
    struct suite_file file;
    struct text said = {0};
    const char *text = files[_i].text;
    treadle_suite_file_take(&file, "tests/suite/data/x.test.yaml", text, strlen(text));
    ck_assert_uint_eq(file.problems.count, 0);
    struct suite_options options = {.seeded = false};
    struct suite_runner *runner = treadle_suite_runner_new(&options);
    struct suite_result result;
    treadle_suite_run_case(runner, &file, &file.entries[0], &result);
    describe(&said, &result);
    ck_assert_str_eq(treadle_text_string(&said), files[_i].said);
    treadle_text_clear(&said);
    treadle_suite_result_clear(&result);
    treadle_suite_runner_free(runner);
    treadle_suite_file_clear(&file);
}
END_TEST

// -- Many at once

enum { MANY = 40 };

struct order {
    uint32_t next;
};

static void on_done(uint32_t job, void *data) {
    struct order *order = data;
    ck_assert_uint_eq(job, order->next++);
}

static void run_many(
    struct suite_file *file, uint32_t workers, const struct suite_entry *broken,
    struct suite_result *results) {
    struct suite_job list[MANY];
    for (uint32_t i = 0; i < MANY; i++)
        list[i] = (struct suite_job){file, &file->entries[i]};
    if (broken != NULL) list[7].entry = broken;
    struct order order = {0};
    struct suite_jobs jobs = {
        .list = list,
        .count = MANY,
        .workers = workers,
        .results = results,
        .on_done = on_done,
        .data = &order};
    ck_assert_int_eq(treadle_suite_jobs_run(&jobs, NULL), 0);
    ck_assert_uint_eq(order.next, MANY);
}

static void take_many(struct suite_file *file) {
    struct text text = {0};
    for (int i = 0; i < MANY; i++)
        treadle_text_printf(
            &text, "  case %d: {input: {items: [%d]}, expect: {output: {n: %d}}}\n", i, i, i % 3);
    take(file, text.bytes);
    treadle_text_clear(&text);
}

static const struct { uint32_t workers; } crowds[] = {{1}, {3}, {MANY + 9}};

START_TEST(workers_come_to_the_same) {
    struct suite_file file;
    take_many(&file);
    struct suite_result here[MANY] = {{.line = 0}}, there[MANY] = {{.line = 0}};
    run_many(&file, 0, NULL, here);
    run_many(&file, crowds[_i].workers, NULL, there);
    for (int i = 0; i < MANY; i++) {
        struct text one = {0}, other = {0};
        here[i].took_us = there[i].took_us = 0;
        treadle_suite_result_write(&here[i], &one);
        treadle_suite_result_write(&there[i], &other);
        ck_assert_str_eq(one.bytes, other.bytes);
        ck_assert_int_eq(here[i].verdict, i % 3 == 1 ? VERDICT_PASSED : VERDICT_FAILED);
        treadle_text_clear(&one);
        treadle_text_clear(&other);
        treadle_suite_result_clear(&here[i]);
        treadle_suite_result_clear(&there[i]);
    }
    treadle_suite_file_clear(&file);
}
END_TEST

// A case that no file holds is more than a worker can bear.
START_TEST(a_crash_takes_one_case_with_it) {
    struct suite_file file;
    take_many(&file);
    struct suite_result results[MANY] = {{.line = 0}};
    const struct suite_entry broken = {.name = "impossible", .raw = NULL, .line = 5};
    run_many(&file, 2, &broken, results);
    for (int i = 0; i < MANY; i++) {
        ck_assert_int_eq(results[i].verdict == VERDICT_CRASHED, i == 7);
        treadle_suite_result_clear(&results[i]);
    }
    treadle_suite_file_clear(&file);
}
END_TEST

Suite *suite_run(void) {
    TCase *tests = tcase_create("run");
    tcase_set_timeout(tests, 120);
    ADD_EACH(tests, a_case_comes_to_this, cases);
    tcase_add_test(tests, a_failure_comes_with_its_trace);
    ADD_EACH(tests, a_file_comes_to_this, files);
    tcase_add_test(tests, what_does_not_end_is_stopped);
    ADD_EACH(tests, workers_come_to_the_same, crowds);
    tcase_add_test(tests, a_crash_takes_one_case_with_it);
    return support_suite("suite/run", tests);
}
