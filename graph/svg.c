// A graph as a picture that needs nothing else: no font, no script, no style sheet, light and dark.
//
// Texts are given the room they take in a wide font. Whoever listens instead of looking gets a
// title, a description and the name of each part.
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"
#include "graph/draw.h"
#include "graph/layout.h"
#include "graph/words.h"

enum { NAME_SIZE = 14, SMALL_SIZE = 11, MARGIN = 16, BADGE = 8, LEGEND_HEIGHT = 30 };

// -- Widths

// Thousandths of the size, from space to tilde, as Helvetica has them.
static const short widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

// In pixels, a sixth more than Helvetica's, for the fonts that may stand in.
static int32_t text_width(const char *text, int size) {
    int64_t sum = 0;
    for (const char *at = text; *at != '\0';) {
        uint32_t code = treadle_utf8_next(&at);
        sum += code >= ' ' && code <= '~' ? widths[code - ' '] : code < 0x1100 ? 640 : 1000;
    }
    return (int32_t)(sum * size * 7 / 6000) + 1;
}

static int32_t box_width(const struct graph_state *state) {
    struct text summary = {0};
    treadle_draw_summary(&summary, state, " · ");
    int32_t name = text_width(state->name, NAME_SIZE);
    int32_t small = text_width(treadle_text_string(&summary), SMALL_SIZE);
    treadle_text_clear(&summary);
    int32_t width = (name > small ? name : small) + 36;
    return width < 120 ? 120 : width;
}

static int32_t label_width(const char *label) {
    return text_width(label, SMALL_SIZE) + 12;
}

const struct layout_metrics treadle_svg_metrics = {
    .box_height = 48,
    .frame_top = 52,
    .frame_side = 14,
    .frame_bottom = 14,
    .flow_pad = 14,
    .flow_gap = 14,
    .circle_width = 54,
    .circle_height = 26,
    .label_height = 20,
    .gap = 28,
    .line_gap = 16,
    .pitch_x = 16,
    .pitch_y = 12,
    .channel_top = 8,
    .channel_bottom = 20,
    .box_width = box_width,
    .label_width = label_width};

// -- Pieces

struct picture {
    const struct graph *graph;
    struct text *out;
};

static void put_escaped(struct text *out, const char *text) {
    treadle_xml_put(out, text, strlen(text), false);
}

static void put_text(struct text *out, const char *class, int32_t x, int32_t y, const char *text) {
    treadle_text_printf(out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, (int)x, (int)y);
    put_escaped(out, text);
    treadle_text_add(out, "</text>");
}

static const char *mark_class(enum graph_mark mark) {
    static const char *const classes[] = {
#define MARK(name, word, sign, ascii) "m" #name,
#include "graph/marks.def"
#undef MARK
    };
    return classes[mark];
}

// What says the mark without colour: drawn, since no font need have the sign.
static void put_sign(struct text *out, enum graph_mark mark, int32_t x, int32_t y) {
    static const char *const shapes[MARK_COUNT] = {[MARK_SUCCEEDED] = "M-4 0L-1 3L4 -3",
                                                   [MARK_TRIED] = "M-4 0L-1 3L4 -3",
                                                   [MARK_FAILED] = "M-3 -3L3 3M3 -3L-3 3",
                                                   [MARK_CAUGHT] = "M0 -4L0 1M0 3.5L0 4.5",
                                                   [MARK_ABORTED] = "M-2.5 -2.5H2.5V2.5H-2.5Z",
                                                   [MARK_RUNNING] = "M-4 0h0.5M-0.5 0h1M3.5 0h0.5",
                                                   [MARK_PARTLY] = "M0 -4V4M0 -4A4 4 0 0 0 0 4",
                                                   [MARK_NEVER] = "M-4 0H4"};
    if (shapes[mark] == NULL) return;
    treadle_text_printf(
        out,
        "<g class=\"sign %s\" transform=\"translate(%d %d)\"><circle r=\"%d\"/>"
        "<path d=\"%s\"/></g>",
        mark_class(mark), (int)x, (int)y, BADGE, shapes[mark]);
}

static void put_title(struct text *out, const char *words, const struct graph_marking *marking) {
    treadle_text_add(out, "<title>");
    put_escaped(out, words);
    if (marking->mark != MARK_NONE)
        treadle_text_printf(out, ": %s", treadle_graph_mark_word(marking->mark));
    if (marking->note != NULL) {
        treadle_text_add(out, ", ");
        put_escaped(out, marking->note);
    }
    treadle_text_add(out, "</title>");
}

// -- Lines

