// ListExecutions and ListStateMachines.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "services/stepfunctions/operations.h"

static const char *given(const struct request *request, const char *name) {
    return treadle_json_string(treadle_doc_root(request->input), name);
}

// -- ListExecutions: newest first

struct listing {  // In the request's arena.
    struct request *request;
    struct page page;
    const char *what, *status;  // [status]: the only one wanted; NULL: any.
};

static bool is_wanted(const struct listing *listing, const struct treadle_execution *execution) {
    return listing->status == NULL ||
           strcmp(listing->status, treadle_states_status(execution)) == 0;
}

static cJSON *list_item(struct arena *arena, const struct treadle_execution *execution) {
    cJSON *item = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, item, "executionArn", execution->execution_arn);
    treadle_put_text(arena, item, "stateMachineArn", execution->machine_arn);
    treadle_put_text(arena, item, "name", execution->name);
    treadle_put_text(arena, item, "status", treadle_states_status(execution));
    treadle_states_put_date(arena, item, "startDate", execution->started_ms);
    if (execution->stopped_ms >= 0)
        treadle_states_put_date(arena, item, "stopDate", execution->stopped_ms);
    treadle_put_int(arena, item, "redriveCount", 0);
    return item;
}

static void on_executions(int status, const struct treadle_rows *rows, void *data) {
    const struct listing *listing = data;
    struct request *request = listing->request;
    struct arena *arena = &request->arena;
    cJSON *output = treadle_scratch_node(arena, cJSON_Object),
          *executions = treadle_scratch_node(arena, cJSON_Array);
    uint32_t count = status == 0 ? rows->count : 0, remaining = 0, shown = 0;
    for (uint32_t i = 0; i < count; i++)
        remaining += is_wanted(listing, &rows->executions[i]);
    for (uint32_t i = 0; i < count && shown < listing->page.max; i++) {
        if (!is_wanted(listing, &rows->executions[i])) continue;
        bool before = listing->page.has_token && remaining > listing->page.token;
        remaining--;
        if (before) continue;
        treadle_scratch_append(executions, NULL, list_item(arena, &rows->executions[i]));
        shown++;
    }
    treadle_put_value(arena, output, "executions", executions);
    if (remaining > 0) treadle_states_put_token(request, output, listing->what, remaining);
    treadle_request_answer(request, output);
}

void treadle_states_list_executions(struct world *world, struct request *request) {
    (void)world;
    const struct use *use = request->uses;
    if (use->resource == NULL) {
        bool machine = given(request, "stateMachineArn") != NULL;
        treadle_request_refuse(
            request, 400, machine ? "StateMachineDoesNotExist" : "ResourceNotFound",
            machine ? "State Machine Does Not Exist: '%s'" : "Resource not found: '%s'", use->arn);
        return;
    }
    const struct state_machine *machine = use->resource->live;
    if (strcmp(machine->type, "EXPRESS") == 0) {
        // AWS, recorded of StartSyncExecution and the other type.
        treadle_request_refuse(
            request, 400, "StateMachineTypeNotSupported",
            "This operation is not supported by this type of state machine");
        return;
    }
    struct listing *listing = treadle_arena_alloc(&request->arena, sizeof(*listing));
    *listing = (struct listing){.request = request, .status = given(request, "statusFilter")};
    listing->what = treadle_arena_print(
        &request->arena, "executions %s %s", listing->status == NULL ? "" : listing->status,
        use->arn);
    if (!treadle_states_page(request, listing->what, &listing->page)) return;
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_EXECUTIONS,
        .machine_arn = use->arn,
        .reverse = true};
    treadle_states_read(request, &query, on_executions, listing);
}

// -- ListStateMachines: those of the caller's account and the request's region, by name

static cJSON *machine_item(struct arena *arena, const struct resource *resource) {
    const struct state_machine *machine = resource->live;
    cJSON *item = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, item, "stateMachineArn", resource->arn);
    treadle_put_text(arena, item, "name", machine->name);
    treadle_put_text(arena, item, "type", machine->type);
    treadle_states_put_date(arena, item, "creationDate", machine->created_ms);
    return item;
}

void treadle_states_list_machines(struct world *world, struct request *request) {
    struct arena *arena = &request->arena;
    struct page page;
    const char *what = treadle_arena_print(arena, "machines %s", request->uses->arn);
    if (!treadle_states_page(request, what, &page)) return;
    // "arn:aws:states:REGION:ACCOUNT:stateMachine:" without its star lists that corner.
    size_t size = strlen(request->uses->arn) - 1;
    const char *corner = treadle_arena_copy_size(arena, request->uses->arn, size);
    cJSON *output = treadle_scratch_node(arena, cJSON_Object),
          *machines = treadle_scratch_node(arena, cJSON_Array);
    const struct list *all = &world->resources;
    uint32_t first = treadle_list_place(all, corner, NULL) + page.token, i = first;
    for (; i < all->count && strncmp(all->entries[i].key, corner, size) == 0; i++) {
        if (i - first == page.max) {
            treadle_states_put_token(request, output, what, page.token + page.max);
            break;
        }
        treadle_scratch_append(machines, NULL, machine_item(arena, all->entries[i].value));
    }
    treadle_put_value(arena, output, "stateMachines", machines);
    treadle_request_answer(request, output);
}
