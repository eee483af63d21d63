// The judge: may this caller do this to that? A pure function over plain data.
//
// An explicit deny wins. Under JUDGE_IAM nobody is refused before any policy is read; within one
// account identity or resource policy may allow, across two both must; for a service, and under
// JUDGE_POLICY, the resource's policy must. A policy that names an account's root only delegates to
// the identity policies of that account.
#ifndef TREADLE_AWS_POLICY_H
#define TREADLE_AWS_POLICY_H

#include "aws/request.h"

struct question {
    const struct caller *caller;
    const struct use *use;
    const char *action;  // "dynamodb:PutItem"
    int64_t at_ms;       // aws:CurrentTime, aws:EpochTime
    // Further condition keys, by name: a text or a list of texts. NULL: none.
    const cJSON *context;
};

enum verdict {
    VERDICT_ALLOWED,
    VERDICT_NOBODY,           // No credentials where some are needed.
    VERDICT_DENIED,           // Nothing allows it.
    VERDICT_DENIED_IDENTITY,  // An explicit deny in an identity policy,
    VERDICT_DENIED_RESOURCE,  // or in the resource's own.
};

enum verdict treadle_policy_judge(const struct question *question);

enum policy_kind {
    POLICY_IDENTITY,  // Of a role or user: names resources, and no principal.
    POLICY_RESOURCE,  // Of a resource: names principals and resources.
    POLICY_TRUST,     // Of a role, about who may take it on: names principals alone.
};

// What will not do what it seems to, for warnings at load: a member, effect, operator or condition
// key that nobody here knows, something that is missing, a service let in on behalf of anybody.
// Calls [on_problem] with a sentence (lent) for each. Never judges more than
// [treadle_policy_judge].
void treadle_policy_check(
    const cJSON *policy, enum policy_kind kind, void (*on_problem)(const char *text, void *data),
    void *data);

#endif
