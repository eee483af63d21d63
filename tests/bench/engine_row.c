// One row, once: over the door alone, in virtual time, histories kept. (Those of Express executions
// are only counted, as with AWS.)
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/assert.h"
#include "tests/bench/engine.h"
#include "treadle/engine.h"

struct run {
    const struct row *row;
    treadle_machine *machine;
    treadle_engine *engine;
    struct text definition, input;
    unsigned succeeded;
};

static void on_end(const struct treadle_result *result, void *data) {
    struct run *run = data;
    run->succeeded += result->outcome == TREADLE_SUCCEEDED;
    if (result->outcome != TREADLE_SUCCEEDED)
        (void)fprintf(stderr, "engine: %s: %s\n", run->row->name, result->error);
}

static void parse(struct run *run) {
    struct treadle_status status;
    const struct treadle_source source = {
        .text = treadle_text_string(&run->definition),
        .size = run->definition.count,
        .type = run->row->kind == ROW_EXPRESS ? TREADLE_EXPRESS : TREADLE_STANDARD};
    int code = treadle_machine_read(&source, NULL, NULL, &run->machine, &status);
    if (code < 0) (void)fprintf(stderr, "engine: %s: %s\n", run->row->name, status.text);
    ASSERT(code == 0);
}

static void start(struct run *run) {
    const struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION, .history = true};
    int code = treadle_engine_open_virtual(&options, &run->engine, NULL);
    ASSERT(code == 0);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = run->machine,
        .input = treadle_text_string(&run->input)};
    int64_t now_ms = treadle_engine_now(run->engine);
    for (unsigned i = 0; i < run->row->count; i++) {
        code = treadle_engine_begin(run->engine, &start, NULL, on_end, run);
        ASSERT(code == 0);
        // As they would come: not all of them before the first moves.
        if (run->row->kind == ROW_WAITING && i % 1000 == 999)
            (void)treadle_engine_turn(run->engine, now_ms);
    }
}

// Of this process: what others take of the machine does not count.
static double work_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

// Pages touched for the first time: half of what a short run costs, and the same on a busy machine.
static long page_faults(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

struct start {
    double at_ms, work_ms;
    long faults;
};

static void print(const struct start *since) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf(
        "{\"ms\": %.4f, \"work\": %.4f, \"kb\": %ld, \"faults\": %ld}\n",
        bench_now_ms() - since->at_ms, work_ms() - since->work_ms, usage.ru_maxrss,
        usage.ru_minflt - since->faults);
}

static bool measure(struct run *run) {
    bool compiles = run->row->kind == ROW_COMPILE, waits = run->row->kind == ROW_WAITING;
    if (!compiles) parse(run);
    const struct start begun = {bench_now_ms(), work_ms(), page_faults()};
    if (compiles) parse(run);
    start(run);
    if (waits) print(&begun);
    (void)treadle_engine_turn(run->engine, INT64_MAX);
    if (!waits) print(&begun);
    treadle_engine_close(run->engine, NULL, NULL);
    treadle_machine_drop(run->machine);
    return run->succeeded == run->row->count;
}

bool bench_engine_row(const struct row *row, const char *data) {
    struct run run = {.row = row};
    char definition[64];
    (void)snprintf(definition, sizeof(definition), "%s.asl.json", row->machine);
    bool fine = bench_read(data, definition, &run.definition) &&
                (row->input == NULL || bench_read(data, row->input, &run.input));
    if (row->input == NULL) treadle_text_add(&run.input, "{}");
    if (!fine) (void)fprintf(stderr, "engine: %s: its files cannot be read\n", row->name);
    fine = fine && measure(&run);
    treadle_text_clear(&run.definition);
    treadle_text_clear(&run.input);
    return fine;
}
