// What holds of every layout, whatever the machine: boxes apart, lines around them.
#include <stdlib.h>
#include <string.h>

#include "graph/layout.h"
#include "tests/graph/bed.h"
#include "tests/graph/suites.h"
#include "tests/support/support.h"

static int32_t wide_box(const struct graph_state *state) {
    return 40 + 7 * (int32_t)strlen(state->name);
}

static int32_t wide_label(const char *label) {
    return 6 * (int32_t)strlen(label);
}

// SVG's, with letters whose widths can be counted.
static struct layout_metrics plain(void) {
    struct layout_metrics metrics = treadle_svg_metrics;
    metrics.box_width = wide_box;
    metrics.label_width = wide_label;
    return metrics;
}

static bool overlap(const struct layout_box *a, const struct layout_box *b) {
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static bool holds(const struct layout_box *outer, const struct layout_box *inner) {
    return outer->x <= inner->x && outer->y <= inner->y &&
           inner->x + inner->width <= outer->x + outer->width &&
           inner->y + inner->height <= outer->y + outer->height;
}

static void check_boxes(const struct graph *graph, const struct layout *layout) {
    struct layout_box canvas = {.width = layout->width, .height = layout->height};
    for (uint32_t i = 0; i < layout->box_count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        ck_assert(holds(&canvas, box));
        if (box->kind == LAYOUT_FLOW) continue;
        for (uint32_t k = i + 1; k < layout->box_count; k++) {
            const struct layout_box *other = &layout->boxes[k];
            if (other->kind == LAYOUT_FLOW || other->flow != box->flow) continue;
            ck_assert_msg(!overlap(box, other), "boxes %u and %u overlap", i, k);
        }
        if (graph->flows[box->flow].owner < 0) continue;
        // What is in a flow lies in the box of the state that holds it.
        const struct layout_box *outer = NULL;
        for (uint32_t k = 0; k < i && outer == NULL; k++)
            if (layout->boxes[k].kind == LAYOUT_STATE &&
                layout->boxes[k].state == graph->flows[box->flow].owner)
                outer = &layout->boxes[k];
        ck_assert_ptr_nonnull(outer);
        ck_assert(holds(outer, box));
    }
}

// Does a piece of a line lie inside a box, not just on its edge?
static bool crosses(
    const struct layout_point *a, const struct layout_point *b, const struct layout_box *box) {
    int32_t low_x = a->x < b->x ? a->x : b->x, high_x = a->x < b->x ? b->x : a->x;
    int32_t low_y = a->y < b->y ? a->y : b->y, high_y = a->y < b->y ? b->y : a->y;
    return low_x < box->x + box->width && high_x > box->x && low_y < box->y + box->height &&
           high_y > box->y;
}

static void check_line(const struct layout *layout, uint32_t number) {
    const struct layout_line *line = &layout->lines[number];
    ck_assert_uint_ge(line->point_count, 2);
    for (uint32_t i = 0; i + 1 < line->point_count; i++) {
        const struct layout_point *a = &line->points[i], *b = &line->points[i + 1];
        ck_assert((a->x == b->x) != (a->y == b->y));
        for (uint32_t k = 0; k < layout->box_count; k++) {
            const struct layout_box *box = &layout->boxes[k];
            if (box->kind == LAYOUT_FLOW || box->flow != line->flow) continue;
            if (box->line == (int32_t)number) continue;  // Its own label stands on it.
            ck_assert_msg(!crosses(a, b, box), "line %u runs through box %u", number, k);
        }
    }
}

static const struct layout_box *box_of(const struct layout *layout, int32_t state) {
    for (uint32_t i = 0; i < layout->box_count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        if (state >= 0 ? box->kind == LAYOUT_STATE && box->state == state : box->kind == LAYOUT_END)
            return box;
    }
    return NULL;
}

// A line that arrives does so at the top of where its ways lead.
static void check_ends(const struct graph *graph, const struct layout *layout, uint32_t number) {
    const struct layout_line *line = &layout->lines[number];
    if (!line->arrives || line->way_count == 0) return;
    const struct layout_point *last = &line->points[line->point_count - 1];
    for (uint32_t i = 0; i < line->way_count; i++) {
        const struct layout_box *box = box_of(layout, graph->ways[line->ways[i]].to);
        ck_assert_ptr_nonnull(box);
        ck_assert_int_eq(last->y, box->y);
        ck_assert(last->x > box->x && last->x < box->x + box->width);
    }
}

// Each state has its box, and each way is drawn, but those from a flow to its end.
static void check_whole(const struct graph *graph, const struct layout *layout) {
    uint32_t states = 0;
    uint8_t *drawn = treadle_alloc_zeroed(graph->way_count + 1);
    for (uint32_t i = 0; i < layout->box_count; i++)
        states += layout->boxes[i].kind == LAYOUT_STATE;
    ck_assert_uint_eq(states, graph->state_count);
    for (uint32_t i = 0; i < layout->line_count; i++)
        for (uint32_t k = 0; k < layout->lines[i].way_count; k++)
            drawn[layout->lines[i].ways[k]] = 1;
    for (uint32_t i = 0; i < graph->way_count; i++) {
        const struct graph_way *way = &graph->ways[i];
        bool shown = way->to >= 0 || graph->flows[graph->states[way->from].flow].owner < 0;
        ck_assert(drawn[i] == shown);
    }
    free(drawn);
}

static void check_layout(const struct graph *graph) {
    struct layout layout;
    const struct layout_metrics metrics = plain();
    treadle_layout_make(graph, &metrics, &layout);
    check_boxes(graph, &layout);
    for (uint32_t i = 0; i < layout.line_count; i++) {
        check_line(&layout, i);
        check_ends(graph, &layout, i);
    }
    check_whole(graph, &layout);
    treadle_layout_clear(&layout);
}

START_TEST(everything_has_its_place) {
    struct graph *graph = bed_graph(bed_everything);
    check_layout(graph);
    treadle_graph_free(graph);
}
END_TEST

START_TEST(random_machines_have_theirs) {
    for (uint32_t i = 0; i < 120; i++) {
        struct text text = {0};
        bed_random(&text, 2 + i % 40, i);
        struct graph *graph = bed_graph(text.bytes);
        check_layout(graph);
        treadle_graph_free(graph);
        treadle_text_clear(&text);
    }
}
END_TEST

static int real_machines;

static void check_real(const char *name, const char *bytes, size_t size) {
    (void)name;
    struct graph *graph = bed_graph_or_null(bytes, size);
    if (graph == NULL) return;
    real_machines++;
    check_layout(graph);
    treadle_graph_free(graph);
}

START_TEST(real_machines_have_theirs) {
    if (support_data_each("corpus", "", check_real) >= 0) ck_assert_int_gt(real_machines, 100);
}
END_TEST

static void layout_of(const char *definition, struct graph **graph, struct layout *layout) {
    *graph = bed_graph(definition);
    const struct layout_metrics metrics = plain();
    treadle_layout_make(*graph, &metrics, layout);
}

START_TEST(a_chain_stands_straight) {
    struct graph *graph;
    struct layout layout;
    layout_of(
        TREADLE_JSON({
            "StartAt" : "A",
            "States" : {
                "A" : {"Type" : "Pass", "Next" : "A much longer name"},
                "A much longer name" : {"Type" : "Pass", "Next" : "C"},
                "C" : {"Type" : "Succeed"}
            }
        }),
        &graph, &layout);
    for (uint32_t i = 0; i < layout.line_count; i++)
        ck_assert_uint_eq(layout.lines[i].point_count, 2);
    treadle_layout_clear(&layout);
    treadle_graph_free(graph);
}
END_TEST

// A thousand states that all may lead to any other: bends are bounded, the rest ends at labels.
START_TEST(what_is_too_much_ends_at_labels) {
    struct text text = {0};
    treadle_text_add(&text, "{\"StartAt\":\"S0\",\"States\":{");
    for (int i = 0; i < 300; i++)
        treadle_text_printf(
            &text,
            "\"S%d\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::a:b\",\"Parameters\":{},"
            "\"Next\":\"S%d\","
            "\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"S%d\"}]},",
            i, i + 1, 300 - i);
    treadle_text_add(&text, "\"S300\":{\"Type\":\"Succeed\"}}}");
    struct graph *graph = bed_graph(text.bytes);
    struct layout layout;
    const struct layout_metrics metrics = plain();
    treadle_layout_make(graph, &metrics, &layout);
    check_whole(graph, &layout);
    uint32_t cut = 0;
    for (uint32_t i = 0; i < layout.box_count; i++)
        cut += layout.boxes[i].kind == LAYOUT_LABEL && strstr(layout.boxes[i].label, "→") != NULL;
    ck_assert_uint_gt(cut, 0);
    treadle_layout_clear(&layout);
    treadle_graph_free(graph);
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_layout(void) {
    TCase *tests = tcase_create("layout");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, everything_has_its_place);
    tcase_add_test(tests, random_machines_have_theirs);
    tcase_add_test(tests, a_chain_stands_straight);
    tcase_add_test(tests, what_is_too_much_ends_at_labels);
    Suite *suite = support_suite("layout", tests);
    TCase *recorded = support_recorded(suite);
    tcase_set_timeout(recorded, 120);
    tcase_add_test(recorded, real_machines_have_theirs);
    return suite;
}
