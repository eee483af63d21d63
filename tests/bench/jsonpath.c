// Evaluating compiled paths, beside npm's jsonpath-plus in the same run where node has it.
#include "jsonpath/jsonpath.h"

#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/json/read.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "tests/bench/bench.h"

// A round is long enough for the clock; the least of the rounds counts.
enum { NANOSECONDS_A_ROUND = 2000000, ROUNDS = 30, ROUNDS_BRIEF = 5 };

extern char **environ;  // POSIX; in no header.

struct subject {
    const struct path *path;
    struct path_env env;
    unsigned repeats;  // In a round.
};

static void find(void *data) {
    struct subject *subject = data;
    for (unsigned i = 0; i < subject->repeats; i++) {
        treadle_arena_reset(subject->env.scratch);
        ASSERT(treadle_path_find(subject->path, &subject->env, NULL) != NULL);
    }
}

static double measure_ns(struct subject *subject, unsigned rounds) {
    subject->repeats = 1;
    double once = bench_least_ms(3, find, subject) * 1e6;
    subject->repeats = 1 + (unsigned)(NANOSECONDS_A_ROUND / (once + 1));
    return bench_least_ms(rounds, find, subject) * 1e6 / subject->repeats;
}

// What a path may cost on a document of 200 KB; 0: whatever it does.
static double bound_ns(const struct path *path, const char *text) {
    if (treadle_path_is_definite(path)) return 100;
    return strcmp(text, "$..sku") == 0 ? 200000 : 0;
}

static bool measure(
    const char *name, const cJSON *root, const char *text, const struct bench_options *options) {
    struct arena compiled = {0}, scratch = {0};
    const char *problem;
    struct subject subject = {
        .path = treadle_path_compile(&compiled, text, &problem),
        .env = {.input = root, .scratch = &scratch}};
    ASSERT(subject.path != NULL);
    double took = measure_ns(&subject, options->brief ? ROUNDS_BRIEF : ROUNDS);
    double bound = bound_ns(subject.path, text);
    bool fine = bound == 0 || took < bound;
    printf("jsonpath %-10s %10.0f ns  treadle        %s", name, took, text);
    printf(fine ? "\n" : "  OVER %.0f ns\n", bound);
    treadle_arena_clear(&compiled);
    treadle_arena_clear(&scratch);
    return fine;
}

// The lines it prints are its own. NODE_PATH says where node finds jsonpath-plus.
static void run_rival(const struct bench_options *options, const char *name) {
    if (options->rivals == NULL || options->brief) return;
    struct text script = {0}, folder = {0};
    treadle_text_printf(&script, "%s/jsonpath_plus.js", options->rivals);
    treadle_text_printf(&folder, "%s/jsonpath", options->data);
    char node[] = "node", document[16];
    (void)snprintf(document, sizeof(document), "%s", name);
    char *const arguments[] = {node, script.bytes, folder.bytes, document, NULL};
    pid_t child;
    int status = -1;
    (void)fflush(stdout);
    if (posix_spawnp(&child, node, NULL, NULL, arguments, environ) == 0) waitpid(child, &status, 0);
    if (status != 0) printf("SKIPPED jsonpath %s: node has no jsonpath-plus (NODE_PATH)\n", name);
    treadle_text_clear(&script);
    treadle_text_clear(&folder);
}

static struct doc *read_json(const struct bench_options *options, const char *name) {
    struct text text = {0};
    struct doc *doc = NULL;
    if (options->data != NULL && bench_read(options->data, name, &text))
        doc = treadle_doc_read(NULL, text.bytes, text.count, NULL);
    treadle_text_clear(&text);
    return doc;
}

bool bench_jsonpath(const struct bench_options *options) {
    static const char *const names[] = {"small", "large"};
    struct doc *paths = read_json(options, "jsonpath/bench.json");
    bool fine = true;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct text file = {0};
        treadle_text_printf(&file, "jsonpath/docs/%s.json", names[i]);
        struct doc *doc = read_json(options, treadle_text_string(&file));
        treadle_text_clear(&file);
        if (paths == NULL || doc == NULL) {
            printf("SKIPPED jsonpath %s: no such file below --data\n", names[i]);
            treadle_doc_drop(doc);
            continue;
        }
        const cJSON *list = treadle_json_member(treadle_doc_root(paths), "paths");
        for (const cJSON *path = list->child; path != NULL; path = path->next)
            fine =
                measure(
                    names[i], treadle_doc_root(doc), treadle_json_string(path, "sfn"), options) &&
                fine;
        run_rival(options, names[i]);
        treadle_doc_drop(doc);
    }
    treadle_doc_drop(paths);
    return fine;
}
