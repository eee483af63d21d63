// RestApi, Resource, Method, Deployment, Stage: each adds its part to the API it names, and takes
// it out again when it goes.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "base/random.h"
#include "services/apigateway/api.h"

#define PROBLEM(resource, status, ...)                                                             \
    treadle_resource_problem((resource), (status), TREADLE_EINVAL, __VA_ARGS__)

static const char *given(const struct resource *resource, const char *name) {
    return treadle_json_string(treadle_doc_root(resource->properties), name);
}

// -- ids, made from the birthplace: known before anything runs, equal in every process

enum { ID_SIZE = 10, PART_ID_SIZE = 6 };
enum id_of { ID_OWN, ID_ROOT };

static const char *id_new(
    struct world *world, const struct resource *resource, enum id_of of, uint32_t size) {
    uint64_t random = treadle_birthplace_seed(&resource->place) + of;
    return treadle_random_text(
        &world->arena, &random, "abcdefghijklmnopqrstuvwxyz0123456789", size);
}

// The API a part belongs to; NULL and a [status].
static struct api *api_of(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    const char *id = given(resource, "RestApiId");
    const struct resource *api = id == NULL ? NULL : treadle_world_alias(world, "api", id);
    bool own = api != NULL && strcmp(api->account, resource->account) == 0 &&
               strcmp(api->region, resource->region) == 0;
    if (own) return api->live;
    PROBLEM(
        resource, status, "there is no RestApi %s here", id == NULL ? "named by RestApiId" : id);
    return NULL;
}

// Names a part by an id of its own, and the [attribute] of that name.
static int name_part(
    struct world *world, struct resource *resource, const char *kind, const char *attribute,
    struct treadle_status *status) {
    resource->ref = id_new(world, resource, ID_OWN, PART_ID_SIZE);
    if (!treadle_world_alias_set(world, kind, resource->ref, resource))
        return treadle_resource_problem(
            resource, status, TREADLE_EEXIST, "its id %s is taken", resource->ref);
    treadle_resource_attribute(world, resource, attribute, resource->ref);
    return 0;
}

// -- AWS::ApiGateway::RestApi

static const char *const api_properties[] = {"ApiKeySourceType",
                                             "Description",
                                             "DisableExecuteApiEndpoint",
                                             "EndpointConfiguration.*",
                                             "Name",
                                             "Policy.*",
                                             NULL};

static int api_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    const cJSON *properties = treadle_doc_root(resource->properties),
                *policy = treadle_json_member(properties, "Policy");
    struct api *api = treadle_alloc_zeroed(sizeof(*api));
    api->id = id_new(world, resource, ID_OWN, ID_SIZE);
    api->root_id = id_new(world, resource, ID_ROOT, ID_SIZE);
    resource->live = api;
    resource->ref = api->id;
    resource->arn = treadle_arena_print(
        &world->arena, "arn:aws:apigateway:%s::/restapis/%s", resource->region, api->id);
    int bad = treadle_resource_bool(resource, "DisableExecuteApiEndpoint", &api->disabled, status);
    if (bad == 0 && policy != NULL)
        bad = treadle_resource_check_policy(
            world, resource, "Policy", policy, POLICY_RESOURCE, status);
    if (bad != 0) return bad;
    if (!treadle_world_alias_set(world, "api", api->id, resource))
        return treadle_resource_problem(
            resource, status, TREADLE_EEXIST, "its id %s is taken", api->id);
    treadle_resource_attribute(world, resource, "RestApiId", api->id);
    treadle_resource_attribute(world, resource, "RootResourceId", api->root_id);
    return 0;
}

static void api_destroy(struct world *world, struct resource *resource) {
    (void)world;
    struct api *api = resource->live;
    if (api == NULL) return;
    free(api->methods.items);
    free(api->stages);
    free(api);
}

// -- AWS::ApiGateway::Resource, whose live is its path

static const char *const resource_properties[] = {"ParentId", "PathPart", "RestApiId", NULL};

// The path of a resource of [api] by its id: the root's is empty. NULL: there is none.
static const char *path_of(struct world *world, const struct api *api, const char *id) {
    if (id == NULL) return NULL;
    if (strcmp(id, api->root_id) == 0) return "";
    const struct resource *resource = treadle_world_alias(world, "api-resource", id);
    const char *owner = resource == NULL ? NULL : given(resource, "RestApiId");
    return owner != NULL && strcmp(owner, api->id) == 0 ? resource->live : NULL;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

// AWS: "a-zA-Z0-9._-:", or a variable in braces, which may be greedy: "{proxy+}".
static bool is_path_part(const char *part) {
    size_t plain = strspn(part, LETTERS ":");
    if (*part != '{') return plain > 0 && part[plain] == '\0';
    size_t name = strspn(part + 1, LETTERS);
    const char *end = part + 1 + name;
    return name > 0 && strcmp(end + (*end == '+'), "}") == 0;
}

static int resource_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    const struct api *api = api_of(world, resource, status);
    if (api == NULL) return TREADLE_EINVAL;
    const char *part = given(resource, "PathPart"), *parent = given(resource, "ParentId"),
               *above = path_of(world, api, parent);
    if (above == NULL)
        return PROBLEM(
            resource, status, "ParentId %s is no resource of the RestApi",
            parent == NULL ? "is missing and" : parent);
    if (part == NULL || !is_path_part(part))
        return PROBLEM(
            resource, status,
            "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and "
            "curly braces at the beginning and the end");
    resource->live = treadle_arena_print(&world->arena, "%s/%s", above, part);
    return name_part(world, resource, "api-resource", "ResourceId", status);
}

