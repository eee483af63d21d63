// A caller is made from what the process knows to be true: the engine's call, the cause of an
// onward request, or the operator's word. Taking on a role is a request of its own, judged like any
// other.
#include "services/send.h"

#include <string.h>

#include "aws/arn.h"
#include "base/digest.h"
#include "base/json/foreign.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "services/answer.h"
#include "services/request.h"

struct actor {  // A service, and the resource it acts for.
    const char *principal, *account, *source_arn;
    const char *session_name;  // NULL: letters.
};

// -- The way a request takes

static void arrive(void *data) {
    struct request *request = data;
    treadle_world_answer(request->world, request);
}

static void carry_here(struct world *world, const struct route *route, struct request *request) {
    (void)route;
    treadle_engine_post(world->engine, arrive, request);
}

const struct transport treadle_transport_here = {carry_here};

static const struct route *route_named(const struct world *world, const char *service) {
    for (uint32_t i = 0; i < world->route_count; i++)
        if (strcmp(world->routes[i].service, service) == 0) return &world->routes[i];
    return NULL;
}

static bool is_answered(const struct world *world, const char *service) {
    return treadle_world_service(world, service) != NULL || route_named(world, service) != NULL;
}

static void carry(struct request *request) {
    ASSERT(request->caller != NULL && request->key != NULL);
    struct world *world = request->world;
    const struct service *service = treadle_world_service(world, request->service);
    const struct route *route = route_named(world, request->service);
    bool here = route == NULL ||
                (service != NULL && service->holds != NULL && service->holds(world, request));
    const struct transport *transport = here ? &treadle_transport_here : route->transport;
    transport->carry(world, route, request);
}

// -- Callers

static struct caller *caller_new(struct request *request, const struct caller *from) {
    struct arena *arena = &request->arena;
    struct caller *caller = treadle_arena_alloc(arena, sizeof(*caller));
    *caller = *from;
    const char **const texts[] = {
        &caller->principal, &caller->account, &caller->role, &caller->source_arn};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = treadle_arena_copy(arena, *texts[i]);
    return caller;
}

static struct caller *service_caller(struct request *request, const struct actor *actor) {
    return caller_new(
        request, &(struct caller){
                     .kind = CALLER_SERVICE,
                     .principal = actor->principal,
                     .account = actor->account,
                     .source_arn = actor->source_arn});
}

// -- Taking on a role, or one and as that one another

struct chain {  // In the request's arena.
    struct request *request;
    const char *role, *then;  // ARNs; [then] NULL: the first one acts itself.
    // Who asks once all is taken on, in the request's arena; NULL: the last session.
    const struct caller *asks;
};

static void take_on(
    struct chain *chain, const struct caller *caller, const char *role_arn, const char *name);

// AWS, recorded: sessions of a machine's role are called by 32 letters.
static const char *letters(struct arena *arena, const char *key, const char *role_arn) {
    uint64_t random = treadle_digest_seed(key, role_arn, NULL);
    return treadle_random_text(
        arena, &random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 32);
}

// AWS, recorded: what a Task says whose Credentials name a role that does not trust the machine's.
static void refuse_then(const struct chain *chain, struct fault *fault) {
    fault->message = treadle_arena_print(
        &chain->request->arena, "The role %s is not authorized to assume the task state's role, %s",
        chain->role, chain->then);
}

static void on_taken(
    struct request *assume, struct doc *output, const struct fault *fault, void *data) {
    struct chain *chain = data;
    struct request *request = chain->request;
    bool second = chain->then != NULL && request->caller != NULL;
    if (output == NULL) {
        struct fault refusal = *fault;
        if (second) refuse_then(chain, &refusal);
        treadle_request_fault(request, &refusal);
        return;
    }
    request->caller = caller_new(request, assume->session);
    if (chain->then == NULL || second) {
        if (chain->asks != NULL) request->caller = chain->asks;
        carry(request);
        return;
    }
    take_on(
        chain, request->caller, chain->then, letters(&request->arena, request->key, chain->then));
}

