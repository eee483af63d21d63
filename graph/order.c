// The order of each layer from left to right: few crossings.
//
// Every vertex goes where its neighbours are on average, layer by layer, down and up; the best
// order that was seen stays.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "graph/inside.h"

enum { SWEEPS = 16, SWEEPS_LARGE = 4, LARGE = 4000 };

// -- Neighbours

// True where [arc] ties two vertices on that side of each other: [of] is the one whose neighbour
// [other] then is. An arc beside ties both ways: [turn] says which.
static bool tie(
    const struct sheet *sheet, const struct arc *arc, enum side side, bool turn, uint32_t *of) {
    bool beside = sheet->vertices[arc->from].layer == sheet->vertices[arc->to].layer;
    if (beside != (side == SIDE_BESIDE)) return false;
    if (beside) {
        *of = turn ? arc->to : arc->from;
        return true;
    }
    bool down = arc->kind == ARC_DOWN;
    *of = (side == SIDE_ABOVE) == down ? arc->to : arc->from;
    return !turn;
}

void treadle_sheet_neighbours(const struct sheet *sheet, enum side side, struct adjacency *out) {
    uint32_t keys = sheet->vertex_count;
    out->first = treadle_alloc_zeroed((keys + 2) * sizeof(*out->first));
    out->list = treadle_alloc((2 * sheet->arc_count + 1) * sizeof(*out->list));
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < 2 * sheet->arc_count; i++) {
            uint32_t of;
            if (!tie(sheet, &sheet->arcs[i / 2], side, i % 2 == 1, &of)) continue;
            if (pass == 0)
                out->first[of + 2]++;
            else
                out->list[out->first[of + 1]++] = i / 2;
        }
        for (uint32_t key = 0; key < keys && pass == 0; key++)
            out->first[key + 2] += out->first[key + 1];
    }
}

void treadle_adjacency_free(struct adjacency *adjacency) {
    free(adjacency->first);
    free(adjacency->list);
}

// -- Layers

struct sorting {
    double key;
    uint32_t order, vertex;
};

static int compare(const void *a, const void *b) {
    const struct sorting *one = a, *other = b;
    if (one->key != other->key) return one->key < other->key ? -1 : 1;
    return one->order < other->order ? -1 : one->order > other->order;
}

struct ordering {
    struct sheet *sheet;
    struct adjacency sides[3];
    struct sorting *sorting;
    uint32_t *tree, *best;  // [best]: the order of each vertex, when crossings were fewest.
    uint64_t best_crossings;
};

static void sort_layer(struct ordering *ordering, struct layer *layer) {
    struct sheet *sheet = ordering->sheet;
    for (uint32_t i = 0; i < layer->count; i++)
        ordering->sorting[i] = (struct sorting){
            .key = sheet->vertices[layer->vertices[i]].key,
            .order = i,
            .vertex = layer->vertices[i]};
    qsort(ordering->sorting, layer->count, sizeof(*ordering->sorting), compare);
    for (uint32_t i = 0; i < layer->count; i++) {
        layer->vertices[i] = ordering->sorting[i].vertex;
        sheet->vertices[layer->vertices[i]].order = i;
    }
}

static void make_layers(struct ordering *ordering) {
    struct sheet *sheet = ordering->sheet;
    sheet->layers =
        treadle_arena_alloc_zeroed(&sheet->arena, sheet->layer_count * sizeof(*sheet->layers));
    for (uint32_t i = 0; i < sheet->vertex_count; i++)
        sheet->layers[sheet->vertices[i].layer].count++;
    for (uint32_t i = 0; i < sheet->layer_count; i++) {
        struct layer *layer = &sheet->layers[i];
        layer->vertices =
            treadle_arena_alloc(&sheet->arena, layer->count * sizeof(*layer->vertices));
        layer->count = 0;
    }
    for (uint32_t i = 0; i < sheet->vertex_count; i++) {
        struct layer *layer = &sheet->layers[sheet->vertices[i].layer];
        layer->vertices[layer->count++] = i;
    }
    for (uint32_t i = 0; i < sheet->layer_count; i++)
        sort_layer(ordering, &sheet->layers[i]);
}

// -- Crossings

