// The published workflow, made by hand: account 111111111111's machine calls account 222222222222's
// API, which starts that account's machine, which puts the item. And everybody who must be refused.
#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/integrations/suites.h"
#include "tests/support/bed.h"

#define A        "111111111111"
#define B        "222222222222"
#define C        "333333333333"
#define SENDER   "arn:aws:states:us-east-1:" A ":stateMachine:SenderStateMachine"
#define RECEIVER "arn:aws:states:us-east-1:" B ":stateMachine:ReceiverStateMachine"

#define TRUST(service)                                                                             \
    "\"AssumeRolePolicyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"         \
    "\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"" service "\"}}]}"
#define MAY(action, resource)                                                                      \
    "\"Policies\":[{\"PolicyName\":\"p\",\"PolicyDocument\":{\"Version\":\"2012-10-17\","          \
    "\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" action "\",\"Resource\":\"" resource      \
    "\"}]}}]"

// In the order in which they are made. "@Id" is the Ref of the resource of that logical id, "@Root"
// the API's RootResourceId.
static const struct part {
    const char *account, *id, *type, *properties;
} parts[] = {
    {B, "ReceiverTable", "AWS::DynamoDB::Table",
     "{\"TableName\":\"ReceiverTable\",\"BillingMode\":\"PAY_PER_REQUEST\","
     "\"AttributeDefinitions\":"
     "[{\"AttributeName\":\"message\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":"
     "\"message\",\"KeyType\":\"HASH\"}]}"},
    {B, "ReceiverStateMachineRole", "AWS::IAM::Role",
     "{\"RoleName\":\"ReceiverStateMachineRole\"," TRUST("states.amazonaws.com") "," MAY(
         "dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:" B ":table/ReceiverTable") "}"},
    {B, "ReceiverStateMachine", "AWS::StepFunctions::StateMachine",
     "{\"StateMachineName\":\"ReceiverStateMachine\",\"RoleArn\":\"arn:aws:iam::" B
     ":role/ReceiverStateMachineRole\",\"DefinitionString\":\"{\\\"StartAt\\\":\\\"PutItem\\\","
     "\\\"States\\\":{\\\"PutItem\\\":{\\\"Type\\\":\\\"Task\\\",\\\"Resource\\\":\\\"arn:aws:"
     "states:::dynamodb:putItem\\\",\\\"Parameters\\\":{\\\"TableName\\\":\\\"ReceiverTable\\\","
     "\\\"Item\\\":{\\\"message\\\":{\\\"S.$\\\":\\\"$.inputValue\\\"}}},\\\"End\\\":true}}}\"}"},
    {B, "ReceiverApiRole", "AWS::IAM::Role",
     "{\"RoleName\":\"ReceiverApiRole\"," TRUST("apigateway.amazonaws.com") "," MAY(
         "states:StartExecution", RECEIVER) "}"},
    {B, "ReceiverApi", "AWS::ApiGateway::RestApi",
     "{\"Name\":\"ReceiverApi\",\"Policy\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
     "\"Allow\",\"Principal\":{\"Service\":\"states.amazonaws.com\"},\"Action\":"
     "\"execute-api:Invoke\",\"Resource\":\"execute-api:/*/POST/execution\",\"Condition\":{"
     "\"StringEquals\":{\"aws:SourceArn\":\"" SENDER "\"}}}]}}"},
    {B, "ReceiverResource", "AWS::ApiGateway::Resource",
     "{\"RestApiId\":\"@ReceiverApi\",\"ParentId\":\"@Root\",\"PathPart\":\"execution\"}"},
    {B, "ReceiverMethod", "AWS::ApiGateway::Method",
     "{\"RestApiId\":\"@ReceiverApi\",\"ResourceId\":\"@ReceiverResource\",\"HttpMethod\":\"POST\","
     "\"AuthorizationType\":\"AWS_IAM\",\"Integration\":{\"Type\":\"AWS\","
     "\"IntegrationHttpMethod\":"
     "\"POST\",\"Credentials\":\"arn:aws:iam::" B ":role/ReceiverApiRole\",\"Uri\":"
     "\"arn:aws:apigateway:us-east-1:states:action/StartExecution\",\"IntegrationResponses\":[{"
     "\"StatusCode\":\"200\"}]},\"MethodResponses\":[{\"StatusCode\":\"200\"}]}"},
    {B, "ReceiverDeployment", "AWS::ApiGateway::Deployment", "{\"RestApiId\":\"@ReceiverApi\"}"},
    {B, "ReceiverStage", "AWS::ApiGateway::Stage",
     "{\"RestApiId\":\"@ReceiverApi\",\"DeploymentId\":\"@ReceiverDeployment\",\"StageName\":"
     "\"dev\"}"},
    {A, "SenderStateMachineRole", "AWS::IAM::Role",
     "{\"RoleName\":\"SenderStateMachineRole\"," TRUST("states.amazonaws.com") "," MAY(
         "execute-api:Invoke", "arn:aws:execute-api:*:*:*") "}"},
    {A, "SenderStateMachine", "AWS::StepFunctions::StateMachine",
     "{\"StateMachineName\":\"SenderStateMachine\",\"RoleArn\":\"arn:aws:iam::" A
     ":role/SenderStateMachineRole\",\"DefinitionString\":\"{\\\"StartAt\\\":\\\"API Gateway "
     "Invoke\\\",\\\"States\\\":{\\\"API Gateway Invoke\\\":{\\\"Type\\\":\\\"Task\\\","
     "\\\"Resource\\\":\\\"arn:aws:states:::apigateway:invoke\\\",\\\"Parameters\\\":{"
     "\\\"ApiEndpoint.$\\\":\\\"$.apiEndpoint\\\",\\\"Method\\\":\\\"POST\\\",\\\"Stage\\\":"
     "\\\"dev\\\",\\\"Path\\\":\\\"/execution\\\",\\\"Headers\\\":{},\\\"RequestBody\\\":{"
     "\\\"input.$\\\":\\\"$.body\\\",\\\"stateMachineArn.$\\\":\\\"$.stateMachineArn\\\"},"
     "\\\"AuthType\\\":\\\"RESOURCE_POLICY\\\"},\\\"End\\\":true}}}\"}"}};