// Corners are rounded, where there is room for it.
static void put_path(struct text *out, const struct layout_line *line) {
    const struct layout_point *points = line->points;
    treadle_text_printf(out, "M%d %d", (int)points[0].x, (int)points[0].y);
    for (uint32_t i = 1; i + 1 < line->point_count; i++) {
        const struct layout_point *a = &points[i - 1], *at = &points[i], *b = &points[i + 1];
        int32_t before = abs(at->x - a->x) + abs(at->y - a->y);
        int32_t after = abs(b->x - at->x) + abs(b->y - at->y);
        int32_t radius = before < after ? before / 2 : after / 2;
        if (radius > 6) radius = 6;
        int32_t in_x = (a->x > at->x) - (a->x < at->x), in_y = (a->y > at->y) - (a->y < at->y);
        int32_t out_x = (b->x > at->x) - (b->x < at->x), out_y = (b->y > at->y) - (b->y < at->y);
        treadle_text_printf(
            out, "L%d %dQ%d %d %d %d", (int)(at->x + in_x * radius), (int)(at->y + in_y * radius),
            (int)at->x, (int)at->y, (int)(at->x + out_x * radius), (int)(at->y + out_y * radius));
    }
    const struct layout_point *last = &points[line->point_count - 1];
    treadle_text_printf(out, "L%d %d", (int)last->x, (int)last->y - (line->arrives ? 5 : 0));
}

static void put_line(const struct picture *picture, const struct layout_line *line) {
    const struct graph *graph = picture->graph;
    struct text *out = picture->out;
    enum graph_mark mark = treadle_draw_mark(graph, line->ways, line->way_count);
    treadle_text_printf(
        out, "<g class=\"way %s%s\">", mark_class(mark), line->catches ? " catch" : "");
    for (uint32_t i = 0; i < line->way_count && i < 20; i++) {
        const struct graph_way *way = &graph->ways[line->ways[i]];
        if (i == 0) treadle_text_add(out, "<title>");
        if (i > 0) treadle_text_add(out, "\n");
        put_escaped(out, way->words);
        if (way->marking.mark != MARK_NONE)
            treadle_text_printf(out, ": %s", treadle_graph_mark_word(way->marking.mark));
        if (way->marking.note != NULL) {
            treadle_text_add(out, ", ");
            put_escaped(out, way->marking.note);
        }
        if (i + 1 == line->way_count || i == 19) treadle_text_add(out, "</title>");
    }
    treadle_text_add(out, "<path d=\"");
    put_path(out, line);
    treadle_text_add(out, "\"/>");
    const struct layout_point *last = &line->points[line->point_count - 1];
    if (line->arrives)
        treadle_text_printf(
            out, "<path class=\"head\" d=\"M%d %dl-5 -9h10z\"/>", (int)last->x, (int)last->y);
    treadle_text_add(out, "</g>\n");
}

// -- Boxes

static void put_shape(struct text *out, const struct layout_box *box, const char *type) {
    int32_t x = box->x, y = box->y, width = box->width, height = box->height;
    if (strcmp(type, "Choice") == 0) {
        treadle_text_printf(
            out, "<path d=\"M%d %dh%dl12 %dl-12 %dh%dl-12 %dz\"/>", (int)x + 12, (int)y,
            (int)width - 24, (int)height / 2, (int)height / 2, -((int)width - 24),
            -(int)height / 2);
        return;
    }
    bool last = strcmp(type, "Succeed") == 0 || strcmp(type, "Fail") == 0;
    treadle_text_printf(
        out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>", (int)x, (int)y,
        (int)width, (int)height, last ? (int)height / 2 : 6);
}

static void put_state(const struct picture *picture, const struct layout_box *box) {
    const struct graph_state *state = &picture->graph->states[box->state];
    struct text *out = picture->out, summary = {0};
    int32_t middle = box->x + box->width / 2;
    treadle_draw_summary(&summary, state, " · ");
    treadle_text_printf(
        out, "<g class=\"state %s%s\">", mark_class(state->marking.mark),
        state->flow_count > 0 ? " frame" : "");
    put_title(out, state->name, &state->marking);
    put_shape(out, box, state->type);
    put_text(out, "name", middle, box->y + 21, state->name);
    put_text(out, "small", middle, box->y + 37, treadle_text_string(&summary));
    put_sign(out, state->marking.mark, box->x + box->width - 2, box->y + 2);
    treadle_text_add(out, "</g>\n");
    treadle_text_clear(&summary);
}

