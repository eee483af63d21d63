// Parameters set from outside: whom they are for, and the outputs of other stacks that they take.
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "services/cloudformation/stacks.h"

struct stack *treadle_stacks_find(const struct stacks *stacks, const char *name, size_t size) {
    for (uint32_t i = 0; i < stacks->count; i++) {
        const char *own = stacks->all[i]->name;
        if (strlen(own) == size && memcmp(own, name, size) == 0) return stacks->all[i];
    }
    return NULL;
}

// "@Stack.Output", but not "@@…".
static bool is_output(const struct setting *setting) {
    return setting->value[0] == '@' && setting->value[1] != '@';
}

static bool is_for(const struct setting *setting, const struct stack *stack) {
    const cJSON *parameters = treadle_stack_section(stack, "Parameters");
    return (setting->stack == NULL || strcmp(setting->stack, stack->name) == 0) &&
           treadle_json_member(parameters, setting->name) != NULL;
}

static int refuse(
    const struct setting *setting, struct treadle_status *status, const char *what,
    const char *nearest) {
    return treadle_status_set(
        status, TREADLE_EINVAL, "parameter %s%s%s: %s%s%s%s",
        setting->stack == NULL ? "" : setting->stack, setting->stack == NULL ? "" : ".",
        setting->name, what, nearest == NULL ? "" : " (did you mean '",
        nearest == NULL ? "" : nearest, nearest == NULL ? "" : "'?)");
}

// -- checking

static const char *nearest_stack(const struct stacks *stacks, const char *name) {
    struct nearest nearest = {.typed = name};
    for (uint32_t i = 0; i < stacks->count; i++)
        treadle_nearest_offer(&nearest, stacks->all[i]->name);
    return nearest.word;
}

static void offer_names(struct nearest *nearest, const struct stack *stack, const char *section) {
    const cJSON *names = treadle_stack_section(stack, section);
    for (const cJSON *one = names == NULL ? NULL : names->child; one != NULL; one = one->next)
        treadle_nearest_offer(nearest, one->string);
}

static int check_output(
    const struct stacks *stacks, const struct setting *setting, struct treadle_status *status) {
    const char *dot = strchr(setting->value, '.');
    if (dot == NULL || dot == setting->value + 1 || dot[1] == '\0')
        return refuse(
            setting, status, "@STACK.OUTPUT is wanted; a text that starts with @ is written @@…",
            NULL);
    size_t size = (size_t)(dot - setting->value) - 1;
    struct stack *from = treadle_stacks_find(stacks, setting->value + 1, size);
    char words[256];
    if (from == NULL) {
        struct arena arena = {0};
        const char *name = treadle_arena_copy_size(&arena, setting->value + 1, size);
        const char *nearest = nearest_stack(stacks, name);
        snprintf(words, sizeof(words), "no template makes a stack called '%s'", name);
        treadle_arena_clear(&arena);
        return refuse(setting, status, words, nearest);
    }
    if (treadle_json_member(treadle_stack_section(from, "Outputs"), dot + 1) != NULL) return 0;
    struct nearest nearest = {.typed = dot + 1};
    offer_names(&nearest, from, "Outputs");
    snprintf(words, sizeof(words), "%s has no output '%s'", from->file, dot + 1);
    return refuse(setting, status, words, nearest.word);
}

static int check(
    const struct stacks *stacks, const struct setting *setting, struct treadle_status *status) {
    struct nearest nearest = {.typed = setting->name};
    bool there = false, open = setting->loaded;
    for (uint32_t i = 0; i < stacks->count; i++) {
        const struct stack *stack = stacks->all[i];
        if (setting->stack == NULL || strcmp(setting->stack, stack->name) == 0)
            offer_names(&nearest, stack, "Parameters");
        if (!is_for(setting, stack)) continue;
        there = true;
        open = open || !stack->made;
    }
    if (there && open) return is_output(setting) ? check_output(stacks, setting, status) : 0;
    if (there) return refuse(setting, status, "what it is for has been loaded already", NULL);
    if (setting->stack != NULL &&
        treadle_stacks_find(stacks, setting->stack, strlen(setting->stack)) == NULL)
        return refuse(
            setting, status, "no template makes a stack of that name",
            nearest_stack(stacks, setting->stack));
    return refuse(setting, status, "no template has it", nearest.word);
}

int treadle_stacks_check_settings(const struct stacks *stacks, struct treadle_status *status) {
    for (uint32_t i = 0; i < stacks->setting_count; i++) {
        int failed = check(stacks, &stacks->settings[i], status);
        if (failed != 0) return failed;
    }
    return 0;
}

// -- giving

// The one for [stack] alone goes before the one for all.
static const struct setting *setting_of(
    const struct stacks *stacks, const struct stack *stack, const char *name) {
    const struct setting *found = NULL;
    for (uint32_t i = 0; i < stacks->setting_count; i++) {
        const struct setting *one = &stacks->settings[i];
        if (strcmp(one->name, name) != 0 || !is_for(one, stack)) continue;
        if (found == NULL || one->stack != NULL) found = one;
    }
    return found;
}

// The value of [setting]; NULL: [stack] has to [wait] for it.
static const char *value_of(
    const struct stacks *stacks, struct stack *stack, const struct setting *setting,
    struct wait *wait) {
    if (!is_output(setting)) return setting->value + (setting->value[0] == '@');
    const char *dot = strchr(setting->value, '.');
    struct stack *from =
        treadle_stacks_find(stacks, setting->value + 1, (size_t)(dot - setting->value) - 1);
    const char *value = treadle_json_string(from->outputs, dot + 1);
    if (from->made && value != NULL) return value;
    *wait = (struct wait){
        .on = from->made ? NULL : from,
        .reason = treadle_arena_print(
            &stack->scratch, "its parameter %s is %s%s", setting->name, setting->value,
            from->made ? ", an output whose Condition does not hold" : "")};
    return NULL;
}

bool treadle_stacks_give(const struct stacks *stacks, struct stack *stack, struct wait *wait) {
    const cJSON *parameters = treadle_stack_section(stack, "Parameters");
    stack->given = treadle_scratch_node(&stack->scratch, cJSON_Object);
    const cJSON *one = parameters == NULL ? NULL : parameters->child;
    for (; one != NULL; one = one->next) {
        const struct setting *setting = setting_of(stacks, stack, one->string);
        if (setting == NULL) continue;
        const char *value = value_of(stacks, stack, setting, wait);
        wait->at = treadle_stack_at_name(stack, one);
        if (value == NULL) return false;
        treadle_put_text(&stack->scratch, stack->given, one->string, value);
    }
    return true;
}
