// How lines run: straight down where they can, else down, across in a track of the channel between
// two layers, and down again.
//
// Arcs into one vertex share their way across, and so do arcs out of one vertex to others that
// nothing else leads to: a line that forks or joins is read as what it says. No two such nets meet
// but to cross: those side by side have tracks of their own, and one that leaves above where
// another arrives runs above it (but where that goes round in a circle).
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"
#include "graph/inside.h"

enum { PORTS_MAX = 8 };

static bool is_below(enum arc_kind kind) {  // Does it arrive from below?
    return kind == ARC_UP || kind == ARC_TURN_BELOW;
}

// -- Nets

struct nets {
    struct sheet *sheet;
    uint32_t *arriving;               // How many arcs there are, by target key.
    uint32_t *by_target, *by_source;  // The net, from 1.
};

static uint32_t target_key(const struct arc *arc) {
    // What comes back has an arrow of its own: else it would look like a fork.
    uint32_t from = is_below(arc->kind) ? 2 : arc->kind == ARC_TURN_ABOVE ? 4 : 0;
    return arc->to * 6 + from + (arc->catches ? 1 : 0);
}

static void net_of(struct nets *nets, struct arc *arc) {
    struct sheet *sheet = nets->sheet;
    uint32_t target = target_key(arc);
    bool leaves = arc->kind == ARC_DOWN && nets->arriving[target] == 1;
    uint32_t *slot =
        leaves ? &nets->by_source[arc->from * 2 + arc->catches] : &nets->by_target[target];
    if (*slot == 0) {
        struct net *net = &ADD(sheet->nets, sheet->net_count, sheet->net_size);
        *net = (struct net){
            .channel = arc->channel,
            .leaves = leaves,
            .catches = arc->catches,
            .vertex = leaves ? arc->from : arc->to,
            .low = INT32_MAX,
            .high = INT32_MIN};
        *slot = sheet->net_count;
    }
    arc->net = *slot - 1;
}

static void make_nets(struct sheet *sheet) {
    size_t count = sheet->vertex_count;
    struct nets nets = {.sheet = sheet};
    nets.arriving = treadle_alloc_zeroed(count * 6 * sizeof(*nets.arriving));
    nets.by_target = treadle_alloc_zeroed(count * 6 * sizeof(*nets.by_target));
    nets.by_source = treadle_alloc_zeroed(count * 2 * sizeof(*nets.by_source));
    for (uint32_t i = 0; i < sheet->arc_count; i++)
        nets.arriving[target_key(&sheet->arcs[i])]++;
    for (uint32_t i = 0; i < sheet->arc_count; i++)
        net_of(&nets, &sheet->arcs[i]);
    free(nets.arriving);
    free(nets.by_target);
    free(nets.by_source);
}

// -- Ports: where at a state lines begin and end

struct port {
    uint32_t net;
    bool catches;
    int64_t sum;  // Of the middles of what is at the other ends.
    uint32_t count;
};

static int32_t target_of(const struct port *port) {
    return (int32_t)(port->sum / port->count);
}

static int compare_ports(const void *a, const void *b) {
    int32_t one = target_of(a), other = target_of(b);
    return one < other ? -1 : one > other;
}

// The one in the middle: no catcher, if there is another, and the straightest.
static uint32_t main_port(const struct port *ports, uint32_t count, int32_t middle) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++) {
        int32_t here = abs(target_of(&ports[i]) - middle);
        int32_t there = abs(target_of(&ports[best]) - middle);
        bool better = ports[i].catches == ports[best].catches ? here < there : ports[best].catches;
        if (better) best = i;
    }
    return best;
}

