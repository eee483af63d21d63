// Invoke, asked through the whole world. The API's integration is DynamoDB's PutItem, so what
// passed can be looked at.
#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/apigateway/suites.h"
#include "tests/support/bed.h"

#define ACCOUNT  "222222222222"
#define STRANGER "arn:aws:iam::333333333333:user/stranger"
#define ROLE     "arn:aws:iam::" ACCOUNT ":role/ApiRole"

struct api_options {
    const char *policy, *authorization, *integration, *trust, *actions;  // NULL: what works.
    bool strict;
};

static const char *chosen(const char *given, const char *otherwise) {
    return given == NULL ? otherwise : given;
}

static void make_role(struct bed *bed, const struct api_options *options) {
    bed_make(
        bed, ACCOUNT, "ApiRole", "AWS::IAM::Role",
        treadle_arena_print(
            &bed->arena,
            "{\"RoleName\":\"ApiRole\",\"AssumeRolePolicyDocument\":{\"Version\":\"2012-10-17\","
            "\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{"
            "\"Service\":\"%s\"}}]},\"Policies\":[{\"PolicyName\":\"p\",\"PolicyDocument\":{"
            "\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"%s\","
            "\"Resource\":\"*\"}]}}]}",
            chosen(options->trust, "apigateway.amazonaws.com"),
            chosen(options->actions, "dynamodb:PutItem")));
}

static const struct resource *make_api(struct bed *bed, const struct api_options *options) {
    struct arena *arena = &bed->arena;
    const char *policy = options->policy == NULL
                             ? ""
                             : treadle_arena_print(arena, ",\"Policy\":%s", options->policy);
    const struct resource *api = bed_make(
        bed, ACCOUNT, "Api", "AWS::ApiGateway::RestApi",
        treadle_arena_print(arena, "{\"Name\":\"PutApi\"%s}", policy));
    const struct resource *part = bed_make(
        bed, ACCOUNT, "Part", "AWS::ApiGateway::Resource",
        treadle_arena_print(
            arena, "{\"RestApiId\":\"%s\",\"ParentId\":\"%s\",\"PathPart\":\"{name}\"}", api->ref,
            treadle_json_string(api->attributes, "RootResourceId")));
    const char *integration =
        chosen(options->integration, ",\"IntegrationResponses\":[{\"StatusCode\":\"200\"}]");
    bed_make(
        bed, ACCOUNT, "Method", "AWS::ApiGateway::Method",
        treadle_arena_print(
            arena,
            "{\"RestApiId\":\"%s\",\"ResourceId\":\"%s\",\"HttpMethod\":\"POST\","
            "\"AuthorizationType\":\"%s\",\"Integration\":{\"Type\":\"AWS\",\"Credentials\":\"" ROLE
            "\",\"IntegrationHttpMethod\":\"POST\",\"Uri\":"
            "\"arn:aws:apigateway:us-east-1:dynamodb:action/PutItem\"%s}}",
            api->ref, part->ref, chosen(options->authorization, "AWS_IAM"), integration));
    bed_make(
        bed, ACCOUNT, "Deployment", "AWS::ApiGateway::Deployment",
        treadle_arena_print(arena, "{\"RestApiId\":\"%s\",\"StageName\":\"dev\"}", api->ref));
    return api;
}

static const struct resource *open_with_api(struct bed *bed, const struct api_options *options) {
    bed_open(bed, &(struct treadle_world_options){.version = 1, .strict = options->strict});
    bed_make(
        bed, ACCOUNT, "Table", "AWS::DynamoDB::Table",
        "{\"TableName\":\"Table\",\"AttributeDefinitions\":[{\"AttributeName\":\"k\","
        "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}]"
        "}");
    make_role(bed, options);
    const struct resource *api = make_api(bed, options);
    treadle_text_clear(&bed->warnings);
    return api;
}

#define PUT_BODY "{\\\"TableName\\\":\\\"Table\\\",\\\"Item\\\":{\\\"k\\\":{\\\"S\\\":\\\"a\\\"}}}"

// [rest]: more members of the message, or others; "" for none. The answer as "STATUS BODY".
static const char *invoke(
    struct bed *bed, const char *as, const struct resource *api, const char *rest) {
    struct heard heard = bed_ask(
        bed, as, ACCOUNT, "execute-api", "Invoke",
        treadle_arena_print(
            &bed->arena,
            "{\"ApiId\":\"%s\",\"Stage\":\"dev\",\"Method\":\"POST\",\"Path\":\"/put\",\"Body\":"
            "\"" PUT_BODY "\"%s}",
            api->ref, rest));
    ck_assert_msg(heard.output != NULL, "%s", heard.text);
    return treadle_arena_print(
        &bed->arena, "%s %s",
        treadle_json_print(&bed->arena, treadle_json_member(heard.output, "StatusCode")),
        treadle_json_string(heard.output, "Body"));
}

