// Which layer a state stands in, and what passes through the layers between.
//
// Ways that lead back are found by a walk from the start; the others give each state the longest
// way that leads to it. Long links of a kind to one state share their bends, so that their number
// grows with the states, not with the ways; past a bound a link ends at a label instead, which
// names the state it leads to.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "graph/inside.h"

enum { BENDS_MIN = 2000, BENDS_PER_VERTEX = 8 };

struct vertex *treadle_sheet_vertex(struct sheet *sheet, enum vertex_kind kind) {
    struct vertex *vertex = &ADD(sheet->vertices, sheet->vertex_count, sheet->vertex_size);
    *vertex = (struct vertex){.kind = kind, .state = -1};
    return vertex;
}

// -- Vertices and links

static void add_states(struct sheet *sheet) {
    const struct graph *graph = sheet->graph;
    const struct layout_metrics *metrics = sheet->metrics;
    sheet->start = sheet->end = NO_VERTEX;
    for (uint32_t i = 0; i < sheet->flow->state_count; i++) {
        uint32_t number = sheet->flow->states[i];
        sheet->vertex_of[number] = sheet->vertex_count;
        struct vertex *vertex = treadle_sheet_vertex(sheet, VERTEX_STATE);
        vertex->state = (int32_t)number;
        // A state with flows has been laid out before: [inner] knows how large it is.
        vertex->width = sheet->inner[number].width;
        vertex->height = sheet->inner[number].height;
        if (graph->states[number].flow_count > 0) continue;
        vertex->width = metrics->box_width(&graph->states[number]);
        vertex->height = metrics->box_height;
    }
    if (sheet->flow->owner >= 0) return;
    static const enum vertex_kind ends[] = {VERTEX_START, VERTEX_END};
    sheet->start = sheet->vertex_count;
    sheet->end = sheet->start + 1;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct vertex *vertex = treadle_sheet_vertex(sheet, ends[i]);
        vertex->width = metrics->circle_width;
        vertex->height = metrics->circle_height;
    }
}

static struct link *add_link(struct sheet *sheet, uint32_t from, uint32_t to, bool catches) {
    struct link *link = &ADD(sheet->links, sheet->link_count, sheet->link_size);
    *link = (struct link){.from = from, .to = to, .catches = catches};
    return link;
}

// The link a way is drawn by: ways of one state stand together, so [last] of its target and kind,
// if it is of that state, is the one. UINT32_MAX: it is not drawn.
static uint32_t link_of(struct sheet *sheet, const struct graph_way *way, uint32_t *last[2]) {
    uint32_t from = sheet->vertex_of[way->from];
    uint32_t to = way->to < 0 ? sheet->end : sheet->vertex_of[way->to];
    bool catches = way->kind == TREADLE_PART_CATCHER;
    if (to == NO_VERTEX) return UINT32_MAX;
    uint32_t known = last[catches][to];
    if (known != UINT32_MAX && sheet->links[known].from == from) return known;
    last[catches][to] = sheet->link_count;
    (void)add_link(sheet, from, to, catches);
    return sheet->link_count - 1;
}

static void set_labels(struct sheet *sheet) {
    for (uint32_t i = 0; i < sheet->link_count; i++) {
        struct link *link = &sheet->links[i];
        if (link->way_count == 0) continue;
        link->label = sheet->graph->ways[link->ways[0]].label;
        if (link->label != NULL && link->way_count > 1)
            link->label =
                treadle_arena_print(&sheet->arena, "%s, %u more", link->label, link->way_count - 1);
    }
}

