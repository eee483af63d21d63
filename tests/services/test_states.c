// Step Functions' operations, in AWS's words.
#include <stdio.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A         "111111111111"
#define B         "222222222222"
#define REGION    "arn:aws:states:us-east-1:"
#define MACHINE   REGION A ":stateMachine:M"
#define WAITER    REGION A ":stateMachine:W"
#define EXECUTION REGION A ":execution:M:x"

static void open_bed(struct bed *bed) {
    bed_open(bed, NULL);
    bed_role(bed, A, "r", "states.amazonaws.com", "*");
    bed_make(
        bed, A, "AWS::StepFunctions::StateMachine", "M",
        "{\"StateMachineName\":\"M\",\"RoleArn\":\"arn:aws:iam::" A ":role/"
        "r\",\"Definition\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}"
        "}");
    bed_make(
        bed, A, "AWS::StepFunctions::StateMachine", "W",
        "{\"StateMachineName\":\"W\",\"RoleArn\":\"arn:aws:iam::" A ":role/"
        "r\",\"Definition\":{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Choice\",\"Choices\":["
        "{"
        "\"Variable\":\"$.fail\",\"IsPresent\":true,\"Next\":\"F\"}],\"Default\":\"W\"},\"W\":{"
        "\"Type\":"
        "\"Wait\",\"Seconds\":60,\"End\":true},\"F\":{\"Type\":\"Fail\",\"Error\":\"E\",\"Cause\":"
        "\"why\"}}}}");
}

static struct heard ask(struct bed *bed, const char *operation, const char *input) {
    return bed_ask(bed, NULL, A, "states", operation, input);
}

// Asks, and turns the engine only as far as now: what waits goes on waiting.
static struct heard ask_now(struct bed *bed, const char *operation, const char *input) {
    struct heard heard = {0};
    struct doc *doc = support_read(input);
    struct treadle_ask one = {
        .service = "states", .operation = operation, .input = treadle_doc_root(doc)};
    ck_assert_int_eq(treadle_world_ask(bed->world, NULL, A, &one, bed_hear, &heard), 0);
    treadle_doc_drop(doc);
    while (treadle_engine_turn(bed->engine, treadle_engine_now(bed->engine)) && !heard.answers) {}
    ck_assert_uint_eq(heard.answers, 1);
    return heard;
}

#define INVALID(code, message) code " 400: " message