struct change {  // In the properties of a part; its whole text must be there.
    const char *from, *to;
};

// Every [from] in [text] as [to]; [found] counts them.
static const char *replaced(
    struct arena *arena, const char *text, const char *from, const char *to, int *found) {
    struct text out = {0};
    for (const char *at; (at = strstr(text, from)) != NULL; ++*found) {
        treadle_text_put(&out, text, (size_t)(at - text));
        treadle_text_add(&out, to);
        text = at + strlen(from);
    }
    treadle_text_add(&out, text);
    const char *copy = treadle_arena_copy(arena, treadle_text_string(&out));
    treadle_text_clear(&out);
    return copy;
}

enum { CHANGES_MAX = 4 };

struct pair {
    struct bed bed;
    const char *api;  // Its id.
};

static void open_pair(struct pair *pair, bool strict, const struct change *changes) {
    struct bed *bed = &pair->bed;
    const char *refs[COUNT_OF(parts)], *root = "@Root";
    int found[CHANGES_MAX] = {0}, any = 0;
    bed_open(bed, &(struct treadle_world_options){.version = 1, .strict = strict, .seed = 42});
    ck_assert_int_eq(treadle_integrations_add(bed->engine, bed->world), 0);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const char *text = parts[i].properties, *id = parts[i].id;
        for (int c = 0; changes != NULL && c < CHANGES_MAX && changes[c].from != NULL; c++) {
            text = replaced(&bed->arena, text, changes[c].from, changes[c].to, &found[c]);
        }
        for (size_t j = i; j-- > 0;)
            text = replaced(
                &bed->arena, text, treadle_arena_print(&bed->arena, "\"@%s\"", parts[j].id),
                treadle_arena_print(&bed->arena, "\"%s\"", refs[j]), &any);
        text = replaced(&bed->arena, text, "@Root", root, &any);
        bed->stack = *parts[i].account == '1' ? "sender" : "receiver";
        const struct resource *made = bed_make(bed, parts[i].account, id, parts[i].type, text);
        refs[i] = made->ref;
        if (strcmp(id, "ReceiverApi") == 0) {
            pair->api = made->ref;
            root = treadle_json_string(made->attributes, "RootResourceId");
        }
    }
    for (int c = 0; changes != NULL && c < CHANGES_MAX && changes[c].from != NULL; c++)
        ck_assert_msg(found[c] > 0, "nothing says %s", changes[c].from);
    struct treadle_status status = {0};
    ck_assert_msg(treadle_world_open_roles(bed->world, &status) == 0, "%s", status.text);
}

