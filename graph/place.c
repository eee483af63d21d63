// Where every vertex of a layer stands: in its order, apart from its neighbours, and as nearly
// above and below what it is tied to as that allows.
//
// The best places of one layer, when the others stand, are a least-squares problem under an order:
// pooling neighbours that would overlap solves it exactly. Layers take turns, down and up. At last
// what stands nearly straight is moved to stand straight.
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "graph/inside.h"

enum { ROUNDS = 12, ROUNDS_LARGE = 4, LARGE = 4000 };

struct pool {  // Vertices of a layer that touch.
    double weight, place;
    uint32_t count;
};

struct placing {
    struct sheet *sheet;
    struct adjacency sides[3];
    struct pool *pools;
    int64_t *offsets;  // Of the vertices of a layer, from the first, as near as may be.
};

// How far apart the middles of two neighbours must be.
static int32_t distance(const struct sheet *sheet, uint32_t left, uint32_t right) {
    const struct vertex *one = &sheet->vertices[left], *other = &sheet->vertices[right];
    bool line = one->kind == VERTEX_BEND || other->kind == VERTEX_BEND;
    int32_t gap = line ? sheet->metrics->line_gap : sheet->metrics->gap;
    return one->width - one->width / 2 + gap + other->width / 2;
}

// How much it matters that this arc is straight.
static double weight_of(const struct sheet *sheet, const struct arc *arc) {
    bool from = sheet->vertices[arc->from].kind == VERTEX_BEND;
    bool to = sheet->vertices[arc->to].kind == VERTEX_BEND;
    double weight = from && to ? 8 : from || to ? 2 : 3;
    return arc->catches ? weight / 3 : weight;
}

static void pull(
    const struct placing *placing, uint32_t vertex, enum side side, double *sum, double *weight) {
    const struct sheet *sheet = placing->sheet;
    const struct adjacency *adjacency = &placing->sides[side];
    for (uint32_t i = adjacency->first[vertex]; i < adjacency->first[vertex + 1]; i++) {
        const struct arc *arc = &sheet->arcs[adjacency->list[i]];
        const struct vertex *other = &sheet->vertices[arc->from == vertex ? arc->to : arc->from];
        double one = side == SIDE_BESIDE ? 0.2 : weight_of(sheet, arc);
        *sum += one * other->x;
        *weight += one;
    }
}

static void settle_layer(
    struct placing *placing, const struct layer *layer, bool above, bool below) {
    struct sheet *sheet = placing->sheet;
    uint32_t pools = 0;
    int64_t offset = 0;
    for (uint32_t i = 0; i < layer->count; i++) {
        uint32_t vertex = layer->vertices[i];
        if (i > 0) offset += distance(sheet, layer->vertices[i - 1], vertex);
        placing->offsets[i] = offset;
        double sum = 0.01 * sheet->vertices[vertex].x, weight = 0.01;
        if (above) pull(placing, vertex, SIDE_ABOVE, &sum, &weight);
        if (below) pull(placing, vertex, SIDE_BELOW, &sum, &weight);
        pull(placing, vertex, SIDE_BESIDE, &sum, &weight);
        struct pool pool = {.weight = weight, .place = sum / weight - (double)offset, .count = 1};
        for (; pools > 0 && placing->pools[pools - 1].place > pool.place; pools--) {
            const struct pool *before = &placing->pools[pools - 1];
            double both = before->weight + pool.weight;
            pool.place = (before->place * before->weight + pool.place * pool.weight) / both;
            pool.weight = both;
            pool.count += before->count;
        }
        placing->pools[pools++] = pool;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < pools; i++)
        for (uint32_t k = 0; k < placing->pools[i].count; k++, at++)
            sheet->vertices[layer->vertices[at]].x =
                placing->pools[i].place + (double)placing->offsets[at];
}

// The neighbour that a vertex should stand straight below, or above; NULL: there is none. Of equal
// ones the nearest.
static const struct vertex *main_neighbour(
    const struct placing *placing, uint32_t vertex, enum side side) {
    const struct sheet *sheet = placing->sheet;
    const struct adjacency *adjacency = &placing->sides[side];
    const struct vertex *best = NULL;
    double best_weight = 0, best_distance = 0;
    for (uint32_t i = adjacency->first[vertex]; i < adjacency->first[vertex + 1]; i++) {
        const struct arc *arc = &sheet->arcs[adjacency->list[i]];
        const struct vertex *other = &sheet->vertices[arc->from == vertex ? arc->to : arc->from];
        double weight = weight_of(sheet, arc);
        double away = fabs(other->x - sheet->vertices[vertex].x);
        bool better = weight > best_weight || (weight == best_weight && away < best_distance);
        if (best != NULL && !better) continue;
        best = other;
        best_weight = weight;
        best_distance = away;
    }
    return best;
}

static void straighten_layer(struct placing *placing, const struct layer *layer, enum side side) {
    struct sheet *sheet = placing->sheet;
    for (uint32_t i = 0; i < layer->count; i++) {
        uint32_t vertex = layer->vertices[i];
        const struct vertex *other = main_neighbour(placing, vertex, side);
        if (other == NULL) continue;
        double x = other->x;
        if (i > 0) {
            uint32_t left = layer->vertices[i - 1];
            if (x < sheet->vertices[left].x + distance(sheet, left, vertex)) continue;
        }
        if (i + 1 < layer->count) {
            uint32_t right = layer->vertices[i + 1];
            if (x > sheet->vertices[right].x - distance(sheet, vertex, right)) continue;
        }
        sheet->vertices[vertex].x = x;
    }
}

// Where a vertex may stand while its neighbours in the layer stay.
struct room {
    double low, high;
};

