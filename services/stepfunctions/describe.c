// DescribeExecution: what the engine knows of one execution.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "services/stepfunctions/operations.h"

void treadle_states_put_date(struct arena *arena, cJSON *object, const char *key, int64_t at_ms) {
    treadle_scratch_append(object, key, treadle_scratch_number(arena, (double)at_ms / 1000));
}

const char *treadle_states_status(const struct treadle_execution *execution) {
    return treadle_outcome_name(execution->outcome);
}

void treadle_states_read(
    struct request *request, const struct treadle_query *query, treadle_rows_cb on_rows,
    void *data) {
    int failed = treadle_engine_read(request->world->engine, query, on_rows, data);
    if (failed != 0)
        treadle_request_refuse(
            request, 500, "InternalFailure", "%s", treadle_status_meaning(failed));
}

void treadle_states_refuse_unknown(struct request *request) {
    treadle_request_refuse(
        request, 400, "ExecutionDoesNotExist", "Execution Does Not Exist: '%s'",
        request->uses->arn);
}

bool treadle_states_is_elsewhere(struct request *request) {
    const char *region = request->uses->arn + strlen("arn:aws:states:");
    size_t size = strlen(request->region);
    if (strncmp(region, request->region, size) == 0 && region[size] == ':') return false;
    treadle_states_refuse_unknown(request);
    return true;
}

// -- DescribeExecution

static void put_data(
    struct request *request, cJSON *output, const char *key, const char *details,
    const cJSON *value) {
    struct arena *arena = &request->arena;
    const char *wanted = treadle_json_string(treadle_doc_root(request->input), "includedData");
    bool included = wanted == NULL || strcmp(wanted, "METADATA_ONLY") != 0;
    if (included) treadle_put_text(arena, output, key, treadle_json_print(arena, value));
    cJSON *how = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_bool(arena, how, "included", included);
    treadle_put_value(arena, output, details, how);
}

// AWS, recorded. An execution that failed may be redriven, and no reason is given then.
static void put_redrive(
    struct arena *arena, cJSON *output, const struct treadle_execution *execution) {
    treadle_put_int(arena, output, "redriveCount", 0);
    bool not = execution->outcome == TREADLE_RUNNING || execution->outcome == TREADLE_SUCCEEDED;
    treadle_put_text(arena, output, "redriveStatus", not ? "NOT_REDRIVABLE" : "REDRIVABLE");
    if (not )
        treadle_put_text(
            arena, output, "redriveStatusReason",
            treadle_arena_print(
                arena, "Execution is %s and cannot be redriven", treadle_states_status(execution)));
}

static void on_described(int status, const struct treadle_rows *rows, void *data) {
    struct request *request = data;
    if (status != 0 || rows->count == 0) {
        treadle_states_refuse_unknown(request);
        return;
    }
    const struct treadle_execution *execution = rows->executions;
    struct arena *arena = &request->arena;
    cJSON *output = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, output, "executionArn", execution->execution_arn);
    treadle_put_text(arena, output, "stateMachineArn", execution->machine_arn);
    treadle_put_text(arena, output, "name", execution->name);
    treadle_put_text(arena, output, "status", treadle_states_status(execution));
    treadle_states_put_date(arena, output, "startDate", execution->started_ms);
    if (execution->stopped_ms >= 0)
        treadle_states_put_date(arena, output, "stopDate", execution->stopped_ms);
    put_data(request, output, "input", "inputDetails", execution->input);
    if (execution->outcome == TREADLE_SUCCEEDED)
        put_data(request, output, "output", "outputDetails", execution->output);
    treadle_put_text(arena, output, "error", execution->error);
    treadle_put_text(arena, output, "cause", execution->cause);
    put_redrive(arena, output, execution);
    treadle_request_answer(request, output);
}

void treadle_states_describe(struct world *world, struct request *request) {
    (void)world;
    if (treadle_states_is_elsewhere(request)) return;
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_EXECUTION,
        .execution_arn = request->uses->arn};
    treadle_states_read(request, &query, on_described, request);
}