// Between a layer and the one above it: pairs of arcs whose ends stand the other way round.
static uint64_t crossings_above(struct ordering *ordering, const struct layer *layer) {
    const struct sheet *sheet = ordering->sheet;
    const struct adjacency *above = &ordering->sides[SIDE_ABOVE];
    const struct layer *upper = layer - 1;
    uint64_t crossings = 0;
    uint32_t seen = 0;
    memset(ordering->tree, 0, (upper->count + 1) * sizeof(*ordering->tree));
    for (uint32_t i = 0; i < layer->count; i++) {
        uint32_t vertex = layer->vertices[i];
        uint32_t first = above->first[vertex], last = above->first[vertex + 1];
        for (uint32_t place = first; place < last; place++) {
            const struct arc *arc = &sheet->arcs[above->list[place]];
            uint32_t other = arc->from == vertex ? arc->to : arc->from;
            uint32_t before = 0;
            for (uint32_t at = sheet->vertices[other].order + 1; at > 0; at &= at - 1)
                before += ordering->tree[at];
            crossings += seen - before;
        }
        for (uint32_t place = first; place < last; place++, seen++) {
            const struct arc *arc = &sheet->arcs[above->list[place]];
            uint32_t other = arc->from == vertex ? arc->to : arc->from;
            for (uint32_t at = sheet->vertices[other].order + 1; at <= upper->count; at += at & -at)
                ordering->tree[at]++;
        }
    }
    return crossings;
}

static void note_best(struct ordering *ordering) {
    struct sheet *sheet = ordering->sheet;
    uint64_t crossings = 0;
    for (uint32_t i = 1; i < sheet->layer_count; i++)
        crossings += crossings_above(ordering, &sheet->layers[i]);
    if (crossings >= ordering->best_crossings) return;
    ordering->best_crossings = crossings;
    for (uint32_t i = 0; i < sheet->vertex_count; i++)
        ordering->best[i] = sheet->vertices[i].order;
}

// -- Sweeps

// The average place of a vertex's neighbours on a side; false: it has none there.
static bool average(const struct ordering *ordering, uint32_t vertex, enum side side, double *out) {
    const struct sheet *sheet = ordering->sheet;
    const struct adjacency *adjacency = &ordering->sides[side];
    uint32_t first = adjacency->first[vertex], last = adjacency->first[vertex + 1];
    double sum = 0;
    for (uint32_t place = first; place < last; place++) {
        const struct arc *arc = &sheet->arcs[adjacency->list[place]];
        const struct vertex *other = &sheet->vertices[arc->from == vertex ? arc->to : arc->from];
        sum += side == SIDE_BESIDE ? other->key : other->order;
    }
    if (first == last) return false;
    *out = sum / (last - first);
    return true;
}

static void sweep_layer(struct ordering *ordering, struct layer *layer, enum side side) {
    struct sheet *sheet = ordering->sheet;
    for (uint32_t i = 0; i < layer->count; i++) {
        struct vertex *vertex = &sheet->vertices[layer->vertices[i]];
        if (!average(ordering, layer->vertices[i], side, &vertex->key)) vertex->key = i;
    }
    // What hangs on a neighbour alone stands to its right.
    for (uint32_t i = 0; i < layer->count; i++) {
        struct vertex *vertex = &sheet->vertices[layer->vertices[i]];
        double key;
        if (average(ordering, layer->vertices[i], side, &key)) continue;
        if (vertex->kind == VERTEX_BEND && average(ordering, layer->vertices[i], SIDE_BESIDE, &key))
            vertex->key = key + 0.25;
    }
    sort_layer(ordering, layer);
}

static void sweep(struct ordering *ordering, bool down) {
    struct sheet *sheet = ordering->sheet;
    uint32_t count = sheet->layer_count;
    for (uint32_t i = 1; i < count; i++) {
        if (down)
            sweep_layer(ordering, &sheet->layers[i], SIDE_ABOVE);
        else
            sweep_layer(ordering, &sheet->layers[count - 1 - i], SIDE_BELOW);
    }
}

void treadle_sheet_order(struct sheet *sheet) {
    struct ordering ordering = {.sheet = sheet, .best_crossings = UINT64_MAX};
    size_t count = sheet->vertex_count;
    for (int side = 0; side < 3; side++)
        treadle_sheet_neighbours(sheet, (enum side)side, &ordering.sides[side]);
    ordering.sorting = treadle_alloc(count * sizeof(*ordering.sorting));
    ordering.tree = treadle_alloc((count + 1) * sizeof(*ordering.tree));
    ordering.best = treadle_alloc_zeroed(count * sizeof(*ordering.best));
    make_layers(&ordering);
    note_best(&ordering);
    int sweeps = count > LARGE ? SWEEPS_LARGE : SWEEPS;
    for (int i = 0; i < sweeps && ordering.best_crossings > 0; i++) {
        sweep(&ordering, i % 2 == 0);
        note_best(&ordering);
    }
    for (uint32_t i = 0; i < sheet->vertex_count; i++)
        sheet->vertices[i].key = ordering.best[i];
    for (uint32_t i = 0; i < sheet->layer_count; i++)
        sort_layer(&ordering, &sheet->layers[i]);
    for (int side = 0; side < 3; side++)
        treadle_adjacency_free(&ordering.sides[side]);
    free(ordering.sorting);
    free(ordering.tree);
    free(ordering.best);
}
