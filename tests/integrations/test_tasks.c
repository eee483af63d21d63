// Tasks that call a table or an API, from the machine's side: what comes back, what fails and how.
#include <uv.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/integrations/suites.h"
#include "tests/support/bed.h"

#define ACCOUNT "222222222222"
#define ROLE    "arn:aws:iam::" ACCOUNT ":role/MachineRole"
#define MACHINE "arn:aws:states:us-east-1:" ACCOUNT ":stateMachine:Machine"

static void make_role(struct bed *bed, const char *name, const char *service, const char *actions) {
    bed_make(
        bed, ACCOUNT, name, "AWS::IAM::Role",
        treadle_arena_print(
            &bed->arena,
            "{\"RoleName\":\"%s\",\"AssumeRolePolicyDocument\":{\"Version\":\"2012-10-17\","
            "\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{"
            "\"Service\":\"%s\"}}]},\"Policies\":[{\"PolicyName\":\"p\",\"PolicyDocument\":{"
            "\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":%s,"
            "\"Resource\":\"*\"}]}}]}",
            name, service, actions));
}

static void open_with_table(struct bed *bed) {
    bed_open(bed, NULL);
    ck_assert_int_eq(treadle_integrations_add(bed->engine, bed->world), 0);
    bed_make(
        bed, ACCOUNT, "Table", "AWS::DynamoDB::Table",
        "{\"TableName\":\"Table\",\"AttributeDefinitions\":[{\"AttributeName\":\"id\","
        "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]"
        "}");
    make_role(
        bed, "MachineRole", "states.amazonaws.com",
        "[\"dynamodb:PutItem\",\"dynamodb:GetItem\",\"execute-api:Invoke\"]");
    make_role(bed, "IdleRole", "lambda.amazonaws.com", "\"*\"");
}

struct ending {
    struct bed *bed;
    const char *text;  // "OUTPUT", or "ERROR: CAUSE".
};

static void on_end(const struct treadle_result *result, void *data) {
    struct ending *ending = data;
    struct arena *arena = &ending->bed->arena;
    ck_assert_ptr_null(ending->text);
    ending->text = result->output != NULL
                       ? treadle_json_print(arena, result->output)
                       : treadle_arena_print(
                             arena, "%s: %s", result->error == NULL ? "" : result->error,
                             result->cause == NULL ? "" : result->cause);
}

// Runs a machine of one Task, as [role]; gives how it ended, NULL where it has not.
static const char *run(
    struct bed *bed, const char *role, const char *resource, const char *parameters) {
    struct ending ending = {.bed = bed};
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    const char *definition = treadle_arena_print(
        &bed->arena,
        "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"
        "\"arn:aws:states:::%s\",\"Parameters\":%s,\"End\":true}}}",
        resource, parameters);
    ck_assert_msg(
        treadle_machine_parse(definition, &machine, &status) == 0, "%s\n%s", definition,
        status.text);
    struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine,
        .machine_arn = MACHINE,
        .role_arn = role,
        .input = "{\"number\":5}"};
    ck_assert_int_eq(treadle_engine_begin(bed->engine, &start, NULL, on_end, &ending), 0);
    treadle_engine_turn(bed->engine, INT64_MAX);
    treadle_machine_drop(machine);
    return ending.text;
}

// -- dynamodb

