// The drawings, one a format; nobody outside this room includes this.
#ifndef TREADLE_GRAPH_DRAW_H
#define TREADLE_GRAPH_DRAW_H

#include "graph/graph.h"

bool treadle_graph_text(const struct graph *graph, bool ascii, struct text *out);
bool treadle_graph_svg(const struct graph *graph, bool ascii, struct text *out);
bool treadle_graph_dot(const struct graph *graph, bool ascii, struct text *out);
bool treadle_graph_mermaid(const struct graph *graph, bool ascii, struct text *out);

// The line below a state's name: "Task · lambda:invoke · 2 retries". [dot]: what stands between.
void treadle_draw_summary(struct text *out, const struct graph_state *state, const char *dot);
// The sign of a mark: "✓" or "ok".
const char *treadle_draw_sign(enum graph_mark mark, bool ascii);
// The mark of a line.
enum graph_mark treadle_draw_mark(const struct graph *graph, const uint32_t *ways, uint32_t count);
#endif
