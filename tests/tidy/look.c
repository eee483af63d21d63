// What a reader sees first: a word on what a file is for, lines and functions that fit on a screen,
// rooms that name what is in them.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/tidy/tidy.h"

enum { COLUMNS_MAX = 100, FUNCTION_LINES_MAX = 70 };

// Columns of the line at [line], a character of UTF-8 being one.
static size_t columns(const char *line) {
    size_t count = 0;
    for (; *line != '\0' && *line != '\n'; line++)
        count += ((unsigned char)*line & 0xc0) != 0x80;
    return count;
}

static void check_markers(const struct source *source, struct report *report) {
    static const char *const markers[] = {
        "TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X",
        "HA"
        "CK"};
    size_t size;
    for (const char *at = source->text; (at = tidy_next_name(at, &size)) != NULL; at += size)
        for (size_t i = 0; i < COUNT_OF(markers); i++)
            if (tidy_is_name(at, size, markers[i]))
                tidy_report(
                    report, source->path,
                    tidy_source_line(source, source->code + (at - source->text)),
                    "%s: do it, or write the limit into the room's README", markers[i]);
}

// (A row of a table is one line, however long.)
void tidy_check_look(const struct source *source, struct report *report) {
    if (strncmp(source->text, "// ", 3) != 0)
        tidy_report(report, source->path, 1, "opens without a word on what it is for");
    uint32_t number = 1;
    for (const char *line = source->text; *line != '\0'; number++) {
        bool row = tidy_ends_with(source->path, ".def") && strncmp(line, "//", 2) != 0;
        if (!row && columns(line) > COLUMNS_MAX)
            tidy_report(report, source->path, number, "longer than %d columns", COLUMNS_MAX);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    check_markers(source, report);
}

// A condition of the preprocessor between [from] and [to] of a function.
static void check_conditions(
    const struct source *source, const char *from, const char *to, struct report *report) {
    const char *code = source->code + (from - source->body),
               *end = source->code + (to - source->body);
    while (code < end) {
        const char *at = code + strspn(code, " \t");
        if (*at == '#') {
            at += 1 + strspn(at + 1, " \t");
            if (strncmp(at, "if", 2) == 0)
                tidy_report(
                    report, source->path, tidy_source_line(source, at),
                    "no conditional compilation inside a function");
        }
        code += strcspn(code, "\n");
        code += *code == '\n';
    }
}

static void check_function(
    const struct source *source, const char *start, const char *end, struct report *report) {
    uint32_t first = tidy_source_line(source, start), last = tidy_source_line(source, end);
    if (last - first + 1 > FUNCTION_LINES_MAX)
        tidy_report(
            report, source->path, first, "a function of %u lines: no more than %d",
            (unsigned)(last - first + 1), FUNCTION_LINES_MAX);
    check_conditions(source, start, end, report);
}

// Finds functions by their braces: at the outermost level a body follows a closing parenthesis, a
// list of values an equals sign, a struct its name.
void tidy_check_functions(const struct source *source, struct report *report) {
    const char *start = NULL;  // Of what stands at the outermost level now.
    char before = '\0';        // The last character that is no space.
    bool function = false, newline = false;
    int depth = 0;
    for (const char *at = source->body; *at != '\0'; at++) {
        if (*at == '\n' && newline && depth == 0) start = NULL;  // A blank line parts things.
        newline = *at == '\n' || (newline && *at == ' ');
        if (*at == ' ' || *at == '\n') continue;
        if (start == NULL) start = at;
        if (*at == '{' && depth == 0 && before == '"') {
            start = NULL;  // extern "C" { is no level of its own.
        } else if (*at == '{') {
            if (depth++ == 0) function = before == ')';
        } else if (*at == '}' && depth > 0 && --depth == 0) {
            if (function) check_function(source, start, at, report);
            if (function) start = NULL;
            function = false;
        }
        if (*at == ';' && depth == 0) start = NULL;
        before = *at;
    }
}

// "include/treadle/value.h" → "TREADLE_VALUE_H", "base/json/doc.h" → "TREADLE_BASE_JSON_DOC_H".
// gives
static char *guard_of(const char *path) {
    static const char door[] = "include/treadle/";
    if (strncmp(path, door, strlen(door)) == 0) path += strlen(door);
    struct text guard = {0};
    treadle_text_printf(&guard, "TREADLE_%s", path);
    for (char *at = guard.bytes; *at != '\0'; at++) {
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 'a' + 'A');
        if (*at == '/' || *at == '.') *at = '_';
    }
    return guard.bytes;
}