// AWS, recorded (services.test_put_get_item): but for the request's id and the date.
START_TEST(shows_an_answer_as_the_sdk_does) {
    struct bed bed;
    open_with_table(&bed);
    const char *put =
        run(&bed, ROLE, "dynamodb:putItem",
            "{\"TableName\":\"Table\",\"Item\":{\"data\":{\"S\":\"HelloWorld\"},\"id\":{\"S\":"
            "\"id1\"}}}");
    struct doc *doc = support_read(put);
    const cJSON *root = treadle_doc_root(doc);
    const char *id =
        treadle_json_string(treadle_json_member(root, "SdkResponseMetadata"), "RequestId");
    ck_assert_uint_eq(strlen(id), 52);
    const char *want = treadle_arena_print(
        &bed.arena,
        "{\"SdkHttpMetadata\":{\"AllHttpHeaders\":{\"Server\":[\"Server\"],\"Connection\":[\"keep-"
        "alive\"],\"x-amzn-RequestId\":[\"%s\"],\"x-amz-crc32\":[\"2745614147\"],\"Content-"
        "Length\":[\"2\"],\"Date\":[\"Thu, 01 Jan 2026 00:00:00 GMT\"],\"Content-Type\":["
        "\"application/x-amz-json-1.0\"]},\"HttpHeaders\":{\"Connection\":\"keep-alive\","
        "\"Content-Length\":\"2\",\"Content-Type\":\"application/x-amz-json-1.0\",\"Date\":\"Thu, "
        "01 Jan 2026 00:00:00 GMT\",\"Server\":\"Server\",\"x-amz-crc32\":\"2745614147\","
        "\"x-amzn-RequestId\":\"%s\"},\"HttpStatusCode\":200},\"SdkResponseMetadata\":{"
        "\"RequestId\":\"%s\"}}",
        id, id, id);
    ck_assert_str_eq(put, want);
    const char *got =
        run(&bed, ROLE, "dynamodb:getItem",
            "{\"TableName\":\"Table\",\"Key\":{\"id\":{\"S\":\"id1\"}}}");
    const char *item = "{\"Item\":{\"data\":{\"S\":\"HelloWorld\"},\"id\":{\"S\":\"id1\"}},"
                       "\"SdkHttpMetadata\":{";
    ck_assert_msg(strncmp(got, item, strlen(item)) == 0, "%s", got);
    ck_assert_msg(strstr(got, "\"Content-Length\":\"53\"") != NULL, "%s", got);
    treadle_doc_drop(doc);
    bed_close(&bed);
}
END_TEST

#define SERVICE(code)                                                                              \
    " (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: " code "; Request ID: "

static const struct {
    const char *role, *resource, *parameters, *ending;
} failing[] = {
    {ROLE, "dynamodb:putItem", "{\"TableName\":\"Absent\",\"Item\":{}}",
     "DynamoDB.ResourceNotFoundException: Requested resource not found" SERVICE(
         "ResourceNotFoundException")},
    {ROLE, "dynamodb:putItem", "{\"TableName\":\"Table\",\"Item\":null}",
     "DynamoDB.AmazonDynamoDBException: 1 validation error detected: Value null at 'item' failed "
     "to satisfy constraint: Member must not be null" SERVICE("ValidationException")},
    {ROLE, "dynamodb:putItem",
     "{\"TableName\":\"/invalid_test_table\",\"Item\":{\"id\":{\"S\":\"id1\"}}}",
     "DynamoDB.AmazonDynamoDBException: 1 validation error detected: Value '/invalid_test_table' "
     "at "
     "'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
     "[a-zA-Z0-9_.-]+" SERVICE("ValidationException")},
    {ROLE, "dynamodb:deleteItem", "{\"TableName\":\"Table\",\"Key\":{\"id\":{\"S\":\"a\"}}}",
     "DynamoDB.AmazonDynamoDBException: User: arn:aws:sts::" ACCOUNT ":assumed-role/MachineRole/"},
    {"arn:aws:iam::" ACCOUNT ":role/IdleRole", "dynamodb:getItem",
     "{\"TableName\":\"Table\",\"Key\":{\"id\":{\"S\":\"a\"}}}",
     "States.TaskFailed: User: states.amazonaws.com is not authorized to perform: sts:AssumeRole "
     "on "
     "resource: arn:aws:iam::" ACCOUNT ":role/IdleRole"},
    {"arn:aws:iam::" ACCOUNT ":role/NoSuchRole", "dynamodb:getItem",
     "{\"TableName\":\"Table\",\"Key\":{\"id\":{\"S\":\"a\"}}}",
     "States.TaskFailed: User: states.amazonaws.com is not authorized to perform: sts:AssumeRole "
     "on "
     "resource: arn:aws:iam::" ACCOUNT ":role/NoSuchRole"},
    {ROLE, "dynamodb:putItem", "{\"TableName\":\"Table\"}",
     "States.Runtime: An error occurred while executing the state 'T' (entered at the event id "
     "#2). "
     "The Parameters '{\"TableName\":\"Table\"}' could not be used to start the Task: [The field "
     "\"Item\" is required but was missing]"}};

