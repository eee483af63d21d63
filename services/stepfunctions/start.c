// StartExecution, which may be asked again: the same name with the same input is the same execution
// while it runs. A name that nobody gave is made from the request's key, so then it is the same for
// ever: only a repetition can have made it.
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/random.h"
#include "services/stepfunctions/jackson.h"
#include "services/stepfunctions/operations.h"

struct starting {  // In the request's arena.
    struct request *request;
    const char *input;  // Compact JSON.
    bool named;         // By the one who asks.
};

static void answer(struct request *request, const struct treadle_execution *execution) {
    struct arena *arena = &request->arena;
    cJSON *output = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, output, "executionArn", execution->execution_arn);
    treadle_states_put_date(arena, output, "startDate", execution->started_ms);
    treadle_request_answer(request, output);
}

static void on_started(int status, const struct treadle_execution *execution, void *data) {
    const struct starting *starting = data;
    struct request *request = starting->request;
    if (status == 0) {
        answer(request, execution);
        return;
    }
    if (status != TREADLE_EEXIST) {
        treadle_request_refuse(
            request, 500, "InternalFailure", "%s", treadle_status_meaning(status));
        return;
    }
    const char *there = treadle_json_print(&request->arena, execution->input);
    bool open = execution->stopped_ms < 0 || !starting->named;
    if (open && strcmp(there, starting->input) == 0)
        answer(request, execution);
    else
        treadle_request_refuse(
            request, 400, "ExecutionAlreadyExists", "Execution Already Exists: '%s'",
            execution->execution_arn);
}

// The input as compact JSON; NULL after the refusal.
static const char *read_input(struct request *request, const char *text) {
    struct read_problem problem;
    struct doc *doc = treadle_doc_read(NULL, text, strlen(text), &problem);
    if (doc == NULL) {
        const char *words = *text == '\0' ? "Invalid execution input."
                                          : treadle_jackson_words(&request->arena, text, &problem);
        treadle_request_refuse(
            request, 400, "InvalidExecutionInput", "Invalid State Machine Execution Input: '%s'",
            words);
        return NULL;
    }
    const char *compact = treadle_json_print(&request->arena, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    return compact;
}

// The name asked for, or one made from the key; NULL after the refusal.
static const char *read_name(struct request *request, const char *given) {
    if (given == NULL) {
        char *name = treadle_arena_alloc(&request->arena, 37);
        treadle_random_uuid(&request->random, name);
        return name;
    }
    if (treadle_states_name_is(given)) return given;
    treadle_request_refuse(request, 400, "InvalidName", "Invalid Name: '%s'", given);
    return NULL;
}

// What tells an Express machine's executions of one name apart, made from the key; NULL: of another
// machine.
static const char *make_uuid(struct request *request) {
    const struct state_machine *machine = request->uses->resource->live;
    if (strcmp(machine->type, "EXPRESS") != 0) return NULL;
    uint64_t random = treadle_request_seed(request, "express");
    char *uuid = treadle_arena_alloc(&request->arena, 37);
    treadle_random_uuid(&random, uuid);
    return uuid;
}

// An execution that comes of another belongs to its family. False: the family is full.
static bool join_family(
    struct world *world, const struct request *request, const char *name, const char *uuid) {
    const struct resource *resource = request->uses->resource;
    const struct state_machine *machine = resource->live;
    struct family *family = request->family;
    if (family == NULL) return true;
    const char *arn = treadle_arena_print(
        &world->arena, "arn:aws:states:%s:%s:%s:%s:%s%s%s", resource->region, resource->account,
        uuid == NULL ? "execution" : "express", machine->name, name, uuid == NULL ? "" : ":",
        uuid == NULL ? "" : uuid);
    if (treadle_map_find(&world->families, arn) != NULL) return true;  // It is there, or was.
    if (family->count >= LIMIT_execution_family_max) return false;
    family->count++;
    treadle_map_put(&world->families, arn, family);
    return true;
}

void treadle_states_start(struct world *world, struct request *request) {
    const struct resource *resource = request->uses->resource;
    const cJSON *input = treadle_doc_root(request->input);
    if (resource == NULL) {
        treadle_request_refuse(
            request, 400, "StateMachineDoesNotExist", "State Machine Does Not Exist: '%s'",
            request->uses->arn);
        return;
    }
    const char *given = treadle_json_string(input, "name"),
               *text = treadle_json_string(input, "input");
    const char *name = read_name(request, given);
    if (name == NULL) return;
    const char *compact = read_input(request, text == NULL ? "{}" : text);
    if (compact == NULL) return;
    const char *uuid = make_uuid(request);
    if (!join_family(world, request, name, uuid)) {
        treadle_request_refuse(
            request, 400, "ExecutionLimitExceeded",
            "The maximum number of running executions has been reached. Running executions must "
            "end or be stopped before a new execution can be started.");
        return;
    }
    struct starting *starting = treadle_arena_alloc(&request->arena, sizeof(*starting));
    *starting = (struct starting){.request = request, .input = compact, .named = given != NULL};
    const struct state_machine *machine = resource->live;
    struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine->machine,
        .machine_arn = resource->arn,
        .role_arn = resource->type->role_of(resource),
        .name = name,
        .uuid = uuid,
        .input = compact,
        .seed = treadle_request_seed(request, "execution")};
    int failed = treadle_engine_begin(world->engine, &start, on_started, NULL, starting);
    if (failed == TREADLE_ELIMIT)
        treadle_request_refuse(
            request, 400, "InvalidExecutionInput", "Invalid State Machine Execution Input: '%s'",
            "The input is larger than 262144 bytes");
    else if (failed == TREADLE_EBUSY)  // As AWS throttles: whoever asks tries again.
        treadle_request_refuse(request, 400, "ThrottlingException", "Rate exceeded");
    else if (failed != 0)
        treadle_request_refuse(
            request, 500, "InternalFailure", "%s", treadle_status_meaning(failed));
}
