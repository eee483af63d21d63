// SAM's state machine: a plain one under other names, and the role that SAM makes for it.
#include <string.h>

#include "services/cloudformation/machine.h"

const char treadle_sam_machine_type[] = "AWS::Serverless::StateMachine";

bool treadle_sam_is(const char *type) {
    return strcmp(type, treadle_sam_machine_type) == 0;
}

// -- the machine

static const char *const understood[] = {
    "Definition.*",
    "DefinitionSubstitutions.*",
    "DefinitionUri",
    "Logging.*",  // As a plain machine's: logs are not kept.
    "Name",
    "Policies.*",
    "PropagateTags",  // Tags are seen by nobody.
    "Role",
    "RolePath",
    "Tracing.*",
    "Type",
    NULL};

static const char *const names[][2] = {
    {"Logging", "LoggingConfiguration"},
    {"Name", "StateMachineName"},
    {"Role", "RoleArn"},
    {"Tracing", "TracingConfiguration"},
    {"Type", "StateMachineType"}};

static bool is_of_role(const char *property) {
    return strcmp(property, "Policies") == 0 || strcmp(property, "RolePath") == 0;
}

static bool is_of_machine(const char *property) {
    return !is_of_role(property);
}

static bool uri_of(
    struct stack *stack, const struct part *part, const cJSON *properties, const char **uri) {
    const cJSON *value = treadle_json_member(properties, "DefinitionUri");
    *uri = treadle_json_string(properties, "DefinitionUri");
    if (value == NULL || *uri != NULL) return true;
    return treadle_stack_refuse(
        stack, treadle_stack_at_name(stack, part->raw),
        "%s: DefinitionUri is the name of a file; nothing is read from S3", part->id);
}

static const cJSON *expand_machine(
    struct stack *stack, struct part *part, const cJSON *properties) {
    struct arena *scratch = &stack->scratch;
    cJSON *plain = treadle_scratch_node(scratch, cJSON_Object);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        treadle_put_value(
            scratch, plain, names[i][1], treadle_json_member(properties, names[i][0]));
    if (part->after != NULL) {
        const struct part *role = treadle_stack_part(stack, part->after);
        treadle_put_text(scratch, plain, "RoleArn", treadle_json_string(role->attributes, "Arn"));
    }
    const char *uri;
    if (!uri_of(stack, part, properties, &uri)) return NULL;
    return treadle_machine_define(stack, part, properties, uri, plain) ? plain : NULL;
}

static const struct expansion machine = {
    .type = "AWS::StepFunctions::StateMachine",
    .properties = understood,
    .reads = is_of_machine,
    .expand = expand_machine};

// -- its role

// One entry of Policies: a document, or the name or ARN of a managed policy. SAM's own policy
// templates are not understood: what they would allow is not allowed.
static void add_policy(
    struct stack *stack, const struct part *part, const cJSON *policy, const cJSON *at,
    cJSON *documents, cJSON *managed) {
    struct arena *scratch = &stack->scratch;
    if (cJSON_IsObject(policy) && treadle_json_member(policy, "Statement") != NULL) {
        cJSON *one = treadle_scratch_node(scratch, cJSON_Object);
        uint32_t number = treadle_json_count(documents);
        treadle_put_text(
            scratch, one, "PolicyName",
            treadle_arena_print(scratch, "%sPolicy%u", part->id, number));
        treadle_put_value(scratch, one, "PolicyDocument", policy);
        treadle_scratch_append(documents, NULL, one);
        return;
    }
    const char *name = cJSON_IsString(policy) ? policy->valuestring : NULL;
    if (name != NULL && strncmp(name, "arn:", 4) != 0)
        name = treadle_arena_print(scratch, "arn:aws:iam::aws:policy/%s", name);
    if (name != NULL) {
        treadle_scratch_append(managed, NULL, treadle_scratch_string(scratch, name));
        return;
    }
    const char *template =
        cJSON_IsObject(policy) && policy->child != NULL ? policy->child->string : "?";
    treadle_stack_warn(
        stack, treadle_stack_at(stack, at),
        "%s: the policy template %s is not understood and allows nothing: write its statements as "
        "a "
        "policy document",
        part->raw->string, template);
}

static const cJSON *expand_role(struct stack *stack, struct part *part, const cJSON *properties) {
    static const char trust[] =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
        "\"sts:AssumeRole\",\"Principal\":{\"Service\":\"states.amazonaws.com\"}}]}";
    struct arena *scratch = &stack->scratch;
    cJSON *role = treadle_scratch_node(scratch, cJSON_Object),
          *documents = treadle_scratch_node(scratch, cJSON_Array),
          *managed = treadle_scratch_node(scratch, cJSON_Array);
    const cJSON *policies = treadle_json_member(properties, "Policies"),
                *raw =
                    treadle_json_member(treadle_json_member(part->raw, "Properties"), "Policies");
    bool list = cJSON_IsArray(policies);
    // (Where Fn::If left some out, the places are those of their neighbours.)
    const cJSON *at = list && cJSON_IsArray(raw) ? raw->child : raw;
    for (const cJSON *one = list ? policies->child : policies; one != NULL;
         one = list ? one->next : NULL, at = list && at != raw ? at->next : at)
        add_policy(stack, part, one, at, documents, managed);
    treadle_put_value(
        scratch, role, "AssumeRolePolicyDocument",
        treadle_scratch_read(scratch, trust, sizeof(trust) - 1));
    treadle_put_value(scratch, role, "Path", treadle_json_member(properties, "RolePath"));
    if (documents->child != NULL) treadle_put_value(scratch, role, "Policies", documents);
    if (managed->child != NULL) treadle_put_value(scratch, role, "ManagedPolicyArns", managed);
    return role;
}

static const struct expansion role = {
    .type = "AWS::IAM::Role", .reads = is_of_role, .expand = expand_role};

// -- both

bool treadle_sam_add(struct stack *stack, const cJSON *raw) {
    struct place at = treadle_stack_at(stack, treadle_json_member(raw, "Type"));
    if (!stack->serverless)
        return treadle_stack_refuse(
            stack, at, "%s wants the template to say Transform: AWS::Serverless-2016-10-31",
            treadle_sam_machine_type);
    const char *after = NULL;
    if (treadle_json_member(treadle_json_member(raw, "Properties"), "Role") == NULL) {
        after = treadle_arena_print(&stack->arena, "%sRole", raw->string);
        if (treadle_json_member(treadle_stack_section(stack, "Resources"), after) != NULL)
            return treadle_stack_refuse(
                stack, at,
                "%s has no Role, so SAM makes one called '%s'; the template has that already",
                raw->string, after);
        treadle_stack_part_add(stack, raw, after, role.type)->expansion = &role;
    }
    struct part *part = treadle_stack_part_add(stack, raw, raw->string, machine.type);
    part->expansion = &machine;
    part->after = after;
    return true;
}
