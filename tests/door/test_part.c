// A part of a machine at the door: what is refused, with words, and what the result says more.
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"
#include "treadle/value.h"

static const char shop[] = TREADLE_JSON({
    "StartAt" : "Charge",
    "States" : {
        "Charge" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:echo",
            "Parameters" : {"of.$" : "$order", "by.$" : "$$.Execution.Name"},
            "Assign" : {"charged.$" : "$"},
            "Next" : "Each"
        },
        "Each" : {
            "Type" : "Map",
            "ItemProcessor" :
                {"StartAt" : "Inner", "States" : {"Inner" : {"Type" : "Pass", "End" : true}}},
            "End" : true
        }
    }
});

static void on_end(const struct treadle_result *result, void *data) {
    struct scene *scene = data;
    scene_on_end(result, data);
    char *variables = treadle_json_text(result->variables);
    treadle_text_printf(
        &scene->told, "next %s variables %s\n", result->next == NULL ? "-" : result->next,
        result->variables == NULL ? "-" : variables);
    free(variables);
}

// Begins it on the shop's machine, and turns to the end.
static int run(struct scene *scene, struct treadle_start *start) {
    start->version = TREADLE_ENGINE_VERSION;
    start->machine = scene_machine(shop);
    int status = treadle_engine_begin(scene->engine, start, NULL, on_end, scene);
    treadle_machine_drop(start->machine);
    treadle_engine_turn(scene->engine, INT64_MAX);
    return status;
}

START_TEST(a_state_runs_alone) {
    struct scene scene = {0};
    scene_open(&scene);
    struct treadle_start start = {
        .from = "Charge",
        .to = "Charge",
        .variables = "{\"order\": 1.0}",
        .context = "{\"Execution\": {\"Name\": \"e1\"}}",
        .keep_variables = true};
    ck_assert_int_eq(run(&scene, &start), 0);
    scene_told(
        &scene, "SUCCEEDED {\"of\":1.0,\"by\":\"e1\"} after 0 ms\n"
                "next Each variables {\"order\":1.0,\"charged\":{\"of\":1.0,\"by\":\"e1\"}}\n");
    scene_close(&scene);
}
END_TEST

START_TEST(what_is_not_asked_for_is_not_told) {
    struct scene scene = {0};
    scene_open(&scene);
    struct treadle_start start = {.variables = "{\"order\": 7}", .input = "[1]"};
    ck_assert_int_eq(run(&scene, &start), 0);
    scene_told(
        &scene,
        "FAILED States.Runtime: An error occurred while executing the state 'Each' (entered "
        "at the event id #7). Reference path \"$\" must point to array. in Each after 0 "
        "ms\nnext - variables -\n");
    scene_close(&scene);
}
END_TEST

static const struct {
    struct treadle_start start;
    int code;
    const char *words;
} refused[] = {
    {{.from = "Chrage"},
     TREADLE_ENOTFOUND,
     "the machine has no state 'Chrage': did you mean 'Charge'?"},
    {{.to = "Something else"}, TREADLE_ENOTFOUND, "the machine has no state 'Something else'"},
    {{.to = "Inner"},
     TREADLE_EINVAL,
     "the state 'Inner' is not in the same 'States' as 'Charge', where the execution begins"},
    {{.variables = "{\"oder\": 1}"},
     TREADLE_ENOTFOUND,
     "the machine has no variable 'oder': did you mean 'order'?"},
    {{.variables = "[1]"},
     TREADLE_EPARSE,
     "variables: this is an object; here it is of type array"},
    {{.variables = "{"}, TREADLE_EPARSE, "variables: 1:2: "},
    {{.context = "7"}, TREADLE_EPARSE, "context: this is an object; here it is of type number"},
    {{.input = "nul"}, TREADLE_EPARSE, "the input: 1:1: "},
    {{.name = "a b"}, TREADLE_EINVAL, "'a b' is not the name of an execution"},
    {{.machine_arn = "x"}, TREADLE_EINVAL, "'x' is not the ARN of a state machine"},
    {{.role_arn = "\xff"}, TREADLE_EINVAL, "'?' is no ARN, since it is no UTF-8"},
};

START_TEST(what_cannot_be_run_is_refused_with_words) {
    struct scene scene = {0};
    struct treadle_status status = {0};
    struct treadle_start start = refused[_i].start;
    start.status = &status;
    scene_open(&scene);
    ck_assert_int_eq(run(&scene, &start), refused[_i].code);
    ck_assert_int_eq(status.code, refused[_i].code);
    size_t size = strlen(refused[_i].words);
    bool whole = refused[_i].words[size - 1] != ' ';  // The reader's words are its own.
    ck_assert_msg(
        strncmp(status.text, refused[_i].words, whole ? size + 1 : size) == 0, "%s", status.text);
    start.status = NULL;
    ck_assert_int_eq(run(&scene, &start), refused[_i].code);
    scene_told(&scene, "");
    scene_close(&scene);
}
END_TEST

START_TEST(variables_are_as_large_as_an_assigned_one) {
    struct scene scene = {0};
    struct treadle_status status = {0};
    scene_open(&scene);
    struct text text = {0};
    treadle_text_add(&text, "{\"order\": \"");
    for (int i = 0; i < LIMIT_variable_size_max; i++)
        treadle_text_add(&text, "x");
    treadle_text_add(&text, "\"}");
    struct treadle_start start = {.variables = text.bytes, .status = &status};
    ck_assert_int_eq(run(&scene, &start), TREADLE_ELIMIT);
    ck_assert_str_eq(status.text, "the variable 'order' has more than 262144 bytes");
    treadle_text_clear(&text);
    scene_close(&scene);
}
END_TEST

Suite *suite_part(void) {
    TCase *tests = tcase_create("part");
    tcase_add_test(tests, a_state_runs_alone);
    tcase_add_test(tests, what_is_not_asked_for_is_not_told);
    ADD_EACH(tests, what_cannot_be_run_is_refused_with_words, refused);
    tcase_add_test(tests, variables_are_as_large_as_an_assigned_one);
    return support_suite("part", tests);
}
