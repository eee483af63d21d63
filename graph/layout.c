// Flows from the inside out, then everything to where it stands on the whole.
#include "graph/layout.h"

#include <stdlib.h>

#include "base/memory.h"
#include "graph/inside.h"

struct work {
    const struct graph *graph;
    const struct layout_metrics *metrics;
    struct layout *out;
    struct sheet *sheets;  // By flow.
    struct inner *inner;   // By state.
    uint32_t *vertex_of;
    struct layout_point *origins;  // Of flows.
};

// -- Sizes

static void measure_state(struct work *work, uint32_t number) {
    const struct graph_state *state = &work->graph->states[number];
    const struct layout_metrics *metrics = work->metrics;
    int32_t width = -metrics->flow_gap, height = 0;
    uint32_t flow = state->flow_first;
    for (uint32_t i = 0; i < state->flow_count; i++, flow = work->graph->flows[flow].flow_next) {
        const struct sheet *sheet = &work->sheets[flow];
        width += sheet->width + 2 * metrics->flow_pad + metrics->flow_gap;
        if (sheet->height > height) height = sheet->height;
    }
    width += 2 * metrics->frame_side;
    int32_t least = metrics->box_width(state);
    work->inner[number] = (struct inner){
        .width = width < least ? least : width,
        .height = height + 2 * metrics->flow_pad + metrics->frame_top + metrics->frame_bottom};
}

static void lay_out_flow(struct work *work, uint32_t number) {
    struct sheet *sheet = &work->sheets[number];
    *sheet = (struct sheet){
        .graph = work->graph,
        .metrics = work->metrics,
        .flow = &work->graph->flows[number],
        .flow_number = number,
        .inner = work->inner,
        .vertex_of = work->vertex_of};
    treadle_sheet_rank(sheet);
    treadle_sheet_order(sheet);
    treadle_sheet_place(sheet);
    treadle_sheet_route(sheet);
}

// -- Boxes

static struct layout_box *add_box(struct work *work, enum layout_kind kind, uint32_t flow) {
    struct layout *out = work->out;
    struct layout_box *box = &ADD(out->boxes, out->box_count, out->box_size);
    *box = (struct layout_box){.kind = kind, .flow = flow, .state = -1, .line = -1};
    return box;
}

static void put_flows(struct work *work, const struct layout_box *outer) {
    const struct graph *graph = work->graph;
    const struct graph_state *state = &graph->states[outer->state];
    const struct layout_metrics *metrics = work->metrics;
    int32_t width = -metrics->flow_gap, height = 0;
    const struct layout_box frame = *outer;
    uint32_t flow = state->flow_first;
    for (uint32_t i = 0; i < state->flow_count; i++, flow = graph->flows[flow].flow_next)
        width += work->sheets[flow].width + 2 * metrics->flow_pad + metrics->flow_gap;
    height = frame.height - metrics->frame_top - metrics->frame_bottom;
    int32_t x = frame.x + (frame.width - width) / 2, y = frame.y + metrics->frame_top;
    flow = state->flow_first;
    for (uint32_t i = 0; i < state->flow_count; i++, flow = graph->flows[flow].flow_next) {
        struct layout_box *box = add_box(work, LAYOUT_FLOW, flow);
        box->x = x;
        box->y = y;
        box->width = work->sheets[flow].width + 2 * metrics->flow_pad;
        box->height = height;
        work->origins[flow] = (struct layout_point){x + metrics->flow_pad, y + metrics->flow_pad};
        x += box->width + metrics->flow_gap;
    }
}

static void put_vertex(struct work *work, const struct sheet *sheet, uint32_t number) {
    static const enum layout_kind kinds[] = {
        [VERTEX_STATE] = LAYOUT_STATE,
        [VERTEX_START] = LAYOUT_START,
        [VERTEX_END] = LAYOUT_END,
        [VERTEX_LABEL] = LAYOUT_LABEL};
    const struct vertex *vertex = &sheet->vertices[number];
    struct layout_point origin = work->origins[sheet->flow_number];
    if (vertex->kind == VERTEX_BEND) return;
    struct layout_box *box = add_box(work, kinds[vertex->kind], sheet->flow_number);
    box->x = origin.x + vertex->middle - vertex->width / 2;
    box->y = origin.y + vertex->top;
    box->width = vertex->width;
    box->height = vertex->height;
    if (vertex->kind == VERTEX_LABEL) {
        box->label = treadle_arena_copy(&work->out->arena, sheet->links[vertex->link].label);
        box->line = (int32_t)(work->out->line_count + vertex->link);
    }
    if (vertex->kind != VERTEX_STATE) return;
    box->state = vertex->state;
    if (work->graph->states[vertex->state].flow_count > 0) put_flows(work, box);
}

// -- Lines

struct pen {
    struct layout_point *points;
    uint32_t count, size;
    struct layout_point origin;
};

