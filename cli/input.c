// Bad input is shown where it is bad, before anything runs.
#include "cli/input.h"

#include <string.h>

#include "base/file.h"
#include "base/json/read.h"
#include "base/limits.h"

static bool check(struct talk *talk, const char *flag, const char *file, const struct text *text) {
    struct read_problem problem = {{0}, 0, 0, 0, {0}};
    if (text->count > LIMIT_payload_size_max) {
        treadle_complain(
            talk, &(struct complaint){
                      .code = "LIMIT",
                      .message = treadle_arena_print(
                          &talk->arena, "%s holds %zu bytes; AWS takes %d at most", flag,
                          text->count, LIMIT_payload_size_max),
                      .file = file,
                      .help = "put large data where the workflow can fetch it, and pass its name"});
        return false;
    }
    struct doc *doc = treadle_doc_read(NULL, treadle_text_string(text), text->count, &problem);
    if (doc != NULL) {
        treadle_doc_drop(doc);
        return true;
    }
    treadle_complain(
        talk, &(struct complaint){
                  .code = "INPUT",
                  .message = treadle_arena_print(
                      &talk->arena, "%s is not JSON: %s", flag, problem.message),
                  .file = file == NULL ? flag : file,
                  .source = memchr(text->bytes == NULL ? "" : text->bytes, 0, text->count) == NULL
                                ? treadle_text_string(text)
                                : NULL,
                  .line = problem.line,
                  .column = problem.column,
                  .width = problem.width,
                  .at = problem.pointer,
                  .help = file == NULL && *treadle_text_string(text) != '{'
                              ? "a file is given as @FILE, standard input as -"
                              : NULL});
    return false;
}

bool treadle_input_read(struct talk *talk, const char *flag, const char *given, struct text *out) {
    bool stdin_given = strcmp(given, "-") == 0;
    if (!stdin_given && *given != '@') {
        treadle_text_add(out, given);
        return check(talk, flag, NULL, out);
    }
    const char *path = stdin_given ? "-" : given + 1;
    struct treadle_status status = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, out, &status) != 0) {
        treadle_say_error(talk, "FILE", NULL, "%s: %s", flag, status.text);
        return false;
    }
    return check(talk, flag, stdin_given ? "standard input" : path, out);
}

struct doc *treadle_input_doc(struct talk *talk, const char *flag, const char *path) {
    struct text text = {0};
    struct treadle_status status = {0};
    struct read_problem problem = {{0}, 0, 0, 0, {0}};
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) != 0) {
        treadle_say_error(talk, "FILE", NULL, "%s: %s", flag, status.text);
        return NULL;
    }
    struct doc *doc = treadle_doc_read(NULL, treadle_text_string(&text), text.count, &problem);
    if (doc == NULL)
        treadle_complain(
            talk, &(struct complaint){
                      .code = "INPUT",
                      .message = treadle_arena_print(
                          &talk->arena, "%s is not JSON: %s", flag, problem.message),
                      .file = path,
                      .line = problem.line,
                      .column = problem.column});
    treadle_text_clear(&text);
    return doc;
}