static void add_links(struct sheet *sheet) {
    const struct graph_flow *flow = sheet->flow;
    uint32_t *last[2];
    for (int i = 0; i < 2; i++) {
        last[i] = treadle_alloc(sheet->vertex_count * sizeof(*last[i]));
        memset(last[i], 0xFF, sheet->vertex_count * sizeof(*last[i]));
    }
    if (sheet->start != NO_VERTEX)
        (void)add_link(sheet, sheet->start, sheet->vertex_of[flow->start], false);
    uint32_t *links = treadle_alloc((flow->way_count + 1) * sizeof(*links));
    for (uint32_t i = 0; i < flow->way_count; i++) {
        links[i] = link_of(sheet, &sheet->graph->ways[flow->ways[i]], last);
        if (links[i] != UINT32_MAX) sheet->links[links[i]].way_count++;
    }
    for (uint32_t i = 0; i < sheet->link_count; i++) {
        struct link *link = &sheet->links[i];
        link->ways = treadle_arena_alloc(&sheet->arena, link->way_count * sizeof(*link->ways));
        link->way_count = 0;
    }
    for (uint32_t i = 0; i < flow->way_count; i++) {
        if (links[i] == UINT32_MAX) continue;
        struct link *link = &sheet->links[links[i]];
        link->ways[link->way_count++] = flow->ways[i];
    }
    set_labels(sheet);
    free(links);
    free(last[0]);
    free(last[1]);
}

// -- Layers

// Links by their vertex: of v list[first[v] .. first[v + 1]). [in]: those that arrive, in the order
// of their kind; else those that leave.
static void links_of(const struct sheet *sheet, bool in, struct adjacency *out) {
    uint32_t keys = in ? sheet->vertex_count * 2 : sheet->vertex_count;
    out->first = treadle_alloc_zeroed((keys + 2) * sizeof(*out->first));
    out->list = treadle_alloc((sheet->link_count + 1) * sizeof(*out->list));
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < sheet->link_count; i++) {
            const struct link *link = &sheet->links[i];
            uint32_t key = in ? link->to * 2 + link->catches : link->from;
            if (pass == 0)
                out->first[key + 2]++;
            else
                out->list[out->first[key + 1]++] = i;
        }
        for (uint32_t key = 0; key < keys && pass == 0; key++)
            out->first[key + 2] += out->first[key + 1];
    }
}

struct visit {
    uint32_t vertex, next;  // [next]: place in the list of links that leave it.
};

struct walk {
    struct sheet *sheet;
    struct adjacency leaving;
    struct visit *path;
    uint8_t *state;  // 0: not seen, 1: on the path, 2: done.
    uint32_t *done;  // Vertices, each after all it leads to.
    uint32_t path_count, done_count, seen_count;
};

static void see(struct walk *walk, uint32_t vertex) {
    walk->state[vertex] = 1;
    walk->sheet->vertices[vertex].key = walk->seen_count++;
    walk->path[walk->path_count++] =
        (struct visit){.vertex = vertex, .next = walk->leaving.first[vertex]};
}

static void walk_from(struct walk *walk, uint32_t vertex) {
    if (walk->state[vertex] != 0) return;
    see(walk, vertex);
    while (walk->path_count > 0) {
        struct visit *visit = &walk->path[walk->path_count - 1];
        if (visit->next == walk->leaving.first[visit->vertex + 1]) {
            walk->state[visit->vertex] = 2;
            walk->done[walk->done_count++] = visit->vertex;
            walk->path_count--;
            continue;
        }
        struct link *link = &walk->sheet->links[walk->leaving.list[visit->next++]];
        link->back = walk->state[link->to] == 1;
        if (walk->state[link->to] == 0) see(walk, link->to);
    }
}

static uint32_t length_of(const struct link *link) {
    return link->label == NULL ? 1 : 2;  // A label has a layer to itself.
}

static void set_layers(struct sheet *sheet) {
    uint32_t count = sheet->vertex_count;
    struct walk walk = {.sheet = sheet};
    links_of(sheet, false, &walk.leaving);
    walk.path = treadle_alloc(count * sizeof(*walk.path));
    walk.state = treadle_alloc_zeroed(count);
    walk.done = treadle_alloc(count * sizeof(*walk.done));
    walk_from(
        &walk, sheet->start != NO_VERTEX ? sheet->start : sheet->vertex_of[sheet->flow->start]);
    for (uint32_t i = 0; i < count; i++)
        walk_from(&walk, i);
    for (uint32_t i = count; i > 0; i--) {
        const struct vertex *from = &sheet->vertices[walk.done[i - 1]];
        uint32_t place = walk.leaving.first[walk.done[i - 1]];
        for (; place < walk.leaving.first[walk.done[i - 1] + 1]; place++) {
            const struct link *link = &sheet->links[walk.leaving.list[place]];
            struct vertex *to = &sheet->vertices[link->to];
            uint32_t layer = from->layer + length_of(link);
            if (!link->back && layer > to->layer) to->layer = layer;
        }
    }
    if (sheet->end != NO_VERTEX) sheet->vertices[sheet->end].key = count;
    treadle_adjacency_free(&walk.leaving);
    free(walk.path);
    free(walk.state);
    free(walk.done);
}

