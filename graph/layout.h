// Where everything of a graph is drawn: boxes, labels and lines, in whole units.
//
// A layered layout of our own. Each flow is laid out by itself, inner ones first, since no way
// leads from one flow to another: a Parallel or Map is then one large box. Within a flow states
// stand in layers (rank.c), in an order with few crossings (order.c), at places that make lines
// straight (place.c); lines run at right angles through the channels between the layers (route.c),
// never through a box.
#ifndef TREADLE_GRAPH_LAYOUT_H
#define TREADLE_GRAPH_LAYOUT_H

#include "graph/graph.h"

// How large things are: pixels, or the cells of a terminal.
struct layout_metrics {
    int32_t box_height;                           // Of a plain state.
    int32_t frame_top, frame_side, frame_bottom;  // Of a state around its flows, with their
    int32_t flow_pad, flow_gap;                   // own borders, and between them.
    int32_t circle_width, circle_height;          // Where a machine starts and ends.
    int32_t label_height;
    int32_t gap, line_gap;     // Between two boxes of a layer; between a line and its neighbours.
    int32_t pitch_x, pitch_y;  // Between lines that run side by side, down and across.
    int32_t channel_top, channel_bottom;  // Free of lines across, in the channel of two layers.
    int32_t (*box_width)(const struct graph_state *state);
    int32_t (*label_width)(const char *label);
};
extern const struct layout_metrics treadle_svg_metrics;  // What SVG is laid out by.

enum layout_kind { LAYOUT_STATE, LAYOUT_START, LAYOUT_END, LAYOUT_FLOW, LAYOUT_LABEL };

struct layout_box {
    enum layout_kind kind;
    uint32_t flow;      // FLOW: it; else the flow it is in.
    int32_t state;      // STATE: it. Else -1.
    int32_t line;       // LABEL: the line it belongs to. Else -1.
    const char *label;  // LABEL
    int32_t x, y, width, height;
};

struct layout_point {
    int32_t x, y;
};

struct layout_line {       // Of pieces at right angles, in the direction of its ways.
    const uint32_t *ways;  // None: from the start to the first state.
    uint32_t way_count, flow;
    bool catches;  // Its ways are catchers.
    bool arrives;  // At a state or the end; else it joins a line that does, or ends
                   // at a label that names the state.
    struct layout_point *points;
    uint32_t point_count;
};

struct layout {
    struct arena arena;
    struct layout_box *boxes;  // Outer before inner.
    struct layout_line *lines;
    uint32_t box_count, box_size, line_count, line_size;
    int32_t width, height;
};

void treadle_layout_make(
    const struct graph *graph, const struct layout_metrics *metrics, struct layout *out);
void treadle_layout_clear(struct layout *layout);

#endif
