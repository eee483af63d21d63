// What was tried, counted; and what there was.
#include "suite/coverage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/number.h"

enum { ID_SIZE = 17 };

struct coverage_hit {
    uint64_t count;
    const char *key;
};

// -- Collecting

static struct coverage_machine *meet(struct coverage *coverage, const char *name, const char *id) {
    struct coverage_machine *machine = treadle_map_find(&coverage->by_id, id);
    if (machine != NULL) return machine;
    machine = treadle_arena_alloc_zeroed(&coverage->arena, sizeof(*machine));
    machine->name = machine->title = treadle_arena_copy(&coverage->arena, name);
    machine->id = treadle_arena_copy(&coverage->arena, id);
    treadle_map_put(&coverage->by_id, machine->id, machine);
    ADD(coverage->machines, coverage->machine_count, coverage->machine_size) = machine;
    return machine;
}

struct print {
    const treadle_machine *machine;
    struct text text;
};

static void put_state(const struct treadle_state_info *state, void *data) {
    struct print *print = data;
    struct treadle_place place;
    (void)treadle_machine_place(print->machine, state->pointer, true, &place);
    treadle_text_printf(&print->text, "%s:%u\n", state->pointer, place.line);
}

// By its states and their lines: what is substituted in a definition makes no other one of it, and
// each machine in a template is one of its own.
static struct coverage_machine *meet_traced(
    struct coverage *coverage, const treadle_machine *machine, const char *name) {
    for (uint32_t i = 0; i < coverage->machine_count; i++)
        if (coverage->machines[i]->seen == machine) return coverage->machines[i];
    struct print print = {.machine = machine};
    char id[ID_SIZE];
    treadle_machine_each_state(machine, put_state, &print);
    uint64_t number = treadle_digest_seed(name, treadle_text_string(&print.text), NULL);
    (void)snprintf(id, sizeof(id), "%016llx", (unsigned long long)number);
    treadle_text_clear(&print.text);
    struct coverage_machine *met = meet(coverage, name, id);
    met->seen = machine;
    return met;
}

static void hit(
    struct coverage *coverage, struct coverage_machine *machine, const char *key, uint64_t count) {
    struct coverage_hit *known = treadle_map_find(&machine->hits, key);
    if (known == NULL) {
        known = treadle_arena_alloc_zeroed(&coverage->arena, sizeof(*known));
        known->key = treadle_arena_copy(&coverage->arena, key);
        treadle_map_put(&machine->hits, known->key, known);
    }
    known->count += count;
}

static void put_left(struct text *key, const struct treadle_trace *trace) {
    if (trace->catcher >= 0)
        treadle_text_printf(key, "/Catch/%d", (int)trace->catcher);
    else if (trace->rule >= 0)
        treadle_text_printf(key, "/Choices/%d", (int)trace->rule);
    else if (strcmp(trace->type, "Choice") == 0)
        treadle_text_add(key, "/Default");
    else if (trace->next != NULL)
        treadle_text_add(key, "/Next");
    else
        treadle_text_add(key, " ended");
}

// A Choice that fails has tried the rules before the one it came to.
static void put_failed(struct text *key, const struct treadle_trace *trace) {
    if (strcmp(trace->type, "Choice") != 0)
        treadle_text_add(key, " failed");
    else if (trace->rule >= 0)
        treadle_text_printf(key, "/Choices/%d failed", (int)trace->rule);
    else
        treadle_text_add(key, " none");
}

void treadle_coverage_trace(
    struct coverage *coverage, const treadle_machine *machine, const char *name,
    const struct treadle_trace *trace) {
    struct coverage_machine *to = meet_traced(coverage, machine, name);
    if (to->text == NULL)
        to->text = treadle_arena_copy(&coverage->arena, treadle_machine_text(machine));
    struct text key = {0};
    treadle_text_add(&key, trace->pointer);
    switch (trace->kind) {
        case TREADLE_TRACE_ENTERED: break;
        case TREADLE_TRACE_LEFT: put_left(&key, trace); break;
        case TREADLE_TRACE_RETRY:
            treadle_text_printf(&key, "/Retry/%d", (int)trace->retrier);
            break;
        case TREADLE_TRACE_FAILED: put_failed(&key, trace); break;
        case TREADLE_TRACE_STARTED:
            treadle_text_add(&key, trace->count == 0 ? " empty" : " full");
            break;
        case TREADLE_TRACE_CALLED: treadle_text_add(&key, " called"); break;
    }
    hit(coverage, to, key.bytes, 1);
    treadle_text_clear(&key);
}

