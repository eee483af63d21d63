// Taking on a role. The only maker of sessions.
#include <string.h>

#include "aws/arn.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "services/request.h"

enum { SESSION_SECONDS = 3600 };  // AWS: the default of DurationSeconds.

static void refuse(
    struct request *request, const struct use *use, enum verdict verdict, struct fault *fault) {
    (void)verdict;
    const char *principal = request->caller->principal;
    treadle_fault(
        request, fault, 403, "AccessDenied",
        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s",
        principal == NULL ? "anonymous" : principal, use->arn);
}

// What would make the session smaller, or mark it, and does not yet: to leave it out would give
// more than was asked for.
static bool is_plain(struct request *request, struct fault *fault) {
    static const char *const unknown[] = {"Policy", "PolicyArns", "Tags", "TransitiveTagKeys"};
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        const cJSON *given = treadle_json_member(treadle_doc_root(request->input), unknown[i]);
        if (given != NULL && !cJSON_IsNull(given))
            return treadle_fault(
                request, fault, 400, "ValidationError",
                "treadle does not know %s of AssumeRole yet", unknown[i]);
    }
    return true;
}

static void put_context(struct request *request) {
    const char *id = treadle_json_string(treadle_doc_root(request->input), "ExternalId");
    if (id == NULL) return;
    request->context = treadle_scratch_node(&request->arena, cJSON_Object);
    treadle_put_text(&request->arena, request->context, "sts:ExternalId", id);
}

static bool find_role(struct world *world, struct request *request, struct fault *fault) {
    const char *arn = treadle_json_string(treadle_doc_root(request->input), "RoleArn");
    struct arn parts;
    if (!treadle_arn_parse(&request->arena, arn, &parts) || !treadle_account_is(parts.account) ||
        strcmp(parts.service, "iam") != 0 || strncmp(parts.resource, "role/", 5) != 0)
        return treadle_fault(request, fault, 400, "ValidationError", "%s is invalid", arn);
    const struct caller *caller = request->caller;
    if (!is_plain(request, fault)) return false;
    // Of a role that trusts "*", too: a session is somebody's.
    if (caller->kind == CALLER_NOBODY)
        return treadle_fault(
            request, fault, 403, "MissingAuthenticationToken",
            "Request is missing Authentication Token");
    // A role that trusts a service would else serve anybody's machine: AWS has iam:PassRole.
    if (caller->kind == CALLER_SERVICE &&
        (caller->account == NULL || strcmp(caller->account, parts.account) != 0))
        return treadle_fault(
            request, fault, 403, "AccessDenied", "Cross-account pass role is not allowed.");
    if (caller->kind == CALLER_ROOT)
        return treadle_fault(
            request, fault, 403, "AccessDenied", "Roles may not be assumed by root accounts.");
    struct resource *role = treadle_world_find(world, arn);
    struct use *use = treadle_use_add(request, arn, parts.account, role);
    use->policy = role == NULL || role->identity == NULL ? NULL : role->identity->trust;
    use->rule = JUDGE_POLICY;
    put_context(request);
    return true;
}

static int64_t duration_ms(const struct request *request) {
    const cJSON *seconds = treadle_json_member(treadle_doc_root(request->input), "DurationSeconds");
    return 1000 * (seconds == NULL ? SESSION_SECONDS : (int64_t)seconds->valuedouble);
}

static void assume_role(struct world *world, struct request *request) {
    (void)world;
    struct arena *arena = &request->arena;
    const struct use *use = request->uses;
    // Nobody may take on what is not there; with --no-iam nobody asked.
    if (use->resource == NULL) {
        struct fault fault;
        refuse(request, use, VERDICT_DENIED, &fault);
        treadle_request_fault(request, &fault);
        return;
    }
    const char *name = treadle_json_string(treadle_doc_root(request->input), "RoleSessionName");
    struct caller *session = treadle_arena_alloc(arena, sizeof(*session));
    *session = (struct caller){
        .kind = CALLER_SESSION,
        .principal = treadle_arena_print(
            arena, "arn:aws:sts::%s:assumed-role/%s/%s", use->account, use->resource->ref, name),
        .role = use->arn,
        .account = use->account,
        .policies = &use->resource->identity->policies,
        .expires_ms = request->at_ms + duration_ms(request)};
    request->session = session;
    const char *role_id = treadle_json_string(use->resource->attributes, "RoleId");
    cJSON *output = treadle_scratch_node(arena, cJSON_Object),
          *user = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(
        arena, user, "AssumedRoleId", treadle_arena_print(arena, "%s:%s", role_id, name));
    treadle_put_text(arena, user, "Arn", session->principal);
    treadle_put_value(arena, output, "AssumedRoleUser", user);
    treadle_request_answer(request, output);
}

static const struct operation operations[] = {
    {"AssumeRole", find_role, assume_role, OPERATION_READS}, {0}};

const struct service treadle_service_sts = {
    .name = "sts",
    .shapes = treadle_shapes_sts,
    .shapes_size = &treadle_shapes_sts_size,
    .operations = operations,
    .refuse = refuse};
