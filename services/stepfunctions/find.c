// What a request is about, from the ARN in its input. Executions are the engine's, so their use has
// no resource: the ARN says whose it is.
#include <string.h>

#include "aws/arn.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "services/stepfunctions/operations.h"

static const char *given(const struct request *request, const char *name) {
    return treadle_json_string(treadle_doc_root(request->input), name);
}

bool treadle_states_name_is(const char *name) {
    for (const char *at = name; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        bool control = c < 0x20 || c == 0x7F ||
                       (c == 0xC2 && (unsigned char)at[1] < 0xA0);  // U+0080 to U+009F
        bool half = c == 0xED && (unsigned char)at[1] >= 0xA0;      // Of a surrogate pair.
        if (control || half || c == 0xC0 || strchr(" \"#$%&*,/:;<>?[\\]^`{|}~", c) != NULL)
            return false;
    }
    return *name != '\0';
}

// AWS, recorded: these words for what is no ARN, and for one of another kind.
static bool invalid_arn(struct request *request, struct fault *fault, const char *text) {
    if (strncmp(text, "arn:", 4) != 0)
        return treadle_fault(
            request, fault, 400, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: %s'", text);
    struct arn arn;
    bool parsed = treadle_arn_parse(&request->arena, text, &arn);
    return treadle_fault(
        request, fault, 400, "InvalidArn",
        "Invalid Arn: 'Resource type not valid in this context: %.*s'",
        parsed ? (int)strcspn(arn.resource, ":") : (int)strlen(text), parsed ? arn.resource : text);
}

// "stateMachine:NAME" or "execution:MACHINE:NAME": [words] of them, none empty.
static bool is_kind(const char *resource, const char *kind, int words) {
    size_t size = strlen(kind);
    if (strncmp(resource, kind, size) != 0) return false;
    int count = 0;
    for (resource += size; *resource == ':'; count++) {
        size_t word = strcspn(++resource, ":");
        if (word == 0) return false;
        resource += word;
    }
    return *resource == '\0' && count == words;
}

static bool find_by(
    struct world *world, struct request *request, const char *text, const char *kind, int words,
    struct fault *fault) {
    struct arn arn;
    if (!treadle_arn_parse(&request->arena, text, &arn) || strcmp(arn.service, "states") != 0 ||
        !treadle_account_is(arn.account) || !is_kind(arn.resource, kind, words))
        return invalid_arn(request, fault, text);
    // What lives in another region is not here.
    bool here = strcmp(arn.region, request->region) == 0;
    treadle_use_add(request, text, arn.account, here ? treadle_world_find(world, text) : NULL);
    return true;
}

bool treadle_states_find_machine(
    struct world *world, struct request *request, struct fault *fault) {
    return find_by(world, request, given(request, "stateMachineArn"), "stateMachine", 1, fault);
}

bool treadle_states_find_execution(
    struct world *world, struct request *request, struct fault *fault) {
    return find_by(world, request, given(request, "executionArn"), "execution", 2, fault);
}

bool treadle_states_find_executions(
    struct world *world, struct request *request, struct fault *fault) {
    const char *machine = given(request, "stateMachineArn"), *run = given(request, "mapRunArn"),
               *status = given(request, "statusFilter");
    if (machine == NULL && run == NULL)
        return treadle_fault(
            request, fault, 400, "ValidationException",
            "Must provide a StateMachine ARN or MapRun ARN");
    if (machine != NULL && run != NULL)
        return treadle_fault(
            request, fault, 400, "ValidationException",
            "Must provide a StateMachine ARN or MapRun ARN, not both");
    bool redrive = given(request, "redriveFilter") != NULL ||
                   (status != NULL && strcmp(status, "PENDING_REDRIVE") == 0);
    if (redrive && run == NULL)
        return treadle_fault(
            request, fault, 400, "ValidationException",
            "A filter on redriven executions is for the executions of a MapRun");
    return machine != NULL ? find_by(world, request, machine, "stateMachine", 1, fault)
                           : find_by(world, request, run, "mapRun", 2, fault);
}

bool treadle_states_find_machines(
    struct world *world, struct request *request, struct fault *fault) {
    (void)world;
    const char *account = request->caller->account;
    if (account == NULL)
        return treadle_fault(
            request, fault, 400, "MissingAuthenticationTokenException",
            "Missing Authentication Token");
    const char *arn = treadle_arena_print(
        &request->arena, "arn:aws:states:%s:%s:stateMachine:*", request->region, account);
    treadle_use_add(request, arn, account, NULL);
    return true;
}