static const struct {
    const char *operation, *input, *said;
} refused[] = {
    // AWS, recorded (API.md 2, AWS_BEHAVIOUR.md 5.10).
    {"StartExecution", "{\"stateMachineArn\":\"not_a_valid_arn\"}",
     INVALID("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'")},
    {"StartExecution", "{\"stateMachineArn\":\"" REGION A ":stateMachine:Gone\"}",
     INVALID(
         "StateMachineDoesNotExist",
         "State Machine Does Not Exist: '" REGION A ":stateMachine:Gone'")},
    {"StartExecution", "{\"stateMachineArn\":\"arn:aws:states:eu-west-1:" A ":stateMachine:M\"}",
     INVALID(
         "StateMachineDoesNotExist",
         "State Machine Does Not Exist: 'arn:aws:states:eu-west-1:" A ":stateMachine:M'")},
    {"StartExecution", "{\"stateMachineArn\":\"" EXECUTION "\"}",
     INVALID("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: execution'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"a b\"}",
     INVALID("InvalidName", "Invalid Name: 'a b'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"a\\u001f\"}",
     INVALID("InvalidName", "Invalid Name: 'a\x1f'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"a\\u0085\"}",
     INVALID("InvalidName", "Invalid Name: 'a\xc2\x85'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"a\\ud83d\"}",
     INVALID("InvalidName", "Invalid Name: 'a\xed\xa0\xbd'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"input\":\"\"}",
     INVALID(
         "InvalidExecutionInput",
         "Invalid State Machine Execution Input: 'Invalid execution input.'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"input\":\"{'a':1}\"}",
     INVALID(
         "InvalidExecutionInput",
         "Invalid State Machine Execution Input: 'Unexpected character (''' "
         "(code 39)): was expecting double-quote to start field name'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"input\":\"not JSON\"}",
     INVALID(
         "InvalidExecutionInput", "Invalid State Machine Execution Input: 'Unrecognized token "
                                  "'not': was expecting (JSON String, "
                                  "Number, Array, Object or token 'null', 'true' or 'false')'")},
    // Jackson's own.
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"input\":\"{\\\"a\\\" 1}\"}",
     INVALID(
         "InvalidExecutionInput",
         "Invalid State Machine Execution Input: 'Unexpected character ('1' (code "
         "49)): was expecting a colon to separate field name and value'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"input\":\"{\\\"a\\\":[1 2]}\"}",
     INVALID(
         "InvalidExecutionInput",
         "Invalid State Machine Execution Input: 'Unexpected character ('2' (code "
         "50)): was expecting comma to separate Array entries'")},
    {"StartExecution",
     "{\"stateMachineArn\":\"" MACHINE "\",\"input\":\"{\\\"a\\\":{\\\"b}\\\":1}\"}",
     INVALID(
         "InvalidExecutionInput",
         "Invalid State Machine Execution Input: 'Unexpected end-of-input'")},
    {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"input\":\"{\\\"a\\\":}\"}",
     INVALID(
         "InvalidExecutionInput",
         "Invalid State Machine Execution Input: 'Unexpected character ('}' (code "
         "125)): expected a valid value (JSON String, Number, Array, Object or token "
         "'null', 'true' or 'false')'")},
    {"DescribeExecution", "{\"executionArn\":\"" EXECUTION "\"}",
     INVALID("ExecutionDoesNotExist", "Execution Does Not Exist: '" EXECUTION "'")},
    {"DescribeExecution", "{\"executionArn\":\"" REGION A ":express:M:x:y\"}",
     INVALID("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'")},
    {"DescribeExecution", "{\"executionArn\":\"arn:aws:states:eu-west-1:" A ":execution:M:x\"}",
     INVALID(
         "ExecutionDoesNotExist",
         "Execution Does Not Exist: 'arn:aws:states:eu-west-1:" A ":execution:M:x'")},
    {"GetExecutionHistory", "{\"executionArn\":\"invalid_state_machine_arn\"}",
     INVALID("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: invalid_state_machine_arn'")},
    {"GetExecutionHistory", "{\"executionArn\":\"" EXECUTION "\"}",
     INVALID("ExecutionDoesNotExist", "Execution Does Not Exist: '" EXECUTION "'")},
    {"ListExecutions", "{}",
     INVALID("ValidationException", "Must provide a StateMachine ARN or MapRun ARN")},
    {"ListExecutions", "{\"stateMachineArn\":\"" REGION A ":stateMachine:Gone\"}",
     INVALID(
         "StateMachineDoesNotExist",
         "State Machine Does Not Exist: '" REGION A ":stateMachine:Gone'")},
    {"ListExecutions", "{\"stateMachineArn\":\"" MACHINE "\",\"nextToken\":\"xyz\"}",
     INVALID("InvalidToken", "Invalid Token: 'Invalid token'")},
    {"ListExecutions", "{\"mapRunArn\":\"" REGION A ":mapRun:M/Map:x\"}",
     INVALID("ResourceNotFound", "Resource not found: '" REGION A ":mapRun:M/Map:x'")},
    {"ListStateMachines", "{\"maxResults\":1001}",
     INVALID(
         "ValidationException",
         "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy "
         "constraint: Member must have value less than or equal to 1000")},
    {"ListStateMachines", "{\"nextToken\":\"1.0000000000000000\"}",
     INVALID("InvalidToken", "Invalid Token: 'Invalid token'")},
};

START_TEST(refuses_in_the_words_of_aws) {
    struct bed bed;
    open_bed(&bed);
    ck_assert_str_eq(ask(&bed, refused[_i].operation, refused[_i].input).text, refused[_i].said);
    bed_close(&bed);
}
END_TEST

// Another account's ARNs get nowhere, whether there is something or not.
START_TEST(foreign_arns_get_nowhere) {
    static const struct {
        const char *operation, *input;
    } foreign[] = {
        {"StartExecution", "{\"stateMachineArn\":\"" MACHINE "\"}"},
        {"StartExecution", "{\"stateMachineArn\":\"" REGION A ":stateMachine:Gone\"}"},
        {"DescribeExecution", "{\"executionArn\":\"" EXECUTION "\"}"},
        {"DescribeExecution", "{\"executionArn\":\"" EXECUTION "2\"}"},
        {"GetExecutionHistory", "{\"executionArn\":\"" EXECUTION "\"}"},
        {"ListExecutions", "{\"stateMachineArn\":\"" MACHINE "\"}"},
    };
    struct bed bed;
    open_bed(&bed);
    ask(&bed, "StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"x\"}");
    for (size_t i = 0; i < COUNT_OF(foreign); i++) {
        struct heard heard =
            bed_ask(&bed, NULL, B, "states", foreign[i].operation, foreign[i].input);
        ck_assert_msg(strncmp(heard.text, "AccessDeniedException", 21) == 0, "%s", heard.text);
    }
    ck_assert_str_eq(
        bed_ask(&bed, NULL, B, "states", "ListStateMachines", "{}").text, "{\"stateMachines\":[]}");
    bed_close(&bed);
}
END_TEST

// AWS, recorded: ARNs of Express executions end in a UUID.
START_TEST(express_executions_share_a_name_and_are_not_listed) {
    static const char start[] =
        "{\"stateMachineArn\":\"" REGION A ":stateMachine:X\",\"name\":\"x\"}";
    static const char arn[] = "{\"executionArn\":\"" REGION A ":express:X:x:";
    struct bed bed;
    open_bed(&bed);
    bed_make(
        &bed, A, "AWS::StepFunctions::StateMachine", "X",
        "{\"StateMachineName\":\"X\",\"StateMachineType\":\"EXPRESS\",\"RoleArn\":"
        "\"arn:aws:iam::" A ":role/r\",\"Definition\":{\"StartAt\":\"P\",\"States\":{\"P\":"
        "{\"Type\":\"Succeed\"}}}}");
    struct heard one = ask(&bed, "StartExecution", start),
                 other = ask(&bed, "StartExecution", start);
    ck_assert_int_eq(strncmp(one.text, arn, strlen(arn)), 0);
    ck_assert_int_eq(strncmp(other.text, arn, strlen(arn)), 0);
    ck_assert_str_ne(one.text, other.text);
    ck_assert_str_eq(
        ask(&bed, "ListExecutions", "{\"stateMachineArn\":\"" REGION A ":stateMachine:X\"}").text,
        "StateMachineTypeNotSupported 400: This operation is not supported by this type of state "
        "machine");
    bed_close(&bed);
}
END_TEST

START_TEST(an_execution_is_started_and_described) {
    struct bed bed;
    open_bed(&bed);
    struct heard heard =
        ask(&bed, "StartExecution",
            "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"x\",\"input\":\"{\\\"a\\\": 1.0}\"}");
    ck_assert_str_eq(heard.text, "{\"executionArn\":\"" EXECUTION "\",\"startDate\":1767225600}");
    heard = ask(&bed, "DescribeExecution", "{\"executionArn\":\"" EXECUTION "\"}");
    ck_assert_str_eq(
        heard.text, "{\"executionArn\":\"" EXECUTION "\",\"stateMachineArn\":\"" MACHINE
                    "\",\"name\":\"x\",\"status\":\"SUCCEEDED\",\"startDate\":1767225600,"
                    "\"stopDate\":1767225600,"
                    "\"input\":\"{\\\"a\\\":1.0}\",\"inputDetails\":{\"included\":true},\"output\":"
                    "\"{\\\"a\\\":1.0}\","
                    "\"outputDetails\":{\"included\":true},\"redriveCount\":0,\"redriveStatus\":"
                    "\"NOT_REDRIVABLE\","
                    "\"redriveStatusReason\":\"Execution is SUCCEEDED and cannot be redriven\"}");
    heard =
        ask(&bed, "DescribeExecution",
            "{\"executionArn\":\"" EXECUTION "\",\"includedData\":\"METADATA_ONLY\"}");
    ck_assert_ptr_null(strstr(heard.text, "\"input\":"));
    ck_assert_ptr_nonnull(strstr(heard.text, "\"outputDetails\":{\"included\":false}"));
    bed_close(&bed);
}
END_TEST

START_TEST(a_failed_execution_may_be_redriven) {
    struct bed bed;
    open_bed(&bed);
    ask(&bed, "StartExecution",
        "{\"stateMachineArn\":\"" WAITER "\",\"name\":\"x\",\"input\":\"{\\\"fail\\\":1}\"}");
    struct heard heard =
        ask(&bed, "DescribeExecution", "{\"executionArn\":\"" REGION A ":execution:W:x\"}");
    ck_assert_ptr_nonnull(strstr(
        heard.text,
        "\"input\":\"{\\\"fail\\\":1}\",\"inputDetails\":{\"included\":true},\"error\":\"E\","
        "\"cause\":\"why\",\"redriveCount\":0,\"redriveStatus\":\"REDRIVABLE\"}"));
    bed_close(&bed);
}
END_TEST

#define START(name, input)                                                                         \
    "{\"stateMachineArn\":\"" WAITER "\",\"name\":\"" name "\",\"input\":\"" input "\"}"

START_TEST(the_same_name_with_the_same_input_is_the_same_execution) {
    struct bed bed;
    open_bed(&bed);
    struct heard first = ask_now(&bed, "StartExecution", START("x", "{\\\"a\\\":1}")),
                 again = ask_now(&bed, "StartExecution", START("x", "{ \\\"a\\\" : 1 }"));
    ck_assert_int_eq(strncmp(first.text, "{\"executionArn\":", 16), 0);
    ck_assert_str_eq(first.text, again.text);
    struct heard running =
        ask_now(&bed, "DescribeExecution", "{\"executionArn\":\"" REGION A ":execution:W:x\"}");
    ck_assert_ptr_nonnull(strstr(running.text, "\"status\":\"RUNNING\""));
    ck_assert_ptr_null(strstr(running.text, "stopDate"));
    struct heard other = ask_now(&bed, "StartExecution", START("x", "{\\\"a\\\":2}"));
    ck_assert_str_eq(
        other.text,
        INVALID(
            "ExecutionAlreadyExists", "Execution Already Exists: '" REGION A ":execution:W:x'"));
    bed_run(&bed);  // It ends.
    other = ask(&bed, "StartExecution", START("x", "{\\\"a\\\":1}"));
    ck_assert_int_eq(strncmp(other.text, "ExecutionAlreadyExists", 22), 0);
    bed_close(&bed);
}
END_TEST

// A name made from the key can only have been made by the same request: its answer was forgotten,
// its execution was not.
START_TEST(a_repeated_start_without_a_name_starts_nothing) {
    struct bed bed;
    open_bed(&bed);
    const char *input = "{\"stateMachineArn\":\"" MACHINE "\"}";
    struct heard first = bed_ask_key(&bed, NULL, A, "k", "states", "StartExecution", input);
    treadle_engine *engine = bed.engine;
    struct treadle_world_options options = {.version = TREADLE_WORLD_VERSION, .seed = 42};
    // Another world of the same seed over the same engine: it has no records.
    struct bed other = {.engine = engine, .options = options};
    bed_open(&other, NULL);
    treadle_engine_close(other.engine, NULL, NULL);
    other.engine = other.world->engine = engine;
    bed_make(
        &other, A, "AWS::StepFunctions::StateMachine", "M",
        "{\"StateMachineName\":\"M\",\"RoleArn\":\"arn:aws:iam::" A ":role/"
        "r\",\"Definition\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}"
        "}");
    struct heard again = bed_ask_key(&other, NULL, A, "k", "states", "StartExecution", input);
    ck_assert_str_eq(first.text, again.text);
    struct heard fresh = bed_ask_key(&other, NULL, A, "l", "states", "StartExecution", input);
    ck_assert_str_ne(first.text, fresh.text);
    treadle_world_close(other.world);
    treadle_text_clear(&other.warnings);
    bed_close(&bed);
}
END_TEST

static const char *start_many(struct bed *bed, int count) {
    for (int i = 0; i < count; i++) {
        char input[256];
        snprintf(
            input, sizeof(input), "{\"stateMachineArn\":\"%s\",\"name\":\"e%d\"}",
            i % 4 == 3 ? WAITER : MACHINE, i);
        ask_now(bed, "StartExecution", input);
    }
    return "";
}

// The names in a page of executions, and its token.
static const char *names(struct bed *bed, const char *text, const char *list, const char **token) {
    struct doc *doc = support_read(text);
    const cJSON *root = treadle_doc_root(doc);
    struct text out = {0};
    for (const cJSON *one = treadle_json_member(root, list)->child; one != NULL; one = one->next)
        treadle_text_printf(&out, "%s ", treadle_json_string(one, "name"));
    const char *copy = treadle_arena_copy(&bed->arena, treadle_text_string(&out));
    *token = treadle_arena_copy(&bed->arena, treadle_json_string(root, "nextToken"));
    treadle_text_clear(&out);
    treadle_doc_drop(doc);
    return copy;
}

START_TEST(executions_are_listed_newest_first_in_pages) {
    struct bed bed;
    open_bed(&bed);
    start_many(&bed, 8);
    const char *token;
    struct heard heard =
        ask_now(&bed, "ListExecutions", "{\"stateMachineArn\":\"" MACHINE "\",\"maxResults\":4}");
    ck_assert_str_eq(names(&bed, heard.text, "executions", &token), "e6 e5 e4 e2 ");
    ck_assert_ptr_nonnull(token);
    // One more starts; the next page is what it was.
    ask_now(&bed, "StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"late\"}");
    heard = ask_now(
        &bed, "ListExecutions",
        treadle_arena_print(
            &bed.arena,
            "{\"stateMachineArn\":\"" MACHINE "\",\"maxResults\":4,\"nextToken\":\"%s\"}", token));
    ck_assert_str_eq(names(&bed, heard.text, "executions", &token), "e1 e0 ");
    ck_assert_ptr_null(token);
    heard = ask_now(
        &bed, "ListExecutions",
        "{\"stateMachineArn\":\"" WAITER "\",\"statusFilter\":\"RUNNING\"}");
    ck_assert_str_eq(names(&bed, heard.text, "executions", &token), "e7 e3 ");
    heard = ask_now(
        &bed, "ListExecutions",
        "{\"stateMachineArn\":\"" WAITER "\",\"statusFilter\":\"SUCCEEDED\"}");
    ck_assert_str_eq(heard.text, "{\"executions\":[]}");
    bed_close(&bed);
}
END_TEST

START_TEST(a_list_item_says_when_and_how) {
    struct bed bed;
    open_bed(&bed);
    ask(&bed, "StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"x\"}");
    struct heard heard = ask(&bed, "ListExecutions", "{\"stateMachineArn\":\"" MACHINE "\"}");
    ck_assert_str_eq(
        heard.text,
        "{\"executions\":[{\"executionArn\":\"" EXECUTION "\",\"stateMachineArn\":\"" MACHINE
        "\",\"name\":\"x\",\"status\":\"SUCCEEDED\",\"startDate\":1767225600,\"stopDate\":"
        "1767225600,\"redriveCount\":0}]}");
    bed_close(&bed);
}
END_TEST

// The ids in a page of a history, and its token.
static const char *ids(struct bed *bed, const char *text, const char **token) {
    struct doc *doc = support_read(text);
    const cJSON *root = treadle_doc_root(doc);
    struct text out = {0};
    for (const cJSON *one = treadle_json_member(root, "events")->child; one != NULL;
         one = one->next)
        treadle_text_printf(&out, "%d ", (int)treadle_json_member(one, "id")->valuedouble);
    const char *copy = treadle_arena_copy(&bed->arena, treadle_text_string(&out));
    *token = treadle_arena_copy(&bed->arena, treadle_json_string(root, "nextToken"));
    treadle_text_clear(&out);
    treadle_doc_drop(doc);
    return copy;
}

static const char *history(
    struct bed *bed, const char *more, const char *token_in, const char **token) {
    const char *input = treadle_arena_print(
        &bed->arena, "{\"executionArn\":\"" EXECUTION "\"%s%s%s%s}", more,
        token_in == NULL ? "" : ",\"nextToken\":\"", token_in == NULL ? "" : token_in,
        token_in == NULL ? "" : "\"");
    struct heard heard = ask(bed, "GetExecutionHistory", input);
    ck_assert_msg(*heard.text == '{', "%s", heard.text);
    return ids(bed, heard.text, token);
}

START_TEST(a_history_is_read_in_pages_both_ways) {
    struct bed bed;
    open_bed(&bed);
    ask(&bed, "StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"x\"}");
    const char *token;
    ck_assert_str_eq(history(&bed, "", NULL, &token), "1 2 3 4 ");
    ck_assert_ptr_null(token);
    ck_assert_str_eq(history(&bed, ",\"maxResults\":3", NULL, &token), "1 2 3 ");
    ck_assert_str_eq(history(&bed, ",\"maxResults\":3", token, &token), "4 ");
    ck_assert_ptr_null(token);
    static const char back[] = ",\"maxResults\":3,\"reverseOrder\":true";
    ck_assert_str_eq(history(&bed, back, NULL, &token), "4 3 2 ");
    ck_assert_str_eq(history(&bed, back, token, &token), "1 ");
    ck_assert_ptr_null(token);
    bed_close(&bed);
}
END_TEST

START_TEST(a_history_may_hide_the_data) {
    struct bed bed;
    open_bed(&bed);
    ask(&bed, "StartExecution",
        "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"x\",\"input\":\"{\\\"a\\\":1}\"}");
    struct heard with = ask(&bed, "GetExecutionHistory", "{\"executionArn\":\"" EXECUTION "\"}"),
                 without =
                     ask(&bed, "GetExecutionHistory",
                         "{\"executionArn\":\"" EXECUTION "\",\"includeExecutionData\":false}");
    ck_assert_ptr_nonnull(strstr(with.text, "\"input\":\"{\\\"a\\\":1}\""));
    ck_assert_ptr_null(strstr(without.text, "\"input"));
    ck_assert_ptr_null(strstr(without.text, "\"output"));
    ck_assert_ptr_nonnull(strstr(without.text, "\"name\":\"P\""));
    bed_close(&bed);
}
END_TEST

START_TEST(machines_are_listed_by_name_in_pages) {
    struct bed bed;
    open_bed(&bed);
    const char *token;
    struct heard heard = ask(&bed, "ListStateMachines", "{\"maxResults\":1}");
    ck_assert_str_eq(names(&bed, heard.text, "stateMachines", &token), "M ");
    heard =
        ask(&bed, "ListStateMachines",
            treadle_arena_print(&bed.arena, "{\"maxResults\":1,\"nextToken\":\"%s\"}", token));
    ck_assert_str_eq(
        heard.text, "{\"stateMachines\":[{\"stateMachineArn\":\"" WAITER
                    "\",\"name\":\"W\",\"type\":\"STANDARD\",\"creationDate\":1767225600}]}");
    bed_close(&bed);
}
END_TEST

START_TEST(what_aws_drops_is_told) {
    struct bed bed;
    open_bed(&bed);
    for (int i = 0; i < 2; i++) {
        struct heard heard =
            ask(&bed, "StartExecution", "{\"stateMachineArn\":\"" MACHINE "\",\"Input\":\"{}\"}");
        ck_assert_int_eq(*heard.text, '{');
    }
    ck_assert_str_eq(
        bed.warnings.bytes, "states:StartExecution does not know Input and drops it, as on AWS\n");
    bed_close(&bed);
}
END_TEST

#define START_SELF(name)                                                                           \
    "\"" name                                                                                      \
    "\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::ask:states\",\"Parameters\":{"          \
    "\"Operation\":\"StartExecution\",\"Input\":{\"stateMachineArn\":\"" REGION A                  \
    ":stateMachine:S\"}}"

// Once or twice each: a chain, and a tree that would double with every step.
static const char *const families[] = {
    "{\"StartAt\":\"S\",\"States\":{" START_SELF("S") ",\"End\":true}}}",
    "{\"StartAt\":\"S\",\"States\":{" START_SELF("S") ",\"Next\":\"T\"}," START_SELF(
        "T") ",\"End\":true}}}",
};

START_TEST(machines_that_start_each_other_end) {
    struct bed bed;
    open_bed(&bed);
    bed_make(
        &bed, A, "AWS::StepFunctions::StateMachine", "S",
        treadle_arena_print(
            &bed.arena,
            "{\"StateMachineName\":\"S\",\"RoleArn\":\"arn:aws:iam::" A
            ":role/r\",\"Definition\":%s}",
            families[_i]));
    // Nearly full already: to fill one takes its time.
    struct family family = {.count = LIMIT_execution_family_max - 20},
                  other = {.count = LIMIT_execution_family_max - 1};
    treadle_map_put(&bed.world->families, REGION A ":execution:S:x", &family);
    treadle_map_put(&bed.world->families, REGION A ":execution:S:y", &other);
    ask(&bed, "StartExecution",
        "{\"stateMachineArn\":\"" REGION A ":stateMachine:S\",\"name\":\"x\"}");
    ck_assert_uint_eq(family.count, LIMIT_execution_family_max);
    ck_assert_uint_eq(bed.world->families.count, 22);
    // One that is started from outside is the first of a family of its own.
    ask(&bed, "StartExecution",
        "{\"stateMachineArn\":\"" REGION A ":stateMachine:S\",\"name\":\"y\"}");
    ck_assert_uint_eq(other.count, LIMIT_execution_family_max);
    ck_assert_uint_eq(bed.world->families.count, 23);
    struct heard heard =
        ask(&bed, "ListExecutions",
            "{\"stateMachineArn\":\"" REGION A ":stateMachine:S\",\"statusFilter\":\"FAILED\"}");
    ck_assert_msg(strstr(heard.text, "\"FAILED\"") != NULL, "%s", heard.text);
    bed_close(&bed);
}
END_TEST

Suite *suite_states(void) {
    TCase *tests = tcase_create("states");
    ADD_EACH(tests, refuses_in_the_words_of_aws, refused);
    tcase_add_test(tests, foreign_arns_get_nowhere);
    tcase_add_test(tests, express_executions_share_a_name_and_are_not_listed);
    tcase_add_test(tests, an_execution_is_started_and_described);
    tcase_add_test(tests, a_failed_execution_may_be_redriven);
    tcase_add_test(tests, the_same_name_with_the_same_input_is_the_same_execution);
    tcase_add_test(tests, a_repeated_start_without_a_name_starts_nothing);
    tcase_add_test(tests, executions_are_listed_newest_first_in_pages);
    tcase_add_test(tests, a_list_item_says_when_and_how);
    tcase_add_test(tests, a_history_is_read_in_pages_both_ways);
    tcase_add_test(tests, a_history_may_hide_the_data);
    tcase_add_test(tests, machines_are_listed_by_name_in_pages);
    ADD_EACH(tests, machines_that_start_each_other_end, families);
    tcase_add_test(tests, what_aws_drops_is_told);
    return support_suite("states", tests);
}
