// Every function and every name of a template is looked at before anything is made of it, in the
// branches that will not be taken, too: what is misspelt is told at once, and what comes after can
// rely on it.
#include <string.h>

#include "services/cloudformation/stack.h"
#include "services/cloudformation/sub.h"

static bool check_in(struct stack *stack, unsigned where, const cJSON *value);

static bool refuse(struct stack *stack, const cJSON *at, const char *what) {
    return treadle_stack_refuse(stack, treadle_stack_at(stack, at), "%s", what);
}

// -- names

static bool is_resource(struct stack *stack, const char *id, const cJSON *at) {
    if (treadle_stack_part(stack, id) == NULL)
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, at), "there is no resource '%s'%s", id,
            treadle_stack_meant(stack, id, treadle_stack_section(stack, "Resources")));
    return stack->where == IN_VALUE ||
           refuse(stack, at, "no resource is known yet where this is read");
}

static bool is_condition(struct stack *stack, const cJSON *name) {
    if (!cJSON_IsString(name)) return refuse(stack, name, "the name of a condition is wanted");
    return treadle_stack_condition(stack, name->valuestring) != NULL ||
           treadle_stack_refuse(
               stack, treadle_stack_at(stack, name), "there is no condition '%s'%s",
               name->valuestring,
               treadle_stack_meant(
                   stack, name->valuestring, treadle_stack_section(stack, "Conditions")));
}

static bool is_name(struct stack *stack, const char *name, const cJSON *at) {
    const cJSON *parameters = treadle_stack_section(stack, "Parameters");
    if (treadle_stack_pseudo(stack, name) != NULL || treadle_json_member(parameters, name) != NULL)
        return true;
    const char *meant = treadle_stack_meant(stack, name, parameters);
    if (treadle_stack_part(stack, name) != NULL || *meant == '\0')
        return is_resource(stack, name, at);
    return treadle_stack_refuse(
        stack, treadle_stack_at(stack, at), "there is no parameter or resource '%s'%s", name,
        meant);
}

static bool is_dotted(struct stack *stack, const char *dotted, const cJSON *at) {
    const char *dot = strchr(dotted, '.');
    if (dot == NULL || dot == dotted || dot[1] == '\0')
        return refuse(
            stack, at, "Fn::GetAtt wants a resource and an attribute: \"Id.Name\" or [Id, Name]");
    return is_resource(
        stack, treadle_arena_copy_size(&stack->scratch, dotted, (size_t)(dot - dotted)), at);
}

// -- what functions ask of their arguments

static bool check_ref(struct stack *stack, const cJSON *argument) {
    if (!cJSON_IsString(argument)) return refuse(stack, argument, "Ref wants a name");
    return is_name(stack, argument->valuestring, argument);
}

static bool check_get_att(struct stack *stack, const cJSON *argument) {
    if (cJSON_IsString(argument)) return is_dotted(stack, argument->valuestring, argument);
    const cJSON *id = cJSON_IsArray(argument) ? argument->child : NULL;
    if (id == NULL || !cJSON_IsString(id) || treadle_json_count(argument) != 2)
        return is_dotted(stack, "", argument);
    return is_resource(stack, id->valuestring, id);
}

static bool check_condition(struct stack *stack, const cJSON *argument) {
    return is_condition(stack, argument);
}

static bool check_if(struct stack *stack, const cJSON *arguments) {
    return is_condition(stack, arguments->child);
}

static bool check_separator(struct stack *stack, const cJSON *arguments) {
    return cJSON_IsString(arguments->child) ||
           refuse(stack, arguments->child, "the separator is wanted first, a text");
}

static bool check_map(struct stack *stack, const cJSON *arguments) {
    const cJSON *name = arguments->child, *maps = treadle_stack_section(stack, "Mappings");
    if (!cJSON_IsString(name) || treadle_json_member(maps, name->valuestring) != NULL) return true;
    return treadle_stack_refuse(
        stack, treadle_stack_at(stack, name), "there is no mapping '%s'%s", name->valuestring,
        treadle_stack_meant(stack, name->valuestring, maps));
}

// "${…}" that is no name, such as a shell's "${X:-1}", is meant as text more often than not.
static bool is_sub_name(struct stack *stack, const char *name, const cJSON *at) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:.";
    if (*name == '\0' || name[strspn(name, letters)] != '\0')
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, at),
            "Fn::Sub: '${%s}' is no name; as text, write ${!%s}", name, name);
    return strchr(name, '.') != NULL ? is_dotted(stack, name, at) : is_name(stack, name, at);
}

static bool check_sub(struct stack *stack, const cJSON *argument) {
    const cJSON *text = argument, *own = NULL;
    if (cJSON_IsArray(argument) && treadle_json_count(argument) == 2) {
        text = argument->child;
        own = text->next;
    }
    if (!cJSON_IsString(text) || (own != NULL && !cJSON_IsObject(own)))
        return refuse(stack, argument, "Fn::Sub wants a text, or [text, {name: value}]");
    const char *at = text->valuestring;
    for (struct sub_piece piece = {0}; treadle_sub_next(&at, &piece);) {
        if (!piece.name) continue;
        const char *name = treadle_arena_copy_size(&stack->scratch, piece.text, piece.size);
        if (treadle_json_member(own, name) == NULL && !is_sub_name(stack, name, text)) return false;
    }
    return true;
}

