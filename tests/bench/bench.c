// The bench: prints figures of this build.
//
//   bench [--data FOLDER] [--command TREADLE] [--rivals FOLDER] [--brief] [FIGURE…]
#include "tests/bench/bench.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static const struct {
    const char *name;
    bool (*run)(const struct bench_options *options);
} figures[] = {
    // First, while this process is small: until it is another program, a child counts as large.
    {"start", bench_start},       {"suite", bench_suite}, {"json", bench_json},
    {"jsonpath", bench_jsonpath}, {"host", bench_host},
};

// Runs the figure of that name, or all of them where [name] is NULL.
static bool run(const char *name, const struct bench_options *options, bool *known) {
    bool fine = true;
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        if (name != NULL && strcmp(name, figures[i].name) != 0) continue;
        fine = figures[i].run(options) && fine;
        *known = true;
    }
    return fine;
}

int main(int argc, char **argv) {
    struct bench_options options = {0};
    bool fine = true, named = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--brief") == 0)
            options.brief = true;
        else if (strcmp(argv[i], "--data") == 0 && i + 1 < argc)
            options.data = argv[++i];
        else if (strcmp(argv[i], "--command") == 0 && i + 1 < argc)
            options.command = argv[++i];
        else if (strcmp(argv[i], "--rivals") == 0 && i + 1 < argc)
            options.rivals = argv[++i];
        else {
            bool known = false;
            fine = run(argv[i], &options, &known) && fine;
            named = true;
            if (!known) return fprintf(stderr, "bench: no figure '%s'\n", argv[i]), 2;
        }
    }
    if (!named) fine = run(NULL, &options, &named);
    return fine ? 0 : 1;
}