// Sets where the arcs of [list] leave the vertex, or arrive at it.
static void set_ports(
    struct sheet *sheet, uint32_t number, const uint32_t *list, uint32_t list_count, bool out) {
    const struct vertex *vertex = &sheet->vertices[number];
    struct port ports[PORTS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < list_count; i++) {
        const struct arc *arc = &sheet->arcs[list[i]];
        uint32_t at = 0;
        while (at < count && ports[at].net != arc->net)
            at++;
        ASSERT(at < PORTS_MAX);
        if (at == count) ports[count++] = (struct port){.net = arc->net, .catches = arc->catches};
        ports[at].sum += sheet->vertices[out ? arc->to : arc->from].middle;
        ports[at].count++;
    }
    if (count == 0) return;
    qsort(ports, count, sizeof(*ports), compare_ports);
    uint32_t middle = main_port(ports, count, vertex->middle);
    // Nearer to one another where the box is small.
    int32_t side = (int32_t)(middle > count - 1 - middle ? middle : count - 1 - middle);
    int32_t pitch = sheet->metrics->pitch_x;
    if (side > 0 && side * pitch > vertex->width / 2 - 2) pitch = (vertex->width / 2 - 2) / side;
    if (pitch < 1) pitch = 1;
    for (uint32_t i = 0; i < list_count; i++) {
        struct arc *arc = &sheet->arcs[list[i]];
        uint32_t at = 0;
        while (ports[at].net != arc->net)
            at++;
        int32_t x = vertex->middle + ((int32_t)at - (int32_t)middle) * pitch;
        *(out ? &arc->from_x : &arc->to_x) = x;
    }
}

