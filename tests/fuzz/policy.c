// Policies: a line that is one, and below it the context of the request. It is checked as every
// kind of policy and judged in every place one can stand; an explicit deny beside it wins.
#include "aws/policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/memory.h"
#include "tests/fuzz/fuzz.h"

#define A "111111111111"
#define B "222222222222"

static const struct caller callers[] = {
    {.kind = CALLER_NOBODY},
    {.kind = CALLER_ROOT, .principal = "arn:aws:iam::" A ":root", .account = A},
    {.kind = CALLER_USER, .principal = "arn:aws:iam::" A ":user/team/ada", .account = A},
    {.kind = CALLER_SESSION,
     .principal = "arn:aws:sts::" A ":assumed-role/runner/session",
     .account = A,
     .role = "arn:aws:iam::" A ":role/path/runner",
     .source_arn = "arn:aws:states:us-east-1:" A ":stateMachine:m"},
    {.kind = CALLER_SERVICE,
     .principal = "states.amazonaws.com",
     .account = A,
     .source_arn = "arn:aws:states:us-east-1:" A ":stateMachine:m"},
};

static const struct {
    const char *action, *arn, *account;
    enum judge_rule rule;
} uses[] = {
    {"dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:" A ":table/t", A, JUDGE_IAM},
    {"states:StartExecution", "arn:aws:states:us-east-1:" B ":stateMachine:m", B, JUDGE_IAM},
    {"execute-api:Invoke", "arn:aws:execute-api:us-east-1:" B ":abc123/dev/POST/x", B,
     JUDGE_POLICY},
    {"sts:AssumeRole", "arn:aws:iam::" A ":role/runner", A, JUDGE_POLICY},
    {"execute-api:Invoke", "arn:aws:execute-api:us-east-1:" B ":abc123/dev/GET/", B, JUDGE_OPEN},
};

static const char deny[] =
    "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}";

struct scene {
    struct doc *policy, *deny, *context;
};

static void judge(const struct scene *scene, size_t who, size_t what, bool resource, bool denied) {
    struct doc *documents[] = {scene->policy, scene->deny};
    const struct policies policies = {documents, denied ? 2 : 1, 2};
    struct caller caller = callers[who];
    struct use use = {
        .arn = uses[what].arn,
        .account = uses[what].account,
        .action = uses[what].action,
        .rule = uses[what].rule,
        .policy = resource ? treadle_doc_root(scene->policy) : NULL};
    if (caller.kind == CALLER_USER || caller.kind == CALLER_SESSION) caller.policies = &policies;
    const struct question question = {
        .caller = &caller,
        .use = &use,
        .action = uses[what].action,
        .at_ms = 1767225600000,
        .context = scene->context == NULL ? NULL : treadle_doc_root(scene->context)};
    enum verdict verdict = treadle_policy_judge(&question);
    ASSERT(verdict == treadle_policy_judge(&question));
    if (denied && caller.policies != NULL && use.rule == JUDGE_IAM)
        ASSERT(verdict == VERDICT_DENIED_IDENTITY || verdict == VERDICT_DENIED_RESOURCE);
}

static void on_problem(const char *text, void *data) {
    (void)data;
    fuzz_check_quoting(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    char *text = fuzz_line(&input);
    struct scene scene = {
        .policy = treadle_doc_read(NULL, text, strlen(text), NULL),
        .deny = treadle_doc_read(NULL, deny, sizeof(deny) - 1, NULL),
        .context = treadle_doc_read(NULL, input.at, input.size, NULL)};
    if (scene.policy != NULL) {
        const cJSON *policy = treadle_doc_root(scene.policy);
        for (size_t who = 0; who < COUNT_OF(callers); who++)
            for (size_t what = 0; what < COUNT_OF(uses); what++)
                for (int form = 0; form < 4; form++)
                    judge(&scene, who, what, (form & 1) != 0, (form & 2) != 0);
        treadle_policy_check(policy, POLICY_IDENTITY, on_problem, NULL);
        treadle_policy_check(policy, POLICY_RESOURCE, on_problem, NULL);
        treadle_policy_check(policy, POLICY_TRUST, on_problem, NULL);
    }
    treadle_doc_drop(scene.context);
    treadle_doc_drop(scene.deny);
    treadle_doc_drop(scene.policy);
    free(text);
    return 0;
}
