// treadle test [FILE or DIR…]: finds test files, runs their cases, says what came of it.
#include <stdlib.h>

#include "base/json/scratch.h"
#include "base/json/write.h"
#include "cli/covering.h"
#include "cli/find.h"
#include "cli/reports.h"
#include "cli/testing.h"
#include "suite/update.h"

static bool find_files(struct testing *testing) {
    const struct line *line = testing->line;
    struct arena *arena = &testing->talk->arena;
    for (uint32_t i = 0; i < line->word_count; i++) {
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

static int list(struct testing *testing) {
    struct arena *arena = &testing->talk->arena;
    for (uint32_t i = 0; i < testing->jobs_count; i++) {
        const struct suite_job *job = &testing->jobs[i];
        const char *name = job->entry->name;
        if (testing->talk->json) {
            cJSON *one = treadle_scratch_node(arena, cJSON_Object);
            treadle_put_text(arena, one, "file", job->file->path);
            treadle_put_int(arena, one, "line", job->entry->line);
            treadle_put_text(arena, one, "name", name);
            fprintf(testing->talk->out, "%s\n", treadle_json_print(arena, one));
        } else {
            fprintf(
                testing->talk->out, "%s:%u  %s\n", job->file->path, job->entry->line,
                treadle_talk_plain(testing->talk, name));
        }
    }
    return testing->unable ? EXIT_UNABLE : EXIT_WISHED;
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

// A round nobody sees says what came; what is told is the round after it.
static bool update(struct testing *testing) {
    bool fine = true, quiet = testing->quiet;
    testing->quiet = true;
    if (!treadle_testing_run(testing)) return false;
    treadle_testing_each_file(testing, update_file, &fine);
    testing->quiet = quiet;
    treadle_testing_clear(testing);
    return fine && treadle_testing_read(testing);
}

static int tell(const struct testing *testing) {
    int code = treadle_testing_tell(testing);
    int covered = treadle_covering_tell(testing);
    if (covered > code) code = covered;
    return treadle_reports_write(testing) ? code : EXIT_UNABLE;
}

int treadle_cmd_test(struct talk *talk, const struct line *line) {
    struct testing testing = {
        .talk = talk,
        .line = line,
        .style =
            {.color = talk->color,
             .utf8 = talk->utf8,
             .trace = line->trace,
             .columns = (uint32_t)talk->columns},
        .quiet = treadle_reports_are_printed(line)};
    int code = EXIT_UNABLE;
    bool ready = treadle_reports_check(talk, line) && treadle_covering_check(talk, line) &&
                 find_files(&testing) && treadle_testing_read(&testing);
    if (ready && line->list)
        code = list(&testing);
    else if (ready && (!line->update || update(&testing)) && treadle_testing_run(&testing))
        code = tell(&testing);
    treadle_testing_clear(&testing);
    free(testing.paths.items);
    return code;
}