// -- Bends and arcs

static void add_arc(
    struct sheet *sheet, enum arc_kind kind, uint32_t from, uint32_t to, struct link *link) {
    uint32_t layer = sheet->vertices[from].layer;
    bool below = kind == ARC_DOWN || kind == ARC_TURN_BELOW;
    if (link->arc_count++ == 0) link->arc_first = sheet->arc_count;
    ADD(sheet->arcs, sheet->arc_count, sheet->arc_size) = (struct arc){
        .kind = kind,
        .from = from,
        .to = to,
        .channel = below ? layer + 1 : layer,
        .catches = link->catches};
}

// A vertex for the link's label, below where it begins. [text] is lent with the sheet.
static uint32_t add_label(struct sheet *sheet, uint32_t number, const char *text) {
    struct link *link = &sheet->links[number];
    const struct vertex from = sheet->vertices[link->from];
    uint32_t to = link->to;
    uint32_t place = sheet->vertex_count;
    struct vertex *vertex = treadle_sheet_vertex(sheet, VERTEX_LABEL);
    link->label = text;
    vertex->link = number;
    vertex->layer = from.layer + 1;
    // What leads back begins at the right, where its bends do.
    vertex->key = sheet->vertices[to].key + (link->back ? sheet->vertex_count : 0);
    vertex->width = sheet->metrics->label_width(text);
    vertex->height = sheet->metrics->label_height;
    add_arc(sheet, ARC_DOWN, link->from, place, link);
    return place;
}

// The links of one kind to one vertex, forward or back.
struct bundle {
    struct sheet *sheet;
    const uint32_t *links;
    uint32_t count, to;
    bool back, catches;
    uint32_t first_bend, low, high;  // Layers of its bends; none where [low] > [high].
};

// The layer from which a link goes on to its bends, or to where it leads.
static uint32_t joins_at(const struct sheet *sheet, const struct link *link) {
    uint32_t layer = sheet->vertices[link->from].layer + length_of(link);
    return link->back ? layer - 1 : layer;
}

static void measure(struct bundle *bundle) {
    const struct sheet *sheet = bundle->sheet;
    uint32_t layer = sheet->vertices[bundle->to].layer;
    bundle->low = layer;
    bundle->high = layer;
    bool any = false;
    for (uint32_t i = 0; i < bundle->count; i++) {
        const struct link *link = &sheet->links[bundle->links[i]];
        if (link->back != bundle->back) continue;
        uint32_t at = joins_at(sheet, link);
        if (bundle->back && at > bundle->high) bundle->high = at;
        if (!bundle->back && at < bundle->low) bundle->low = at;
        any = true;
    }
    if (!bundle->back) bundle->high--;
    if (!any || bundle->low > bundle->high) {
        bundle->low = 1;
        bundle->high = 0;
    }
}

// The link of the bends themselves, from the first to the vertex.
static void add_chain(struct bundle *bundle) {
    struct sheet *sheet = bundle->sheet;
    bundle->first_bend = sheet->vertex_count;
    double key = sheet->vertices[bundle->to].key;
    uint32_t ways = 0;
    for (uint32_t layer = bundle->low; layer <= bundle->high; layer++) {
        struct vertex *bend = treadle_sheet_vertex(sheet, VERTEX_BEND);
        bend->layer = layer;
        bend->key = bundle->back ? key + sheet->vertex_count : key;
    }
    uint32_t count = bundle->high - bundle->low + 1;
    uint32_t first = bundle->first_bend, last = first + count - 1;
    struct link *chain = add_link(sheet, bundle->back ? last : first, bundle->to, bundle->catches);
    for (uint32_t i = 0; i < bundle->count; i++)
        ways += sheet->links[bundle->links[i]].way_count;
    chain->ways = treadle_arena_alloc(&sheet->arena, ways * sizeof(*chain->ways));
    chain->back = bundle->back;
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (bundle->back)
            add_arc(sheet, ARC_UP, last - i, last - i - 1, chain);
        else
            add_arc(sheet, ARC_DOWN, first + i, first + i + 1, chain);
    }
    if (bundle->back)
        add_arc(sheet, ARC_TURN_ABOVE, first, bundle->to, chain);
    else
        add_arc(sheet, ARC_DOWN, last, bundle->to, chain);
}

