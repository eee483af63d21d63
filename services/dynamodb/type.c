// AWS::DynamoDB::Table: its properties become a key to file items by.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "services/dynamodb/table.h"

// Understood also means: known, and of no consequence to what a request sees. Streams, time to live
// and indexes are not: they warn.
static const char *const properties[] = {
    "AttributeDefinitions[].AttributeName",
    "AttributeDefinitions[].AttributeType",
    "BillingMode",
    "ContributorInsightsSpecification.*",
    "DeletionProtectionEnabled",
    "KeySchema[].AttributeName",
    "KeySchema[].KeyType",
    "OnDemandThroughput.*",
    "PointInTimeRecoverySpecification.*",
    "ProvisionedThroughput.ReadCapacityUnits",
    "ProvisionedThroughput.WriteCapacityUnits",
    "ResourcePolicy.PolicyDocument.*",
    "SSESpecification.*",
    "TableClass",
    "TableName",
    "WarmThroughput.*",
    NULL};

struct making {
    struct world *world;
    struct resource *resource;
    const cJSON *properties;
    struct table *table;
    struct treadle_status *status;
};

#define PROBLEM(making, ...)                                                                       \
    treadle_resource_problem((making)->resource, (making)->status, TREADLE_EINVAL, __VA_ARGS__)

static const cJSON *list_of(const struct making *making, const char *name) {
    const cJSON *list = treadle_json_member(making->properties, name);
    return cJSON_IsArray(list) ? list : NULL;
}

static bool is_one_of(const char *text, const char *const *words, size_t count) {
    for (size_t i = 0; text != NULL && i < count; i++)
        if (strcmp(text, words[i]) == 0) return true;
    return false;
}

static const cJSON *definition_of(const cJSON *definitions, const char *name) {
    const cJSON *one = definitions->child;
    for (; one != NULL; one = one->next) {
        const char *own = treadle_json_string(one, "AttributeName");
        if (own != NULL && strcmp(own, name) == 0) break;
    }
    return one;
}

static int check_definitions(const struct making *making, const cJSON *definitions) {
    static const char *const types[] = {"S", "N", "B"};
    for (const cJSON *one = definitions->child; one != NULL; one = one->next) {
        const char *name = treadle_json_string(one, "AttributeName"),
                   *type = treadle_json_string(one, "AttributeType");
        if (name == NULL) return PROBLEM(making, "AttributeDefinitions wants an AttributeName");
        if (!is_one_of(type, types, COUNT_OF(types)))
            return PROBLEM(making, "AttributeType of %s must be S, N or B", name);
    }
    return 0;
}