// Arcs by the vertex that they leave, or arrive at.
static void arcs_by(const struct sheet *sheet, bool out, struct adjacency *adjacency) {
    adjacency->first = treadle_alloc_zeroed((sheet->vertex_count + 2) * sizeof(uint32_t));
    adjacency->list = treadle_alloc((sheet->arc_count + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i < sheet->arc_count; i++)
        adjacency->first[(out ? sheet->arcs[i].from : sheet->arcs[i].to) + 2]++;
    for (uint32_t key = 0; key < sheet->vertex_count; key++)
        adjacency->first[key + 2] += adjacency->first[key + 1];
    for (uint32_t i = 0; i < sheet->arc_count; i++) {
        uint32_t key = out ? sheet->arcs[i].from : sheet->arcs[i].to;
        adjacency->list[adjacency->first[key + 1]++] = i;
    }
}

static void place_ports(struct sheet *sheet) {
    for (uint32_t i = 0; i < sheet->arc_count; i++) {
        struct arc *arc = &sheet->arcs[i];
        arc->from_x = sheet->vertices[arc->from].middle;
        arc->to_x = sheet->vertices[arc->to].middle;
    }
    for (int out = 0; out < 2; out++) {
        struct adjacency adjacency;
        arcs_by(sheet, out == 1, &adjacency);
        for (uint32_t i = 0; i < sheet->vertex_count; i++) {
            uint32_t first = adjacency.first[i];
            if (sheet->vertices[i].kind == VERTEX_STATE)
                set_ports(
                    sheet, i, adjacency.list + first, adjacency.first[i + 1] - first, out == 1);
        }
        treadle_adjacency_free(&adjacency);
    }
    for (uint32_t i = 0; i < sheet->arc_count; i++) {
        const struct arc *arc = &sheet->arcs[i];
        struct net *net = &sheet->nets[arc->net];
        int32_t low = arc->from_x < arc->to_x ? arc->from_x : arc->to_x;
        int32_t high = arc->from_x < arc->to_x ? arc->to_x : arc->from_x;
        if (low < net->low) net->low = low;
        if (high > net->high) net->high = high;
    }
}

// -- Tracks

struct terminal {
    int32_t x;
    uint32_t net;
    bool top;  // It comes from the layer above the channel.
};

struct before {          // One net must run above another.
    uint32_t net, next;  // [next]: another that [net]'s owner must run above; UINT32_MAX: none.
};

struct channel {
    struct sheet *sheet;
    uint32_t *nets, net_count;  // Those that run across, by their lower end.
    struct terminal *terminals;
    uint32_t terminal_count, tracks;
};

struct tracking {
    struct sheet *sheet;
    uint32_t *after;  // By net: the first of its list of those that must run below it.
    struct before *befores;
    uint32_t *waits;  // By net: how many must run above it that have no track yet.
    uint32_t *least;  // By net: the first track it may have.
    uint32_t before_count, before_size;
};

static int compare_terminals(const void *a, const void *b) {
    const struct terminal *one = a, *other = b;
    if (one->x != other->x) return one->x < other->x ? -1 : 1;
    return one->net < other->net ? -1 : one->net > other->net;
}

static void add_before(struct tracking *tracking, uint32_t above, uint32_t below) {
    struct before before = {.net = below, .next = tracking->after[above]};
    tracking->after[above] = tracking->before_count;
    ADD(tracking->befores, tracking->before_count, tracking->before_size) = before;
    tracking->waits[below]++;
}

// Where one net comes down from above and another goes down, the first runs above the second.
static void find_orders(struct tracking *tracking, const struct channel *channel) {
    const struct terminal *terminals = channel->terminals;
    int32_t near = tracking->sheet->metrics->pitch_x;
    for (uint32_t i = 0; i < channel->terminal_count; i++) {
        for (uint32_t k = i + 1; k < channel->terminal_count; k++) {
            const struct terminal *one = &terminals[i], *other = &terminals[k];
            if (other->x - one->x >= near) break;
            if (one->net == other->net || one->top == other->top) continue;
            if (one->top)
                add_before(tracking, one->net, other->net);
            else
                add_before(tracking, other->net, one->net);
        }
    }
}

// The net to give a track to next: the first that waits for no other, else the first.
static uint32_t pick(const struct tracking *tracking, const struct channel *channel, uint32_t *at) {
    const struct sheet *sheet = tracking->sheet;
    uint32_t first = UINT32_MAX;
    while (*at < channel->net_count && sheet->nets[channel->nets[*at]].state == 1)
        ++*at;
    for (uint32_t i = *at; i < channel->net_count; i++) {
        uint32_t net = channel->nets[i];
        if (sheet->nets[net].state == 1) continue;
        if (tracking->waits[net] == 0) return net;
        if (first == UINT32_MAX) first = net;
    }
    return first;
}

struct lane {
    uint32_t *nets, count, size;
};

static bool is_free(const struct sheet *sheet, const struct lane *lane, const struct net *net) {
    int32_t apart = sheet->metrics->pitch_x;
    for (uint32_t i = 0; i < lane->count; i++) {
        const struct net *other = &sheet->nets[lane->nets[i]];
        if (net->low < other->high + apart && other->low < net->high + apart) return false;
    }
    return true;
}

static void track_channel(struct tracking *tracking, struct channel *channel) {
    struct sheet *sheet = tracking->sheet;
    struct lane *lanes = treadle_alloc_zeroed((channel->net_count + 1) * sizeof(*lanes));
    uint32_t at = 0, lane_count = 0, net;
    find_orders(tracking, channel);
    while ((net = pick(tracking, channel, &at)) != UINT32_MAX) {
        struct net *one = &sheet->nets[net];
        uint32_t track = tracking->least[net];
        while (track < lane_count && !is_free(sheet, &lanes[track], one))
            track++;
        // A net may be told to run below one that came late: lanes have no holes, though.
        if (track > lane_count) track = lane_count;
        if (track == lane_count) lane_count++;
        ADD(lanes[track].nets, lanes[track].count, lanes[track].size) = net;
        one->track = track;
        one->state = 1;
        for (uint32_t i = tracking->after[net]; i != UINT32_MAX; i = tracking->befores[i].next) {
            ASSERT(tracking->befores != NULL);
            uint32_t below = tracking->befores[i].net;
            if (tracking->waits[below] > 0) tracking->waits[below]--;
            if (tracking->least[below] <= track) tracking->least[below] = track + 1;
        }
    }
    for (uint32_t i = 0; i < lane_count; i++)
        free(lanes[i].nets);
    free(lanes);
    channel->tracks = lane_count;
}

// -- Channels

static void add_terminals(struct sheet *sheet, struct channel *channels) {
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < sheet->arc_count; i++) {
            const struct arc *arc = &sheet->arcs[i];
            const struct net *net = &sheet->nets[arc->net];
            if (net->low == net->high) continue;
            struct channel *channel = &channels[arc->channel];
            if (pass == 1) {
                bool from_top = arc->kind == ARC_DOWN || arc->kind == ARC_TURN_BELOW;
                bool to_top = is_below(arc->kind);
                struct terminal *terminal = &channel->terminals[channel->terminal_count];
                terminal[0] = (struct terminal){arc->from_x, arc->net, from_top};
                terminal[1] = (struct terminal){arc->to_x, arc->net, to_top};
            }
            channel->terminal_count += 2;
        }
        for (uint32_t i = 0; i <= sheet->layer_count && pass == 0; i++) {
            struct channel *channel = &channels[i];
            channel->terminals = treadle_arena_alloc(
                &sheet->arena, channel->terminal_count * sizeof(*channel->terminals));
            channel->terminal_count = 0;
        }
    }
    for (uint32_t i = 0; i <= sheet->layer_count; i++)
        qsort(
            channels[i].terminals, channels[i].terminal_count, sizeof(*channels[i].terminals),
            compare_terminals);
}

