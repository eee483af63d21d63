// PutItem, GetItem, DeleteItem: one item, by its key.
#include "base/json/scratch.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "services/dynamodb/attribute.h"
#include "services/dynamodb/operations.h"
#include "services/dynamodb/parameters.h"

static const struct dynamodb_expressions of_writing = {
    (const char *const[]){"ConditionExpression", NULL}, (const char *const[]){"Expected", NULL}};
static const struct dynamodb_expressions of_reading = {
    (const char *const[]){"ProjectionExpression", NULL},
    (const char *const[]){"AttributesToGet", NULL}};

static const char *const conditions[] = {
    "ConditionExpression", "Expected", "ConditionalOperator", NULL};

static void note(
    struct world *world, const struct request *request, const char *sign, const cJSON *shown) {
    const struct use *use = request->uses;
    struct arena scratch = {0};
    treadle_world_note(
        world, request, use->account, use->resource->ref, "%s %s", sign,
        treadle_json_print(&scratch, shown));
    treadle_arena_clear(&scratch);
}

// AWS, recorded: the words of the model allow more than the operation does.
static bool check_return_values(struct request *request) {
    bool known = treadle_dynamodb_given(request, "ReturnValues") == NULL ||
                 treadle_dynamodb_says(request, "ReturnValues", "ALL_OLD") ||
                 treadle_dynamodb_says(request, "ReturnValues", "NONE");
    if (!known)
        treadle_request_refuse(
            request, 400, "ValidationException", "ReturnValues can only be ALL_OLD or NONE");
    return known;
}

static const char *key_of(
    struct request *request, const struct table *table, enum table_key form,
    const cJSON *attributes) {
    const char *problem;
    const char *key = treadle_table_key(table, &request->arena, form, attributes, &problem);
    if (key == NULL) treadle_request_refuse(request, 400, "ValidationException", "%s", problem);
    return key;
}

// Answers a write: [before] is taken, and shown where it was asked for.
static void answer_write(struct request *request, struct doc *before, size_t size) {
    struct arena *arena = &request->arena;
    cJSON *output = treadle_scratch_node(arena, cJSON_Object);
    if (before != NULL && treadle_dynamodb_says(request, "ReturnValues", "ALL_OLD"))
        treadle_put_value(arena, output, "Attributes", treadle_doc_root(before));
    treadle_dynamodb_put_capacity(request, output, treadle_dynamodb_write_units(size));
    struct doc *settled = treadle_doc_settle(NULL, output);
    treadle_doc_drop(before);
    treadle_request_done(request, settled);
}

void treadle_dynamodb_put_item(struct world *world, struct request *request) {
    if (!treadle_dynamodb_mix(request, &of_writing)) return;
    const cJSON *item = treadle_dynamodb_attributes(request, "Item");
    if (item == NULL || !check_return_values(request)) return;
    size_t size = treadle_attributes_size(item), before_size;
    if (size > LIMIT_item_size_max) {
        treadle_request_refuse(
            request, 400, "ValidationException", "Item size has exceeded the maximum allowed size");
        return;
    }
    if (!treadle_dynamodb_without(request, conditions)) return;
    struct table *table = treadle_dynamodb_table(request);
    const char *key = table == NULL ? NULL : key_of(request, table, TABLE_KEY_OF_ITEM, item);
    if (key == NULL) return;
    struct doc *before =
        treadle_table_put(table, key, treadle_doc_settle(NULL, item), &before_size);
    note(world, request, before == NULL ? "+" : "=", item);
    answer_write(request, before, before_size > size ? before_size : size);
}

void treadle_dynamodb_delete_item(struct world *world, struct request *request) {
    if (!treadle_dynamodb_mix(request, &of_writing)) return;
    const cJSON *wanted = treadle_dynamodb_attributes(request, "Key");
    if (wanted == NULL || !check_return_values(request) ||
        !treadle_dynamodb_without(request, conditions))
        return;
    struct table *table = treadle_dynamodb_table(request);
    const char *key = table == NULL ? NULL : key_of(request, table, TABLE_KEY_ALONE, wanted);
    if (key == NULL) return;
    size_t before_size;
    struct doc *before = treadle_table_remove(table, key, &before_size);
    if (before != NULL) note(world, request, "-", wanted);
    answer_write(request, before, before_size);
}

void treadle_dynamodb_get_item(struct world *world, struct request *request) {
    (void)world;
    if (!treadle_dynamodb_mix(request, &of_reading)) return;
    const cJSON *wanted = treadle_dynamodb_attributes(request, "Key");
    if (wanted == NULL || !treadle_dynamodb_check_names(request) ||
        !treadle_dynamodb_without(request, of_reading.expressions))
        return;
    struct table *table = treadle_dynamodb_table(request);
    const char *key = table == NULL ? NULL : key_of(request, table, TABLE_KEY_ALONE, wanted);
    if (key == NULL) return;
    const struct item *item = treadle_table_get(table, key);
    cJSON *output = treadle_scratch_node(&request->arena, cJSON_Object);
    if (item != NULL)
        treadle_put_value(
            &request->arena, output, "Item",
            treadle_dynamodb_selected(request, treadle_doc_root(item->doc)));
    treadle_dynamodb_put_capacity(
        request, output, treadle_dynamodb_read_units(request, item == NULL ? 0 : item->size));
    treadle_request_answer(request, output);
}
