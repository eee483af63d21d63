// Test files from the start of the command to its end: a thousand cases, and one that waits for a
// year.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "tests/bench/bench.h"

// The bounds are those of two cores that have nothing else to do.
enum { CASES = 1000, CASES_MS_MAX = 2000, YEAR_MS_MAX = 10, ROUNDS = 10, ROUNDS_BRIEF = 3 };

static const char machine[] = "StartAt: Ask\n"
                              "States:\n"
                              "  Ask:\n"
                              "    Type: Task\n"
                              "    Resource: arn:aws:states:::lambda:invoke\n"
                              "    Parameters: {FunctionName: f, Payload.$: $}\n"
                              "    Retry: [{ErrorEquals: [Busy], IntervalSeconds: 2}]\n"
                              "    Next: Rest\n"
                              "  Rest: {Type: Wait, Seconds: 10483200, Next: Is Done}\n"
                              "  Is Done:\n"
                              "    Type: Choice\n"
                              "    Choices: [{Variable: $.n, NumericEquals: 3, Next: Done}]\n"
                              "    Default: Ask\n"
                              "  Done: {Type: Succeed}\n";

// Three rests of a third of a year each, but for two days: a year is as long as an execution lasts.
static void add_case(struct text *out, unsigned number) {
    treadle_text_printf(
        out,
        "  case %u:\n"
        "    mocks: {Ask: [{error: Busy}, {result: {n: 1}}, {result: {n: 2}}, {result: {n: 3}}]}\n"
        "    expect: {output: {n: 3}, states: {Rest: {visits: 3}, Ask: {calls: 4, retries: "
        "[2s]}}}\n",
        number);
}

static bool write_file(const char *folder, const char *name, const struct text *text) {
    struct text path = {0};
    treadle_text_printf(&path, "%s/%s", folder, name);
    int code = treadle_file_replace(path.bytes, text->bytes, text->count, NULL);
    treadle_text_clear(&path);
    return code == 0;
}

static bool write_suite(const char *folder, const char *name, unsigned cases) {
    struct text text = {0};
    treadle_text_add(&text, "machine: machine.asl.yaml\ncases:\n");
    for (unsigned i = 0; i < cases; i++)
        add_case(&text, i);
    bool fine = write_file(folder, name, &text);
    treadle_text_clear(&text);
    return fine;
}

// The least time of a file's runs; negative where one did not end in 0.
static double run(const struct bench_options *options, const char *folder, const char *name) {
    struct text program = {0}, path = {0};
    treadle_text_add(&program, options->command);
    treadle_text_printf(&path, "%s/%s", folder, name);
    char test[] = "test";
    char *const arguments[] = {program.bytes, test, path.bytes, NULL};
    static char *const environment[] = {NULL};
    double least = 0;
    for (unsigned i = 0; i < (options->brief ? ROUNDS_BRIEF : ROUNDS) && least >= 0; i++) {
        struct bench_child child;
        if (!bench_spawn(arguments, environment, NULL, &child))
            least = -1;
        else if (i == 0 || child.ms < least)
            least = child.ms;
    }
    treadle_text_clear(&program);
    treadle_text_clear(&path);
    return least;
}

static bool measure(const struct bench_options *options, const char *folder) {
    double many = run(options, folder, "many.test.yaml"),
           one = run(options, folder, "one.test.yaml");
    if (many < 0 || one < 0) {
        printf("suite: a run of %s failed\n", options->command);
        return false;
    }
    printf(
        "test, least of all runs  %d cases %.0f ms (bound %d)  a year of waiting, the whole "
        "command "
        "%.1f ms (bound %d)\n",
        CASES, many, CASES_MS_MAX, one, YEAR_MS_MAX);
    if (many < CASES_MS_MAX && one < YEAR_MS_MAX) return true;
    printf("suite: over its bounds\n");
    return false;
}

static void sweep(const char *folder) {
    static const char *const names[] = {"machine.asl.yaml", "many.test.yaml", "one.test.yaml"};
    struct text path = {0};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        path.count = 0;
        treadle_text_printf(&path, "%s/%s", folder, names[i]);
        unlink(path.bytes);
    }
    treadle_text_clear(&path);
    rmdir(folder);
}

bool bench_suite(const struct bench_options *options) {
    if (options->command == NULL) {
        printf("SKIPPED suite: no --command\n");
        return true;
    }
    char folder[] = "/tmp/treadle-bench-XXXXXX";
    if (mkdtemp(folder) == NULL) return false;
    struct text text = {0};
    treadle_text_add(&text, machine);
    bool fine = write_file(folder, "machine.asl.yaml", &text) &&
                write_suite(folder, "many.test.yaml", CASES) &&
                write_suite(folder, "one.test.yaml", 1) && measure(options, folder);
    treadle_text_clear(&text);
    sweep(folder);
    return fine;
}
