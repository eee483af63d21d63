// The forms that other programs read: what they must be to be read, and what they say.
#include <string.h>

#include "tests/graph/bed.h"
#include "tests/graph/suites.h"
#include "tests/support/support.h"

static void has(const struct text *drawn, const char *part) {
    ck_assert_msg(strstr(drawn->bytes, part) != NULL, "no %s in\n%s", part, drawn->bytes);
}

static void has_not(const struct text *drawn, const char *part) {
    ck_assert_msg(strstr(drawn->bytes, part) == NULL, "%s in\n%s", part, drawn->bytes);
}

// -- SVG

// As much of XML as we write: elements that close, attributes in quotes, no bare character.
static void check_xml(const char *text) {
    char open[16][16];
    int depth = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '&') ck_assert(strchr(at, ';') != NULL && strchr(at, ';') - at <= 5);
        if (*at != '<') continue;
        const char *end = strchr(at, '>');
        ck_assert_ptr_nonnull(end);
        bool closes = at[1] == '/', empty = end[-1] == '/';
        size_t size = strcspn(at + 1 + closes, " />");
        ck_assert(size > 0 && size < sizeof(open[0]));
        if (closes) {
            ck_assert_int_gt(depth--, 0);
            ck_assert(strncmp(open[depth], at + 2, size) == 0 && open[depth][size] == '\0');
        } else if (!empty) {
            ck_assert_int_lt(depth, 16);
            memcpy(open[depth], at + 1, size);
            open[depth++][size] = '\0';
        }
        int quotes = 0;
        for (const char *one = at; one < end; one++) {
            quotes += *one == '"';
            ck_assert(one == at || *one != '<');
        }
        ck_assert_int_eq(quotes % 2, 0);
        at = end;
    }
    ck_assert_int_eq(depth, 0);
}

START_TEST(svg_is_whole_and_says_what_it_shows) {
    struct graph *graph = bed_graph(bed_everything);
    ck_assert(treadle_graph_mark(graph, "/States/Look", MARK_CAUGHT, "twice & more"));
    struct text drawn = bed_drawn(graph, GRAPH_SVG, false);
    check_xml(drawn.bytes);
    has(&drawn, "role=\"img\" aria-labelledby=\"t d\"");
    has(&drawn, "<title id=\"t\">bed</title>");
    has(&drawn, "Orders &amp; \"more\" A state machine of 10 states. It starts at Look. "
                "1 caught error.");
    has(&drawn, "<title>Look: caught error, twice &amp; more</title>");
    has(&drawn, "<title>Look, Catch 1 (Gone, Lost) → No &lt;luck&gt;</title>");
    has(&drawn, "Which, rule 1 ($.n &gt; 10) → All\nWhich, rule 2 ($.n = 10) → All</title>");
    has(&drawn, "prefers-color-scheme:dark");
    has_not(&drawn, "href");
    has_not(&drawn, "<script");
    treadle_text_clear(&drawn);
    treadle_graph_free(graph);
}
END_TEST

// Names may hold what XML cannot.
START_TEST(svg_is_xml_whatever_states_are_called) {
    struct graph *graph = bed_graph("{\"StartAt\":\"A\\ufffe\\ud800<\",\"States\":{"
                                    "\"A\\ufffe\\ud800<\":{\"Type\":\"Succeed\"}}}");
    struct text drawn = bed_drawn(graph, GRAPH_SVG, false);
    check_xml(drawn.bytes);
    has(&drawn, "<title>A\xEF\xBF\xBD");
    has_not(&drawn, "\xEF\xBF\xBE");
    treadle_text_clear(&drawn);
    treadle_graph_free(graph);
}
END_TEST

// -- DOT and Mermaid

START_TEST(dot_has_clusters) {
    struct graph *graph = bed_graph(bed_everything);
    struct text drawn = bed_drawn(graph, GRAPH_DOT, false);
    has(&drawn, "digraph \"bed\" {\ncompound=true\n");
    has(&drawn, "start -> s0 ");
    has(&drawn, "subgraph cluster_s3 {\n");
    has(&drawn, "lhead=cluster_s3");
    has(&drawn, "ltail=cluster_s3");
    has(&drawn, "label=\"catch Gone, Lost\"");
    treadle_text_clear(&drawn);
    treadle_graph_free(graph);
}
END_TEST

