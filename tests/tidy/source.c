// A source file with its comments, quotes and preprocessor lines blanked out: what is left is code,
// at the same offsets.
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "tests/tidy/tidy.h"

void tidy_report(struct report *report, const char *path, uint32_t line, const char *format, ...) {
    char words[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    if (line > 0)
        treadle_text_printf(&report->text, "%s:%u: %s\n", path, (unsigned)line, words);
    else
        treadle_text_printf(&report->text, "%s: %s\n", path, words);
    report->count++;
}

bool tidy_ends_with(const char *text, const char *end) {
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

bool tidy_is_within(const char *path, const char *folder) {
    size_t size = strlen(folder);
    return strncmp(path, folder, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

bool tidy_list_holds(const struct list *list, const char *key) {
    bool found;
    treadle_list_place(list, key, &found);
    return found;
}

const char *tidy_next_name(const char *at, size_t *size) {
    for (; *at != '\0'; at += *size) {
        *size = 0;
        while (isalnum((unsigned char)at[*size]) || at[*size] == '_')
            (*size)++;
        if (*size > 0 && !isdigit((unsigned char)*at)) return at;
        if (*size == 0) *size = 1;
    }
    return NULL;
}

bool tidy_is_name(const char *at, size_t size, const char *name) {
    return strlen(name) == size && memcmp(at, name, size) == 0;
}

// The end of the comment that begins at [at].
static const char *comment_end(const char *at) {
    const char *end = at[1] == '/' ? strchr(at, '\n') : strstr(at + 2, "*/");
    if (end == NULL) return at + strlen(at);
    return at[1] == '/' ? end : end + 2;
}

// The closing quote of the literal that begins at [at], or the end of an unclosed one.
static const char *quote_end(const char *at) {
    char quote = *at++;
    for (; *at != '\0' && *at != quote && *at != '\n'; at++)
        if (*at == '\\' && at[1] != '\0') at++;
    return at;
}

static void blank(char *code, size_t from, size_t to) {
    for (; from < to; from++)
        if (code[from] != '\n') code[from] = ' ';
}

static void blank_words(const char *text, char *code) {
    const char *at = text;
    while (*at != '\0') {
        const char *end = at + 1;
        if (at[0] == '/' && (at[1] == '/' || at[1] == '*')) {
            end = comment_end(at);
            blank(code, (size_t)(at - text), (size_t)(end - text));
        } else if (*at == '"' || *at == '\'') {
            end = quote_end(at);
            blank(code, (size_t)(at - text) + 1, (size_t)(end - text));
            if (*end != '\0') end++;
        }
        at = end;
    }
}

// A directive goes on where a line ends in a backslash.
static void blank_directives(char *body) {
    bool directive = false;
    for (char *line = body; *line != '\0';) {
        char *end = strchr(line, '\n');
        if (end == NULL) end = line + strlen(line);
        directive = directive || line[strspn(line, " \t")] == '#';
        bool goes_on = directive && end > line && end[-1] == '\\';
        if (directive) blank(line, 0, (size_t)(end - line));
        directive = goes_on;
        line = *end == '\0' ? end : end + 1;
    }
}

void tidy_source_init(struct source *source, const char *path, const char *text) {
    *source = (struct source){.path = path, .text = text, .code = treadle_text_copy(text)};
    blank_words(text, source->code);
    source->body = treadle_text_copy(source->code);
    blank_directives(source->body);
}

void tidy_source_clear(struct source *source) {
    free(source->code);
    free(source->body);
    *source = (struct source){0};
}

uint32_t tidy_source_line(const struct source *source, const char *at) {
    bool in_body = at >= source->body && at <= source->body + strlen(source->body);
    uint32_t line = 1;
    for (const char *here = in_body ? source->body : source->code; here < at; here++)
        line += *here == '\n';
    return line;
}
