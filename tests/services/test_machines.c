// State machines as resources: made, refused with the place of the mistake, found by name.
#include <string.h>

#include "base/json/value.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A    "111111111111"
#define B    "222222222222"
#define ROLE "\"RoleArn\":\"arn:aws:iam::" A ":role/r\""
#define TYPE "AWS::StepFunctions::StateMachine"

START_TEST(a_definition_may_be_text_or_an_object) {
    static const char *const definitions[] = {
        "{\"DefinitionString\":\"{\\\"StartAt\\\":\\\"${First}\\\",\\\"States\\\":{\\\"P\\\":{"
        "\\\"Type\\\":"
        "\\\"Pass\\\",\\\"Result\\\":${n}${No},\\\"End\\\":true}}}\",\"DefinitionSubstitutions\":{"
        "\"First\":\"P\",\"n\":9007199254740993,\"No\":\"\"}," ROLE "}",
        "{\"Definition\":{\"StartAt\":\"${First}\",\"States\":{\"P\":{\"Type\":\"Pass\",\"Result\":"
        "9007199254740993,\"End\":true}}},\"DefinitionSubstitutions\":{\"First\":\"P\"}," ROLE "}"};
    for (size_t i = 0; i < COUNT_OF(definitions); i++) {
        struct bed bed;
        bed_open(&bed, NULL);
        struct resource *machine = bed_make(&bed, A, TYPE, "M", definitions[i]);
        ck_assert_str_eq(
            treadle_json_string(machine->attributes, "Name"), strrchr(machine->ref, ':') + 1);
        struct treadle_world_machine found;
        ck_assert_int_eq(treadle_world_machine(bed.world, "M", &found, NULL), 0);
        ck_assert_str_eq(
            treadle_machine_text(found.machine),
            "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"Result\":9007199254740993,"
            "\"End\":true}}}");
        ck_assert_str_eq(found.role_arn, "arn:aws:iam::" A ":role/r");
        bed_close(&bed);
    }
}
END_TEST

#define GOOD                                                                                       \
    "\"Definition\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}"

static const struct {
    const char *properties, *said;
} refused[] = {
    {"{" ROLE "}", "M: it needs DefinitionString or Definition"},
    {"{" GOOD ",\"DefinitionString\":\"{}\"," ROLE "}",
     "M: it needs DefinitionString or Definition, not both"},
    {"{\"DefinitionString\":{}," ROLE "}", "M: DefinitionString must be a text, not object"},
    {"{\"Definition\":\"x\"," ROLE "}", "M: Definition must be an object"},
    {"{" GOOD "}", "M: RoleArn is missing: a machine acts under a role"},
    {"{" GOOD ",\"StateMachineType\":\"FAST\"," ROLE "}",
     "M: StateMachineType must be STANDARD or EXPRESS"},
    {"{" GOOD ",\"StateMachineName\":\"a b\"," ROLE "}", "M: Invalid Name: 'a b'"},
    {"{\"DefinitionString\":\"{\\n \\\"StartAt\\\": \\\"A\\\",\\n \\\"States\\\": {\\\"A\\\": "
     "{\\\"Type\\\": "
     "\\\"Pass\\\", \\\"Next\\\": \\\"Bb\\\"},\\n \\\"B\\\": {\\\"Type\\\": \\\"Pass\\\", "
     "\\\"End\\\": true}}}\"," ROLE "}",
     "the definition of M, line 3, column 43: MISSING_TRANSITION_TARGET: Missing 'Next' target: Bb "
     "at "
     "/States/A/Next\n"
     "3 |  \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"Bb\"},\n"
     "  |                                           ^^^^ no such state\n"
     "help: did you mean 'B' (line 4)?\n1 more"},
};

START_TEST(a_mistake_is_shown_where_it_is) {
    struct bed bed;
    bed_open(&bed, NULL);
    const char *said = bed_make_fails(&bed, A, TYPE, "M", refused[_i].properties);
    ck_assert_str_eq(said + strlen("stack.yaml:3:5: "), refused[_i].said);
    bed_close(&bed);
}
END_TEST

START_TEST(a_mistake_in_a_file_of_its_own) {
    struct bed bed;
    bed_open(&bed, NULL);
    struct birthplace place = {
        .account = A,
        .region = "us-east-1",
        .stack = "s",
        .logical_id = "M",
        .file = "stack.yaml",
        .source = "m.asl.json"};
    struct doc *doc = support_read("{\"DefinitionString\":\"not JSON\"," ROLE "}");
    struct resource *machine;
    struct treadle_status status = {0};
    ck_assert_int_eq(
        treadle_world_create(bed.world, &place, TYPE, doc, &machine, &status), TREADLE_EPARSE);
    ck_assert_int_eq(strncmp(status.text, "m.asl.json", 10), 0);
    treadle_doc_drop(doc);
    bed_close(&bed);
}
END_TEST

START_TEST(express_machines_and_logs_are_understood) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(
        &bed, A, TYPE, "M",
        "{" GOOD "," ROLE
        ",\"StateMachineType\":\"EXPRESS\",\"LoggingConfiguration\":{\"Level\":\"ALL\","
        "\"Destinations\":[{\"CloudWatchLogsLogGroup\":{}}]}}");
    ck_assert_uint_eq(bed.warnings.count, 0);
    bed_close(&bed);
}
END_TEST

START_TEST(a_machine_is_found_by_any_of_its_names) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(&bed, A, TYPE, "First", "{" GOOD "," ROLE ",\"StateMachineName\":\"one\"}");
    bed_make(&bed, B, TYPE, "Second", "{" GOOD "," ROLE ",\"StateMachineName\":\"one\"}");
    bed_make(&bed, A, TYPE, "one", "{" GOOD "," ROLE ",\"StateMachineName\":\"three\"}");
    struct treadle_world_machine found;
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_world_machine(bed.world, "Second", &found, NULL), 0);
    ck_assert_str_eq(found.account, B);
    ck_assert_str_eq(found.name, "one");
    ck_assert_int_eq(treadle_world_machine(bed.world, found.arn, &found, NULL), 0);
    ck_assert_str_eq(found.account, B);
    ck_assert_int_eq(treadle_world_machine(bed.world, "one", &found, &status), TREADLE_EEXIST);
    ck_assert_str_eq(
        status.text, "several state machines are called one; give the ARN of one:\n"
                     "  arn:aws:states:us-east-1:" A ":stateMachine:one\n"
                     "  arn:aws:states:us-east-1:" B ":stateMachine:one");
    ck_assert_int_eq(treadle_world_machine(bed.world, "thre", &found, &status), TREADLE_ENOTFOUND);
    ck_assert_str_eq(status.text, "no state machine is called thre\nhelp: did you mean 'three'?");
    ck_assert_int_eq(treadle_world_machine(bed.world, "xyzzy", &found, &status), TREADLE_ENOTFOUND);
    ck_assert_str_eq(status.text, "no state machine is called xyzzy");
    bed_close(&bed);
}
END_TEST

Suite *suite_machines(void) {
    TCase *tests = tcase_create("machines");
    tcase_add_test(tests, a_definition_may_be_text_or_an_object);
    ADD_EACH(tests, a_mistake_is_shown_where_it_is, refused);
    tcase_add_test(tests, a_mistake_in_a_file_of_its_own);
    tcase_add_test(tests, express_machines_and_logs_are_understood);
    tcase_add_test(tests, a_machine_is_found_by_any_of_its_names);
    return support_suite("machines", tests);
}
