// RestApi, Resource, Method, Deployment, Stage by template.
#include "base/json/value.h"
#include "services/apigateway/api.h"
#include "tests/apigateway/suites.h"
#include "tests/support/bed.h"

#define ACCOUNT "222222222222"

#define AWS_INTEGRATION                                                                            \
    "\"Integration\":{\"Type\":\"AWS\",\"IntegrationHttpMethod\":\"POST\",\"Uri\":"                \
    "\"arn:aws:apigateway:us-east-1:states:action/StartExecution\",\"Credentials\":"               \
    "\"arn:aws:iam::" ACCOUNT ":role/R\",\"IntegrationResponses\":[{\"StatusCode\":\"200\"}]}"

// [format] with the ids of [api] (its own, then its root's) for the two %s.
static const char *in_api(struct bed *bed, const struct resource *api, const char *format) {
    const char *id = strstr(format, "%id"), *root = strstr(format, "%root");
    struct text text = {0};
    for (const char *at = format; *at != '\0'; at++) {
        if (at == id) {
            treadle_text_add(&text, api->ref);
            at += strlen("%id") - 1;
            id = strstr(at, "%id");
        } else if (at == root) {
            treadle_text_add(&text, treadle_json_string(api->attributes, "RootResourceId"));
            at += strlen("%root") - 1;
        } else {
            treadle_text_put(&text, at, 1);
        }
    }
    const char *copy = treadle_arena_copy(&bed->arena, treadle_text_string(&text));
    treadle_text_clear(&text);
    return copy;
}

static const struct resource *make_api(struct bed *bed) {
    return bed_make(bed, ACCOUNT, "Api", "AWS::ApiGateway::RestApi", "{\"Name\":\"api\"}");
}

START_TEST(makes_ids_of_the_birthplace) {
    struct bed beds[2];
    const char *ids[2];
    for (int i = 0; i < 2; i++) {
        bed_open(&beds[i], &(struct treadle_world_options){.version = 1, .seed = (uint64_t)i});
        const struct resource *api = make_api(&beds[i]);
        ids[i] = api->ref;
        ck_assert_uint_eq(strlen(api->ref), 10);
        ck_assert_uint_eq(strspn(api->ref, "abcdefghijklmnopqrstuvwxyz0123456789"), 10);
        const char *root = treadle_json_string(api->attributes, "RootResourceId");
        ck_assert(strlen(root) == 10 && strcmp(root, api->ref) != 0);
        const struct resource *other =
            bed_make(&beds[i], ACCOUNT, "Other", "AWS::ApiGateway::RestApi", "{\"Name\":\"api\"}");
        ck_assert_str_ne(other->ref, api->ref);
    }
    ck_assert_str_eq(ids[0], ids[1]);
    bed_close(&beds[0]);
    bed_close(&beds[1]);
}
END_TEST

