// Whole machines, run by treadle and by aws-local-stepfunctions: time and memory, a row each.
//
//   engine [--data FOLDER] [--command TREADLE] [--rivals FOLDER] [--brief] [ROW…]
//
// Each run is a process of its own, so that nothing is warm and memory is its own. The median
// counts. The least processor time of all runs, which a busy machine spoils least, must keep a
// bound of three times the target. tests/bench/rivals installs the rival; where it is not, that is
// said.
#include "tests/bench/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json/read.h"
#include "base/json/value.h"
#include "base/memory.h"

enum { RUNS = 15, RUNS_BRIEF = 5, RUNS_RIVAL = 3, RUNS_START = 60, SLACK = 3 };

static const struct row rows[] = {
#define ROW(name, machine, input, kind, count, target, factor, fastest_ms, fastest_by, what)       \
    {#name, machine, input, ROW_##kind, count, target, factor, fastest_ms, fastest_by, what},
#include "tests/bench/engine_rows.def"
#undef ROW
};

struct figure {  // Of several runs.
    double median_ms, least_ms;
    double work_ms;  // The least processor time; where nobody told, [least_ms].
    double peak_mb;
    double faults;  // The fewest page faults; 0: nobody told.
    bool known;
};

static char *own_path;  // Of this program.

// Of what a run printed: {"ms", "kb"}, and perhaps "work" and "faults".
static bool read_figures(const struct text *text, struct figure *out) {
    struct doc *doc = treadle_doc_read(NULL, text->bytes, text->count, NULL);
    if (doc == NULL) return false;
    const cJSON *time = treadle_json_member(treadle_doc_root(doc), "ms"),
                *memory = treadle_json_member(treadle_doc_root(doc), "kb"),
                *work = treadle_json_member(treadle_doc_root(doc), "work"),
                *faults = treadle_json_member(treadle_doc_root(doc), "faults");
    bool fine = cJSON_IsNumber(time) && cJSON_IsNumber(memory);
    if (fine)
        *out = (struct figure){
            .least_ms = time->valuedouble,
            .work_ms = cJSON_IsNumber(work) ? work->valuedouble : time->valuedouble,
            .peak_mb = memory->valuedouble / 1024,
            .faults = cJSON_IsNumber(faults) ? faults->valuedouble : 0};
    treadle_doc_drop(doc);
    return fine;
}

// Runs a program that prints its figures.
static struct figure measure(char *const *arguments, char *const *environment, unsigned runs) {
    struct figure figure = {0};
    double times[RUNS];
    ASSERT(runs <= RUNS);
    for (unsigned i = 0; i < runs; i++) {
        struct text said = {0};
        struct bench_child child;
        struct figure one = {0};
        bool fine = bench_spawn(arguments, environment, &said, &child) && read_figures(&said, &one);
        treadle_text_clear(&said);
        if (!fine) return figure;
        times[i] = one.least_ms;
        if (one.peak_mb > figure.peak_mb) figure.peak_mb = one.peak_mb;
        if (i == 0 || one.work_ms < figure.work_ms) figure.work_ms = one.work_ms;
        if (i == 0 || one.faults < figure.faults) figure.faults = one.faults;
    }
    figure.median_ms = bench_median(times, runs);
    figure.least_ms = times[0];
    figure.known = true;
    return figure;
}

// -- Ours

static struct figure measure_row(const struct row *row, const struct bench_options *options) {
    char *name = treadle_text_copy(row->name), *data = treadle_text_copy(options->data);
    char data_flag[] = "--data", once_flag[] = "--once", *environment[] = {NULL};
    char *const arguments[] = {own_path, data_flag, data, once_flag, name, NULL};
    struct figure figure = measure(arguments, environment, options->brief ? RUNS_BRIEF : RUNS);
    free(name);
    free(data);
    return figure;
}

// The command beside an empty process, in turn, so that whatever else the machine does falls on
// both.
static struct figure measure_start(const struct row *row, const struct bench_options *options) {
    struct text path = {0};
    treadle_text_printf(&path, "%s/%s.asl.json", options->data, row->machine);
    char *program = treadle_text_copy(options->command), run[] = "run", empty[] = "/bin/true";
    char *const ours[] = {program, run, path.bytes, NULL}, *const theirs[] = {empty, NULL};
    char *const environment[] = {NULL};
    double times[RUNS_START], empty_times[RUNS_START];
    long peak_kb = 0;
    bool fine = true;
    for (unsigned i = 0; i < RUNS_START && fine; i++) {
        struct bench_child child = {0}, other = {0};
        fine = bench_spawn(theirs, environment, NULL, &other) &&
               bench_spawn(ours, environment, NULL, &child);
        times[i] = child.ms;
        empty_times[i] = other.ms;
        if (fine && child.peak_kb > peak_kb) peak_kb = child.peak_kb;
    }
    free(program);
    treadle_text_clear(&path);
    if (!fine) return (struct figure){0};
    double median = bench_median(times, RUNS_START),
           empty_median = bench_median(empty_times, RUNS_START);
    return (struct figure){
        .median_ms = median - empty_median,
        .least_ms = times[0] - empty_times[0],
        .work_ms = times[0] - empty_times[0],
        .peak_mb = (double)peak_kb / 1024,
        .known = true};
}

// -- The rival's

static struct figure measure_rival(const struct row *row, const struct bench_options *options) {
    struct text node = {0}, modules = {0};
    treadle_text_printf(&node, "%s/node_modules/node/bin/node", options->rivals);
    treadle_text_printf(&modules, "NODE_PATH=%s/node_modules", options->rivals);
    struct figure figure = {0};
    if (access(node.bytes, X_OK) == 0) {
        char script[] = TREADLE_BENCH_FOLDER "/aws_local_stepfunctions.js";
        char *name = treadle_text_copy(row->name), *data = treadle_text_copy(options->data);
        char *const arguments[] = {node.bytes, script, data, name, NULL};
        char *const environment[] = {modules.bytes, NULL};
        figure = measure(arguments, environment, RUNS_RIVAL);
        free(name);
        free(data);
    }
    treadle_text_clear(&node);
    treadle_text_clear(&modules);
    return figure;
}

// -- Telling

static bool tell_bound(const struct row *row, const struct figure *figure) {
    bool memory = row->kind == ROW_WAITING;
    double value = memory ? figure->peak_mb : figure->work_ms;
    // Memory does not depend on what else a machine does.
    double bound = memory ? row->target : row->target * SLACK;
    if (value < bound) return true;
    printf("%s: OVER the bound of %g %s\n", row->name, bound, memory ? "MB" : "ms");
    return false;
}

static bool tell_rival(
    const struct row *row, const struct figure *figure, const struct figure *rival) {
    double times = rival->median_ms / figure->median_ms;
    printf(
        "           aws-local-stepfunctions %.1f ms, %.0f MB: %.0f times as long\n",
        rival->median_ms, rival->peak_mb, times);
    if (times >= row->factor) return true;
    printf("%s: UNDER the bound of %g times\n", row->name, row->factor);
    return false;
}

static bool tell(const struct row *row, const struct bench_options *options) {
    if (row->kind == ROW_START && options->command == NULL) {
        printf("SKIPPED %s: no --command\n", row->name);
        return true;
    }
    struct figure figure =
        row->kind == ROW_START ? measure_start(row, options) : measure_row(row, options);
    if (!figure.known) {
        printf("%s: FAILED\n", row->name);
        return false;
    }
    printf(
        "%-10s %8.3f ms (least %.3f, of work %.3f), %.1f MB  %s; the target is %g %s\n", row->name,
        figure.median_ms, figure.least_ms, figure.work_ms, figure.peak_mb, row->what, row->target,
        row->kind == ROW_WAITING ? "MB" : "ms");
    if (figure.faults > 0) printf("           %.0f page faults\n", figure.faults);
    if (row->fastest_by != NULL)
        printf(
            "           %s took %.1f ms, measured once elsewhere: %.1f times as long\n",
            row->fastest_by, row->fastest_ms, row->fastest_ms / figure.median_ms);
    bool fine = tell_bound(row, &figure);
    if (options->brief || row->kind == ROW_WAITING) return fine;
    struct figure rival =
        options->rivals == NULL ? (struct figure){0} : measure_rival(row, options);
    if (rival.known) return tell_rival(row, &figure, &rival) && fine;
    printf("           SKIPPED aws-local-stepfunctions: tests/bench/rivals installs it\n");
    return fine;
}

static const struct row *find(const char *name) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(rows[i].name, name) == 0) return &rows[i];
    return NULL;
}