// Points on one straight line are its two ends.
static void draw_to(struct pen *pen, int32_t x, int32_t y) {
    struct layout_point point = {pen->origin.x + x, pen->origin.y + y};
    if (pen->count > 0) {
        const struct layout_point *last = &pen->points[pen->count - 1];
        if (last->x == point.x && last->y == point.y) return;
    }
    if (pen->count > 1) {
        struct layout_point *last = &pen->points[pen->count - 1], *before = last - 1;
        bool down = before->x == last->x && last->x == point.x;
        bool across = before->y == last->y && last->y == point.y;
        if (down || across) {
            *last = point;
            return;
        }
    }
    ADD(pen->points, pen->count, pen->size) = point;
}

static void draw_arc(const struct sheet *sheet, const struct arc *arc, struct pen *pen) {
    const struct vertex *from = &sheet->vertices[arc->from], *to = &sheet->vertices[arc->to];
    const struct layer *from_layer = &sheet->layers[from->layer];
    const struct layer *to_layer = &sheet->layers[to->layer];
    const struct layout_metrics *metrics = sheet->metrics;
    bool leaves_below = arc->kind == ARC_DOWN || arc->kind == ARC_TURN_BELOW;
    bool arrives_below = arc->kind == ARC_UP || arc->kind == ARC_TURN_BELOW;
    int32_t bottom =
        from->kind == VERTEX_BEND ? from_layer->top + from_layer->height : from->top + from->height;
    draw_to(pen, arc->from_x, leaves_below ? bottom : from_layer->top);
    if (arc->from_x != arc->to_x) {
        int32_t y = sheet->channels[arc->channel] + metrics->channel_top +
                    (int32_t)sheet->nets[arc->net].track * metrics->pitch_y + metrics->pitch_y / 2;
        draw_to(pen, arc->from_x, y);
        draw_to(pen, arc->to_x, y);
    }
    draw_to(pen, arc->to_x, arrives_below ? to_layer->top + to_layer->height : to_layer->top);
}

static void put_line(struct work *work, const struct sheet *sheet, const struct link *link) {
    struct layout *out = work->out;
    struct pen pen = {.origin = work->origins[sheet->flow_number]};
    const struct vertex *first = &sheet->vertices[link->from];
    if (first->kind == VERTEX_BEND) {  // A chain passes through the layer of its first bend.
        const struct layer *layer = &sheet->layers[first->layer];
        draw_to(&pen, first->middle, link->back ? layer->top + layer->height : layer->top);
    }
    for (uint32_t i = 0; i < link->arc_count; i++)
        draw_arc(sheet, &sheet->arcs[link->arc_first + i], &pen);
    enum vertex_kind end = sheet->vertices[link->to].kind;
    struct layout_line *line = &ADD(out->lines, out->line_count, out->line_size);
    uint32_t *ways = treadle_arena_alloc(&out->arena, link->way_count * sizeof(*ways));
    for (uint32_t i = 0; i < link->way_count; i++)
        ways[i] = link->ways[i];
    *line = (struct layout_line){
        .ways = ways,
        .way_count = link->way_count,
        .flow = sheet->flow_number,
        .catches = link->catches,
        .arrives = end == VERTEX_STATE || end == VERTEX_END,
        .point_count = pen.count};
    line->points = treadle_arena_alloc(&out->arena, pen.count * sizeof(*line->points));
    for (uint32_t i = 0; i < pen.count; i++)
        line->points[i] = pen.points[i];
    free(pen.points);
}

static void put_flow(struct work *work, const struct sheet *sheet) {
    for (uint32_t i = 0; i < sheet->vertex_count; i++)
        put_vertex(work, sheet, i);
    for (uint32_t i = 0; i < sheet->link_count; i++)
        put_line(work, sheet, &sheet->links[i]);
}

static void clear_sheet(struct sheet *sheet) {
    treadle_arena_clear(&sheet->arena);
    free(sheet->vertices);
    free(sheet->arcs);
    free(sheet->links);
    free(sheet->nets);
}

void treadle_layout_make(
    const struct graph *graph, const struct layout_metrics *metrics, struct layout *out) {
    struct work work = {.graph = graph, .metrics = metrics, .out = out};
    *out = (struct layout){0};
    work.sheets = treadle_alloc(graph->flow_count * sizeof(*work.sheets));
    work.origins = treadle_alloc_zeroed(graph->flow_count * sizeof(*work.origins));
    work.inner = treadle_alloc_zeroed(graph->state_count * sizeof(*work.inner));
    work.vertex_of = treadle_alloc(graph->state_count * sizeof(*work.vertex_of));
    for (uint32_t i = graph->flow_count; i > 0; i--) {
        lay_out_flow(&work, i - 1);
        int32_t owner = graph->flows[i - 1].owner;
        // The first flow of a state is laid out last.
        if (owner >= 0 && graph->states[owner].flow_first == i - 1)
            measure_state(&work, (uint32_t)owner);
    }
    for (uint32_t i = 0; i < graph->flow_count; i++)
        put_flow(&work, &work.sheets[i]);
    out->width = work.sheets[0].width;
    out->height = work.sheets[0].height;
    for (uint32_t i = 0; i < graph->flow_count; i++)
        clear_sheet(&work.sheets[i]);
    free(work.sheets);
    free(work.origins);
    free(work.inner);
    free(work.vertex_of);
}

void treadle_layout_clear(struct layout *layout) {
    treadle_arena_clear(&layout->arena);
    free(layout->boxes);
    free(layout->lines);
    *layout = (struct layout){0};
}