static const char *items(struct bed *bed) {
    return bed_ask(bed, NULL, ACCOUNT, "dynamodb", "Scan", "{\"TableName\":\"Table\"}").text;
}

#define NO_ITEM  "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}"
#define ONE_ITEM "{\"Items\":[{\"k\":{\"S\":\"a\"}}],\"Count\":1,\"ScannedCount\":1}"

START_TEST(passes_the_body_and_answers_with_a_message) {
    struct bed bed;
    struct api_options options = {0};
    const struct resource *api = open_with_api(&bed, &options);
    struct heard heard = bed_ask(
        &bed, NULL, ACCOUNT, "execute-api", "Invoke",
        treadle_arena_print(
            &bed.arena,
            "{\"ApiId\":\"%s\",\"Stage\":\"dev\",\"Method\":\"POST\",\"Path\":\"/put\",\"Query\":{"
            "\"a\":[\"b\"]},\"Headers\":{\"Content-Type\":[\"application/json; "
            "charset=utf-8\"]},\"Body\":\"" PUT_BODY "\"}",
            api->ref));
    const cJSON *headers = treadle_json_member(heard.output, "Headers");
    static const char *const names[] = {"Connection",     "Content-Length", "Content-Type",
                                        "Date",           "x-amz-apigw-id", "x-amzn-RequestId",
                                        "X-Amzn-Trace-Id"};
    const cJSON *header = headers->child;
    for (size_t i = 0; i < COUNT_OF(names); i++, header = header->next)
        ck_assert_str_eq(header->string, names[i]);
    ck_assert_ptr_null(header);
    support_same_json("[\"2\"]", treadle_json_member(headers, "Content-Length"));
    support_same_json("[\"application/json\"]", treadle_json_member(headers, "Content-Type"));
    support_same_json("[\"Thu, 01 Jan 2026 00:00:00 GMT\"]", treadle_json_member(headers, "Date"));
    support_same_json("200", treadle_json_member(heard.output, "StatusCode"));
    ck_assert_str_eq(treadle_json_string(heard.output, "Body"), "{}");
    ck_assert_str_eq(
        treadle_text_string(&bed.notes), ACCOUNT
        " PutApi POST /dev/put let in: its policies allow arn:aws:iam::" ACCOUNT ":root\n" ACCOUNT
        " Table + {\"k\":{\"S\":\"a\"}}\n" ACCOUNT " PutApi PutItem as ApiRole → Table\n");
    ck_assert_str_eq(items(&bed), ONE_ITEM);
    bed_close(&bed);
}
END_TEST

#define ALLOW(principal, resource)                                                                 \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":" principal    \
    ",\"Action\":\"execute-api:Invoke\",\"Resource\":\"" resource "\"}]}"
#define DENIED(who, tail)                                                                          \
    "403 {\"Message\":\"User: " who " is not authorized to perform: execute-api:Invoke on "        \
    "resource: arn:aws:execute-api:us-east-1:********2222:%s/dev/POST/put" tail "\"}"
#define OK "200 {}"

// Who gets in.
static const struct {
    struct api_options options;
    const char *as, *answer;
} callers[] = {
    {{0}, "nobody", "403 {\"message\":\"Missing Authentication Token\"}"},
    {{0}, NULL, OK},
    {{0}, STRANGER, DENIED(STRANGER, "")},
    {{.policy = ALLOW("\"*\"", "*")},
     "nobody",
     "403 {\"message\":\"Missing Authentication Token\"}"},
    {{.policy = ALLOW("\"*\"", "*")},
     STRANGER,
     DENIED(STRANGER, "")},  // Its own account must, too.
    {{.policy = ALLOW("{\"AWS\":\"333333333333\"}", "execute-api:/dev/POST/*")},
     "arn:aws:iam::333333333333:root",
     OK},
    {{.policy = ALLOW("{\"AWS\":\"333333333333\"}", "execute-api:/prod/*")},
     "arn:aws:iam::333333333333:root",
     DENIED("arn:aws:iam::333333333333:root", "")},
    {{.authorization = "NONE"}, "nobody", OK},
    {{.authorization = "NONE"}, STRANGER, OK},
    {{.authorization = "NONE", .policy = ALLOW("\"*\"", "*")}, "nobody", OK},
    {{.authorization = "NONE", .policy = ALLOW("{\"AWS\":\"444444444444\"}", "*")},
     "nobody",
     DENIED("anonymous", "")},
    {{.authorization = "NONE",
      .policy =
          "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
          "\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\"}]}"},
     "nobody",
     DENIED("anonymous", " with an explicit deny")},
    {{.authorization = "CUSTOM"}, "nobody", "403 {\"message\":\"Missing Authentication Token\"}"},
    {{.authorization = "CUSTOM"}, NULL, "500 {\"message\": \"Internal server error\"}"}};