static const struct {
    const char *type, *properties, *problem;
} refused[] = {
    {"RestApi", "{\"Policy\":\"text\"}", "Policy must be an object"},
    {"Resource", "{\"PathPart\":\"a\",\"ParentId\":\"%root\"}", "there is no RestApi"},
    {"Resource", "{\"RestApiId\":\"nosuch\",\"PathPart\":\"a\",\"ParentId\":\"%root\"}",
     "there is no RestApi nosuch here"},
    {"Resource", "{\"RestApiId\":\"%id\",\"PathPart\":\"a\",\"ParentId\":\"nosuch\"}",
     "ParentId nosuch is no resource of the RestApi"},
    {"Resource", "{\"RestApiId\":\"%id\",\"ParentId\":\"%root\"}",
     "Resource's path part only allow a-zA-Z0-9._-:"},
    {"Resource", "{\"RestApiId\":\"%id\",\"ParentId\":\"%root\",\"PathPart\":\"a/b\"}",
     "Resource's path part only allow a-zA-Z0-9._-:"},
    {"Resource", "{\"RestApiId\":\"%id\",\"ParentId\":\"%root\",\"PathPart\":\"{a\"}",
     "Resource's path part only allow a-zA-Z0-9._-:"},
    {"Resource", "{\"RestApiId\":\"%id\",\"ParentId\":\"%root\",\"PathPart\":\"{a++}\"}",
     "Resource's path part only allow a-zA-Z0-9._-:"},
    {"Resource", "{\"RestApiId\":\"%id\",\"ParentId\":\"%root\",\"PathPart\":\"{}\"}",
     "Resource's path part only allow a-zA-Z0-9._-:"},
    {"Method",
     "{\"RestApiId\":\"%id\",\"ResourceId\":\"nosuch\",\"HttpMethod\":\"GET\"," AWS_INTEGRATION "}",
     "ResourceId nosuch is no resource of the RestApi"},
    {"Method",
     "{\"RestApiId\":\"%id\",\"ResourceId\":\"%root\",\"HttpMethod\":\"get\"," AWS_INTEGRATION "}",
     "HttpMethod must be DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT or ANY"},
    {"Method", "{\"RestApiId\":\"%id\",\"ResourceId\":\"%root\",\"HttpMethod\":\"GET\"}",
     "a method wants an Integration"},
    {"Method",
     "{\"RestApiId\":\"%id\",\"ResourceId\":\"%root\",\"HttpMethod\":\"GET\",\"Integration\":{"
     "\"Type\":\"AWS\"}}",
     "an Integration of Type AWS wants a Uri"},
    {"Method",
     "{\"RestApiId\":\"%id\",\"ResourceId\":\"%root\",\"HttpMethod\":\"GET\",\"Integration\":{"
     "\"Type\":\"MOCK\",\"PassthroughBehavior\":\"SOMETIMES\"}}",
     "PassthroughBehavior must be WHEN_NO_MATCH, WHEN_NO_TEMPLATES or NEVER"},
    {"Method",
     "{\"RestApiId\":\"%id\",\"ResourceId\":\"%root\",\"HttpMethod\":\"GET\",\"Integration\":{"
     "\"Type\":\"MOCK\",\"IntegrationResponses\":[{\"StatusCode\":\"2xx\"}]}}",
     "an IntegrationResponse wants a StatusCode from 100 to 599"},
    {"Method",
     "{\"RestApiId\":\"%id\",\"ResourceId\":\"%root\",\"HttpMethod\":\"GET\",\"Integration\":{"
     "\"Type\":\"MOCK\",\"IntegrationResponses\":[{\"StatusCode\":\"200\",\"SelectionPattern\":"
     "\"(\"}]}}",
     "SelectionPattern ( is no regular expression"},
    {"Deployment", "{\"RestApiId\":\"%id\"}", "The REST API doesn't contain any methods"},
    {"Stage", "{\"RestApiId\":\"%id\",\"StageName\":\"dev\",\"DeploymentId\":\"nosuch\"}",
     "DeploymentId nosuch is no deployment of the RestApi"}};

START_TEST(refuses_what_api_gateway_would) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *api = make_api(&bed);
    const char *type = treadle_arena_print(&bed.arena, "AWS::ApiGateway::%s", refused[_i].type);
    const char *problem =
        bed_problem(&bed, ACCOUNT, "Part", type, in_api(&bed, api, refused[_i].properties));
    ck_assert_msg(strstr(problem, refused[_i].problem) != NULL, "%s", problem);
    ck_assert_uint_eq(((struct api *)api->live)->methods.count, 0);
    bed_close(&bed);
}
END_TEST