START_TEST(dot_quotes_names) {
    struct graph *graph = bed_graph(
        TREADLE_JSON({"StartAt" : "a\"b\\c", "States" : {"a\"b\\c" : {"Type" : "Succeed"}}}));
    struct text drawn = bed_drawn(graph, GRAPH_DOT, false);
    has(&drawn, "label=\"a\\\"b\\\\c\"");
    treadle_text_clear(&drawn);
    treadle_graph_free(graph);
}
END_TEST

// By Mermaid's grammar of a flowchart: a node, an edge, the beginning or end of a subgraph, a
// class; texts in quotes, without a quote or bracket in them.
static void check_mermaid(const char *text) {
    int depth = 0;
    ck_assert(strncmp(text, "flowchart TD\n", 13) == 0);
    for (const char *line = strchr(text, '\n') + 1; *line != '\0';) {
        const char *end = strchr(line, '\n');
        ck_assert(end != NULL && strncmp(line, "  ", 2) == 0);
        depth += strncmp(line, "  subgraph ", 11) == 0;
        if (strncmp(line, "  end\n", 6) == 0) ck_assert_int_gt(depth--, 0);
        bool quoted = false;
        for (const char *at = line; at < end; at++) {
            if (*at == '"') quoted = !quoted;
            if (quoted) ck_assert_msg(strchr("[]{}|", *at) == NULL, "%.40s", line);
        }
        ck_assert(!quoted);
        line = end + 1;
    }
    ck_assert_int_eq(depth, 0);
}

START_TEST(mermaid_is_a_flowchart) {
    struct graph *graph = bed_graph(bed_everything);
    ck_assert(treadle_graph_mark(graph, "/States/Look", MARK_FAILED, NULL));
    struct text drawn = bed_drawn(graph, GRAPH_MERMAID, false);
    check_mermaid(drawn.bytes);
    has(&drawn, "  begin((\"Start\")) --> s0\n");
    has(&drawn, "  s0[\"✗ Look<br/>Task · lambda:invoke · Retry\"]\n  class s0 mFAILED\n");
    has(&drawn, "  s1{{\"Which<br/>Choice\"}}\n");
    has(&drawn, "  s4([\"No #60;luck#62;<br/>Fail\"])\n");
    has(&drawn, "  subgraph s3 [\"All<br/>Parallel\"]\n  direction TB\n");
    has(&drawn, "  s0 -.->|\"catch Gone, Lost\"| s4\n");
    has(&drawn, "  s1 -->|\"$.n #62; 10\"| s3\n");
    has(&drawn, "  classDef mFAILED ");
    treadle_text_clear(&drawn);
    treadle_graph_free(graph);
}
END_TEST

// -- All of them, of real machines

static void draw_real(const char *name, const char *bytes, size_t size) {
    (void)name;
    struct graph *graph = bed_graph_or_null(bytes, size);
    if (graph == NULL) return;
    struct text drawn = bed_drawn(graph, GRAPH_SVG, false);
    check_xml(drawn.bytes);
    treadle_text_clear(&drawn);
    drawn = bed_drawn(graph, GRAPH_MERMAID, false);
    check_mermaid(drawn.bytes);
    treadle_text_clear(&drawn);
    drawn = bed_drawn(graph, GRAPH_TEXT, true);
    for (size_t i = 0; i < drawn.count; i++)
        ck_assert((unsigned char)drawn.bytes[i] < 0x7F);
    treadle_text_clear(&drawn);
    treadle_graph_free(graph);
}

START_TEST(real_machines_are_drawn) {
    (void)support_data_each("corpus", "", draw_real);
}
END_TEST

START_TEST(formats_have_names) {
    enum graph_format format;
    ck_assert(treadle_graph_format("mermaid", &format));
    ck_assert_int_eq(format, GRAPH_MERMAID);
    ck_assert(!treadle_graph_format("png", &format));
}
END_TEST

Suite *suite_forms(void) {
    TCase *tests = tcase_create("forms");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, svg_is_whole_and_says_what_it_shows);
    tcase_add_test(tests, svg_is_xml_whatever_states_are_called);
    tcase_add_test(tests, dot_has_clusters);
    tcase_add_test(tests, dot_quotes_names);
    tcase_add_test(tests, mermaid_is_a_flowchart);
    tcase_add_test(tests, formats_have_names);
    Suite *suite = support_suite("forms", tests);
    TCase *recorded = support_recorded(suite);
    tcase_set_timeout(recorded, 120);
    tcase_add_test(recorded, real_machines_are_drawn);
    return suite;
}
