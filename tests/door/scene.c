// The integration of the scene, and the record it keeps.
#include "tests/door/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "tests/support/support.h"

struct later {
    treadle_call *call;
    cJSON *result;
};

static void answer_later(void *data) {
    struct later *later = data;
    treadle_call_done(later->call, later->result);
    free(later);
}

static cJSON *copy(const cJSON *value) {
    char *text = treadle_json_text(value);
    cJSON *tree = treadle_json_tree(text, NULL);
    free(text);
    return tree;
}

static void begin_later(struct scene *scene, treadle_call *call) {
    const cJSON *arguments = treadle_call_arguments(call);
    struct later *later = treadle_alloc(sizeof(*later));
    *later = (struct later){call, copy(arguments)};
    const cJSON *ms = treadle_json_member(arguments, "ms");
    treadle_engine_post_at(
        scene->engine, treadle_engine_now(scene->engine) + (int64_t)ms->valuedouble, answer_later,
        later);
}

static int begin(void *self, treadle_call *call) {
    struct scene *scene = self;
    const char *action = treadle_call_uri(call)->action;
    const cJSON *arguments = treadle_call_arguments(call);
    if (strcmp(action, "echo") == 0)
        treadle_call_answer(call, arguments);
    else if (strcmp(action, "later") == 0)
        begin_later(scene, call);
    else if (strcmp(action, "fail") == 0)
        treadle_call_fail(
            call, treadle_json_string(arguments, "error"), treadle_json_string(arguments, "cause"));
    else if (strcmp(action, "hold") == 0)
        scene->held = call;
    else
        return strcmp(action, "refuse") == 0 ? TREADLE_EREFUSED : TREADLE_ENOROUTE;
    return 0;
}

static void cancel(void *self, treadle_call *call) {
    struct scene *scene = self;
    treadle_text_printf(&scene->told, "cancelled %s\n", treadle_call_state(call));
}

static bool check(
    void *self, const struct treadle_task_uri *uri, const cJSON *arguments,
    struct treadle_error *error) {
    (void)self;
    (void)uri;
    const char *bad = treadle_json_string(arguments, "bad");
    if (bad == NULL) return true;
    snprintf(error->name, sizeof(error->name), "States.Runtime");
    snprintf(error->cause, sizeof(error->cause), "bad is %s", bad);
    return false;
}

static const struct treadle_integration integration = {
    .version = TREADLE_INTEGRATION_VERSION,
    .service = "example",
    .check = check,
    .begin = begin,
    .cancel = cancel};

void scene_open(struct scene *scene) {
    scene->options.version = TREADLE_ENGINE_VERSION;
    struct treadle_status status = {0};
    ck_assert_msg(
        treadle_engine_open_virtual(&scene->options, &scene->engine, &status) == 0, "%s",
        status.text);
    ck_assert_int_eq(treadle_engine_add(scene->engine, &integration, scene), 0);
}

void scene_close(struct scene *scene) {
    treadle_engine_close(scene->engine, NULL, NULL);
    treadle_text_clear(&scene->told);
}

treadle_machine *scene_machine(const char *definition) {
    treadle_machine *machine;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(definition, &machine, &status) == 0, "%s", status.text);
    return machine;
}

treadle_machine *scene_task(const char *action, const char *more) {
    struct text text = {0};
    treadle_text_printf(
        &text,
        "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"
        "\"arn:aws:states:::example:%s\",\"Parameters\":{\"in.$\":\"$\"},\"End\":true%s}}}",
        action, more);
    treadle_machine *machine = scene_machine(text.bytes);
    treadle_text_clear(&text);
    return machine;
}

void scene_on_end(const struct treadle_result *result, void *data) {
    struct scene *scene = data;
    char *output = treadle_json_text(result->output);
    treadle_text_add(&scene->told, treadle_outcome_name(result->outcome));
    if (result->output != NULL) treadle_text_printf(&scene->told, " %s", output);
    if (result->error != NULL) treadle_text_printf(&scene->told, " %s", result->error);
    if (result->cause != NULL) treadle_text_printf(&scene->told, ": %s", result->cause);
    if (result->state != NULL) treadle_text_printf(&scene->told, " in %s", result->state);
    if (result->pointer != NULL) treadle_text_printf(&scene->told, " at %s", result->pointer);
    treadle_text_printf(&scene->told, " after %lld ms\n", (long long)result->elapsed_ms);
    free(output);
}

void scene_start(struct scene *scene, treadle_machine *machine, const char *input) {
    ck_assert_int_eq(treadle_engine_start(scene->engine, machine, input, scene_on_end, scene), 0);
    treadle_machine_drop(machine);
}

void scene_run(struct scene *scene, treadle_machine *machine, const char *input) {
    scene_start(scene, machine, input);
    ck_assert(!treadle_engine_turn(scene->engine, INT64_MAX));
}

void scene_forget(struct scene *scene) {
    treadle_text_clear(&scene->told);
    scene->told = (struct text){0};
}

void scene_told(struct scene *scene, const char *want) {
    ck_assert_str_eq(treadle_text_string(&scene->told), want);
    scene_forget(scene);
}