START_TEST(lets_in_whom_the_policy_allows) {
    struct bed bed;
    const struct resource *api = open_with_api(&bed, &callers[_i].options);
    const char *answer = invoke(&bed, callers[_i].as, api, ""), *want = callers[_i].answer;
    const char *id = strstr(want, "%s");
    if (id != NULL)
        want =
            treadle_arena_print(&bed.arena, "%.*s%s%s", (int)(id - want), want, api->ref, id + 2);
    ck_assert_str_eq(answer, want);
    ck_assert_str_eq(items(&bed), strcmp(answer, OK) == 0 ? ONE_ITEM : NO_ITEM);
    bed_close(&bed);
}
END_TEST

// Roads that lead nowhere. Members repeated in [rest] count: the last one does.
static const struct {
    const char *rest, *answer;
} roads[] = {
    {",\"Stage\":\"prod\"", "403 {\"message\":\"Forbidden\"}"},
    {",\"ApiId\":\"abcdefghij\"", "403 {\"message\":\"Forbidden\"}"},
    {",\"Method\":\"GET\"", "403 {\"message\":\"Missing Authentication Token\"}"},
    {",\"Method\":\"post\"", "403 {\"message\":\"Missing Authentication Token\"}"},
    {",\"Path\":\"/\"", "403 {\"message\":\"Missing Authentication Token\"}"},
    {",\"Path\":\"/put/\"", "403 {\"message\":\"Missing Authentication Token\"}"},
    {",\"Path\":\"/put/more\"", "403 {\"message\":\"Missing Authentication Token\"}"},
    {",\"Path\":\"put\"", OK},
    {",\"Path\":1", "400 {\"message\":\"Path must be a text\"}"},
    {",\"Headers\":{\"a\":\"b\"}",
     "400 {\"message\":\"Headers must be an object of lists of texts\"}"},
    {",\"Query\":{\"a\":[1]}", "400 {\"message\":\"Query must be an object of lists of texts\"}"},
    {",\"body\":\"\"",
     "400 {\"message\":\"body is not known: a message has ApiId, Stage, Method, Path, Headers, "
     "Query, Body\"}"}};

START_TEST(leads_to_deployed_methods_only) {
    struct bed bed;
    struct api_options options = {0};
    const struct resource *api = open_with_api(&bed, &options);
    ck_assert_str_eq(invoke(&bed, NULL, api, roads[_i].rest), roads[_i].answer);
    bed_close(&bed);
}
END_TEST

#define MAPPINGS(list) ",\"IntegrationResponses\":[" list "]"
#define FAULT                                                                                      \
    "{\"__type\":\"AccessDeniedException\",\"message\":\"User: arn:aws:sts::" ACCOUNT              \
    ":assumed-role/ApiRole/BackplaneAssumeRoleSession is not authorized to perform: "              \
    "dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:" ACCOUNT ":table/Table because no " \
    "identity-based policy allows the dynamodb:PutItem action\"}"
#define UNFIT "500 {\"message\": \"Internal server error\"}"

// What becomes of the inner answer.
static const struct {
    struct api_options options;
    const char *rest, *answer;
} mapped[] = {
    {{.integration = MAPPINGS("{\"StatusCode\":\"201\"}")}, "", "201 {}"},
    {{.integration = MAPPINGS("{\"StatusCode\":202}")}, "", "202 {}"},
    {{.integration = MAPPINGS(
          "{\"StatusCode\":\"200\"},{\"StatusCode\":\"404\",\"SelectionPattern\":\"4\\\\d{2}\"}"),
      .actions = "s3:*"},
     "",
     "404 " FAULT},
    {{.integration =
          MAPPINGS("{\"StatusCode\":\"200\"},{\"StatusCode\":\"404\",\"SelectionPattern\":\"40\"}"),
      .actions = "s3:*"},
     "",
     "200 " FAULT},  // All of the status must fit, else the default is taken.
    {{.integration = MAPPINGS("{\"StatusCode\":\"200\",\"SelectionPattern\":\"2..\"}"),
      .actions = "s3:*"},
     "",
     UNFIT},
    {{.actions = "s3:*"}, "", "200 " FAULT},
    {{.integration = "", .actions = "s3:*"}, "", "400 " FAULT},
    {{.integration = "", .actions = "s3:*", .strict = true}, "", UNFIT},
    {{.integration = ""}, "", OK},
    {{.integration = "", .strict = true}, "", UNFIT},
    {{.integration = MAPPINGS("")}, "", OK},
    {{.trust = "lambda.amazonaws.com"}, "", UNFIT},
    {{0}, ",\"Body\":\"no json\"", "200 {\"__type\":\"SerializationException\"}"},
    {{.integration = ""}, ",\"Body\":\"[]\"", "400 {\"__type\":\"SerializationException\"}"},
    {{0},
     ",\"Body\":\"\"",
     "200 {\"__type\":\"ValidationException\",\"message\":\"2 validation errors detected: Value "
     "null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at "
     "'item' failed to satisfy constraint: Member must not be null\"}"}};

