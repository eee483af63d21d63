// What executions may hold: no definition, however small, has more than its share.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"
#include "treadle/value.h"

enum { MEMORY = 8 << 20, VALUE = 200000 };

// Maps in Maps: each item of each is given all items.
static const char nested[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {
            "Type" : "Map",
            "ItemsPath" : "$.items",
            "ItemSelector" : {"items.$" : "$.items", "index.$" : "$$.Map.Item.Index"},
            "Catch" : [ {"ErrorEquals" : ["States.ALL"], "Next" : "Caught"} ],
            "End" : true,
            "ItemProcessor" : {
                "StartAt" : "B",
                "States" : {
                    "B" : {
                        "Type" : "Map",
                        "ItemsPath" : "$.items",
                        "ItemSelector" : {"items.$" : "$.items", "index.$" : "$$.Map.Item.Index"},
                        "End" : true,
                        "ItemProcessor" : {
                            "StartAt" : "C",
                            "States" : {"C" : {"Type" : "Wait", "Seconds" : 1, "End" : true}}
                        }
                    }
                }
            }
        },
        "Caught" : {"Type" : "Succeed"}
    }
});

static const char wait[] = TREADLE_JSON(
    {"StartAt" : "W", "States" : {"W" : {"Type" : "Wait", "Seconds" : 1, "End" : true}}});

// {"items": […]}: a hundred texts, of VALUE bytes together. gives: free().
static char *items(void) {
    struct text text = {0};
    treadle_text_add(&text, "{\"items\":[");
    for (int i = 0; i < 100; i++)
        treadle_text_printf(&text, "%s\"%0*d\"", i == 0 ? "" : ",", VALUE / 100, i);
    treadle_text_add(&text, "]}");
    return text.bytes;
}

START_TEST(who_holds_too_much_fails_for_good) {
    struct scene scene = {.options = {.memory_max = MEMORY, .history = _i == 0}};
    scene_open(&scene);
    char *input = items();
    scene_run(&scene, scene_machine(nested), input);
    scene_told(
        &scene, "FAILED States.Runtime: The execution holds more bytes of JSON than this engine "
                "has room for. after 0 ms\n");
    free(input);
    scene_run(&scene, scene_machine(wait), "[1]");  // Others go on.
    scene_told(&scene, "SUCCEEDED [1] after 1000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(what_fits_runs) {
    struct scene scene = {0};
    scene_open(&scene);
    scene_run(&scene, scene_machine(nested), "{\"items\":[1,2]}");
    scene_told(
        &scene, "SUCCEEDED [[{\"items\":[1,2],\"index\":0},{\"items\":[1,2],\"index\":1}],"
                "[{\"items\":[1,2],\"index\":0},{\"items\":[1,2],\"index\":1}]] after 1000 ms\n");
    scene_close(&scene);
}
END_TEST

START_TEST(nothing_starts_where_all_memory_is_held) {
    struct scene scene = {.options = {.memory_max = MEMORY}};
    scene_open(&scene);
    treadle_machine *machine = scene_machine(wait);
    char *input = items();
    struct treadle_status status = {0};
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION, .machine = machine, .input = input, .status = &status};
    int begun = 0, code;
    while ((code = treadle_engine_begin(scene.engine, &start, NULL, NULL, NULL)) == 0)
        begun++;
    ck_assert_int_eq(code, TREADLE_EBUSY);
    ck_assert_str_eq(
        status.text, "the executions that there are hold all the memory that executions may");
    ck_assert_int_gt(begun, MEMORY / VALUE / 2);
    ck_assert_int_lt(begun, (MEMORY / VALUE) * INT64_C(2));
    ck_assert(!treadle_engine_turn(scene.engine, INT64_MAX));  // Those that began end.
    struct treadle_next next;
    ck_assert(!treadle_engine_next(scene.engine, &next));
    free(input);
    treadle_machine_drop(machine);
    scene_close(&scene);
}
END_TEST

Suite *suite_memory(void) {
    TCase *tests = tcase_create("memory");
    tcase_add_loop_test(tests, who_holds_too_much_fails_for_good, 0, 2);
    tcase_add_test(tests, what_fits_runs);
    tcase_add_test(tests, nothing_starts_where_all_memory_is_held);
    return support_suite("memory", tests);
}
