// The functions of templates, carried out.
//
// Names and numbers of arguments have been checked (check.c), and what a value needs has been made
// before it (order.c); what is left to find out is whether the values fit. What functions make is
// bounded as a whole, so that a small template cannot stand for gigabytes.
#include <string.h>

#include "base/base64.h"
#include "base/json/string.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "base/number.h"
#include "services/cloudformation/stack.h"
#include "services/cloudformation/sub.h"

static const cJSON *text_node(struct stack *stack, const char *text) {
    return treadle_scratch_string(&stack->scratch, text);
}

static const cJSON *bool_node(struct stack *stack, bool value) {
    return treadle_scratch_bool(&stack->scratch, value);
}

// The text of an argument once resolved; NULL: refused, in words about [function].
static const char *text_of(struct stack *stack, const cJSON *argument, const char *function) {
    const cJSON *value = treadle_stack_resolve(stack, argument);
    const char *text = value == NULL ? NULL : treadle_stack_text(stack, value);
    if (value != NULL && text == NULL)
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, argument), "%s wants a text here, not %s", function,
            value == &treadle_no_value ? "nothing" : treadle_json_type(value));
    return text;
}

static const cJSON *list_of(struct stack *stack, const cJSON *argument, const char *function) {
    const cJSON *value = treadle_stack_resolve(stack, argument);
    if (value == NULL || cJSON_IsArray(value)) return value;
    treadle_stack_refuse(
        stack, treadle_stack_at(stack, argument), "%s wants a list here, not %s", function,
        value == &treadle_no_value ? "nothing" : treadle_json_type(value));
    return NULL;
}

static const cJSON *too_big(struct stack *stack, const cJSON *at) {
    treadle_stack_refuse(
        stack, treadle_stack_at(stack, at),
        "what the functions of this template make is over %d bytes", LIMIT_template_made_max);
    return NULL;
}

// A text that may grow to what is left of the bound.
static struct text bounded(const struct stack *stack) {
    return (struct text){.count_max = LIMIT_template_made_max - (size_t)stack->bytes + 1};
}

static const cJSON *finish(struct stack *stack, const cJSON *at, struct text *text) {
    const cJSON *node = NULL;
    if (text->overflowed)
        too_big(stack, at);
    else
        node = text_node(
            stack,
            treadle_arena_copy_size(&stack->scratch, treadle_text_string(text), text->count));
    treadle_text_clear(text);
    return node;
}

// -- names

static const cJSON *part_ref(struct stack *stack, const struct part *part, const cJSON *at) {
    if (!part->wanted) {
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, at),
            "'%s' is not made: its Condition '%s' does not hold", part->id,
            treadle_json_string(part->raw, "Condition"));
        return NULL;
    }
    ASSERT(part->phase == PART_MADE);
    stack->own_count++;
    return text_node(stack, part->ref);
}

static const cJSON *value_of(struct stack *stack, const char *name, const cJSON *at) {
    const cJSON *value = treadle_stack_pseudo(stack, name);
    if (value == NULL) value = treadle_json_member(stack->values, name);
    if (value != NULL) return value;
    const struct part *part = treadle_stack_part(stack, name);
    if (part != NULL) return part_ref(stack, part, at);
    // A parameter, asked for before its value is known.
    treadle_stack_refuse(stack, treadle_stack_at(stack, at), "'%s' has no value yet", name);
    return NULL;
}

static const char *attribute_names(struct stack *stack, const struct part *part) {
    struct text names = {0};
    for (const cJSON *one = part->attributes->child; one != NULL; one = one->next)
        treadle_text_printf(
            &names, "%s%s", one == part->attributes->child ? "" : ", ", one->string);
    const char *copy = treadle_arena_copy(&stack->scratch, treadle_text_string(&names));
    treadle_text_clear(&names);
    return *copy == '\0' ? "none" : copy;
}

static const cJSON *attribute_of(
    struct stack *stack, const char *id, const char *attribute, const cJSON *at) {
    const struct part *part = treadle_stack_part(stack, id);
    const cJSON *ref = part_ref(stack, part, at);
    if (ref == NULL) return NULL;
    const char *value = treadle_json_string(part->attributes, attribute);
    if (value != NULL) return text_node(stack, value);
    if (part->attributes == NULL) {  // Nothing of its kind is here: its attributes are names, too.
        bool arn = strcmp(attribute, "Arn") == 0 && part->arn != NULL;
        return text_node(
            stack,
            arn ? part->arn : treadle_arena_print(&stack->scratch, "%s.%s", part->ref, attribute));
    }
    treadle_stack_refuse(
        stack, treadle_stack_at(stack, at), "'%s' (%s) has no attribute '%s'%s: it has %s", id,
        part->type, attribute, treadle_stack_meant(stack, attribute, part->attributes),
        attribute_names(stack, part));
    return NULL;
}

