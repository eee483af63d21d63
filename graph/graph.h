// A machine as a graph: its states, the ways between them, and the flows that hold them; with marks
// that say how an execution went or what tests have tried.
//
// Everything lives in the graph's arena. Drawing never changes it.
#ifndef TREADLE_GRAPH_GRAPH_H
#define TREADLE_GRAPH_GRAPH_H

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "treadle/machine.h"

enum graph_mark {
#define MARK(name, word, sign, ascii) MARK_##name,
#include "graph/marks.def"
#undef MARK
    MARK_COUNT
};

enum graph_format {
#define FORMAT(name, word, draw) GRAPH_##name,
#include "graph/formats.def"
#undef FORMAT
    GRAPH_FORMAT_COUNT
};

struct graph_marking {
    enum graph_mark mark;
    const char *note;  // More about it, for whoever points at it; NULL: nothing.
};

struct graph_state {
    const char *name, *type, *resource;  // [resource]: a Task's; else NULL.
    const char *pointer;                 // "/States/A"
    uint32_t flow;                       // The flow it is in.
    uint32_t flow_first, flow_last;      // The flows in it: [flow_count] of them, from one to the
    uint32_t flow_count;                 // next by [flow_next].
    uint32_t retriers;
    struct graph_marking marking;
};

// From one state to another of its flow.
struct graph_way {
    enum treadle_part_kind kind;  // NEXT, RULE, DEFAULT, CATCHER or END.
    const char *pointer;          // "/States/A/Choices/0"
    const char *label;            // A few words beside the line; NULL: none.
    const char *words;            // All that is to be said of it.
    int32_t from, to;             // States; END: [to] is -1.
    uint32_t index;               // RULE, CATCHER: its place.
    struct graph_marking marking;
};

struct graph_flow {
    int32_t owner;  // A state; -1: the machine's own.
    uint32_t start, index;
    uint32_t flow_next;             // The next one of its owner, if it is not the last.
    uint32_t *states, state_count;  // In the order of the definition.
    uint32_t *ways, way_count;
};

struct graph {
    struct arena arena;
    const char *title, *comment;  // [comment]: NULL where the machine has none.
    struct graph_state *states;   // By their numbers at the door.
    struct graph_way *ways;
    struct graph_flow *flows;  // The machine's own is the first.
    uint32_t state_count, way_count, way_size, flow_count, flow_size;
    struct map markings;  // Pointer → struct graph_marking of a state or a way.
    bool marked;
};

// gives: treadle_graph_free. [title] is copied.
struct graph *treadle_graph_new(const treadle_machine *machine, const char *title);
void treadle_graph_free(struct graph *graph);  // NULL is fine.

const char *treadle_graph_mark_word(enum graph_mark mark);  // "succeeded"; lends for ever.

// Marks a state by its pointer, or a way by its own. [note] is copied; NULL: none. False: the
// machine has no such part.
bool treadle_graph_mark(
    struct graph *graph, const char *pointer, enum graph_mark mark, const char *note);
// Marks what an execution did, by its events in GetExecutionHistory's shape: an array, or an object
// whose "events" is one. False: [history] is neither, or tells of states the machine has not.
bool treadle_graph_mark_history(struct graph *graph, const cJSON *history);

// False: there is no such format.
bool treadle_graph_format(const char *word, enum graph_format *out);
// Puts the drawing to [out]. [ascii]: text without box characters. False: it is too large to be
// drawn as text.
bool treadle_graph_draw(
    const struct graph *graph, enum graph_format format, bool ascii, struct text *out);

#endif
