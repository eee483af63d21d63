// Map: what its definition becomes, and what is wrong with it.
#include <string.h>

#include "base/json/value.h"
#include "engine/model/machine.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

// In YAML: [more] stands in line 5.
#define STEPS        "StartAt: I, States: {I: {Type: Pass, End: true}}"
#define MAP(more)    "StartAt: M\nStates:\n  M: {Type: Map, End: true,\n" more "}"
#define INLINE(more) MAP("ItemProcessor: {" STEPS "},\n" more)
#define DISTRIBUTED(more)                                                                          \
    MAP("ItemProcessor: {ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: EXPRESS}, " STEPS     \
        "},\n" more)
#define CONFIG(more) MAP("ItemProcessor: {\nProcessorConfig: {" more "}, " STEPS "}")
#define READER(more)                                                                               \
    DISTRIBUTED("ItemReader: {Resource: 'arn:aws:states:::s3:getObject', " more "}")

static const struct {
    const char *text, *told;
} wrong[] = {
    {MAP(""), "3:3 SCHEMA_VALIDATION_FAILED: This object should have only one of the following "
              "fields: [ItemProcessor, Iterator] at /States/M \"ItemProcessor\": {\"StartAt\": "
              "\"…\", \"States\": {…}} is what runs for each item\n"},
    {INLINE("Iterator: {" STEPS "}"),
     "5:1 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[ItemProcessor, Iterator] at /States/M (there is 'ItemProcessor' already)\n"},
    {MAP("ItemProcessor: 1"), "4:16 SCHEMA_VALIDATION_FAILED: Expected value of type Object at "
                              "/States/M/ItemProcessor (this is a number)\n"},
    {MAP("ItemProcessor: {}"), "4:1 SCHEMA_VALIDATION_FAILED: These fields are required: [States, "
                               "StartAt] at /States/M/ItemProcessor\n"},
    {MAP("Iterator: {QueryLanguage: JSONata, TimeoutSeconds: 1, " STEPS "}"),
     "4:12 SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at "
     "/States/M/Iterator (an item processor has no such field)\n"
     "4:36 SCHEMA_VALIDATION_FAILED: Field 'TimeoutSeconds' is not supported at "
     "/States/M/Iterator (an item processor has no such field)\n"},
    {MAP("ItemProcessor: {StartAt: I, States: {I: {Type: Pass, Next: M}}}"),
     "4:60 MISSING_TRANSITION_TARGET: Missing 'Next' target: M at "
     "/States/M/ItemProcessor/States/I/Next (not in this States object) 'M' (line 3) is in "
     "another States object, which no transition can enter\n"
     "4:29 MISSING_END_STATE: Workflow has no terminal state end a state with \"End\": true, or "
     "add a Succeed or Fail state\n"},
    {MAP("ItemProcessor: {StartAt: M, States: {M: {Type: Pass, End: true}}}"),
     "4:38 DUPLICATE_STATE_NAME: Duplicate State name: M at /States/M/ItemProcessor/States/M names "
     "are unique in the whole machine; there is one in line 3\n"},
    {MAP("ItemProcessor: {StartAt: I, States: {I: {Type: Pass, End: true}, J: {Type: Succeed}}}"),
     "4:66 MISSING_TRANSITION_TARGET: State \"J\" is not reachable. at "
     "/States/M/ItemProcessor/States/J (nothing leads here)\n"},
    {INLINE("Items: [1], ItemPath: $.a"),
     "5:1 SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Items' is "
     "only supported for the 'JSONata' QueryLanguage at /States/M treadle does not run JSONata "
     "yet\n"
     "5:13 SCHEMA_VALIDATION_FAILED: Field 'ItemPath' is not supported at /States/M (no such "
     "field) did you mean 'ItemsPath'?\n"},
    {INLINE("ItemsPath: null"),
     "5:12 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/M/ItemsPath\n"},
    {INLINE("ItemsPath: '$.a[*]'"),
     "5:12 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/M/ItemsPath\n"},
    {INLINE("ItemSelector: {a.$: a}"),
     "5:21 SCHEMA_VALIDATION_FAILED: The value for the field 'a.$' must be a valid JSONPath or a "
     "valid intrinsic function call at /States/M/ItemSelector\n"},
    {INLINE("ItemSelector: {a: $.a}"),
     "warning 5:19 NO_DOLLAR: The value looks like a path, but the name of the field does not end "
     "in '.$' at /States/M/ItemSelector/a (a text, not the value it names)\n"},
    {INLINE("ItemSelector: {}, Parameters: {}"),
     "5:19 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[ItemSelector, Parameters] at /States/M (there is 'ItemSelector' already)\n"},
    {INLINE("MaxConcurrency: -1"),
     "5:17 SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/M/MaxConcurrency\n"},
    {INLINE("MaxConcurrency: many"),
     "5:17 SCHEMA_VALIDATION_FAILED: Expected value of type Integer at /States/M/MaxConcurrency "
     "(this is a string)\n"},
    {INLINE("MaxConcurrency: 1, MaxConcurrencyPath: $.n"),
     "5:20 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[MaxConcurrency, MaxConcurrencyPath] at /States/M (there is 'MaxConcurrency' already)\n"},
    {INLINE("MaxConcurrencyPath: $$.Execution.Input.n"),
     "5:21 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at "
     "/States/M/MaxConcurrencyPath\n"},
    {INLINE("ToleratedFailureCount: -1, ToleratedFailurePercentage: -0.1"),
     "5:24 SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/M/ToleratedFailureCount\n"
     "5:56 SCHEMA_VALIDATION_FAILED: Minimum value is 0.0 at "
     "/States/M/ToleratedFailurePercentage\n"},
    {INLINE("ToleratedFailurePercentage: 100.5, ToleratedFailurePercentagePath: $.p"),
     "5:29 SCHEMA_VALIDATION_FAILED: Maximum value is 100.0 at "
     "/States/M/ToleratedFailurePercentage\n"
     "5:36 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[ToleratedFailurePercentage, ToleratedFailurePercentagePath] at /States/M (there is "
     "'ToleratedFailurePercentage' already)\n"},
    {INLINE("ToleratedFailureCount: 1, ToleratedFailureCountPath: $$.a"),
     "5:27 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[ToleratedFailureCount, ToleratedFailureCountPath] at /States/M (there is "
     "'ToleratedFailureCount' already)\n"
     "5:54 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at "
     "/States/M/ToleratedFailureCountPath\n"},

    {CONFIG("Mode: Inline"), "5:25 SCHEMA_VALIDATION_FAILED: Value should be one of the following: "
                             "[INLINE, DISTRIBUTED] at /States/M/ItemProcessor/ProcessorConfig/Mode"
                             " did you mean 'INLINE'?\n"},
    {CONFIG("Mode: DISTRIBUTED"),
     "5:1 SCHEMA_VALIDATION_FAILED: These fields are required: [ExecutionType] at "
     "/States/M/ItemProcessor/ProcessorConfig\n"},
    {CONFIG("Mode: DISTRIBUTED, ExecutionType: FAST"),
     "5:53 SCHEMA_VALIDATION_FAILED: Value should be one of the following: [STANDARD, EXPRESS] at "
     "/States/M/ItemProcessor/ProcessorConfig/ExecutionType\n"},
    {CONFIG("Mode: INLINE, ExecutionType: EXPRESS"),
     "5:33 SCHEMA_VALIDATION_FAILED: Field 'ExecutionType' is not supported at "
     "/States/M/ItemProcessor/ProcessorConfig (an inline Map has no such field)\n"},
    {CONFIG("Modes: INLINE"),
     "5:19 SCHEMA_VALIDATION_FAILED: Field 'Modes' is not supported at "
     "/States/M/ItemProcessor/ProcessorConfig (no such field) did you mean 'Mode'?\n"},
    {MAP("ItemProcessor: {ProcessorConfig: 1, " STEPS "}"),
     "4:34 SCHEMA_VALIDATION_FAILED: Expected value of type Object at "
     "/States/M/ItemProcessor/ProcessorConfig (this is a number)\n"},

    {DISTRIBUTED("Label: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
     "5:8 INVALID_LABEL_NAME: The label name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' exceeds "
     "the "
     "40-character limit allowed by the service at /States/M/Label (the name of a part of an "
     "ARN)\n"},
    {DISTRIBUTED("Label: a b"),
     "5:8 INVALID_LABEL_NAME: A label holds no blanks, no brackets and no ? * : ; , \\ | ^ ~ $ # % "
     "& ` \" at /States/M/Label (the name of a part of an ARN)\n"},
    {DISTRIBUTED("Label: ''"), "5:8 INVALID_LABEL_NAME: A label cannot be empty at "
                               "/States/M/Label (the name of a part of an ARN)\n"},
    {MAP("Label: l, ItemProcessor: {StartAt: N, States: {N: {Type: Map, End: true,\n"
         "Label: l, ItemProcessor: {" STEPS "}}}}"),
     "5:8 DUPLICATE_LABEL_NAME: Duplicate Label name: l at "
     "/States/M/ItemProcessor/States/N/Label labels are unique in the whole machine; there is one "
     "in line 4\n"},

    {DISTRIBUTED("ItemReader: {}"),
     "5:1 SCHEMA_VALIDATION_FAILED: These fields are required: [Resource] at "
     "/States/M/ItemReader\n"},
    {DISTRIBUTED("ItemReader: {Resource: 'arn:aws:states:::s3:putObject', Arguments: {}}"),
     "5:24 SCHEMA_VALIDATION_FAILED: The field 'Resource' does not match any of the allowed values "
     "at /States/M/ItemReader/Resource\n"
     "5:57 SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Arguments' "
     "is only supported for the 'JSONata' QueryLanguage at /States/M/ItemReader treadle does not "
     "run JSONata yet\n"},
    {READER("ReaderConfig: {InputType: CSV}"),
     "5:57 SCHEMA_VALIDATION_FAILED: The field 'CSVHeaderLocation' is required at "
     "/States/M/ItemReader/ReaderConfig\n"},
    {READER("ReaderConfig: {InputType: JSON, CSVHeaderLocation: GIVEN}"),
     "5:89 SCHEMA_VALIDATION_FAILED: Field 'CSVHeaderLocation' is not supported at "
     "/States/M/ItemReader/ReaderConfig\n"},
    {READER("ReaderConfig: {InputType: CSV, CSVHeaderLocation: GIVEN}"),
     "5:57 SCHEMA_VALIDATION_FAILED: These fields are required: [CSVHeaders] at "
     "/States/M/ItemReader/ReaderConfig\n"},
    {READER("ReaderConfig: {CSVHeaders: [1], MaxItems: 100000001, MaxItemsPath: $.n}"),
     "5:85 SCHEMA_VALIDATION_FAILED: Expected value of type String at "
     "/States/M/ItemReader/ReaderConfig/CSVHeaders[0] (this is a number)\n"
     "5:99 SCHEMA_VALIDATION_FAILED: Maximum value is 100000000 at "
     "/States/M/ItemReader/ReaderConfig/MaxItems\n"
     "5:110 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [MaxItems, "
     "MaxItemsPath] at /States/M/ItemReader/ReaderConfig (there is 'MaxItems' already)\n"},
    {DISTRIBUTED("ItemBatcher: {BatchInput: {a: 1}}"),
     "5:1 SCHEMA_VALIDATION_FAILED: An ItemBatcher needs MaxItemsPerBatch or "
     "MaxInputBytesPerBatch at /States/M/ItemBatcher\n"},
    {DISTRIBUTED("ItemBatcher: {MaxItemsPerBatch: 1, MaxItemsPerBatchPath: $.n, "
                 "MaxInputBytesPerBatch: 262145}"),
     "5:36 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[MaxItemsPerBatch, MaxItemsPerBatchPath] at /States/M/ItemBatcher (there is "
     "'MaxItemsPerBatch' already)\n"
     "5:86 SCHEMA_VALIDATION_FAILED: Maximum value is 262144 at "
     "/States/M/ItemBatcher/MaxInputBytesPerBatch\n"},
    {DISTRIBUTED("ItemBatcher: {MaxInputBytesPerBatch: 1, MaxInputBytesPerBatchPath: $.n}"),
     "5:41 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[MaxInputBytesPerBatch, MaxInputBytesPerBatchPath] at /States/M/ItemBatcher (there is "
     "'MaxInputBytesPerBatch' already)\n"},
    {DISTRIBUTED("ResultWriter: {}"),
     "5:1 SCHEMA_VALIDATION_FAILED: A ResultWriter needs a WriterConfig, or a Resource with its "
     "Parameters at /States/M/ResultWriter\n"},
    {DISTRIBUTED("ResultWriter: {Resource: 'arn:aws:states:::s3:putObject', WriterConfig: {}}"),
     "5:1 SCHEMA_VALIDATION_FAILED: A ResultWriter needs a WriterConfig, or a Resource with its "
     "Parameters at /States/M/ResultWriter\n"
     "5:59 SCHEMA_VALIDATION_FAILED: These fields are required: [OutputType] at "
     "/States/M/ResultWriter/WriterConfig\n"},
    {DISTRIBUTED(
         "ResultWriter: {WriterConfig: {OutputType: CSV, Transformation: LOAD_AND_FLATTEN}}"),
     "5:43 SCHEMA_VALIDATION_FAILED: Value should be one of the following: [JSON, JSONL] at "
     "/States/M/ResultWriter/WriterConfig/OutputType\n"
     "5:64 SCHEMA_VALIDATION_FAILED: Value should be one of the following: [NONE, COMPACT, "
     "FLATTEN] at /States/M/ResultWriter/WriterConfig/Transformation\n"}};

START_TEST(says_what_is_wrong) {
    struct text told = {0};
    int status = model_read(wrong[_i].text, &told);
    ck_assert_str_eq(treadle_text_string(&told), wrong[_i].told);
    bool warnings = strncmp(wrong[_i].told, "warning", 7) == 0;
    ck_assert_int_eq(status, warnings ? 0 : TREADLE_EPARSE);
    treadle_text_clear(&told);
}
END_TEST

// -- Machines

static struct machine *parse(const char *text) {
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    ck_assert_msg(treadle_machine_parse(text, &machine, &status) == 0, "%s", status.text);
    return machine;
}

START_TEST(becomes_a_flow_for_every_item) {
    struct machine *machine = parse(INLINE(
        "ItemsPath: $.items, ItemSelector: {v.$: $$.Map.Item.Value}, MaxConcurrency: 7, Label: l, "
        "ToleratedFailureCount: 1, ResultSelector: {a.$: $}, ResultPath: $.r, "
        "Retry: [{ErrorEquals: [X]}], Catch: [{ErrorEquals: [X], Next: C}]}\n  C: {Type: Succeed"));
    const struct state *state = machine->states[0];
    const struct map_fields *map = state->of.map;
    ck_assert_int_eq(state->kind, KIND_MAP);
    ck_assert_str_eq(map->processor->start->name, "I");
    ck_assert_ptr_eq(map->processor->owner, state);
    ck_assert_str_eq(treadle_path_text(treadle_expr_path(map->items)), "$.items");
    ck_assert_ptr_nonnull(map->selector);
    ck_assert(state->uses_context && state->parameters == NULL);
    ck_assert_uint_eq(map->at_once, 7);
    ck_assert_ptr_null(map->at_once_path);
    ck_assert_ptr_null(map->later);
    ck_assert_uint_eq(state->retrier_count, 1);
    ck_assert_uint_eq(state->catcher_count, 1);
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(takes_the_older_names) {
    struct machine *machine = parse(MAP(
        "Iterator: {" STEPS ", ProcessorConfig: {Mode: INLINE}}, Parameters: {v.$: $}, ItemsPath: "
        "$, MaxConcurrencyPath: $.n"));
    const struct map_fields *map = machine->states[0]->of.map;
    ck_assert_str_eq(map->processor->start->name, "I");
    ck_assert_ptr_nonnull(map->selector);
    ck_assert_ptr_null(machine->states[0]->parameters);
    ck_assert_ptr_null(map->items);
    ck_assert_ptr_nonnull(map->at_once_path);
    treadle_machine_drop(machine);
}
END_TEST

// They are right, and are refused only when they are to run.
static const struct {
    const char *text, *later;
} distributed[] = {
    {DISTRIBUTED(""), "Mode"},
    {DISTRIBUTED(
         "Label: Ünïque-1, ToleratedFailurePercentage: 99.5, ToleratedFailureCountPath: $.n"),
     "Mode"},
    {READER("Parameters: {Bucket.$: $.b, Key: k}, ReaderConfig: {InputType: CSV, "
            "CSVHeaderLocation: GIVEN, CSVHeaders: [a], CSVDelimiter: TAB, MaxItemsPath: $.n}"),
     "Mode"},
    {READER("ReaderConfig: {InputType: JSON, ItemsPointer: /a, Transformation: NONE, MaxItems: 0}"),
     "Mode"},
    {READER("ReaderConfig: {ManifestType: S3_INVENTORY}"), "Mode"},
    {DISTRIBUTED("ItemReader: {Resource: 'arn:aws-cn:states:::s3:listObjectsV2', Parameters: {}}"),
     "Mode"},
    {DISTRIBUTED("ItemBatcher: {MaxItemsPerBatchPath: $.n, MaxInputBytesPerBatch: 262144, "
                 "BatchInput: {a.$: $.a}}"),
     "Mode"},
    {DISTRIBUTED("ResultWriter: {Resource: 'arn:aws:states:::s3:putObject', Parameters: {Bucket: "
                 "b}, WriterConfig: {OutputType: JSONL, Transformation: FLATTEN}}"),
     "Mode"},
    {INLINE("ItemReader: {Resource: 'arn:aws:states:::s3:getObject'}"), "ItemReader"},
    {INLINE("ItemBatcher: {MaxItemsPerBatch: 1}"), "ItemBatcher"},
    {INLINE("ResultWriter: {WriterConfig: {OutputType: JSON}}"), "ResultWriter"}};

START_TEST(takes_distributed_ones) {
    struct machine *machine = parse(distributed[_i].text);
    ck_assert_str_eq(machine->states[0]->of.map->later->string, distributed[_i].later);
    treadle_machine_drop(machine);
}
END_TEST

Suite *suite_maps(void) {
    TCase *tests = tcase_create("maps");
    ADD_EACH(tests, says_what_is_wrong, wrong);
    tcase_add_test(tests, becomes_a_flow_for_every_item);
    tcase_add_test(tests, takes_the_older_names);
    ADD_EACH(tests, takes_distributed_ones, distributed);
    return support_suite("maps", tests);
}
