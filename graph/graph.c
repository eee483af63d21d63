// From a machine's parts to a graph, and the marks on it.
#include "graph/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "graph/draw.h"
#include "graph/words.h"

enum { WORDS_MAX = 1000 };

struct building {
    struct graph *graph;
    uint32_t *flows;  // The flow that is open at each depth.
    uint32_t flows_size;
    uint32_t state_size;
    struct text text;
};

// -- Building

static const char *keep(struct building *building) {
    struct text *text = &building->text;
    if (text->count > 0) treadle_utf8_clean(text->bytes, "");
    const char *copy =
        treadle_arena_copy_size(&building->graph->arena, treadle_text_string(text), text->count);
    text->count = 0;
    text->overflowed = false;
    return copy;
}

static const char *keep_name(struct building *building, const char *name) {
    if (name == NULL) return NULL;
    treadle_text_add(&building->text, name);
    return keep(building);
}

static void add_flow(struct building *building, const struct treadle_part *part) {
    struct graph *graph = building->graph;
    struct graph_flow *flow = &ADD(graph->flows, graph->flow_count, graph->flow_size);
    *flow = (struct graph_flow){
        .owner = part->number, .start = (uint32_t)part->to_number, .index = part->index};
    flow->states = treadle_arena_alloc(&graph->arena, part->count * sizeof(*flow->states));
    if (part->depth >= building->flows_size) {
        building->flows_size = part->depth + 8;
        building->flows =
            treadle_resize(building->flows, building->flows_size * sizeof(*building->flows));
    }
    building->flows[part->depth] = graph->flow_count - 1;
    if (part->number >= 0) {
        struct graph_state *owner = &graph->states[part->number];
        if (owner->flow_count++ == 0)
            owner->flow_first = graph->flow_count - 1;
        else
            graph->flows[owner->flow_last].flow_next = graph->flow_count - 1;
        owner->flow_last = graph->flow_count - 1;
    } else {
        graph->comment = keep_name(building, treadle_json_string(part->json, "Comment"));
    }
}

static void add_state(struct building *building, const struct treadle_part *part) {
    struct graph *graph = building->graph;
    uint32_t number = (uint32_t)part->number;
    while (building->state_size <= number) {
        uint32_t size = building->state_size == 0 ? 16 : building->state_size * 2;
        graph->states = treadle_resize(graph->states, size * sizeof(*graph->states));
        building->state_size = size;
    }
    if (number >= graph->state_count) graph->state_count = number + 1;
    uint32_t flow = building->flows[part->depth];
    graph->states[number] = (struct graph_state){
        .name = keep_name(building, part->state),
        .type = keep_name(building, part->type),
        .resource = keep_name(building, part->resource),
        .pointer = treadle_arena_copy(&graph->arena, part->pointer),
        .flow = flow};
    graph->flows[flow].states[graph->flows[flow].state_count++] = number;
}

// What is compared says less than what it is compared with: it is what gives way.
static void put_rule(struct text *text, const cJSON *rule) {
    treadle_words_rule(text, rule, false);
    if (treadle_utf8_count(treadle_text_string(text)) <= LABEL_CHARACTERS) return;
    text->count = 0;
    treadle_words_rule(text, rule, true);
}

static const char *label_of(struct building *building, const struct treadle_part *part) {
    struct text *text = &building->text;
    switch (part->kind) {
        case TREADLE_PART_RULE: put_rule(text, part->json); break;
        case TREADLE_PART_DEFAULT: treadle_text_add(text, "Default"); break;
        case TREADLE_PART_CATCHER:
            treadle_text_add(text, "catch ");
            treadle_words_errors(text, treadle_json_member(part->json, "ErrorEquals"));
            break;
        default: return NULL;
    }
    treadle_words_cut(text, LABEL_CHARACTERS);
    return keep(building);
}

static const char *words_of(struct building *building, const struct treadle_part *part) {
    struct text *text = &building->text;
    treadle_text_add(text, part->state);
    if (part->kind == TREADLE_PART_RULE) {
        treadle_text_printf(text, ", rule %u (", part->index + 1);
        treadle_words_rule(text, part->json, false);
        treadle_text_add(text, ")");
    } else if (part->kind == TREADLE_PART_CATCHER) {
        treadle_text_printf(text, ", Catch %u (", part->index + 1);
        treadle_words_errors(text, treadle_json_member(part->json, "ErrorEquals"));
        treadle_text_add(text, ")");
    } else if (part->kind == TREADLE_PART_DEFAULT) {
        treadle_text_add(text, ", Default");
    }
    treadle_text_printf(text, " → %s", part->to == NULL ? "end" : part->to);
    return keep(building);
}