START_TEST(fails_as_step_functions_does) {
    struct bed bed;
    open_with_table(&bed);
    const char *ending = run(&bed, failing[_i].role, failing[_i].resource, failing[_i].parameters);
    ck_assert_msg(
        ending != NULL && strncmp(ending, failing[_i].ending, strlen(failing[_i].ending)) == 0,
        "%s", ending == NULL ? "it has not ended" : ending);
    if (strstr(failing[_i].ending, "Request ID") != NULL)
        ck_assert_msg(strstr(ending, "; Proxy: null)") != NULL, "%s", ending);
    bed_close(&bed);
}
END_TEST

// An unknown action, or a service without one here: nobody answers, and nothing is sent.
static const char *const unanswered[] = {"dynamodb:updateItem", "sqs:sendMessage"};

START_TEST(sends_nothing_where_nobody_answers) {
    struct bed bed;
    open_with_table(&bed);
    const char *ending =
        run(&bed, ROLE, unanswered[_i],
            _i == 0 ? "{\"TableName\":\"Table\",\"Key\":{\"id\":{\"S\":\"a\"}}}"
                    : "{\"QueueUrl\":\"q\",\"MessageBody\":\"m\"}");
    ck_assert_msg(ending != NULL && strncmp(ending, "States.Runtime", 14) == 0, "%s", ending);
    ck_assert_str_eq(treadle_text_string(&bed.notes), "");
    bed_close(&bed);
}
END_TEST

// -- apigateway: an API whose integration is PutItem, so that the table shows what was sent

static const char *make_api(struct bed *bed, const char *authorization, const char *policy) {
    struct arena *arena = &bed->arena;
    make_role(bed, "ApiRole", "apigateway.amazonaws.com", "\"dynamodb:*\"");
    const struct resource *api = bed_make(
        bed, ACCOUNT, "Api", "AWS::ApiGateway::RestApi",
        treadle_arena_print(arena, "{\"Name\":\"Api\"%s}", policy));
    bed_make(
        bed, ACCOUNT, "Method", "AWS::ApiGateway::Method",
        treadle_arena_print(
            arena,
            "{\"RestApiId\":\"%s\",\"ResourceId\":\"%s\",\"HttpMethod\":\"ANY\","
            "\"AuthorizationType\":\"%s\",\"Integration\":{\"Type\":\"AWS\",\"Credentials\":"
            "\"arn:aws:iam::" ACCOUNT ":role/ApiRole\",\"IntegrationHttpMethod\":\"POST\",\"Uri\":"
            "\"arn:aws:apigateway:us-east-1:dynamodb:action/PutItem\",\"IntegrationResponses\":[{"
            "\"StatusCode\":\"200\"},{\"StatusCode\":\"409\",\"SelectionPattern\":\"4..\"}]}}",
            api->ref, treadle_json_string(api->attributes, "RootResourceId"), authorization));
    bed_make(
        bed, ACCOUNT, "Deployment", "AWS::ApiGateway::Deployment",
        treadle_arena_print(arena, "{\"RestApiId\":\"%s\",\"StageName\":\"dev\"}", api->ref));
    return api->ref;
}

static const char *invoke(struct bed *bed, const char *id, const char *rest) {
    return run(
        bed, ROLE, "apigateway:invoke",
        treadle_arena_print(
            &bed->arena,
            "{\"ApiEndpoint\":\"%s.execute-api.us-east-1.amazonaws.com\",\"Method\":\"POST\",%s}",
            id, rest));
}

#define BODY "\"RequestBody\":{\"TableName\":\"Table\",\"Item\":{\"id\":{\"S\":\"a\"}}}"

