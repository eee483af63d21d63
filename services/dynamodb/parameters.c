// Parameters of several operations. Where several things are wrong, the first one told is the one
// that architect/dynalite tells, whose tests ran against AWS.
#include "services/dynamodb/parameters.h"

#include <string.h>

#include "aws/arn.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/map.h"
#include "base/memory.h"
#include "services/dynamodb/attribute.h"

const cJSON *treadle_dynamodb_given(const struct request *request, const char *name) {
    const cJSON *value = treadle_json_member(treadle_doc_root(request->input), name);
    return value == NULL || cJSON_IsNull(value) ? NULL : value;
}

bool treadle_dynamodb_says(const struct request *request, const char *name, const char *word) {
    const cJSON *value = treadle_dynamodb_given(request, name);
    return value != NULL && cJSON_IsString(value) && strcmp(value->valuestring, word) == 0;
}

static void refuse(struct request *request, const char *message) {
    treadle_request_refuse(request, 400, "ValidationException", "%s", message);
}

// -- expressions

// Those of [names] that are given, "a, b"; "" where none is.
static const char *given_of(struct request *request, const char *const *names) {
    const char *list = "";
    for (; *names != NULL; names++)
        if (treadle_dynamodb_given(request, *names) != NULL)
            list = treadle_arena_print(
                &request->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", *names);
    return list;
}

// Expressions that may name a value of ExpressionAttributeValues: all but a projection.
static const char *without_values(struct request *request, const char *const *names) {
    const char *list = "";
    uint32_t count = 0;
    for (; *names != NULL; names++) {
        if (strcmp(*names, "ProjectionExpression") == 0) continue;
        if (treadle_dynamodb_given(request, *names) != NULL) return NULL;
        list =
            treadle_arena_print(&request->arena, "%s%s%s", list, count == 0 ? "" : " and ", *names);
        count++;
    }
    if (count == 0) return NULL;
    return treadle_arena_print(&request->arena, "%s %s null", list, count > 1 ? "are" : "is");
}

bool treadle_dynamodb_mix(struct request *request, const struct dynamodb_expressions *known) {
    const char *expressions = given_of(request, known->expressions),
               *legacy = given_of(request, known->legacy), *missing = NULL, *problem = NULL;
    if (treadle_dynamodb_given(request, "ExpressionAttributeValues") != NULL)
        missing = without_values(request, known->expressions);
    if (*expressions != '\0' && *legacy != '\0')
        problem = treadle_arena_print(
            &request->arena,
            "Can not use both expression and non-expression parameters in the same request: "
            "Non-expression parameters: {%s} Expression parameters: {%s}",
            legacy, expressions);
    else if (
        *expressions == '\0' && treadle_dynamodb_given(request, "ExpressionAttributeNames") != NULL)
        problem = "ExpressionAttributeNames can only be specified when using expressions";
    else if (missing != NULL)
        problem = treadle_arena_print(
            &request->arena,
            "ExpressionAttributeValues can only be specified when using expressions: %s", missing);
    if (problem != NULL) refuse(request, problem);
    return problem == NULL;
}

bool treadle_dynamodb_without(struct request *request, const char *const *names) {
    for (; *names != NULL; names++) {
        if (treadle_dynamodb_given(request, *names) == NULL) continue;
        treadle_request_refuse(
            request, 400, "ValidationException",
            "treadle does not evaluate %s yet, and does not pass over it: leave it out, or mock "
            "the Task",
            *names);
        return false;
    }
    return true;
}

// -- attributes

const cJSON *treadle_dynamodb_attributes(struct request *request, const char *name) {
    struct attribute_problem problem;
    const cJSON *normal =
        treadle_attributes_normal(&request->arena, treadle_dynamodb_given(request, name), &problem);
    if (normal != NULL) return normal;
    bool start = strcmp(name, "ExclusiveStartKey") == 0 && !problem.bare;
    treadle_request_refuse(
        request, 400, "ValidationException", "%s%s",
        start ? "The provided starting key is invalid: " : "", problem.text);
    return NULL;
}

bool treadle_dynamodb_check_names(struct request *request) {
    const cJSON *names = treadle_dynamodb_given(request, "AttributesToGet");
    struct map seen = {0};
    const char *twin = NULL;
    for (const cJSON *name = names == NULL ? NULL : names->child; name != NULL && twin == NULL;
         name = name->next)
        if (cJSON_IsString(name) &&
            treadle_map_put(&seen, name->valuestring, name->valuestring) != name->valuestring)
            twin = name->valuestring;
    treadle_map_clear(&seen);
    if (twin != NULL)
        treadle_request_refuse(
            request, 400, "ValidationException",
            "One or more parameter values were invalid: Duplicate value in attribute name: %s",
            twin);
    return twin == NULL;
}

const cJSON *treadle_dynamodb_selected(struct request *request, const cJSON *item) {
    const cJSON *names = treadle_dynamodb_given(request, "AttributesToGet");
    if (names == NULL) return item;
    cJSON *selected = treadle_scratch_node(&request->arena, cJSON_Object);
    for (const cJSON *name = names->child; name != NULL; name = name->next)
        if (cJSON_IsString(name))
            treadle_put_value(
                &request->arena, selected, name->valuestring,
                treadle_json_member(item, name->valuestring));
    return selected;
}

// -- the table

// Is [arn] a table's?
static bool is_table(const struct arn *arn) {
    static const char kind[] = "table/";
    size_t size = strlen(kind);
    return strcmp(arn->service, "dynamodb") == 0 && strncmp(arn->resource, kind, size) == 0 &&
           strchr(arn->resource + size, '/') == NULL;
}

bool treadle_dynamodb_find(struct world *world, struct request *request, struct fault *fault) {
    const char *name = treadle_json_string(treadle_doc_root(request->input), "TableName"),
               *arn = name, *account;
    ASSERT(name != NULL);  // Shapes said so.
    struct arn parts;
    if (treadle_arn_parse(&request->arena, name, &parts)) {
        account = parts.account;
        if (!is_table(&parts))
            return treadle_fault(
                request, fault, 400, "ValidationException", "Invalid TableArn: %s is no table's",
                name);
    } else {  // A bare name means the caller's own. Nobody has none, which the judge says.
        account = request->caller->account == NULL ? "" : request->caller->account;
        arn = treadle_arena_print(
            &request->arena, "arn:aws:dynamodb:%s:%s:table/%s", request->region, account, name);
    }
    struct resource *resource = treadle_world_find(world, arn);
    // A region answers for its own tables.
    if (resource != NULL && strcmp(resource->region, request->region) != 0) resource = NULL;
    struct use *use = treadle_use_add(request, arn, account, resource);
    if (resource != NULL)
        use->policy = treadle_json_member(
            treadle_json_member(treadle_doc_root(resource->properties), "ResourcePolicy"),
            "PolicyDocument");
    return true;
}

struct table *treadle_dynamodb_table(struct request *request) {
    const struct resource *resource = request->uses->resource;
    if (resource != NULL) return resource->live;
    treadle_request_refuse(
        request, 400, "ResourceNotFoundException", "Requested resource not found");
    return NULL;
}

// -- capacity

static double units(size_t size, size_t unit) {
    size_t whole = (size + unit - 1) / unit;
    return whole == 0 ? 1 : (double)whole;
}

double treadle_dynamodb_write_units(size_t size) {
    return units(size, DYNAMODB_WRITE_UNIT);
}

double treadle_dynamodb_read_units(const struct request *request, size_t size) {
    const cJSON *consistent = treadle_dynamodb_given(request, "ConsistentRead");
    bool whole = consistent != NULL && cJSON_IsTrue(consistent);
    return units(size, DYNAMODB_READ_UNIT) * (whole ? 1 : 0.5);
}

void treadle_dynamodb_put_capacity(struct request *request, cJSON *output, double units) {
    bool by_index = treadle_dynamodb_says(request, "ReturnConsumedCapacity", "INDEXES");
    if (!by_index && !treadle_dynamodb_says(request, "ReturnConsumedCapacity", "TOTAL")) return;
    struct arena *arena = &request->arena;
    cJSON *capacity = treadle_scratch_node(arena, cJSON_Object);
    // The name or ARN that the request gave.
    treadle_put_value(arena, capacity, "TableName", treadle_dynamodb_given(request, "TableName"));
    treadle_scratch_append(capacity, "CapacityUnits", treadle_scratch_number(arena, units));
    if (by_index) {
        cJSON *table = treadle_scratch_node(arena, cJSON_Object);
        treadle_scratch_append(table, "CapacityUnits", treadle_scratch_number(arena, units));
        treadle_scratch_append(capacity, "Table", table);
    }
    treadle_put_value(arena, output, "ConsumedCapacity", capacity);
}
