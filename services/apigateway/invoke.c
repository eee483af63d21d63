// execute-api:Invoke: find the deployed method, and let its integration ask another service.
//
// The API acts onward under the role its integration names; what the body asks for is judged for
// that role, so an ARN in a body opens nothing.
#include "services/apigateway/invoke.h"

#include <string.h>

#include "aws/arn.h"
#include "base/ascii.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "services/apigateway/api.h"
#include "services/apigateway/message.h"
#include "services/request.h"
#include "services/send.h"

// -- the message that comes in

static const char *text_of(const struct request *request, const char *name) {
    const char *text = treadle_json_string(treadle_doc_root(request->input), name);
    return text == NULL ? "" : text;
}

// What follows the stage, from '/' on.
static const char *path_of(struct request *request) {
    const char *path = text_of(request, "Path");
    return *path == '/' ? path : treadle_arena_print(&request->arena, "/%s", path);
}

static bool lists_of_texts(const cJSON *object) {
    if (!cJSON_IsObject(object)) return false;
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        if (!cJSON_IsArray(member)) return false;
        for (const cJSON *value = member->child; value != NULL; value = value->next)
            if (!cJSON_IsString(value)) return false;
    }
    return true;
}

// An operator may have typed it: shapes know nothing of messages.
static bool check_input(struct request *request, struct fault *fault) {
    static const struct {
        const char *name;
        bool lists, wanted;
    } known[] = {{"ApiId", false, true}, {"Stage", false, true},   {"Method", false, true},
                 {"Path", false, false}, {"Headers", true, false}, {"Query", true, false},
                 {"Body", false, false}};
    const cJSON *input = treadle_doc_root(request->input);
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        const cJSON *value = treadle_json_member(input, known[i].name);
        if (value == NULL && known[i].wanted)
            return treadle_fault(
                request, fault, 400, "BadRequestException", "%s is missing", known[i].name);
        if (value != NULL && !(known[i].lists ? lists_of_texts(value) : cJSON_IsString(value)))
            return treadle_fault(
                request, fault, 400, "BadRequestException", "%s must be %s", known[i].name,
                known[i].lists ? "an object of lists of texts" : "a text");
    }
    for (const cJSON *member = input->child; member != NULL; member = member->next) {
        bool is_known = false;
        for (size_t i = 0; i < COUNT_OF(known); i++)
            is_known = is_known || strcmp(known[i].name, member->string) == 0;
        if (!is_known)
            return treadle_fault(
                request, fault, 400, "BadRequestException",
                "%s is not known: a message has ApiId, Stage, Method, Path, Headers, Query, Body",
                member->string);
    }
    return true;
}

// -- find

bool treadle_apigateway_holds(const struct world *world, const struct request *request) {
    return treadle_world_alias(world, "api", text_of(request, "ApiId")) != NULL;
}

static const struct method *method_of(struct request *request, const struct stage *stage) {
    return treadle_api_route(stage, text_of(request, "Method"), path_of(request));
}

// A method of type NONE is judged by the API's policy alone, and open without one.
static enum judge_rule rule_of(const struct method *method, const cJSON *policy) {
    if (method->iam) return JUDGE_IAM;
    return policy == NULL ? JUDGE_OPEN : JUDGE_POLICY;
}

bool treadle_apigateway_find(struct world *world, struct request *request, struct fault *fault) {
    if (!check_input(request, fault)) return false;
    const char *id = text_of(request, "ApiId"), *name = text_of(request, "Stage");
    struct resource *resource = treadle_world_alias(world, "api", id);
    const struct api *api = resource == NULL ? NULL : resource->live;
    bool here = api != NULL && strcmp(resource->region, request->region) == 0 && !api->disabled;
    const struct stage *stage = here ? treadle_api_stage(api, name) : NULL;
    if (stage == NULL) return treadle_fault(request, fault, 403, "ForbiddenException", "Forbidden");
    const struct method *method = method_of(request, stage);
    if (method == NULL)
        return treadle_fault(
            request, fault, 403, "MissingAuthenticationTokenException",
            "Missing Authentication Token");
    const char *arn = treadle_arena_print(
        &request->arena, "arn:aws:execute-api:%s:%s:%s/%s/%s%s", resource->region,
        resource->account, id, name, text_of(request, "Method"), path_of(request));
    struct use *use = treadle_use_add(request, arn, resource->account, resource);
    use->policy = treadle_json_member(treadle_doc_root(resource->properties), "Policy");
    use->rule = rule_of(method, use->policy);
    return true;
}

