// Conditions: each is found out once, when it is first asked for.
#include <string.h>

#include "services/cloudformation/stack.h"

struct condition *treadle_stack_condition(const struct stack *stack, const char *name) {
    for (uint32_t i = 0; i < stack->condition_count; i++)
        if (strcmp(stack->conditions[i].raw->string, name) == 0) return &stack->conditions[i];
    return NULL;
}

static bool find_out(struct stack *stack, struct condition *condition) {
    unsigned where = stack->where;
    condition->phase = CONDITION_UNDER_WAY;
    stack->where = IN_CONDITION;
    const cJSON *value = treadle_stack_resolve(stack, condition->raw);
    stack->where = where;
    if (value != NULL && !cJSON_IsBool(value))
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, condition->raw), "'%s' is no condition but %s",
            condition->raw->string, treadle_json_type(value));
    if (value == NULL || !cJSON_IsBool(value)) {
        condition->phase = CONDITION_NEW;
        return false;
    }
    condition->phase = cJSON_IsTrue(value) ? CONDITION_TRUE : CONDITION_FALSE;
    return true;
}

bool treadle_stack_holds(struct stack *stack, const char *name, bool *out) {
    struct condition *condition = treadle_stack_condition(stack, name);
    ASSERT(condition != NULL);
    if (condition->phase == CONDITION_UNDER_WAY)
        return treadle_stack_refuse(
            stack, treadle_stack_at_name(stack, condition->raw),
            "the condition '%s' depends on itself", name);
    if (condition->phase == CONDITION_NEW && !find_out(stack, condition)) return false;
    *out = condition->phase == CONDITION_TRUE;
    return true;
}