void tidy_check_header(const struct source *source, struct report *report) {
    char *guard = guard_of(source->path);
    struct text opening = {0};
    treadle_text_printf(&opening, "#ifndef %s\n#define %s\n", guard, guard);
    if (strstr(source->code, opening.bytes) == NULL)
        tidy_report(report, source->path, 0, "has not the guard %s", guard);
    treadle_text_clear(&opening);
    free(guard);
    bool declares = strstr(source->code, "TREADLE_API ") != NULL;
    if (declares && strstr(source->text, "extern \"C\" {") == NULL)
        tidy_report(report, source->path, 0, "is public, but for C alone: extern \"C\" is missing");
}

// -- READMEs

static bool is_path_character(char character) {
    return character != '\0' &&
           (strchr("_./-", character) != NULL || (character >= '0' && character <= '9') ||
            ((character | 32) >= 'a' && (character | 32) <= 'z'));
}

// True where [text] holds [name] as a word of its own.
static bool names(const char *text, const char *name) {
    size_t size = strlen(name);
    for (const char *at = text; (at = strstr(at, name)) != NULL; at++) {
        bool starts = at == text || !is_path_character(at[-1]);
        bool ends = !is_path_character(at[size]) || (at[size] == '.' && at[size + 1] != 'c');
        if (starts && ends) return true;
    }
    return false;
}

static size_t folder_size(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path);
}

static bool is_source_name(const char *name) {
    return tidy_ends_with(name, ".c") || tidy_ends_with(name, ".h") || tidy_ends_with(name, ".def");
}

// True where [name], as a README in [folder] writes it, is one of [paths], or the last part of one.
static bool exists(const char *folder, const char *name, const struct list *paths) {
    struct text path = {0};
    treadle_text_printf(&path, "%s/%s", folder, name);
    bool found = tidy_list_holds(paths, path.bytes) || tidy_list_holds(paths, name);
    path.count = 0;
    treadle_text_printf(&path, "/%s", name);
    for (uint32_t i = 0; i < paths->count && !found; i++)
        found = tidy_ends_with(paths->entries[i].key, path.bytes);
    treadle_text_clear(&path);
    return found;
}

// Every source a README names must be there; <uv.h> and protocol_*.c name none of ours.
static void check_named(
    const char *folder, const char *path, const char *text, const struct list *paths,
    struct report *report) {
    uint32_t line = 1;
    for (const char *at = text; *at != '\0'; at++) {
        line += *at == '\n';
        if (!is_path_character(*at)) continue;
        size_t size = 1;
        while (is_path_character(at[size]))
            size++;
        bool outside = at > text && strchr("<*>", at[-1]) != NULL;
        size_t name_size = at[size - 1] == '.' ? size - 1 : size;  // But for a sentence's end.
        char *name = treadle_text_copy_size(at, name_size);
        if (*name != '.' && is_source_name(name) && !outside && !exists(folder, name, paths))
            tidy_report(report, path, line, "names %s, which is not there", name);
        free(name);
        at += size - 1;
    }
}

void tidy_check_readme(
    const char *folder, const char *path, const char *text, const struct list *paths,
    struct report *report) {
    if (text == NULL) {
        tidy_report(report, folder, 0, "has no README.md");
        return;
    }
    size_t readme_folder = folder_size(path);
    for (uint32_t i = 0; i < paths->count; i++) {
        const char *source = paths->entries[i].key;
        if (folder_size(source) != strlen(folder) || !tidy_is_within(source, folder)) continue;
        if (!names(text, source + readme_folder + 1))
            tidy_report(report, path, 0, "does not name %s", source + readme_folder + 1);
    }
    if (readme_folder == strlen(folder)) check_named(folder, path, text, paths, report);
}
