// treadle-conformance SUITE FOLDER [OPTIONS]: runs a folder of recorded or public cases and says
// what became of them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "conformance/suites.h"

enum { SKIPPED = 77 };  // As CTest is told.

static const struct suite {
    const char *name, *about;
    report_judge *judge;
} suites[] = {
#define SUITE(name, about) {#name, about, suite_##name},
#include "conformance/suites.def"
#undef SUITE
};

struct line {  // What was typed.
    const struct suite *suite;
    const char *folder, *area, *answers, *known;
};

static int usage(void) {
    fprintf(
        stderr,
        "usage: treadle-conformance SUITE FOLDER [--area AREA] [--answers FILE] [--known FILE]\n");
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        fprintf(stderr, "  %-10s %s\n", suites[i].name, suites[i].about);
    return 2;
}

static bool read_option(struct line *line, const char *name, const char *value) {
    if (value != NULL && strcmp(name, "--area") == 0)
        line->area = value;
    else if (value != NULL && strcmp(name, "--answers") == 0)
        line->answers = value;
    else if (value != NULL && strcmp(name, "--known") == 0)
        line->known = value;
    else
        return false;
    return true;
}

static bool read_line(struct line *line, int argc, char **argv) {
    if (argc < 3) return false;
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        if (strcmp(suites[i].name, argv[1]) == 0) line->suite = &suites[i];
    line->folder = argv[2];
    line->known = TREADLE_KNOWN_FAILURES;
    for (int i = 3; i < argc; i += 2)
        if (!read_option(line, argv[i], argv[i + 1])) return false;
    return line->suite != NULL;
}

static bool open_answers(const char *path, FILE **out) {
    if (path == NULL) return true;
    *out = fopen(path, "w");
    if (*out == NULL) perror(path);
    return *out != NULL;
}

// A full disk shows at the end.
static bool close_answers(const char *path, FILE *answers) {
    if (answers == NULL) return true;
    bool written = ferror(answers) == 0;
    written &= fclose(answers) == 0;
    if (!written) fprintf(stderr, "%s: could not be written\n", path);
    return written;
}

static int run(const struct line *line, struct known *known) {
    struct report report = {.area = line->area, .known = known};
    if (!open_answers(line->answers, &report.answers)) return EXIT_FAILURE;
    bool ran = report_run_folder(&report, line->folder, line->suite->judge);
    bool written = close_answers(line->answers, report.answers);
    if (!ran) {
        printf("SKIPPED %s: there is no folder %s\n", line->suite->name, line->folder);
        return SKIPPED;
    }
    int end = report_end(&report);
    return written ? end : EXIT_FAILURE;
}

int main(int argc, char **argv) {
    struct line line = {0};
    struct known known = {0};
    struct treadle_status status = {0};
    if (!read_line(&line, argc, argv)) return usage();
    int end = EXIT_FAILURE;
    if (known_read(&known, line.known, line.suite->name, &status) < 0)
        fprintf(stderr, "%s\n", status.text);
    else
        end = run(&line, &known);
    known_clear(&known);
    return end;
}