START_TEST(gives_the_answer_as_step_functions_does) {
    struct bed bed;
    open_with_table(&bed);
    const char *id = make_api(&bed, "NONE", "");
    const char *output = invoke(&bed, id, "\"Stage\":\"dev\"," BODY);
    struct doc *doc = support_read(output);
    const cJSON *root = treadle_doc_root(doc), *member = root->child;
    static const char *const names[] = {"Headers", "ResponseBody", "StatusCode", "StatusText"};
    for (size_t i = 0; i < COUNT_OF(names); i++, member = member->next)
        ck_assert_str_eq(member->string, names[i]);
    ck_assert_ptr_null(member);
    support_same_json("{}", treadle_json_member(root, "ResponseBody"));
    support_same_json("200", treadle_json_member(root, "StatusCode"));
    ck_assert_str_eq(treadle_json_string(root, "StatusText"), "OK");
    ck_assert_msg(
        strstr(treadle_text_string(&bed.notes), "Table + {\"id\":{\"S\":\"a\"}}") != NULL, "%s",
        treadle_text_string(&bed.notes));
    treadle_doc_drop(doc);
    bed_close(&bed);
}
END_TEST

#define SERIALIZATION "ApiGateway.409: {\"__type\":\"SerializationException\"}"

static const struct {
    const char *rest, *ending;  // The beginning; [ending] "OK": it succeeded.
} sent[] = {
    {"\"Stage\":\"dev\",\"Path\":\"/\"," BODY, "OK"},
    {"\"Stage\":\"dev\",\"Path\":\"\"," BODY, "OK"},
    {"\"Stage\":\"prod\"," BODY, "ApiGateway.403: {\"message\":\"Forbidden\"}"},
    // Without a Stage the path begins with it, as the URL does.
    {BODY, "ApiGateway.403: {\"message\":\"Forbidden\"}"},
    {"\"Path\":\"/dev\"," BODY, "OK"},
    {"\"Path\":\"dev/\"," BODY, "OK"},
    {"\"Path\":\"/dev/elsewhere\"," BODY,
     "ApiGateway.403: {\"message\":\"Missing Authentication Token\"}"},
    {"\"Stage\":\"dev/elsewhere\"," BODY,
     "ApiGateway.403: {\"message\":\"Missing Authentication Token\"}"},
    {"\"Stage\":\"dev\",\"Path\":\"/elsewhere\"," BODY,
     "ApiGateway.403: {\"message\":\"Missing Authentication Token\"}"},
    // Null members are left out, unless they are allowed.
    {"\"Stage\":\"dev\",\"RequestBody\":{\"TableName\":\"Table\",\"Item\":{\"id\":{\"S\":\"a\","
     "\"N\":null},\"gone\":null}}",
     "OK"},
    {"\"Stage\":\"dev\",\"AllowNullValues\":true,\"RequestBody\":{\"TableName\":\"Table\",\"Item\":"
     "{"
     "\"id\":{\"S\":\"a\"},\"gone\":null}}",
     "ApiGateway.409: {\"__type\":\"ValidationException\""},
    // No body at all: the service sees an empty request.
    {"\"Stage\":\"dev\"", "ApiGateway.409: {\"__type\":\"ValidationException\""},
    {"\"Stage\":\"dev\",\"RequestBody\":null",
     "ApiGateway.409: {\"__type\":\"ValidationException\""},
    // A text goes as a JSON string, unless its type says otherwise.
    {"\"Stage\":\"dev\",\"RequestBody\":\"{\\\"TableName\\\":\\\"Table\\\"}\"", SERIALIZATION},
    {"\"Stage\":\"dev\",\"Headers\":{\"Content-Type\":[\"text/plain\"]},\"RequestBody\":"
     "\"{\\\"TableName\\\":\\\"Table\\\",\\\"Item\\\":{\\\"id\\\":{\\\"S\\\":\\\"a\\\"}}}\"",
     "OK"}};

START_TEST(sends_what_the_parameters_say) {
    struct bed bed;
    open_with_table(&bed);
    const char *id = make_api(&bed, "NONE", "");
    const char *ending = invoke(&bed, id, sent[_i].rest), *want = sent[_i].ending;
    ck_assert_ptr_nonnull(ending);
    if (strcmp(want, "OK") == 0) want = "{\"Headers\":";
    ck_assert_msg(strncmp(ending, want, strlen(want)) == 0, "%s", ending);
    if (strstr(sent[_i].rest, "gone") != NULL)
        ck_assert_ptr_null(strstr(treadle_text_string(&bed.notes), "gone\":"));
    bed_close(&bed);
}
END_TEST

