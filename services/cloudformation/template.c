// The text of a template becomes a stack: its sections and resources, each of the shape that
// CloudFormation asks for. What it means is looked at later.
#include <stdlib.h>
#include <string.h>

#include "aws/arn.h"
#include "base/limits.h"
#include "base/yaml/yaml.h"
#include "services/cloudformation/machine.h"

const cJSON *treadle_stack_section(const struct stack *stack, const char *name) {
    return treadle_json_member(treadle_doc_root(stack->template), name);
}

struct part *treadle_stack_part(const struct stack *stack, const char *id) {
    for (uint32_t i = 0; i < stack->part_count; i++)
        if (strcmp(stack->parts[i].id, id) == 0) return &stack->parts[i];
    return NULL;
}

struct part *treadle_stack_part_add(
    struct stack *stack, const cJSON *raw, const char *id, const char *type) {
    struct place at = treadle_stack_at_name(stack, raw);
    struct part *part = &ADD(stack->parts, stack->part_count, stack->part_size);
    *part = (struct part){
        .id = id,
        .type = type,
        .raw = raw,
        .kind = treadle_world_type(stack->world, type) != NULL ? PART_UNDERSTOOD
                : treadle_type_is_inert(type)                  ? PART_INERT
                                                               : PART_UNKNOWN,
        .place = {
            .account = stack->account,
            .region = stack->region,
            .stack = stack->name,
            .logical_id = id,
            .file = stack->file,
            .line = at.line,
            .column = at.column}};
    return part;
}

// -- shapes

static bool refuse(struct stack *stack, const cJSON *at, const char *what) {
    return treadle_stack_refuse(stack, treadle_stack_at(stack, at), "%s", what);
}

static bool is_known(const char *name, const char *const *known) {
    for (; *known != NULL; known++)
        if (strcmp(*known, name) == 0) return true;
    return false;
}

// Nothing is dropped in silence.
static void warn_of_others(
    struct stack *stack, const cJSON *object, const char *what, const char *const *known) {
    for (const cJSON *member = object->child; member != NULL; member = member->next)
        if (!is_known(member->string, known))
            treadle_stack_warn(
                stack, treadle_stack_at_name(stack, member),
                "%s: '%s' is not understood and does nothing", what, member->string);
}

static bool is_alphanumeric(const char *name) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    return *name != '\0' && name[strspn(name, letters)] == '\0';
}

// A section is an object of objects; what is in it has a name that can be referred to.
static bool check_section(
    struct stack *stack, const char *name, uint32_t count_max, const char *const *known) {
    const cJSON *section = treadle_stack_section(stack, name);
    if (section == NULL) return true;
    if (!cJSON_IsObject(section)) {
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, section), "%s wants an object, not %s", name,
            treadle_json_type(section));
    }
    if (treadle_json_count(section) > count_max)
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, section), "%s holds over %u entries", name, count_max);
    for (const cJSON *one = section->child; one != NULL; one = one->next) {
        if (!is_alphanumeric(one->string))
            return treadle_stack_refuse(
                stack, treadle_stack_at_name(stack, one),
                "'%s' in %s is no name: letters and digits only", one->string, name);
        if (!cJSON_IsObject(one))
            return treadle_stack_refuse(
                stack, treadle_stack_at(stack, one), "%s: '%s' wants an object, not %s", name,
                one->string, treadle_json_type(one));
        if (known != NULL) warn_of_others(stack, one, one->string, known);
    }
    return true;
}

static bool check_mapping(struct stack *stack, const cJSON *mapping) {
    for (const cJSON *top = mapping->child; top != NULL; top = top->next) {
        if (!cJSON_IsObject(top)) return refuse(stack, top, "a mapping is an object of objects");
        for (const cJSON *value = top->child; value != NULL; value = value->next)
            if (cJSON_IsObject(value) || cJSON_IsNull(value))
                return refuse(stack, value, "a mapping holds texts and lists, and no functions");
        if (treadle_json_count(top) > LIMIT_template_entries_max)
            return refuse(stack, top, "a mapping's key holds too many names");
    }
    return treadle_json_count(mapping) <= LIMIT_template_entries_max ||
           refuse(stack, mapping, "a mapping holds too many keys");
}

