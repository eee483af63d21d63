// DescribeTable, ListTables: what tables there are.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/number.h"
#include "base/random.h"
#include "services/dynamodb/operations.h"
#include "services/dynamodb/parameters.h"

// -- DescribeTable

// A template may write a number as a text, as CloudFormation does.
static int64_t number_at(const cJSON *object, const char *name) {
    const cJSON *value = treadle_json_member(object, name);
    int64_t number = 0;
    if (value == NULL) return 0;
    if (cJSON_IsString(value))
        treadle_number_read_int(value->valuestring, 0, INT64_MAX, &number);
    else if (cJSON_IsNumber(value))
        treadle_number_int(value, &number);
    return number;
}

static void put_throughput(struct arena *arena, cJSON *shown, const cJSON *properties) {
    const char *mode = treadle_json_string(properties, "BillingMode");
    bool on_demand = mode != NULL && strcmp(mode, "PAY_PER_REQUEST") == 0;
    const cJSON *given = treadle_json_member(properties, "ProvisionedThroughput");
    cJSON *throughput = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_int(arena, throughput, "NumberOfDecreasesToday", 0);
    treadle_put_int(
        arena, throughput, "ReadCapacityUnits",
        on_demand ? 0 : number_at(given, "ReadCapacityUnits"));
    treadle_put_int(
        arena, throughput, "WriteCapacityUnits",
        on_demand ? 0 : number_at(given, "WriteCapacityUnits"));
    treadle_put_value(arena, shown, "ProvisionedThroughput", throughput);
    if (!on_demand) return;
    cJSON *summary = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, summary, "BillingMode", mode);
    treadle_put_value(arena, shown, "BillingModeSummary", summary);
}

static const cJSON *describe(struct arena *arena, const struct resource *resource) {
    const struct table *table = resource->live;
    const cJSON *properties = treadle_doc_root(resource->properties);
    cJSON *shown = treadle_scratch_node(arena, cJSON_Object);
    uint64_t random = treadle_birthplace_seed(&resource->place);
    char *id = treadle_arena_alloc(arena, 37);
    treadle_random_uuid(&random, id);
    treadle_put_value(
        arena, shown, "AttributeDefinitions",
        treadle_json_member(properties, "AttributeDefinitions"));
    treadle_put_text(arena, shown, "TableName", resource->ref);
    treadle_put_value(arena, shown, "KeySchema", treadle_json_member(properties, "KeySchema"));
    treadle_put_text(arena, shown, "TableStatus", "ACTIVE");
    treadle_scratch_append(
        shown, "CreationDateTime", treadle_scratch_number(arena, (double)table->created_ms / 1000));
    put_throughput(arena, shown, properties);
    treadle_put_int(arena, shown, "TableSizeBytes", (int64_t)table->size);
    treadle_put_int(arena, shown, "ItemCount", table->items.count);
    treadle_put_text(arena, shown, "TableArn", resource->arn);
    treadle_put_text(arena, shown, "TableId", id);
    return shown;
}

void treadle_dynamodb_describe_table(struct world *world, struct request *request) {
    (void)world;
    const struct resource *resource = request->uses->resource;
    if (resource == NULL) {
        treadle_request_refuse(
            request, 400, "ResourceNotFoundException",
            "Requested resource not found: Table: %s not found",
            treadle_dynamodb_given(request, "TableName")->valuestring);
        return;
    }
    cJSON *output = treadle_scratch_node(&request->arena, cJSON_Object);
    treadle_put_value(&request->arena, output, "Table", describe(&request->arena, resource));
    treadle_request_answer(request, output);
}

// -- ListTables

static const char *corner_of(struct request *request) {
    const char *account = request->caller->account;
    return treadle_arena_print(
        &request->arena, "arn:aws:dynamodb:%s:%s:table/", request->region,
        account == NULL ? "" : account);
}

bool treadle_dynamodb_find_tables(
    struct world *world, struct request *request, struct fault *fault) {
    (void)world;
    (void)fault;
    const char *account = request->caller->account;
    const char *arn = treadle_arena_print(&request->arena, "%s*", corner_of(request));
    treadle_use_add(request, arn, account == NULL ? "" : account, NULL);
    return true;
}

void treadle_dynamodb_list_tables(struct world *world, struct request *request) {
    enum { TABLES_MAX = 100 };  // Of one answer.
    const char *corner = corner_of(request);
    const cJSON *after = treadle_dynamodb_given(request, "ExclusiveStartTableName"),
                *given = treadle_dynamodb_given(request, "Limit");
    int64_t limit = TABLES_MAX;
    if (given != NULL) treadle_number_int(given, &limit);
    struct arena *arena = &request->arena;
    const char *start =
        treadle_arena_print(arena, "%s%s", corner, after == NULL ? "" : after->valuestring);
    bool found;
    uint32_t place = treadle_list_place(&world->resources, start, &found);
    cJSON *names = treadle_scratch_node(arena, cJSON_Array),
          *output = treadle_scratch_node(arena, cJSON_Object);
    const char *last = NULL;
    int64_t count = 0;
    for (place += found; place < world->resources.count; place++) {
        const struct list_entry *entry = &world->resources.entries[place];
        if (strncmp(entry->key, corner, strlen(corner)) != 0) break;
        const struct resource *resource = entry->value;
        if (count == limit) {
            treadle_put_text(arena, output, "LastEvaluatedTableName", last);
            break;
        }
        treadle_scratch_append(names, NULL, treadle_scratch_string(arena, resource->ref));
        last = resource->ref;
        count++;
    }
    treadle_put_value(arena, output, "TableNames", names);
    treadle_request_answer(request, output);
}