// -- what a trace shows

static const char *why(struct request *request) {
    const struct use *use = request->uses;
    const struct caller *caller = request->caller;
    struct arn source;
    if ((request->world->flags & WORLD_NO_IAM) != 0) return "nothing is judged (--no-iam)";
    if (use->rule == JUDGE_OPEN) return "it is open to everybody, of type NONE without a policy";
    const char *who = caller->principal == NULL ? "everybody" : caller->principal;
    bool by_policy = use->rule == JUDGE_POLICY || caller->kind == CALLER_SERVICE;
    const char *sentence = treadle_arena_print(
        &request->arena, "%s %s", by_policy ? "the policy allows" : "its policies allow", who);
    if (caller->source_arn == NULL ||
        !treadle_arn_parse(&request->arena, caller->source_arn, &source))
        return sentence;
    return treadle_arena_print(
        &request->arena, "%s with aws:SourceArn …:%s", sentence, source.resource);
}

static void note_entry(struct world *world, struct request *request) {
    const struct use *use = request->uses;
    treadle_world_note(
        world, request, use->account, treadle_apigateway_name(use->resource), "%s /%s%s let in: %s",
        text_of(request, "Method"), text_of(request, "Stage"), path_of(request), why(request));
}

static void note_failure(struct request *request, const char *reason) {
    const struct use *use = request->uses;
    treadle_world_note(
        request->world, request, use->account, treadle_apigateway_name(use->resource), "✗ 500: %s",
        reason);
}

// -- the AWS integration

static const struct integration *integration_of(struct request *request) {
    const struct api *api = request->uses->resource->live;
    const struct stage *stage = treadle_api_stage(api, text_of(request, "Stage"));
    ASSERT(stage != NULL);
    const struct method *method = method_of(request, stage);
    ASSERT(method != NULL);
    return &method->integration;
}

static void fail(struct request *request, const char *reason) {
    note_failure(request, reason);
    treadle_apigateway_fail(request);
}

// The status a mapping gives to the inner one: the first pattern that fits all of it, else the
// default. 0: there is none, and API Gateway answers 500.
static int mapped_status(
    const struct request *request, const struct integration *integration, int inner) {
    struct text number = {0};
    int chosen = 0, otherwise = 0;
    if (!integration->mapped) return (request->world->flags & WORLD_STRICT) != 0 ? 0 : inner;
    treadle_text_printf(&number, "%d", inner);
    for (uint32_t i = 0; i < integration->mapping_count && chosen == 0; i++) {
        const struct mapping *mapping = &integration->mappings[i];
        if (mapping->pattern == NULL)
            otherwise = otherwise == 0 ? mapping->status : otherwise;
        else if (treadle_regex_match(mapping->pattern, treadle_text_string(&number)) == 1)
            chosen = mapping->status;
    }
    treadle_text_clear(&number);
    return chosen != 0 ? chosen : otherwise;
}

static const char *body_of(
    struct arena *arena, const struct doc *output, const struct fault *fault) {
    if (fault == NULL) return treadle_json_print(arena, treadle_doc_root(output));
    cJSON *object = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, object, "__type", fault->code);
    treadle_put_text(arena, object, "message", fault->message);
    return treadle_json_print(arena, object);
}

