// What is made when: a part after all it needs, otherwise in the order of the template.
//
// What a part needs is read off the text: what its functions name, in the branches that are taken,
// and its DependsOn. So values are resolved later without a single question still open, and without
// one part's making inside another's.
#include <string.h>

#include "services/cloudformation/stack.h"
#include "services/cloudformation/sub.h"

static bool scan(struct stack *stack, struct part *part, const cJSON *value);

static void need(struct stack *stack, struct part *part, const char *id) {
    const struct part *needed = treadle_stack_part(stack, id);
    if (part == NULL || needed == NULL || !needed->wanted) return;
    uint32_t index = (uint32_t)(needed - stack->parts);
    for (uint32_t i = 0; i < part->need_count; i++)
        if (part->needs[i] == index) return;
    ADD(part->needs, part->need_count, part->need_size) = index;
}

static void need_dotted(struct stack *stack, struct part *part, const char *dotted) {
    need(stack, part, treadle_arena_copy_size(&stack->scratch, dotted, strcspn(dotted, ".")));
}

static void scan_sub(struct stack *stack, struct part *part, const cJSON *argument) {
    const cJSON *own = cJSON_IsArray(argument) ? argument->child->next : NULL;
    const char *at = (own == NULL ? argument : argument->child)->valuestring;
    for (struct sub_piece piece = {0}; treadle_sub_next(&at, &piece);) {
        if (!piece.name) continue;
        const char *name = treadle_arena_copy_size(&stack->scratch, piece.text, piece.size);
        if (treadle_json_member(own, name) == NULL) need_dotted(stack, part, name);
    }
}

static bool add_import(struct stack *stack, const cJSON *argument) {
    const cJSON *name = treadle_stack_resolve(stack, argument);
    if (name == NULL) return false;
    if (!cJSON_IsString(name))
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, argument), "Fn::ImportValue wants a text, not %s",
            treadle_json_type(name));
    ADD(stack->imports, stack->import_count, stack->import_size) =
        (struct import){name->valuestring, argument};
    return true;
}

static bool scan_members(struct stack *stack, struct part *part, const cJSON *value) {
    bool container = cJSON_IsObject(value) || cJSON_IsArray(value);
    for (const cJSON *one = container ? value->child : NULL; one != NULL; one = one->next)
        if (!scan(stack, part, one)) return false;
    return true;
}

static bool scan_if(struct stack *stack, struct part *part, const cJSON *arguments) {
    bool holds;
    const cJSON *name = arguments->child, *yes = name->next;
    if (!treadle_stack_holds(stack, name->valuestring, &holds)) return false;
    return scan(stack, part, holds ? yes : yes->next);
}

// False: refused, in a name that is imported.
static bool scan(struct stack *stack, struct part *part, const cJSON *value) {
    const cJSON *call = treadle_function_call(value, IN_VALUE);
    if (call == NULL) return scan_members(stack, part, value);
    const char *name = call->string;
    if (strcmp(name, "Fn::If") == 0) return scan_if(stack, part, call);
    if (strcmp(name, "Fn::ImportValue") == 0) return add_import(stack, call);
    if (strcmp(name, "Fn::Sub") == 0)
        scan_sub(stack, part, call);
    else if (strcmp(name, "Ref") == 0)
        need(stack, part, call->valuestring);
    else if (strcmp(name, "Fn::GetAtt") == 0 && cJSON_IsString(call))
        need_dotted(stack, part, call->valuestring);
    else if (strcmp(name, "Fn::GetAtt") == 0)
        need(stack, part, call->child->valuestring);
    return scan_members(stack, part, call);
}

static void need_dependencies(struct stack *stack, struct part *part) {
    const cJSON *ids = treadle_json_member(part->raw, "DependsOn");
    if (cJSON_IsString(ids)) need(stack, part, ids->valuestring);
    for (const cJSON *id = cJSON_IsArray(ids) ? ids->child : NULL; id != NULL; id = id->next)
        need(stack, part, id->valuestring);
}

