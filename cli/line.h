// A command line, read by the tables subcommands.def and flags.def: what the help shows is what is
// read.
#ifndef TREADLE_CLI_LINE_H
#define TREADLE_CLI_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct line;
struct talk;

struct subcommand {
    const char *name, *words, *summary;
    unsigned bit;  // In a flag's set of subcommands.
    int (*run)(struct talk *talk, const struct line *line);
};

struct texts {
    const char **items;
    uint32_t count, size;
};

struct line {
    const struct subcommand *subcommand;  // NULL: none was given.
    const char **words;                   // What is no flag.
    uint32_t word_count, word_size;
    const char *input, *type, *as, *account, *region, *color, *filter, *format, *execution,
        *covered;  // NULL: not given.
    struct texts templates, params, mocks, reports, coverage;
    int64_t seed, jobs, min;
    uint64_t given;  // A bit for each flag, by its place in the table.
    bool virtual_time, trace, history, json, strict, strict_iam, no_iam, list, update, watch, help,
        version;
};

// One a subcommand, in cli/cmd_<function>.c. Gives the exit code.
#define SUBCOMMAND(function, name, words, summary)                                                 \
    int treadle_cmd_##function(struct talk *talk, const struct line *line);
#include "cli/subcommands.def"
#undef SUBCOMMAND

// Up to one without a name.
extern const struct subcommand treadle_subcommands[];

// Reads [argv]; false and a [problem] of one or two lines (the second one helps). The line lends
// from [argv].
bool treadle_line_read(struct line *line, int argc, char **argv, struct text *problem);
void treadle_line_clear(struct line *line);
bool treadle_line_takes(const struct line *line, const char *flag);  // Does its subcommand?
bool treadle_line_has(const struct line *line, const char *flag);    // Was it given?
// Puts the flags of [subcommand], a line each.
void treadle_line_flags(const struct subcommand *subcommand, struct text *out);

#endif
