// Errors as a compiler would show them: what is wrong, where, the line itself, what to type next.
#include "cli/talk.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/json/scratch.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/utf8.h"

enum {
    EXCERPT_CHARACTERS_MAX = 160,
    POINTER_SIZE_MAX = 80,
    NOTE_SIZE_MAX = 4000,
    COLUMNS_ELSEWHERE = 180,
    COLUMNS_MIN = 80
};

static bool locale_is_utf8(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *value = getenv(names[i]);
        if (value == NULL || *value == '\0') continue;
        return strstr(value, "UTF-8") != NULL || strstr(value, "utf8") != NULL ||
               strstr(value, "UTF8") != NULL || strstr(value, "utf-8") != NULL;
    }
    return false;
}

static bool set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

// Of the terminal; wide enough for what matters where there is none.
static int columns_of(bool terminal) {
    struct winsize size;
    if (!terminal || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return COLUMNS_ELSEWHERE;
    return size.ws_col < COLUMNS_MIN ? COLUMNS_MIN : size.ws_col;
}

bool treadle_talk_open(struct talk *talk, const char *color) {
    *talk = (struct talk){.out = stdout, .err = stderr, .utf8 = locale_is_utf8()};
    bool terminal = isatty(STDERR_FILENO) == 1;
    talk->color = set("NO_COLOR") ? false : set("FORCE_COLOR") || terminal;
    talk->columns = columns_of(terminal);
    if (color == NULL || strcmp(color, "auto") == 0) return true;
    talk->color = strcmp(color, "always") == 0;
    return talk->color || strcmp(color, "never") == 0;
}

void treadle_talk_close(struct talk *talk) {
    treadle_arena_clear(&talk->arena);
}

const char *treadle_glyph(const struct talk *talk, enum glyph glyph) {
    static const char *const glyphs[][2] = {
        [GLYPH_ARROW] = {"->", "→"},
        [GLYPH_CROSS] = {"FAIL", "✗"},
        [GLYPH_MORE] = {"...", "…"},
        [GLYPH_DOT] = {"|", "·"}};
    return glyphs[glyph][talk->utf8];
}

const char *treadle_tint(const struct talk *talk, enum tint tint) {
    static const char *const codes[] = {
        [TINT_NONE] = "\033[0m",
        [TINT_ERROR] = "\033[1;31m",
        [TINT_WARNING] = "\033[1;33m",
        [TINT_HELP] = "\033[1;36m",
        [TINT_PLACE] = "\033[1;34m"};
    return talk->color ? codes[tint] : "";
}

// The bytes of line [line] of [source], without its end.
static const char *line_of(const char *source, uint32_t line, size_t *size) {
    const char *at = source;
    for (uint32_t i = 1; i < line && *at != '\0'; at++)
        if (*at == '\n') i++;
    *size = strcspn(at, "\r\n");
    return at;
}

static void spaces(FILE *err, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        fputc(' ', err);
}

// The part of the line around the column, so that a definition on one line has an excerpt too.
static const char *window(const char *text, size_t *size, uint32_t *column) {
    const char *at = text, *end = text + *size;
    uint32_t skip = *column > EXCERPT_CHARACTERS_MAX / 2 ? *column - EXCERPT_CHARACTERS_MAX / 2 : 0;
    if (*size <= EXCERPT_CHARACTERS_MAX) skip = 0;
    for (uint32_t i = 0; i < skip && at < end; i++) {
        int step = treadle_utf8_size((const unsigned char *)at, (const unsigned char *)end);
        at += step == 0 ? 1 : step;
    }
    *column -= skip;
    const char *to = at;
    for (int i = 0; i < EXCERPT_CHARACTERS_MAX && to < end; i++) {
        int step = treadle_utf8_size((const unsigned char *)to, (const unsigned char *)end);
        to += step == 0 ? 1 : step;
    }
    *size = (size_t)(to - at);
    return at;
}

static void excerpt(struct talk *talk, const struct complaint *complaint) {
    char number[16];
    int digits = snprintf(number, sizeof(number), "%u", complaint->line);
    size_t size;
    uint32_t column = complaint->column == 0 ? 1 : complaint->column;
    const char *text = line_of(complaint->source, complaint->line, &size);
    text = window(text, &size, &column);
    uint32_t width = complaint->width == 0 ? 1 : complaint->width;
    if (width > EXCERPT_CHARACTERS_MAX - column) width = EXCERPT_CHARACTERS_MAX - column + 1;
    const char *place = treadle_tint(talk, TINT_PLACE), *none = treadle_tint(talk, TINT_NONE);
    fprintf(talk->err, "%s%s |%s ", place, number, none);
    for (size_t i = 0; i < size; i++)  // A tab or a control character would move the caret.
        fputc((unsigned char)text[i] < 0x20 ? ' ' : text[i], talk->err);
    fputc('\n', talk->err);
    spaces(talk->err, (uint32_t)digits);
    fprintf(talk->err, "%s |%s ", place, none);
    spaces(talk->err, column - 1);
    fputs(treadle_tint(talk, complaint->warning ? TINT_WARNING : TINT_ERROR), talk->err);
    for (uint32_t i = 0; i < width; i++)
        fputc('^', talk->err);
    if (complaint->label != NULL) fprintf(talk->err, " %s", complaint->label);
    fprintf(talk->err, "%s\n", none);
}

static void complain_json(struct talk *talk, const struct complaint *complaint) {
    struct arena arena = {0};
    cJSON *whole = treadle_scratch_node(&arena, cJSON_Object),
          *error = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, error, "code", complaint->code);
    treadle_put_text(&arena, error, "message", complaint->message);
    treadle_put_text(&arena, error, "file", complaint->file);
    if (complaint->line != 0) treadle_put_int(&arena, error, "line", complaint->line);
    if (complaint->column != 0) treadle_put_int(&arena, error, "column", complaint->column);
    if (complaint->at != NULL && *complaint->at != '\0')
        treadle_put_text(&arena, error, "at", complaint->at);
    treadle_put_text(&arena, error, "help", complaint->help);
    treadle_put_value(&arena, whole, complaint->warning ? "warning" : "error", error);
    fprintf(talk->err, "%s\n", treadle_json_print(&arena, whole));
    treadle_arena_clear(&arena);
}

