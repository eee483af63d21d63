// Changes to a text, by the bytes of its values.
//
// Whatever is not a value that changes stays as it is. In brackets entries are parted by commas, in
// a block each has lines of its own; JSON is a text of brackets.
#include "suite/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "suite/spell.h"

enum { WIDTH = 100 };  // Of a line; longer values become blocks, where they may.

void treadle_edit_clear(struct editor *editor) {
    free(editor->edits);
    editor->edits = NULL;
    editor->edits_count = editor->edits_size = 0;
}

static void refuse(struct editor *editor, const char *why) {
    if (editor->refused == NULL) editor->refused = why;
}

static void change(struct editor *editor, size_t at, size_t end, const char *put) {
    ASSERT(at <= end && end <= editor->size);
    uint32_t order = editor->edits_count;
    ADD(editor->edits, editor->edits_count, editor->edits_size) =
        (struct edit){at, end - at, treadle_arena_copy(editor->arena, put), order};
}

// -- Where things are

static size_t end_of(const struct editor *editor, const cJSON *node) {
    struct extent extent = treadle_extent_of(editor->places, node);
    return (size_t)extent.at + extent.size;
}

static size_t start_of(const struct editor *editor, const cJSON *node) {
    return treadle_extent_of(editor->places, node).at;
}

// The first byte of a member's name.
static size_t name_of(const struct editor *editor, const cJSON *member) {
    struct place place = treadle_place_of_name(editor->places, member);
    const unsigned char *at = (const unsigned char *)editor->text, *end = at + editor->size;
    for (uint32_t line = 1; line < place.line && at < end; at++)
        line += *at == '\n';
    for (uint32_t column = 1; column < place.column && at < end; column++) {
        int size = treadle_utf8_size(at, end);
        at += size == 0 ? 1 : size;
    }
    return (size_t)(at - (const unsigned char *)editor->text);
}

static size_t line_start(const struct editor *editor, size_t at) {
    while (at > 0 && editor->text[at - 1] != '\n')
        at--;
    return at;
}

// Behind the line feed, or the end of the text.
static size_t line_end(const struct editor *editor, size_t at) {
    while (at < editor->size && editor->text[at] != '\n')
        at++;
    return at < editor->size ? at + 1 : at;
}

static bool is_blank(const struct editor *editor, size_t at, size_t end) {
    while (at < end && (editor->text[at] == ' ' || editor->text[at] == '\t'))
        at++;
    return at == end;
}

static size_t skip_blanks(const struct editor *editor, size_t at) {
    while (at < editor->size && memchr(" \t\r\n", editor->text[at], 4) != NULL)
        at++;
    return at;
}

bool treadle_edit_is_flow(const struct editor *editor, const cJSON *container) {
    size_t at = start_of(editor, container);
    return at < editor->size && (editor->text[at] == '{' || editor->text[at] == '[');
}

bool treadle_edit_is_here(const struct editor *editor, const cJSON *parent, const cJSON *node) {
    size_t at = start_of(editor, node);
    return at >= start_of(editor, parent) && end_of(editor, node) <= end_of(editor, parent) &&
           (at >= editor->size || editor->text[at] != '*');
}

// Whether the text is JSON: then names are in quotes whatever they are.
static bool is_json(const struct editor *editor) {
    size_t at = skip_blanks(editor, 0);
    return at < editor->size && editor->text[at] == '{';
}

static const char *spelled(const struct editor *editor, const cJSON *value, bool json) {
    struct text line = {0};
    treadle_spell_line(&line, value, json);
    const char *made = treadle_arena_copy(editor->arena, line.bytes);
    treadle_text_clear(&line);
    return made;
}

// -- Replacing

static uint32_t indent_of(const struct editor *editor, const cJSON *mapping) {
    size_t at = name_of(editor, mapping->child);
    return (uint32_t)treadle_utf8_count(treadle_arena_copy_size(
        editor->arena, editor->text + line_start(editor, at), at - line_start(editor, at)));
}

// Whether [value] behind the member's name would be too long for its line.
static bool is_long(
    const struct editor *editor, const cJSON *parent, const char *name, const cJSON *value) {
    if ((!cJSON_IsObject(value) && !cJSON_IsArray(value)) || value->child == NULL) return false;
    const char *line = spelled(editor, value, false);
    return indent_of(editor, parent) + treadle_utf8_count(name) + 2 + treadle_utf8_count(line) >
           WIDTH;
}

static const char *block(const struct editor *editor, const cJSON *parent, const cJSON *value) {
    struct text lines = {0};
    treadle_spell_block(&lines, value, indent_of(editor, parent) + 2, WIDTH);
    const char *made = treadle_arena_copy(editor->arena, lines.bytes);
    treadle_text_clear(&lines);
    return made;
}

void treadle_edit_replace(
    struct editor *editor, const cJSON *parent, const cJSON *node, const cJSON *value) {
    size_t at = start_of(editor, node), end = end_of(editor, node), colon = at;
    bool member = cJSON_IsObject(parent) && !treadle_edit_is_flow(editor, parent);
    while (colon > 0 && memchr(" \t\r\n", editor->text[colon - 1], 4) != NULL)
        colon--;
    bool behind_name = member && colon > 0 && editor->text[colon - 1] == ':';
    if (behind_name && is_long(editor, parent, node->string, value))
        change(editor, colon, end, block(editor, parent, value));
    else if (behind_name)  // It may have been a block: on the line of its name it looks better.
        change(
            editor, colon, end,
            treadle_arena_print(editor->arena, " %s", spelled(editor, value, false)));
    else
        change(editor, at, end, spelled(editor, value, is_json(editor)));
}