// What is imported is known by name before anything is made.
static bool check_import(struct stack *stack, const cJSON *argument) {
    return check_in(stack, IN_NAME, argument);
}

// -- walking

static const struct {
    const char *name;
    bool (*check)(struct stack *stack, const cJSON *argument);
} checks[] = {
#define FUNCTION(name, call, check, least, most, where) {name, check},
#include "services/cloudformation/functions.def"
#undef FUNCTION
};

static bool check_names(struct stack *stack, const cJSON *call) {
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        if (strcmp(checks[i].name, call->string) == 0)
            return checks[i].check == NULL || checks[i].check(stack, call);
    return true;
}

static bool unknown_function(struct stack *stack, const cJSON *call) {
    const char *nearest = treadle_function_nearest(call->string);
    return treadle_stack_refuse(
        stack, treadle_stack_at_name(stack, call), "%s is no function known here%s%s%s",
        call->string, nearest == NULL ? "" : " (did you mean ", nearest == NULL ? "" : nearest,
        nearest == NULL ? "" : "?)");
}

static bool check_list(struct stack *stack, const struct function *function, const cJSON *call) {
    uint32_t count = treadle_json_count(call);
    if (cJSON_IsArray(call) && count >= function->least && count <= function->most) return true;
    if (function->least == function->most)
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, call), "%s wants a list of %u", function->name,
            function->least);
    return treadle_stack_refuse(
        stack, treadle_stack_at(stack, call), "%s wants a list of %u to %u", function->name,
        function->least, function->most);
}

static bool check_value(struct stack *stack, const cJSON *value);

static bool check_members(struct stack *stack, const cJSON *value) {
    bool container = cJSON_IsObject(value) || cJSON_IsArray(value);
    for (const cJSON *one = container ? value->child : NULL; one != NULL; one = one->next) {
        if (one->string != NULL && strncmp(one->string, "Fn::", 4) == 0)
            return treadle_stack_refuse(
                stack, treadle_stack_at_name(stack, one), "%s stands alone in its object",
                one->string);
        if (!check_value(stack, one)) return false;
    }
    return true;
}

static bool check_value(struct stack *stack, const cJSON *value) {
    const cJSON *call = treadle_function_call(value, stack->where);
    if (call == NULL) return check_members(stack, value);
    const struct function *function = treadle_function_find(call->string);
    if (function == NULL) return unknown_function(stack, call);
    if ((function->where & stack->where) == 0)
        return treadle_stack_refuse(
            stack, treadle_stack_at_name(stack, call), "%s cannot stand here%s", function->name,
            function->where == IN_CONDITION ? ", only in Conditions" : "");
    if (function->most > 0 && !check_list(stack, function, call)) return false;
    return check_names(stack, call) && check_members(stack, call);
}

static bool check_in(struct stack *stack, unsigned where, const cJSON *value) {
    unsigned before = stack->where;
    stack->where = where;
    bool fine = check_value(stack, value);
    stack->where = before;
    return fine;
}

static bool check_conditions(struct stack *stack) {
    bool fine = true;
    for (uint32_t i = 0; fine && i < stack->condition_count; i++)
        fine = check_in(stack, IN_CONDITION, stack->conditions[i].raw);
    return fine;
}

static bool check_depends_on(struct stack *stack, const cJSON *ids) {
    if (ids == NULL) return true;
    if (cJSON_IsString(ids)) return is_resource(stack, ids->valuestring, ids);
    for (const cJSON *id = ids->child; id != NULL; id = id->next)
        if (!cJSON_IsString(id) || !is_resource(stack, id->valuestring, id))
            return refuse(stack, id, "DependsOn wants names of resources");
    return cJSON_IsArray(ids) || refuse(stack, ids, "DependsOn wants names of resources");
}

static bool check_part(struct stack *stack, const struct part *part) {
    const cJSON *condition = treadle_json_member(part->raw, "Condition"),
                *properties = treadle_json_member(part->raw, "Properties");
    const cJSON *call = properties == NULL ? NULL : treadle_function_call(properties, IN_VALUE);
    if (call != NULL)
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, properties),
            "the Properties of '%s' are written out one by one: %s cannot give them all", part->id,
            call->string);
    return (condition == NULL || is_condition(stack, condition)) &&
           check_depends_on(stack, treadle_json_member(part->raw, "DependsOn")) &&
           (properties == NULL || part->kind == PART_UNKNOWN || check_value(stack, properties));
}

static bool check_output(struct stack *stack, const cJSON *output) {
    const cJSON *condition = treadle_json_member(output, "Condition"),
                *export = treadle_json_member(output, "Export");
    return (condition == NULL || is_condition(stack, condition)) &&
           check_value(stack, treadle_json_member(output, "Value")) &&
           (export == NULL || check_in(stack, IN_NAME, export));
}

bool treadle_stack_check(struct stack *stack) {
    bool fine = check_conditions(stack);
    for (uint32_t i = 0; fine && i < stack->part_count; i++)
        fine = check_part(stack, &stack->parts[i]);
    const cJSON *outputs = treadle_stack_section(stack, "Outputs");
    const cJSON *output = outputs == NULL ? NULL : outputs->child;
    for (; fine && output != NULL; output = output->next)
        fine = check_output(stack, output);
    return fine;
}