START_TEST(maps_the_inner_answer) {
    struct bed bed;
    const struct resource *api = open_with_api(&bed, &mapped[_i].options);
    ck_assert_str_eq(invoke(&bed, NULL, api, mapped[_i].rest), mapped[_i].answer);
    bed_close(&bed);
}
END_TEST

#define TEMPLATES   ",\"RequestTemplates\":{\"application/json\":\"{}\"}"
#define RESPONSES   MAPPINGS("{\"StatusCode\":\"200\"}")
#define AS_TEXT     ",\"Headers\":{\"content-type\":[\"text/plain\"]}"
#define UNSUPPORTED "415 {\"message\": \"Unsupported Media Type\"}"

// Which bodies pass as they are.
static const struct {
    const char *integration, *rest, *answer;
} passing[] = {
    {RESPONSES TEMPLATES, "", UNFIT},
    {RESPONSES TEMPLATES, AS_TEXT, OK},
    {RESPONSES TEMPLATES ",\"PassthroughBehavior\":\"WHEN_NO_TEMPLATES\"", AS_TEXT, UNSUPPORTED},
    {RESPONSES ",\"PassthroughBehavior\":\"WHEN_NO_TEMPLATES\"", AS_TEXT, OK},
    {RESPONSES ",\"PassthroughBehavior\":\"NEVER\"", "", UNSUPPORTED},
    {RESPONSES ",\"PassthroughBehavior\":\"WHEN_NO_MATCH\"", "", OK}};

START_TEST(passes_bodies_as_it_is_told) {
    struct bed bed;
    struct api_options options = {.integration = passing[_i].integration};
    const struct resource *api = open_with_api(&bed, &options);
    ck_assert_str_eq(invoke(&bed, NULL, api, passing[_i].rest), passing[_i].answer);
    bed_close(&bed);
}
END_TEST

START_TEST(answers_in_its_own_region) {
    struct bed bed;
    struct api_options options = {0};
    const struct resource *api = open_with_api(&bed, &options);
    bed.region = "eu-west-1";
    ck_assert_str_eq(invoke(&bed, NULL, api, ""), "403 {\"message\":\"Forbidden\"}");
    bed.region = NULL;
    ck_assert_str_eq(invoke(&bed, NULL, api, ""), OK);
    bed_close(&bed);
}
END_TEST

// A Uri may name a service that is not here: the call is answered, and a note says why it failed.
START_TEST(fails_where_nobody_answers_its_integration) {
    struct bed bed;
    struct api_options options = {
        .integration = ",\"Uri\":\"arn:aws:apigateway:us-east-1:sqs:action/SendMessage\","
                       "\"IntegrationResponses\":[{\"StatusCode\":\"200\"}]"};
    const struct resource *api = open_with_api(&bed, &options);
    ck_assert_str_eq(invoke(&bed, NULL, api, ""), "500 {\"message\": \"Internal server error\"}");
    const char *notes = treadle_text_string(&bed.notes);
    ck_assert_msg(strstr(notes, " PutApi ✗ 500: nobody answers this\n") != NULL, "%s", notes);
    bed_close(&bed);
}
END_TEST

START_TEST(is_closed_where_its_endpoint_is_disabled) {
    struct bed bed;
    struct api_options options = {
        .policy = ALLOW("\"*\"", "*") ",\"DisableExecuteApiEndpoint\":true"};
    const struct resource *api = open_with_api(&bed, &options);
    ck_assert_str_eq(invoke(&bed, NULL, api, ""), "403 {\"message\":\"Forbidden\"}");
    bed_close(&bed);
}
END_TEST

Suite *suite_invoke(void) {
    TCase *tests = tcase_create("invoke");
    tcase_add_test(tests, passes_the_body_and_answers_with_a_message);
    ADD_EACH(tests, lets_in_whom_the_policy_allows, callers);
    tcase_add_test(tests, answers_in_its_own_region);
    tcase_add_test(tests, fails_where_nobody_answers_its_integration);
    tcase_add_test(tests, is_closed_where_its_endpoint_is_disabled);
    ADD_EACH(tests, leads_to_deployed_methods_only, roads);
    ADD_EACH(tests, maps_the_inner_answer, mapped);
    ADD_EACH(tests, passes_bodies_as_it_is_told, passing);
    return support_suite("invoke", tests);
}
