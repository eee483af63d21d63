// What a history marks.
#include <string.h>

#include "tests/graph/bed.h"
#include "tests/graph/suites.h"
#include "tests/support/support.h"

static const char machine[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::a:b",
            "Parameters" : {},
            "Catch" : [ {"ErrorEquals" : ["E"], "Next" : "M"} ],
            "Next" : "D"
        },
        "M" : {
            "Type" : "Map",
            "ItemProcessor" : {"StartAt" : "X", "States" : {"X" : {"Type" : "Fail"}}},
            "Next" : "D"
        },
        "D" : {"Type" : "Succeed"}
    }
});

struct event {
    int previous;
    const char *type, *state;
};

static const struct {
    const char *what, *marks;
    struct event events[14];  // Their ids are their places, from 1.
} rows[] = {
    {"it went well",
     "/States/A succeeded\n/States/D succeeded\n/States/A/Next succeeded\n"
     "/States/D/Type succeeded\n",
     {{0, "ExecutionStarted", NULL},
      {0, "TaskStateEntered", "A"},
      {2, "TaskScheduled", NULL},
      {3, "TaskSucceeded", NULL},
      {4, "TaskStateExited", "A"},
      {5, "SucceedStateEntered", "D"},
      {6, "SucceedStateExited", "D"},
      {7, "ExecutionSucceeded", NULL}}},
    {"it is under way",
     "/States/A in progress\n",
     {{0, "ExecutionStarted", NULL}, {0, "TaskStateEntered", "A"}, {2, "TaskScheduled", NULL}}},
    {"it was stopped",
     "/States/A aborted\n",
     {{0, "ExecutionStarted", NULL},
      {0, "TaskStateEntered", "A"},
      {2, "TaskScheduled", NULL},
      {0, "ExecutionAborted", NULL}}},
    {"it failed",
     "/States/A failed\n",
     {{0, "ExecutionStarted", NULL},
      {0, "TaskStateEntered", "A"},
      {2, "TaskScheduled", NULL},
      {3, "TaskFailed", NULL},
      {4, "ExecutionFailed", NULL}}},
    {"it caught, and failed in an item",
     "/States/A caught error\n/States/M failed\n/States/M/ItemProcessor/States/X failed\n"
     "/States/A/Catch/0 caught error\n/States/M/ItemProcessor/States/X/Type failed\n",
     {{0, "ExecutionStarted", NULL},
      {0, "TaskStateEntered", "A"},
      {2, "TaskScheduled", NULL},
      {3, "TaskFailed", NULL},
      {4, "TaskStateExited", "A"},
      {5, "MapStateEntered", "M"},
      {6, "MapStateStarted", NULL},
      {7, "MapIterationStarted", NULL},
      {8, "FailStateEntered", "X"},
      {9, "MapIterationFailed", NULL},
      {9, "MapStateFailed", NULL},
      {11, "ExecutionFailed", NULL}}},
    {"it was none of ours", NULL, {{0, "PassStateEntered", "Z"}}},
};

static void put_events(struct text *out, const struct event *events) {
    treadle_text_add(out, "{\"events\":[");
    for (int i = 0; i < 14 && events[i].type != NULL; i++) {
        treadle_text_printf(
            out, "%s{\"id\":%d,\"previousEventId\":%d,\"type\":\"%s\"", i == 0 ? "" : ",", i + 1,
            events[i].previous, events[i].type);
        const char *verb = strstr(events[i].type, "StateE");  // "Entered" or "Exited"
        if (events[i].state != NULL)
            treadle_text_printf(
                out, ",\"s%sEventDetails\":{\"name\":\"%s\"}", verb + 1, events[i].state);
        treadle_text_add(out, "}");
    }
    treadle_text_add(out, "]}");
}

static void put_mark(struct text *out, const char *pointer, const struct graph_marking *marking) {
    if (marking->mark != MARK_NONE)
        treadle_text_printf(out, "%s %s\n", pointer, treadle_graph_mark_word(marking->mark));
}

START_TEST(histories_mark_states_and_ways) {
    struct graph *graph = bed_graph(machine);
    struct text events = {0}, marks = {0};
    put_events(&events, rows[_i].events);
    struct doc *doc = support_read(events.bytes);
    bool marked = treadle_graph_mark_history(graph, treadle_doc_root(doc));
    ck_assert_msg(marked == (rows[_i].marks != NULL), "%s", rows[_i].what);
    for (uint32_t i = 0; i < graph->state_count; i++)
        put_mark(&marks, graph->states[i].pointer, &graph->states[i].marking);
    for (uint32_t i = 0; i < graph->way_count; i++)
        put_mark(&marks, graph->ways[i].pointer, &graph->ways[i].marking);
    if (marked) ck_assert_str_eq(treadle_text_string(&marks), rows[_i].marks);
    treadle_doc_drop(doc);
    treadle_text_clear(&events);
    treadle_text_clear(&marks);
    treadle_graph_free(graph);
}
END_TEST

START_TEST(what_is_no_list_of_events_is_refused) {
    static const char *const texts[] = {
        "1",
        "{}",
        "[1]",
        "[{\"id\":1}]",
        "[{\"id\":9999999,\"type\":\"X\"}]",
        "[{\"id\":2,\"type\":\"TaskStateEntered\"}]"};
    struct graph *graph = bed_graph(machine);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct doc *doc = support_read(texts[i]);
        ck_assert_msg(!treadle_graph_mark_history(graph, treadle_doc_root(doc)), "%s", texts[i]);
        treadle_doc_drop(doc);
    }
    treadle_graph_free(graph);
}
END_TEST

Suite *suite_execution(void) {
    TCase *tests = tcase_create("execution");
    ADD_EACH(tests, histories_mark_states_and_ways, rows);
    tcase_add_test(tests, what_is_no_list_of_events_is_refused);
    return support_suite("execution", tests);
}
