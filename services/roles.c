// Roles that resources act under. What no template says is made as data, where it can be seen and
// judged like any other role: the judge itself has no open door.
#include <string.h>

#include "aws/arn.h"
#include "base/json/scratch.h"
#include "services/world.h"

// {"Effect": "Allow", "Action": …} in a policy of its own.
static cJSON *allowing(struct arena *arena, const char *action, cJSON **statement_out) {
    cJSON *policy = treadle_scratch_node(arena, cJSON_Object),
          *statement = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, policy, "Version", "2012-10-17");
    treadle_put_text(arena, statement, "Effect", "Allow");
    treadle_put_text(arena, statement, "Action", action);
    treadle_scratch_append(policy, "Statement", statement);
    *statement_out = statement;
    return policy;
}

static struct doc *open_properties(const char *name, const char *path, const char *principal) {
    struct arena arena = {0};
    cJSON *properties = treadle_scratch_node(&arena, cJSON_Object), *statement;
    treadle_put_text(&arena, properties, "RoleName", name);
    treadle_put_text(&arena, properties, "Path", path);
    cJSON *trust = allowing(&arena, "sts:AssumeRole", &statement),
          *trusted = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, trusted, "Service", principal);
    treadle_scratch_append(statement, "Principal", trusted);
    treadle_scratch_append(properties, "AssumeRolePolicyDocument", trust);
    cJSON *policies = treadle_scratch_node(&arena, cJSON_Array),
          *policy = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, policy, "PolicyName", "open");
    treadle_scratch_append(policy, "PolicyDocument", allowing(&arena, "*", &statement));
    treadle_put_text(&arena, statement, "Resource", "*");
    treadle_scratch_append(policies, NULL, policy);
    treadle_scratch_append(properties, "Policies", policies);
    struct doc *doc = treadle_doc_settle(NULL, properties);
    treadle_arena_clear(&arena);
    return doc;
}

int treadle_world_open_role(
    struct world *world, const char *arn, const char *principal, const char *whose,
    struct treadle_status *status) {
    if ((world->flags & WORLD_STRICT_IAM) != 0)
        return treadle_status_set(
            status, TREADLE_EREFUSED, "no template has the role %s of %s", arn, whose);
    struct arena arena = {0};
    struct arn parts;
    bool parsed = treadle_arn_parse(&arena, arn, &parts);
    ASSERT(parsed && strncmp(parts.resource, "role/", 5) == 0);
    const char *name = treadle_arn_last(arn), *path = parts.resource + strlen("role");
    size_t path_size = strlen(path) - strlen(name);
    struct doc *properties =
        open_properties(name, treadle_arena_copy_size(&arena, path, path_size), principal);
    struct birthplace place = {
        .account = parts.account, .region = "us-east-1", .stack = "", .logical_id = name};
    struct resource *role;
    int failed = treadle_world_create(world, &place, "AWS::IAM::Role", properties, &role, status);
    if (failed == 0)
        treadle_world_warn(
            world, NULL, "no template has the role %s of %s: made here, it may do everything", arn,
            whose);
    treadle_doc_drop(properties);
    treadle_arena_clear(&arena);
    return failed;
}

static bool is_role(const char *arn, const struct arn *parts) {
    return strcmp(parts->service, "iam") == 0 && treadle_account_is(parts->account) &&
           strncmp(parts->resource, "role/", 5) == 0 && *treadle_arn_last(arn) != '\0';
}

static int see_to(
    struct world *world, const struct resource *actor, struct treadle_status *status) {
    const char *arn = actor->type->role_of == NULL ? NULL : actor->type->role_of(actor);
    if (arn == NULL) return 0;
    struct arena arena = {0};
    struct arn parts;
    bool role = treadle_arn_parse(&arena, arn, &parts) && is_role(arn, &parts);
    bool own = role && strcmp(parts.account, actor->account) == 0;
    treadle_arena_clear(&arena);
    if (!role)
        return treadle_resource_problem(
            actor, status, TREADLE_EINVAL, "%s, which it would act under, is no role", arn);
    if (!own)
        return treadle_resource_problem(
            actor, status, TREADLE_EREFUSED,
            "Cross-account pass role is not allowed. It is of account %s and would act under %s",
            actor->account, arn);
    if (treadle_world_find(world, arn) != NULL) return 0;
    if ((world->flags & WORLD_STRICT_IAM) != 0)
        return treadle_resource_problem(
            actor, status, TREADLE_EREFUSED,
            "no template has the role %s, which it would act under", arn);
    const char *whose = actor->arn != NULL ? actor->arn : actor->place.logical_id;
    return treadle_world_open_role(world, arn, actor->service->principal, whose, status);
}

int treadle_world_open_roles(struct world *world, struct treadle_status *status) {
    // Roles made on the way come behind, and act under nobody.
    for (uint32_t i = 0, count = world->count; i < count; i++) {
        int failed = see_to(world, world->order[i], status);
        if (failed != 0) return failed;
    }
    return 0;
}