// -- AWS::ApiGateway::Method, whose live is a struct method

static const char *const method_properties[] = {
    "ApiKeyRequired",
    "AuthorizationType",
    "HttpMethod",
    "Integration.Credentials",
    "Integration.IntegrationHttpMethod",
    "Integration.IntegrationResponses[].ResponseTemplates.*",
    "Integration.IntegrationResponses[].SelectionPattern",
    "Integration.IntegrationResponses[].StatusCode",
    "Integration.PassthroughBehavior",
    "Integration.RequestTemplates.*",
    "Integration.TimeoutInMillis",
    "Integration.Type",
    "Integration.Uri",
    "MethodResponses.*",
    "OperationName",
    "ResourceId",
    "RestApiId",
    NULL};

static bool is_one_of(const char *text, const char *const *words, size_t count) {
    for (size_t i = 0; text != NULL && i < count; i++)
        if (strcmp(words[i], text) == 0) return true;
    return false;
}

static bool is_verb(const char *verb) {
    static const char *const verbs[] = {"ANY",     "DELETE", "GET",  "HEAD",
                                        "OPTIONS", "PATCH",  "POST", "PUT"};
    return is_one_of(verb, verbs, COUNT_OF(verbs));
}

static bool has_method(const struct api *api, const char *path, const char *verb) {
    for (uint32_t i = 0; i < api->methods.count; i++)
        if (strcmp(api->methods.items[i]->path, path) == 0 &&
            strcmp(api->methods.items[i]->verb, verb) == 0)
            return true;
    return false;
}

// Whoever is not let in by NONE must have credentials, known authorizer or not.
static int read_authorization(
    struct world *world, const struct resource *resource, struct method *method,
    struct treadle_status *status) {
    static const char *const types[] = {"NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"};
    const char *type = given(resource, "AuthorizationType");
    bool key;
    if (!is_one_of(type, types, COUNT_OF(types)))
        return PROBLEM(
            resource, status,
            "AuthorizationType must be NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS");
    int bad = treadle_resource_bool(resource, "ApiKeyRequired", &key, status);
    if (bad != 0) return bad;
    method->iam = strcmp(type, "NONE") != 0;
    const char *unknown = NULL;
    if (method->iam && strcmp(type, "AWS_IAM") != 0)
        unknown = treadle_arena_print(
            &world->arena, "treadle does not know AuthorizationType %s yet", type);
    else if (key)
        unknown = "treadle does not know API keys yet";
    if (unknown == NULL) return 0;
    method->integration.unknown = unknown;
    treadle_world_warn(
        world, &resource->place, "%s: %s: its calls are answered with 500",
        resource->place.logical_id, unknown);
    return 0;
}

static int method_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    struct api *api = api_of(world, resource, status);
    if (api == NULL) return TREADLE_EINVAL;
    const char *id = given(resource, "ResourceId"), *verb = given(resource, "HttpMethod"),
               *path = path_of(world, api, id);
    if (path == NULL)
        return PROBLEM(
            resource, status, "ResourceId %s is no resource of the RestApi",
            id == NULL ? "is missing and" : id);
    if (!is_verb(verb))
        return PROBLEM(
            resource, status,
            "HttpMethod must be DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT or ANY");
    if (has_method(api, path, verb))
        return treadle_resource_problem(
            resource, status, TREADLE_EEXIST, "Method already exists for this resource: %s %s",
            verb, *path == '\0' ? "/" : path);
    struct method *method = treadle_arena_alloc_zeroed(&world->arena, sizeof(*method));
    method->path = path;
    method->verb = treadle_arena_copy(&world->arena, verb);
    resource->ref = id_new(world, resource, ID_OWN, ID_SIZE);
    const cJSON *integration =
        treadle_json_member(treadle_doc_root(resource->properties), "Integration");
    int result =
        treadle_api_integration_read(world, resource, integration, &method->integration, status);
    if (result == 0) result = read_authorization(world, resource, method, status);
    if (result != 0) return result;
    ADD(api->methods.items, api->methods.count, api->methods.size) = method;
    resource->live = method;
    return 0;
}

static void method_destroy(struct world *world, struct resource *resource) {
    const struct resource *owner =
        resource->live == NULL ? NULL
                               : treadle_world_alias(world, "api", given(resource, "RestApiId"));
    struct api *api = owner == NULL ? NULL : owner->live;
    for (uint32_t i = 0; api != NULL && i < api->methods.count; i++) {
        if (api->methods.items[i] != resource->live) continue;
        memmove(
            &api->methods.items[i], &api->methods.items[i + 1],
            (--api->methods.count - i) * sizeof(struct method *));
        return;
    }
}

