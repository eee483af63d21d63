// treadle graph MACHINE: draws it, and on it what an execution did.
#include <string.h>
#include <unistd.h>

#include "cli/input.h"
#include "cli/line.h"
#include "cli/machine.h"
#include "graph/graph.h"
#include "suite/coverage.h"

static bool mark_execution(struct talk *talk, struct graph *graph, const char *path) {
    struct doc *doc = treadle_input_doc(talk, "--execution", path);
    if (doc == NULL) return false;
    bool marked = treadle_graph_mark_history(graph, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    if (!marked)
        treadle_say_error(
            talk, "INPUT",
            "--execution takes what `treadle run … --history --json` or `aws stepfunctions "
            "get-execution-history` prints",
            "%s is not the history of an execution of this machine", path);
    return marked;
}

// The machine is the one whose states are covered: files may be called from other folders.
static bool mark_coverage(struct talk *talk, struct graph *graph, const char *path) {
    struct doc *doc = treadle_input_doc(talk, "--coverage", path);
    if (doc == NULL) return false;
    struct coverage coverage = {0};
    bool marked = false;
    if (treadle_coverage_add(&coverage, treadle_doc_root(doc))) {
        treadle_coverage_settle(&coverage);
        for (uint32_t i = 0; i < coverage.machine_count && !marked; i++) {
            const char *name = treadle_machine_file_name(coverage.machines[i]->name);
            if (strncmp(name, graph->title, strlen(graph->title)) != 0) continue;
            if (name[strlen(graph->title)] != '.' && name[strlen(graph->title)] != '\0') continue;
            marked = treadle_coverage_mark(coverage.machines[i], graph);
        }
    }
    treadle_coverage_clear(&coverage);
    treadle_doc_drop(doc);
    if (!marked)
        treadle_say_error(
            talk, "INPUT", "--coverage takes what `treadle test --coverage json=FILE` wrote",
            "%s does not tell of this machine", path);
    return marked;
}

// A terminal shows text; what goes into a file or to another program is a picture.
static bool choose_format(struct talk *talk, const struct line *line, enum graph_format *out) {
    if (line->format == NULL) {
        *out = isatty(STDOUT_FILENO) ? GRAPH_TEXT : GRAPH_SVG;
        return true;
    }
    if (treadle_graph_format(line->format, out)) return true;
    treadle_say_error(
        talk, "USAGE", NULL, "--format wants svg, dot, mermaid or text, not '%s'", line->format);
    return false;
}

static const char *title_of(struct talk *talk, const char *path) {
    return strcmp(path, "-") == 0 ? "state machine" : treadle_machine_name(talk, path);
}

int treadle_cmd_graph(struct talk *talk, const struct line *line) {
    enum graph_format format;
    if (line->word_count != 1) {
        treadle_say_error(
            talk, "USAGE", "treadle graph order.asl.json", "graph wants one state machine: a file");
        return EXIT_UNABLE;
    }
    if (!choose_format(talk, line, &format)) return EXIT_UNABLE;
    treadle_machine *machine = treadle_machine_of_file(talk, line->words[0]);
    if (machine == NULL) return EXIT_UNABLE;
    struct graph *graph = treadle_graph_new(machine, title_of(talk, line->words[0]));
    struct text drawn = {0};
    bool done = line->execution == NULL || mark_execution(talk, graph, line->execution);
    if (done && line->covered != NULL) done = mark_coverage(talk, graph, line->covered);
    if (done && !treadle_graph_draw(graph, format, !talk->utf8, &drawn)) {
        done = false;
        treadle_say_error(
            talk, "LIMIT", "use --format svg", "the machine is too large to be drawn as text");
    }
    if (done) fputs(treadle_text_string(&drawn), talk->out);
    treadle_text_clear(&drawn);
    treadle_graph_free(graph);
    treadle_machine_drop(machine);
    return done ? EXIT_WISHED : EXIT_UNABLE;
}
