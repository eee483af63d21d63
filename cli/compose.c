// Opens engine, mocks, world and templates in their order, and closes them the other way round.
#include "cli/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "cli/mocks.h"
#include "suite/template.h"

const char *treadle_line_account(const struct line *line) {
    return line->account == NULL ? "123456789012" : line->account;
}

const char *treadle_line_region(const struct line *line) {
    return line->region == NULL ? "us-east-1" : line->region;
}

// -- templates

static void find_place(const struct composed *all, char *text, struct complaint *out);

// A line each for people; with its place apart for programs.
static void on_warning(const char *text, void *data) {
    const struct composed *all = data;
    if (!all->talk->json) {
        treadle_say_warning(all->talk, treadle_talk_plain(all->talk, text));
        return;
    }
    struct complaint complaint = {.code = "WARNING", .warning = true};
    find_place(all, treadle_arena_copy(&all->talk->arena, text), &complaint);
    treadle_complain(all->talk, &complaint);
}

static void on_note(const struct treadle_note *note, void *data) {
    const struct composed *all = data;
    if (all->hooks.on_note != NULL) all->hooks.on_note(note, all->hooks.data);
}

// Reads ":12:5: " at [at] into line and column, and gives what follows; NULL: that is not what
// stands there.
static const char *read_place(const char *at, struct complaint *out) {
    uint32_t *const numbers[] = {&out->line, &out->column};
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        if (*at++ != ':') return NULL;
        uint32_t number = 0;
        while (*at >= '0' && *at <= '9' && number < UINT32_MAX / 10)
            number = number * 10 + (uint32_t)(*at++ - '0');
        *numbers[i] = number;
    }
    return strncmp(at, ": ", 2) == 0 && out->line != 0 ? at + 2 : NULL;
}

// "FILE:LINE:COLUMN: sentence", of a template's file, is taken apart.
static void find_place(const struct composed *all, char *text, struct complaint *out) {
    out->message = text;
    for (uint32_t i = 0; i < all->template_count; i++) {
        const struct template_text *one = &all->templates[i];
        size_t size = strlen(one->name);
        if (strncmp(text, one->name, size) != 0) continue;
        struct complaint read = *out;
        const char *sentence = read_place(text + size, &read);
        if (sentence == NULL) continue;
        *out = read;
        out->message = sentence;
        out->file = one->name;
        out->source = one->text;
        return;
    }
}

void treadle_composed_refuse(struct composed *all, const struct treadle_status *status) {
    static const char before_help[] = "\nhelp: ";
    char *text = treadle_arena_copy(&all->talk->arena, status->text);
    char *help = strstr(text, before_help);
    struct complaint complaint = {.code = "TEMPLATE"};
    if (help != NULL) {
        *help = '\0';
        complaint.help = help + sizeof(before_help) - 1;
    }
    find_place(all, text, &complaint);
    treadle_complain(all->talk, &complaint);
}

static bool refuse(struct composed *all, const struct treadle_status *status) {
    treadle_composed_refuse(all, status);
    return false;
}

static bool refuse_region(struct composed *all, const char *flag, const char *region) {
    treadle_say_error(
        all->talk, "USAGE", "a region is a name like us-east-1", "%s: '%s' is no region", flag,
        region);
    return false;
}

static bool add_template(struct composed *all, const char *word) {
    struct arena *arena = &all->talk->arena;
    struct treadle_template one = {
        .account = treadle_line_account(all->line), .region = treadle_line_region(all->line)};
    struct treadle_status status = {0};
    if (treadle_template_word(arena, word, &one, &status) != 0) {
        char *help = strchr(status.text, '\n');
        ASSERT(help != NULL);
        *help++ = '\0';
        treadle_say_error(all->talk, "USAGE", help, "--template %s: %s", word, status.text);
        return false;
    }
    struct text text = {0};
    int code = treadle_file_read(one.name, LIMIT_template_size_max, &text, &status);
    one.text = treadle_arena_copy_size(arena, treadle_text_string(&text), text.count);
    one.size = text.count;
    ADD(all->templates, all->template_count, all->template_size) =
        (struct template_text){one.name, one.text};
    if (code == 0) code = treadle_world_template(all->world, &one, &status);
    if (code != 0) (void)refuse(all, &status);
    treadle_text_clear(&text);
    return code == 0;
}

static bool add_param(struct composed *all, const char *word) {
    const char *equals = strchr(word, '=');
    if (equals == NULL || equals == word) {
        treadle_say_error(
            all->talk, "USAGE", "[STACK.]NAME=VALUE: --param ReceiverApiId=@receiver.ApiId",
            "--param %s has no '=' after a name", word);
        return false;
    }
    const char *name = treadle_arena_copy_size(&all->talk->arena, word, (size_t)(equals - word));
    struct treadle_status status = {0};
    if (treadle_world_param(all->world, name, equals + 1, &status) == 0) return true;
    return refuse(all, &status);
}