// AWS, recorded: what CreateTable says of each of these.
static int read_part(struct making *making, const cJSON *part, const cJSON *definitions) {
    static const char *const kinds[] = {"HASH", "RANGE"};
    static const char *const words[] = {
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"};
    struct table *table = making->table;
    uint32_t at = table->part_count;
    const char *name = treadle_json_string(part, "AttributeName"),
               *kind = treadle_json_string(part, "KeyType");
    if (name == NULL) return PROBLEM(making, "KeySchema wants an AttributeName");
    if (!is_one_of(kind, &kinds[at], 1)) return PROBLEM(making, "%s", words[at]);
    if (at > 0 && strcmp(name, table->parts[0].name) == 0)
        return PROBLEM(
            making, "Both the Hash Key and the Range Key element in the KeySchema have the same "
                    "name");
    const cJSON *definition = definition_of(definitions, name);
    if (definition == NULL)
        return PROBLEM(making, "%s of KeySchema is not defined in AttributeDefinitions", name);
    table->parts[table->part_count++] =
        (struct key_part){name, treadle_json_string(definition, "AttributeType")};
    return 0;
}

static int read_key(struct making *making) {
    const cJSON *definitions = list_of(making, "AttributeDefinitions"),
                *schema = list_of(making, "KeySchema");
    if (definitions == NULL) return PROBLEM(making, "AttributeDefinitions must be a list");
    uint32_t count = schema == NULL ? 0 : treadle_json_count(schema);
    if (count < 1 || count > TABLE_KEY_PARTS_MAX)
        return PROBLEM(making, "KeySchema must be a list of one or two attributes");
    int status = check_definitions(making, definitions);
    for (const cJSON *part = schema->child; part != NULL && status == 0; part = part->next)
        status = read_part(making, part, definitions);
    return status;
}

// -- indexes: none is kept, which a warning says; but their keys bind the items

static int read_index(struct making *making, const cJSON *index, const cJSON *definitions) {
    struct table *table = making->table;
    const char *own = treadle_json_string(index, "IndexName");
    const cJSON *schema = treadle_json_member(index, "KeySchema"), *part;
    if (own == NULL || !cJSON_IsArray(schema))
        return PROBLEM(making, "an index wants an IndexName and a KeySchema");
    for (part = schema->child; part != NULL; part = part->next) {
        const char *name = treadle_json_string(part, "AttributeName");
        const cJSON *definition = name == NULL ? NULL : definition_of(definitions, name);
        if (definition == NULL)
            return PROBLEM(
                making, "%s of index %s is not defined in AttributeDefinitions",
                name == NULL ? "KeySchema" : name, own);
        ADD(table->index_keys, table->index_key_count, table->index_key_size) =
            (struct index_key){own, name, treadle_json_string(definition, "AttributeType")};
    }
    return 0;
}

static int read_indexes(struct making *making) {
    static const char *const lists[] = {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"};
    const cJSON *definitions = list_of(making, "AttributeDefinitions");
    int status = 0;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const cJSON *indexes = list_of(making, lists[i]);
        const cJSON *index = indexes == NULL ? NULL : indexes->child;
        for (; index != NULL && status == 0; index = index->next)
            status = read_index(making, index, definitions);
    }
    return status;
}

// An attribute that neither the key nor an index names is refused by DynamoDB.
static int check_all_used(const struct making *making) {
    const struct table *table = making->table;
    const cJSON *one = list_of(making, "AttributeDefinitions")->child;
    for (; one != NULL; one = one->next) {
        const char *name = treadle_json_string(one, "AttributeName");
        bool used = false;
        for (uint32_t i = 0; i < table->part_count; i++)
            used = used || strcmp(table->parts[i].name, name) == 0;
        for (uint32_t i = 0; i < table->index_key_count; i++)
            used = used || strcmp(table->index_keys[i].name, name) == 0;
        if (!used)
            return PROBLEM(
                making,
                "AttributeDefinitions defines %s, which no key names: only attributes of keys are "
                "defined",
                name);
    }
    return 0;
}

static int check_rest(const struct making *making) {
    static const char *const modes[] = {"PROVISIONED", "PAY_PER_REQUEST"};
    const cJSON *mode = treadle_json_member(making->properties, "BillingMode");
    if (mode != NULL && !is_one_of(mode->valuestring, modes, COUNT_OF(modes)))
        return PROBLEM(making, "BillingMode must be PROVISIONED or PAY_PER_REQUEST");
    const cJSON *policy = treadle_json_member(making->properties, "ResourcePolicy");
    return policy == NULL ? 0
                          : treadle_resource_check_policy(
                                making->world, making->resource, "ResourcePolicy.PolicyDocument",
                                treadle_json_member(policy, "PolicyDocument"), POLICY_RESOURCE,
                                making->status);
}

static bool is_name(const char *name) {
    size_t size = strlen(name);
    return size >= 3 && size <= 255 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") ==
               size;
}

static int create(struct world *world, struct resource *resource, struct treadle_status *status) {
    struct table *table = treadle_alloc_zeroed(sizeof(*table));
    table->created_ms = treadle_engine_now(world->engine);
    resource->live = table;
    resource->ref = treadle_resource_name(world, resource, "TableName");
    struct making making = {world, resource, treadle_doc_root(resource->properties), table, status};
    if (!is_name(resource->ref))
        return PROBLEM(
            &making, "TableName must be 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.'");
    resource->arn = treadle_arena_print(
        &world->arena, "arn:aws:dynamodb:%s:%s:table/%s", resource->region, resource->account,
        resource->ref);
    int result = read_key(&making);
    if (result == 0) result = read_indexes(&making);
    if (result == 0) result = check_all_used(&making);
    return result == 0 ? check_rest(&making) : result;
}

static void destroy(struct world *world, struct resource *resource) {
    (void)world;
    if (resource->live == NULL) return;
    treadle_table_clear(resource->live);
    free(resource->live);
}

const struct resource_type treadle_dynamodb_types[] = {
    {.name = "AWS::DynamoDB::Table",
     .properties = properties,
     .create = create,
     .destroy = destroy},
    {0}};