#define POLICY(principal)                                                                          \
    ",\"Policy\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","                \
    "\"Principal\":" principal                                                                     \
    ",\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\"}]}"

static const struct {
    const char *policy, *type, *ending;
} asking[] = {
    {"", "", "ApiGateway.403: {\"message\":\"Missing Authentication Token\"}"},
    {"", ",\"AuthType\":\"NO_AUTH\"",
     "ApiGateway.403: {\"message\":\"Missing Authentication Token\"}"},
    {"", ",\"AuthType\":\"IAM_ROLE\"", "{\"Headers\":"},
    {"", ",\"AuthType\":\"RESOURCE_POLICY\"",
     "ApiGateway.403: {\"Message\":\"User: states.amazonaws.com is not authorized to perform: "
     "execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********2222:"},
    {POLICY("{\"Service\":\"states.amazonaws.com\"}"), ",\"AuthType\":\"RESOURCE_POLICY\"",
     "{\"Headers\":"}};

START_TEST(asks_as_auth_type_says) {
    struct bed bed;
    open_with_table(&bed);
    const char *id = make_api(&bed, "AWS_IAM", asking[_i].policy);
    const char *ending = invoke(
        &bed, id, treadle_arena_print(&bed.arena, "\"Stage\":\"dev\"," BODY "%s", asking[_i].type));
    ck_assert_msg(
        ending != NULL && strncmp(ending, asking[_i].ending, strlen(asking[_i].ending)) == 0, "%s",
        ending == NULL ? "it has not ended" : ending);
    bed_close(&bed);
}
END_TEST

#define CREDENTIALS(value) ",\"Credentials\":" value
#define IDLE               "{\"RoleArn\":\"arn:aws:iam::" ACCOUNT ":role/IdleRole\"}"
#define NO_ROLE            "States.Runtime: "
#define NOT_TRUSTED                                                                                \
    "States.TaskFailed: The role arn:aws:iam::" ACCOUNT                                            \
    ":role/MachineRole is not authorized to assume the task state's role, arn:aws:iam::" ACCOUNT   \
    ":role/IdleRole"

// Credentials hold whoever asks in the end.
static const struct {
    const char *type, *credentials, *ending;
} credited[] = {
    {"NO_AUTH", "", "{\"Headers\":"},
    {"NO_AUTH", CREDENTIALS(IDLE), NOT_TRUSTED},
    {"RESOURCE_POLICY", CREDENTIALS(IDLE), NOT_TRUSTED},
    {"IAM_ROLE", CREDENTIALS(IDLE), NOT_TRUSTED},
    {"NO_AUTH", CREDENTIALS("{\"RoleArn\":\"arn:aws:iam::" ACCOUNT ":role/TrustingRole\"}"),
     "{\"Headers\":"},
    {"NO_AUTH", CREDENTIALS("{\"RoleArn.$\":\"$.number\"}"), NO_ROLE},
    {"IAM_ROLE", CREDENTIALS("{\"RoleArn.$\":\"$.number\"}"), NO_ROLE},
};

START_TEST(credentials_hold_whoever_asks) {
    struct bed bed;
    open_with_table(&bed);
    bed_make(
        &bed, ACCOUNT, "TrustingRole", "AWS::IAM::Role",
        "{\"RoleName\":\"TrustingRole\",\"AssumeRolePolicyDocument\":{\"Statement\":{\"Effect\":"
        "\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"" ROLE "\"}}}}");
    const char *id = make_api(&bed, "NONE", "");
    const char *parameters = treadle_arena_print(
        &bed.arena,
        "{\"ApiEndpoint\":\"%s.execute-api.us-east-1.amazonaws.com\",\"Method\":\"POST\","
        "\"Stage\":\"dev\"," BODY ",\"AuthType\":\"%s\"}%s",
        id, credited[_i].type, credited[_i].credentials);
    const char *ending = run(&bed, ROLE, "apigateway:invoke", parameters);
    ck_assert_msg(
        ending != NULL && strncmp(ending, credited[_i].ending, strlen(credited[_i].ending)) == 0,
        "%s", ending == NULL ? "it has not ended" : ending);
    if (*credited[_i].ending != '{') ck_assert_str_eq(treadle_text_string(&bed.notes), "");
    bed_close(&bed);
}
END_TEST

