// A round: every file is read before a case runs, and told when the last of its cases is done.
#include "cli/testing.h"

#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "cli/covering.h"
#include "cli/find.h"
#include "cli/machine.h"
#include "suite/update.h"

// -- Files

enum { FULL_MAX = 10 };  // Problems told in full; further ones have a line.

static void tell_problem(
    const struct testing *testing, const struct suite_file *file,
    const struct suite_problem *problem, uint32_t number) {
    struct talk *talk = testing->talk;
    treadle_complain(
        talk, &(struct complaint){
                  .code = "TEST",
                  .message = problem->message,
                  .file = file->path,
                  .source = number < FULL_MAX ? treadle_text_string(&file->text) : NULL,
                  .line = problem->line,
                  .column = problem->column,
                  .width = problem->width,
                  .help = problem->help});
}

// What is told of a case begins with the name of its file, and is JSON on its way here.
static bool is_utf8(const char *path) {
    const unsigned char *at = (const unsigned char *)path, *end = at + strlen(path);
    int size = 1;
    for (; at < end && size > 0; at += size)
        size = treadle_utf8_size(at, end);
    return size > 0;
}

static void read_file(struct testing *testing, const char *path) {
    struct suite_file *file = &testing->files[testing->files_count++];
    struct treadle_status status = {0};
    if (!is_utf8(path)) {
        char *shown = treadle_arena_copy(&testing->talk->arena, path);
        treadle_utf8_clean(shown, "");
        treadle_say_error(
            testing->talk, "FILE", "give it another name", "the name of '%s' is not UTF-8", shown);
        testing->unable = true;
        return;
    }
    if (treadle_suite_file_read(file, path, &status) != 0) {
        treadle_say_error(testing->talk, "FILE", NULL, "%s", status.text);
        testing->unable = true;
        return;
    }
    for (uint32_t i = 0; i < file->problems.count; i++)
        tell_problem(testing, file, &file->problems.items[i], i);
    if (file->problems.count > 0) testing->unable = true;
}

static bool is_meant(
    const struct testing *testing, const struct suite_file *file, const struct suite_entry *entry) {
    const char *filter = testing->line->filter;
    return (filter == NULL || strstr(entry->name, filter) != NULL) &&
           (testing->is_meant == NULL || testing->is_meant(file->path, entry->name, testing->data));
}

static void add_jobs(struct testing *testing, struct suite_file *file) {
    if (file->problems.count > 0) return;
    for (uint32_t i = 0; i < file->entries_count; i++)
        if (is_meant(testing, file, &file->entries[i]))
            ADD(testing->jobs, testing->jobs_count, testing->jobs_size) =
                (struct suite_job){file, &file->entries[i]};
}

// A machine, whose tests are in a file beside it. True after that was said.
static bool is_machine(const struct testing *testing, const char *path) {
    struct arena *arena = &testing->talk->arena;
    const char *name = treadle_machine_file_name(path), *end = strstr(name, ".asl.");
    if (end == NULL || treadle_find_is_test(name) || !treadle_find_exists(path)) return false;
    const char *test = treadle_arena_print(arena, "%.*s.test.yaml", (int)(end - path), path);
    treadle_say_error(
        testing->talk, "USAGE",
        treadle_find_exists(test)
            ? treadle_arena_print(arena, "treadle test %s", test)
            : treadle_arena_print(arena, "treadle record %s > %s writes one", path, test),
        "'%s' is a state machine, not a test file", path);
    return true;
}

bool treadle_testing_find(struct testing *testing) {
    const struct line *line = testing->line;
    struct arena *arena = &testing->talk->arena;
    for (uint32_t i = 0; i < line->word_count; i++) {
        if (is_machine(testing, line->words[i])) return false;
        if (treadle_find_tests(arena, line->words[i], &testing->paths)) continue;
        treadle_say_error(
            testing->talk, "FILE", NULL, "there is no file or folder '%s'", line->words[i]);
        return false;
    }
    if (line->word_count == 0) (void)treadle_find_tests(arena, ".", &testing->paths);
    if (testing->paths.count > 0) return true;
    treadle_say_error(
        testing->talk, "FILE", "test files end in .test.yaml or .test.json",
        "there are no test files here");
    return false;
}

bool treadle_testing_read(struct testing *testing) {
    testing->files = treadle_alloc_zeroed((testing->paths.count + 1) * sizeof(*testing->files));
    for (uint32_t i = 0; i < testing->paths.count; i++)
        read_file(testing, testing->paths.items[i]);
    for (uint32_t i = 0; i < testing->files_count; i++)
        add_jobs(testing, &testing->files[i]);
    if (testing->jobs_count > 0) return true;
    if (testing->unable) return false;
    treadle_say_error(
        testing->talk, "USAGE", "--list shows all", "no case has '%s' in its name",
        testing->line->filter);
    return false;
}

// -- Telling

static void put(const struct testing *testing, struct text *text) {
    fputs(treadle_text_string(text), testing->talk->out);
    treadle_text_clear(text);
}

// A file is told when the last of its cases is done.
static void on_done(uint32_t job, void *data) {
    struct testing *testing = data;
    struct suite_file *file = testing->jobs[job].file;
    if (testing->quiet) return;
    if (testing->talk->json) {
        struct text text = {0};
        treadle_suite_result_write(&testing->results[job], &text);
        treadle_text_put(&text, "\n", 1);
        put(testing, &text);
        return;
    }
    if (job + 1 < testing->jobs_count && testing->jobs[job + 1].file == file) return;
    struct text text = {0};
    treadle_suite_say_file(
        &text, &testing->style, file->path, &testing->results[testing->told],
        job + 1 - testing->told);
    testing->told = job + 1;
    put(testing, &text);
    (void)fflush(testing->talk->out);
}