static bool check_transform(struct stack *stack, const cJSON *transform) {
    static const char serverless[] = "AWS::Serverless-2016-10-31";
    if (transform == NULL) return true;
    if (cJSON_IsArray(transform)) {
        for (const cJSON *one = transform->child; one != NULL; one = one->next)
            if (!cJSON_IsString(one) || !check_transform(stack, one))
                return refuse(stack, one, "Transform wants the names of transforms");
        return true;
    }
    if (!cJSON_IsString(transform))
        return refuse(stack, transform, "Transform wants a name or a list of names");
    if (strcmp(transform->valuestring, serverless) == 0)
        stack->serverless = true;
    else
        treadle_stack_warn(
            stack, treadle_stack_at(stack, transform),
            "the transform '%s' is not understood and does nothing", transform->valuestring);
    return true;
}

// -- resources

static bool add_part(struct stack *stack, const cJSON *raw) {
    static const char *const known[] = {
        "Type",           "Properties",          "DependsOn",      "Condition",    "Metadata",
        "DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy", "UpdatePolicy", NULL};
    const cJSON *type = treadle_json_member(raw, "Type"),
                *properties = treadle_json_member(raw, "Properties");
    if (!cJSON_IsString(type))
        return treadle_stack_refuse(
            stack, treadle_stack_at_name(stack, raw), "'%s' has no Type", raw->string);
    if (properties != NULL && !cJSON_IsObject(properties))
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, properties),
            "the Properties of '%s' are an object, not %s", raw->string,
            treadle_json_type(properties));
    if (treadle_json_member(treadle_stack_section(stack, "Parameters"), raw->string) != NULL)
        return treadle_stack_refuse(
            stack, treadle_stack_at_name(stack, raw), "'%s' is a parameter and a resource",
            raw->string);
    warn_of_others(stack, raw, raw->string, known);
    if (treadle_sam_is(type->valuestring)) return treadle_sam_add(stack, raw);
    struct part *part = treadle_stack_part_add(stack, raw, raw->string, type->valuestring);
    if (strcmp(part->type, treadle_machine_expansion.type) == 0)
        part->expansion = &treadle_machine_expansion;
    return true;
}

static bool add_parts(struct stack *stack) {
    const cJSON *resources = treadle_stack_section(stack, "Resources");
    if (resources == NULL || resources->child == NULL)
        return refuse(
            stack, resources != NULL ? resources : treadle_doc_root(stack->template),
            "a template wants Resources, at least one");
    for (const cJSON *raw = resources->child; raw != NULL; raw = raw->next)
        if (!add_part(stack, raw)) return false;
    return true;
}

static void add_conditions(struct stack *stack) {
    const cJSON *conditions = treadle_stack_section(stack, "Conditions");
    const cJSON *raw = conditions == NULL ? NULL : conditions->child;
    for (; raw != NULL; raw = raw->next)
        ADD(stack->conditions, stack->condition_count, stack->condition_size) =
            (struct condition){.raw = raw};
}

static bool check_outputs(struct stack *stack) {
    const cJSON *outputs = treadle_stack_section(stack, "Outputs");
    const cJSON *one = outputs == NULL ? NULL : outputs->child;
    for (; one != NULL; one = one->next) {
        const cJSON *export = treadle_json_member(one, "Export");
        if (treadle_json_member(one, "Value") == NULL)
            return treadle_stack_refuse(
                stack, treadle_stack_at_name(stack, one), "the output '%s' has no Value",
                one->string);
        if (export != NULL && treadle_json_member(export, "Name") == NULL)
            return refuse(stack, export, "Export wants a Name");
    }
    return true;
}

static bool check_mappings(struct stack *stack) {
    const cJSON *mappings = treadle_stack_section(stack, "Mappings");
    const cJSON *one = mappings == NULL ? NULL : mappings->child;
    for (; one != NULL; one = one->next)
        if (!check_mapping(stack, one)) return false;
    return true;
}

