// What a trace shows, a line each: when the state was entered, when it is told, and the story.
#include <stdlib.h>
#include <string.h>

#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"

static int64_t first_ms;

static void put_details(struct text *out, const struct treadle_trace *trace) {
    if (trace->uri != NULL) treadle_text_printf(out, " %s", trace->uri->action);
    if (trace->acted_as != NULL) treadle_text_printf(out, " as %s", trace->acted_as);
    if (trace->kind == TREADLE_TRACE_LEFT)
        treadle_text_printf(out, " -> %s", trace->next == NULL ? "end" : trace->next);
    if (trace->count > 0) treadle_text_printf(out, " %u", trace->count);
    if (trace->attempts_max > 0)
        treadle_text_printf(
            out, " %u of %u in %lld", trace->attempt, trace->attempts_max,
            (long long)trace->pause_ms);
    if (trace->error != NULL) treadle_text_printf(out, " %s", trace->error);
    if (trace->cause != NULL) treadle_text_printf(out, ": %s", trace->cause);
}

static void put_trace(const struct treadle_trace *trace, void *data) {
    static const char *const kinds[] = {"left", "retry", "failed", "started"};
    struct scene *scene = data;
    if (trace->kind == TREADLE_TRACE_ENTERED || trace->kind == TREADLE_TRACE_CALLED) return;
    struct text *out = &scene->told;
    treadle_text_printf(
        out, "%5lld %5lld %*s%s", (long long)(trace->entered_ms - first_ms),
        (long long)(trace->at_ms - first_ms), (int)trace->depth * 2, "", kinds[trace->kind]);
    if (trace->index >= 0) treadle_text_printf(out, " [%d]", trace->index);
    treadle_text_printf(out, " %s %s", trace->type, trace->state);
    put_details(out, trace);
    if (trace->value != NULL) {
        char *text = treadle_json_text(trace->value);
        treadle_text_printf(out, " %s", text);
        free(text);
    }
    treadle_text_add(out, "\n");
}

static void open_traced(struct scene *scene) {
    scene->options.on_trace = put_trace;
    scene->options.data = scene;
    scene_open(scene);
    first_ms = treadle_engine_now(scene->engine);
}