void treadle_coverage_clear(struct coverage *coverage) {
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        struct coverage_machine *machine = coverage->machines[i];
        treadle_map_clear(&machine->hits);
        treadle_machine_drop(machine->machine);
        free(machine->items);
    }
    free(coverage->machines);
    treadle_map_clear(&coverage->by_id);
    treadle_arena_clear(&coverage->arena);
    *coverage = (struct coverage){0};
}

// -- As JSON

static int by_key(const void *a, const void *b) {
    return strcmp(
        (*(const struct coverage_hit *const *)a)->key,
        (*(const struct coverage_hit *const *)b)->key);
}

// In the order of their keys: the same bytes, whatever came first.
static cJSON *write_hits(const struct coverage_machine *machine, struct arena *arena) {
    const struct coverage_hit **list =
        treadle_arena_alloc(arena, (machine->hits.count + 1) * sizeof(const struct coverage_hit *));
    uint32_t count = 0;
    cJSON *hits = treadle_scratch_node(arena, cJSON_Object);
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&machine->hits, slot)) != NULL;)
        list[count++] = slot->value;
    qsort(list, count, sizeof(*list), by_key);
    for (uint32_t i = 0; i < count; i++)
        treadle_put_int(arena, hits, list[i]->key, (int64_t)list[i]->count);
    return hits;
}

cJSON *treadle_coverage_write(const struct coverage *coverage, struct arena *arena, bool texts) {
    cJSON *whole = treadle_scratch_node(arena, cJSON_Object);
    cJSON *machines = treadle_scratch_node(arena, cJSON_Array);
    treadle_scratch_append(whole, "machines", machines);
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        const struct coverage_machine *machine = coverage->machines[i];
        cJSON *one = treadle_scratch_node(arena, cJSON_Object);
        treadle_put_text(arena, one, "name", machine->name);
        treadle_put_text(arena, one, "id", machine->id);
        if (texts) treadle_put_text(arena, one, "text", machine->text);
        treadle_scratch_append(one, "hits", write_hits(machine, arena));
        treadle_scratch_append(machines, NULL, one);
    }
    return whole;
}

bool treadle_coverage_add(struct coverage *coverage, const cJSON *written) {
    const cJSON *machines = treadle_json_member(written, "machines");
    if (!cJSON_IsArray(machines)) return false;
    for (const cJSON *one = machines->child; one != NULL; one = one->next) {
        const char *name = treadle_json_string(one, "name"), *text,
                   *id = treadle_json_string(one, "id");
        const cJSON *hits = treadle_json_member(one, "hits");
        if (name == NULL || id == NULL || !cJSON_IsObject(hits)) return false;
        struct coverage_machine *machine = meet(coverage, name, id);
        text = treadle_json_string(one, "text");
        if (machine->text == NULL) machine->text = treadle_arena_copy(&coverage->arena, text);
        for (const cJSON *each = hits->child; each != NULL; each = each->next) {
            int64_t count;
            if (!cJSON_IsNumber(each) || !treadle_number_int(each, &count) || count < 0)
                return false;
            hit(coverage, machine, each->string, (uint64_t)count);
        }
    }
    return true;
}

// -- What there was

struct settling {
    struct coverage *coverage;
    struct coverage_machine *machine;
    uint32_t first_rule;  // The item of the first rule of the state that is being looked at.
    uint32_t rules;
};

static uint64_t hits_of(const struct settling *settling, const char *pointer, const char *word) {
    struct text key = {0};
    treadle_text_printf(&key, "%s%s", pointer, word);
    const struct coverage_hit *known = treadle_map_find(&settling->machine->hits, key.bytes);
    treadle_text_clear(&key);
    return known == NULL ? 0 : known->count;
}

static struct coverage_item *add(
    struct settling *settling, enum coverage_kind kind, const struct treadle_part *part,
    const char *words) {
    struct coverage_machine *machine = settling->machine;
    struct coverage_item *item = &ADD(machine->items, machine->item_count, machine->item_size);
    bool name = part->kind == TREADLE_PART_STATE;
    *item = (struct coverage_item){
        .kind = kind,
        .pointer = treadle_arena_copy(&settling->coverage->arena, part->pointer),
        .side = true,
        .state = (uint32_t)part->number,
        .count = hits_of(settling, part->pointer, ""),
        .words = words};
    (void)treadle_machine_place(machine->machine, part->pointer, name, &item->place);
    return item;
}

