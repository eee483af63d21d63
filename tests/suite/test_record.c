// Recordings: what is written passes at once, whatever it was made of; and what cannot be made is
// said.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "suite/record.h"
#include "suite/run.h"
#include "tests/suite/suites.h"
#include "tests/support/support.h"

static treadle_machine *machine_of(const char *text) {
    treadle_machine *machine;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(text, &machine, &status) == 0, "%s", status.text);
    return machine;
}

// Runs the cases of the test file [text]; puts those that do not pass. Gives how many there are.
static uint32_t run_cases(const char *path, const struct text *text, struct text *wrong) {
    struct suite_file file;
    struct suite_options options = {.seeded = false};
    struct suite_runner *runner = treadle_suite_runner_new(&options);
    treadle_suite_file_take(&file, path, text->bytes, text->count);
    for (uint32_t i = 0; i < file.problems.count; i++)
        treadle_text_printf(wrong, "%s\n", file.problems.items[i].message);
    for (uint32_t i = 0; file.problems.count == 0 && i < file.entries_count; i++) {
        struct suite_result result = {0};
        treadle_suite_run_case(runner, &file, &file.entries[i], &result);
        if (result.verdict != VERDICT_PASSED)
            treadle_text_printf(
                wrong, "%s: %s\n", file.entries[i].name,
                result.problems_count > 0 ? result.problems[0].message : "it differs");
        treadle_suite_result_clear(&result);
    }
    uint32_t count = file.entries_count;
    treadle_suite_file_clear(&file);
    treadle_suite_runner_free(runner);
    return count;
}

static const struct {
    const char *file, *history, *config, *test_case;
    uint32_t count;  // Of cases.
} made[] = {
    {"examples/order/order.asl.yaml", NULL, NULL, NULL, 1},
    {"examples/poll/poll.asl.yaml", NULL, NULL, NULL, 1},
    {"examples/hello.asl.json", NULL, NULL, NULL, 1},
    {"examples/order/order.asl.yaml", "tests/cli/data/order-history.json", NULL, NULL, 1},
    {"examples/order/order.asl.yaml", NULL, "tests/cli/data/MockConfigFile.json", "HappyPath", 1},
};

START_TEST(what_is_written_passes_at_once) {
    struct text definition = {0}, history = {0}, config = {0}, out = {0}, notes = {0}, wrong = {0};
    struct treadle_status status = {0};
    const char *folder_end = strrchr(made[_i].file, '/');
    support_file(made[_i].file, &definition);
    struct suite_recording recording = {
        .machine = machine_of(definition.bytes),
        .file = folder_end + 1,
        .name = "order",
        .test_case = made[_i].test_case};
    if (made[_i].history != NULL) support_file(made[_i].history, &history);
    if (made[_i].config != NULL) support_file(made[_i].config, &config);
    struct doc *events = history.count == 0 ? NULL : support_read(history.bytes);
    if (events != NULL) recording.history = treadle_doc_root(events);
    if (config.count > 0) recording.config = config.bytes;
    if (config.count > 0) recording.input = "{\"id\":\"o-1\",\"total\":120,\"items\":[1,2]}";
    ck_assert_msg(treadle_suite_record(&recording, &out, &notes, &status) == 0, "%s", status.text);
    ck_assert_str_eq(treadle_text_string(&notes), "");
    treadle_text_put(&wrong, made[_i].file, (size_t)(folder_end - made[_i].file));
    treadle_text_add(&wrong, "/x.test.yaml");
    char *path = treadle_text_copy(wrong.bytes);
    wrong.count = 0;
    ck_assert_uint_eq(run_cases(path, &out, &wrong), made[_i].count);
    ck_assert_msg(wrong.count == 0, "%s\n%s", wrong.bytes, out.bytes);
    free(path);
    treadle_machine_drop(recording.machine);
    treadle_doc_drop(events);
    treadle_text_clear(&definition);
    treadle_text_clear(&history);
    treadle_text_clear(&config);
    treadle_text_clear(&out);
    treadle_text_clear(&notes);
    treadle_text_clear(&wrong);
}
END_TEST

static const char task[] = TREADLE_JSON({
    "StartAt" : "T",
    "States" : {
        "T" : {"Type" : "Task", "Resource" : "arn:aws:lambda:us-east-1:1:function:f", "End" : true}
    }
});

#define STARTED                                                                                    \
    "{\"id\":1,\"type\":\"ExecutionStarted\",\"timestamp\":1,"                                     \
    "\"executionStartedEventDetails\":{\"input\":\"{}\"}}"