static struct room room_of(const struct sheet *sheet, uint32_t number) {
    const struct vertex *vertex = &sheet->vertices[number];
    const struct layer *layer = &sheet->layers[vertex->layer];
    struct room room = {-HUGE_VAL, HUGE_VAL};
    if (vertex->order > 0) {
        uint32_t left = layer->vertices[vertex->order - 1];
        room.low = sheet->vertices[left].x + distance(sheet, left, number);
    }
    if (vertex->order + 1 < layer->count) {
        uint32_t right = layer->vertices[vertex->order + 1];
        room.high = sheet->vertices[right].x - distance(sheet, number, right);
    }
    return room;
}

static double within(struct room room, double x) {
    return x < room.low ? room.low : x > room.high ? room.high : x;
}

// A chain's bends, and before them the label of the link that begins it, if nothing else joins
// there.
struct column {
    uint32_t *vertices, count;
};

static void add_feeder(const struct placing *placing, struct column *column, bool back) {
    const struct sheet *sheet = placing->sheet;
    const struct adjacency *side = &placing->sides[back ? SIDE_BESIDE : SIDE_ABOVE];
    uint32_t first = column->vertices[0], at = side->first[first];
    if (back || side->first[first + 1] - at != 1) return;
    uint32_t from = sheet->arcs[side->list[at]].from;
    if (sheet->vertices[from].kind != VERTEX_LABEL) return;
    for (uint32_t i = column->count; i > 0; i--)
        column->vertices[i] = column->vertices[i - 1];
    column->vertices[0] = from;
    column->count++;
}

// They stand below one another, in runs as long as there is room for; the last run where the chain
// leads, if it can.
static void straighten_column(struct sheet *sheet, const struct column *column, double wish) {
    uint32_t end = column->count;
    while (end > 0) {
        struct room room = {-HUGE_VAL, HUGE_VAL};
        uint32_t first = end;
        for (; first > 0; first--) {
            struct room one = room_of(sheet, column->vertices[first - 1]);
            if (one.low < room.low) one.low = room.low;
            if (one.high > room.high) one.high = room.high;
            if (one.low > one.high) break;
            room = one;
        }
        if (first == end) {  // It has no room to move.
            end--;
            wish = sheet->vertices[column->vertices[end]].x;
            continue;
        }
        wish = within(room, wish);
        for (; end > first; end--)
            sheet->vertices[column->vertices[end - 1]].x = wish;
    }
}

static void straighten_chains(const struct placing *placing) {
    struct sheet *sheet = placing->sheet;
    struct column column;
    column.vertices = treadle_alloc((sheet->layer_count + 1) * sizeof(*column.vertices));
    for (uint32_t i = 0; i < sheet->link_count; i++) {
        const struct link *chain = &sheet->links[i];
        if (sheet->vertices[chain->from].kind != VERTEX_BEND) continue;
        for (column.count = 0; column.count < chain->arc_count; column.count++)
            column.vertices[column.count] = sheet->arcs[chain->arc_first + column.count].from;
        add_feeder(placing, &column, chain->back);
        double wish = sheet->vertices[chain->back ? column.vertices[0] : chain->to].x;
        straighten_column(sheet, &column, wish);
    }
    free(column.vertices);
}

// In whole units from the left edge, and not too near whatever the rounding did.
static void round_off(struct sheet *sheet) {
    int32_t left = INT32_MAX, right = 0;
    for (uint32_t i = 0; i < sheet->layer_count; i++) {
        const struct layer *layer = &sheet->layers[i];
        for (uint32_t k = 0; k < layer->count; k++) {
            struct vertex *vertex = &sheet->vertices[layer->vertices[k]];
            vertex->middle = (int32_t)floor(vertex->x + 0.5);
            if (k > 0) {
                uint32_t before = layer->vertices[k - 1];
                int32_t least =
                    sheet->vertices[before].middle + distance(sheet, before, layer->vertices[k]);
                if (vertex->middle < least) vertex->middle = least;
            }
            if (vertex->middle - vertex->width / 2 < left)
                left = vertex->middle - vertex->width / 2;
        }
    }
    for (uint32_t i = 0; i < sheet->vertex_count; i++) {
        struct vertex *vertex = &sheet->vertices[i];
        vertex->middle -= left;
        int32_t end = vertex->middle - vertex->width / 2 + vertex->width;
        if (vertex->width == 0) end++;
        if (end > right) right = end;
    }
    sheet->width = right;
}

void treadle_sheet_place(struct sheet *sheet) {
    struct placing placing = {.sheet = sheet};
    for (int side = 0; side < 3; side++)
        treadle_sheet_neighbours(sheet, (enum side)side, &placing.sides[side]);
    placing.pools = treadle_alloc(sheet->vertex_count * sizeof(*placing.pools));
    placing.offsets = treadle_alloc(sheet->vertex_count * sizeof(*placing.offsets));
    int rounds = sheet->vertex_count > LARGE ? ROUNDS_LARGE : ROUNDS;
    uint32_t count = sheet->layer_count;
    for (int round = 0; round < rounds; round++) {
        bool last = round >= rounds / 2;
        for (uint32_t i = 0; i < count; i++)
            settle_layer(&placing, &sheet->layers[i], true, last);
        for (uint32_t i = count; i > 0; i--)
            settle_layer(&placing, &sheet->layers[i - 1], last, true);
    }
    for (uint32_t i = count; i > 0; i--)
        straighten_layer(&placing, &sheet->layers[i - 1], SIDE_BELOW);
    for (uint32_t i = 0; i < count; i++)
        straighten_layer(&placing, &sheet->layers[i], SIDE_ABOVE);
    straighten_chains(&placing);
    round_off(sheet);
    for (int side = 0; side < 3; side++)
        treadle_adjacency_free(&placing.sides[side]);
    free(placing.pools);
    free(placing.offsets);
}