// -- looking

static struct heard start(
    struct pair *pair, const char *as, const char *account, const char *machine,
    const char *input) {
    struct arena *arena = &pair->bed.arena;
    struct text quoted = {0};
    treadle_json_write_string(&quoted, input);
    const char *whole = treadle_arena_print(
        arena, "{\"stateMachineArn\":\"%s\",\"input\":%s}", machine, treadle_text_string(&quoted));
    treadle_text_clear(&quoted);
    return bed_ask(&pair->bed, as, account, "states", "StartExecution", whole);
}

// How an execution ended: "SUCCEEDED OUTPUT", or "FAILED ERROR: CAUSE".
static const char *ending(struct pair *pair, const char *account, const char *arn) {
    struct arena *arena = &pair->bed.arena;
    struct heard heard = bed_ask(
        &pair->bed, NULL, account, "states", "DescribeExecution",
        treadle_arena_print(arena, "{\"executionArn\":\"%s\"}", arn));
    ck_assert_msg(heard.output != NULL, "%s", heard.text);
    const char *status = treadle_json_string(heard.output, "status"),
               *output = treadle_json_string(heard.output, "output"),
               *error = treadle_json_string(heard.output, "error"),
               *cause = treadle_json_string(heard.output, "cause");
    return output != NULL ? treadle_arena_print(arena, "%s %s", status, output)
                          : treadle_arena_print(
                                arena, "%s %s: %s", status, error == NULL ? "" : error,
                                cause == NULL ? "" : cause);
}

// Runs the sender with [target] in its message, and gives how it ended.
static const char *send(struct pair *pair, const char *machine, const char *target) {
    struct heard heard = start(
        pair, NULL, A, machine,
        treadle_arena_print(
            &pair->bed.arena,
            "{\"apiEndpoint\":\"%s.execute-api.us-east-1.amazonaws.com\",\"stateMachineArn\":\"%"
            "s\","
            "\"body\":\"{\\\"inputValue\\\":\\\"some message\\\"}\"}",
            pair->api, target));
    ck_assert_msg(heard.output != NULL, "%s", heard.text);
    return ending(pair, A, treadle_json_string(heard.output, "executionArn"));
}

// The ARN of the only execution of [machine]; NULL: there is none.
static const char *execution_of(struct pair *pair, const char *account, const char *machine) {
    struct heard heard = bed_ask(
        &pair->bed, NULL, account, "states", "ListExecutions",
        treadle_arena_print(&pair->bed.arena, "{\"stateMachineArn\":\"%s\"}", machine));
    ck_assert_msg(heard.output != NULL, "%s", heard.text);
    const cJSON *list = treadle_json_member(heard.output, "executions");
    ck_assert_uint_le(treadle_json_count(list), 1);
    return list->child == NULL ? NULL : treadle_json_string(list->child, "executionArn");
}

static const char *items(struct pair *pair) {
    return bed_ask(&pair->bed, NULL, B, "dynamodb", "Scan", "{\"TableName\":\"ReceiverTable\"}")
        .text;
}

#define ONE_ITEM                                                                                   \
    "{\"Items\":[{\"message\":{\"S\":\"some message\"}}],\"Count\":1,\"ScannedCount\":1}"
#define NO_ITEM "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}"

static void check_has(const char *text, const char *part) {
    ck_assert_msg(text != NULL && strstr(text, part) != NULL, "%s\nlacks %s", text, part);
}

