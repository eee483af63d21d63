// A graph as a Mermaid flowchart, which pages and reviews on the web draw by themselves.
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "graph/draw.h"

// In quotes Mermaid takes any character but the quote, as an entity; what HTML and Markdown would
// read is written so too.
static void put_quoted(struct text *out, const char *text) {
    treadle_text_add(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr("\"#<>&`\\*_[]{}|;", *at) != NULL)
            treadle_text_printf(out, "#%d;", *at);
        else
            treadle_text_put(out, at, 1);
    }
    treadle_text_add(out, "\"");
}

static void put_label(const struct graph_state *state, struct text *out) {
    struct text name = {0}, summary = {0}, both = {0};
    const char *sign = treadle_draw_sign(state->marking.mark, false);
    treadle_draw_summary(&summary, state, " · ");
    treadle_text_printf(&name, "%s%s%s", sign, *sign == '\0' ? "" : " ", state->name);
    put_quoted(&both, name.bytes);
    both.count--;  // The quote, since a line break comes between.
    treadle_text_add(&both, "<br/>");
    struct text quoted = {0};
    put_quoted(&quoted, summary.bytes);
    treadle_text_add(&both, quoted.bytes + 1);
    treadle_text_add(out, both.bytes);
    treadle_text_clear(&name);
    treadle_text_clear(&summary);
    treadle_text_clear(&both);
    treadle_text_clear(&quoted);
}

static void put_class(const struct graph_state *state, uint32_t number, struct text *out) {
    static const char *const classes[] = {
#define MARK(name, word, sign, ascii) "m" #name,
#include "graph/marks.def"
#undef MARK
    };
    if (state->marking.mark != MARK_NONE)
        treadle_text_printf(out, "  class s%u %s\n", number, classes[state->marking.mark]);
}

static void put_flow(const struct graph *graph, const struct graph_flow *flow, struct text *out);

static void put_state(const struct graph *graph, uint32_t number, struct text *out) {
    const struct graph_state *state = &graph->states[number];
    bool choice = strcmp(state->type, "Choice") == 0;
    bool last = strcmp(state->type, "Succeed") == 0 || strcmp(state->type, "Fail") == 0;
    if (state->flow_count == 0) {
        treadle_text_printf(out, "  s%u%s", number, choice ? "{{" : last ? "([" : "[");
        put_label(state, out);
        treadle_text_printf(out, "%s\n", choice ? "}}" : last ? "])" : "]");
        put_class(state, number, out);
        return;
    }
    treadle_text_printf(out, "  subgraph s%u [", number);
    put_label(state, out);
    treadle_text_add(out, "]\n  direction TB\n");
    uint32_t index = state->flow_first;
    for (uint32_t i = 0; i < state->flow_count; i++, index = graph->flows[index].flow_next)
        put_flow(graph, &graph->flows[index], out);
    treadle_text_add(out, "  end\n");
    put_class(state, number, out);
}

static void put_way(const struct graph_way *way, struct text *out) {
    treadle_text_printf(
        out, "  s%d %s", (int)way->from, way->kind == TREADLE_PART_CATCHER ? "-.->" : "-->");
    if (way->label != NULL) {
        treadle_text_add(out, "|");
        put_quoted(out, way->label);
        treadle_text_add(out, "|");
    }
    if (way->to < 0)
        treadle_text_add(out, " finish\n");
    else
        treadle_text_printf(out, " s%d\n", (int)way->to);
}

// As deep as a machine may be nested.
static void put_flow(const struct graph *graph, const struct graph_flow *flow, struct text *out) {
    for (uint32_t i = 0; i < flow->state_count; i++)
        put_state(graph, flow->states[i], out);
    for (uint32_t i = 0; i < flow->way_count; i++) {
        const struct graph_way *way = &graph->ways[flow->ways[i]];
        if (way->to >= 0 || flow->owner < 0) put_way(way, out);
    }
}

bool treadle_graph_mermaid(const struct graph *graph, bool ascii, struct text *out) {
    (void)ascii;
    treadle_text_printf(
        out, "flowchart TD\n  begin((\"Start\")) --> s%u\n  finish((\"End\"))\n",
        graph->flows[0].start);
    put_flow(graph, &graph->flows[0], out);
    if (!graph->marked) return true;
    treadle_text_add(
        out, "  classDef mSUCCEEDED fill:#e7f5e1,stroke:#1d8102,color:#16191f\n"
             "  classDef mTRIED fill:#e7f5e1,stroke:#1d8102,color:#16191f\n"
             "  classDef mFAILED fill:#fdf0ed,stroke:#d13212,color:#16191f\n"
             "  classDef mNEVER fill:#fdf0ed,stroke:#d13212,stroke-dasharray:4 3,color:#16191f\n"
             "  classDef mCAUGHT fill:#fef3e3,stroke:#b35c00,color:#16191f\n"
             "  classDef mPARTLY fill:#fef3e3,stroke:#b35c00,color:#16191f\n"
             "  classDef mABORTED fill:#e4e6e8,stroke:#545b64,color:#16191f\n"
             "  classDef mRUNNING fill:#e6f3fb,stroke:#0073bb,color:#16191f\n");
    return true;
}
