// The command: reads the line, does what it says, and ends with an exit code that scripts can use.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/number.h"
#include "cli/help.h"
#include "cli/line.h"
#include "cli/talk.h"

static int say_usage(struct talk *talk, const struct text *problem) {
    char *text = problem->bytes, *newline = text;
    while (*newline != '\n' && *newline != '\0')
        newline++;
    const char *help = *newline == '\0' || newline[1] == '\0' ? NULL : newline + 1;
    *newline = '\0';
    treadle_say_error(talk, "USAGE", help, "%s", text);
    return EXIT_UNABLE;
}

static int show_help(struct talk *talk, const struct line *line) {
    struct text text = {0};
    if (line->subcommand == NULL)
        treadle_help_whole(&text);
    else
        treadle_help_subcommand(line->subcommand, &text);
    fputs(treadle_text_string(&text), talk->out);
    treadle_text_clear(&text);
    return EXIT_WISHED;
}

static int carry_out(struct talk *talk, const struct line *line) {
    if (line->version) {
        fputs("treadle " TREADLE_VERSION "\n", talk->out);
        return EXIT_WISHED;
    }
    if (line->help) return show_help(talk, line);
    if (line->subcommand != NULL) return line->subcommand->run(talk, line);
    struct text text = {0};
    treadle_help_whole(&text);
    fputs(treadle_text_string(&text), talk->err);
    treadle_text_clear(&text);
    return EXIT_UNABLE;
}

// TREADLE_SEED is --seed for those who cannot type it.
static bool take_seed(struct talk *talk, struct line *line) {
    const char *seed = getenv("TREADLE_SEED");
    if (seed == NULL || *seed == '\0' || line->subcommand == NULL || line->help) return true;
    if (!treadle_line_takes(line, "--seed") || treadle_line_has(line, "--seed")) return true;
    if (treadle_number_read_int(seed, 0, INT64_MAX, &line->seed)) return true;
    treadle_say_error(
        talk, "USAGE", NULL, "TREADLE_SEED wants a whole number of at least 0, not '%s'", seed);
    return false;
}

// Where one of the three is closed, the next file opened would take its place: libuv says so and
// aborts. What stands there instead takes nothing, so that an answer nobody can get is an error.
static void hold_standard_files(void) {
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) < 0) (void)open("/dev/null", O_RDONLY);
}

int main(int argc, char **argv) {
    hold_standard_files();
    struct line line;
    struct text problem = {0};
    bool read = treadle_line_read(&line, argc, argv, &problem);
    struct talk talk;
    bool colored = treadle_talk_open(&talk, line.color);
    talk.json = line.json;
    int code;
    if (!read) {
        code = say_usage(&talk, &problem);
    } else if (!colored) {
        treadle_say_error(
            &talk, "USAGE", NULL, "--color wants auto, always or never, not '%s'", line.color);
        code = EXIT_UNABLE;
    } else {
        code = take_seed(&talk, &line) ? carry_out(&talk, &line) : EXIT_UNABLE;
    }
    bool written = ferror(stdout) == 0;
    written = fflush(stdout) == 0 && written;
    if (!written && code == EXIT_WISHED) {
        treadle_say_error(&talk, "OUTPUT", NULL, "the output could not be written");
        code = EXIT_UNABLE;
    }
    treadle_text_clear(&problem);
    treadle_line_clear(&line);
    treadle_talk_close(&talk);
    return code;
}