// -- it runs

START_TEST(runs_end_to_end) {
    struct pair pair;
    open_pair(&pair, false, NULL);
    const char *end = send(&pair, SENDER, RECEIVER);
    check_has(end, "SUCCEEDED {\"Headers\":{");
    check_has(end, "\"StatusCode\":200,\"StatusText\":\"OK\"}");
    check_has(
        end, "\"ResponseBody\":{\"executionArn\":\"arn:aws:states:us-east-1:" B
             ":execution:ReceiverStateMachine:");
    check_has(end, "\"startDate\":");
    check_has(
        ending(&pair, B, execution_of(&pair, B, RECEIVER)), "SUCCEEDED {\"SdkHttpMetadata\":");
    ck_assert_str_eq(items(&pair), ONE_ITEM);
    const char *notes = treadle_text_string(&pair.bed.notes);
    check_has(
        notes, B " ReceiverApi POST /dev/execution let in: the policy allows states.amazonaws.com "
                 "with aws:SourceArn …:stateMachine:SenderStateMachine\n" B
                 " ReceiverApi StartExecution as ReceiverApiRole → ReceiverStateMachine\n");
    check_has(notes, B " ReceiverTable + {\"message\":{\"S\":\"some message\"}}\n");
    ck_assert_str_eq(treadle_text_string(&pair.bed.warnings), "");
    bed_close(&pair.bed);
}
END_TEST

START_TEST(repeats_the_same_bytes) {
    const char *ends[2];
    struct pair pairs[2];
    for (int i = 0; i < 2; i++) {
        open_pair(&pairs[i], false, NULL);
        ends[i] = send(&pairs[i], SENDER, RECEIVER);
    }
    ck_assert_str_eq(ends[0], ends[1]);
    ck_assert_str_eq(
        treadle_text_string(&pairs[0].bed.notes), treadle_text_string(&pairs[1].bed.notes));
    bed_close(&pairs[0].bed);
    bed_close(&pairs[1].bed);
}
END_TEST

// -- who is refused at the door

static const struct {
    const char *as, *account, *answer;
} strangers[] = {
    {"nobody", B, "{\\\"message\\\":\\\"Missing Authentication Token\\\"}"},  // R1
    {"arn:aws:iam::" C ":user/stranger", C,                                   // R2
     "{\\\"Message\\\":\\\"User: arn:aws:iam::" C ":user/stranger is not authorized to perform: "
     "execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********2222:"},
    {"arn:aws:iam::" C ":root", C, "is not authorized to perform: execute-api:Invoke"},
    {"arn:aws:iam::" A ":role/SenderStateMachineRole", A,
     "User: arn:aws:sts::" A ":assumed-role/SenderStateMachineRole/operator is not authorized"}};

START_TEST(refuses_strangers) {
    struct pair pair;
    open_pair(&pair, false, NULL);
    struct heard heard = bed_ask(
        &pair.bed, strangers[_i].as, strangers[_i].account, "execute-api", "Invoke",
        treadle_arena_print(
            &pair.bed.arena,
            "{\"ApiId\":\"%s\",\"Stage\":\"dev\",\"Method\":\"POST\",\"Path\":\"/execution\","
            "\"Headers\":{\"x-amz-source-arn\":[\"" SENDER "\"]},\"Body\":"
            "\"{\\\"stateMachineArn\\\":\\\"" RECEIVER "\\\",\\\"input\\\":\\\"{}\\\"}\"}",
            pair.api));
    check_has(heard.text, "\"StatusCode\":403");
    check_has(heard.text, strangers[_i].answer);
    ck_assert_ptr_null(execution_of(&pair, B, RECEIVER));
    ck_assert_str_eq(items(&pair), NO_ITEM);
    bed_close(&pair.bed);
}
END_TEST

// -- what a change does

#define MACHINE(name) "arn:aws:states:us-east-1:" A ":stateMachine:" name
#define POLICY_403                                                                                 \
    "FAILED ApiGateway.403: {\"Message\":\"User: states.amazonaws.com is not authorized to "       \
    "perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********2222:"
