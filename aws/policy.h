// The judge: may this caller do this to that? A pure function over plain data.
//
// An explicit deny wins. Under JUDGE_IAM nobody is refused before any policy is read; within one account
// identity or resource policy may allow, across two both must; for a service, and under JUDGE_POLICY, the
// resource's policy must. A policy that names an account's root only delegates to the identity policies of
// that account.
#ifndef TREADLE_AWS_POLICY_H
#define TREADLE_AWS_POLICY_H

#include "aws/request.h"

struct question {
    const struct caller *caller;
    const struct use *use;
    const char *action;  // "dynamodb:PutItem"
    int64_t at_ms;       // aws:CurrentTime, aws:EpochTime
    const cJSON
        *context;  // Further condition keys, by name: a text or a list of texts. NULL: none.
};

enum verdict {
    VERDICT_ALLOWED,
    VERDICT_NOBODY,           // No credentials where some are needed.
    VERDICT_DENIED,           // Nothing allows it.
    VERDICT_DENIED_IDENTITY,  // An explicit deny in an identity policy,
    VERDICT_DENIED_RESOURCE,  // or in the resource's own.
};

enum verdict treadle_policy_judge(const struct question *question);

// What cannot be understood in a policy (an operator, a key of a statement, a condition key), for a warning
// at load: calls [on_problem] with a text for each.
void treadle_policy_check(
    const cJSON *policy, void (*on_problem)(const char *text, const cJSON *at, void *data),
    void *data);

#endif