#define ENTERED                                                                                    \
    "{\"id\":2,\"type\":\"TaskStateEntered\",\"timestamp\":1,\"stateEnteredEventDetails\":"        \
    "{\"name\":\"T\",\"input\":\"{}\"}},{\"id\":3,\"previousEventId\":2,\"type\":"                 \
    "\"LambdaFunctionScheduled\",\"timestamp\":1}"

static const struct {
    const char *history, *words;
} refused[] = {
    {"{}", "this is no history: it has no 'events', as GetExecutionHistory gives them and 'treadle "
           "run --history --json' prints them"},
    {"[]", "this is no history: it does not begin with ExecutionStarted"},
    {"{\"events\":[{\"id\":1,\"type\":\"PassStateEntered\"}]}",
     "this is no history: it does not begin with ExecutionStarted"},
    {"[" STARTED ",{\"id\":1}]",
     "the events are not all there: their ids do not go from 1 to the last"},
    {"[" STARTED ",{\"id\":7}]",
     "the events are not all there: their ids do not go from 1 to the last"},
    {"[" STARTED ",{\"id\":2,\"type\":\"TaskStateEntered\",\"timestamp\":1,"
     "\"stateEnteredEventDetails\":{\"name\":\"Other\"}}]",
     "the history is not of this machine, which has no state 'Other'"},
    {"[" STARTED "]", "the execution has not ended: there is nothing to expect"},
    {"[" STARTED ",{\"id\":2,\"type\":\"ExecutionAborted\",\"timestamp\":1}]",
     "the execution was stopped, which no test can do"},
    {"[" STARTED "," ENTERED
     ",{\"id\":4,\"previousEventId\":3,\"type\":\"LambdaFunctionSucceeded\",\"timestamp\":1,"
     "\"lambdaFunctionSucceededEventDetails\":{\"output\":\"{\",\"outputDetails\":{\"truncated\":"
     "true}}}]",
     "the history has not all of an 'output': it was cut when it was written"},
};

START_TEST(what_is_no_ended_execution_is_refused) {
    struct text out = {0}, notes = {0};
    struct treadle_status status = {0};
    struct doc *history = support_read(refused[_i].history);
    const struct suite_recording recording = {
        .machine = machine_of(task),
        .file = "m.asl.json",
        .name = "m",
        .history = treadle_doc_root(history)};
    ck_assert_int_lt(treadle_suite_record(&recording, &out, &notes, &status), 0);
    ck_assert_str_eq(status.text, refused[_i].words);
    ck_assert_uint_eq(out.count, 0);
    treadle_machine_drop(recording.machine);
    treadle_doc_drop(history);
    treadle_text_clear(&out);
    treadle_text_clear(&notes);
}
END_TEST

// The history of another machine: what is written is what this one does, and that is said.
START_TEST(what_goes_otherwise_is_said) {
    struct text out = {0}, notes = {0};
    struct treadle_status status = {0};
    struct doc *history = support_read(
        "[" STARTED "," ENTERED
        ",{\"id\":4,\"previousEventId\":3,\"type\":\"LambdaFunctionSucceeded\",\"timestamp\":1,"
        "\"lambdaFunctionSucceededEventDetails\":{\"output\":\"7\"}},{\"id\":5,\"type\":"
        "\"ExecutionSucceeded\",\"timestamp\":1,\"executionSucceededEventDetails\":{\"output\":"
        "\"8\"}}]");
    const struct suite_recording recording = {
        .machine = machine_of(task),
        .file = "m.asl.json",
        .name = "m",
        .history = treadle_doc_root(history)};
    ck_assert_int_eq(treadle_suite_record(&recording, &out, &notes, &status), 0);
    ck_assert_str_eq(
        out.bytes, "# Beside m.asl.json: treadle test m.test.yaml\nmachine: m.asl.json\ncases:\n"
                   "  as it happened:\n    mocks: {T: {result: 7}}\n    expect: {output: 7, path: "
                   "[T]}\n");
    ck_assert_str_eq(
        notes.bytes, "as it happened: played again it ends otherwise (SUCCEEDED): what is written "
                     "is what came then\n");
    treadle_machine_drop(recording.machine);
    treadle_doc_drop(history);
    treadle_text_clear(&out);
    treadle_text_clear(&notes);
}
END_TEST