#define TOKEN_403 "FAILED ApiGateway.403: {\"message\":\"Missing Authentication Token\"}"
#define SESSION   "arn:aws:sts::" B ":assumed-role/ReceiverApiRole/"

static const struct {
    const char *name, *machine;  // [machine] NULL: the sender.
    struct change changes[CHANGES_MAX];
    const char *ending;  // Of the sender: all of these parts, up to NULL.
    const char *also;
    const char *receiver;  // Of the receiver; NULL: it was never started.
    bool strict, put;
} changed[] = {
    {"R3: another machine, whatever it sends",
     MACHINE("OtherStateMachine"),
     {{"\"StateMachineName\":\"SenderStateMachine\"", "\"StateMachineName\":\"OtherStateMachine\""},
      {"\\\"Headers\\\":{}", "\\\"Headers\\\":{\\\"aws-source-arn\\\":[\\\"" SENDER "\\\"]}"}},
     POLICY_403,
     "/dev/POST/execution\"}",
     NULL,
     false,
     false},
    {"unsigned", NULL, {{"RESOURCE_POLICY", "NO_AUTH"}}, TOKEN_403, "", NULL, false, false},
    {"as the sender's role",
     NULL,
     {{"RESOURCE_POLICY", "IAM_ROLE"}},
     "FAILED ApiGateway.403: {\"Message\":\"User: arn:aws:sts::" A
     ":assumed-role/SenderStateMachineRole/",
     "",
     NULL,
     false,
     false},
    {"no such resource",
     NULL,
     {{"\\\"/execution\\\"", "\\\"/elsewhere\\\""}},
     TOKEN_403,
     "",
     NULL,
     false,
     false},
    {"no such method",
     NULL,
     {{"\\\"Method\\\":\\\"POST\\\"", "\\\"Method\\\":\\\"PUT\\\""}},
     TOKEN_403,
     "",
     NULL,
     false,
     false},
    {"no such stage",
     NULL,
     {{"\\\"Stage\\\":\\\"dev\\\"", "\\\"Stage\\\":\\\"prod\\\""}},
     "FAILED ApiGateway.403: {\"message\":\"Forbidden\"}",
     "",
     NULL,
     false,
     false},
    {"a header that is not allowed",
     NULL,
     {{"\\\"Headers\\\":{}", "\\\"Headers\\\":{\\\"X-Amz-Security-Token\\\":[\\\"x\\\"]}"}},
     "FAILED States.Runtime: An error occurred while executing the state 'API Gateway Invoke'",
     "could not be used to start the Task: [The value of the field 'Headers' has an invalid "
     "format]",
     NULL,
     false,
     false},
    {"R4: a role without PutItem",
     NULL,
     {{"dynamodb:PutItem", "dynamodb:Query"}},
     "SUCCEEDED {",
     "\"StatusCode\":200",
     "FAILED DynamoDB.AmazonDynamoDBException: User: arn:aws:sts::" B
     ":assumed-role/ReceiverStateMachineRole/",
     false,
     false},
    {"R5: an API role that does not trust API Gateway",
     NULL,
     {{"\"apigateway.amazonaws.com\"", "\"lambda.amazonaws.com\""}},
     "FAILED ApiGateway.500: {\"message\": \"Internal server error\"}",
     "",
     NULL,
     false,
     false},
    {"R6: an API role without StartExecution",
     NULL,
     {{"states:StartExecution\",\"Resource", "states:StopExecution\",\"Resource"}},
     "SUCCEEDED {",
     "\"ResponseBody\":{\"__type\":\"AccessDeniedException\",\"message\":\"User: " SESSION,
     NULL,
     false,
     false},
    {"R6 without a mapping",
     NULL,
     {{"states:StartExecution\",\"Resource", "states:StopExecution\",\"Resource"},
      {"\"IntegrationResponses\"", "\"Unmapped\""}},
     "FAILED ApiGateway.400: {\"__type\":\"AccessDeniedException\"",
     "",
     NULL,
     false,
     false},
    {"R6 without a mapping, strictly",
     NULL,
     {{"states:StartExecution\",\"Resource", "states:StopExecution\",\"Resource"},
      {"\"IntegrationResponses\"", "\"Unmapped\""}},
     "FAILED ApiGateway.500: {\"message\": \"Internal server error\"}",
     "",
     NULL,
     true,
     false},
    {"without a mapping",
     NULL,
     {{"\"IntegrationResponses\"", "\"Unmapped\""}},
     "SUCCEEDED {",
     "\"StatusCode\":200",
     "SUCCEEDED",
     false,
     true},
    // As on AWS: it ran all the same.
    {"without a mapping, strictly",
     NULL,
     {{"\"IntegrationResponses\"", "\"Unmapped\""}},
     "FAILED ApiGateway.500: {\"message\": \"Internal server error\"}",
     "",
     "SUCCEEDED",
     true,
     true},
};

