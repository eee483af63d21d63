// arn:aws:states:::dynamodb:putItem, getItem, deleteItem — as the machine's role.
//
// What comes back looks as AWS's SDK for Java 1 has it, which Step Functions shows: the operation's
// own members, then how the answer came.
#include <stdint.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "integrations/catalog.h"
#include "integrations/complaints.h"

// -- what may be asked

#define CONDITIONS                                                                                 \
    "ConditionExpression", "ConditionalOperator", "Expected", "ExpressionAttributeNames",          \
        "ExpressionAttributeValues", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics",      \
        "ReturnValues", "ReturnValuesOnConditionCheckFailure"

static const struct action {
    const char *name, *operation;
    const char *required[3], *fields[16];  // Up to NULL; [fields]: all of them.
} actions[] = {
    {"deleteItem",
     "DeleteItem",
     {"TableName", "Key", NULL},
     {"TableName", "Key", CONDITIONS, NULL}},
    {"getItem",
     "GetItem",
     {"TableName", "Key", NULL},
     {"TableName", "Key", "AttributesToGet", "ConsistentRead", "ExpressionAttributeNames",
      "ProjectionExpression", "ReturnConsumedCapacity", NULL}},
    {"putItem", "PutItem", {"TableName", "Item", NULL}, {"TableName", "Item", CONDITIONS, NULL}}};

static const struct action *action_of(const struct treadle_task_uri *uri) {
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (strcmp(actions[i].name, uri->action) == 0 && uri->pattern == TREADLE_REQUEST_RESPONSE)
            return &actions[i];
    return NULL;
}

// AWS, recorded: a member that is null is there, and the service says what it thinks of it.
static bool check(
    void *self, const struct treadle_task_uri *uri, const cJSON *arguments,
    struct treadle_error *error) {
    (void)self;
    const struct action *action = action_of(uri);
    struct complaints complaints = {0};
    if (action == NULL) return true;  // Nobody answers it, which [begin] says.
    for (const char *const *field = action->required; *field != NULL; field++)
        if (treadle_json_member(arguments, *field) == NULL)
            treadle_complaints_add_missing(&complaints, *field);
    treadle_complaints_add_unknown(&complaints, arguments, action->fields);
    return treadle_complaints_end(&complaints, arguments, error);
}

// -- how the answer came

// CRC-32 as in Ethernet and zip, which DynamoDB puts beside each of its answers.
static uint32_t crc32(const char *bytes, size_t size) {
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                       0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                       0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < size; i++) {
        crc ^= (unsigned char)bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

struct header {
    const char *name, *value;
};

static cJSON *headers_plain(struct arena *arena, const struct header *headers, size_t count) {
    cJSON *object = treadle_scratch_node(arena, cJSON_Object);
    for (size_t i = 0; i < count; i++)
        treadle_put_text(arena, object, headers[i].name, headers[i].value);
    return object;
}

static cJSON *headers_listed(struct arena *arena, const struct header *headers, size_t count) {
    cJSON *object = treadle_scratch_node(arena, cJSON_Object);
    for (size_t i = 0; i < count; i++) {
        cJSON *values = treadle_scratch_node(arena, cJSON_Array);
        treadle_scratch_append(values, NULL, treadle_scratch_string(arena, headers[i].value));
        treadle_scratch_append(object, headers[i].name, values);
    }
    return object;
}

// AWS, recorded: these headers in these orders.
static cJSON *metadata(
    struct arena *arena, const treadle_call *call, const struct treadle_response *response) {
    char date[TIME_TEXT_SIZE];
    treadle_time_write_http(date, treadle_call_at_ms(call));
    const char *body = treadle_json_print(arena, response->output);
    const char *size = treadle_arena_print(arena, "%zu", strlen(body)),
               *crc = treadle_arena_print(arena, "%u", (unsigned)crc32(body, strlen(body))),
               *type = "application/x-amz-json-1.0", *when = treadle_arena_copy(arena, date),
               *id = response->request_id;
    const struct header listed[] = {{"Server", "Server"},     {"Connection", "keep-alive"},
                                    {"x-amzn-RequestId", id}, {"x-amz-crc32", crc},
                                    {"Content-Length", size}, {"Date", when},
                                    {"Content-Type", type}},
                        plain[] = {{"Connection", "keep-alive"}, {"Content-Length", size},
                                   {"Content-Type", type},       {"Date", when},
                                   {"Server", "Server"},         {"x-amz-crc32", crc},
                                   {"x-amzn-RequestId", id}};
    cJSON *http = treadle_scratch_node(arena, cJSON_Object);
    treadle_scratch_append(http, "AllHttpHeaders", headers_listed(arena, listed, COUNT_OF(listed)));
    treadle_scratch_append(http, "HttpHeaders", headers_plain(arena, plain, COUNT_OF(plain)));
    treadle_put_int(arena, http, "HttpStatusCode", 200);
    return http;
}

static void succeed(treadle_call *call, const struct treadle_response *response) {
    struct arena arena = {0};
    cJSON *result = treadle_scratch_node(&arena, cJSON_Object),
          *sdk = treadle_scratch_node(&arena, cJSON_Object);
    for (const cJSON *member = response->output->child; member != NULL; member = member->next)
        treadle_put_value(&arena, result, member->string, member);
    treadle_scratch_append(result, "SdkHttpMetadata", metadata(&arena, call, response));
    treadle_put_text(&arena, sdk, "RequestId", response->request_id);
    treadle_scratch_append(result, "SdkResponseMetadata", sdk);
    treadle_call_answer(call, result);
    treadle_arena_clear(&arena);
}

// -- how it failed

// AWS, recorded: an error of the model has its own name, any other the service's generic one.
static void fail(treadle_call *call, const struct treadle_response *response) {
    struct arena arena = {0};
    const char *name = treadle_arena_print(
        &arena, "DynamoDB.%s", response->modelled ? response->code : "AmazonDynamoDBException");
    const char *cause = treadle_arena_print(
        &arena,
        "%s (Service: AmazonDynamoDBv2; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: "
        "null)",
        response->message, response->http_status, response->code, response->request_id);
    treadle_call_fail(call, name, cause);
    treadle_arena_clear(&arena);
}

static void on_response(const struct treadle_response *response, void *data) {
    treadle_call *call = data;
    if (response->output != NULL)
        succeed(call, response);
    else if (response->role_refused)
        treadle_call_fail(call, "States.TaskFailed", response->message);
    else
        fail(call, response);
}

static int begin(void *self, treadle_call *call) {
    const struct action *action = action_of(treadle_call_uri(call));
    if (action == NULL) return TREADLE_ENOROUTE;
    struct treadle_ask ask = {
        .service = "dynamodb",
        .operation = action->operation,
        .input = treadle_call_arguments(call)};
    return treadle_call_send(self, call, TREADLE_AS_ROLE, &ask, on_response, call);
}

const struct treadle_integration treadle_integration_dynamodb = {
    .version = TREADLE_INTEGRATION_VERSION, .service = "dynamodb", .check = check, .begin = begin};
