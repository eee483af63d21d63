// IAM as resource types: roles, users and the policies that speak for them. No operations yet.
//
// A policy resource has no life of its own: it adds its document to the identities it names, and
// takes it away again when it goes. A session borrows the list, so it sees what came later.
#include <stdlib.h>
#include <string.h>

#include "aws/arn.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/random.h"
#include "services/world.h"

extern const struct service treadle_service_iam;

static const char id_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static const cJSON *property(const struct resource *resource, const char *name) {
    return treadle_json_member(treadle_doc_root(resource->properties), name);
}

// -- Policy documents

static int check_document(
    struct world *world, const struct resource *resource, const cJSON *document,
    enum policy_kind kind, struct treadle_status *status) {
    const char *what = kind == POLICY_TRUST ? "AssumeRolePolicyDocument" : "PolicyDocument";
    return treadle_resource_check_policy(world, resource, what, document, kind, status);
}

static void attach(struct identity *identity, struct doc *document) {
    struct policies *policies = &identity->policies;
    ADD(policies->documents, policies->count, policies->size) = treadle_doc_ref(document);
}

static void detach(struct identity *identity, const struct doc *document) {
    struct policies *policies = &identity->policies;
    uint32_t i = policies->count;
    while (i > 0 && policies->documents[i - 1] != document)
        i--;
    ASSERT(i > 0);
    treadle_doc_drop(policies->documents[i - 1]);
    policies->count--;
    for (; i <= policies->count; i++)
        policies->documents[i - 1] = policies->documents[i];
}

// -- Roles and users

static const struct {
    const char *word, *name_property;
} kinds[] = {{"role", "RoleName"}, {"user", "UserName"}};

enum { ROLE, USER };

static void identity_destroy(struct world *world, struct resource *resource) {
    (void)world;
    struct identity *identity = resource->live;
    if (identity == NULL) return;
    for (uint32_t i = 0; i < identity->policies.count; i++)
        treadle_doc_drop(identity->policies.documents[i]);
    free(identity->policies.documents);
    free(identity);
}

static int attach_inline(
    struct world *world, const struct resource *resource, struct treadle_status *status) {
    const cJSON *policies = property(resource, "Policies");
    for (const cJSON *one = policies == NULL ? NULL : policies->child; one != NULL;
         one = one->next) {
        const cJSON *document = treadle_json_member(one, "PolicyDocument");
        int failed = check_document(world, resource, document, POLICY_IDENTITY, status);
        if (failed != 0) return failed;
        struct doc *settled = treadle_doc_settle(NULL, document);
        attach(resource->live, settled);
        treadle_doc_drop(settled);
    }
    return 0;
}

struct rule {  // A policy resource, alive.
    struct doc *document;
    struct resource **to;  // Roles and users it was added to.
    uint32_t count, size;
};

// AWS: policies of the identity's own account and those of AWS itself, and no others.
static bool may_attach(const struct resource *resource, const char *arn) {
    struct arena arena = {0};
    struct arn parts;
    bool may = treadle_arn_parse(&arena, arn, &parts) && strcmp(parts.service, "iam") == 0 &&
               (strcmp(parts.account, resource->account) == 0 || strcmp(parts.account, "aws") == 0);
    treadle_arena_clear(&arena);
    return may;
}

static int attach_managed(
    struct world *world, const struct resource *resource, struct treadle_status *status) {
    const cJSON *arns = property(resource, "ManagedPolicyArns");
    for (const cJSON *arn = arns == NULL ? NULL : arns->child; arn != NULL; arn = arn->next) {
        const char *text = arn->valuestring;
        if (!may_attach(resource, text))
            return treadle_resource_problem(
                resource, status, TREADLE_EINVAL,
                "ManagedPolicyArns: %s is no policy of account %s or of aws", text,
                resource->account);
        const struct resource *policy = treadle_world_find(world, text);
        if (policy != NULL && strcmp(policy->type->name, "AWS::IAM::ManagedPolicy") == 0)
            attach(resource->live, ((const struct rule *)policy->live)->document);
        else
            treadle_world_warn(
                world, &resource->place, "%s: the policy %s is not known here and allows nothing",
                resource->place.logical_id, text);
    }
    return 0;
}

// "/", or "/a/b/"; NULL: none of these.
static const char *path_of(const struct resource *resource) {
    const cJSON *path = property(resource, "Path");
    if (path == NULL) return "/";
    if (!cJSON_IsString(path)) return NULL;
    size_t size = strlen(path->valuestring);
    bool well = size > 0 && path->valuestring[0] == '/' && path->valuestring[size - 1] == '/';
    return well ? path->valuestring : NULL;
}

static int identity_create(
    struct world *world, struct resource *resource, int kind, struct treadle_status *status) {
    struct identity *identity = treadle_alloc_zeroed(sizeof(*identity));
    resource->live = identity;
    resource->identity = identity;
    const char *path = path_of(resource);
    if (path == NULL)
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "Path must begin and end with /");
    struct arena *arena = &world->arena;
    resource->ref = treadle_resource_name(world, resource, kinds[kind].name_property);
    resource->arn = treadle_arena_print(
        arena, "arn:aws:iam::%s:%s%s%s", resource->account, kinds[kind].word, path, resource->ref);
    const char *name = treadle_arena_print(arena, "%s/%s", resource->account, resource->ref);
    if (!treadle_world_alias_set(world, kinds[kind].word, name, resource))
        return treadle_resource_problem(
            resource, status, TREADLE_EEXIST, "the %s %s exists already", kinds[kind].word,
            resource->ref);
    int failed = attach_managed(world, resource, status);
    return failed != 0 ? failed : attach_inline(world, resource, status);
}