static const char *errors_of(struct arena *arena, const cJSON *part) {
    const cJSON *errors = treadle_json_member(part, "ErrorEquals");
    const char *text = "";
    for (const cJSON *one = errors == NULL ? NULL : errors->child; one != NULL; one = one->next)
        text =
            treadle_arena_print(arena, "%s%s%s", text, *text == '\0' ? "" : ", ", one->valuestring);
    return text;
}

// One that failed to be tried has been reached by the rules before it, no more.
static void count_rules(struct settling *settling, uint64_t count, uint32_t before) {
    struct coverage_item *items = settling->machine->items;
    for (uint32_t i = 0; i < before && i < settling->rules; i++)
        items[settling->first_rule + 3 * i + 2].count += count;
}

// Three items: the way it leads, and that it held and did not hold.
static void add_rule(struct settling *settling, const struct treadle_part *part) {
    struct arena *arena = &settling->coverage->arena;
    if (part->index == 0) {
        settling->first_rule = settling->machine->item_count;
        settling->rules = 0;
    }
    const char *name = treadle_arena_print(arena, "Rule %u of '%s'", part->index + 1, part->state);
    struct coverage_item *item =
        add(settling, COVERAGE_TRANSITION, part,
            treadle_arena_print(arena, "%s never led to '%s'", name, part->to));
    uint64_t held = item->count, failed = hits_of(settling, part->pointer, " failed");
    (void)add(settling, COVERAGE_RULE, part, treadle_arena_print(arena, "%s never held", name));
    item =
        add(settling, COVERAGE_RULE, part,
            treadle_arena_print(arena, "%s always held where it was asked", name));
    item->side = false;
    item->count = 0;
    settling->rules++;
    count_rules(settling, held + failed, part->index);
}

static void add_map(struct settling *settling, const struct treadle_part *part) {
    struct arena *arena = &settling->coverage->arena;
    for (int side = 0; side < 2; side++) {
        struct coverage_item *item = add(
            settling, COVERAGE_MAP, part,
            side == 1
                ? treadle_arena_print(arena, "'%s' never ran over an item", part->state)
                : treadle_arena_print(arena, "'%s' never ran over an empty array", part->state));
        item->side = side == 1;
        item->count = hits_of(settling, part->pointer, side == 1 ? " full" : " empty");
    }
}

static void add_state(struct settling *settling, const struct treadle_part *part) {
    struct arena *arena = &settling->coverage->arena;
    settling->rules = 0;
    (void)add(
        settling, COVERAGE_STATE, part,
        treadle_arena_print(arena, "'%s' was never entered", part->state));
    if (strcmp(part->type, "Map") == 0) add_map(settling, part);
}

static void add_failing(
    struct settling *settling, const struct treadle_part *part, enum coverage_kind kind) {
    struct arena *arena = &settling->coverage->arena;
    const char *words = treadle_arena_print(
        arena, "%s %u of '%s' (%s) was never used", kind == COVERAGE_RETRIER ? "Retry" : "Catch",
        part->index + 1, part->state, errors_of(arena, part->json));
    if (kind == COVERAGE_CATCHER) (void)add(settling, COVERAGE_TRANSITION, part, words);
    (void)add(settling, kind, part, words);
}

static void on_part(const struct treadle_part *part, void *data) {
    struct settling *settling = data;
    struct arena *arena = &settling->coverage->arena;
    switch (part->kind) {
        case TREADLE_PART_FLOW:
        case TREADLE_PART_END: return;
        case TREADLE_PART_STATE: add_state(settling, part); return;
        case TREADLE_PART_NEXT:
            (void)add(
                settling, COVERAGE_TRANSITION, part,
                treadle_arena_print(arena, "'%s' never went on to '%s'", part->state, part->to));
            return;
        case TREADLE_PART_RULE: add_rule(settling, part); return;
        case TREADLE_PART_DEFAULT: {
            const struct coverage_item *item =
                add(settling, COVERAGE_TRANSITION, part,
                    treadle_arena_print(arena, "Default of '%s' was never taken", part->state));
            count_rules(settling, item->count, settling->rules);
            return;
        }
        case TREADLE_PART_CATCHER: add_failing(settling, part, COVERAGE_CATCHER); return;
        case TREADLE_PART_RETRIER: add_failing(settling, part, COVERAGE_RETRIER); return;
    }
}