// Asks for [role_arn] as [caller], which may live in the chain's request.
static void take_on(
    struct chain *chain, const struct caller *caller, const char *role_arn, const char *name) {
    struct request *request = chain->request;
    struct arena *arena = &request->arena;
    cJSON *input = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, input, "RoleArn", role_arn);
    treadle_put_text(arena, input, "RoleSessionName", name);
    struct request *step =
        treadle_request_new(request->world, "sts", "AssumeRole", request->region, input);
    const char *which = role_arn == chain->then ? "then" : "role";
    treadle_request_key(step, treadle_arena_print(arena, "%s/%s", request->key, which));
    step->at_ms = request->at_ms;
    step->depth = request->depth + 1;
    step->caller = caller_new(step, caller);
    step->on_response = on_taken;
    step->data = chain;
    carry(step);
}

static const struct caller *caller_as(
    const struct actor *actor, enum treadle_as as, struct request *request) {
    return as == TREADLE_AS_SERVICE ? service_caller(request, actor)
                                    : caller_new(request, &(struct caller){0});
}

// [as] says who asks in the end: TREADLE_AS_ROLE, the last role taken on.
static void assume(
    const struct actor *actor, enum treadle_as as, const char *role_arn, const char *then,
    struct request *request) {
    struct arena *arena = &request->arena;
    struct chain *chain = treadle_arena_alloc(arena, sizeof(*chain));
    const struct caller *asks = as == TREADLE_AS_ROLE ? NULL : caller_as(actor, as, request);
    *chain = (struct chain){request, role_arn, then, asks};
    const char *name =
        actor->session_name != NULL ? actor->session_name : letters(arena, request->key, role_arn);
    take_on(
        chain,
        &(struct caller){
            .kind = CALLER_SERVICE,
            .principal = actor->principal,
            .account = actor->account,
            .source_arn = actor->source_arn},
        role_arn, name);
}

static void send_as(
    const struct actor *actor, enum treadle_as as, const char *role_arn, struct request *request) {
    if (as == TREADLE_AS_ROLE) {
        assume(actor, as, role_arn, NULL, request);
        return;
    }
    request->caller = caller_as(actor, as, request);
    carry(request);
}

// -- A service acting onward

static int may_send(const struct request *cause, const struct request *request) {
    if (!is_answered(cause->world, request->service)) return TREADLE_ENOROUTE;
    bool many =
        cause->depth >= LIMIT_onward_requests_max || cause->sends >= LIMIT_onward_requests_max;
    return many ? TREADLE_ELIMIT : 0;
}

int treadle_request_send(
    struct world *world, struct request *cause, enum treadle_as as, const char *role_arn,
    struct request *request) {
    ASSERT(cause->uses != NULL && request->on_response != NULL);
    ASSERT((as == TREADLE_AS_ROLE) == (role_arn != NULL));
    int refused = may_send(cause, request);
    if (refused != 0) {
        treadle_request_drop(request);
        return refused;
    }
    const struct service *service = treadle_world_service(world, cause->service);
    struct actor actor = {
        .principal = service->principal,
        .account = cause->uses->account,
        .source_arn = cause->uses->arn,
        .session_name = service->session_name};
    ASSERT(actor.principal != NULL);
    request->at_ms = cause->at_ms;
    request->depth = cause->depth + 1;
    request->family = cause->family;
    treadle_request_key(
        request, treadle_arena_print(&request->arena, "%s/%u", cause->key, cause->sends++));
    send_as(&actor, as, role_arn, request);
    return 0;
}

// -- Asking from outside: what comes back, as the door says it

struct asker {  // In the request's arena.
    treadle_response_cb on_response;
    void *data;
};

static void on_asked(
    struct request *request, struct doc *output, const struct fault *fault, void *data) {
    const struct asker *asker = data;
    struct treadle_response response = {.request_id = treadle_request_id(request)};
    if (fault == NULL) {
        response.output = treadle_doc_root(output);
        response.http_status = 200;
    } else {
        response.code = fault->code;
        response.message = fault->message;
        response.http_status = fault->http_status;
        response.role_refused = strcmp(fault->service, request->service) != 0;
        const struct service *service = treadle_world_service(request->world, request->service);
        const struct shapes *shapes =
            service == NULL ? NULL : treadle_world_shapes(request->world, service);
        response.modelled = shapes != NULL && !response.role_refused &&
                            treadle_shapes_has_error(shapes, request->operation, fault->code);
    }
    asker->on_response(&response, asker->data);
}

