// Writes like base/json/write.c, with as many newlines and blanks between as bring each thing to
// its place.
#include "services/cloudformation/layout.h"

#include <string.h>

#include "base/json/string.h"
#include "base/json/value.h"
#include "base/json/write.h"

struct page {
    struct text *out;
    const struct places *places;
    size_t seen;            // Bytes of [out] that [line] and [column] count.
    uint32_t line, column;  // Of what comes next, from 1.
};

static void count(struct page *page) {
    for (; page->seen < page->out->count; page->seen++) {
        char c = page->out->bytes[page->seen];
        bool inside =
            ((unsigned char)c & 0xC0) == 0x80;  // A byte of a character that has been counted.
        page->line += c == '\n';
        page->column = c == '\n' ? 1 : page->column + !inside;
    }
}

// Where the page is past that place already, what comes next stands where it can.
static void move_to(struct page *page, uint32_t line, uint32_t column) {
    count(page);
    for (; page->line < line; count(page))
        treadle_text_put(page->out, "\n", 1);
    if (page->line > line) return;
    for (; page->column < column; count(page))
        treadle_text_put(page->out, " ", 1);
}

static void write(struct page *page, const cJSON *raw, const cJSON *value);

static void write_name(struct page *page, const cJSON *raw, const char *name) {
    struct place at = treadle_place_of_name(page->places, raw);
    // A bare name of YAML's: the quote goes before it.
    bool bare = at.column > 1 && at.width <= treadle_string_units(name);
    move_to(page, at.line, at.column - bare);
    treadle_json_write_string(page->out, name);
    treadle_text_put(page->out, ":", 1);
}

static void write_members(struct page *page, const cJSON *raw, const cJSON *value) {
    const char *brackets = cJSON_IsArray(value) ? "[]" : "{}";
    struct place at = treadle_place_of(page->places, raw),
                 first = treadle_place_of_name(page->places, raw->child);
    if (first.line == 0) first = treadle_place_of(page->places, raw->child);
    // A block of YAML's begins with its first member: the bracket goes where there is room.
    if (at.line != first.line || at.column != first.column) move_to(page, at.line, at.column);
    treadle_text_put(page->out, brackets, 1);
    const cJSON *from = raw->child;
    for (const cJSON *one = value->child; one != NULL; one = one->next, from = from->next) {
        if (one != value->child) treadle_text_put(page->out, ",", 1);
        if (one->string != NULL) write_name(page, from, one->string);
        write(page, from, one);
    }
    treadle_text_put(page->out, brackets + 1, 1);
}

// Are [value]'s members those of [raw], each carried out for itself?
static bool is_parallel(const cJSON *raw, const cJSON *value) {
    if ((raw->type & 0xFF) != (value->type & 0xFF) || raw->child == NULL) return false;
    const cJSON *a = raw->child, *b = value->child;
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a->string != NULL && strcmp(a->string, b->string) != 0) return false;
    return a == NULL && b == NULL;
}

static void write(struct page *page, const cJSON *raw, const cJSON *value) {
    bool container = cJSON_IsObject(value) || cJSON_IsArray(value);
    if (container && is_parallel(raw, value)) {
        write_members(page, raw, value);
        return;
    }
    struct place at = treadle_place_of(page->places, raw);
    move_to(page, at.line, at.column);
    treadle_json_write(page->out, value);
}

void treadle_layout_write(
    struct text *out, const struct places *places, const cJSON *raw, const cJSON *value) {
    struct page page = {.out = out, .places = places, .line = 1, .column = 1};
    write(&page, raw, value);
}