// Where no rule held and there is no Default, none of them did.
static void on_dead_end(const struct treadle_part *part, void *data) {
    struct settling *settling = data;
    if (part->kind != TREADLE_PART_STATE || strcmp(part->type, "Choice") != 0) return;
    uint64_t none = hits_of(settling, part->pointer, " none");
    for (uint32_t i = 0; i < settling->machine->item_count && none > 0; i++) {
        struct coverage_item *item = &settling->machine->items[i];
        if (item->kind == COVERAGE_RULE && !item->side && item->state == (uint32_t)part->number)
            item->count += none;
    }
}

static void name_machine(struct coverage *coverage, struct coverage_machine *machine) {
    uint32_t namesakes = 0;
    struct treadle_place place;
    for (uint32_t i = 0; i < coverage->machine_count; i++)
        namesakes += strcmp(coverage->machines[i]->name, machine->name) == 0;
    if (namesakes > 1 && machine->machine != NULL &&
        treadle_machine_place(machine->machine, "/StartAt", true, &place))
        machine->title = treadle_arena_print(&coverage->arena, "%s:%u", machine->name, place.line);
}

void treadle_coverage_settle(struct coverage *coverage) {
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        struct coverage_machine *machine = coverage->machines[i];
        struct settling settling = {.coverage = coverage, .machine = machine};
        if (machine->text == NULL) continue;
        struct treadle_source source = {
            .text = machine->text, .size = strlen(machine->text), .name = machine->name};
        if (treadle_machine_read(&source, NULL, NULL, &machine->machine, NULL) != 0) continue;
        treadle_machine_walk(machine->machine, on_part, &settling);
        treadle_machine_walk(machine->machine, on_dead_end, &settling);
    }
    for (uint32_t i = 0; i < coverage->machine_count; i++)
        name_machine(coverage, coverage->machines[i]);
}

struct coverage_share treadle_coverage_share(
    const struct coverage_machine *machine, enum coverage_kind kind) {
    struct coverage_share share = {0, 0};
    for (uint32_t i = 0; i < machine->item_count; i++) {
        if (kind != COVERAGE_KINDS && machine->items[i].kind != kind) continue;
        share.all++;
        share.tried += machine->items[i].count > 0;
    }
    return share;
}

struct coverage_share treadle_coverage_whole(const struct coverage *coverage) {
    struct coverage_share whole = {0, 0};
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        struct coverage_share one = treadle_coverage_share(coverage->machines[i], COVERAGE_KINDS);
        whole.tried += one.tried;
        whole.all += one.all;
    }
    return whole;
}

uint32_t treadle_coverage_percent(struct coverage_share share) {
    return share.all == 0 ? 100 : (uint32_t)((uint64_t)share.tried * 100 / share.all);
}

// -- On a graph

static const char *said(struct graph *graph, uint64_t count) {
    if (count == 1) return "once";
    return treadle_arena_print(&graph->arena, "%llu times", (unsigned long long)count);
}

// A state is tried in part where something of it never was.
bool treadle_coverage_mark(const struct coverage_machine *machine, struct graph *graph) {
    for (uint32_t i = 0; i < machine->item_count; i++) {
        const struct coverage_item *item = &machine->items[i];
        if (item->kind != COVERAGE_STATE && item->kind != COVERAGE_TRANSITION) continue;
        enum graph_mark mark = item->count > 0 ? MARK_TRIED : MARK_NEVER;
        const char *note = item->count > 0 ? said(graph, item->count) : NULL;
        if (!treadle_graph_mark(graph, item->pointer, mark, note)) return false;
    }
    for (uint32_t i = 0; i < machine->item_count; i++) {
        const struct coverage_item *item = &machine->items[i];
        if (item->count > 0 || item->kind == COVERAGE_STATE || item->kind == COVERAGE_TRANSITION)
            continue;
        if (item->state >= graph->state_count) return false;
        const struct graph_state *state = &graph->states[item->state];
        if (item->kind != COVERAGE_CATCHER && state->marking.mark == MARK_TRIED)
            (void)treadle_graph_mark(graph, state->pointer, MARK_PARTLY, item->words);
    }
    return machine->item_count > 0;
}
