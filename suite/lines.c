// Two texts line by line.
//
// What both begin and end with is laid aside; the longest common rows of lines between are found by
// a table, unless that would be large: then all lines between went and came.
#include "suite/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { TABLE_MAX = 4 << 20 };  // Entries of two bytes.

struct line {
    const char *at;
    size_t size;
};

struct side {
    struct line *lines;
    uint32_t count, size;
};

struct both {
    struct side old, made;
    uint32_t from, old_to, made_to;  // Between these lines they differ.
    uint16_t *common;                // Of the rest from a line of each on; NULL: not known.
};

static void split(struct side *side, const char *text) {
    while (*text != '\0') {
        size_t size = strcspn(text, "\n"), rest = size + (text[size] == '\n');
        if (size > 0 && text[size - 1] == '\r') size--;
        ADD(side->lines, side->count, side->size) = (struct line){text, size};
        text += rest;
    }
}

static bool same(const struct both *both, uint32_t old, uint32_t made) {
    const struct line *a = &both->old.lines[old], *b = &both->made.lines[made];
    return a->size == b->size && memcmp(a->at, b->at, a->size) == 0;
}

static void lay_aside(struct both *both) {
    both->old_to = both->old.count;
    both->made_to = both->made.count;
    while (both->from < both->old_to && both->from < both->made_to &&
           same(both, both->from, both->from))
        both->from++;
    while (both->old_to > both->from && both->made_to > both->from &&
           same(both, both->old_to - 1, both->made_to - 1)) {
        both->old_to--;
        both->made_to--;
    }
}

static uint16_t *cell(const struct both *both, uint32_t old, uint32_t made) {
    size_t width = both->made_to - both->from + 1;
    return &both->common[(old - both->from) * width + (made - both->from)];
}

static void find_common(struct both *both) {
    size_t height = both->old_to - both->from + 1, width = both->made_to - both->from + 1;
    if (height > UINT16_MAX || height * width > TABLE_MAX) return;
    both->common = treadle_alloc_zeroed(height * width * sizeof(*both->common));
    for (uint32_t i = both->old_to; i-- > both->from;) {
        for (uint32_t j = both->made_to; j-- > both->from;) {
            uint16_t down = *cell(both, i + 1, j), right = *cell(both, i, j + 1);
            *cell(both, i, j) = same(both, i, j) ? (uint16_t)(*cell(both, i + 1, j + 1) + 1)
                                                 : (down >= right ? down : right);
        }
    }
}

struct hunk {
    uint32_t old, old_end, made, made_end;
};

// The next lines that differ from [hunk]'s end on; false: there are none.
static bool next_hunk(const struct both *both, struct hunk *hunk) {
    uint32_t i = hunk->old_end, j = hunk->made_end;
    while (i < both->old_to && j < both->made_to && both->common != NULL && same(both, i, j)) {
        i++;
        j++;
    }
    *hunk = (struct hunk){i, i, j, j};
    while ((i < both->old_to || j < both->made_to)) {
        bool inside = i < both->old_to && j < both->made_to;
        if (inside && both->common != NULL && same(both, i, j)) break;
        bool goes = i < both->old_to && (j == both->made_to || both->common == NULL ||
                                         *cell(both, i + 1, j) >= *cell(both, i, j + 1));
        if (goes)
            i++;
        else
            j++;
    }
    hunk->old_end = i;
    hunk->made_end = j;
    return i > hunk->old || j > hunk->made;
}

static void say_lines(
    struct text *out, const struct suite_style *style, const struct side *side, uint32_t from,
    uint32_t to, bool came) {
    const char *tint = came ? "\033[32m" : "\033[31m";
    for (uint32_t i = from; i < to; i++) {
        char *line = treadle_text_copy_size(side->lines[i].at, side->lines[i].size);
        treadle_utf8_clean(line, "\t");  // Nothing in it acts on a terminal.
        treadle_text_printf(
            out, "%s%s%s%s\n", style->color ? tint : "", came ? "+" : "-", line,
            style->color ? "\033[0m" : "");
        free(line);
    }
}

// "12" or "12,3"; of no lines the one before.
static void say_range(struct text *out, char sign, uint32_t from, uint32_t to) {
    treadle_text_printf(out, " %c%u", sign, to > from ? from + 1 : from);
    if (to - from != 1) treadle_text_printf(out, ",%u", to - from);
}

void treadle_lines_say(
    struct text *out, const struct suite_style *style, const char *path, const char *old,
    const char *made) {
    struct both both = {0};
    split(&both.old, old);
    split(&both.made, made);
    lay_aside(&both);
    find_common(&both);
    struct hunk hunk = {both.from, both.from, both.from, both.from};
    for (bool first = true; next_hunk(&both, &hunk); first = false) {
        if (first) treadle_text_printf(out, "--- %s\n+++ %s\n", path, path);
        treadle_text_add(out, "@@");
        say_range(out, '-', hunk.old, hunk.old_end);
        say_range(out, '+', hunk.made, hunk.made_end);
        treadle_text_add(out, " @@\n");
        say_lines(out, style, &both.old, hunk.old, hunk.old_end, false);
        say_lines(out, style, &both.made, hunk.made, hunk.made_end, true);
    }
    free(both.common);
    free(both.old.lines);
    free(both.made.lines);
}