START_TEST(states_are_left_one_after_the_other) {
    struct scene scene = {0};
    open_traced(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "W",
            "States" : {
                "W" : {"Type" : "Wait", "Seconds" : 3, "Next" : "T"},
                "T" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::example:later",
                    "Parameters" : {"ms" : 500},
                    "Next" : "S"
                },
                "S" : {"Type" : "Succeed"}
            }
        })),
        NULL);
    scene_told(
        &scene, "    0  3000 left Wait W -> T {}\n"
                " 3000  3500 left Task T later -> S {\"ms\":500}\n"
                " 3500  3500 left Succeed S -> end {\"ms\":500}\n"
                "SUCCEEDED {\"ms\":500} after 3500 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(attempts_failures_and_catches_are_told) {
    struct scene scene = {0};
    open_traced(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "T",
            "States" : {
                "T" : {
                    "Type" : "Task",
                    "Resource" : "arn:aws:states:::example:fail",
                    "Parameters" : {"error" : "Busy", "cause" : "why"},
                    "Retry" :
                        [ {"ErrorEquals" : ["Busy"], "IntervalSeconds" : 2, "MaxAttempts" : 2} ],
                    "Catch" : [ {"ErrorEquals" : ["States.ALL"], "Next" : "F"} ],
                    "End" : true
                },
                "F" : {"Type" : "Fail", "Error" : "Gone", "Cause" : "for good"}
            }
        })),
        NULL);
    scene_told(
        &scene,
        "    0     0 retry Task T fail 1 of 2 in 2000 Busy: why\n"
        "    0  2000 retry Task T fail 2 of 2 in 4000 Busy: why\n"
        "    0  6000 left Task T fail -> F Busy: why {\"Error\":\"Busy\",\"Cause\":\"why\"}\n"
        " 6000  6000 failed Fail F Gone: for good\n"
        "FAILED Gone: for good in F after 6000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(branches_have_their_own_times) {
    struct scene scene = {0};
    open_traced(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "P",
            "States" : {
                "P" : {
                    "Type" : "Parallel",
                    "End" : true,
                    "Branches" : [
                        {
                            "StartAt" : "A",
                            "States" : {
                                "A" : {"Type" : "Wait", "Seconds" : 4, "Next" : "A2"},
                                "A2" : {"Type" : "Pass", "Result" : 1, "End" : true}
                            }
                        },
                        {
                            "StartAt" : "B",
                            "States" : {
                                "B" : {"Type" : "Wait", "Seconds" : 1, "Next" : "Q"},
                                "Q" : {
                                    "Type" : "Parallel",
                                    "End" : true,
                                    "Branches" : [ {
                                        "StartAt" : "C",
                                        "States" :
                                            {"C" : {"Type" : "Wait", "Seconds" : 1, "End" : true}}
                                    } ]
                                }
                            }
                        }
                    ]
                }
            }
        })),
        NULL);
    scene_told(
        &scene, "    0     0 started Parallel P 2\n"
                "    0  1000   left [1] Wait B -> Q {}\n"
                " 1000  1000   started [1] Parallel Q 1\n"
                " 1000  2000     left [0] Wait C -> end {}\n"
                " 1000  2000   left [1] Parallel Q -> end [{}]\n"
                "    0  4000   left [0] Wait A -> A2 {}\n"
                " 4000  4000   left [0] Pass A2 -> end 1\n"
                "    0  4000 left Parallel P -> end [1,[{}]]\n"
                "SUCCEEDED [1,[{}]] after 4000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(items_are_told_by_their_index) {
    struct scene scene = {0};
    open_traced(&scene);
    scene_run(
        &scene, scene_machine(TREADLE_JSON({
            "StartAt" : "M",
            "States" :
                {
                    "M" : {
                        "Type" : "Map",
                        "MaxConcurrency" : 1,
                        "End" : true,
                        "Retry" : [ {"ErrorEquals" : ["Bad"], "MaxAttempts" : 1} ],
                        "ItemProcessor" : {
                            "StartAt" : "N",
                            "States" : {
                                "N" : {
                                    "Type" : "Map",
                                    "Next" : "C",
                                    "ItemProcessor" : {
                                        "StartAt" : "W",
                                        "States" :
                                            {"W" : {"Type" : "Wait", "Seconds" : 1, "End" : true}}
                                    }
                                },
                                "C" :
                                    {
                                        "Type" : "Choice",
                                        "Choices" : [
                                            {"Variable" : "$[0]", "IsPresent" : true, "Next" : "S"}
                                        ],
                                        "Default" : "F"
                                    },
                                "S" : {"Type" : "Succeed"},
                                "F" : {"Type" : "Fail", "Error" : "Bad"}
                            }
                        }
                    }
                }
        })),
        "[[\"a\",\"b\"],[]]");
    scene_told(
        &scene, "    0     0 started Map M 2\n"
                "    0     0   started [0] Map N 2\n"
                "    0  1000     left [0] Wait W -> end \"a\"\n"
                "    0  1000     left [1] Wait W -> end \"b\"\n"
                "    0  1000   left [0] Map N -> C [\"a\",\"b\"]\n"
                " 1000  1000   left [0] Choice C -> S [\"a\",\"b\"]\n"
                " 1000  1000   left [0] Succeed S -> end [\"a\",\"b\"]\n"
                " 1000  1000   started [1] Map N\n"
                " 1000  1000   left [1] Map N -> C []\n"
                " 1000  1000   left [1] Choice C -> F []\n"
                "    0  1000 retry Map M 1 of 1 in 1000 Bad\n"
                " 2000  2000 started Map M 2\n"
                " 2000  2000   started [0] Map N 2\n"
                " 2000  3000     left [0] Wait W -> end \"a\"\n"
                " 2000  3000     left [1] Wait W -> end \"b\"\n"
                " 2000  3000   left [0] Map N -> C [\"a\",\"b\"]\n"
                " 3000  3000   left [0] Choice C -> S [\"a\",\"b\"]\n"
                " 3000  3000   left [0] Succeed S -> end [\"a\",\"b\"]\n"
                " 3000  3000   started [1] Map N\n"
                " 3000  3000   left [1] Map N -> C []\n"
                " 3000  3000   left [1] Choice C -> F []\n"
                " 3000  3000   failed [1] Fail F Bad\n"
                "FAILED Bad in F after 3000 ms\n");
    scene_close(&scene);
}
END_TEST