static int compare_numbers(const void *a, const void *b) {
    const uint64_t *one = a, *other = b;
    return *one < *other ? -1 : *one > *other;
}

// Shares the nets that run across out to their channels, in the order of their lower ends.
static void add_nets(struct sheet *sheet, struct channel *channels) {
    uint64_t *sorted = treadle_alloc((sheet->net_count + 1) * sizeof(*sorted));
    uint32_t count = 0;
    for (uint32_t i = 0; i < sheet->net_count; i++) {
        const struct net *net = &sheet->nets[i];
        if (net->low == net->high) continue;
        sorted[count++] = (uint64_t)(uint32_t)(net->low + (1 << 30)) << 32 | i;
        channels[net->channel].net_count++;
    }
    qsort(sorted, count, sizeof(*sorted), compare_numbers);
    for (uint32_t i = 0; i <= sheet->layer_count; i++) {
        channels[i].nets =
            treadle_arena_alloc(&sheet->arena, channels[i].net_count * sizeof(*channels[i].nets));
        channels[i].net_count = 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t net = (uint32_t)sorted[i];
        struct channel *channel = &channels[sheet->nets[net].channel];
        channel->nets[channel->net_count++] = net;
    }
    free(sorted);
}

static void find_tracks(struct sheet *sheet, struct channel *channels) {
    struct tracking tracking = {.sheet = sheet};
    size_t count = sheet->net_count + 1;
    tracking.after = treadle_alloc(count * sizeof(*tracking.after));
    memset(tracking.after, 0xFF, count * sizeof(*tracking.after));
    tracking.waits = treadle_alloc_zeroed(count * sizeof(*tracking.waits));
    tracking.least = treadle_alloc_zeroed(count * sizeof(*tracking.least));
    for (uint32_t i = 0; i <= sheet->layer_count; i++)
        track_channel(&tracking, &channels[i]);
    free(tracking.after);
    free(tracking.befores);
    free(tracking.waits);
    free(tracking.least);
}

static void set_tops(struct sheet *sheet, const struct channel *channels, const bool *used) {
    const struct layout_metrics *metrics = sheet->metrics;
    int32_t y = 0;
    for (uint32_t i = 0; i <= sheet->layer_count; i++) {
        sheet->channels[i] = y;
        if (used[i])
            y += metrics->channel_top + (int32_t)channels[i].tracks * metrics->pitch_y +
                 metrics->channel_bottom;
        if (i == sheet->layer_count) break;
        struct layer *layer = &sheet->layers[i];
        layer->top = y;
        for (uint32_t k = 0; k < layer->count; k++) {
            struct vertex *vertex = &sheet->vertices[layer->vertices[k]];
            vertex->top = y;
            if (vertex->height > layer->height) layer->height = vertex->height;
        }
        y += layer->height;
    }
    sheet->height = y;
}

void treadle_sheet_route(struct sheet *sheet) {
    uint32_t count = sheet->layer_count + 1;
    make_nets(sheet);
    place_ports(sheet);
    struct channel *channels = treadle_alloc_zeroed(count * sizeof(*channels));
    bool *used = treadle_alloc_zeroed(count * sizeof(*used));
    sheet->channels = treadle_arena_alloc(&sheet->arena, count * sizeof(*sheet->channels));
    add_terminals(sheet, channels);
    add_nets(sheet, channels);
    find_tracks(sheet, channels);
    for (uint32_t i = 0; i < sheet->arc_count; i++)
        used[sheet->arcs[i].channel] = true;
    set_tops(sheet, channels, used);
    free(channels);
    free(used);
}
