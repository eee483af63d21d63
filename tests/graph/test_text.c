// The terminal's drawing, character by character.
#include "tests/graph/bed.h"
#include "tests/graph/suites.h"
#include "tests/support/support.h"

static void same_text(const struct graph *graph, bool ascii, const char *want) {
    struct text drawn = bed_drawn(graph, GRAPH_TEXT, ascii);
    ck_assert_str_eq(drawn.bytes, want);
    treadle_text_clear(&drawn);
}

static const char small[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::a:b",
            "Parameters" : {},
            "Catch" : [ {"ErrorEquals" : ["E"], "Next" : "F"} ],
            "Next" : "P"
        },
        "P" : {
            "Type" : "Parallel",
            "Branches" : [
                {"StartAt" : "X", "States" : {"X" : {"Type" : "Pass", "End" : true}}},
                {"StartAt" : "Y", "States" : {"Y" : {"Type" : "Pass", "End" : true}}}
            ],
            "End" : true
        },
        "F" : {"Type" : "Fail"}
    }
});

START_TEST(boxes_and_lines) {
    struct graph *graph = bed_graph(small);
    same_text(
        graph, false,
        "            (Start)\n"
        "               ▼\n"
        "         ┌──────────┐\n"
        "         │ A · Task │\n"
        "         └─────┬─┬──┘\n"
        "               │ └┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┐\n"
        "               ▼                     ┆\n"
        "┌─ P · Parallel ──────────────┐   catch E\n"
        "│ ┌──────────┐   ┌──────────┐ │      ┆\n"
        "│ │ X · Pass │   │ Y · Pass │ │      ┆\n"
        "│ └──────────┘   └──────────┘ │      ┆\n"
        "└──────────────┬──────────────┘      ┆\n"
        "               └─────────────┐       ┆\n"
        "                             │       ▼\n"
        "                             │ ┌──────────┐\n"
        "                             │ │ F · Fail │\n"
        "                             │ └─────┬────┘\n"
        "                             └───────┤\n"
        "                                     ▼\n"
        "                                   (End)\n");
    treadle_graph_free(graph);
}
END_TEST

START_TEST(ascii_alone) {
    struct graph *graph = bed_graph(small);
    same_text(
        graph, true,
        "            (Start)\n"
        "               v\n"
        "         +----------+\n"
        "         | A - Task |\n"
        "         +-----+-+--+\n"
        "               | +...................+\n"
        "               v                     :\n"
        "+- P - Parallel --------------+   catch E\n"
        "| +----------+   +----------+ |      :\n"
        "| | X - Pass |   | Y - Pass | |      :\n"
        "| +----------+   +----------+ |      :\n"
        "+--------------+--------------+      :\n"
        "               +-------------+       :\n"
        "                             |       v\n"
        "                             | +----------+\n"
        "                             | | F - Fail |\n"
        "                             | +-----+----+\n"
        "                             +-------+\n"
        "                                     v\n"
        "                                   (End)\n");
    treadle_graph_free(graph);
}
END_TEST

START_TEST(loops_go_back_at_the_side) {
    struct graph *graph = bed_graph(TREADLE_JSON({
        "StartAt" : "W",
        "States" : {
            "W" : {"Type" : "Wait", "Seconds" : 1, "Next" : "C"},
            "C" : {
                "Type" : "Choice",
                "Choices" : [ {"Variable" : "$.n", "NumericEquals" : 1, "Next" : "W"} ],
                "Default" : "注文"
            },
            "注文" : {"Type" : "Succeed"}
        }
    }));
    same_text(
        graph, false,
        "            (Start)\n"
        "               │ ┌─────────┐\n"
        "               ▼ ▼         │\n"
        "         ┌──────────┐      │\n"
        "         │ W · Wait │      │\n"
        "         └─────┬────┘      │\n"
        "               ▼           │\n"
        "        ┌────────────┐     │\n"
        "        │ C · Choice │     │\n"
        "        └──────┬─────┘     │\n"
        "         ┌─────┴────┐      │\n"
        "         │          │      │\n"
        "      Default    $.n = 1   │\n"
        "         │          └──────┘\n"
        "         ▼\n"
        "┌────────────────┐\n"
        "│ 注文 · Succeed │\n"
        "└────────┬───────┘\n"
        "         ▼\n"
        "       (End)\n");
    treadle_graph_free(graph);
}
END_TEST

START_TEST(marks_are_signs) {
    struct graph *graph = bed_graph(small);
    ck_assert(treadle_graph_mark(graph, "/States/A", MARK_CAUGHT, NULL));
    ck_assert(treadle_graph_mark(graph, "/States/F", MARK_FAILED, NULL));
    ck_assert(treadle_graph_mark(graph, "/States/P", MARK_NEVER, NULL));
    ck_assert(!treadle_graph_mark(graph, "/States/Q", MARK_NEVER, NULL));
    same_text(
        graph, false,
        "            (Start)\n"
        "               ▼\n"
        "        ┌────────────┐\n"
        "        │ ! A · Task │\n"
        "        └──────┬─┬───┘\n"
        "               │ └┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┐\n"
        "               ▼                     ┆\n"
        "┌─ ○ P · Parallel ────────────┐   catch E\n"
        "│ ┌──────────┐   ┌──────────┐ │      ┆\n"
        "│ │ X · Pass │   │ Y · Pass │ │      ┆\n"
        "│ └──────────┘   └──────────┘ │      ┆\n"
        "└──────────────┬──────────────┘      ┆\n"
        "               └───────────┐         ┆\n"
        "                           │         ▼\n"
        "                           │ ┌───────────────┐\n"
        "                           │ │  ✗ F · Fail   │\n"
        "                           │ └───────┬───────┘\n"
        "                           └─────────┤\n"
        "                                     ▼\n"
        "                                   (End)\n");
    treadle_graph_free(graph);
}
END_TEST

Suite *suite_text(void) {
    TCase *tests = tcase_create("text");
    tcase_add_test(tests, boxes_and_lines);
    tcase_add_test(tests, ascii_alone);
    tcase_add_test(tests, loops_go_back_at_the_side);
    tcase_add_test(tests, marks_are_signs);
    return support_suite("text", tests);
}