static const char *method_role(const struct resource *resource) {
    const struct method *method = resource->live;
    return method->integration.role;
}

// -- AWS::ApiGateway::Deployment, whose live is its snapshot; and Stage

static const char *const deployment_properties[] = {
    "Description", "RestApiId", "StageDescription.Description", "StageName", NULL};
static const char *const stage_properties[] = {
    "AccessLogSetting.*",
    "DeploymentId",
    "Description",
    "MethodSettings[].DataTraceEnabled",
    "MethodSettings[].HttpMethod",
    "MethodSettings[].LoggingLevel",
    "MethodSettings[].MetricsEnabled",
    "MethodSettings[].ResourcePath",
    "RestApiId",
    "StageName",
    "TracingEnabled",
    NULL};

static int add_stage(
    struct world *world, struct resource *resource, struct api *api, const char *name,
    const struct methods *deployed, struct treadle_status *status) {
    if (*name == '\0' || strpbrk(name, "/ ") != NULL)
        return PROBLEM(resource, status, "StageName %s cannot be part of a path", name);
    if (treadle_api_stage(api, name) != NULL)
        return treadle_resource_problem(
            resource, status, TREADLE_EEXIST, "Stage already exists: %s", name);
    ADD(api->stages, api->stage_count, api->stage_size) =
        (struct stage){treadle_arena_copy(&world->arena, name), deployed};
    return 0;
}

// Takes out the stages that serve [deployed]; [name] NULL: all of them.
static void drop_stages(struct api *api, const struct methods *deployed, const char *name) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < api->stage_count; i++) {
        const struct stage *stage = &api->stages[i];
        bool goes = stage->deployed == deployed && (name == NULL || strcmp(stage->name, name) == 0);
        if (!goes) api->stages[kept++] = *stage;
    }
    api->stage_count = kept;
}

static int deployment_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    struct api *api = api_of(world, resource, status);
    if (api == NULL) return TREADLE_EINVAL;
    // AWS, searched: its words where DependsOn is missing.
    if (api->methods.count == 0)
        return PROBLEM(
            resource, status,
            "The REST API doesn't contain any methods: does the Deployment depend on them "
            "(DependsOn)?");
    struct methods *snapshot = treadle_alloc_zeroed(sizeof(*snapshot));
    resource->live = snapshot;
    for (uint32_t i = 0; i < api->methods.count; i++)
        ADD(snapshot->items, snapshot->count, snapshot->size) = api->methods.items[i];
    int result = name_part(world, resource, "api-deployment", "DeploymentId", status);
    const char *stage = given(resource, "StageName");
    if (result == 0 && stage != NULL)
        result = add_stage(world, resource, api, stage, snapshot, status);
    return result;
}

static struct api *owner_of(struct world *world, const struct resource *part) {
    const char *id = given(part, "RestApiId");
    const struct resource *api = id == NULL ? NULL : treadle_world_alias(world, "api", id);
    return api == NULL ? NULL : api->live;
}

static void deployment_destroy(struct world *world, struct resource *resource) {
    struct methods *snapshot = resource->live;
    if (snapshot == NULL) return;
    struct api *api = owner_of(world, resource);
    if (api != NULL) drop_stages(api, snapshot, NULL);
    free(snapshot->items);
    free(snapshot);
}

static int stage_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    struct api *api = api_of(world, resource, status);
    if (api == NULL) return TREADLE_EINVAL;
    const char *id = given(resource, "DeploymentId"), *name = given(resource, "StageName");
    struct resource *deployment =
        id == NULL ? NULL : treadle_world_alias(world, "api-deployment", id);
    if (deployment == NULL || owner_of(world, deployment) != api)
        return PROBLEM(
            resource, status, "DeploymentId %s is no deployment of the RestApi",
            id == NULL ? "is missing and" : id);
    if (name == NULL) return PROBLEM(resource, status, "a Stage wants a StageName");
    int result = add_stage(world, resource, api, name, deployment->live, status);
    if (result != 0) return result;
    resource->ref = treadle_arena_copy(&world->arena, name);
    resource->live = deployment->live;
    return 0;
}

static void stage_destroy(struct world *world, struct resource *resource) {
    struct api *api = resource->live == NULL ? NULL : owner_of(world, resource);
    if (api != NULL) drop_stages(api, resource->live, resource->ref);
}

const struct resource_type treadle_apigateway_types[] = {
    {.name = "AWS::ApiGateway::RestApi",
     .properties = api_properties,
     .create = api_create,
     .destroy = api_destroy},
    {.name = "AWS::ApiGateway::Resource",
     .properties = resource_properties,
     .create = resource_create},
    {.name = "AWS::ApiGateway::Method",
     .properties = method_properties,
     .create = method_create,
     .destroy = method_destroy,
     .role_of = method_role},
    {.name = "AWS::ApiGateway::Deployment",
     .properties = deployment_properties,
     .create = deployment_create,
     .destroy = deployment_destroy},
    {.name = "AWS::ApiGateway::Stage",
     .properties = stage_properties,
     .create = stage_create,
     .destroy = stage_destroy},
    {0}};
