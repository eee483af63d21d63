// Accounts that stand in a template as digits, and are hardly meant.
//
// A template that the CDK made for one account, or that somebody wrote down with an ARN, says the
// account twice: in its text and where it is loaded. Where the two differ, policies that look right
// allow nothing. But other accounts are named for good reasons, too, above all those that a policy
// lets in. So two things warn:
//
//   - an ARN put together from the name of a resource of this very stack, with another account in
//   it;
//   - an ARN of an account that no template is loaded for: nothing can be there.
//
// What a policy says of Principal and Condition is about others and is not looked at.
#include <string.h>

#include "aws/arn.h"
#include "services/cloudformation/stack.h"

void treadle_stack_look_at_arn(struct stack *stack, const cJSON *at, const char *text, bool own) {
    struct arn arn;
    if (strncmp(text, "arn:", 4) != 0 || !treadle_arn_parse(&stack->scratch, text, &arn)) return;
    bool elsewhere = *arn.region != '\0' && strcmp(arn.region, "*") != 0 &&
                     strcmp(arn.region, stack->region) != 0;
    bool foreign = treadle_account_is(arn.account) && strcmp(arn.account, stack->account) != 0;
    struct place place = treadle_stack_at(stack, at);
    if (own && foreign)
        treadle_stack_warn(
            stack, place,
            "%s: the resource it is about is this template's own, and that is loaded as account %s",
            text, stack->account);
    else if (own && elsewhere)
        treadle_stack_warn(
            stack, place,
            "%s: the resource it is about is this template's own, and that is loaded in %s", text,
            stack->region);
    else if (foreign && !treadle_stacks_have_account(stack, arn.account))
        treadle_stack_warn(
            stack, place, "%s: no template is loaded as account %s; this one is loaded as %s", text,
            arn.account, stack->account);
}