// -- Removing

static void remove_in_brackets(struct editor *editor, const cJSON *parent, const cJSON *member) {
    size_t at = name_of(editor, member), end = end_of(editor, member);
    if (member->next != NULL) {
        change(editor, at, name_of(editor, member->next), "");
    } else if (member != parent->child) {
        const cJSON *before = parent->child;
        while (before->next != member)
            before = before->next;
        change(editor, end_of(editor, before), end, "");
    } else {
        change(editor, at, end, "");
    }
}

void treadle_edit_remove(struct editor *editor, const cJSON *parent, const cJSON *member) {
    if (!treadle_edit_is_here(editor, parent, member)) {
        refuse(editor, "it stands elsewhere, behind an alias or a merge key");
        return;
    }
    if (treadle_edit_is_flow(editor, parent)) {
        remove_in_brackets(editor, parent, member);
        return;
    }
    size_t name = name_of(editor, member), line = line_start(editor, name);
    if (parent->child == member && member->next == NULL)
        change(editor, name, end_of(editor, member), "{}");
    else if (is_blank(editor, line, name))
        change(editor, line, line_end(editor, end_of(editor, member)), "");
    else if (member->next != NULL)  // Behind a dash.
        change(editor, name, name_of(editor, member->next), "");
    else
        refuse(editor, "it shares its line with something else");
}

// -- Adding

static const char *member_text(
    const struct editor *editor, const char *name, const cJSON *value, bool json) {
    struct text out = {0};
    treadle_spell_name(&out, name, json);
    treadle_text_add(&out, ": ");
    treadle_spell_line(&out, value, json);
    const char *made = treadle_arena_copy(editor->arena, out.bytes);
    treadle_text_clear(&out);
    return made;
}

// Behind the last entry; on a line of its own where that has one.
static void add_in_brackets(
    struct editor *editor, const cJSON *parent, const char *name, const cJSON *value) {
    const char *text = member_text(editor, name, value, is_json(editor)), *gap = " ";
    if (parent->child == NULL) {
        size_t at = start_of(editor, parent) + 1;
        change(editor, at, end_of(editor, parent) - 1, text);
        return;
    }
    const cJSON *last = parent->child->prev;
    size_t start = name_of(editor, last), line = line_start(editor, start);
    if (is_blank(editor, line, start))
        gap =
            treadle_arena_print(editor->arena, "\n%.*s", (int)(start - line), editor->text + line);
    size_t at = end_of(editor, last);
    change(editor, at, at, treadle_arena_print(editor->arena, ",%s%s", gap, text));
}

void treadle_edit_add(
    struct editor *editor, const cJSON *parent, const char *name, const cJSON *value) {
    if (!cJSON_IsObject(parent)) {
        refuse(editor, "there is no mapping to add to");
        return;
    }
    if (treadle_edit_is_flow(editor, parent) || parent->child == NULL) {
        add_in_brackets(editor, parent, name, value);
        return;
    }
    const cJSON *last = parent->child->prev;
    if (!treadle_edit_is_here(editor, parent, last)) {
        refuse(editor, "a part of it stands elsewhere, behind an alias or a merge key");
        return;
    }
    uint32_t indent = indent_of(editor, parent);
    size_t at = line_end(editor, end_of(editor, last));
    bool open = at == editor->size && (at == 0 || editor->text[at - 1] != '\n');
    struct text line = {0};
    treadle_text_printf(&line, "%s%*s", open ? "\n" : "", (int)indent, "");
    if (is_long(editor, parent, name, value)) {
        treadle_spell_name(&line, name, false);
        treadle_text_printf(&line, ":%s", block(editor, parent, value));
    } else {
        treadle_text_add(&line, member_text(editor, name, value, false));
    }
    treadle_text_add(&line, open ? "" : "\n");
    change(editor, at, at, line.bytes);
    treadle_text_clear(&line);
}

// -- All together

static int by_place(const void *a, const void *b) {
    const struct edit *first = a, *second = b;
    if (first->at != second->at) return first->at < second->at ? -1 : 1;
    return first->order < second->order ? -1 : first->order > second->order;
}

// Lines end as they do in the text.
static void put_lines(const struct editor *editor, struct text *out, const char *lines) {
    const char *end = memchr(editor->text, '\n', editor->size);
    bool windows = end != NULL && end > editor->text && end[-1] == '\r';
    for (; *lines != '\0'; lines++) {
        if (*lines == '\n' && windows) treadle_text_add(out, "\r");
        treadle_text_put(out, lines, 1);
    }
}

bool treadle_edit_apply(struct editor *editor, struct text *out) {
    if (editor->edits_count > 0)
        qsort(editor->edits, editor->edits_count, sizeof(*editor->edits), by_place);
    size_t done = 0;
    for (uint32_t i = 0; i < editor->edits_count; i++) {
        const struct edit *edit = &editor->edits[i];
        if (edit->at < done) return false;
        treadle_text_put(out, editor->text + done, edit->at - done);
        put_lines(editor, out, edit->put);
        done = edit->at + edit->size;
    }
    treadle_text_put(out, editor->text + done, editor->size - done);
    return true;
}
