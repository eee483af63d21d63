// Between the files of the layout: one flow while it is laid out.
#ifndef TREADLE_GRAPH_INSIDE_H
#define TREADLE_GRAPH_INSIDE_H

#include "graph/layout.h"

enum vertex_kind {
    VERTEX_STATE,
    VERTEX_START,
    VERTEX_END,
    VERTEX_LABEL,
    VERTEX_BEND  // Where a line passes through a layer.
};

struct vertex {
    enum vertex_kind kind;
    int32_t state;  // Of a VERTEX_STATE
    uint32_t link;  // Of a VERTEX_LABEL
    uint32_t layer, order;
    double key;  // Sorts a layer.
    int32_t width, height;
    double x;             // Of its middle, while it is looked for.
    int32_t middle, top;  // When it is found.
};

// One piece of a link: from one vertex to another through the channel [channel], which is above the
// layer of that number. Layer n lies between the channels n and n + 1.
enum arc_kind {
    ARC_DOWN,        // From a layer to the next.
    ARC_UP,          // Of a link that leads back.
    ARC_TURN_BELOW,  // Between two of a layer, below it,
    ARC_TURN_ABOVE   // or above it.
};
struct arc {
    enum arc_kind kind;
    uint32_t from, to, channel;
    bool catches;
    uint32_t net;          // In its channel.
    int32_t from_x, to_x;  // Where it leaves and arrives.
};

// Ways that are drawn as one line: the same ends, all catchers or none. Or a chain: the bends that
// all long links of a kind to one vertex share.
struct link {
    uint32_t from, to;          // Vertices. A chain's [from] is its first bend.
    uint32_t *ways, way_count;  // The start's: none.
    bool catches;
    bool back;          // It leads to a state before it, or to its own.
    const char *label;  // NULL: none. Has a vertex of its own.
    uint32_t arc_first, arc_count;
};

struct net {  // Arcs of a channel that are drawn as one: into one vertex, or out of one.
    uint32_t channel;
    bool leaves, catches;
    uint32_t vertex;    // The one that they share.
    int32_t low, high;  // What it spans.
    uint32_t track;
    uint32_t state;  // While tracks are looked for.
    uint32_t *arcs, arc_count;
};

struct layer {
    uint32_t *vertices, count;  // From left to right.
    int32_t top, height;
};

struct inner {  // A state that has flows, laid out.
    int32_t width, height;
};

struct sheet {  // One flow.
    const struct graph *graph;
    const struct layout_metrics *metrics;
    const struct graph_flow *flow;
    uint32_t flow_number;
    struct arena arena;
    struct vertex *vertices;
    struct arc *arcs;
    struct link *links;
    struct net *nets;
    struct layer *layers;
    int32_t *channels;          // Tops; one more than layers.
    const struct inner *inner;  // By state; likewise.
    uint32_t *vertex_of;        // By state; lent by whoever lays out the flows.
    uint32_t start, end;        // Vertices; NO_VERTEX: none.
    uint32_t vertex_count, vertex_size, arc_count, arc_size, link_count, link_size;
    uint32_t net_count, net_size, layer_count;
    int32_t width, height;
};

#define NO_VERTEX UINT32_MAX

// rank.c: links, layers, bends, arcs.
void treadle_sheet_rank(struct sheet *sheet);
// order.c
void treadle_sheet_order(struct sheet *sheet);
// place.c: the middle of every vertex.
void treadle_sheet_place(struct sheet *sheet);
// route.c: nets, tracks, the tops of layers and channels.
void treadle_sheet_route(struct sheet *sheet);

struct vertex *treadle_sheet_vertex(
    struct sheet *sheet, enum vertex_kind kind);  // A new one; lends.

enum side { SIDE_ABOVE, SIDE_BELOW, SIDE_BESIDE };
// Arcs by vertex: of v those to its neighbours on a side are list[first[v] .. first[v + 1]).
struct adjacency {
    uint32_t *first, *list;
};
void treadle_sheet_neighbours(const struct sheet *sheet, enum side side, struct adjacency *out);
void treadle_adjacency_free(struct adjacency *adjacency);

#endif