// The whole of it, in the order that people read it.
static bool check_shape(struct stack *stack) {
    // Rules and Metadata do nothing here: the one speaks to the CDK's deployment, the other to
    // nobody.
    static const char *const sections[] = {
        "AWSTemplateFormatVersion",
        "Description",
        "Metadata",
        "Parameters",
        "Rules",
        "Mappings",
        "Conditions",
        "Transform",
        "Resources",
        "Outputs",
        NULL};
    static const char *const parameter[] = {"Type",
                                            "Default",
                                            "Description",
                                            "NoEcho",
                                            "AllowedValues",
                                            "AllowedPattern",
                                            "MinValue",
                                            "MaxValue",
                                            "MinLength",
                                            "MaxLength",
                                            "ConstraintDescription",
                                            NULL};
    static const char *const output[] = {"Value", "Description", "Export", "Condition", NULL};
    const cJSON *root = treadle_doc_root(stack->template);
    if (!cJSON_IsObject(root))
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, root), "a template is an object, not %s",
            treadle_json_type(root));
    warn_of_others(stack, root, "the template", sections);
    const cJSON *version = treadle_json_member(root, "AWSTemplateFormatVersion");
    if (version != NULL &&
        (!cJSON_IsString(version) || strcmp(version->valuestring, "2010-09-09") != 0))
        return refuse(stack, version, "the one AWSTemplateFormatVersion is \"2010-09-09\"");
    if (!check_transform(stack, treadle_json_member(root, "Transform"))) return false;
    if (!check_section(stack, "Parameters", LIMIT_template_entries_max, parameter) ||
        !check_section(stack, "Mappings", LIMIT_template_entries_max, NULL) ||
        !check_section(stack, "Conditions", LIMIT_template_resources_max, NULL) ||
        !check_section(stack, "Resources", LIMIT_template_resources_max, NULL) ||
        !check_section(stack, "Outputs", LIMIT_template_entries_max, output))
        return false;
    add_conditions(stack);
    return check_mappings(stack) && check_outputs(stack) && add_parts(stack);
}

// -- opening

// "receiver" of "a/receiver.template.json".
static const char *stack_name(struct arena *arena, const char *file) {
    const char *slash = strrchr(file, '/');
    const char *base = slash == NULL ? file : slash + 1;
    return treadle_arena_copy_size(arena, base, strcspn(base, "."));
}

static bool read_text(struct stack *stack, const struct treadle_template *template) {
    if (template->size > LIMIT_template_size_max)
        return treadle_stack_refuse(
            stack, (struct place){0}, "it holds %zu bytes, and a template holds %d at most",
            template->size, LIMIT_template_size_max);
    struct read_problem problem = {0};
    stack->template = treadle_source_read(
        template->text, template->size, YAML_TAGS_CLOUDFORMATION, &stack->places, &problem);
    if (stack->template != NULL) return true;
    struct place at = {problem.line, problem.column, problem.width};
    return treadle_stack_refuse(
        stack, at, "%s%s%s", problem.message, *problem.pointer == '\0' ? "" : ", in ",
        problem.pointer);
}

struct stack *treadle_stack_open(
    struct stacks *stacks, struct world *world, const struct treadle_template *template,
    struct treadle_status *status) {
    struct stack *stack = treadle_alloc_zeroed(sizeof(*stack));
    *stack = (struct stack){.stacks = stacks, .world = world, .where = IN_VALUE, .status = status};
    const char *region = template->region == NULL ? "us-east-1" : template->region;
    stack->file = treadle_arena_copy(&stack->arena, template->name);
    stack->name = stack_name(&stack->arena, template->name);
    stack->account = treadle_arena_copy(&stack->arena, template->account);
    stack->region = treadle_arena_copy(&stack->arena, region);
    bool fine = read_text(stack, template) && check_shape(stack) && treadle_stack_check(stack);
    treadle_stack_end_load(stack, false);
    if (fine) return stack;
    treadle_stack_close(stack);
    return NULL;
}

void treadle_stack_end_load(struct stack *stack, bool made) {
    for (uint32_t i = 0; i < stack->part_count; i++) {
        struct part *part = &stack->parts[i];
        part->phase = PART_NEW;
        part->need_count = 0;
        part->ref = part->arn = NULL;
        part->attributes = NULL;
    }
    for (uint32_t i = 0; i < stack->condition_count; i++)
        stack->conditions[i].phase = CONDITION_NEW;
    stack->order_count = stack->import_count = 0;
    stack->order = NULL;
    stack->chosen = false;
    stack->given = stack->values = NULL;
    if (!made) stack->outputs = stack->exports = NULL;
    stack->made = stack->loaded = made;
    stack->status = NULL;
    stack->bytes = 0;
    treadle_arena_clear(&stack->scratch);
}

void treadle_stack_close(struct stack *stack) {
    for (uint32_t i = 0; i < stack->part_count; i++)
        free(stack->parts[i].needs);
    free(stack->parts);
    free(stack->conditions);
    free(stack->imports);
    treadle_places_clear(&stack->places);
    treadle_doc_drop(stack->template);
    treadle_arena_clear(&stack->arena);
    treadle_arena_clear(&stack->scratch);
    free(stack);
}