START_TEST(takes_no_part_of_another_accounts_api) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *api = make_api(&bed);
    const char *problem = bed_problem(
        &bed, "333333333333", "Part", "AWS::ApiGateway::Resource",
        in_api(&bed, api, "{\"RestApiId\":\"%id\",\"ParentId\":\"%root\",\"PathPart\":\"a\"}"));
    ck_assert_msg(strstr(problem, "there is no RestApi") != NULL, "%s", problem);
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *integration, *warning;
} warned[] = {
    {"{\"Type\":\"MOCK\"}", "Part: treadle does not know integrations of Type MOCK yet"},
    {"{\"Type\":\"HTTP_PROXY\",\"Uri\":\"https://example.com\"}",
     "Part: treadle does not know integrations of Type HTTP_PROXY yet"},
    {"{\"Type\":\"AWS\",\"Uri\":\"arn:aws:apigateway:us-east-1:s3:path/bucket\",\"Credentials\":"
     "\"arn:aws:iam::" ACCOUNT ":role/R\"}",
     "and not yet arn:aws:apigateway:us-east-1:s3:path/bucket"},
    {"{\"Type\":\"AWS\",\"Uri\":\"arn:aws:apigateway:us-east-1:states:action/StartExecution\"}",
     "the Integration has no Credentials"},
    {"{\"Type\":\"AWS\",\"Uri\":\"arn:aws:apigateway:us-east-1:states:action/StartExecution\","
     "\"Credentials\":\"arn:aws:iam::*:user/*\"}",
     "treadle does not know the caller's own Credentials"},
    {"{\"Type\":\"AWS\",\"Uri\":\"arn:aws:apigateway:us-east-1:states:action/StartExecution\","
     "\"Credentials\":\"arn:aws:iam::" ACCOUNT ":role/R\"}",
     "Part: its Integration has no IntegrationResponses: API Gateway calls "
     "StartExecution and then answers 500; treadle passes on what came back (--strict: 500). Mend "
     "it with IntegrationResponses: [{StatusCode: \"200\"}]"},
    {"{\"Type\":\"AWS\",\"Uri\":\"arn:aws:apigateway:us-east-1:states:action/StartExecution\","
     "\"Credentials\":\"arn:aws:iam::" ACCOUNT ":role/R\",\"IntegrationResponses\":[{"
     "\"StatusCode\":\"200\",\"ResponseTemplates\":{\"application/json\":\"{}\"}}]}",
     "treadle does not evaluate ResponseTemplates yet"},
    {"{\"Type\":\"AWS\",\"Uri\":\"arn:aws:apigateway:us-east-1:states:action/StartExecution\","
     "\"Credentials\":\"arn:aws:iam::" ACCOUNT ":role/R\",\"IntegrationResponses\":[{"
     "\"StatusCode\":\"200\"}],\"RequestTemplates\":{\"application/json\":\"{}\"}}",
     "treadle does not evaluate RequestTemplates yet"},
    {"{\"Type\":\"AWS\",\"Uri\":\"arn:aws:apigateway:us-east-1:states:action/StartExecution\","
     "\"Credentials\":\"arn:aws:iam::" ACCOUNT ":role/R\",\"IntegrationResponses\":[{"
     "\"StatusCode\":\"200\"}],\"RequestParameters\":{}}",
     "Integration.RequestParameters of AWS::ApiGateway::Method is not understood"}};

START_TEST(warns_of_what_it_does_not_carry_out) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *api = make_api(&bed);
    const char *properties = treadle_arena_print(
        &bed.arena,
        "{\"RestApiId\":\"%s\",\"ResourceId\":\"%s\",\"HttpMethod\":\"GET\",\"AuthorizationType\":"
        "\"AWS_IAM\",\"Integration\":%s}",
        api->ref, treadle_json_string(api->attributes, "RootResourceId"), warned[_i].integration);
    bed_make(&bed, ACCOUNT, "Part", "AWS::ApiGateway::Method", properties);
    const char *warnings = treadle_text_string(&bed.warnings);
    ck_assert_msg(strstr(warnings, warned[_i].warning) != NULL, "%s", warnings);
    bed_close(&bed);
}
END_TEST