START_TEST(refuses_what_was_changed) {
    struct pair pair;
    const char *machine = changed[_i].machine == NULL ? SENDER : changed[_i].machine;
    open_pair(&pair, changed[_i].strict, changed[_i].changes);
    const char *end = send(&pair, machine, RECEIVER);
    check_has(end, changed[_i].ending);
    check_has(end, changed[_i].also);
    const char *receiver = execution_of(&pair, B, RECEIVER);
    ck_assert_msg(
        (receiver != NULL) == (changed[_i].receiver != NULL), "%s: %s", changed[_i].name, end);
    if (receiver != NULL) check_has(ending(&pair, B, receiver), changed[_i].receiver);
    ck_assert_str_eq(items(&pair), changed[_i].put ? ONE_ITEM : NO_ITEM);
    bed_close(&pair.bed);
}
END_TEST

// R4's words, whole.
START_TEST(names_the_error_of_a_role_that_may_not_put) {
    static const struct change without[CHANGES_MAX] = {{"dynamodb:PutItem", "dynamodb:Query"}};
    struct pair pair;
    open_pair(&pair, false, without);
    send(&pair, SENDER, RECEIVER);
    const char *end = ending(&pair, B, execution_of(&pair, B, RECEIVER));
    check_has(
        end, " is not authorized to perform: dynamodb:PutItem on resource: "
             "arn:aws:dynamodb:us-east-1:" B
             ":table/ReceiverTable because no identity-based policy allows the dynamodb:PutItem "
             "action (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: "
             "AccessDeniedException; Request ID: ");
    check_has(end, "; Proxy: null)");
    bed_close(&pair.bed);
}
END_TEST

// R5 for a Task: the receiver's own role does not trust Step Functions.
START_TEST(fails_a_task_whose_role_trusts_nobody) {
    static const struct change mistrust[CHANGES_MAX] = {
        {"sts:AssumeRole\",\"Principal\":{\"Service\":\"states",
         "sts:TagSession\",\"Principal\":{\"Service\":\"states"}};
    struct pair pair;
    open_pair(&pair, false, mistrust);
    struct heard heard = start(&pair, NULL, B, RECEIVER, "{\"inputValue\":\"x\"}");
    ck_assert_msg(heard.output != NULL, "%s", heard.text);
    check_has(
        ending(&pair, B, treadle_json_string(heard.output, "executionArn")),
        "FAILED States.TaskFailed: User: states.amazonaws.com is not authorized to perform: "
        "sts:AssumeRole on resource: arn:aws:iam::" B ":role/ReceiverStateMachineRole");
    ck_assert_str_eq(items(&pair), NO_ITEM);
    bed_close(&pair.bed);
}
END_TEST