// A file that is run among templates is a template of one machine. (--strict-iam refuses its role.)
static bool add_own(struct composed *all, const char *path) {
    struct treadle_template one = {
        .account = treadle_line_account(all->line), .region = treadle_line_region(all->line)};
    const struct machine_file file = {.path = path, .type = all->line->type};
    treadle_template_of_machine(&all->talk->arena, &file, &one);
    struct treadle_status status = {0};
    if (treadle_world_template(all->world, &one, &status) == 0) return true;
    return refuse(all, &status);
}

static bool open_world(struct composed *all, const char *own) {
    const struct line *line = all->line;
    struct treadle_world_options options = {
        .version = TREADLE_WORLD_VERSION,
        .seed = (uint64_t)line->seed,
        .strict = line->strict,
        .strict_iam = line->strict_iam,
        .no_iam = line->no_iam,
        .on_note = on_note,
        .on_warning = on_warning,
        .on_load = treadle_template_load,
        .data = all};
    struct treadle_status status = {0};
    if (treadle_world_open(all->engine, &options, &all->world, &status) != 0 ||
        treadle_integrations_add(all->engine, all->world) != 0)
        return refuse(all, &status);
    for (uint32_t i = 0; i < line->templates.count; i++)
        if (!add_template(all, line->templates.items[i])) return false;
    if (own != NULL && !add_own(all, own)) return false;
    for (uint32_t i = 0; i < line->params.count; i++)
        if (!add_param(all, line->params.items[i])) return false;
    if (treadle_world_load(all->world, &status) != 0) return refuse(all, &status);
    return true;
}

// -- all of it

static bool open_engine(struct composed *all) {
    struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION,
        .account = treadle_line_account(all->line),
        .region = treadle_line_region(all->line),
        .seed = (uint64_t)all->line->seed,
        .seeded = true,
        .history = all->line->history,
        .on_trace = all->hooks.on_trace,
        .on_nobody = all->hooks.on_nobody,
        .data = all->hooks.data};
    struct treadle_status status = {0};
    int code = all->real ? treadle_engine_open(&all->loop, &options, &all->engine, &status)
                         : treadle_engine_open_virtual(&options, &all->engine, &status);
    if (code != 0) treadle_say_error(all->talk, "ENGINE", NULL, "%s", status.text);
    return code == 0;
}

// What would do nothing is a mistake.
static bool flags_agree(struct composed *all) {
    const struct line *line = all->line;
    const char *alone = line->params.count > 0 ? "--param"
                        : line->strict         ? "--strict"
                        : line->strict_iam     ? "--strict-iam"
                        : line->no_iam         ? "--no-iam"
                                               : NULL;
    if (line->strict_iam && line->no_iam)
        treadle_say_error(
            all->talk, "USAGE", NULL, "--strict-iam and --no-iam want the opposite of each other");
    else if (alone != NULL && line->templates.count == 0)
        treadle_say_error(
            all->talk, "USAGE", "--template FILE names one", "%s does nothing without a template",
            alone);
    else
        return true;
    return false;
}

bool treadle_compose(
    struct composed *all, struct talk *talk, const struct line *line, bool real, const char *own,
    const struct compose_hooks *hooks) {
    *all = (struct composed){.talk = talk, .line = line, .hooks = *hooks};
    if (!treadle_is_account(treadle_line_account(line))) {
        treadle_say_error(
            talk, "USAGE", "an account has twelve digits", "--account %s is no account",
            line->account);
        return false;
    }
    if (!treadle_is_region(treadle_line_region(line)))
        return refuse_region(all, "--region", treadle_line_region(line));
    if (!flags_agree(all)) return false;
    all->real = real && uv_loop_init(&all->loop) == 0;
    if (real && !all->real) {
        treadle_say_error(talk, "LOOP", NULL, "no event loop could be opened");
        return false;
    }
    return open_engine(all) && treadle_mocks_given(all) && (!hooks->world || open_world(all, own));
}

void treadle_composed_run(struct composed *all) {
    if (all->real)
        (void)uv_run(&all->loop, UV_RUN_DEFAULT);
    else
        (void)treadle_engine_turn(all->engine, INT64_MAX);
}

void treadle_composed_close(struct composed *all) {
    if (all->engine != NULL) treadle_engine_close(all->engine, NULL, NULL);
    if (all->real) {
        (void)uv_run(&all->loop, UV_RUN_DEFAULT);
        ASSERT(uv_loop_close(&all->loop) == 0);
    }
    treadle_world_close(all->world);
    treadle_mocks_close(all->mocks);
    free(all->templates);
}
