// What is odd about a policy, said when it is loaded: the judge later only says no.
#include <string.h>

#include "aws/condition.h"
#include "aws/principal.h"
#include "base/json/value.h"
#include "base/memory.h"

struct checking {
    enum policy_kind kind;
    uint32_t statement;  // From 1.
    void (*on_problem)(const char *text, void *data);
    void *data;
};

static void say(struct checking *checking, const char *what, const char *why) {
    struct text text = {0};
    if (checking->statement > 0) treadle_text_printf(&text, "statement %u: ", checking->statement);
    treadle_text_printf(&text, "%s%s", what, why);
    checking->on_problem(treadle_text_string(&text), checking->data);
    treadle_text_clear(&text);
}

static void check_names(
    struct checking *checking, const cJSON *object, const char *const *known, size_t count) {
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < count && strcmp(known[i], member->string) != 0)
            i++;
        if (i == count) say(checking, member->string, " is no member of a policy and is not read");
    }
}

static bool has(const cJSON *object, const char *name) {
    return treadle_json_member(object, name) != NULL;
}

static void check_condition(struct checking *checking, const cJSON *condition) {
    if (condition == NULL) return;
    if (!cJSON_IsObject(condition)) {
        say(checking, "Condition", " must be an object: the statement lets nobody in");
        return;
    }
    for (const cJSON *block = condition->child; block != NULL; block = block->next) {
        if (!cJSON_IsObject(block) || !treadle_condition_operator_known(block->string)) {
            say(checking, block->string,
                " is no condition operator known here: the statement lets nobody in");
            continue;
        }
        for (const cJSON *key = block->child; key != NULL; key = key->next)
            if (!treadle_condition_key_known(key->string))
                say(checking, key->string, " is a condition key that nothing here sets");
    }
}

static bool mentions(const cJSON *condition, const char *first, const char *second) {
    for (const cJSON *block = condition == NULL ? NULL : condition->child; block != NULL;
         block = block->next)
        for (const cJSON *key = block->child; key != NULL; key = key->next)
            if (key->string != NULL &&
                (treadle_glob(first, key->string, true) || treadle_glob(second, key->string, true)))
                return true;
    return false;
}

// AWS, documented: the confused deputy. A service that is let in acts for whoever asked it.
static void check_service(struct checking *checking, const cJSON *statement, const char *effect) {
    const cJSON *services =
        treadle_json_member(treadle_json_member(statement, "Principal"), "Service");
    if (checking->kind != POLICY_RESOURCE || services == NULL || effect == NULL ||
        strcmp(effect, "Allow") != 0 ||
        mentions(treadle_json_member(statement, "Condition"), "aws:SourceArn", "aws:SourceAccount"))
        return;
    const cJSON *first = cJSON_IsArray(services) ? services->child : services;
    say(checking, cJSON_IsString(first) ? first->valuestring : "a service",
        " is let in on behalf of anybody: a condition on aws:SourceArn says of whom");
}

static void check_principal(struct checking *checking, const cJSON *statement, const char *name) {
    const cJSON *principal = treadle_json_member(statement, name);
    if (checking->kind != POLICY_IDENTITY && principal != NULL &&
        !treadle_principal_is_read(principal))
        say(checking, name,
            " is \"*\", or an object of ARNs, accounts or services: a Deny holds for everybody, an "
            "Allow for nobody");
}

static void check_statement(struct checking *checking, const cJSON *statement) {
    static const char *const known[] = {"Sid",          "Effect",      "Principal",
                                        "NotPrincipal", "Action",      "NotAction",
                                        "Resource",     "NotResource", "Condition"};
    if (!cJSON_IsObject(statement)) {
        say(checking, "a statement", " must be an object: it is not read");
        return;
    }
    check_names(checking, statement, known, COUNT_OF(known));
    const char *effect = treadle_json_string(statement, "Effect");
    if (effect == NULL || (strcmp(effect, "Allow") != 0 && strcmp(effect, "Deny") != 0))
        say(checking, "Effect", " must be Allow or Deny: the statement is not read");
    if (!has(statement, "Action") && !has(statement, "NotAction"))
        say(checking, "Action", " is missing: the statement does nothing");
    bool principal = has(statement, "Principal") || has(statement, "NotPrincipal");
    if (checking->kind == POLICY_IDENTITY && principal)
        say(checking, "Principal", " is not read in the policy of a role or user");
    if (checking->kind != POLICY_IDENTITY && !principal)
        say(checking, "Principal", " is missing: the statement is about nobody");
    check_principal(checking, statement, "Principal");
    check_principal(checking, statement, "NotPrincipal");
    if (checking->kind != POLICY_TRUST && !has(statement, "Resource") &&
        !has(statement, "NotResource"))
        say(checking, "Resource",
            checking->kind == POLICY_IDENTITY
                ? " is missing: the statement does nothing"
                : " is missing: the statement is about the resource itself");
    check_condition(checking, treadle_json_member(statement, "Condition"));
    check_service(checking, statement, effect);
}

void treadle_policy_check(
    const cJSON *policy, enum policy_kind kind, void (*on_problem)(const char *text, void *data),
    void *data) {
    static const char *const known[] = {"Id", "Version", "Statement"};
    struct checking checking = {.kind = kind, .on_problem = on_problem, .data = data};
    const cJSON *statements = treadle_json_member(policy, "Statement");
    if (statements == NULL) {
        say(&checking, "Statement", " is missing: the policy allows nothing");
        return;
    }
    check_names(&checking, policy, known, COUNT_OF(known));
    EACH_ITEM(statement, statements) {
        checking.statement++;
        check_statement(&checking, statement);
    }
}
