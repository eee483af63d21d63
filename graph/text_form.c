// A graph drawn with characters, for a terminal.
//
// The layout's units are columns, and half rows: lines run through the middle of cells, boxes lie
// on their edges. Each cell knows towards which of its neighbours a line goes from its middle.
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "graph/draw.h"
#include "graph/layout.h"
#include "graph/words.h"

enum { NORTH = 1, EAST = 2, SOUTH = 4, WEST = 8, CELLS_MAX = 20000000, FILLED = UINT16_MAX };

struct cell {
    uint32_t code;  // A character; 0: none. FILLED: the one before is wide and stands here too.
    uint8_t ways;
    bool dashed;
};

struct grid {
    const struct graph *graph;
    struct cell *cells;
    uint32_t width, height;
    bool ascii;
};

static struct cell *cell_at(const struct grid *grid, int32_t x, int32_t y) {
    ASSERT(x >= 0 && (uint32_t)x < grid->width && y >= 0 && (uint32_t)y < grid->height);
    return &grid->cells[(size_t)y * grid->width + (size_t)x];
}

// -- Names

static void put_name(struct text *out, const struct graph_state *state, bool ascii) {
    const char *sign = treadle_draw_sign(state->marking.mark, ascii);
    if (*sign != '\0') treadle_text_printf(out, "%s ", sign);
    treadle_text_printf(out, "%s%s%s", state->name, ascii ? " - " : " · ", state->type);
}

// As wide as either form of its sign.
static int32_t box_width(const struct graph_state *state) {
    struct text name = {0};
    put_name(&name, state, true);
    uint32_t columns = treadle_words_columns(treadle_text_string(&name));
    treadle_text_clear(&name);
    return (int32_t)columns + (state->flow_count > 0 ? 6 : 4);
}

static int32_t label_width(const char *label) {
    return (int32_t)treadle_words_columns(label) + 2;  // "…" and "→" take three in ASCII.
}

static const struct layout_metrics metrics = {
    .box_height = 6,
    .frame_top = 2,
    .frame_side = 2,
    .frame_bottom = 2,
    .flow_pad = 0,
    .flow_gap = 3,
    .circle_width = 7,
    .circle_height = 2,
    .label_height = 2,
    .gap = 2,
    .line_gap = 2,
    .pitch_x = 2,
    .pitch_y = 2,
    .channel_top = 0,
    .channel_bottom = 2,
    .box_width = box_width,
    .label_width = label_width};

// -- Drawing

static void write_text(
    struct grid *grid, int32_t x, int32_t y, const char *text, int32_t columns_max) {
    int32_t end = x + columns_max;
    for (const char *at = text; *at != '\0';) {
        const char *from = at;
        uint32_t code = treadle_utf8_next(&at);
        char one[8] = {0};
        memcpy(one, from, (size_t)(at - from));
        int32_t columns = (int32_t)treadle_words_columns(one);
        if (columns == 0) continue;  // A mark above the character before, which a cell cannot hold.
        if (x + columns > end) return;
        cell_at(grid, x, y)->code = code;
        if (columns == 2) cell_at(grid, x + 1, y)->code = FILLED;
        x += columns;
    }
}

static void add_way(struct grid *grid, int32_t x, int32_t y, uint8_t ways, bool dashed) {
    struct cell *cell = cell_at(grid, x, y);
    cell->dashed = cell->ways == 0 ? dashed : cell->dashed && dashed;
    cell->ways |= ways;
}

static void across(struct grid *grid, int32_t from, int32_t to, int32_t y, bool dashed) {
    for (int32_t x = from; x < to; x++) {
        add_way(grid, x, y, EAST, dashed);
        add_way(grid, x + 1, y, WEST, dashed);
    }
}

// From one half row to another.
static void down(struct grid *grid, int32_t x, int32_t from, int32_t to, bool dashed) {
    for (int32_t y = from; y < to; y++)
        add_way(grid, x, y / 2, y % 2 == 0 ? NORTH : SOUTH, dashed);
}

static void draw_frame(struct grid *grid, const struct layout_box *box) {
    int32_t top = box->y / 2, bottom = (box->y + box->height) / 2 - 1;
    int32_t right = box->x + box->width - 1;
    across(grid, box->x, right, top, false);
    across(grid, box->x, right, bottom, false);
    for (int side = 0; side < 2; side++) {
        int32_t x = side == 0 ? box->x : right;
        down(grid, x, top * 2 + 1, bottom * 2 + 1, false);
    }
}

