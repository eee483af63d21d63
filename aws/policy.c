// One walk over the statements of a policy; each is asked for principal, action, resource and
// condition. What the accounts make of the answers is [decide], at the end.
#include "aws/policy.h"

#include <string.h>

#include "aws/arn.h"
#include "aws/condition.h"
#include "aws/principal.h"
#include "base/json/value.h"

// What a statement gives a caller: nothing, the leave to be allowed by its own account, or all.
enum grant { GRANT_NONE, GRANT_DELEGATED, GRANT_DIRECT };

// -- Principals

static bool is_root_of(struct judging *judging, const char *name, const char *account) {
    if (account == NULL) return false;
    if (strcmp(name, account) == 0) return true;
    struct arn arn;
    return treadle_arn_parse(&judging->arena, name, &arn) && strcmp(arn.service, "iam") == 0 &&
           strcmp(arn.account, account) == 0 && strcmp(arn.resource, "root") == 0;
}

static enum grant aws_principal(struct judging *judging, const char *name) {
    const struct caller *caller = judging->question->caller;
    if (strcmp(name, "*") == 0) return GRANT_DIRECT;
    if (caller->principal == NULL || caller->kind == CALLER_SERVICE) return GRANT_NONE;
    if (strcmp(name, caller->principal) == 0) return GRANT_DIRECT;
    if (caller->role != NULL && strcmp(name, caller->role) == 0) return GRANT_DIRECT;
    if (!is_root_of(judging, name, caller->account)) return GRANT_NONE;
    return caller->kind == CALLER_ROOT ? GRANT_DIRECT : GRANT_DELEGATED;
}

// What a Principal, or a NotPrincipal, makes of the caller when it names him.
static enum grant principal_named(struct judging *judging, const cJSON *principal) {
    const struct caller *caller = judging->question->caller;
    if (principal == NULL) return GRANT_NONE;
    if (cJSON_IsString(principal))
        return strcmp(principal->valuestring, "*") == 0 ? GRANT_DIRECT : GRANT_NONE;
    enum grant best = GRANT_NONE;
    EACH_ITEM(name, treadle_json_member(principal, "AWS")) {
        const char *text = treadle_principal_entry(&judging->arena, "AWS", name);
        enum grant grant = text != NULL ? aws_principal(judging, text) : GRANT_NONE;
        if (grant > best) best = grant;
    }
    EACH_ITEM(name, treadle_json_member(principal, "Service")) {
        if (caller->kind == CALLER_SERVICE && cJSON_IsString(name) &&
            strcmp(name->valuestring, caller->principal) == 0)
            best = GRANT_DIRECT;
    }
    return best;
}

// AWS, documented: under NotPrincipal the account does not stand for its users and roles, so a Deny
// spares only whom it names. An Allow lets in only whom it names in no way at all.
static enum grant all_but(struct judging *judging, const cJSON *others, bool denies) {
    enum grant named = principal_named(judging, others);
    bool spared = denies ? named == GRANT_DIRECT : named != GRANT_NONE;
    return spared ? GRANT_NONE : GRANT_DIRECT;
}

static enum grant principal_granted(struct judging *judging, const cJSON *statement, bool denies) {
    const cJSON *principal = treadle_json_member(statement, "Principal"),
                *others = treadle_json_member(statement, "NotPrincipal");
    if (principal == NULL && others == NULL) return GRANT_NONE;
    bool read = treadle_principal_is_read(principal != NULL ? principal : others);
    if (!read && principal != NULL && denies) return GRANT_DIRECT;
    if (!read && !denies) return GRANT_NONE;
    return principal != NULL ? principal_named(judging, principal)
                             : all_but(judging, others, denies);
}

// -- Actions and resources

static bool action_named(struct judging *judging, const cJSON *actions, bool own) {
    (void)own;
    EACH_ITEM(action, actions) {
        if (cJSON_IsString(action) &&
            treadle_glob(action->valuestring, judging->question->action, true))
            return true;
    }
    return false;
}

// AWS, documented: in an API's own policy "execute-api:/stage/METHOD/path" means that API, so it is
// compared with what follows the API's id.
static bool short_form(struct judging *judging, const char *pattern) {
    static const char prefix[] = "execute-api:/";
    if (strncmp(pattern, prefix, sizeof(prefix) - 1) != 0) return false;
    struct arn arn;
    if (!treadle_arn_parse(&judging->arena, judging->question->use->arn, &arn)) return false;
    const char *slash = strchr(arn.resource, '/');
    return strcmp(arn.service, "execute-api") == 0 && slash != NULL &&
           treadle_glob(pattern + sizeof(prefix) - 2, slash, false);
}