static struct request *asked(
    struct world *world, const struct treadle_ask *ask, const char *region,
    treadle_response_cb on_response, void *data) {
    // Whatever somebody made of it: an embedder's tree is not one of ours.
    struct doc *input = ask->input == NULL ? NULL : treadle_doc_from_tree(NULL, ask->input);
    struct request *request = treadle_request_new(
        world, ask->service, ask->operation, ask->region != NULL ? ask->region : region,
        input == NULL ? NULL : treadle_doc_root(input));
    treadle_doc_drop(input);
    struct asker *asker = treadle_arena_alloc(&request->arena, sizeof(*asker));
    *asker = (struct asker){on_response, data};
    request->on_response = on_asked;
    request->data = asker;
    return request;
}

// -- A Task's call

// A machine that was started without a role, from a file, gets an open one of its name.
static int role_of_call(
    struct world *world, const struct treadle_call *call, struct arena *arena, const char **out) {
    *out = treadle_call_role_arn(call);
    if (*out != NULL) return 0;
    const char *machine = treadle_call_machine_arn(call);
    *out = treadle_arena_print(
        arena, "arn:aws:iam::%s:role/%s", treadle_call_account(call), treadle_arn_last(machine));
    if (treadle_world_find(world, *out) != NULL) return 0;
    return treadle_world_open_role(world, *out, "states.amazonaws.com", machine, NULL);
}

static struct family *family_of(struct world *world, const char *execution_arn) {
    struct family *family = treadle_map_find(&world->families, execution_arn);
    if (family != NULL) return family;
    family = treadle_arena_alloc_zeroed(&world->arena, sizeof(*family));
    return treadle_map_put(
        &world->families, treadle_arena_copy(&world->arena, execution_arn), family);
}

int treadle_call_send(
    treadle_world *world, treadle_call *call, enum treadle_as as, const struct treadle_ask *ask,
    treadle_response_cb on_response, void *data) {
    REQUIRE(world);
    REQUIRE(call);
    REQUIRE(ask);
    REQUIRE(ask->service);
    REQUIRE(ask->operation);
    REQUIRE(on_response);
    if (!is_answered(world, ask->service)) return TREADLE_ENOROUTE;
    // A Task's Credentials name a role that the machine's role takes on for it, of any account.
    const cJSON *credentials = treadle_call_credentials(call);
    const char *then = credentials == NULL ? NULL : treadle_json_string(credentials, "RoleArn");
    if (credentials != NULL && then == NULL) {
        treadle_call_fail(
            call, "States.Runtime", "The Credentials of the Task want a RoleArn that is a text.");
        return 0;
    }
    struct request *request = asked(world, ask, treadle_call_region(call), on_response, data);
    const char *role_arn = NULL;
    bool acts = as == TREADLE_AS_ROLE || then != NULL;
    int refused = acts ? role_of_call(world, call, &request->arena, &role_arn) : 0;
    if (refused != 0) {
        treadle_request_drop(request);
        return refused;
    }
    then = treadle_arena_copy(&request->arena, then);
    if (as == TREADLE_AS_ROLE) treadle_call_as(call, then != NULL ? then : role_arn);
    request->at_ms = treadle_engine_now(world->engine);
    request->family = family_of(world, treadle_call_execution_arn(call));
    treadle_request_key(request, treadle_call_key(call));
    struct actor actor = {
        .principal = "states.amazonaws.com",
        .account = treadle_call_account(call),
        .source_arn = treadle_call_machine_arn(call)};
    if (then != NULL)
        assume(&actor, as, role_arn, then, request);
    else
        send_as(&actor, as, role_arn, request);
    return 0;
}