// An integration that goes out under a role.
static int begin_as(void *self, treadle_call *call) {
    (void)self;
    treadle_call_as(call, "arn:aws:iam::1:role/R");
    treadle_call_fail(call, "E", NULL);
    return 0;
}

START_TEST(the_role_a_call_went_out_under_is_told) {
    static const struct treadle_integration star = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "*", .begin = begin_as};
    struct scene scene = {0};
    open_traced(&scene);
    treadle_engine_add(scene.engine, &star, NULL);
    scene_run(
        &scene, scene_task("x", ",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"MaxAttempts\":1}]"), NULL);
    scene_told(
        &scene, "    0     0 retry Task T x as arn:aws:iam::1:role/R 1 of 1 in 1000 E\n"
                "    0  1000 failed Task T x as arn:aws:iam::1:role/R E\n"
                "FAILED E in T after 1000 ms\n");
    scene_close(&scene);
}
END_TEST

// What path, visits, calls and coverage are counted from: where, and by which way.
static void put_ways(const struct treadle_trace *trace, void *data) {
    static const char *const kinds[] = {"left", "retry", "failed", "started", "entered", "called"};
    struct scene *scene = data;
    struct text *out = &scene->told;
    treadle_text_printf(out, "%*s%s", (int)trace->depth * 2, "", kinds[trace->kind]);
    if (trace->index >= 0) treadle_text_printf(out, " [%d]", trace->index);
    treadle_text_printf(out, " %s", trace->pointer);
    if (trace->kind == TREADLE_TRACE_CALLED || trace->kind == TREADLE_TRACE_ENTERED) {
        char *text = treadle_json_text(trace->value);
        treadle_text_printf(out, " %s", text);
        free(text);
        ck_assert_ptr_null(trace->acted_as);
    }
    if (trace->kind == TREADLE_TRACE_CALLED) treadle_text_printf(out, " %u", trace->attempt);
    if (trace->rule >= 0) treadle_text_printf(out, " rule %d", trace->rule);
    if (trace->retrier >= 0) treadle_text_printf(out, " retrier %d", trace->retrier);
    if (trace->catcher >= 0) treadle_text_printf(out, " catcher %d", trace->catcher);
    treadle_text_add(out, "\n");
}

static void told_ways(const char *definition, const char *input, const char *expected) {
    struct scene scene = {0};
    scene.options.on_trace = put_ways;
    scene.options.data = &scene;
    scene_open(&scene);
    scene_run(&scene, scene_machine(definition), input);
    scene_told(&scene, expected);
    scene_close(&scene);
}

