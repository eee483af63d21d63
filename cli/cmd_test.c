// treadle test [FILE or DIR…]: finds test files, runs their cases, says what came of it.
#include <stdlib.h>

#include "base/json/scratch.h"
#include "base/json/write.h"
#include "cli/covering.h"
#include "cli/reports.h"
#include "cli/testing.h"
#include "cli/watch.h"

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

// A round nobody sees says what came; what is told is the round after it.
static bool update(struct testing *testing) {
    bool quiet = testing->quiet;
    testing->quiet = true;
    if (!treadle_testing_run(testing)) return false;
    bool fine = treadle_testing_update(testing);
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

// What is made once, of one round, has no place in a watch.
static int watch(struct testing *testing) {
    const struct line *line = testing->line;
    if (line->list || line->update || line->json || line->reports.count > 0 ||
        treadle_covering_is_asked(line)) {
        treadle_say_error(
            testing->talk, "USAGE", "leave out --list, --update, --json, --report and --coverage",
            "--watch runs many rounds");
        return EXIT_UNABLE;
    }
    int code = treadle_watch(testing);
    free(testing->paths.items);
    return code;
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
    bool ready = treadle_reports_check(talk, line) && treadle_covering_check(talk, line);
    if (ready && line->watch) return watch(&testing);
    ready = ready && treadle_testing_find(&testing) && treadle_testing_read(&testing);
    if (ready && line->list)
        code = list(&testing);
    else if (ready && (!line->update || update(&testing)) && treadle_testing_run(&testing))
        code = tell(&testing);
    treadle_testing_clear(&testing);
    free(testing.paths.items);
    return code;
}