// -- The operator

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

// A role, or a session of one: the session acts, the role's policies speak for it. A session does
// not say its role's path: the role is found by its name.
static bool role_caller(
    const struct world *world, struct arena *arena, const char *who, const struct arn *arn,
    struct caller *out) {
    out->kind = CALLER_SESSION;
    if (starts_with(arn->resource, "role/")) {
        out->role = who;
        out->principal = treadle_arena_print(
            arena, "arn:%s:sts::%s:assumed-role/%s/operator", arn->partition, arn->account,
            treadle_arn_last(who));
        return true;
    }
    const char *name = arn->resource + strlen("assumed-role/"), *slash = strchr(name, '/');
    if (slash == NULL) return false;
    const char *key =
        treadle_arena_print(arena, "%s/%.*s", arn->account, (int)(slash - name), name);
    const struct resource *role = treadle_world_alias(world, "role", key);
    out->principal = who;
    out->role = role != NULL ? role->arn
                             : treadle_arena_print(
                                   arena, "arn:%s:iam::%s:role/%.*s", arn->partition, arn->account,
                                   (int)(slash - name), name);
    return true;
}

static bool operator_named(
    struct world *world, struct arena *arena, const char *who, struct caller *out) {
    struct arn arn;
    if (!treadle_arn_parse(arena, who, &arn) || !treadle_account_is(arn.account)) return false;
    *out = (struct caller){.principal = who, .account = arn.account};
    bool iam = strcmp(arn.service, "iam") == 0, sts = strcmp(arn.service, "sts") == 0;
    if (iam && strcmp(arn.resource, "root") == 0) {
        out->kind = CALLER_ROOT;
        return true;
    }
    bool role = (iam && starts_with(arn.resource, "role/")) ||
                (sts && starts_with(arn.resource, "assumed-role/"));
    if (iam && starts_with(arn.resource, "user/"))
        out->kind = CALLER_USER;
    else if (!role || !role_caller(world, arena, who, &arn, out))
        return false;
    // One that does not exist here is taken without policies.
    const struct resource *known =
        treadle_world_find(world, out->role != NULL ? out->role : out->principal);
    if (known != NULL && known->identity != NULL)
        out->policies = &known->identity->policies;
    else
        treadle_world_warn(
            world, NULL, "no template has %s: whoever that is, no policy speaks for it", who);
    return true;
}

static bool operator_caller(const char *who, const char *account, struct request *request) {
    struct arena *arena = &request->arena;
    struct caller caller = {0};
    if (who == NULL) {
        caller = (struct caller){
            .kind = CALLER_ROOT,
            .principal = treadle_arena_print(arena, "arn:aws:iam::%s:root", account),
            .account = account};
    } else if (strcmp(who, "nobody") != 0 && !operator_named(request->world, arena, who, &caller)) {
        return false;
    }
    request->caller = caller_new(request, &caller);
    return true;
}

int treadle_request_send_as(
    struct world *world, const char *who, const char *account, struct request *request) {
    ASSERT(request->key != NULL && request->on_response != NULL);
    int refused =
        !is_answered(world, request->service) ? TREADLE_ENOROUTE
        : (who == NULL && !treadle_account_is(account)) || !operator_caller(who, account, request)
            ? TREADLE_EINVAL
            : 0;
    if (refused != 0) {
        treadle_request_drop(request);
        return refused;
    }
    request->at_ms = treadle_engine_now(world->engine);
    carry(request);
    return 0;
}

int treadle_world_ask(
    treadle_world *world, const char *as, const char *account, const struct treadle_ask *ask,
    treadle_response_cb on_response, void *data) {
    REQUIRE(world);
    if (as == NULL) REQUIRE(account);
    REQUIRE(ask);
    REQUIRE(ask->service);
    REQUIRE(ask->operation);
    REQUIRE(on_response);
    struct request *request = asked(world, ask, "us-east-1", on_response, data);
    treadle_request_key(request, treadle_arena_print(&request->arena, "ask/%u", world->asks++));
    return treadle_request_send_as(world, as, account, request);
}
