// The door's functions about templates, and the order of stacks among each other.
#include "services/cloudformation/stacks.h"

#include <stdlib.h>
#include <string.h>

#include "aws/arn.h"

static void stacks_free(struct stacks *stacks) {
    for (uint32_t i = 0; i < stacks->count; i++)
        treadle_stack_close(stacks->all[i]);
    free(stacks->all);
    free(stacks->settings);
    treadle_arena_clear(&stacks->arena);
    free(stacks);
}

static struct stacks *stacks_of(struct world *world) {
    if (world->stacks == NULL) {
        world->stacks = treadle_alloc_zeroed(sizeof(*world->stacks));
        world->stacks_free = stacks_free;
    }
    return world->stacks;
}

// -- what stacks know of each other

static bool same_corner(const struct stack *a, const struct stack *b) {
    return strcmp(a->account, b->account) == 0 && strcmp(a->region, b->region) == 0;
}

const char *treadle_stacks_export(const struct stack *stack, const char *name) {
    const struct stacks *stacks = stack->stacks;
    for (uint32_t i = 0; i < stacks->count; i++) {
        const struct stack *other = stacks->all[i];
        const char *value = treadle_json_string(other->exports, name);
        if (other != stack && value != NULL && same_corner(stack, other)) return value;
    }
    return NULL;
}

const char *treadle_stacks_output_like(struct stack *stack, const char *name) {
    const struct stacks *stacks = stack->stacks;
    for (uint32_t i = 0; i < stacks->count; i++) {
        const cJSON *outputs = treadle_stack_section(stacks->all[i], "Outputs");
        if (stacks->all[i] == stack || outputs == NULL) continue;
        for (const cJSON *one = outputs->child; one != NULL; one = one->next) {
            size_t size = strlen(one->string), whole = strlen(name);
            if (size <= whole && strcmp(name + whole - size, one->string) == 0)
                return treadle_arena_print(
                    &stack->scratch, "%s.%s", stacks->all[i]->name, one->string);
        }
    }
    return NULL;
}

bool treadle_stacks_have_account(const struct stack *stack, const char *account) {
    const struct stacks *stacks = stack->stacks;
    for (uint32_t i = 0; i < stacks->count; i++)
        if (strcmp(stacks->all[i]->account, account) == 0) return true;
    return false;
}

// -- waiting

// Will [stack], not made yet, export [name]? Asked on the quiet: what cannot be known yet is no
// yes.
static bool will_export(struct stack *stack, const char *name) {
    struct treadle_status *status = stack->status;
    const cJSON *outputs = treadle_stack_section(stack, "Outputs");
    const cJSON *one = outputs == NULL ? NULL : outputs->child;
    bool found = false;
    stack->status = NULL;
    for (; !found && one != NULL; one = one->next) {
        const char *own = treadle_stack_export_name(stack, one);
        found = own != NULL && strcmp(own, name) == 0;
    }
    stack->status = status;
    return found;
}

static bool has_imports(const struct stacks *stacks, struct stack *stack, struct wait *wait) {
    for (uint32_t i = 0; i < stack->import_count; i++) {
        const struct import *import = &stack->imports[i];
        if (treadle_stacks_export(stack, import->name) != NULL) continue;
        *wait = (struct wait){
            .at = treadle_stack_at(stack, import->at),
            .reason = treadle_arena_print(&stack->scratch, "it imports '%s'", import->name)};
        for (uint32_t j = 0; j < stacks->count && wait->on == NULL; j++) {
            struct stack *other = stacks->all[j];
            if (!other->made && same_corner(stack, other) && will_export(other, import->name))
                wait->on = other;
        }
        return false;
    }
    return true;
}

// 1: [stack] can be made; 0: it has to [wait]; negative: refused.
static int is_ready(struct stacks *stacks, struct stack *stack, struct wait *wait) {
    if (!stack->chosen) {
        if (!treadle_stacks_give(stacks, stack, wait)) return 0;
        if (!treadle_stack_choose(stack)) return -1;
    }
    return has_imports(stacks, stack, wait) ? 1 : 0;
}

// What a stack waits for, in words: "sender: its parameter ReceiverApiId is @receiver.ApiId".
static void tell_circle(struct stacks *stacks, struct stack *first) {
    struct text circle = {.count_max = 700};
    struct wait wait;
    struct stack *one = first;
    do {
        wait = (struct wait){0};
        is_ready(stacks, one, &wait);
        treadle_text_printf(&circle, "%s%s: %s", one == first ? "" : "; ", one->name, wait.reason);
        one = wait.on;
    } while (one != first);
    wait = (struct wait){0};
    is_ready(stacks, first, &wait);
    treadle_stack_refuse(
        first, wait.at, "stacks wait for each other: %s", treadle_text_string(&circle));
    treadle_text_clear(&circle);
}

// No stack can go on. Follows what [stuck] waits for to where that ends, or into a circle.
static void refuse_wait(struct stacks *stacks, struct stack *stuck) {
    for (uint32_t i = 0; i <= stacks->count; i++) {
        struct wait wait = {0};
        is_ready(stacks, stuck, &wait);
        if (wait.on == NULL) {
            treadle_stack_refuse(
                stuck, wait.at, "%s, and no template gives that in %s of account %s", wait.reason,
                stuck->region, stuck->account);
            return;
        }
        stuck = wait.on;
    }
    tell_circle(stacks, stuck);
}

// -- loading