// Truths may be written as texts; whoever means to close a door must not find it open.
static const struct {
    const char *properties;
    bool closed;
    const char *problem;
} truths[] = {
    {"\"ApiKeyRequired\":true,\"AuthorizationType\":\"NONE\"", true, NULL},
    {"\"ApiKeyRequired\":\"true\",\"AuthorizationType\":\"NONE\"", true, NULL},
    {"\"ApiKeyRequired\":\"True\",\"AuthorizationType\":\"NONE\"", true, NULL},
    {"\"ApiKeyRequired\":\"false\",\"AuthorizationType\":\"NONE\"", false, NULL},
    {"\"ApiKeyRequired\":\"yes\",\"AuthorizationType\":\"NONE\"", false,
     "ApiKeyRequired must be true or false, not yes"},
    {"\"ApiKeyRequired\":1,\"AuthorizationType\":\"NONE\"", false,
     "ApiKeyRequired must be true or false, not 1"},
    {"\"ApiKeyRequired\":false", false,
     "AuthorizationType must be NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS"},
    {"\"AuthorizationType\":\"none\"", false,
     "AuthorizationType must be NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS"},
    {"\"AuthorizationType\":[\"AWS_IAM\"]", false, "AuthorizationType must be a text, not array"},
};

START_TEST(a_method_is_closed_as_it_says) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *api = make_api(&bed);
    const char *properties = treadle_arena_print(
        &bed.arena,
        "{\"RestApiId\":\"%s\",\"ResourceId\":\"%s\",\"HttpMethod\":\"GET\",%s," AWS_INTEGRATION
        "}",
        api->ref, treadle_json_string(api->attributes, "RootResourceId"), truths[_i].properties);
    if (truths[_i].problem != NULL) {
        const char *problem =
            bed_problem(&bed, ACCOUNT, "Part", "AWS::ApiGateway::Method", properties);
        ck_assert_msg(strstr(problem, truths[_i].problem) != NULL, "%s", problem);
    } else {
        const struct resource *resource =
            bed_make(&bed, ACCOUNT, "Part", "AWS::ApiGateway::Method", properties);
        const struct method *method = resource->live;
        ck_assert_int_eq(method->integration.unknown != NULL, truths[_i].closed);
    }
    bed_close(&bed);
}
END_TEST

START_TEST(an_api_is_disabled_by_text_too) {
    static const char *const words[] = {"true", "\"true\"", "\"True\"", "false", "\"False\""};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        struct bed bed;
        bed_open(&bed, NULL);
        const struct resource *resource = bed_make(
            &bed, ACCOUNT, "Api", "AWS::ApiGateway::RestApi",
            treadle_arena_print(
                &bed.arena, "{\"Name\":7,\"DisableExecuteApiEndpoint\":%s}", words[i]));
        const struct api *api = resource->live;
        ck_assert_int_eq(api->disabled, i < 3);
        bed_close(&bed);
    }
}
END_TEST

// A number where a text is wanted is that text: 400 is the pattern "400".
START_TEST(numbers_are_texts) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *api = make_api(&bed);
    const struct resource *part = bed_make(
        &bed, ACCOUNT, "Part", "AWS::ApiGateway::Resource",
        in_api(&bed, api, "{\"RestApiId\":\"%id\",\"ParentId\":\"%root\",\"PathPart\":7}"));
    ck_assert_str_eq(part->live, "/7");
    const struct resource *resource = bed_make(
        &bed, ACCOUNT, "Method", "AWS::ApiGateway::Method",
        in_api(
            &bed, api,
            "{\"RestApiId\":\"%id\",\"ResourceId\":\"%root\",\"HttpMethod\":\"GET\","
            "\"AuthorizationType\":\"NONE\",\"Integration\":{\"Type\":\"MOCK\","
            "\"IntegrationResponses\":[{\"StatusCode\":400,\"SelectionPattern\":400}]}}"));
    const struct method *method = resource->live;
    ck_assert_int_eq(method->integration.mappings[0].status, 400);
    ck_assert_ptr_nonnull(method->integration.mappings[0].pattern);
    bed_make(
        &bed, ACCOUNT, "Deployment", "AWS::ApiGateway::Deployment",
        in_api(&bed, api, "{\"RestApiId\":\"%id\",\"StageName\":7}"));
    ck_assert_ptr_nonnull(treadle_api_stage(api->live, "7"));
    bed_close(&bed);
}
END_TEST

