// An embedder with a world: a table and a machine made of a template, run in virtual time, and what
// the table holds then.
//
//   cc world.c $(pkg-config --cflags --libs treadle-services)
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <treadle/world.h>

static const char template_text[] = TREADLE_JSON({
    "Resources" : {
        "Table" : {
            "Type" : "AWS::DynamoDB::Table",
            "Properties" : {
                "TableName" : "Words",
                "BillingMode" : "PAY_PER_REQUEST",
                "AttributeDefinitions" : [ {"AttributeName" : "word", "AttributeType" : "S"} ],
                "KeySchema" : [ {"AttributeName" : "word", "KeyType" : "HASH"} ]
            }
        },
        "Keeper" : {
            "Type" : "AWS::StepFunctions::StateMachine",
            "Properties" : {
                "StateMachineName" : "Keeper",
                "RoleArn" : "arn:aws:iam::111111111111:role/Keeper",
                "Definition" : {
                    "StartAt" : "Keep",
                    "States" : {
                        "Keep" : {
                            "Type" : "Task",
                            "Resource" : "arn:aws:states:::dynamodb:putItem",
                            "Parameters" :
                                {"TableName" : "Words", "Item" : {"word" : {"S.$" : "$.word"}}},
                            "End" : true
                        }
                    }
                }
            }
        }
    }
});

static void on_end(const struct treadle_result *result, void *data) {
    (void)data;
    if (result->outcome != TREADLE_SUCCEEDED) fprintf(stderr, "%s\n", result->cause);
}

static void on_response(const struct treadle_response *response, void *data) {
    (void)data;
    char *text = treadle_json_text(response->output);
    printf("%s\n", response->output == NULL ? response->message : text);
    free(text);
}

static int run(treadle_engine *engine, treadle_world *world, struct treadle_status *status) {
    const struct treadle_template template = {
        .text = template_text,
        .size = strlen(template_text),
        .name = "words.json",
        .account = "111111111111"};
    struct treadle_world_machine keeper;
    int failed = treadle_integrations_add(engine, world);
    if (failed == 0) failed = treadle_world_template(world, &template, status);
    if (failed == 0) failed = treadle_world_load(world, status);
    if (failed == 0) failed = treadle_world_machine(world, "Keeper", &keeper, status);
    if (failed != 0) return failed;
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = keeper.machine,
        .machine_arn = keeper.arn,
        .role_arn = keeper.role_arn,
        .input = "{\"word\": \"loom\"}"};
    failed = treadle_engine_begin(engine, &start, NULL, on_end, NULL);
    if (failed != 0) return failed;
    treadle_engine_turn(engine, INT64_MAX);
    cJSON *input = treadle_json_tree("{\"TableName\": \"Words\"}", NULL);
    const struct treadle_ask scan = {.service = "dynamodb", .operation = "Scan", .input = input};
    failed = treadle_world_ask(world, NULL, "111111111111", &scan, on_response, NULL);
    cJSON_Delete(input);
    treadle_engine_turn(engine, INT64_MAX);
    return failed;
}

int main(void) {
    struct treadle_status status = {0};
    treadle_engine *engine = NULL;
    treadle_world *world = NULL;
    int failed = treadle_engine_open_virtual(NULL, &engine, &status);
    if (failed == 0) failed = treadle_world_open(engine, NULL, &world, &status);
    if (failed == 0) failed = run(engine, world, &status);
    if (failed != 0) fprintf(stderr, "world: %s\n", status.text);
    treadle_engine_close(engine, NULL, NULL);
    treadle_world_close(world);
    return failed == 0 ? 0 : 1;
}
