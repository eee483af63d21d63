// A graph in the language of graphviz: states that hold flows are clusters, with a point that lines
// to and from them are tied to.
#include <string.h>

#include "graph/draw.h"

static void put_quoted(struct text *out, const char *text) {
    treadle_text_add(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') treadle_text_add(out, "\\");
        treadle_text_put(out, at, 1);
    }
    treadle_text_add(out, "\"");
}

static void put_label(const struct graph_state *state, struct text *out) {
    struct text label = {0}, summary = {0};
    const char *sign = treadle_draw_sign(state->marking.mark, false);
    treadle_draw_summary(&summary, state, " · ");
    treadle_text_printf(&label, "%s%s%s", sign, *sign == '\0' ? "" : " ", state->name);
    treadle_text_add(out, "label=");
    put_quoted(out, label.bytes);
    treadle_text_add(out, " + \"\\n\" + ");
    put_quoted(out, summary.bytes);
    treadle_text_clear(&label);
    treadle_text_clear(&summary);
}

static const char *color_of(enum graph_mark mark) {
    static const char *const colors[MARK_COUNT] = {
        [MARK_NONE] = "#687078",   [MARK_SUCCEEDED] = "#1d8102", [MARK_FAILED] = "#d13212",
        [MARK_CAUGHT] = "#b35c00", [MARK_ABORTED] = "#545b64",   [MARK_RUNNING] = "#0073bb",
        [MARK_TRIED] = "#1d8102",  [MARK_PARTLY] = "#b35c00",    [MARK_NEVER] = "#d13212"};
    return colors[mark];
}

static const char *shape_of(const struct graph_state *state) {
    if (strcmp(state->type, "Choice") == 0) return "hexagon";
    bool last = strcmp(state->type, "Succeed") == 0 || strcmp(state->type, "Fail") == 0;
    return last ? "ellipse" : "box";
}

static void put_flow(const struct graph *graph, const struct graph_flow *flow, struct text *out);

static void put_state(const struct graph *graph, uint32_t number, struct text *out) {
    const struct graph_state *state = &graph->states[number];
    const char *style = state->marking.mark == MARK_NEVER ? ",dashed" : "";
    if (state->flow_count == 0) {
        treadle_text_printf(
            out, "s%u [shape=%s color=\"%s\" style=\"rounded%s\" ", number, shape_of(state),
            color_of(state->marking.mark), style);
        put_label(state, out);
        treadle_text_add(out, "]\n");
        return;
    }
    treadle_text_printf(
        out, "subgraph cluster_s%u {\ncolor=\"%s\" style=\"rounded%s\" ", number,
        color_of(state->marking.mark), style);
    put_label(state, out);
    treadle_text_printf(out, "\ns%u [shape=point style=invis]\n", number);
    uint32_t index = state->flow_first;
    for (uint32_t i = 0; i < state->flow_count; i++, index = graph->flows[index].flow_next) {
        treadle_text_printf(out, "subgraph cluster_f%u {\nlabel=\"\" style=dotted\n", index);
        put_flow(graph, &graph->flows[index], out);
        treadle_text_add(out, "}\n");
    }
    treadle_text_add(out, "}\n");
}

static void put_end(const struct graph *graph, int32_t state, const char *key, struct text *out) {
    if (state >= 0 && graph->states[state].flow_count > 0)
        treadle_text_printf(out, " %s=cluster_s%d", key, (int)state);
}

static void put_way(const struct graph *graph, const struct graph_way *way, struct text *out) {
    enum graph_mark mark = way->marking.mark;
    if (way->to < 0)
        treadle_text_printf(out, "s%d -> end [", (int)way->from);
    else
        treadle_text_printf(out, "s%d -> s%d [", (int)way->from, (int)way->to);
    treadle_text_printf(out, "color=\"%s\"", color_of(mark));
    if (way->kind == TREADLE_PART_CATCHER)
        treadle_text_add(out, " style=dashed");
    else if (mark == MARK_NEVER)
        treadle_text_add(out, " style=dotted");
    put_end(graph, way->from, "ltail", out);
    put_end(graph, way->to, "lhead", out);
    if (way->label != NULL) {
        treadle_text_add(out, " label=");
        put_quoted(out, way->label);
    }
    treadle_text_add(out, " tooltip=");
    put_quoted(out, way->words);
    treadle_text_add(out, "]\n");
}

// As deep as a machine may be nested.
static void put_flow(const struct graph *graph, const struct graph_flow *flow, struct text *out) {
    for (uint32_t i = 0; i < flow->state_count; i++)
        put_state(graph, flow->states[i], out);
    for (uint32_t i = 0; i < flow->way_count; i++) {
        const struct graph_way *way = &graph->ways[flow->ways[i]];
        if (way->to >= 0 || flow->owner < 0) put_way(graph, way, out);
    }
}

bool treadle_graph_dot(const struct graph *graph, bool ascii, struct text *out) {
    (void)ascii;
    const struct graph_flow *flow = &graph->flows[0];
    treadle_text_add(out, "digraph ");
    put_quoted(out, graph->title);
    treadle_text_add(
        out, " {\ncompound=true\nnode [fontname=\"Helvetica\" fontsize=12]\n"
             "edge [fontname=\"Helvetica\" fontsize=10]\nfontname=\"Helvetica\"\n"
             "start [shape=circle label=\"Start\"]\nend [shape=doublecircle label=\"End\"]\n");
    put_flow(graph, flow, out);
    treadle_text_printf(out, "start -> s%u [color=\"%s\"", flow->start, color_of(MARK_NONE));
    put_end(graph, (int32_t)flow->start, "lhead", out);
    treadle_text_add(out, "]\n}\n");
    return true;
}