static const char *command(const struct testing *testing) {
    struct text text = {0};
    treadle_text_add(&text, "treadle test");
    for (uint32_t i = 0; i < testing->line->word_count; i++) {
        char *word = treadle_text_copy(testing->line->words[i]);
        treadle_utf8_clean(word, "");
        treadle_text_add(&text, " ");
        treadle_suite_say_word(&text, word);
        free(word);
    }
    const char *copy = treadle_arena_copy(&testing->talk->arena, text.bytes);
    treadle_text_clear(&text);
    return copy;
}

void treadle_testing_totals(const struct testing *testing, struct suite_totals *totals) {
    *totals = (struct suite_totals){.command = command(testing), .took_ms = testing->took_ms};
    for (uint32_t i = 0; i < testing->jobs_count; i++) {
        bool passed = testing->results[i].verdict == VERDICT_PASSED;
        totals->passed += passed;
        totals->failed += !passed;
        totals->virtual_ms += testing->results[i].elapsed_ms;
    }
}

// Failures come last, so that they are on the screen.
int treadle_testing_tell(const struct testing *testing) {
    struct suite_totals totals;
    treadle_testing_totals(testing, &totals);
    bool broken = false;
    struct text text = {0};
    for (uint32_t i = 0; i < testing->jobs_count; i++) {
        const struct suite_result *result = &testing->results[i];
        bool passed = result->verdict == VERDICT_PASSED;
        broken = broken || result->verdict == VERDICT_BROKEN || result->verdict == VERDICT_CRASHED;
        if (!passed)
            treadle_suite_say_failure(&text, &testing->style, result);
        else if (testing->line->trace)
            treadle_suite_say_trace(&text, &testing->style, result);
    }
    treadle_suite_say_totals(
        &text, &testing->style, &totals, testing->results, testing->jobs_count);
    if (testing->talk->json || testing->quiet)
        treadle_text_clear(&text);
    else
        put(testing, &text);
    if (broken || testing->unable) return EXIT_UNABLE;
    return totals.failed > 0 ? EXIT_WORKFLOW : EXIT_WISHED;
}

// -- Running

enum { JOBS_A_WORKER = 16 };  // Fewer are done before another process is there.

static uint32_t workers(const struct testing *testing) {
    if (treadle_line_has(testing->line, "--jobs"))
        return testing->line->jobs > 256 ? 256 : (uint32_t)testing->line->jobs;
    uint32_t cores = uv_available_parallelism();
    uint32_t worth = testing->jobs_count / JOBS_A_WORKER + 1;
    return cores < worth ? cores : worth;
}

bool treadle_testing_run(struct testing *testing) {
    testing->results = treadle_alloc_zeroed((testing->jobs_count + 1) * sizeof(*testing->results));
    struct suite_jobs jobs = {
        .options =
            {.seeded = treadle_line_has(testing->line, "--seed") || testing->line->seed != 0,
             .seed = (uint64_t)testing->line->seed,
             .trace = testing->line->trace,
             .coverage = treadle_covering_is_asked(testing->line)},
        .list = testing->jobs,
        .count = testing->jobs_count,
        .workers = workers(testing),
        .results = testing->results,
        .on_done = on_done,
        .data = testing};
    struct treadle_status status = {0};
    uint64_t begun = uv_hrtime();
    (void)fflush(NULL);  // What is still to be written is this process's alone.
    bool run = treadle_suite_jobs_run(&jobs, &status) == 0;
    testing->took_ms = (int64_t)((uv_hrtime() - begun) / 1000000);
    if (!run) treadle_say_error(testing->talk, "JOBS", "--jobs 1 needs fewest", "%s", status.text);
    return run;
}

void treadle_testing_clear(struct testing *testing) {
    for (uint32_t i = 0; i < testing->jobs_count && testing->results != NULL; i++)
        treadle_suite_result_clear(&testing->results[i]);
    for (uint32_t i = 0; i < testing->files_count; i++)
        treadle_suite_file_clear(&testing->files[i]);
    free(testing->results);
    free(testing->jobs);
    free(testing->files);
    *testing = (struct testing){
        .talk = testing->talk,
        .line = testing->line,
        .style = testing->style,
        .paths = testing->paths,
        .quiet = testing->quiet,
        .is_meant = testing->is_meant,
        .data = testing->data};
}

void treadle_testing_each_file(const struct testing *testing, testing_file_cb on_file, void *data) {
    for (uint32_t first = 0, next; first < testing->jobs_count; first = next) {
        const struct suite_file *file = testing->jobs[first].file;
        for (next = first; next < testing->jobs_count && testing->jobs[next].file == file;)
            next++;
        on_file(testing, file, &testing->results[first], next - first, data);
    }
}

// -- --update

static void update_file(
    const struct testing *testing, const struct suite_file *file,
    const struct suite_result *results, uint32_t count, void *data) {
    bool *fine = data;
    struct text said = {0};
    struct treadle_status status = {0};
    if (treadle_suite_update_file(file->path, results, count, &testing->style, &said, &status) !=
        0) {
        treadle_say_error(testing->talk, "UPDATE", NULL, "%s", status.text);
        *fine = false;
    }
    fputs(treadle_text_string(&said), testing->talk->out);
    treadle_text_clear(&said);
}

bool treadle_testing_update(const struct testing *testing) {
    bool fine = true;
    treadle_testing_each_file(testing, update_file, &fine);
    return fine;
}
