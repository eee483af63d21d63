// Parts become resources, in their order; then the stack's outputs.
#include <string.h>

#include "services/cloudformation/stack.h"

bool treadle_part_reads(const struct part *part, const char *property) {
    return part->expansion == NULL || part->expansion->reads(property);
}

// -- resources

static const cJSON *properties_of(struct stack *stack, struct part *part) {
    cJSON *whole = treadle_scratch_node(&stack->scratch, cJSON_Object);
    const cJSON *properties = treadle_json_member(part->raw, "Properties");
    const cJSON *one = properties == NULL ? NULL : properties->child;
    bool fine = true;
    stack->making = part;
    for (; fine && one != NULL; one = one->next)
        if (treadle_part_reads(part, one->string))
            fine = treadle_stack_resolve_into(stack, one, whole);
    stack->making = NULL;
    if (!fine) return NULL;
    return part->expansion == NULL ? whole : part->expansion->expand(stack, part, whole);
}

// What a type says of its properties is told with the place of the resource, as all else is.
static void locate(struct stack *stack, const struct part *part) {
    struct treadle_status *status = stack->status;
    if (status == NULL) return;
    const struct birthplace *place = &part->place;
    // A definition in a file, or laid out as the template has it, has lines of its own.
    if (status->line != 0 && place->source != NULL) return;
    if (strncmp(status->text, place->file, strlen(place->file)) != 0) {
        char words[sizeof(status->text)];
        memcpy(words, status->text, sizeof(words));
        treadle_status_set(
            status, status->code, "%s:%u:%u: %s: %s", place->file, place->line, place->column,
            part->id, words);
    }
    status->line = place->line;
    status->column = place->column;
}

static bool create(struct stack *stack, struct part *part, const cJSON *properties) {
    struct doc *doc = treadle_doc_settle(NULL, properties);
    struct resource *resource;
    int code =
        treadle_world_create(stack->world, &part->place, part->type, doc, &resource, stack->status);
    treadle_doc_drop(doc);
    ASSERT(code == 0 || stack->status == NULL || stack->status->code == code);
    if (code != 0) {
        locate(stack, part);
        return false;
    }
    part->ref = resource->ref;
    part->attributes = resource->attributes;
    return true;
}

static bool make(struct stack *stack, struct part *part) {
    static const cJSON none = {.type = cJSON_Object};
    // (First: a name that was mistyped is often why the rest is refused.)
    if (part->kind == PART_UNDERSTOOD) treadle_stack_warn_of_properties(stack, part);
    const cJSON *properties = part->kind == PART_UNKNOWN ? &none : properties_of(stack, part);
    if (properties == NULL) return false;
    if (part->kind == PART_UNKNOWN)
        treadle_stack_warn(
            stack, treadle_stack_at(stack, treadle_json_member(part->raw, "Type")),
            "%s: %s is not known here: it does nothing, and its names are made up%s", part->id,
            part->type, treadle_type_meant(stack, part->type));
    if (part->kind == PART_UNDERSTOOD) return create(stack, part, properties);
    treadle_stack_invent(stack, part, properties);
    return true;
}

// -- outputs

bool treadle_stack_output_wanted(struct stack *stack, const cJSON *output, bool *wanted) {
    const char *condition = treadle_json_string(output, "Condition");
    *wanted = true;
    return condition == NULL || treadle_stack_holds(stack, condition, wanted);
}

static const char *text_of(struct stack *stack, const cJSON *raw, const char *what) {
    const cJSON *value = treadle_stack_resolve(stack, raw);
    const char *text = value == NULL ? NULL : treadle_stack_text(stack, value);
    if (value != NULL && text == NULL)
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, raw), "%s is a text, not %s", what,
            value == &treadle_no_value ? "nothing" : treadle_json_type(value));
    return text;
}

const char *treadle_stack_export_name(struct stack *stack, const cJSON *output) {
    const cJSON *name = treadle_json_member(treadle_json_member(output, "Export"), "Name");
    return name == NULL ? NULL : text_of(stack, name, "the Name of an Export");
}

static bool export(struct stack *stack, const cJSON *output, const char *value) {
    const cJSON *raw = treadle_json_member(output, "Export");
    if (raw == NULL) return true;
    const char *name = treadle_stack_export_name(stack, output);
    if (name == NULL) return false;
    if (treadle_json_member(stack->exports, name) != NULL ||
        treadle_stacks_export(stack, name) != NULL)
        return treadle_stack_refuse(
            stack, treadle_stack_at(stack, raw), "'%s' is exported already in %s of account %s",
            name, stack->region, stack->account);
    treadle_put_text(&stack->arena, stack->exports, treadle_arena_copy(&stack->arena, name), value);
    return true;
}

static bool make_output(struct stack *stack, const cJSON *output) {
    bool wanted;
    if (!treadle_stack_output_wanted(stack, output, &wanted)) return false;
    if (!wanted) return true;
    const char *text = text_of(stack, treadle_json_member(output, "Value"), "an output");
    if (text == NULL) return false;
    const char *value = treadle_arena_copy(&stack->arena, text);
    treadle_put_text(&stack->arena, stack->outputs, output->string, value);
    return export(stack, output, value);
}

bool treadle_stack_create(struct stack *stack) {
    for (uint32_t i = 0; i < stack->order_count; i++) {
        if (!make(stack, stack->order[i])) return false;
        stack->order[i]->phase = PART_MADE;
    }
    stack->outputs = treadle_scratch_node(&stack->arena, cJSON_Object);
    stack->exports = treadle_scratch_node(&stack->arena, cJSON_Object);
    const cJSON *outputs = treadle_stack_section(stack, "Outputs");
    const cJSON *output = outputs == NULL ? NULL : outputs->child;
    for (; output != NULL; output = output->next)
        if (!make_output(stack, output)) return false;
    stack->made = true;
    return true;
}
