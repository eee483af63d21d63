// The handlers of the service, a file per group. Each sees a table that was found and judged.
#ifndef TREADLE_SERVICES_DYNAMODB_OPERATIONS_H
#define TREADLE_SERVICES_DYNAMODB_OPERATIONS_H

#include "services/world.h"

// items.c: by key.
void treadle_dynamodb_put_item(struct world *world, struct request *request);
void treadle_dynamodb_get_item(struct world *world, struct request *request);
void treadle_dynamodb_delete_item(struct world *world, struct request *request);
// scan.c: all of them, page by page.
void treadle_dynamodb_scan(struct world *world, struct request *request);
// tables.c: what tables there are.
void treadle_dynamodb_describe_table(struct world *world, struct request *request);
bool treadle_dynamodb_find_tables(
    struct world *world, struct request *request, struct fault *fault);
void treadle_dynamodb_list_tables(struct world *world, struct request *request);

#endif
