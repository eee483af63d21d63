// The parameters that nobody declares: what a stack is told about itself.
#include <string.h>

#include "base/digest.h"
#include "base/random.h"
#include "services/cloudformation/stack.h"

const cJSON treadle_no_value = {.type = cJSON_NULL};

static const char *stack_id(struct stack *stack) {
    char uuid[37];
    uint64_t random = treadle_digest_seed(stack->account, stack->region, stack->name, NULL);
    treadle_random_uuid(&random, uuid);
    return treadle_arena_print(
        &stack->scratch, "arn:aws:cloudformation:%s:%s:stack/%s/%s", stack->region, stack->account,
        stack->name, uuid);
}

const cJSON *treadle_stack_pseudo(struct stack *stack, const char *name) {
    if (strncmp(name, "AWS::", 5) != 0) return NULL;
    name += 5;
    if (strcmp(name, "NoValue") == 0) return &treadle_no_value;
    if (strcmp(name, "NotificationARNs") == 0)
        return treadle_scratch_node(&stack->scratch, cJSON_Array);
    // The one partition there is here: every ARN that is made names it.
    const char *text = strcmp(name, "AccountId") == 0   ? stack->account
                       : strcmp(name, "Partition") == 0 ? "aws"
                       : strcmp(name, "Region") == 0    ? stack->region
                       : strcmp(name, "StackId") == 0   ? stack_id(stack)
                       : strcmp(name, "StackName") == 0 ? stack->name
                       : strcmp(name, "URLSuffix") == 0 ? "amazonaws.com"
                                                        : NULL;
    return text == NULL ? NULL : treadle_scratch_string(&stack->scratch, text);
}
