// Functions for Tasks: which of them is asked, and that each is a way to answer like any other.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

static const char resource[] = "arn:aws:lambda:us-east-1:123456789012:function:charge";

static treadle_machine *machine_of(const char *text) {
    struct text definition = {0};
    treadle_text_printf(
        &definition,
        "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"%s\",\"End\":true}}"
        "}",
        text);
    treadle_machine *machine = scene_machine(definition.bytes);
    treadle_text_clear(&definition);
    return machine;
}

static void greet(treadle_call *call, void *data) {
    (void)data;
    cJSON *result = cJSON_CreateObject();
    const cJSON *who = cJSON_GetObjectItemCaseSensitive(treadle_call_arguments(call), "who");
    cJSON_AddItemToObject(result, "hello", cJSON_Duplicate(who, 1));
    treadle_call_done(call, result);
}

START_TEST(a_function_answers_a_task) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, resource, greet, NULL), 0);
    scene_run(&scene, machine_of(resource), "{\"who\":\"Ada\"}");
    scene_told(&scene, "SUCCEEDED {\"hello\":\"Ada\"} after 0 ms\n");
    scene_close(&scene);
}
END_TEST

static void say(treadle_call *call, void *data) {
    cJSON *result = cJSON_CreateString(data);
    treadle_call_done(call, result);
}

static const struct {
    const char *pattern;
    bool fits;
} patterns[] = {
    {"arn:aws:lambda:us-east-1:123456789012:function:charge", true},
    {"*", true},
    {"**", true},
    {"arn:aws:lambda:*", true},
    {"*:charge", true},
    {"arn:*:function:*", true},
    {"arn:*:function:char*ge*", true},
    {"*1:1*:*", true},
    {"*c*h*a*r*g*e", true},
    {"arn:aws:lambda:us-east-1:123456789012:function:charg", false},
    {"arn:aws:lambda:us-east-1:123456789012:function:charged", false},
    {"*:charg", false},
    {"lambda*", false},
    {"*:fun*:chargee", false},
    {"ARN:*", false},
    {"?*", false}};

START_TEST(a_pattern_is_a_resource_with_stars) {
    struct scene scene = {0};
    scene_open(&scene);
    char yes[] = "yes";
    ck_assert(!treadle_engine_carries(scene.engine, resource));
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, patterns[_i].pattern, say, yes), 0);
    ck_assert(treadle_engine_carries(scene.engine, resource) == patterns[_i].fits);
    scene_run(&scene, machine_of(resource), NULL);
    bool answered = strcmp(scene.told.bytes, "SUCCEEDED \"yes\" after 0 ms\n") == 0;
    ck_assert(answered == patterns[_i].fits);
    scene_close(&scene);
}
END_TEST

START_TEST(the_first_that_fits_is_asked) {
    struct scene scene = {0};
    scene_open(&scene);
    char one[] = "one", two[] = "two", other[] = "other";
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, "*:refund", say, other), 0);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, "*:charge", say, one), 0);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, resource, say, two), 0);
    scene_run(&scene, machine_of(resource), NULL);
    scene_told(&scene, "SUCCEEDED \"one\" after 0 ms\n");
    scene_close(&scene);
}
END_TEST

// Mocks come before functions, functions before the service's integration, whose check is not asked
// either.
START_TEST(a_function_stands_between_mocks_and_integrations) {
    struct scene scene = {0};
    scene_open(&scene);
    char mine[] = "mine";
    const char bad[] = "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"
                       "\"arn:aws:states:::example:echo\",\"Parameters\":{\"bad\":\"this\"},"
                       "\"End\":true}}}";
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, "*:example:echo", say, mine), 0);
    scene_run(&scene, scene_machine(bad), NULL);
    scene_told(&scene, "SUCCEEDED \"mine\" after 0 ms\n");
    treadle_mocks *mocks;
    ck_assert_int_eq(treadle_mocks_open(scene.engine, &mocks), 0);
    ck_assert_int_eq(treadle_mocks_set(mocks, "T", "{result: mocked}", NULL), 0);
    scene_run(&scene, scene_machine(bad), NULL);
    scene_told(&scene, "SUCCEEDED \"mocked\" after 0 ms\n");
    scene_close(&scene);
    treadle_mocks_close(mocks);
}
END_TEST

START_TEST(a_pattern_has_one_function) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, "*", greet, NULL), 0);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, "*", say, NULL), TREADLE_EEXIST);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, "", say, NULL), TREADLE_EINVAL);
    scene_close(&scene);
}
END_TEST

static void keep(treadle_call *call, void *data) {
    ((struct scene *)data)->held = call;
}

START_TEST(a_function_may_answer_later) {
    struct scene scene = {0};
    scene_open(&scene);
    ck_assert_int_eq(treadle_engine_on_task(scene.engine, "*:charge", keep, &scene), 0);
    scene_run(&scene, machine_of(resource), NULL);
    scene_told(&scene, "");
    treadle_call_fail(scene.held, "CardDeclined", NULL);
    treadle_engine_turn(scene.engine, INT64_MAX);
    scene_told(&scene, "FAILED CardDeclined in T after 0 ms\n");
    scene_close(&scene);
}
END_TEST

Suite *suite_tasks(void) {
    TCase *tests = tcase_create("tasks");
    tcase_add_test(tests, a_function_answers_a_task);
    ADD_EACH(tests, a_pattern_is_a_resource_with_stars, patterns);
    tcase_add_test(tests, the_first_that_fits_is_asked);
    tcase_add_test(tests, a_function_stands_between_mocks_and_integrations);
    tcase_add_test(tests, a_pattern_has_one_function);
    tcase_add_test(tests, a_function_may_answer_later);
    return support_suite("tasks", tests);
}
