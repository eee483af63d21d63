// A machine's file, read with every problem told.
#include "cli/machine.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/find.h"
#include "cli/report.h"

const char *treadle_machine_file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

const char *treadle_machine_name(struct talk *talk, const char *path) {
    const char *file = treadle_machine_file_name(path);
    return treadle_arena_copy_size(&talk->arena, file, strcspn(file, "."));
}

bool treadle_machine_may_be(struct talk *talk, const char *path) {
    if (!treadle_find_is_test(treadle_machine_file_name(path))) return true;
    treadle_say_error(
        talk, "USAGE",
        treadle_arena_print(
            &talk->arena,
            "treadle test %s runs it; the file that its 'machine' names is meant here", path),
        "'%s' is a test file, not a state machine", path);
    return false;
}

treadle_machine *treadle_machine_of_text(
    struct talk *talk, const char *path, const struct text *text) {
    if (!treadle_machine_may_be(talk, path)) return NULL;
    struct treadle_status status = {0};
    treadle_machine *machine = NULL;
    struct problems problems = {.talk = talk, .file = path, .text = treadle_text_string(text)};
    const struct treadle_source source = {
        .text = treadle_text_string(text), .size = text->count, .name = path};
    int code = treadle_machine_read(&source, treadle_report_problem, &problems, &machine, &status);
    treadle_report_problem_count(&problems);
    if (code != 0 && problems.errors == 0)
        treadle_say_error(talk, "DEFINITION", NULL, "%s: %s", path, status.text);
    return code == 0 ? machine : NULL;
}

treadle_machine *treadle_machine_of_file(struct talk *talk, const char *path) {
    struct text text = {0};
    struct treadle_status status = {0};
    treadle_machine *machine = NULL;
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) == 0)
        machine = treadle_machine_of_text(talk, path, &text);
    else
        treadle_say_error(talk, "FILE", NULL, "%s", status.text);
    treadle_text_clear(&text);
    return machine;
}