// Whoever wrote them.
START_TEST(moments_that_there_are_not_are_none) {
    struct text out = {0}, notes = {0};
    struct treadle_status status = {0};
    struct doc *history = support_read(
        "[{\"id\":1,\"type\":\"ExecutionStarted\",\"timestamp\":1e300},"
        "{\"id\":2,\"previousEventId\":1,\"type\":\"TaskStateEntered\",\"timestamp\":-1e300,"
        "\"stateEnteredEventDetails\":{\"name\":\"T\"}},"
        "{\"id\":3,\"previousEventId\":2,\"type\":\"TaskScheduled\",\"timestamp\":-9e300,"
        "\"taskScheduledEventDetails\":{\"timeoutInSeconds\":9223372036854775807,"
        "\"heartbeatInSeconds\":9223372036854775807}},"
        "{\"id\":4,\"previousEventId\":3,\"type\":\"TaskSucceeded\",\"timestamp\":9e15,"
        "\"taskSucceededEventDetails\":{\"output\":\"7\"}},"
        "{\"id\":5,\"type\":\"ExecutionSucceeded\",\"timestamp\":1,"
        "\"executionSucceededEventDetails\":{\"output\":\"7\"}}]");
    const struct suite_recording recording = {
        .machine = machine_of(task),
        .file = "m.asl.json",
        .name = "m",
        .history = treadle_doc_root(history)};
    ck_assert_int_eq(treadle_suite_record(&recording, &out, &notes, &status), 0);
    ck_assert_ptr_nonnull(strstr(out.bytes, "mocks: {T: {result: 7}}\n"));
    treadle_machine_drop(recording.machine);
    treadle_doc_drop(history);
    treadle_text_clear(&out);
    treadle_text_clear(&notes);
}
END_TEST

// What a state looks for is made up where it comes from: in the input, or in a result, whatever
// name it is passed on under. Where that is not enough, nothing is expected.
static const struct {
    const char *definition, *config, *out, *notes;
} alone[] = {
    {TREADLE_JSON({
         "StartAt" : "P",
         "States" : {
             "P" : {"Type" : "Pass", "Parameters" : {"all.$" : "$"}, "Next" : "Q"},
             "Q" : {"Type" : "Pass", "InputPath" : "$.all.order", "Next" : "R"},
             "R" : {"Type" : "Pass", "Parameters" : {"of.$" : "$.customer.name"}, "End" : true}
         }
     }),
     NULL, "    input: {order: {customer: {name: text}}}\n", ""},
    {TREADLE_JSON({
         "StartAt" : "T",
         "States" : {
             "T" : {
                 "Type" : "Task",
                 "Resource" : "arn:aws:states:::lambda:invoke",
                 "Parameters" : {},
                 "ResultSelector" : {"got.$" : "States.StringToJson($.Payload.body)"},
                 "ResultPath" : "$.t",
                 "Next" : "U"
             },
             "U" : {
                 "Type" : "Task",
                 "Resource" : "arn:aws:lambda:us-east-1:1:function:f",
                 "ResultSelector" : {"list.$" : "$.names.list"},
                 "ResultPath" : "$.u",
                 "Next" : "M"
             },
             "M" : {
                 "Type" : "Map",
                 "ItemsPath" : "$.u.list",
                 "ItemProcessor" : {"StartAt" : "I", "States" : {"I" : {"Type" : "Succeed"}}},
                 "End" : true
             }
         }
     }),
     NULL,
     "    mocks: {T: {result: {StatusCode: 200, Payload: {body: \"{}\"}}}, U: {result: {names: "
     "{list: [{}]}}}}\n",
     ""},
    {TREADLE_JSON({
         "StartAt" : "M",
         "States" : {
             "M" : {
                 "Type" : "Map",
                 "ItemsPath" : "$.order.items",
                 "ItemSelector" : {"item.$" : "$$.Map.Item.Value"},
                 "ItemProcessor" : {
                     "StartAt" : "I",
                     "States" : {"I" : {"Type" : "Pass", "InputPath" : "$.item.sku", "End" : true}}
                 },
                 "End" : true
             }
         }
     }),
     NULL, "    input: {order: {items: [{sku: text}]}}\n", ""},
    {TREADLE_JSON({
         "StartAt" : "T",
         "States" : {
             "T" : {
                 "Type" : "Task",
                 "Resource" : "arn:aws:states:::lambda:invoke",
                 "Parameters" : {"Payload.$" : "$.order.id"},
                 "End" : true
             }
         }
     }),
     TREADLE_JSON({
         "StateMachines" : {"m" : {"TestCases" : {"Happy" : {"T" : "Fine"}}}},
         "MockedResponses" : {"Fine" : {"0" : {"Return" : 1}}}
     }),
     "    input: {order: {id: text}}\n    mocks: {T: {result: 1}}\n", ""},
    {TREADLE_JSON({
         "StartAt" : "T",
         "States" : {
             "T" : {
                 "Type" : "Task",
                 "Resource" : "arn:aws:states:::lambda:invoke",
                 "Parameters" : {"Payload.$" : "States.MathAdd($.n, 1)"},
                 "End" : true
             }
         }
     }),
     TREADLE_JSON({
         "StateMachines" : {"m" : {"TestCases" : {"Happy" : {"T" : "Fine"}}}},
         "MockedResponses" : {"Fine" : {"0" : {"Return" : 1}}}
     }),
     "  Happy:\n    input: {n: text}\n", "Happy: it needs another input, or other answers"},
};