static bool resource_named(struct judging *judging, const cJSON *resources, bool own) {
    EACH_ITEM(resource, resources) {
        if (!cJSON_IsString(resource)) continue;
        const char *pattern = treadle_policy_expand(judging, resource->valuestring, true);
        if (pattern == NULL) continue;
        if (treadle_glob(pattern, judging->question->use->arn, false)) return true;
        if (own && short_form(judging, pattern)) return true;
    }
    return false;
}

// "Action" and "NotAction", "Resource" and "NotResource": one of the two, read by [named].
static bool names(
    struct judging *judging, const cJSON *some, const cJSON *all_but, bool own,
    bool (*named)(struct judging *judging, const cJSON *names, bool own)) {
    if (some != NULL) return named(judging, some, own);
    return all_but != NULL && !named(judging, all_but, own);
}

// -- Statements

// [own]: the policy is the resource's, so it names principals; a trust policy names no resource.
static enum grant statement_grants(
    struct judging *judging, const cJSON *statement, bool own, bool denies) {
    enum grant grant = own ? principal_granted(judging, statement, denies) : GRANT_DIRECT;
    if (grant == GRANT_NONE) return GRANT_NONE;
    const cJSON *some = treadle_json_member(statement, "Resource"),
                *all_but = treadle_json_member(statement, "NotResource");
    bool itself = own && some == NULL && all_but == NULL;
    if (!itself && !names(judging, some, all_but, own, resource_named)) return GRANT_NONE;
    some = treadle_json_member(statement, "Action");
    all_but = treadle_json_member(statement, "NotAction");
    if (!names(judging, some, all_but, own, action_named)) return GRANT_NONE;
    const cJSON *condition = treadle_json_member(statement, "Condition");
    return treadle_conditions_hold(judging, condition, denies) ? grant : GRANT_NONE;
}

struct answer {  // Of all policies of one side.
    bool denied;
    enum grant grant;
};

static void ask_policy(
    struct judging *judging, const cJSON *policy, bool own, struct answer *answer) {
    const char *version = treadle_json_string(policy, "Version");
    judging->variables = version != NULL && strcmp(version, "2012-10-17") == 0;
    EACH_ITEM(statement, treadle_json_member(policy, "Statement")) {
        const char *effect = treadle_json_string(statement, "Effect");
        bool denies = effect != NULL && strcmp(effect, "Deny") == 0,
             allows = effect != NULL && strcmp(effect, "Allow") == 0;
        if (!denies && !allows) continue;
        enum grant grant = statement_grants(judging, statement, own, denies);
        if (denies && grant != GRANT_NONE) answer->denied = true;
        if (allows && grant > answer->grant) answer->grant = grant;
    }
}

// -- The decision

// [identity]: identity policies allow it. [grant]: what the resource's policy gives.
static bool decide(const struct question *question, bool identity, enum grant grant) {
    const struct caller *caller = question->caller;
    if (caller->kind == CALLER_NOBODY || caller->kind == CALLER_SERVICE)
        return grant == GRANT_DIRECT;
    if (strcmp(caller->account, question->use->account) != 0)
        return identity && grant != GRANT_NONE;
    if (grant == GRANT_DIRECT) return true;
    return identity && (question->use->rule == JUDGE_IAM || grant == GRANT_DELEGATED);
}

enum verdict treadle_policy_judge(const struct question *question) {
    const struct caller *caller = question->caller;
    const struct use *use = question->use;
    if (use->rule == JUDGE_OPEN) return VERDICT_ALLOWED;
    if (use->rule == JUDGE_IAM && caller->kind == CALLER_NOBODY) return VERDICT_NOBODY;
    struct judging judging = {.question = question};
    struct answer identity = {0}, own = {0};
    for (uint32_t i = 0; caller->policies != NULL && i < caller->policies->count; i++)
        ask_policy(&judging, treadle_doc_root(caller->policies->documents[i]), false, &identity);
    if (use->policy != NULL) ask_policy(&judging, use->policy, true, &own);
    treadle_arena_clear(&judging.arena);
    if (identity.denied) return VERDICT_DENIED_IDENTITY;
    if (own.denied) return VERDICT_DENIED_RESOURCE;
    bool allowed = identity.grant != GRANT_NONE || caller->kind == CALLER_ROOT;
    return decide(question, allowed, own.grant) ? VERDICT_ALLOWED : VERDICT_DENIED;
}