static const cJSON *dotted_attribute(struct stack *stack, const char *dotted, const cJSON *at) {
    const char *dot = strchr(dotted, '.');
    const char *id = treadle_arena_copy_size(&stack->scratch, dotted, (size_t)(dot - dotted));
    return attribute_of(stack, id, dot + 1, at);
}

static const cJSON *ref(struct stack *stack, const cJSON *argument) {
    return value_of(stack, argument->valuestring, argument);
}

static const cJSON *get_att(struct stack *stack, const cJSON *argument) {
    if (cJSON_IsString(argument)) return dotted_attribute(stack, argument->valuestring, argument);
    const char *wanted = text_of(stack, argument->child->next, "Fn::GetAtt");
    return wanted == NULL ? NULL
                          : attribute_of(stack, argument->child->valuestring, wanted, argument);
}

static const cJSON *import_value(struct stack *stack, const cJSON *argument) {
    const char *wanted = text_of(stack, argument, "Fn::ImportValue");
    const char *value = wanted == NULL ? NULL : treadle_stacks_export(stack, wanted);
    if (value != NULL) return text_node(stack, value);
    if (wanted != NULL)
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, argument), "no stack exports '%s'", wanted);
    return NULL;
}

static const cJSON *find_in_map(struct stack *stack, const cJSON *arguments) {
    const cJSON *found = treadle_stack_section(stack, "Mappings");
    for (const cJSON *one = arguments->child; one != NULL; one = one->next) {
        const char *key = text_of(stack, one, "Fn::FindInMap");
        if (key == NULL) return NULL;
        const cJSON *next = treadle_json_member(found, key);
        if (next == NULL) {
            treadle_stack_refuse(
                stack, treadle_stack_at(stack, one), "Fn::FindInMap finds no '%s'%s%s%s", key,
                found != NULL && found->string != NULL ? " in " : "",
                found != NULL && found->string != NULL ? found->string : "",
                treadle_stack_meant(stack, key, found));
            return NULL;
        }
        found = next;
    }
    return found;
}

// -- texts and lists

static const cJSON *join(struct stack *stack, const cJSON *arguments) {
    const char *separator = arguments->child->valuestring;
    const cJSON *list = list_of(stack, arguments->child->next, "Fn::Join");
    if (list == NULL) return NULL;
    struct text joined = bounded(stack);
    for (const cJSON *item = list->child; item != NULL; item = item->next) {
        const char *text = treadle_stack_text(stack, item);
        if (text == NULL) {
            treadle_text_clear(&joined);
            treadle_stack_refuse(
                stack, treadle_stack_at(stack, arguments), "Fn::Join joins texts, not %s",
                treadle_json_type(item));
            return NULL;
        }
        if (item != list->child) treadle_text_add(&joined, separator);
        treadle_text_add(&joined, text);
    }
    return finish(stack, arguments, &joined);
}

static const cJSON *split(struct stack *stack, const cJSON *arguments) {
    const char *separator = arguments->child->valuestring;
    const char *at = text_of(stack, arguments->child->next, "Fn::Split");
    if (at == NULL) return NULL;
    cJSON *list = treadle_scratch_node(&stack->scratch, cJSON_Array);
    for (const char *end; at != NULL; at = end == NULL ? NULL : end + strlen(separator)) {
        end = *separator == '\0' ? NULL : strstr(at, separator);
        size_t size = end == NULL ? strlen(at) : (size_t)(end - at);
        char *piece = treadle_arena_copy_size(&stack->scratch, at, size);
        treadle_scratch_append(list, NULL, treadle_scratch_string(&stack->scratch, piece));
    }
    return list;
}

static const cJSON *pick(struct stack *stack, const cJSON *arguments) {
    const char *text = text_of(stack, arguments->child, "Fn::Select");
    const cJSON *list = text == NULL ? NULL : list_of(stack, arguments->child->next, "Fn::Select");
    if (list == NULL) return NULL;
    int64_t index;
    uint32_t count = treadle_json_count(list);
    if (!treadle_number_read_int(text, 0, (int64_t)count - 1, &index)) {
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, arguments->child),
            "Fn::Select cannot take element %s of a list of %u; the first one is 0", text, count);
        return NULL;
    }
    const cJSON *item = list->child;
    while (index-- > 0)
        item = item->next;
    return item;
}