START_TEST(what_is_missing_is_made_up) {
    struct text out = {0}, notes = {0};
    struct treadle_status status = {0};
    const struct suite_recording recording = {
        .machine = machine_of(alone[_i].definition),
        .file = "m.asl.json",
        .name = "m",
        .config = alone[_i].config};
    ck_assert_msg(treadle_suite_record(&recording, &out, &notes, &status) == 0, "%s", status.text);
    ck_assert_msg(strstr(out.bytes, alone[_i].out) != NULL, "%s", out.bytes);
    bool stumbles = alone[_i].notes[0] != '\0';
    ck_assert_int_eq(strstr(out.bytes, "expect:") == NULL, stumbles);
    ck_assert_int_eq(
        strncmp(treadle_text_string(&notes), alone[_i].notes, strlen(alone[_i].notes)), 0);
    ck_assert_int_eq(notes.count > 0, stumbles);
    treadle_machine_drop(recording.machine);
    treadle_text_clear(&out);
    treadle_text_clear(&notes);
}
END_TEST

// -- Recorded histories

// What became of it: nothing can be made of it; it comes out as it was; or otherwise.
enum became { REFUSED, SAME, OTHERWISE, BECAME_COUNT };

static enum became check(const cJSON *one) {
    const cJSON *definition = treadle_json_member(one, "definition");
    const cJSON *events = treadle_json_member(treadle_json_member(one, "expected"), "events");
    treadle_machine *machine;
    struct text text = {0}, out = {0}, notes = {0};
    if (definition == NULL || events == NULL) return REFUSED;
    treadle_json_write(&text, definition);
    int failed = treadle_machine_parse(text.bytes, &machine, NULL);
    treadle_text_clear(&text);
    if (failed != 0) return REFUSED;
    const struct suite_recording recording = {
        .machine = machine, .file = "m.asl.json", .name = "m", .history = events};
    enum became became = REFUSED;
    if (treadle_suite_record(&recording, &out, &notes, NULL) == 0)
        became = notes.count == 0 ? SAME : OTHERWISE;
    ck_assert_int_eq(out.count > 0, became != REFUSED);
    treadle_machine_drop(machine);
    treadle_text_clear(&out);
    treadle_text_clear(&notes);
    return became;
}

static const char *const files[] = {
    "aws/base.json", "aws/callback.json", "aws/errorhandling.json", "aws/map.json",
    "aws/parallel.json"};

START_TEST(recorded_histories_come_out_the_same) {
    struct doc *doc = support_data_json(files[_i]);
    uint32_t counts[BECAME_COUNT] = {0};
    if (doc == NULL) return;
    for (const cJSON *one = treadle_doc_root(doc)->child; one != NULL; one = one->next) {
        const char *kind = treadle_json_string(one, "kind");
        if (kind == NULL || strcmp(kind, "execution") != 0) continue;
        counts[check(one)]++;
    }
    printf(
        "%s: %u executions come out as they were, %u otherwise; nothing is made of %u\n", files[_i],
        counts[SAME], counts[OTHERWISE], counts[REFUSED]);
    ck_assert_uint_gt(counts[SAME], counts[OTHERWISE]);
    treadle_doc_drop(doc);
}
END_TEST

Suite *suite_record(void) {
    TCase *tests = tcase_create("record");
    ADD_EACH(tests, what_is_written_passes_at_once, made);
    ADD_EACH(tests, what_is_no_ended_execution_is_refused, refused);
    tcase_add_test(tests, what_goes_otherwise_is_said);
    tcase_add_test(tests, moments_that_there_are_not_are_none);
    ADD_EACH(tests, what_is_missing_is_made_up, alone);
    Suite *suite = support_suite("record", tests);
    ADD_EACH(support_recorded(suite), recorded_histories_come_out_the_same, files);
    return suite;
}