// "AROA…": four letters that say what it is, then letters made of where it was born.
static const char *unique_id(
    struct world *world, const struct resource *resource, const char *prefix, uint32_t count) {
    uint64_t random = treadle_birthplace_seed(&resource->place);
    return treadle_arena_print(
        &world->arena, "%s%s", prefix,
        treadle_random_text(&world->arena, &random, id_letters, count));
}

static int role_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    int failed = identity_create(world, resource, ROLE, status);
    if (failed != 0) return failed;
    struct identity *identity = resource->live;
    identity->trust = property(resource, "AssumeRolePolicyDocument");
    treadle_resource_attribute(world, resource, "RoleId", unique_id(world, resource, "AROA", 17));
    return check_document(world, resource, identity->trust, POLICY_TRUST, status);
}

static int user_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    return identity_create(world, resource, USER, status);
}

// -- Policies

static int rule_attach(
    struct world *world, struct resource *resource, int kind, const char *list,
    struct treadle_status *status) {
    struct rule *rule = resource->live;
    const cJSON *names = property(resource, list);
    for (const cJSON *name = names == NULL ? NULL : names->child; name != NULL; name = name->next) {
        const char *text = cJSON_IsString(name) ? name->valuestring : "";
        const char *key = treadle_arena_print(&world->arena, "%s/%s", resource->account, text);
        struct resource *to = treadle_world_alias(world, kinds[kind].word, key);
        if (to == NULL)
            return treadle_resource_problem(
                resource, status, TREADLE_ENOTFOUND, "there is no %s %s in account %s",
                kinds[kind].word, text, resource->account);
        attach(to->live, rule->document);
        ADD(rule->to, rule->count, rule->size) = to;
    }
    return 0;
}

static int rule_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    const cJSON *document = property(resource, "PolicyDocument");
    int failed = check_document(world, resource, document, POLICY_IDENTITY, status);
    if (failed != 0) return failed;
    struct rule *rule = treadle_alloc_zeroed(sizeof(*rule));
    resource->live = rule;
    rule->document = treadle_doc_settle(NULL, document);
    failed = rule_attach(world, resource, ROLE, "Roles", status);
    return failed != 0 ? failed : rule_attach(world, resource, USER, "Users", status);
}

static void rule_destroy(struct world *world, struct resource *resource) {
    (void)world;
    struct rule *rule = resource->live;
    if (rule == NULL) return;
    while (rule->count > 0)
        detach(rule->to[--rule->count]->live, rule->document);
    free(rule->to);
    treadle_doc_drop(rule->document);
    free(rule);
}

static int policy_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    resource->ref = treadle_resource_name(world, resource, "PolicyName");
    return rule_create(world, resource, status);
}

static int managed_policy_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    const char *path = path_of(resource);
    if (path == NULL)
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "Path must begin and end with /");
    resource->arn = resource->ref = treadle_arena_print(
        &world->arena, "arn:aws:iam::%s:policy%s%s", resource->account, path,
        treadle_resource_name(world, resource, "ManagedPolicyName"));
    treadle_resource_attribute(world, resource, "PolicyArn", resource->arn);
    return rule_create(world, resource, status);
}

// -- Access keys

static int access_key_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    const cJSON *name = property(resource, "UserName");
    const char *text = cJSON_IsString(name) ? name->valuestring : "";
    const char *key = treadle_arena_print(&world->arena, "%s/%s", resource->account, text);
    if (treadle_world_alias(world, kinds[USER].word, key) == NULL)
        return treadle_resource_problem(
            resource, status, TREADLE_ENOTFOUND, "there is no user %s in account %s", text,
            resource->account);
    resource->ref = unique_id(world, resource, "AKIA", 16);
    treadle_world_alias_set(world, "access-key", resource->ref, resource);
    return 0;
}

static const char *const role_properties[] = {
    "AssumeRolePolicyDocument.*", "Description", "ManagedPolicyArns[]",
    "MaxSessionDuration",         "Path",        "Policies[].PolicyDocument.*",
    "Policies[].PolicyName",      "RoleName",    NULL};
static const char *const user_properties[] = {
    "ManagedPolicyArns[]",   "Path",     "Policies[].PolicyDocument.*",
    "Policies[].PolicyName", "UserName", NULL};
static const char *const policy_properties[] = {
    "PolicyDocument.*", "PolicyName", "Roles[]", "Users[]", NULL};
static const char *const managed_policy_properties[] = {
    "Description", "ManagedPolicyName", "Path", "PolicyDocument.*", "Roles[]", "Users[]", NULL};
static const char *const access_key_properties[] = {"Serial", "Status", "UserName", NULL};

static const struct resource_type types[] = {
    {.name = "AWS::IAM::Role",
     .properties = role_properties,
     .create = role_create,
     .destroy = identity_destroy},
    {.name = "AWS::IAM::User",
     .properties = user_properties,
     .create = user_create,
     .destroy = identity_destroy},
    {.name = "AWS::IAM::Policy",
     .properties = policy_properties,
     .create = policy_create,
     .destroy = rule_destroy},
    {.name = "AWS::IAM::ManagedPolicy",
     .properties = managed_policy_properties,
     .create = managed_policy_create,
     .destroy = rule_destroy},
    {.name = "AWS::IAM::AccessKey",
     .properties = access_key_properties,
     .create = access_key_create},
    {0}};

const struct service treadle_service_iam = {.name = "iam", .types = types};
