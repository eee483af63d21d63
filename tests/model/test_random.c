// Definitions that nobody would write: a right one, changed by chance. Each is read to its end, and
// is a machine or has an error that says where.
#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/write.h"
#include "base/random.h"
#include "engine/model/machine.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

enum { ROUNDS = 4000, CHANGES_MAX = 3 };

static const char right[] = TREADLE_JSON({
    "Comment" : "c",
    "StartAt" : "T",
    "TimeoutSeconds" : 9,
    "States" : {
        "T" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::lambda:invoke",
            "Parameters" : {"a.$" : "$.b", "c" : [ {"d.$" : "States.Format('{}', $.e)"}, "f" ]},
            "ResultSelector" : {"g.$" : "$.h"},
            "ResultPath" : "$.i",
            "TimeoutSeconds" : 7,
            "HeartbeatSeconds" : 3,
            "Retry" : [ {"ErrorEquals" : ["States.ALL"], "MaxAttempts" : 2, "BackoffRate" : 1.5} ],
            "Catch" : [ {"ErrorEquals" : [ "A", "B" ], "ResultPath" : "$.j", "Next" : "C"} ],
            "Next" : "C"
        },
        "C" : {
            "Type" : "Choice",
            "Choices" : [
                {"Variable" : "$.k", "StringEquals" : "l", "Next" : "P"}, {
                    "And" : [
                        {"Variable" : "$.m", "IsPresent" : true},
                        {"Not" : {"Variable" : "$.n", "NumericEqualsPath" : "$.o"}}
                    ],
                    "Next" : "F"
                }
            ],
            "Default" : "W"
        },
        "P" : {
            "Type" : "Parallel",
            "Branches" : [
                {"StartAt" : "I", "States" : {"I" : {"Type" : "Pass", "Result" : {}, "End" : true}}}
            ],
            "End" : true
        },
        "W" : {"Type" : "Wait", "Seconds" : 5, "Next" : "M"},
        "M" : {
            "Type" : "Map",
            "ItemsPath" : "$.r",
            "ItemSelector" : {"s.$" : "$$.Map.Item.Value"},
            "MaxConcurrency" : 2,
            "ItemProcessor" : {
                "ProcessorConfig" : {"Mode" : "DISTRIBUTED", "ExecutionType" : "EXPRESS"},
                "StartAt" : "J",
                "States" : {"J" : {"Type" : "Succeed"}}
            },
            "ItemReader" : {
                "Resource" : "arn:aws:states:::s3:getObject",
                "Parameters" : {"Bucket" : "b"},
                "ReaderConfig" : {"InputType" : "CSV", "CSVHeaderLocation" : "FIRST_ROW"}
            },
            "ItemBatcher" : {"MaxItemsPerBatch" : 3},
            "ResultWriter" : {"WriterConfig" : {"OutputType" : "JSON"}},
            "ToleratedFailurePercentage" : 1.5,
            "Label" : "l",
            "Next" : "S"
        },
        "S" : {"Type" : "Succeed"},
        "F" : {"Type" : "Fail", "ErrorPath" : "$.p", "Cause" : "q"}
    }
});

static const char *const odd[] = {
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e400",
    "99999999999999999999",
    "\"\"",
    "\"$\"",
    "\"$.\"",
    "\"$.a[*]\"",
    "\"States.\"",
    "\"C\"",
    "\"Pass\"",
    "\"Map\"",
    "\"\\u0000\"",
    "{}",
    "[]",
    "[[]]",
    "[1]",
    "{\"\":{}}",
    "{\"Type\":\"Pass\",\"End\":true}",
    "[{\"Next\":\"C\"}]"};

static const char *const names[] = {"Next",     "Type",          "End",
                                    "StartAt",  "States",        "Choices",
                                    "Variable", "Not",           "Retry",
                                    "Result.$", "QueryLanguage", "Assign",
                                    "Iterator", "Label",         "MaxConcurrencyPath",
                                    ""};

static void collect(cJSON *value, cJSON **list, uint32_t *count) {
    list[(*count)++] = value;
    for (cJSON *part = value->child; part != NULL; part = part->next)
        collect(part, list, count);
}

// A node becomes another value, or a member another name.
static void change(struct arena *arena, cJSON *root, uint64_t *random) {
    cJSON *nodes[512];
    uint32_t count = 0;
    collect(root, nodes, &count);
    ck_assert_uint_le(count, COUNT_OF(nodes));
    cJSON *node = nodes[treadle_random_below(random, count)];
    if (node->string != NULL && treadle_random_below(random, 4) == 0) {
        node->string =
            treadle_arena_copy(arena, names[treadle_random_below(random, COUNT_OF(names))]);
        return;
    }
    const char *text = odd[treadle_random_below(random, COUNT_OF(odd))];
    const cJSON *value = treadle_scratch_read(arena, text, strlen(text));
    const cJSON *copy = treadle_scratch_copy(arena, value);
    node->type = copy->type;
    node->child = copy->child;
    node->valuestring = copy->valuestring;
    node->valuedouble = copy->valuedouble;
}

struct told {
    uint32_t errors;
    bool placed;  // Every one of them has a line.
};

static void count_error(const struct treadle_problem *problem, void *data) {
    struct told *told = data;
    ck_assert_ptr_nonnull(problem->code);
    ck_assert_str_ne(problem->message, "");
    told->errors += !problem->warning;
    bool whole = strcmp(problem->message, "Definition must be a valid JSON object") == 0;
    told->placed &= problem->line > 0 || whole;
}

static void read_changed(uint64_t *random, uint32_t *accepted) {
    struct arena arena = {0};
    cJSON *root = treadle_scratch_copy(&arena, treadle_scratch_read(&arena, right, strlen(right)));
    for (uint64_t i = treadle_random_below(random, CHANGES_MAX) + 1; i > 0; i--)
        change(&arena, root, random);
    const char *text = treadle_json_print(&arena, root);
    treadle_machine *machine;
    struct told told = {.placed = true};
    struct treadle_source source = {.text = text, .size = strlen(text)};
    int status = treadle_machine_read(&source, count_error, &told, &machine, NULL);
    ck_assert_msg((status == 0) == (told.errors == 0), "%s", text);
    ck_assert_msg((status == 0) == (machine != NULL), "%s", text);
    ck_assert_msg(told.placed, "%s", text);
    *accepted += status == 0;
    treadle_machine_drop(machine);
    treadle_arena_clear(&arena);
}

START_TEST(whatever_stands_there_is_read_to_its_end) {
    uint64_t random = 20260101;  // The seed.
    uint32_t accepted = 0;
    for (int i = 0; i < ROUNDS; i++)
        read_changed(&random, &accepted);
    ck_assert_uint_gt(accepted, ROUNDS / 100);  // Chance leaves some of them right.
    ck_assert_uint_lt(accepted, ROUNDS);
}
END_TEST

Suite *suite_random(void) {
    TCase *tests = tcase_create("random");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, whatever_stands_there_is_read_to_its_end);
    return support_suite("random", tests);
}