static void put_box(const struct picture *picture, const struct layout_box *box) {
    struct text *out = picture->out;
    int32_t middle = box->x + box->width / 2;
    switch (box->kind) {
        case LAYOUT_STATE: put_state(picture, box); return;
        case LAYOUT_FLOW:
            treadle_text_printf(
                out,
                "<rect class=\"flow\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n",
                (int)box->x, (int)box->y, (int)box->width, (int)box->height);
            return;
        case LAYOUT_START:
        case LAYOUT_END:
            treadle_text_printf(
                out,
                "<g class=\"end\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>",
                (int)box->x, (int)box->y, (int)box->width, (int)box->height, (int)box->height / 2);
            put_text(
                out, "small", middle, box->y + 17, box->kind == LAYOUT_START ? "Start" : "End");
            treadle_text_add(out, "</g>\n");
            return;
        case LAYOUT_LABEL:
            treadle_text_printf(
                out,
                "<g class=\"label\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\"/>",
                (int)box->x, (int)box->y, (int)box->width, (int)box->height);
            put_text(out, "small", middle, box->y + 14, box->label);
            treadle_text_add(out, "</g>\n");
            return;
    }
}

// -- The whole

// The colours are those of AWS's console, darker or lighter where text must be read on them.
static const char style[] =
    "text{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif;"
    "text-anchor:middle;fill:#16191f}\n"
    ".name{font-size:14px;font-weight:600}.small{font-size:11px;fill:#545b64}\n"
    ".paper{fill:#fff}.state rect,.state>path{fill:#f7f8f8;stroke:#687078;stroke-width:1.25}\n"
    ".frame>rect{fill:#fff}.flow{fill:none;stroke:#aab7b8;stroke-dasharray:2 4}\n"
    ".end rect{fill:#eaeded;stroke:#687078}.label rect{fill:#fff}\n"
    ".way path{fill:none;stroke:#687078;stroke-width:1.5}.way .head{fill:#687078;stroke:none}\n"
    ".catch path{stroke-dasharray:6 4}\n"
    ".sign circle{stroke:#fff;stroke-width:1.5}"
    ".sign path{fill:none;stroke:#fff;stroke-width:1.8;stroke-linecap:round}\n";

static const struct {
    enum graph_mark mark;
    const char *line, *fill, *dark_fill, *line_style;
} tints[] = {
    {MARK_SUCCEEDED, "#1d8102", "#e7f5e1", "#12330a", "stroke-width:2.5"},
    {MARK_FAILED, "#d13212", "#fdf0ed", "#4a1308", "stroke-width:2.5"},
    {MARK_CAUGHT, "#b35c00", "#fef3e3", "#472400", "stroke-width:2.5"},
    {MARK_ABORTED, "#545b64", "#e4e6e8", "#33383d", "stroke-width:2.5"},
    {MARK_RUNNING, "#0073bb", "#e6f3fb", "#06304a", "stroke-width:2.5"},
    {MARK_TRIED, "#1d8102", "#e7f5e1", "#12330a", "stroke-width:2.5"},
    {MARK_PARTLY, "#b35c00", "#fef3e3", "#472400", "stroke-width:2.5"},
    {MARK_NEVER, "#d13212", "#fdf0ed", "#4a1308", "stroke-width:1.5;stroke-dasharray:1 5"},
};

static void put_style(struct text *out) {
    treadle_text_printf(out, "<style>\n%s", style);
    for (size_t i = 0; i < sizeof(tints) / sizeof(*tints); i++) {
        const char *class = mark_class(tints[i].mark);
        treadle_text_printf(
            out,
            ".state.%s>rect,.state.%s>path{fill:%s;stroke:%s;stroke-width:2}"
            ".way.%s path{stroke:%s;%s}.way.%s .head{fill:%s;stroke:none}"
            ".sign.%s circle{fill:%s}\n",
            class, class, tints[i].fill, tints[i].line, class, tints[i].line, tints[i].line_style,
            class, tints[i].line, class, tints[i].line);
    }
    treadle_text_add(
        out, ".state.mNEVER>rect,.state.mNEVER>path{stroke-dasharray:4 3}\n"
             "@media (prefers-color-scheme:dark){text{fill:#eaeded}.small{fill:#b6bec9}"
             ".paper,.label rect{fill:#0f1b2a}.state rect,.state>path{fill:#1c2b3c;stroke:#8d99a6}"
             ".frame>rect{fill:#0f1b2a}.end rect{fill:#1c2b3c}.way path{stroke:#8d99a6}"
             ".way .head{fill:#8d99a6}.sign circle{stroke:#0f1b2a}\n");
    for (size_t i = 0; i < sizeof(tints) / sizeof(*tints); i++) {
        const char *class = mark_class(tints[i].mark);
        treadle_text_printf(
            out, ".state.%s>rect,.state.%s>path{fill:%s}\n", class, class, tints[i].dark_fill);
    }
    treadle_text_add(out, "}\n</style>\n");
}