static void note_answer(
    struct request *request, const struct request *inner, const struct fault *fault,
    const char *role) {
    const struct use *use = request->uses,
                     *target = inner->uses;  // What the inner request acted on, once it is found.
    const char *name = target == NULL ? inner->service : treadle_arn_last(target->arn);
    if (fault == NULL)
        treadle_world_note(
            request->world, request, use->account, treadle_apigateway_name(use->resource),
            "%s as %s → %s", inner->operation, treadle_arn_last(role), name);
    else
        treadle_world_note(
            request->world, request, use->account, treadle_apigateway_name(use->resource),
            "%s as %s ✗ %s: %s", inner->operation, treadle_arn_last(role), fault->code,
            fault->message);
}

static void answer(
    struct request *request, int inner_status, const char *body,
    const struct integration *integration) {
    int status = mapped_status(request, integration, inner_status);
    if (status == 0)
        fail(
            request, integration->mapped ? "no IntegrationResponse fits the answer's status"
                                         : "the Integration has no IntegrationResponses");
    else
        treadle_request_done(request, treadle_apigateway_message(request, status, NULL, body));
}

static void on_inner(
    struct request *inner, struct doc *output, const struct fault *fault, void *data) {
    struct request *request = data;
    const struct integration *integration = integration_of(request);
    bool role_refused =
        fault != NULL && fault->service != NULL && strcmp(fault->service, inner->service) != 0;
    note_answer(request, inner, fault, integration->role);
    if (role_refused)
        fail(request, "the role could not be taken on");
    else
        answer(
            request, fault == NULL ? 200 : fault->http_status,
            body_of(&request->arena, output, fault), integration);
}

// The content type the message came with, without its parameters.
static const char *content_type(struct request *request) {
    const cJSON *headers = treadle_json_member(treadle_doc_root(request->input), "Headers");
    const cJSON *one = headers == NULL ? NULL : headers->child;
    for (; one != NULL; one = one->next)
        if (treadle_ascii_same(one->string, "Content-Type") && one->child != NULL) break;
    if (one == NULL) return "application/json";
    const char *type = one->child->valuestring;
    return treadle_arena_copy_size(&request->arena, type, strcspn(type, "; "));
}

// May the body pass as it is? False: [request] has been answered.
static bool passes(struct request *request, const struct integration *integration) {
    const char *type = content_type(request);
    const char *const *template = integration->template_types;
    for (; *template != NULL; template ++) {
        if (!treadle_ascii_same(*template, type)) continue;
        fail(request, "treadle does not evaluate RequestTemplates yet");
        return false;
    }
    bool none = *integration->template_types == NULL;
    if (integration->passthrough == PASS_NO_MATCH ||
        (integration->passthrough == PASS_NO_TEMPLATES && none))
        return true;
    treadle_request_done(
        request, treadle_apigateway_message(
                     request, 415, "UnsupportedMediaTypeException",
                     "{\"message\": \"Unsupported Media Type\"}"));
    return false;
}

void treadle_apigateway_invoke(struct world *world, struct request *request) {
    const struct integration *integration = integration_of(request);
    note_entry(world, request);
    if (integration->unknown != NULL) {
        fail(request, integration->unknown);
        return;
    }
    if (!passes(request, integration)) return;
    const char *body = text_of(request, "Body");
    if (*body == '\0') body = "{}";
    const cJSON *input = treadle_scratch_read(&request->arena, body, strlen(body));
    if (!cJSON_IsObject(input)) {  // What the inner service says to what it cannot read.
        answer(request, 400, "{\"__type\":\"SerializationException\"}", integration);
        return;
    }
    struct request *inner = treadle_request_new(
        world, integration->service, integration->operation, integration->region, input);
    inner->on_response = on_inner;
    inner->data = request;
    int status = treadle_request_send(world, request, TREADLE_AS_ROLE, integration->role, inner);
    if (status != 0) fail(request, treadle_status_meaning(status));
}