static void add_way(struct building *building, const struct treadle_part *part) {
    struct graph *graph = building->graph;
    ADD(graph->ways, graph->way_count, graph->way_size) = (struct graph_way){
        .kind = part->kind,
        .pointer = treadle_arena_copy(&graph->arena, part->pointer),
        .label = label_of(building, part),
        .words = words_of(building, part),
        .from = part->number,
        .to = part->to_number,
        .index = part->index};
}

static void on_part(const struct treadle_part *part, void *data) {
    struct building *building = data;
    switch (part->kind) {
        case TREADLE_PART_FLOW: add_flow(building, part); break;
        case TREADLE_PART_STATE: add_state(building, part); break;
        case TREADLE_PART_RETRIER: building->graph->states[part->number].retriers++; break;
        case TREADLE_PART_NEXT:
        case TREADLE_PART_RULE:
        case TREADLE_PART_DEFAULT:
        case TREADLE_PART_CATCHER:
        case TREADLE_PART_END: add_way(building, part); break;
    }
}

// Gives each flow the list of its ways.
static void share_out(struct graph *graph) {
    for (uint32_t i = 0; i < graph->way_count; i++)
        graph->flows[graph->states[graph->ways[i].from].flow].way_count++;
    for (uint32_t i = 0; i < graph->flow_count; i++) {
        struct graph_flow *flow = &graph->flows[i];
        flow->ways = treadle_arena_alloc(&graph->arena, flow->way_count * sizeof(*flow->ways));
        flow->way_count = 0;
    }
    for (uint32_t i = 0; i < graph->way_count; i++) {
        struct graph_flow *flow = &graph->flows[graph->states[graph->ways[i].from].flow];
        flow->ways[flow->way_count++] = i;
    }
}

static void list_markings(struct graph *graph) {
    treadle_map_reserve(&graph->markings, graph->state_count + graph->way_count);
    for (uint32_t i = 0; i < graph->state_count; i++)
        treadle_map_put(&graph->markings, graph->states[i].pointer, &graph->states[i].marking);
    for (uint32_t i = 0; i < graph->way_count; i++)
        treadle_map_put(&graph->markings, graph->ways[i].pointer, &graph->ways[i].marking);
}

struct graph *treadle_graph_new(const treadle_machine *machine, const char *title) {
    struct graph *graph = treadle_alloc_zeroed(sizeof(*graph));
    struct building building = {.graph = graph, .text = {.count_max = WORDS_MAX}};
    graph->title = keep_name(&building, title);
    treadle_machine_walk(machine, on_part, &building);
    share_out(graph);
    list_markings(graph);
    free(building.flows);
    treadle_text_clear(&building.text);
    return graph;
}

void treadle_graph_free(struct graph *graph) {
    if (graph == NULL) return;
    treadle_map_clear(&graph->markings);
    treadle_arena_clear(&graph->arena);
    free(graph->states);
    free(graph->ways);
    free(graph->flows);
    free(graph);
}

// -- Marks

const char *treadle_graph_mark_word(enum graph_mark mark) {
    static const char *const words[] = {
#define MARK(name, word, sign, ascii) word,
#include "graph/marks.def"
#undef MARK
    };
    return words[mark];
}

bool treadle_graph_mark(
    struct graph *graph, const char *pointer, enum graph_mark mark, const char *note) {
    struct graph_marking *marking = treadle_map_find(&graph->markings, pointer);
    if (marking == NULL) return false;
    marking->mark = mark;
    marking->note = treadle_arena_copy(&graph->arena, note);
    graph->marked = true;
    return true;
}

// -- Formats

typedef bool (*draw_function)(const struct graph *graph, bool ascii, struct text *out);

static const struct {
    const char *word;
    draw_function draw;
} formats[GRAPH_FORMAT_COUNT] = {
#define FORMAT(name, word, draw) [GRAPH_##name] = {word, draw},
#include "graph/formats.def"
#undef FORMAT
};

bool treadle_graph_format(const char *word, enum graph_format *out) {
    for (int i = 0; i < GRAPH_FORMAT_COUNT; i++) {
        if (strcmp(formats[i].word, word) != 0) continue;
        *out = (enum graph_format)i;
        return true;
    }
    return false;
}

bool treadle_graph_draw(
    const struct graph *graph, enum graph_format format, bool ascii, struct text *out) {
    return formats[format].draw(graph, ascii, out);
}