// R6: a machine of a third account in the body, even for an API role that may do everything.
START_TEST(starts_no_machine_of_a_third_account) {
    static const struct change all[CHANGES_MAX] = {
        {"\"states:StartExecution\",\"Resource\":\"" RECEIVER "\"", "\"*\",\"Resource\":\"*\""}};
    static const char *const targets[] = {"Third", "Absent"};
    struct pair pair;
    open_pair(&pair, false, all);
    bed_make(
        &pair.bed, C, "Third", "AWS::StepFunctions::StateMachine",
        "{\"StateMachineName\":\"Third\",\"RoleArn\":\"arn:aws:iam::" C ":role/Third\","
        "\"DefinitionString\":\"{\\\"StartAt\\\":\\\"S\\\",\\\"States\\\":{\\\"S\\\":{\\\"Type\\\":"
        "\\\"Succeed\\\"}}}\"}");
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        const char *target = treadle_arena_print(
            &pair.bed.arena, "arn:aws:states:us-east-1:" C ":stateMachine:%s", targets[i]);
        const char *end = send(&pair, SENDER, target);
        check_has(end, "SUCCEEDED {");
        check_has(
            end,
            treadle_arena_print(
                &pair.bed.arena,
                "\"ResponseBody\":{\"__type\":\"AccessDeniedException\",\"message\":\"User:"
                " " SESSION "BackplaneAssumeRoleSession is not authorized to perform: "
                "states:StartExecution on resource: %s because no resource-based policy allows "
                "the states:StartExecution action\"}",
                target));
    }
    ck_assert_ptr_null(execution_of(&pair, C, "arn:aws:states:us-east-1:" C ":stateMachine:Third"));
    ck_assert_ptr_null(execution_of(&pair, B, RECEIVER));
    // Nor does its root get anywhere.
    struct heard heard = start(&pair, "arn:aws:iam::" C ":root", C, RECEIVER, "{}");
    ck_assert_str_eq(heard.code, "AccessDeniedException");
    bed_close(&pair.bed);
}
END_TEST

// A machine of 111… whose role is one of 222… gets nothing, though that role trusts Step Functions.
START_TEST(lends_no_role_across_accounts) {
    struct pair pair;
    open_pair(&pair, false, NULL);
    bed_make(
        &pair.bed, A, "Thief", "AWS::StepFunctions::StateMachine",
        "{\"StateMachineName\":\"Thief\",\"RoleArn\":\"arn:aws:iam::" B
        ":role/ReceiverStateMachineRole\",\"DefinitionString\":\"{\\\"StartAt\\\":\\\"T\\\","
        "\\\"States\\\":{\\\"T\\\":{\\\"Type\\\":\\\"Task\\\",\\\"Resource\\\":\\\"arn:aws:states::"
        ":"
        "dynamodb:putItem\\\",\\\"Parameters\\\":{\\\"TableName\\\":\\\"arn:aws:dynamodb:us-east-"
        "1:" B
        ":table/ReceiverTable\\\",\\\"Item\\\":{\\\"message\\\":{\\\"S\\\":\\\"stolen\\\"}}},"
        "\\\"End\\\":true}}}\"}");
    struct treadle_status status = {0};
    ck_assert_int_lt(treadle_world_open_roles(pair.bed.world, &status), 0);
    check_has(status.text, "Cross-account pass role is not allowed.");
    struct heard heard = start(&pair, NULL, A, MACHINE("Thief"), "{}");
    ck_assert_msg(heard.output != NULL, "%s", heard.text);
    check_has(
        ending(&pair, A, treadle_json_string(heard.output, "executionArn")),
        "FAILED States.TaskFailed: Cross-account pass role is not allowed.");
    ck_assert_str_eq(items(&pair), NO_ITEM);
    bed_close(&pair.bed);
}
END_TEST

Suite *suite_two_accounts(void) {
    TCase *tests = tcase_create("two_accounts");
    tcase_add_test(tests, runs_end_to_end);
    tcase_add_test(tests, repeats_the_same_bytes);
    ADD_EACH(tests, refuses_strangers, strangers);
    ADD_EACH(tests, refuses_what_was_changed, changed);
    tcase_add_test(tests, names_the_error_of_a_role_that_may_not_put);
    tcase_add_test(tests, fails_a_task_whose_role_trusts_nobody);
    tcase_add_test(tests, starts_no_machine_of_a_third_account);
    tcase_add_test(tests, lends_no_role_across_accounts);
    return support_suite("two accounts", tests);
}
