// DynamoDB: tables by template, items by key.
#include "services/dynamodb/operations.h"
#include "services/dynamodb/parameters.h"

static const struct operation operations[] = {
    {"DeleteItem", treadle_dynamodb_find, treadle_dynamodb_delete_item, 0},
    {"DescribeTable", treadle_dynamodb_find, treadle_dynamodb_describe_table, OPERATION_READS},
    {"GetItem", treadle_dynamodb_find, treadle_dynamodb_get_item, OPERATION_READS},
    {"ListTables", treadle_dynamodb_find_tables, treadle_dynamodb_list_tables, OPERATION_READS},
    {"PutItem", treadle_dynamodb_find, treadle_dynamodb_put_item, 0},
    {"Scan", treadle_dynamodb_find, treadle_dynamodb_scan, OPERATION_READS},
    {0}};

const struct service treadle_service_dynamodb = {
    .name = "dynamodb",
    .shapes = treadle_shapes_dynamodb,
    .shapes_size = &treadle_shapes_dynamodb_size,
    .operations = operations,
    .types = treadle_dynamodb_types,
    .request_ids_base32 = true};