static bool has_data(const struct bench_options *options) {
    struct text text = {0};
    bool found = bench_read(options->data, "pass1.asl.json", &text);
    treadle_text_clear(&text);
    return found;
}

// What it prints comes row by row, also into a file.
int main(int argc, char **argv) {
    struct bench_options options = {
        .data = TREADLE_BENCH_ENGINE_DATA,
        .command = TREADLE_BENCH_COMMAND,
        .rivals = TREADLE_BENCH_RIVALS};
    const struct row *chosen[COUNT_OF(rows)];
    size_t count = 0;
    own_path = argv[0];
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 1; i < argc; i++) {
        const struct row *row = find(argv[i]);
        if (strcmp(argv[i], "--brief") == 0)
            options.brief = true;
        else if (strcmp(argv[i], "--data") == 0 && i + 1 < argc)
            options.data = argv[++i];
        else if (strcmp(argv[i], "--command") == 0 && i + 1 < argc)
            options.command = argv[++i];
        else if (strcmp(argv[i], "--rivals") == 0 && i + 1 < argc)
            options.rivals = argv[++i];
        else if (strcmp(argv[i], "--once") == 0 && i + 1 < argc && find(argv[i + 1]) != NULL)
            return bench_engine_row(find(argv[i + 1]), options.data) ? 0 : 1;
        else if (row != NULL && count < COUNT_OF(rows))
            chosen[count++] = row;
        else
            return fprintf(stderr, "engine: no row '%s'\n", argv[i]), 2;
    }
    if (!has_data(&options)) {
        printf("SKIPPED: no machines in %s (--data)\n", options.data);
        return 77;
    }
    for (size_t i = 0; count == 0 && i < COUNT_OF(rows); i++)
        chosen[i] = &rows[i];
    if (count == 0) count = COUNT_OF(rows);
    bool fine = true;
    for (size_t i = 0; i < count; i++)
        fine = tell(chosen[i], &options) && fine;
    return fine ? 0 : 1;
}
