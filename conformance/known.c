// Reading the list of known failures, and looking into it.
#include "conformance/known.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"

static char *trim(char *text) {
    text += strspn(text, " \t\r");
    size_t size = strlen(text);
    while (size > 0 && strchr(" \t\r", text[size - 1]) != NULL)
        text[--size] = '\0';
    return text;
}

static bool read_row(struct known *known, char *text, uint32_t line) {
    char *bar = strstr(text, " | ");
    if (bar == NULL) return false;
    *bar = '\0';
    bool by_words = *text == '~';
    ADD(known->rows, known->count, known->size) = (struct known_row){
        .what = trim(by_words ? text + 1 : text),
        .reason = trim(bar + 3),
        .by_words = by_words,
        .line = line};
    const struct known_row *row = &known->rows[known->count - 1];
    return *row->what != '\0' && *row->reason != '\0';
}

static bool is_heading(const char *line, const char *suite) {
    size_t size = strlen(suite);
    return *line == '[' && strncmp(line + 1, suite, size) == 0 && strcmp(line + 1 + size, "]") == 0;
}

int known_read(
    struct known *known, const char *path, const char *suite, struct treadle_status *status) {
    int code = treadle_file_read(path, LIMIT_file_size_max, &known->text, status);
    if (code < 0) return code;
    bool ours = false;
    char *next = known->text.bytes;
    for (uint32_t number = 1; next != NULL; number++) {
        char *line = next;
        next = strchr(line, '\n');
        if (next != NULL) *next++ = '\0';
        line = trim(line);
        if (*line == '[')
            ours = is_heading(line, suite);
        else if (ours && *line != '\0' && *line != '#' && !read_row(known, line, number))
            return treadle_status_set(
                status, TREADLE_EPARSE, "%s:%u: a line is WHAT | REASON", path, number);
    }
    return 0;
}

const char *known_reason(struct known *known, const char *id, const char *message) {
    for (uint32_t i = 0; i < known->count; i++) {
        struct known_row *row = &known->rows[i];
        bool same = row->by_words ? strstr(message, row->what) != NULL : strcmp(row->what, id) == 0;
        if (!same) continue;
        row->hits++;
        return row->reason;
    }
    return NULL;
}

bool known_lists(const struct known *known, const char *id) {
    for (uint32_t i = 0; i < known->count; i++)
        if (!known->rows[i].by_words && strcmp(known->rows[i].what, id) == 0) return true;
    return false;
}

void known_clear(struct known *known) {
    free(known->rows);
    treadle_text_clear(&known->text);
    *known = (struct known){0};
}