// What "${name}" in the text of Fn::Sub stands for: one of its own names first.
static const cJSON *sub_name(
    struct stack *stack, const char *wanted, const cJSON *own, const cJSON *at) {
    const cJSON *value = treadle_json_member(own, wanted);
    if (value != NULL) return treadle_stack_resolve(stack, value);
    if (strchr(wanted, '.') != NULL) return dotted_attribute(stack, wanted, at);
    return value_of(stack, wanted, at);
}

static bool sub_piece(
    struct stack *stack, const struct sub_piece *piece, const cJSON *argument, struct text *out) {
    if (!piece->name) {
        treadle_text_put(out, piece->text, piece->size);
        return true;
    }
    const cJSON *own = cJSON_IsArray(argument) ? argument->child->next : NULL;
    const char *wanted = treadle_arena_copy_size(&stack->scratch, piece->text, piece->size);
    const cJSON *value = sub_name(stack, wanted, own, argument);
    const char *text = value == NULL ? NULL : treadle_stack_text(stack, value);
    if (text != NULL)
        treadle_text_add(out, text);
    else if (value != NULL)
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, argument), "Fn::Sub puts in texts, and '%s' is %s",
            wanted, value == &treadle_no_value ? "nothing" : treadle_json_type(value));
    return text != NULL;
}

static const cJSON *sub(struct stack *stack, const cJSON *argument) {
    const char *at = (cJSON_IsArray(argument) ? argument->child : argument)->valuestring;
    struct text done = bounded(stack);
    for (struct sub_piece piece = {0}; treadle_sub_next(&at, &piece) && !done.overflowed;)
        if (!sub_piece(stack, &piece, argument, &done)) {
            treadle_text_clear(&done);
            return NULL;
        }
    return finish(stack, argument, &done);
}

static const cJSON *base64(struct stack *stack, const cJSON *argument) {
    const char *text = text_of(stack, argument, "Fn::Base64");
    if (text == NULL) return NULL;
    struct text bytes = {0}, encoded = bounded(stack);
    bool whole = treadle_string_bytes(text, &bytes);
    if (whole) treadle_base64_write(&encoded, bytes.bytes, bytes.count);
    treadle_text_clear(&bytes);
    if (whole) return finish(stack, argument, &encoded);
    treadle_stack_refuse(
        stack, treadle_stack_at(stack, argument), "Fn::Base64: half a surrogate has no bytes");
    return NULL;
}

// -- conditions

static const cJSON *condition(struct stack *stack, const cJSON *argument) {
    bool holds;
    if (!treadle_stack_holds(stack, argument->valuestring, &holds)) return NULL;
    return bool_node(stack, holds);
}

static const cJSON *choose(struct stack *stack, const cJSON *arguments) {
    bool holds;
    const cJSON *wanted = arguments->child, *yes = wanted->next;
    if (!treadle_stack_holds(stack, wanted->valuestring, &holds)) return NULL;
    return treadle_stack_resolve(stack, holds ? yes : yes->next);
}

static const cJSON *equals(struct stack *stack, const cJSON *arguments) {
    const cJSON *first = treadle_stack_resolve(stack, arguments->child);
    const cJSON *second =
        first == NULL ? NULL : treadle_stack_resolve(stack, arguments->child->next);
    if (second == NULL) return NULL;
    const char *a = treadle_stack_text(stack, first), *b = treadle_stack_text(stack, second);
    bool same = a != NULL && b != NULL ? strcmp(a, b) == 0 : treadle_json_equal(first, second);
    return bool_node(stack, same);
}

// Whether one of the conditions [arguments] is [wanted]; false: refused.
static bool any_is(struct stack *stack, const cJSON *arguments, bool wanted, bool *out) {
    *out = false;
    for (const cJSON *one = arguments->child; one != NULL; one = one->next) {
        const cJSON *value = treadle_stack_resolve(stack, one);
        if (value == NULL) return false;
        if (!cJSON_IsBool(value))
            return treadle_stack_refuse(
                stack, treadle_stack_at(stack, one), "a condition is wanted here, not %s",
                treadle_json_type(value));
        if (cJSON_IsTrue(value) == wanted) *out = true;
    }
    return true;
}