static void put_description(const struct picture *picture) {
    const struct graph *graph = picture->graph;
    struct text *out = picture->out;
    treadle_text_add(out, "<desc id=\"d\">");
    if (graph->comment != NULL) {
        put_escaped(out, graph->comment);
        treadle_text_add(out, " ");
    }
    treadle_text_printf(
        out, "A state machine of %u state%s. It starts at ", graph->state_count,
        graph->state_count == 1 ? "" : "s");
    put_escaped(out, graph->states[graph->flows[0].start].name);
    treadle_text_add(out, ".");
    for (int mark = MARK_NONE + 1; mark < MARK_COUNT; mark++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < graph->state_count; i++)
            count += graph->states[i].marking.mark == (enum graph_mark)mark;
        if (count > 0)
            treadle_text_printf(
                out, " %u %s.", count, treadle_graph_mark_word((enum graph_mark)mark));
    }
    treadle_text_add(out, "</desc>\n");
}

static bool is_used(const struct graph *graph, enum graph_mark mark) {
    for (uint32_t i = 0; i < graph->state_count; i++)
        if (graph->states[i].marking.mark == mark) return true;
    for (uint32_t i = 0; i < graph->way_count; i++)
        if (graph->ways[i].marking.mark == mark) return true;
    return false;
}

static int32_t legend_width(const struct graph *graph) {
    int32_t width = 0;
    for (int mark = MARK_NONE + 1; mark < MARK_COUNT; mark++)
        if (is_used(graph, (enum graph_mark)mark))
            width += text_width(treadle_graph_mark_word((enum graph_mark)mark), SMALL_SIZE) + 36;
    return width;
}

static void put_legend(const struct picture *picture, int32_t y) {
    int32_t x = BADGE;
    for (int i = MARK_NONE + 1; i < MARK_COUNT; i++) {
        enum graph_mark mark = (enum graph_mark)i;
        if (!is_used(picture->graph, mark)) continue;
        const char *word = treadle_graph_mark_word(mark);
        int32_t width = text_width(word, SMALL_SIZE);
        put_sign(picture->out, mark, x, y);
        put_text(picture->out, "small", x + 14 + width / 2, y + 4, word);
        x += width + 36;
    }
    treadle_text_add(picture->out, "\n");
}

static bool is_taken(const struct graph *graph, const struct layout_line *line) {
    enum graph_mark mark = treadle_draw_mark(graph, line->ways, line->way_count);
    return mark != MARK_NONE && mark != MARK_NEVER;
}

bool treadle_graph_svg(const struct graph *graph, bool ascii, struct text *out) {
    (void)ascii;
    struct layout layout;
    struct picture picture = {graph, out};
    treadle_layout_make(graph, &treadle_svg_metrics, &layout);
    int32_t width = layout.width, height = layout.height;
    if (graph->marked && width < legend_width(graph)) width = legend_width(graph);
    if (graph->marked) height += LEGEND_HEIGHT;
    width += 2 * MARGIN;
    height += 2 * MARGIN;
    treadle_text_printf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" "
        "width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\">\n<title id=\"t\">",
        (int)width, (int)height, -MARGIN, -MARGIN, (int)width, (int)height);
    put_escaped(out, graph->title);
    treadle_text_add(out, "</title>\n");
    put_description(&picture);
    put_style(out);
    treadle_text_printf(
        out, "<rect class=\"paper\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", -MARGIN,
        -MARGIN, (int)width, (int)height);
    for (uint32_t i = 0; i < layout.box_count; i++)
        if (layout.boxes[i].kind != LAYOUT_LABEL) put_box(&picture, &layout.boxes[i]);
    for (int taken = 0; taken < 2; taken++)  // Where lines join, what was taken is seen.
        for (uint32_t i = 0; i < layout.line_count; i++)
            if (is_taken(graph, &layout.lines[i]) == (taken == 1))
                put_line(&picture, &layout.lines[i]);
    for (uint32_t i = 0; i < layout.box_count; i++)
        if (layout.boxes[i].kind == LAYOUT_LABEL) put_box(&picture, &layout.boxes[i]);
    if (graph->marked) put_legend(&picture, layout.height + LEGEND_HEIGHT / 2);
    treadle_text_add(out, "</svg>\n");
    treadle_layout_clear(&layout);
    return true;
}
