// Requests to a world with a table, a machine and an API: a line each, "SERVICE OPERATION INPUT",
// all asked of the same world one after the other; '!' before it: by nobody.
#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/memory.h"
#include "tests/fuzz/fuzz.h"
#include "treadle/treadle.h"
#include "treadle/world.h"

enum { REQUESTS_MAX = 12 };

static const char account[] = "111111111111";

static const char template_text[] =
    "Resources:\n"
    "  Table:\n"
    "    Type: AWS::DynamoDB::Table\n"
    "    Properties:\n"
    "      TableName: tbl\n"
    "      BillingMode: PAY_PER_REQUEST\n"
    "      AttributeDefinitions:\n"
    "        - {AttributeName: k, AttributeType: S}\n"
    "        - {AttributeName: r, AttributeType: N}\n"
    "      KeySchema: [{AttributeName: k, KeyType: HASH}, {AttributeName: r, KeyType: RANGE}]\n"
    "  Machine:\n"
    "    Type: AWS::StepFunctions::StateMachine\n"
    "    Properties:\n"
    "      StateMachineName: m\n"
    "      RoleArn: arn:aws:iam::111111111111:role/m\n"
    "      DefinitionString: '{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Task\",\"Resource\":"
    "\"arn:aws:states:::dynamodb:putItem\",\"Parameters\":{\"TableName\":\"tbl\",\"Item.$\":\"$."
    "item\"},"
    "\"End\":true}}}'\n"
    "  Api:\n"
    "    Type: AWS::ApiGateway::RestApi\n"
    "    Properties: {Name: api}\n"
    "  Root:\n"
    "    Type: AWS::ApiGateway::Method\n"
    "    Properties:\n"
    "      RestApiId: !Ref Api\n"
    "      ResourceId: !GetAtt Api.RootResourceId\n"
    "      HttpMethod: ANY\n"
    "      AuthorizationType: NONE\n"
    "      Integration:\n"
    "        Type: AWS\n"
    "        IntegrationHttpMethod: POST\n"
    "        Uri: !Sub arn:aws:apigateway:${AWS::Region}:states:action/StartExecution\n"
    "        Credentials: arn:aws:iam::111111111111:role/api\n"
    "        IntegrationResponses: [{StatusCode: 200}]\n"
    "  Deployment:\n"
    "    Type: AWS::ApiGateway::Deployment\n"
    "    DependsOn: Root\n"
    "    Properties: {RestApiId: !Ref Api}\n"
    "  Stage:\n"
    "    Type: AWS::ApiGateway::Stage\n"
    "    Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: dev}\n"
    "Outputs:\n"
    "  ApiId:\n"
    "    Value: !Ref Api\n";

static void on_response(const struct treadle_response *response, void *data) {
    uint32_t *answers = data;
    ++*answers;
    if (response->output != NULL) {
        fuzz_check_value(response->output);
        return;
    }
    fuzz_check_words(response->code);
    if (*response->message != '\0') fuzz_check_quoting(response->message);
    ASSERT(response->http_status >= 400);
}

// Cuts the next word off [*line].
static const char *word(char **line) {
    char *at = *line;
    size_t size = strcspn(at, " ");
    *line = at + size + (at[size] == ' ');
    at[size] = '\0';
    return at;
}

// The id of the API is made of its names, and seeds need not know it.
static const cJSON *with_api(struct arena *arena, const cJSON *value, const char *id) {
    if (!cJSON_IsObject(value)) return value;
    cJSON *input = treadle_scratch_node(arena, cJSON_Object);
    for (const cJSON *member = value->child; member != NULL; member = member->next)
        if (strcmp(member->string, "ApiId") != 0)
            treadle_put_value(arena, input, member->string, member);
    treadle_put_text(arena, input, "ApiId", id);
    return input;
}

static void ask(treadle_engine *engine, treadle_world *world, char *line) {
    struct arena arena = {0};
    const char *as = *line == '!' ? "nobody" : NULL;
    if (as != NULL) line++;
    struct treadle_ask ask = {.service = word(&line)};
    ask.operation = word(&line);
    struct doc *input = treadle_doc_read(NULL, line, strlen(line), NULL);
    ask.input =
        input == NULL ? treadle_scratch_node(&arena, cJSON_Object) : treadle_doc_root(input);
    if (strcmp(ask.service, "execute-api") == 0)
        ask.input = with_api(&arena, ask.input, treadle_world_output(world, "t", "ApiId"));
    uint32_t answers = 0;
    int sent = treadle_world_ask(world, as, account, &ask, on_response, &answers);
    ASSERT(answers == 0);
    treadle_engine_turn(engine, INT64_MAX);
    ASSERT(answers == (sent == 0));
    treadle_doc_drop(input);
    treadle_arena_clear(&arena);
}

static void open_world(treadle_engine **engine, treadle_world **world) {
    const struct treadle_engine_options engine_options = {
        .version = TREADLE_ENGINE_VERSION, .account = account, .history = true};
    const struct treadle_world_options options = {.version = TREADLE_WORLD_VERSION};
    const struct treadle_template template = {
        .text = template_text, .size = sizeof(template_text) - 1, .name = "t", .account = account};
    ASSERT(treadle_engine_open_virtual(&engine_options, engine, NULL) == 0);
    ASSERT(treadle_world_open(*engine, &options, world, NULL) == 0);
    ASSERT(treadle_integrations_add(*engine, *world) == 0);
    ASSERT(treadle_world_template(*world, &template, NULL) == 0);
    ASSERT(treadle_world_load(*world, NULL) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    treadle_engine *engine;
    treadle_world *world;
    open_world(&engine, &world);
    for (int i = 0; i < REQUESTS_MAX && input.size > 0; i++) {
        char *line = fuzz_line(&input);
        if (fuzz_is_text(line)) ask(engine, world, line);
        free(line);
    }
    treadle_engine_close(engine, NULL, NULL);
    treadle_world_close(world);
    return 0;
}