static const struct resource *make_root_method(
    struct bed *bed, const struct resource *api, const char *id, const char *verb) {
    return bed_make(
        bed, ACCOUNT, id, "AWS::ApiGateway::Method",
        treadle_arena_print(
            &bed->arena,
            "{\"RestApiId\":\"%s\",\"ResourceId\":\"%s\",\"HttpMethod\":\"%s\","
            "\"AuthorizationType\":\"AWS_IAM\"," AWS_INTEGRATION "}",
            api->ref, treadle_json_string(api->attributes, "RootResourceId"), verb));
}

START_TEST(serves_the_snapshot_of_a_deployment) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *resource = make_api(&bed);
    struct api *api = resource->live;
    make_root_method(&bed, resource, "Get", "GET");
    const struct resource *deployment = bed_make(
        &bed, ACCOUNT, "Deployment", "AWS::ApiGateway::Deployment",
        in_api(&bed, resource, "{\"RestApiId\":\"%id\",\"StageName\":\"early\"}"));
    const struct resource *late = make_root_method(&bed, resource, "Put", "PUT");
    bed_make(
        &bed, ACCOUNT, "Stage", "AWS::ApiGateway::Stage",
        treadle_arena_print(
            &bed.arena, "{\"RestApiId\":\"%s\",\"StageName\":\"dev\",\"DeploymentId\":\"%s\"}",
            resource->ref, deployment->ref));
    static const char *const stages[] = {"early", "dev"};
    for (size_t i = 0; i < COUNT_OF(stages); i++) {
        const struct stage *stage = treadle_api_stage(api, stages[i]);
        ck_assert_ptr_nonnull(stage);
        ck_assert_ptr_nonnull(treadle_api_route(stage, "GET", "/"));
        ck_assert_ptr_null(treadle_api_route(stage, "PUT", "/"));
    }
    ck_assert_uint_eq(api->methods.count, 2);
    ck_assert_ptr_nonnull(late);
    bed_close(&bed);
}
END_TEST

// Takes out what was made last.
static void unmake_last(struct bed *bed) {
    treadle_world_uncreate(bed->world, bed->world->order[bed->world->count - 1]);
}

// What is made last is taken out first, and leaves the API as it was.
START_TEST(takes_its_parts_out_again) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *resource = make_api(&bed);
    struct api *api = resource->live;
    make_root_method(&bed, resource, "Get", "GET");
    make_root_method(&bed, resource, "Put", "PUT");
    const struct resource *deployment = bed_make(
        &bed, ACCOUNT, "Deployment", "AWS::ApiGateway::Deployment",
        in_api(&bed, resource, "{\"RestApiId\":\"%id\",\"StageName\":\"early\"}"));
    bed_make(
        &bed, ACCOUNT, "Stage", "AWS::ApiGateway::Stage",
        treadle_arena_print(
            &bed.arena, "{\"RestApiId\":\"%s\",\"StageName\":\"dev\",\"DeploymentId\":\"%s\"}",
            resource->ref, deployment->ref));
    unmake_last(&bed);
    ck_assert_ptr_null(treadle_api_stage(api, "dev"));
    ck_assert_ptr_nonnull(treadle_api_stage(api, "early"));
    unmake_last(&bed);
    ck_assert_uint_eq(api->stage_count, 0);
    unmake_last(&bed);
    ck_assert_uint_eq(api->methods.count, 1);
    ck_assert_str_eq(api->methods.items[0]->verb, "GET");
    bed_close(&bed);
}
END_TEST

Suite *suite_types(void) {
    TCase *tests = tcase_create("types");
    tcase_add_test(tests, makes_ids_of_the_birthplace);
    ADD_EACH(tests, refuses_what_api_gateway_would, refused);
    tcase_add_test(tests, takes_no_part_of_another_accounts_api);
    ADD_EACH(tests, warns_of_what_it_does_not_carry_out, warned);
    ADD_EACH(tests, a_method_is_closed_as_it_says, truths);
    tcase_add_test(tests, an_api_is_disabled_by_text_too);
    tcase_add_test(tests, numbers_are_texts);
    tcase_add_test(tests, serves_the_snapshot_of_a_deployment);
    tcase_add_test(tests, takes_its_parts_out_again);
    return support_suite("types", tests);
}