START_TEST(entries_calls_and_ways_are_told) {
    told_ways(
        TREADLE_JSON({
            "StartAt" : "M",
            "States" : {
                "M" : {
                    "Type" : "Map",
                    "Catch" : [
                        {"ErrorEquals" : ["Other"], "Next" : "Bad"},
                        {"ErrorEquals" : ["Busy"], "Next" : "C"}
                    ],
                    "Next" : "Bad",
                    "ItemProcessor" : {
                        "StartAt" : "T",
                        "States" : {
                            "T" : {
                                "Type" : "Task",
                                "Resource" : "arn:aws:states:::example:fail",
                                "Parameters" : {"error" : "Busy", "n.$" : "$"},
                                "Retry" : [
                                    {"ErrorEquals" : ["Other"]},
                                    {"ErrorEquals" : ["Busy"], "MaxAttempts" : 1}
                                ],
                                "End" : true
                            }
                        }
                    }
                },
                "C" : {
                    "Type" : "Choice",
                    "Choices" : [
                        {"Variable" : "$.Error", "StringEquals" : "x", "Next" : "Bad"},
                        {"Variable" : "$.Error", "StringEquals" : "Busy", "Next" : "D"}
                    ]
                },
                "D" : {
                    "Type" : "Choice",
                    "Choices" : [ {"Variable" : "$.Error", "StringEquals" : "x", "Next" : "Bad"} ],
                    "Default" : "Good"
                },
                "Bad" : {"Type" : "Fail"},
                "Good" : {"Type" : "Succeed"}
            }
        }),
        "[7]",
        "entered /States/M [7]\n"
        "started /States/M\n"
        "  entered [0] /States/M/ItemProcessor/States/T 7\n"
        "  called [0] /States/M/ItemProcessor/States/T {\"error\":\"Busy\",\"n\":7} 1\n"
        "  retry [0] /States/M/ItemProcessor/States/T retrier 1\n"
        "  called [0] /States/M/ItemProcessor/States/T {\"error\":\"Busy\",\"n\":7} 2\n"
        "left /States/M catcher 1\n"
        "entered /States/C {\"Error\":\"Busy\",\"Cause\":null}\n"
        "left /States/C rule 1\n"
        "entered /States/D {\"Error\":\"Busy\",\"Cause\":null}\n"
        "left /States/D\n"
        "entered /States/Good {\"Error\":\"Busy\",\"Cause\":null}\n"
        "left /States/Good\n"
        "SUCCEEDED {\"Error\":\"Busy\",\"Cause\":null} after 1000 ms\n");
}
END_TEST

// The rules before the one that failed did not hold; where the machine goes nowhere none did.
START_TEST(a_choice_that_fails_says_how_far_it_came) {
    static const char definition[] = TREADLE_JSON({
        "StartAt" : "C",
        "States" : {
            "C" : {
                "Type" : "Choice",
                "InputPath" : "$.in",
                "Choices" : [
                    {"Variable" : "$.a", "NumericEquals" : 1, "Next" : "S"}, {
                        "And" : [
                            {"Variable" : "$.a", "NumericEquals" : 2},
                            {"Not" : {"Variable" : "$.b", "NumericEquals" : 2}}
                        ],
                        "Next" : "S"
                    },
                    {"Variable" : "$.a", "NumericEquals" : 3, "Next" : "S"}
                ]
            },
            "S" : {"Type" : "Succeed"}
        }
    });
    static const struct {
        const char *input, *failed;
    } rows[] = {
        {"{\"in\":{}}", "\nfailed /States/C rule 0\n"},
        {"{\"in\":{\"a\":2}}", "\nfailed /States/C rule 1\n"},
        {"{\"in\":{\"a\":4}}", "\nfailed /States/C\n"},
        {"{}", "\nfailed /States/C rule 0\n"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct scene scene = {0};
        scene.options.on_trace = put_ways;
        scene.options.data = &scene;
        scene_open(&scene);
        scene_run(&scene, scene_machine(definition), rows[i].input);
        const char *told = treadle_text_string(&scene.told);
        ck_assert_msg(strstr(told, rows[i].failed) != NULL, "%s", told);
        scene_close(&scene);
    }
}
END_TEST

Suite *suite_trace(void) {
    TCase *tests = tcase_create("trace");
    tcase_add_test(tests, states_are_left_one_after_the_other);
    tcase_add_test(tests, attempts_failures_and_catches_are_told);
    tcase_add_test(tests, branches_have_their_own_times);
    tcase_add_test(tests, items_are_told_by_their_index);
    tcase_add_test(tests, the_role_a_call_went_out_under_is_told);
    tcase_add_test(tests, entries_calls_and_ways_are_told);
    tcase_add_test(tests, a_choice_that_fails_says_how_far_it_came);
    return support_suite("trace", tests);
}