// The lines after the first are indented so that they stand under it.
static void indented(struct talk *talk, const char *text, const char *indent) {
    for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1)
        fprintf(talk->err, "%.*s\n%s", (int)(end - text), text, indent);
    fprintf(talk->err, "%s\n", text);
}

// A cause may quote 256 KB of input: the beginning tells.
static void note(struct talk *talk, const char *text) {
    size_t size = strlen(text);
    bool cut = size > NOTE_SIZE_MAX;
    if (cut) size = NOTE_SIZE_MAX;
    while (cut && (text[size] & 0xC0) == 0x80)
        size--;
    fprintf(
        talk->err, "   %s=%s %.*s%s\n", treadle_tint(talk, TINT_PLACE),
        treadle_tint(talk, TINT_NONE), (int)size, text, cut ? treadle_glyph(talk, GLYPH_MORE) : "");
}

// A pointer that is longer than a line helps nobody.
static bool show_at(const struct complaint *complaint) {
    return complaint->at != NULL && *complaint->at != '\0' &&
           strlen(complaint->at) <= POINTER_SIZE_MAX;
}

// Names, errors and causes are a workflow's: none of them may act on a terminal.
static struct complaint plain(struct talk *talk, const struct complaint *from) {
    struct complaint made = *from;
    made.message = treadle_talk_plain(talk, from->message);
    const char **const texts[] = {&made.code, &made.file,     &made.at,       &made.label,
                                  &made.help, &made.notes[0], &made.notes[1], &made.notes[2]};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (*texts[i] != NULL) *texts[i] = treadle_talk_plain(talk, *texts[i]);
    return made;
}

void treadle_complain(struct talk *talk, const struct complaint *given) {
    if (talk->json) {
        complain_json(talk, given);
        return;
    }
    struct complaint shown = plain(talk, given);
    const struct complaint *complaint = &shown;
    const char *none = treadle_tint(talk, TINT_NONE), *place = treadle_tint(talk, TINT_PLACE);
    bool code = complaint->show_code && complaint->code != NULL;
    fprintf(
        talk->err,
        "%s%s%s%s%s%s: ", treadle_tint(talk, complaint->warning ? TINT_WARNING : TINT_ERROR),
        complaint->warning ? "warning" : "error", code ? "[" : "", code ? complaint->code : "",
        code ? "]" : "", none);
    indented(talk, complaint->message, "  ");
    if (complaint->file != NULL && complaint->line != 0)
        fprintf(
            talk->err, "  %s-->%s %s:%u:%u%s%s\n", place, none, complaint->file, complaint->line,
            complaint->column, show_at(complaint) ? "  at " : "",
            show_at(complaint) ? complaint->at : "");
    else if (complaint->file != NULL)
        fprintf(talk->err, "  %s-->%s %s\n", place, none, complaint->file);
    if (complaint->source != NULL && complaint->line != 0) excerpt(talk, complaint);
    for (int i = 0; i < 3 && complaint->notes[i] != NULL; i++)
        note(talk, complaint->notes[i]);
    if (complaint->help == NULL) return;
    fprintf(talk->err, "%shelp%s: ", treadle_tint(talk, TINT_HELP), none);
    indented(talk, complaint->help, "   ");
}

void treadle_say_error(
    struct talk *talk, const char *code, const char *help, const char *format, ...) {
    char message[2048];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    treadle_complain(talk, &(struct complaint){.code = code, .message = message, .help = help});
}

// What would move the cursor or colour the screen, were it printed: U+0000 to U+001F but line ends,
// U+007F to U+009F.
static size_t control_size(const char *at) {
    unsigned char c = (unsigned char)*at, next = c == 0 ? 0 : (unsigned char)at[1];
    if ((c < 0x20 && c != '\n') || c == 0x7F) return 1;
    return c == 0xC2 && next >= 0x80 && next <= 0x9F ? 2 : 0;
}

const char *treadle_talk_plain(struct talk *talk, const char *text) {
    static const char *const pairs[][2] = {{"→", "->"}, {"…", "..."}, {"✗", "FAIL"}, {"·", "|"}};
    struct text out = {0};
    while (text != NULL && *text != '\0') {
        size_t pair = talk->utf8 ? COUNT_OF(pairs) : 0, control = control_size(text);
        while (pair < COUNT_OF(pairs) && strncmp(text, pairs[pair][0], strlen(pairs[pair][0])) != 0)
            pair++;
        if (pair < COUNT_OF(pairs)) {
            treadle_text_add(&out, pairs[pair][1]);
            text += strlen(pairs[pair][0]);
        } else if (control > 0) {
            treadle_text_add(&out, "?");
            text += control;
        } else {
            treadle_text_put(&out, text++, 1);
        }
    }
    const char *plain = treadle_arena_copy(&talk->arena, treadle_text_string(&out));
    treadle_text_clear(&out);
    return plain;
}

void treadle_say_warning(struct talk *talk, const char *text) {
    treadle_complain(
        talk, &(struct complaint){.code = "warning", .message = text, .warning = true});
}
