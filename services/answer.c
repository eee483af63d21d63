// Find, check, judge, handle. The only `->handle(` in the house is here.
#include "services/answer.h"

#include <string.h>

#include "base/map.h"
#include "services/request.h"

enum { TOLD_MAX = 100 };  // Warnings of unknown members: by then everybody knows.

static const struct operation *operation_of(
    const struct service *service, struct request *request, struct fault *fault) {
    if (service == NULL) {
        treadle_fault(
            request, fault, 400, "UnknownService", "There is no service %s here", request->service);
        return NULL;
    }
    const struct operation *operation = service->operations;
    for (; operation != NULL && operation->name != NULL; operation++)
        if (strcmp(operation->name, request->operation) == 0) return operation;
    treadle_fault(
        request, fault, 400, "UnknownOperationException", "%s has no operation %s here",
        request->service, request->operation);
    return NULL;
}

static void tell_unknown(const char *path, void *data) {
    struct request *request = data;
    struct world *world = request->world;
    const char *text = treadle_arena_print(
        &request->arena, "%s:%s does not know %s and drops it, as on AWS", request->service,
        request->operation, path);
    if (world->told.count >= TOLD_MAX || treadle_map_find(&world->told, text) != NULL) return;
    text = treadle_arena_copy(&world->arena, text);
    treadle_map_put(&world->told, text, world);
    treadle_world_warn(world, NULL, "%s", text);
}

static bool shape_fits(
    struct world *world, const struct service *service, struct request *request,
    struct fault *fault) {
    const struct shapes *shapes = treadle_world_shapes(world, service);
    const cJSON *input = treadle_doc_root(request->input);
    if (shapes == NULL) return true;
    if (!treadle_shapes_check(shapes, request->operation, input, &request->arena, fault))
        return false;
    if (world->on_warning != NULL)
        treadle_shapes_each_unknown(shapes, request->operation, input, tell_unknown, request);
    return true;
}

// The words of the json services, as AWS documents its access denied messages.
static void refuse(
    struct request *request, const struct use *use, const char *action, enum verdict verdict,
    struct fault *fault) {
    const struct caller *caller = request->caller;
    if (verdict == VERDICT_NOBODY) {
        treadle_fault(
            request, fault, 400, "MissingAuthenticationTokenException",
            "Missing Authentication Token");
        return;
    }
    // A service has no identity policies: whatever lets it in is the resource's.
    bool same_account = caller->kind != CALLER_SERVICE && caller->account != NULL &&
                        strcmp(caller->account, use->account) == 0;
    const char *reason =
        verdict == VERDICT_DENIED_IDENTITY   ? "with an explicit deny in an identity-based policy"
        : verdict == VERDICT_DENIED_RESOURCE ? "with an explicit deny in a resource-based policy"
        : same_account                       ? "because no identity-based policy allows the "
                                             : "because no resource-based policy allows the ";
    bool implicit = verdict == VERDICT_DENIED;
    treadle_fault(
        request, fault, 400, "AccessDeniedException",
        "User: %s is not authorized to perform: %s on resource: %s %s%s%s",
        caller->principal == NULL ? "anonymous" : caller->principal, action, use->arn, reason,
        implicit ? action : "", implicit ? " action" : "");
}

static bool judge_each_use(
    const struct world *world, const struct service *service, struct request *request,
    struct fault *fault) {
    const char *own =
        treadle_arena_print(&request->arena, "%s:%s", request->service, request->operation);
    for (const struct use *use = request->uses; use != NULL; use = use->next) {
        const char *action = use->action != NULL ? use->action : own;
        struct question question = {
            .caller = request->caller,
            .use = use,
            .action = action,
            .at_ms = request->at_ms,
            .context = request->context};
        enum verdict verdict =
            (world->flags & WORLD_NO_IAM) != 0 ? VERDICT_ALLOWED : treadle_policy_judge(&question);
        if (verdict == VERDICT_ALLOWED) continue;
        if (service->refuse != NULL)
            service->refuse(request, use, verdict, fault);
        else
            refuse(request, use, action, verdict, fault);
        return false;
    }
    return true;
}

void treadle_world_answer(struct world *world, struct request *request) {
    ASSERT(request->caller != NULL && request->key != NULL && request->uses == NULL);
    struct fault fault = {0};
    const struct service *service = treadle_world_service(world, request->service);
    const struct operation *operation = operation_of(service, request, &fault);
    if (operation == NULL || !shape_fits(world, service, request, &fault) ||
        !operation->find(world, request, &fault) ||
        !judge_each_use(world, service, request, &fault)) {
        treadle_request_fault(request, &fault);
        return;
    }
    ASSERT(request->uses != NULL);
    // Judged first: an answer that was kept is for who may still ask for it.
    if ((operation->flags & OPERATION_READS) == 0 && treadle_replay(world, request)) return;
    operation->handle(world, request);
}