static void draw_box(struct grid *grid, const struct layout_box *box) {
    struct text text = {0};
    int32_t row = box->y / 2;
    switch (box->kind) {
        case LAYOUT_FLOW: return;
        case LAYOUT_START: write_text(grid, box->x, row, "(Start)", box->width); return;
        case LAYOUT_END: write_text(grid, box->x, row, " (End) ", box->width); return;
        case LAYOUT_LABEL: {
            int32_t columns = (int32_t)treadle_words_columns(box->label);
            write_text(grid, box->x + (box->width - columns) / 2, row, box->label, box->width);
            return;
        }
        case LAYOUT_STATE: break;
    }
    const struct graph_state *state = &grid->graph->states[box->state];
    draw_frame(grid, box);
    put_name(&text, state, grid->ascii);
    if (state->flow_count > 0) {
        write_text(grid, box->x + 2, row, " ", 1);
        write_text(grid, box->x + 3, row, treadle_text_string(&text), box->width - 6);
        int32_t end = box->x + 3 + (int32_t)treadle_words_columns(treadle_text_string(&text));
        write_text(grid, end, row, " ", 1);
    } else {
        int32_t columns = (int32_t)treadle_words_columns(treadle_text_string(&text));
        int32_t x = box->x + (box->width - columns) / 2;
        write_text(grid, x, row + 1, treadle_text_string(&text), box->width - 2);
    }
    treadle_text_clear(&text);
}

static void draw_line(struct grid *grid, const struct layout_line *line) {
    const struct layout_point *points = line->points;
    for (uint32_t i = 0; i + 1 < line->point_count; i++) {
        const struct layout_point *a = &points[i], *b = &points[i + 1];
        if (a->y == b->y)
            across(
                grid, a->x < b->x ? a->x : b->x, a->x < b->x ? b->x : a->x, a->y / 2,
                line->catches);
        else
            down(grid, a->x, a->y < b->y ? a->y : b->y, a->y < b->y ? b->y : a->y, line->catches);
    }
    // A line begins at the border of a box.
    if (points[0].y >= 2) {
        struct cell *border = cell_at(grid, points[0].x, points[0].y / 2 - 1);
        if (border->code == 0 && border->ways == (EAST | WEST)) border->ways |= SOUTH;
    }
    const struct layout_point *last = &points[line->point_count - 1];
    if (line->arrives) cell_at(grid, last->x, last->y / 2 - 1)->code = grid->ascii ? 'v' : 0x25BC;
}

// -- Writing

static void put_code(const struct grid *grid, struct text *out, const struct cell *cell) {
    char bytes[8];
    if (grid->ascii && cell->code > 0x7E) {
        treadle_text_add(out, cell->code == 0x2192 ? ">" : cell->code == 0x2026 ? "~" : "?");
        return;
    }
    char *end = treadle_utf8_put(bytes, cell->code);
    treadle_text_put(out, bytes, (size_t)(end - bytes));
}

static const char *line_of(const struct grid *grid, const struct cell *cell) {
    static const char *const lines[16] = {" ", "╵", "╶", "└", "╷", "│", "┌", "├",
                                          "╴", "┘", "─", "┴", "┐", "┤", "┬", "┼"};
    static const char ascii[][2] = {" ", "|", "-", "+", "|", "|", "+", "+",
                                    "-", "+", "-", "+", "+", "+", "+", "+"};
    bool upright = cell->ways == (NORTH | SOUTH), flat = cell->ways == (EAST | WEST);
    if (grid->ascii) {
        if (cell->dashed && upright) return ":";
        if (cell->dashed && flat) return ".";
        return ascii[cell->ways];
    }
    if (cell->dashed && upright) return "┆";
    if (cell->dashed && flat) return "┄";
    return lines[cell->ways];
}

static void write_rows(const struct grid *grid, struct text *out) {
    for (uint32_t y = 0; y < grid->height; y++) {
        const struct cell *row = &grid->cells[(size_t)y * grid->width];
        uint32_t end = grid->width;
        while (end > 0 && row[end - 1].ways == 0 &&
               (row[end - 1].code == 0 || row[end - 1].code == ' '))
            end--;
        for (uint32_t x = 0; x < end; x++) {
            if (row[x].code == FILLED) continue;
            if (row[x].code != 0)
                put_code(grid, out, &row[x]);
            else
                treadle_text_add(out, line_of(grid, &row[x]));
        }
        treadle_text_add(out, "\n");
    }
}

bool treadle_graph_text(const struct graph *graph, bool ascii, struct text *out) {
    struct layout layout;
    treadle_layout_make(graph, &metrics, &layout);
    struct grid grid = {
        .graph = graph,
        .width = (uint32_t)layout.width,
        .height = (uint32_t)layout.height / 2,
        .ascii = ascii};
    bool fits = (uint64_t)grid.width * grid.height <= CELLS_MAX;
    if (fits) {
        grid.cells = treadle_alloc_zeroed((size_t)grid.width * grid.height * sizeof(*grid.cells));
        for (uint32_t i = 0; i < layout.box_count; i++)
            if (layout.boxes[i].kind == LAYOUT_STATE) draw_box(&grid, &layout.boxes[i]);
        for (uint32_t i = 0; i < layout.line_count; i++)
            draw_line(&grid, &layout.lines[i]);
        for (uint32_t i = 0; i < layout.box_count; i++)
            if (layout.boxes[i].kind != LAYOUT_STATE) draw_box(&grid, &layout.boxes[i]);
        write_rows(&grid, out);
        free(grid.cells);
    }
    treadle_layout_clear(&layout);
    return fits;
}
