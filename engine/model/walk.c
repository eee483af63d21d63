// What the door tells of a machine's parts: its states, where they lead, and what is in them.
#include "base/json/value.h"
#include "engine/model/machine.h"

// Depth is that of the machine, which its parser bounds.
void treadle_flow_pointer(struct text *out, const struct flow *flow) {
    const struct state *owner = flow->owner;
    if (owner == NULL) return;
    treadle_state_pointer(out, owner);
    if (owner->kind == KIND_MAP) {
        treadle_json_pointer_add(out, flow->raw->string);
        return;
    }
    treadle_json_pointer_add(out, "Branches");
    treadle_json_pointer_add_index(out, (uint32_t)(flow - owner->of.parallel.branches));
}

void treadle_state_pointer(struct text *out, const struct state *state) {
    treadle_flow_pointer(out, state->flow);
    treadle_json_pointer_add(out, "States");
    treadle_json_pointer_add(out, state->name);
}

void treadle_machine_each_state(
    const treadle_machine *machine, treadle_state_cb on_state, void *data) {
    REQUIRE(machine);
    REQUIRE(on_state);
    treadle_machine_must_live(machine);
    struct text pointer = {0};
    for (uint32_t i = 0; i < machine->state_count; i++) {
        const struct state *state = machine->states[i];
        pointer.count = 0;
        treadle_state_pointer(&pointer, state);
        const struct treadle_state_info info = {
            .name = state->name,
            .type = treadle_kind_names[state->kind],
            .resource = state->kind == KIND_TASK ? state->of.task->uri.text : NULL,
            .pointer = pointer.bytes};
        on_state(&info, data);
    }
    treadle_text_clear(&pointer);
}

struct walk {
    treadle_part_cb on_part;
    void *data;
    struct text pointer;  // Of the part that is told.
    uint32_t depth;
};

static void tell(struct walk *walk, const struct state *state, struct treadle_part part) {
    part.depth = walk->depth;
    part.number = -1;
    if (state != NULL) {
        part.state = state->name;
        part.number = (int32_t)state->number;
        part.type = treadle_kind_names[state->kind];
        if (state->kind == KIND_TASK) part.resource = state->of.task->uri.text;
    }
    walk->on_part(&part, walk->data);
}

// A part of [state]: its member [field], or of that the element at [part.index], which is
// [part.json].
static void tell_way(
    struct walk *walk, const struct state *state, const char *field, struct treadle_part part,
    const struct state *to) {
    bool element = part.json != NULL;
    walk->pointer.count = 0;
    treadle_state_pointer(&walk->pointer, state);
    treadle_json_pointer_add(&walk->pointer, field);
    if (element)
        treadle_json_pointer_add_index(&walk->pointer, part.index);
    else
        part.json = treadle_json_member(state->raw, field);
    part.pointer = walk->pointer.bytes;
    part.to = to == NULL ? NULL : to->name;
    part.to_number = to == NULL ? -1 : (int32_t)to->number;
    tell(walk, state, part);
}

static void walk_choice(struct walk *walk, const struct state *state) {
    const struct choice_fields *choice = &state->of.choice;
    uint32_t index = 0;
    for (const struct rule *rule = choice->rules; rule != NULL; rule = rule->next, index++)
        tell_way(
            walk, state, "Choices",
            (struct treadle_part){.kind = TREADLE_PART_RULE, .json = rule->raw, .index = index},
            rule->target);
    if (choice->otherwise != NULL)
        tell_way(
            walk, state, "Default", (struct treadle_part){.kind = TREADLE_PART_DEFAULT},
            choice->otherwise);
}

static void walk_ways(struct walk *walk, const struct state *state) {
    if (state->next != NULL)
        tell_way(
            walk, state, "Next", (struct treadle_part){.kind = TREADLE_PART_NEXT}, state->next);
    if (state->kind == KIND_CHOICE) walk_choice(walk, state);
    for (uint32_t i = 0; i < state->catcher_count; i++)
        tell_way(
            walk, state, "Catch",
            (struct treadle_part){
                .kind = TREADLE_PART_CATCHER, .json = state->catchers[i].raw, .index = i},
            state->catchers[i].next);
    bool last = state->kind == KIND_SUCCEED || state->kind == KIND_FAIL;
    if (last || (state->next == NULL && state->kind != KIND_CHOICE))
        tell_way(
            walk, state, last ? "Type" : "End", (struct treadle_part){.kind = TREADLE_PART_END},
            NULL);
    for (uint32_t i = 0; i < state->retrier_count; i++)
        tell_way(
            walk, state, "Retry",
            (struct treadle_part){
                .kind = TREADLE_PART_RETRIER, .json = state->retriers[i].raw, .index = i},
            NULL);
}

static void walk_flow(struct walk *walk, const struct flow *flow, uint32_t index);

// A machine nests no deeper than its parser allows.
static void walk_state(struct walk *walk, const struct state *state) {
    const struct flow *flows = NULL;
    uint32_t count = 0;
    if (state->kind == KIND_PARALLEL) {
        flows = state->of.parallel.branches;
        count = state->of.parallel.branch_count;
    } else if (state->kind == KIND_MAP) {
        flows = state->of.map->processor;
        count = 1;
    }
    walk->pointer.count = 0;
    treadle_state_pointer(&walk->pointer, state);
    tell(
        walk, state,
        (struct treadle_part){
            .kind = TREADLE_PART_STATE,
            .pointer = walk->pointer.bytes,
            .json = state->raw,
            .to_number = -1,
            .count = count});
    walk_ways(walk, state);
    walk->depth++;
    for (uint32_t i = 0; i < count; i++)
        walk_flow(walk, &flows[i], i);
    walk->depth--;
}

static void walk_flow(struct walk *walk, const struct flow *flow, uint32_t index) {
    walk->pointer.count = 0;
    treadle_flow_pointer(&walk->pointer, flow);
    tell(
        walk, flow->owner,
        (struct treadle_part){
            .kind = TREADLE_PART_FLOW,
            .pointer = flow->owner == NULL ? "" : walk->pointer.bytes,
            .json = flow->raw,
            .to = flow->start->name,
            .to_number = (int32_t)flow->start->number,
            .index = index,
            .count = flow->state_count});
    for (uint32_t i = 0; i < flow->state_count; i++)
        walk_state(walk, &flow->list[i]);
}

void treadle_machine_walk(const treadle_machine *machine, treadle_part_cb on_part, void *data) {
    REQUIRE(machine);
    REQUIRE(on_part);
    treadle_machine_must_live(machine);
    struct walk walk = {.on_part = on_part, .data = data};
    walk_flow(&walk, &machine->flow, 0);
    treadle_text_clear(&walk.pointer);
}