static const cJSON *all_of(struct stack *stack, const cJSON *arguments) {
    bool any_false;
    return any_is(stack, arguments, false, &any_false) ? bool_node(stack, !any_false) : NULL;
}

static const cJSON *any_of(struct stack *stack, const cJSON *arguments) {
    bool any_true;
    return any_is(stack, arguments, true, &any_true) ? bool_node(stack, any_true) : NULL;
}

static const cJSON *none_of(struct stack *stack, const cJSON *arguments) {
    bool any_true;
    return any_is(stack, arguments, true, &any_true) ? bool_node(stack, !any_true) : NULL;
}

// -- calling them

static const struct function functions[] = {
#define FUNCTION(name, call, check, least, most, where) {name, call, least, most, where},
#include "services/cloudformation/functions.def"
#undef FUNCTION
};

const struct function *treadle_function_find(const char *wanted) {
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        if (strcmp(functions[i].name, wanted) == 0) return &functions[i];
    return NULL;
}

const char *treadle_function_nearest(const char *wanted) {
    struct nearest nearest = {.typed = wanted};
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        treadle_nearest_offer(&nearest, functions[i].name);
    return nearest.word;
}

const cJSON *treadle_function_call(const cJSON *value, unsigned where) {
    const cJSON *only = cJSON_IsObject(value) ? value->child : NULL;
    if (only == NULL || only->next != NULL) return NULL;
    bool call = strcmp(only->string, "Ref") == 0 || strncmp(only->string, "Fn::", 4) == 0 ||
                (where == IN_CONDITION && strcmp(only->string, "Condition") == 0);
    return call ? only : NULL;
}

static uint64_t size_of(const cJSON *value) {
    uint64_t size = sizeof(*value) + (cJSON_IsString(value) ? strlen(value->valuestring) : 0);
    bool container = cJSON_IsObject(value) || cJSON_IsArray(value);
    for (const cJSON *one = container ? value->child : NULL; one != NULL; one = one->next)
        size += size_of(one);
    return size;
}

static const cJSON *carry_out(struct stack *stack, const cJSON *call) {
    const struct function *function = treadle_function_find(call->string);
    ASSERT(function != NULL);
    bool transparent = function->call == choose;  // What it gives stands in its place.
    stack->calls += !transparent;
    const cJSON *result = function->call(stack, call);
    stack->calls -= !transparent;
    if (result == NULL) return NULL;
    stack->bytes += size_of(result);
    return stack->bytes > LIMIT_template_made_max ? too_big(stack, call) : result;
}

// Members that say who others are: an account named in them is theirs.
static bool names_others(const cJSON *member) {
    const char *name = member->string;
    return name != NULL && (strcmp(name, "Principal") == 0 || strcmp(name, "NotPrincipal") == 0 ||
                            strcmp(name, "Condition") == 0);
}

bool treadle_stack_resolve_into(struct stack *stack, const cJSON *member, cJSON *whole) {
    uint32_t own = stack->own_count;
    bool others = names_others(member);
    stack->others += others;
    const cJSON *value = treadle_stack_resolve(stack, member);
    stack->others -= others;
    if (value == NULL) return false;
    if (value == &treadle_no_value) return true;
    bool ours = stack->making != NULL && stack->calls == 0 && stack->others == 0 && !others;
    if (cJSON_IsString(value) && ours)
        treadle_stack_look_at_arn(stack, member, value->valuestring, stack->own_count != own);
    treadle_scratch_append(whole, member->string, treadle_scratch_link(&stack->scratch, value));
    return true;
}

static const cJSON *resolve_members(struct stack *stack, const cJSON *value) {
    cJSON *whole = treadle_scratch_node(&stack->scratch, value->type & 0xFF);
    for (const cJSON *member = value->child; member != NULL; member = member->next)
        if (!treadle_stack_resolve_into(stack, member, whole)) return NULL;
    return whole;
}

const cJSON *treadle_stack_resolve(struct stack *stack, const cJSON *value) {
    if (!cJSON_IsObject(value) && !cJSON_IsArray(value)) return value;
    if (stack->depth >= LIMIT_json_depth_max) {
        treadle_stack_refuse(
            stack, treadle_stack_at(stack, value), "nested more than %d deep",
            LIMIT_json_depth_max);
        return NULL;
    }
    stack->depth++;
    const cJSON *call = treadle_function_call(value, stack->where);
    const cJSON *result = call != NULL ? carry_out(stack, call) : resolve_members(stack, value);
    stack->depth--;
    return result;
}
