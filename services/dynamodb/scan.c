// Scan: a table's items in the order of their keys, page by page.
//
// AWS scans in the order of a hash of the partition key, which it does not document; any order will
// do, and the one by value can be read. Segments share the items by a hash of their partition.
#include <string.h>

#include "base/digest.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/number.h"
#include "services/dynamodb/operations.h"
#include "services/dynamodb/parameters.h"

static const struct dynamodb_expressions of_scanning = {
    (const char *const[]){"ProjectionExpression", "FilterExpression", NULL},
    (const char *const[]){"AttributesToGet", "ScanFilter", "ConditionalOperator", NULL}};

static const char *const conditions[] = {"ScanFilter", "ConditionalOperator", NULL};

struct page {
    struct request *request;
    const struct table *table;
    int64_t limit, segment, segments;  // [limit] 0: none.
    uint32_t next;                     // Place of the first item in the table.
    size_t size;
    uint32_t count;
    const struct item *last;  // Where it broke off; NULL: it came to the end.
    cJSON *items;             // NULL: they are only counted.
};

static int64_t given_number(const struct request *request, const char *name, int64_t otherwise) {
    const cJSON *value = treadle_dynamodb_given(request, name);
    int64_t number;
    return value != NULL && treadle_number_int(value, &number) ? number : otherwise;
}

static const char *segment_problem(struct request *request) {
    bool segment = treadle_dynamodb_given(request, "Segment") != NULL,
         segments = treadle_dynamodb_given(request, "TotalSegments") != NULL;
    int64_t number = given_number(request, "Segment", 0),
            count = given_number(request, "TotalSegments", 1);
    if (segment && !segments)
        return "The TotalSegments parameter is required but was not present in the request when "
               "Segment parameter is present";
    if (segments && !segment)
        return "The Segment parameter is required but was not present in the request when "
               "parameter TotalSegments is present";
    if (number < count) return NULL;
    return treadle_arena_print(
        &request->arena,
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
        "Segment: %lld is not less than TotalSegments: %lld",
        (long long)number, (long long)count);
}

static const char *select_problem(struct request *request) {
    bool names = treadle_dynamodb_given(request, "AttributesToGet") != NULL ||
                 treadle_dynamodb_given(request, "ProjectionExpression") != NULL;
    if (treadle_dynamodb_says(request, "Select", "SPECIFIC_ATTRIBUTES") && !names)
        return "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
               "SPECIFIC_ATTRIBUTES";
    if (treadle_dynamodb_says(request, "Select", "ALL_PROJECTED_ATTRIBUTES") &&
        treadle_dynamodb_given(request, "IndexName") == NULL)
        return "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
    return NULL;
}

// No index is kept, so those a template declares are refused with other words than those it does
// not.
static const char *index_problem(struct request *request, const struct resource *resource) {
    static const char *const lists[] = {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"};
    const cJSON *name = treadle_dynamodb_given(request, "IndexName");
    if (name == NULL) return NULL;
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        const cJSON *indexes =
            treadle_json_member(treadle_doc_root(resource->properties), lists[i]);
        for (const cJSON *one = cJSON_IsArray(indexes) ? indexes->child : NULL; one != NULL;
             one = one->next) {
            const char *own = treadle_json_string(one, "IndexName");
            if (own != NULL && strcmp(own, name->valuestring) == 0)
                return "treadle does not keep indexes yet: scan the table itself, or mock the Task";
        }
    }
    return treadle_arena_print(
        &request->arena, "The table does not have the specified index: %s", name->valuestring);
}

// True where there is nothing to refuse.
static bool refuse_where(struct request *request, const char *problem) {
    if (problem != NULL) treadle_request_refuse(request, 400, "ValidationException", "%s", problem);
    return problem == NULL;
}

// -- a page