// Makes one more stack. 1: done; 0: there is none left; negative: refused.
static int make_next(struct stacks *stacks) {
    struct stack *stuck = NULL;
    for (uint32_t i = 0; i < stacks->count; i++) {
        struct stack *stack = stacks->all[i];
        struct wait wait = {0};
        if (stack->made) continue;
        int ready = is_ready(stacks, stack, &wait);
        if (ready < 0) return -1;
        if (ready > 0) return treadle_stack_create(stack) ? 1 : -1;
        if (stuck == NULL) stuck = stack;
    }
    if (stuck == NULL) return 0;
    refuse_wait(stacks, stuck);
    return -1;
}

static int make_all(struct stacks *stacks, struct treadle_status *status) {
    for (uint32_t i = 0; i < stacks->count; i++)
        stacks->all[i]->status = status;
    for (int made; (made = make_next(stacks)) != 0;)
        if (made < 0) return status->code;
    return 0;
}

static void end_load(struct stacks *stacks, bool made) {
    for (uint32_t i = 0; i < stacks->count; i++)
        if (!stacks->all[i]->loaded) treadle_stack_end_load(stacks->all[i], made);
    for (uint32_t i = 0; made && i < stacks->setting_count; i++)
        stacks->settings[i].loaded = true;
}

int treadle_world_load(treadle_world *world, struct treadle_status *status) {
    REQUIRE(world);
    struct treadle_status told = {0};
    struct stacks *stacks = stacks_of(world);
    uint32_t before = world->count;
    int failed = treadle_stacks_check_settings(stacks, &told);
    if (failed == 0) failed = make_all(stacks, &told);
    if (failed == 0) failed = treadle_world_open_roles(world, &told);
    while (failed != 0 && world->count > before)
        treadle_world_uncreate(world, world->order[world->count - 1]);
    end_load(stacks, failed == 0);
    ASSERT((failed == 0) == (told.code == 0));
    if (status != NULL) *status = told;
    return failed;
}

// -- templates, parameters, outputs

static int check_corner(const struct treadle_template *one, struct treadle_status *status) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (one->account == NULL || !treadle_account_is(one->account))
        return treadle_status_set(
            status, TREADLE_EINVAL, "%s: an account is twelve digits, not '%s'", one->name,
            one->account == NULL ? "" : one->account);
    if (one->region != NULL &&
        (*one->region == '\0' || one->region[strspn(one->region, letters)] != '\0'))
        return treadle_status_set(
            status, TREADLE_EINVAL, "%s: '%s' is no region", one->name, one->region);
    return 0;
}

static int check_name(
    const struct stacks *stacks, const struct stack *stack, struct treadle_status *status) {
    if (*stack->name == '\0')
        return treadle_status_set(
            status, TREADLE_EINVAL,
            "%s: a stack is called like its file up to the first dot, and nothing stands there",
            stack->file);
    const struct stack *other = treadle_stacks_find(stacks, stack->name, strlen(stack->name));
    if (other == NULL) return 0;
    return treadle_status_set(
        status, TREADLE_EEXIST, "%s and %s would both make a stack called '%s': rename one of them",
        other->file, stack->file, stack->name);
}

int treadle_world_template(
    treadle_world *world, const struct treadle_template *one, struct treadle_status *status) {
    REQUIRE(world);
    REQUIRE(one);
    REQUIRE(one->text);
    REQUIRE(one->name);
    struct treadle_status told = {0};
    struct stacks *stacks = stacks_of(world);
    int failed = check_corner(one, &told);
    struct stack *stack = failed == 0 ? treadle_stack_open(stacks, world, one, &told) : NULL;
    failed = stack == NULL ? told.code : check_name(stacks, stack, &told);
    if (failed == 0)
        ADD(stacks->all, stacks->count, stacks->size) = stack;
    else if (stack != NULL)
        treadle_stack_close(stack);
    if (status != NULL) *status = told;
    return failed;
}

static bool same_text(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

int treadle_world_param(
    treadle_world *world, const char *name, const char *value, struct treadle_status *status) {
    REQUIRE(world);
    REQUIRE(name);
    REQUIRE(value);
    struct stacks *stacks = stacks_of(world);
    const char *dot = strchr(name, '.');
    struct setting setting = {
        .stack = dot == NULL ? NULL
                             : treadle_arena_copy_size(&stacks->arena, name, (size_t)(dot - name)),
        .name = treadle_arena_copy(&stacks->arena, dot == NULL ? name : dot + 1),
        .value = treadle_arena_copy(&stacks->arena, value)};
    if (*setting.name == '\0' || same_text(setting.stack, ""))
        return treadle_status_set(
            status, TREADLE_EINVAL, "parameter %s: Name or Stack.Name is wanted", name);
    for (uint32_t i = 0; i < stacks->setting_count; i++)
        if (same_text(stacks->settings[i].name, setting.name) &&
            same_text(stacks->settings[i].stack, setting.stack))
            return treadle_status_set(
                status, TREADLE_EEXIST, "parameter %s: it is set twice", name);
    ADD(stacks->settings, stacks->setting_count, stacks->setting_size) = setting;
    return 0;
}

const char *treadle_world_output(
    const treadle_world *world, const char *stack, const char *output) {
    REQUIRE(world);
    REQUIRE(stack);
    REQUIRE(output);
    const struct stack *found =
        world->stacks == NULL ? NULL : treadle_stacks_find(world->stacks, stack, strlen(stack));
    return found == NULL || !found->loaded ? NULL : treadle_json_string(found->outputs, output);
}