#define TOKEN_CALL                                                                                 \
    "{\"ApiEndpoint\":\"%s.execute-api.us-east-1.amazonaws.com\",\"Method\":\"POST\","             \
    "\"Stage\":\"dev\"," BODY ",\"Headers\":{\"TaskToken.$\":\"States.Array($$.Task.Token)\"}}"

// Nobody could send the token back.
START_TEST(refuses_to_wait_for_a_token) {
    struct bed bed;
    open_with_table(&bed);
    const char *id = make_api(&bed, "NONE", "");
    const char *ending =
        run(&bed, ROLE, "apigateway:invoke.waitForTaskToken",
            treadle_arena_print(&bed.arena, TOKEN_CALL, id));
    ck_assert_ptr_nonnull(ending);
    ck_assert_str_eq(
        ending, "States.Runtime: Nobody can send a task token back to this process: a call with "
                ".waitForTaskToken wants a mock with `after:`.");
    ck_assert_str_eq(treadle_text_string(&bed.notes), "");
    bed_close(&bed);
}
END_TEST

static void on_loop_end(const struct treadle_result *result, void *data) {
    bool *ended = data;
    ck_assert_str_eq(result->error, "States.Runtime");
    *ended = true;
}

// On a loop an engine that is closed waits for its calls: none may stay.
START_TEST(an_engine_on_a_loop_closes_with_a_token_call) {
    uv_loop_t loop;
    treadle_engine *engine;
    treadle_world *world;
    treadle_machine *machine;
    bool ended = false;
    ck_assert_int_eq(uv_loop_init(&loop), 0);
    struct treadle_world_options options = {.version = TREADLE_WORLD_VERSION};
    ck_assert_int_eq(treadle_engine_open(&loop, NULL, &engine, NULL), 0);
    ck_assert_int_eq(treadle_world_open(engine, &options, &world, NULL), 0);
    ck_assert_int_eq(treadle_integrations_add(engine, world), 0);
    ck_assert_int_eq(
        treadle_machine_parse(
            "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"
            "\"arn:aws:states:::apigateway:invoke.waitForTaskToken\",\"Parameters\":{"
            "\"ApiEndpoint\":\"abc.execute-api.us-east-1.amazonaws.com\",\"Method\":\"GET\","
            "\"Headers\":{\"T.$\":\"States.Array($$.Task.Token)\"}},\"End\":true}}}",
            &machine, NULL),
        0);
    ck_assert_int_eq(treadle_engine_start(engine, machine, "{}", on_loop_end, &ended), 0);
    treadle_machine_drop(machine);
    uv_run(&loop, UV_RUN_DEFAULT);
    ck_assert(ended);
    treadle_engine_close(engine, NULL, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    ck_assert_int_eq(uv_loop_close(&loop), 0);
    treadle_world_close(world);
}
END_TEST

Suite *suite_tasks(void) {
    TCase *tests = tcase_create("tasks");
    tcase_add_test(tests, shows_an_answer_as_the_sdk_does);
    ADD_EACH(tests, fails_as_step_functions_does, failing);
    ADD_EACH(tests, sends_nothing_where_nobody_answers, unanswered);
    tcase_add_test(tests, gives_the_answer_as_step_functions_does);
    ADD_EACH(tests, sends_what_the_parameters_say, sent);
    ADD_EACH(tests, asks_as_auth_type_says, asking);
    ADD_EACH(tests, credentials_hold_whoever_asks, credited);
    tcase_add_test(tests, refuses_to_wait_for_a_token);
    tcase_add_test(tests, an_engine_on_a_loop_closes_with_a_token_call);
    return support_suite("tasks", tests);
}