// The place of the first item after ExclusiveStartKey. False: refused, gone.
static bool start_after(struct page *page, const cJSON *start) {
    struct request *request = page->request;
    const char *problem, *key;
    bool found;
    if (start == NULL) return true;
    key = treadle_table_key(page->table, &request->arena, TABLE_KEY_ALONE, start, &problem);
    if (key == NULL) {
        treadle_request_refuse(
            request, 400, "ValidationException", "The provided starting key is invalid: %s",
            problem);
        return false;
    }
    page->next = treadle_list_place(&page->table->items, key, &found);
    page->next += found;
    return true;
}

static bool in_segment(const struct page *page, const cJSON *item) {
    if (page->segments == 1) return true;
    const cJSON *value = treadle_json_member(item, page->table->parts[0].name);
    uint64_t hash = treadle_digest_seed(value->child->valuestring, NULL);
    return (int64_t)(hash % (uint64_t)page->segments) == page->segment;
}

static void fill(struct page *page) {
    const struct list *items = &page->table->items;
    for (uint32_t i = page->next; i < items->count; i++) {
        const struct item *item = items->entries[i].value;
        const cJSON *attributes = treadle_doc_root(item->doc);
        if (!in_segment(page, attributes)) continue;
        page->count++;
        page->size += item->size;
        if (page->items != NULL)
            treadle_scratch_append(
                page->items, NULL,
                treadle_scratch_link(
                    &page->request->arena, treadle_dynamodb_selected(page->request, attributes)));
        // A page that is full says so even where nothing follows.
        bool full = page->count == page->limit || page->size >= LIMIT_scan_page_size_max;
        if (full) page->last = item;
        if (full) return;
    }
}

static const cJSON *key_of(const struct page *page) {
    struct arena *arena = &page->request->arena;
    cJSON *key = treadle_scratch_node(arena, cJSON_Object);
    for (uint32_t i = 0; i < page->table->part_count; i++) {
        const char *name = page->table->parts[i].name;
        treadle_put_value(
            arena, key, name, treadle_json_member(treadle_doc_root(page->last->doc), name));
    }
    return key;
}

static void answer(struct page *page) {
    struct request *request = page->request;
    struct arena *arena = &request->arena;
    cJSON *output = treadle_scratch_node(arena, cJSON_Object);
    if (page->items != NULL) treadle_scratch_append(output, "Items", page->items);
    treadle_put_int(arena, output, "Count", page->count);
    treadle_put_int(arena, output, "ScannedCount", page->count);
    if (page->last != NULL) treadle_put_value(arena, output, "LastEvaluatedKey", key_of(page));
    treadle_dynamodb_put_capacity(
        request, output, treadle_dynamodb_read_units(request, page->size));
    treadle_request_answer(request, output);
}

void treadle_dynamodb_scan(struct world *world, struct request *request) {
    (void)world;
    const cJSON *start = NULL;
    if (!treadle_dynamodb_mix(request, &of_scanning) || !treadle_dynamodb_check_names(request) ||
        !treadle_dynamodb_without(request, conditions))
        return;
    if (treadle_dynamodb_given(request, "ExclusiveStartKey") != NULL) {
        start = treadle_dynamodb_attributes(request, "ExclusiveStartKey");
        if (start == NULL) return;
    }
    if (!refuse_where(request, segment_problem(request)) ||
        !refuse_where(request, select_problem(request)) ||
        !treadle_dynamodb_without(request, of_scanning.expressions))
        return;
    const struct table *table = treadle_dynamodb_table(request);
    if (table == NULL || !refuse_where(request, index_problem(request, request->uses->resource)))
        return;
    struct page page = {
        .request = request,
        .table = table,
        .limit = given_number(request, "Limit", 0),
        .segment = given_number(request, "Segment", 0),
        .segments = given_number(request, "TotalSegments", 1)};
    if (!start_after(&page, start)) return;
    if (!treadle_dynamodb_says(request, "Select", "COUNT"))
        page.items = treadle_scratch_node(&request->arena, cJSON_Array);
    fill(&page);
    answer(&page);
}
