// Reads a command line against the tables.
#include "cli/line.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/nearest.h"
#include "base/number.h"

enum { KIND_TEXT, KIND_LIST, KIND_FORMS, KIND_NUMBER, KIND_SWITCH };

enum {
#define SUBCOMMAND(function, name, words, summary) NUMBER_##function,
#include "cli/subcommands.def"
#undef SUBCOMMAND
    SUBCOMMAND_COUNT
};

// Sets of subcommands, as flags.def writes them.
#define BY(function) (1u << NUMBER_##function)
#define BY_ALL       ((1u << SUBCOMMAND_COUNT) - 1)

const struct subcommand treadle_subcommands[] = {
#define SUBCOMMAND(function, name, words, summary)                                                 \
    {name, words, summary, BY(function), treadle_cmd_##function},
#include "cli/subcommands.def"
#undef SUBCOMMAND
    {NULL, NULL, NULL, 0, NULL}};

static const struct flag {
    unsigned by;
    const char *name, *value;
    int kind;
    size_t member;
    const char *help;
} flags[] = {
#define FLAG(by, name, value, kind, member, help)                                                  \
    {by, name, value, KIND_##kind, offsetof(struct line, member), help},
#include "cli/flags.def"
#undef FLAG
};

_Static_assert(COUNT_OF(flags) <= 64, "line.given has a bit for each");

static bool refuse_flag(
    const struct line *line, const char *name, size_t size, struct text *problem) {
    char typed[64];
    size_t copied = size < sizeof(typed) - 1 ? size : sizeof(typed) - 1;
    memcpy(typed, name, copied);
    typed[copied] = '\0';
    struct nearest nearest = {.typed = typed};
    const char *elsewhere = NULL;
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        if ((flags[i].by & line->subcommand->bit) != 0)
            treadle_nearest_offer(&nearest, flags[i].name);
        else if (strcmp(flags[i].name, typed) == 0)
            elsewhere = flags[i].name;
    }
    treadle_text_printf(problem, "'treadle %s' has no flag %s\n", line->subcommand->name, typed);
    if (nearest.word != NULL && elsewhere == NULL)
        treadle_text_printf(problem, "did you mean %s?", nearest.word);
    else
        treadle_text_printf(problem, "treadle help %s shows what it has", line->subcommand->name);
    return false;
}

static bool store(
    struct line *line, const struct flag *flag, const char *value, struct text *problem) {
    char *member = (char *)line + flag->member;
    uint64_t bit = UINT64_C(1) << (flag - flags);
    if ((line->given & bit) != 0 && flag->kind != KIND_LIST && flag->kind != KIND_FORMS &&
        flag->kind != KIND_SWITCH) {
        treadle_text_printf(problem, "%s is given twice\n", flag->name);
        return false;
    }
    line->given |= bit;
    switch (flag->kind) {
        case KIND_SWITCH: *(bool *)member = true; return true;
        case KIND_TEXT: *(const char **)member = value; return true;
        case KIND_NUMBER:
            if (treadle_number_read_int(value, 0, INT64_MAX, (int64_t *)(void *)member))
                return true;
            treadle_text_printf(
                problem, "%s wants a whole number from 0 to 9223372036854775807, not '%s'\n",
                flag->name, value);
            return false;
        default: {
            struct texts *list = (struct texts *)(void *)member;
            ADD(list->items, list->count, list->size) = value;
            return true;
        }
    }
}

// A flag and its value: "--name value" or "--name=value".
static bool read_flag(struct line *line, int argc, char **argv, int *at, struct text *problem) {
    const char *word = argv[*at], *equals = strchr(word, '=');
    size_t size = equals == NULL ? strlen(word) : (size_t)(equals - word);
    const struct flag *flag = NULL;
    for (size_t i = 0; i < COUNT_OF(flags) && flag == NULL; i++)
        if (strlen(flags[i].name) == size && memcmp(flags[i].name, word, size) == 0 &&
            (flags[i].by & line->subcommand->bit) != 0)
            flag = &flags[i];
    if (flag == NULL) return refuse_flag(line, word, size, problem);
    if (flag->kind == KIND_SWITCH && equals != NULL) {
        treadle_text_printf(problem, "%s takes no value\n", flag->name);
        return false;
    }
    const char *value = equals == NULL ? NULL : equals + 1;
    if (flag->kind == KIND_FORMS && value == NULL) {
        // FORM=PATH, if that is what follows.
        bool follows =
            *at + 1 < argc && argv[*at + 1][0] != '-' && strchr(argv[*at + 1], '=') != NULL;
        value = follows ? argv[++*at] : "";
    } else if (flag->kind != KIND_SWITCH && value == NULL) {
        if (*at + 1 >= argc) {
            treadle_text_printf(problem, "%s wants %s after it\n", flag->name, flag->value);
            return false;
        }
        value = argv[++*at];
    }
    return store(line, flag, value, problem);
}

static bool find_subcommand(struct line *line, const char *word, struct text *problem) {
    struct nearest nearest = {.typed = word};
    for (const struct subcommand *one = treadle_subcommands; one->name != NULL; one++) {
        if (strcmp(one->name, word) == 0) line->subcommand = one;
        treadle_nearest_offer(&nearest, one->name);
    }
    if (line->subcommand != NULL) return true;
    treadle_text_printf(problem, "there is no command '%s'\n", word);
    if (nearest.word != NULL)
        treadle_text_printf(problem, "did you mean 'treadle %s'?", nearest.word);
    else
        treadle_text_add(problem, "treadle --help shows what there is");
    return false;
}

bool treadle_line_read(struct line *line, int argc, char **argv, struct text *problem) {
    *line = (struct line){0};
    bool flags_over = false;
    for (int at = 1; at < argc; at++) {
        const char *word = argv[at];
        bool flag = !flags_over && word[0] == '-' && word[1] != '\0';
        if (flag && strcmp(word, "--") == 0) {
            flags_over = true;
        } else if (flag && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)) {
            line->help = true;
        } else if (line->subcommand == NULL && strcmp(word, "--version") == 0) {
            line->version = true;
        } else if (line->subcommand == NULL) {
            if (!find_subcommand(line, word, problem)) return false;
        } else if (flag) {
            if (!read_flag(line, argc, argv, &at, problem)) return false;
        } else {
            ADD(line->words, line->word_count, line->word_size) = word;
        }
    }
    return true;
}

static const struct flag *flag_named(const char *name) {
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        if (strcmp(flags[i].name, name) == 0) return &flags[i];
    return NULL;
}

bool treadle_line_takes(const struct line *line, const char *flag) {
    return (flag_named(flag)->by & line->subcommand->bit) != 0;
}

bool treadle_line_has(const struct line *line, const char *flag) {
    return (line->given & (UINT64_C(1) << (flag_named(flag) - flags))) != 0;
}

void treadle_line_clear(struct line *line) {
    free(line->words);
    free(line->templates.items);
    free(line->params.items);
    free(line->mocks.items);
    free(line->coverage.items);
    free(line->reports.items);
    *line = (struct line){0};
}

void treadle_line_flags(const struct subcommand *subcommand, struct text *out) {
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        if ((flags[i].by & subcommand->bit) == 0) continue;
        struct text name = {0};
        treadle_text_printf(
            &name, "%s%s%s", flags[i].name, flags[i].value == NULL ? "" : " ",
            flags[i].value == NULL ? "" : flags[i].value);
        treadle_text_printf(out, "  %-36s  %s\n", name.bytes, flags[i].help);
        treadle_text_clear(&name);
    }
}