static bool scan_part(struct stack *stack, struct part *part) {
    if (part->after != NULL) need(stack, part, part->after);
    // (What SAM makes besides is made before the resource itself, and so before what that depends
    // on.)
    if (strcmp(part->id, part->raw->string) == 0) need_dependencies(stack, part);
    if (part->kind == PART_UNKNOWN) return true;
    const cJSON *properties = treadle_json_member(part->raw, "Properties");
    const cJSON *one = properties == NULL ? NULL : properties->child;
    for (; one != NULL; one = one->next)
        if (treadle_part_reads(part, one->string) && !scan(stack, part, one)) return false;
    return true;
}

// -- the order

// "A -> B -> A", from the part that closes the circle on.
static bool refuse_circle(
    struct stack *stack, const uint32_t *path, uint32_t count, uint32_t first) {
    struct text circle = {.count_max = 600};
    uint32_t i = 0;
    while (path[i] != first)
        i++;
    for (; i < count; i++)
        treadle_text_printf(&circle, "%s -> ", stack->parts[path[i]].id);
    treadle_text_add(&circle, stack->parts[first].id);
    treadle_stack_refuse(
        stack, treadle_stack_at_name(stack, stack->parts[first].raw),
        "resources need each other: %s", treadle_text_string(&circle));
    treadle_text_clear(&circle);
    return false;
}

// Puts [index] behind all it needs. [path] are the parts whose turn waits for this one; as deep as
// there are parts.
static bool put(struct stack *stack, uint32_t index, uint32_t *path, uint32_t depth) {
    struct part *part = &stack->parts[index];
    if (part->phase == PART_ORDERED || !part->wanted) return true;
    if (part->phase == PART_ON_PATH) return refuse_circle(stack, path, depth, index);
    part->phase = PART_ON_PATH;
    path[depth] = index;
    for (uint32_t i = 0; i < part->need_count; i++)
        if (!put(stack, part->needs[i], path, depth + 1)) return false;
    part->phase = PART_ORDERED;
    stack->order[stack->order_count++] = part;
    return true;
}

static bool order_parts(struct stack *stack) {
    stack->order = treadle_arena_alloc(&stack->scratch, stack->part_count * sizeof(*stack->order));
    uint32_t *path = treadle_arena_alloc(&stack->scratch, (stack->part_count + 1) * sizeof(*path));
    for (uint32_t i = 0; i < stack->part_count; i++)
        if (!put(stack, i, path, 0)) return false;
    return true;
}

static bool scan_outputs(struct stack *stack) {
    const cJSON *outputs = treadle_stack_section(stack, "Outputs");
    const cJSON *one = outputs == NULL ? NULL : outputs->child;
    for (; one != NULL; one = one->next) {
        bool wanted;
        if (!treadle_stack_output_wanted(stack, one, &wanted)) return false;
        if (wanted && !scan(stack, NULL, treadle_json_member(one, "Value"))) return false;
    }
    return true;
}

static bool choose_parts(struct stack *stack) {
    for (uint32_t i = 0; i < stack->part_count; i++) {
        struct part *part = &stack->parts[i];
        const char *condition = treadle_json_string(part->raw, "Condition");
        part->wanted = true;
        if (condition != NULL && !treadle_stack_holds(stack, condition, &part->wanted))
            return false;
    }
    for (uint32_t i = 0; i < stack->part_count; i++)
        if (stack->parts[i].wanted && !scan_part(stack, &stack->parts[i])) return false;
    return true;
}

bool treadle_stack_choose(struct stack *stack) {
    if (!treadle_stack_set_parameters(stack)) return false;
    for (uint32_t i = 0; i < stack->condition_count; i++) {
        bool holds;
        if (!treadle_stack_holds(stack, stack->conditions[i].raw->string, &holds)) return false;
    }
    stack->chosen = choose_parts(stack) && order_parts(stack) && scan_outputs(stack);
    return stack->chosen;
}
