// The life of a machine, and what the door tells of it.
#include "engine/model/machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/grave.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"

const char *const treadle_kind_names[KIND_COUNT] = {
#define KIND(name, text, file, exits) text,
#include "engine/model/kinds.def"
#undef KIND
};

void treadle_machine_must_live(const struct machine *machine) {
    MUST(machine->held > 0, "a machine was used after it was dropped");
}

treadle_machine *treadle_machine_ref(treadle_machine *machine) {
    REQUIRE(machine);
    treadle_machine_must_live(machine);
    machine->held++;
    return machine;
}

struct machine *treadle_machine_keep(struct machine *machine) {
    ASSERT(machine->held + machine->kept > 0);
    machine->kept++;
    return machine;
}

// Only its counts are left of it.
static void end(struct machine *machine) {
    for (uint32_t i = 0; i < machine->doc_count; i++)
        treadle_doc_drop(machine->docs[i]);
    free(machine->docs);
    free(machine->states);
    free(machine->variables);
    treadle_places_clear(&machine->places);
    treadle_doc_drop(machine->definition);
    treadle_arena_clear(&machine->arena);
    free(machine->source_name);
    treadle_bury(machine);
}

void treadle_machine_drop(treadle_machine *machine) {
    if (machine == NULL) return;
    MUST(machine->held > 0, "a machine was dropped more often than it was given");
    if (--machine->held + machine->kept == 0) end(machine);
}

void treadle_machine_let(struct machine *machine) {
    ASSERT(machine->kept > 0);
    if (--machine->kept + machine->held == 0) end(machine);
}

const char *treadle_machine_text(const treadle_machine *machine) {
    REQUIRE(machine);
    treadle_machine_must_live(machine);
    return machine->places.text;
}

const char *treadle_machine_source(const treadle_machine *machine) {
    REQUIRE(machine);
    treadle_machine_must_live(machine);
    return machine->source_name;
}

// -- Where a node stands

enum style { STYLE_POINTER, STYLE_LOCATION };

static void add_step(
    struct text *out, enum style style, const cJSON *parent, const cJSON *child, uint32_t index) {
    if (style == STYLE_POINTER && cJSON_IsArray(parent))
        treadle_json_pointer_add_index(out, index);
    else if (style == STYLE_POINTER)
        treadle_json_pointer_add(out, child->string);
    else if (cJSON_IsArray(parent))
        treadle_text_printf(out, "[%u]", index);
    else
        treadle_text_printf(out, "/%s", child->string);
}

// The nodes of a document stand in its order, parents before children: the way down to [node]
// leads, at every level, through the last child that does not stand behind it.
static const char *way(
    const struct machine *machine, struct arena *arena, const cJSON *node, enum style style) {
    const cJSON *at = machine->places.root;
    if (at == NULL || node < at || node >= at + machine->places.count) return NULL;
    struct text out = {0};
    while (at != node) {
        const cJSON *child = at->child;
        uint32_t index = 0;
        for (; child->next != NULL && child->next <= node; child = child->next)
            index++;
        add_step(&out, style, at, child, index);
        at = child;
    }
    if (style == STYLE_LOCATION && out.count == 0) treadle_text_add(&out, "/");
    const char *text = treadle_arena_copy(arena, treadle_text_string(&out));
    treadle_text_clear(&out);
    return text;
}

const char *treadle_machine_pointer(
    const struct machine *machine, struct arena *arena, const cJSON *node) {
    return way(machine, arena, node, STYLE_POINTER);
}

const char *treadle_machine_location(
    const struct machine *machine, struct arena *arena, const cJSON *node) {
    return way(machine, arena, node, STYLE_LOCATION);
}

bool treadle_machine_place(
    const treadle_machine *machine, const char *pointer, bool name, struct treadle_place *out) {
    REQUIRE(machine);
    REQUIRE(pointer);
    REQUIRE(out);
    treadle_machine_must_live(machine);
    *out = (struct treadle_place){0};
    const cJSON *node = treadle_json_at(treadle_doc_root(machine->definition), pointer);
    if (node == NULL) return false;
    struct place place = name ? treadle_place_of_name(&machine->places, node)
                              : treadle_place_of(&machine->places, node);
    *out = (struct treadle_place){place.line, place.column, place.width};
    return place.line > 0;
}

// -- States

const struct state *treadle_machine_state(
    const struct machine *machine, uint32_t number, const char *name) {
    if (number >= machine->state_count) return NULL;
    const struct state *state = machine->states[number];
    return strcmp(state->name, name) == 0 ? state : NULL;
}

const struct state *treadle_machine_state_named(const struct machine *machine, const char *name) {
    for (uint32_t i = 0; i < machine->state_count; i++)
        if (strcmp(machine->states[i]->name, name) == 0) return machine->states[i];
    return NULL;
}

uint32_t treadle_machine_variable(const struct machine *machine, const char *name) {
    uint32_t number = 0;
    while (number < machine->variable_count && strcmp(machine->variables[number], name) != 0)
        number++;
    return number;
}
