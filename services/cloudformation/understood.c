// Nothing is dropped in silence: properties that nobody here reads are told with their line, which
// only the text of the template has.
#include <string.h>

#include "base/nearest.h"
#include "services/cloudformation/stack.h"

struct walk {
    struct stack *stack;
    const struct part *part;
    struct resource_type type;  // What it understands.
    struct text path;           // "Integration.IntegrationResponses[].StatusCode"
};

// -- properties

static void warn_of_members(struct walk *walk, const cJSON *value);

// The nearest of the names that are understood where the last one of [path] stands; "": none.
static const char *meant(const struct walk *walk, const char *path) {
    struct arena *scratch = &walk->stack->scratch;
    const char *dot = strrchr(path, '.');
    size_t before = dot == NULL ? 0 : (size_t)(dot - path) + 1;
    struct nearest nearest = {.typed = path + before};
    for (const char *const *known = walk->type.properties; *known != NULL; known++) {
        if (strncmp(*known, path, before) != 0) continue;
        const char *name = *known + before;
        treadle_nearest_offer(
            &nearest, treadle_arena_copy_size(scratch, name, strcspn(name, ".[")));
    }
    return nearest.word == NULL
               ? ""
               : treadle_arena_print(scratch, "; did you mean '%s'?", nearest.word);
}

static void warn_of_member(struct walk *walk, const cJSON *member, bool element) {
    size_t count = walk->path.count;
    if (element)
        treadle_text_add(&walk->path, "[]");
    else
        treadle_text_printf(&walk->path, "%s%s", count > 0 ? "." : "", member->string);
    const char *path = treadle_text_string(&walk->path);
    if (element || treadle_type_understands(&walk->type, path))
        warn_of_members(walk, member);
    else
        treadle_stack_warn(
            walk->stack, treadle_stack_at_name(walk->stack, member),
            "%s: %s of %s is not understood and does nothing%s", walk->part->id, path,
            treadle_json_string(walk->part->raw, "Type"), meant(walk, path));
    walk->path.bytes[walk->path.count = count] = '\0';
}

// What a function gives is not looked into, but for the branches of Fn::If.
static void warn_of_members(struct walk *walk, const cJSON *value) {
    const cJSON *call = treadle_function_call(value, IN_VALUE);
    if (call != NULL && strcmp(call->string, "Fn::If") == 0) {
        warn_of_members(walk, call->child->next);
        warn_of_members(walk, call->child->next->next);
    }
    bool container = call == NULL && (cJSON_IsObject(value) || cJSON_IsArray(value));
    for (const cJSON *one = container ? value->child : NULL; one != NULL; one = one->next)
        warn_of_member(walk, one, cJSON_IsArray(value));
}

void treadle_stack_warn_of_properties(struct stack *stack, const struct part *part) {
    if (stack->world->on_warning == NULL) return;
    const cJSON *properties = treadle_json_member(part->raw, "Properties");
    const struct expansion *expansion = part->expansion;
    struct walk walk = {.stack = stack, .part = part};
    walk.type.properties = expansion != NULL && expansion->properties != NULL
                               ? expansion->properties
                               : treadle_world_type(stack->world, part->type)->properties;
    // (What SAM makes besides is read off the same properties, and they are told of once.)
    if (properties == NULL || strcmp(part->id, part->raw->string) != 0) return;
    warn_of_members(&walk, properties);
    treadle_text_clear(&walk.path);
}
