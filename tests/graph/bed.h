// Graphs to look at.
#ifndef TREADLE_TESTS_GRAPH_BED_H
#define TREADLE_TESTS_GRAPH_BED_H

#include "graph/graph.h"

// A machine that has everything a drawing must cope with.
extern const char bed_everything[];

struct graph *bed_graph(const char *definition);  // gives; fails the test where it is no machine.
struct graph *bed_graph_or_null(const char *definition, size_t size);  // gives; NULL: it is none.
// Puts a machine of [states] states whose ways are drawn by [seed].
void bed_random(struct text *out, uint32_t states, uint64_t seed);
// The drawing, which the caller frees with treadle_text_clear.
struct text bed_drawn(const struct graph *graph, enum graph_format format, bool ascii);

#endif
