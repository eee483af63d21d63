// Two engines in one process do not know of each other: on one thread, and on two at once.
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tests/runtime/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"
#include "treadle/treadle.h"

static const char definition[] = TREADLE_JSON({
    "StartAt" : "W",
    "States" : {
        "W" : {"Type" : "Wait", "Seconds" : 60, "Next" : "T"},
        "T" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:who",
            "Parameters" : {},
            "Next" : "P"
        },
        "P" : {
            "Type" : "Pass",
            "Parameters" : {"who.$" : "$", "id.$" : "States.UUID()", "arn.$" : "$$.Execution.Id"},
            "End" : true
        }
    }
});

struct side {
    treadle_engine *engine;
    const char *name;
    struct text told;
};

static void say(treadle_call *call, void *data) {
    treadle_call_done(call, cJSON_CreateString(((struct side *)data)->name));
}

static void on_end(const struct treadle_result *result, void *data) {
    struct side *side = data;
    char *output = treadle_json_text(result->output);
    treadle_text_printf(
        &side->told, "%s %s %s\n", treadle_outcome_name(result->outcome),
        result->error == NULL ? "-" : result->error, output);
    free(output);
}

static void side_open(struct side *side, const char *name) {
    *side = (struct side){.name = name};
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &side->engine, NULL), 0);
    ck_assert_int_eq(treadle_engine_on_task(side->engine, "*", say, side), 0);
}

static void side_close(struct side *side) {
    treadle_engine_close(side->engine, NULL, NULL);
    treadle_text_clear(&side->told);
}

static void start(struct side *side, treadle_machine *machine) {
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION, .machine = machine, .name = "same"};
    ck_assert_int_eq(treadle_engine_begin(side->engine, &start, NULL, on_end, side), 0);
}

static treadle_machine *parse(void) {
    treadle_machine *machine;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(definition, &machine, &status) == 0, "%s", status.text);
    return machine;
}

static const char arn[] = "arn:aws:states:us-east-1:123456789012:execution:StateMachine:same";

// The same machine, name and seed, and so the same ARN and the same chance, in both.
START_TEST(what_one_does_the_other_does_not_see) {
    struct side one, other;
    side_open(&one, "one");
    side_open(&other, "other");
    treadle_machine *machine = parse();
    start(&one, machine);
    start(&other, machine);
    treadle_machine_drop(machine);
    int64_t begun_ms = treadle_engine_now(one.engine);
    ck_assert(treadle_engine_turn(one.engine, begun_ms + 30000));
    ck_assert_int_eq(treadle_engine_now(one.engine), begun_ms + 30000);
    ck_assert_int_eq(treadle_engine_now(other.engine), begun_ms);  // Each has its own time.
    ck_assert_int_eq(treadle_engine_stop(one.engine, arn, "Enough", NULL), 0);
    ck_assert(!treadle_engine_turn(one.engine, INT64_MAX));
    ck_assert_str_eq(one.told.bytes, "ABORTED Enough null\n");
    side_close(&one);
    ck_assert(!treadle_engine_turn(other.engine, INT64_MAX));
    ck_assert_ptr_nonnull(strstr(other.told.bytes, "SUCCEEDED - {\"who\":\"other\",\"id\":"));
    ck_assert_ptr_nonnull(strstr(other.told.bytes, arn));
    side_close(&other);
}
END_TEST

// Whatever another engine does in between, the same seed gives the same bytes.
START_TEST(the_same_seed_gives_the_same_bytes) {
    struct side sides[2];
    treadle_machine *machine = parse();
    for (int i = 0; i < 2; i++) {
        side_open(&sides[i], "same");
        start(&sides[i], machine);
    }
    for (int64_t ms = 1000; ms < 70000; ms += 1000)
        for (int i = 0; i < 2; i++)
            treadle_engine_turn(sides[i].engine, treadle_engine_now(sides[i].engine) + 1000);
    ck_assert_str_eq(sides[0].told.bytes, sides[1].told.bytes);
    for (int i = 0; i < 2; i++)
        side_close(&sides[i]);
    treadle_machine_drop(machine);
}
END_TEST

enum { RUNS = 50 };

// A life of its own, on a thread of its own; what went wrong is told afterwards.
static void live(void *data) {
    char **out = data;
    for (int i = 0; i < RUNS; i++) {
        struct side side = {.name = "thread"};
        treadle_machine *machine = NULL;
        treadle_mocks *mocks = NULL;
        free(*out);
        *out = NULL;
        if (treadle_machine_parse(definition, &machine, NULL) != 0) return;
        if (treadle_engine_open_virtual(NULL, &side.engine, NULL) != 0) return;
        if (treadle_mocks_open(side.engine, &mocks) != 0) return;
        if (treadle_mocks_set(mocks, "T", "{result: mine, after: 1s}", NULL) != 0) return;
        if (treadle_engine_start(side.engine, machine, NULL, on_end, &side) != 0) return;
        treadle_machine_drop(machine);
        treadle_engine_turn(side.engine, INT64_MAX);
        treadle_engine_close(side.engine, NULL, NULL);
        treadle_mocks_close(mocks);
        *out = side.told.bytes;
    }
}

START_TEST(engines_live_on_threads_of_their_own) {
    uv_thread_t threads[2];
    char *told[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(uv_thread_create(&threads[i], live, &told[i]), 0);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(uv_thread_join(&threads[i]), 0);
    ck_assert_ptr_nonnull(told[0]);
    ck_assert_ptr_nonnull(strstr(told[0], "SUCCEEDED - {\"who\":\"mine\""));
    ck_assert_str_eq(told[0], told[1]);
    for (int i = 0; i < 2; i++)
        free(told[i]);
}
END_TEST

Suite *suite_two(void) {
    TCase *tests = tcase_create("two");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, what_one_does_the_other_does_not_see);
    tcase_add_test(tests, the_same_seed_gives_the_same_bytes);
    tcase_add_test(tests, engines_live_on_threads_of_their_own);
    return support_suite("two", tests);
}