// The arcs of one link, up to where it joins the chain or leads.
static void add_own_arcs(struct bundle *bundle, uint32_t number, uint32_t chain) {
    struct sheet *sheet = bundle->sheet;
    uint32_t at = sheet->links[number].from;
    if (sheet->links[number].label != NULL)
        at = add_label(sheet, number, sheet->links[number].label);
    struct link *link = &sheet->links[number];
    uint32_t layer = joins_at(sheet, link);
    bool joins = chain != UINT32_MAX && layer >= bundle->low && layer <= bundle->high;
    uint32_t to = joins ? bundle->first_bend + layer - bundle->low : bundle->to;
    add_arc(sheet, bundle->back ? ARC_TURN_BELOW : ARC_DOWN, at, to, link);
    if (!joins) return;
    link->to = to;
    for (uint32_t i = 0; i < link->way_count; i++)
        sheet->links[chain].ways[sheet->links[chain].way_count++] = link->ways[i];
}

// A link that has no bends: its label says where it leads.
static void cut(struct sheet *sheet, uint32_t number) {
    const struct link *link = &sheet->links[number];
    const struct vertex *to = &sheet->vertices[link->to];
    const char *name = to->state < 0 ? "end" : sheet->graph->states[to->state].name;
    const char *label = link->label == NULL
                            ? treadle_arena_print(&sheet->arena, "→ %s", name)
                            : treadle_arena_print(&sheet->arena, "%s → %s", link->label, name);
    uint32_t place = add_label(sheet, number, label);
    sheet->links[number].to = place;
}

static void bend(struct bundle *bundle, uint32_t *left) {
    measure(bundle);
    uint32_t count = bundle->low > bundle->high ? 0 : bundle->high - bundle->low + 1;
    bool fits = count <= *left;
    uint32_t chain = UINT32_MAX;
    if (fits && count > 0) {
        *left -= count;
        chain = bundle->sheet->link_count;
        add_chain(bundle);
    }
    for (uint32_t i = 0; i < bundle->count; i++) {
        uint32_t number = bundle->links[i];
        if (bundle->sheet->links[number].back != bundle->back) continue;
        uint32_t layer = joins_at(bundle->sheet, &bundle->sheet->links[number]);
        bool is_long = layer >= bundle->low && layer <= bundle->high;
        if (is_long && !fits)
            cut(bundle->sheet, number);
        else
            add_own_arcs(bundle, number, chain);
    }
}

void treadle_sheet_rank(struct sheet *sheet) {
    add_states(sheet);
    add_links(sheet);
    set_layers(sheet);
    struct adjacency arriving;
    links_of(sheet, true, &arriving);
    uint32_t states = sheet->vertex_count;
    uint32_t left = BENDS_MIN + BENDS_PER_VERTEX * states;
    for (uint32_t key = 0; key < states * 2; key++) {
        struct bundle bundle = {
            .sheet = sheet,
            .links = arriving.list + arriving.first[key],
            .count = arriving.first[key + 1] - arriving.first[key],
            .to = key / 2,
            .catches = key % 2 == 1};
        if (bundle.count == 0) continue;
        bend(&bundle, &left);
        bundle.back = true;
        bend(&bundle, &left);
    }
    for (uint32_t i = 0; i < sheet->vertex_count; i++)
        if (sheet->vertices[i].layer >= sheet->layer_count)
            sheet->layer_count = sheet->vertices[i].layer + 1;
    treadle_adjacency_free(&arriving);
}
