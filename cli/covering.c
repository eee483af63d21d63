// Coverage of a round: added up from its cases, shown below them, and written where it is wanted.
#include "cli/covering.h"

#include <string.h>

#include <uv.h>

#include "base/file.h"
#include "suite/coverage.h"

bool treadle_covering_is_asked(const struct line *line) {
    return line->coverage.count > 0 || treadle_line_has(line, "--min");
}

// A --coverage, taken apart; NULL: it is shown alone. False: there is no such form.
static bool take_apart(const char *word, enum coverage_form *form, const char **path) {
    *path = NULL;
    if (*word == '\0') return true;
    size_t size = strcspn(word, "=");
    *path = word[size] == '=' ? word + size + 1 : "";
    return **path != '\0' && treadle_coverage_form(word, size, form);
}

bool treadle_covering_check(struct talk *talk, const struct line *line) {
    for (uint32_t i = 0; i < line->coverage.count; i++) {
        enum coverage_form form;
        const char *path;
        if (take_apart(line->coverage.items[i], &form, &path)) continue;
        treadle_say_error(
            talk, "USAGE", "html=DIR, lcov=FILE, cobertura=FILE and json=FILE are written",
            "--coverage takes no '%s'", line->coverage.items[i]);
        return false;
    }
    if (line->min <= 100) return true;
    treadle_say_error(talk, "USAGE", NULL, "--min wants a percentage, 0 to 100");
    return false;
}

// -- Writing

static bool write_file(struct talk *talk, const char *path, const struct text *text) {
    struct treadle_status status = {0};
    if (treadle_file_replace(path, treadle_text_string(text), text->count, &status) == 0)
        return true;
    treadle_say_error(talk, "COVERAGE", NULL, "%s", status.text);
    return false;
}

static bool write_pages(struct talk *talk, const char *folder, const struct coverage *coverage) {
    uv_fs_t request;
    int made = uv_fs_mkdir(NULL, &request, folder, 0777, NULL);
    uv_fs_req_cleanup(&request);
    if (made != 0 && made != UV_EEXIST) {
        treadle_say_error(
            talk, "COVERAGE", NULL, "the folder '%s' could not be made: %s", folder,
            uv_strerror(made));
        return false;
    }
    struct text page = {0};
    treadle_coverage_index(coverage, &page);
    bool fine = write_file(talk, treadle_arena_print(&talk->arena, "%s/index.html", folder), &page);
    for (uint32_t i = 0; i < coverage->machine_count && fine; i++) {
        page.count = 0;
        treadle_coverage_put(coverage, COVERAGE_FORM_html, i, &page);
        fine =
            write_file(talk, treadle_arena_print(&talk->arena, "%s/%u.html", folder, i + 1), &page);
    }
    treadle_text_clear(&page);
    return fine;
}

static bool write_form(struct talk *talk, const char *word, const struct coverage *coverage) {
    enum coverage_form form = COVERAGE_FORM_json;
    const char *path;
    if (!take_apart(word, &form, &path) || path == NULL) return true;
    if (treadle_coverage_is_folder(form)) return write_pages(talk, path, coverage);
    struct text text = {0};
    treadle_coverage_put(coverage, form, 0, &text);
    bool fine = write_file(talk, path, &text);
    treadle_text_clear(&text);
    return fine;
}

// -- Telling

static int judge(const struct testing *testing, const struct coverage *coverage) {
    uint32_t percent = treadle_coverage_percent(treadle_coverage_whole(coverage));
    if ((int64_t)percent >= testing->line->min) return EXIT_WISHED;
    treadle_say_error(
        testing->talk, "COVERAGE", NULL, "coverage is %u %%, less than the %d %% of --min", percent,
        (int)testing->line->min);
    return EXIT_WORKFLOW;
}

int treadle_covering_tell(const struct testing *testing) {
    struct talk *talk = testing->talk;
    const struct line *line = testing->line;
    struct coverage coverage = {0};
    if (!treadle_covering_is_asked(line)) return EXIT_WISHED;
    for (uint32_t i = 0; i < testing->jobs_count; i++)
        if (testing->results[i].coverage != NULL)
            (void)treadle_coverage_add(&coverage, testing->results[i].coverage);
    treadle_coverage_settle(&coverage);
    if (!talk->json && !testing->quiet) {
        struct text text = {0};
        treadle_coverage_say(&coverage, &text);
        fputs(treadle_talk_plain(talk, treadle_text_string(&text)), talk->out);
        treadle_text_clear(&text);
    }
    bool fine = true;
    for (uint32_t i = 0; i < line->coverage.count; i++)
        fine = write_form(talk, line->coverage.items[i], &coverage) && fine;
    (void)fflush(talk->out);  // What is said of it comes after it.
    int code = judge(testing, &coverage);
    treadle_coverage_clear(&coverage);
    return fine ? code : EXIT_UNABLE;
}
