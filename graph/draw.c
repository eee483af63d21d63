// What the drawings have in common.
#include "graph/draw.h"

#include <string.h>

#include "graph/words.h"

const char *treadle_draw_sign(enum graph_mark mark, bool ascii) {
    static const char *const signs[][2] = {
#define MARK(name, word, sign, ascii) {sign, ascii},
#include "graph/marks.def"
#undef MARK
    };
    return signs[mark][ascii];
}

void treadle_draw_summary(struct text *out, const struct graph_state *state, const char *dot) {
    treadle_text_add(out, state->type);
    if (state->resource != NULL) {
        struct text resource = {0};
        treadle_words_resource(&resource, state->resource);
        treadle_words_cut(&resource, LABEL_CHARACTERS);
        treadle_text_printf(out, "%s%s", dot, treadle_text_string(&resource));
        treadle_text_clear(&resource);
    }
    if (state->retriers > 0) treadle_text_printf(out, "%sRetry", dot);
    if (state->retriers > 1) treadle_text_printf(out, " × %u", state->retriers);
}

// What was never tried of a line counts more than what was; of an execution, what came last in the
// table of marks counts least.
enum graph_mark treadle_draw_mark(const struct graph *graph, const uint32_t *ways, uint32_t count) {
    enum graph_mark mark = MARK_NONE;
    uint32_t never = 0, marked = 0;
    for (uint32_t i = 0; i < count; i++) {
        enum graph_mark one = graph->ways[ways[i]].marking.mark;
        if (one == MARK_NONE) continue;
        never += one == MARK_NEVER;
        if (marked++ == 0 || one < mark) mark = one;
    }
    if (mark == MARK_TRIED && never > 0) return MARK_PARTLY;
    return mark;
}
