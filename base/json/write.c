// Writing a value, compact, with the same bytes it was read from.
//
// Strings are looked at eight bytes at a time up to what must be escaped. Room is asked for as much
// as is still sure to come, never for the worst case, so that a text's limit is met to the byte.
#include "base/json/write.h"

#include <stdbool.h>
#include <string.h>

#include "base/json/walk.h"
#include "base/json/words.h"
#include "base/number.h"

#define ESCAPE_SIZE 6  // \u0000

struct writer {
    struct text *text;  // Its count is right only before it is asked for room, and at the end.
    char *out, *end;    // Where the next byte goes, and where room ends; NULL past the limit.
};

static bool grow(struct writer *writer, size_t more) {
    struct text *text = writer->text;
    if (writer->out != NULL) text->count = (size_t)(writer->out - text->bytes);
    writer->out = writer->end = treadle_text_room(text, more);
    if (writer->out == NULL) return false;
    size_t room = text->size - 1;
    if (text->count_max > 0 && text->count_max < room) room = text->count_max;
    writer->end = text->bytes + room;
    return true;
}

// Whether there is room for [more] bytes; there is no less than that then.
static inline bool has_room(struct writer *writer, size_t more) {
    return (size_t)(writer->end - writer->out) >= more || grow(writer, more);
}

static void writer_init(struct writer *writer, struct text *text) {
    *writer = (struct writer){.text = text};
    (void)grow(writer, 0);
}

static void writer_end(struct writer *writer) {
    if (writer->out == NULL) return;
    *writer->out = '\0';
    writer->text->count = (size_t)(writer->out - writer->text->bytes);
}

static inline void write_char(struct writer *writer, char c) {
    if (has_room(writer, 1)) *writer->out++ = c;
}

static void write_bytes(struct writer *writer, const char *bytes, size_t size) {
    if (!has_room(writer, size)) return;
    memcpy(writer->out, bytes, size);
    writer->out += size;
}

// Marks the bytes that cannot stand as they are, or may not be what they seem.
static inline uint64_t marks_of(uint64_t word) {
    uint64_t marks = word_specials(word);
    if ((word & FIRST_BITS) != 0) marks |= word_marks(word, 0xC0) | word_marks(word, 0xED);
    return marks;
}

// How many of the next eight bytes, or up to [end], can stand as they are.
static inline size_t plain_ahead(const unsigned char *at, const unsigned char *end) {
    size_t left = (size_t)(end - at);
    if (left >= 8) return word_plain(marks_of(word_at(at)));
    size_t plain = word_plain(marks_of(word_of(at, left)));
    return plain < left ? plain : left;
}

// Copies fewer than eight bytes.
static inline void copy_few(char *out, const unsigned char *from, size_t size) {
    if (size >= 4) {
        memcpy(out, from, 4);
        memcpy(out + size - 4, from + size - 4, 4);
    } else if (size > 0) {
        out[0] = (char)from[0];
        out[size / 2] = (char)from[size / 2];
        out[size - 1] = (char)from[size - 1];
    }
}

static char *put_unit(char *out, unsigned unit) {
    static const char digits[] = "0123456789abcdef";
    *out++ = '\\';
    *out++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *out++ = digits[unit >> shift & 15];
    return out;
}

// The letter that stands for [c] behind a backslash; NUL: none does.
static inline char escape_letter(unsigned char c) {
    static const char letters[' '] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    if (c == '"' || c == '\\') return (char)c;
    return c < ' ' ? letters[c] : '\0';
}

// Writes the character at [*at], which moves past it, as it must be: ESCAPE_SIZE bytes at most.
static char *put_special(char *out, const unsigned char **at) {
    const unsigned char *bytes = *at;
    if (bytes[0] == 0xED && bytes[1] >= 0xA0) {  // Half a surrogate: see string.h.
        *at += 3;
        return put_unit(out, 0xD000u | (bytes[1] & 63u) << 6 | (bytes[2] & 63u));
    }
    if (bytes[0] == 0xC0) {
        *at += 2;
        return put_unit(out, 0);
    }
    *at += 1;
    char letter = escape_letter(bytes[0]);
    if (letter != '\0') {
        *out++ = '\\';
        *out++ = letter;
        return out;
    }
    if (bytes[0] < 0x20) return put_unit(out, bytes[0]);
    *out++ = (char)bytes[0];
    return out;
}

// Writes the character at [*at] where room may be short; false: past the limit.
static bool write_special(
    struct writer *writer, const unsigned char **at, const unsigned char *end) {
    char escape[ESCAPE_SIZE];
    size_t size = (size_t)(put_special(escape, at) - escape);
    if (!has_room(writer, size + (size_t)(end - *at) + 1)) return false;
    memcpy(writer->out, escape, size);
    writer->out += size;
    return true;
}

static void write_string(struct writer *writer, const char *string) {
    const unsigned char *at = (const unsigned char *)string, *end = at + strlen(string);
    if (!has_room(writer, (size_t)(end - at) + 2)) return;
    char *out = writer->out;  // A local, or each byte that is stored might change it.
    *out++ = '"';
    while (at < end) {
        size_t plain = plain_ahead(at, end);
        if (plain == 8) {
            memcpy(out, at, 8);
            out += 8;
            at += 8;
            continue;
        }
        copy_few(out, at, plain);
        out += plain;
        at += plain;
        if (at == end) break;
        if (writer->end - out > ESCAPE_SIZE + (end - at)) {
            out = put_special(out, &at);
            continue;
        }
        writer->out = out;
        if (!write_special(writer, &at, end)) return;
        out = writer->out;
    }
    *out++ = '"';
    writer->out = out;
}

static void write_number(struct writer *writer, const cJSON *number) {
    if (number->valuestring != NULL) {
        write_bytes(writer, number->valuestring, strlen(number->valuestring));
        return;
    }
    char digits[NUMBER_TEXT_SIZE];
    size_t size = treadle_number_write(digits, number->valuedouble);
    write_bytes(writer, digits, size);
}

static inline bool is_object(const cJSON *value) {
    return (value->type & 0xFF) == cJSON_Object;
}

// Writes a scalar or an empty container whole, of others the opening bracket.
static void write_start(struct writer *writer, const cJSON *value) {
    switch (value->type & 0xFF) {
        case cJSON_True: write_bytes(writer, "true", 4); return;
        case cJSON_False: write_bytes(writer, "false", 5); return;
        case cJSON_String: write_string(writer, value->valuestring); return;
        case cJSON_Number: write_number(writer, value); return;
        case cJSON_Object:
        case cJSON_Array: break;
        default: write_bytes(writer, "null", 4); return;
    }
    write_char(writer, is_object(value) ? '{' : '[');
    if (value->child == NULL) write_char(writer, is_object(value) ? '}' : ']');
}

static void write_value(struct writer *writer, struct walk *walk, const cJSON *value) {
    const cJSON *node = value;
    bool named = false;            // [node] is a member of an object.
    while (writer->out != NULL) {  // Past the limit there is nothing left to do.
        if (named) {
            write_string(writer, node->string);
            write_char(writer, ':');
        }
        write_start(writer, node);
        if (node->child != NULL) {
            walk_enter(walk, node, NULL);
            named = is_object(node);
            node = node->child;
            continue;
        }
        while (walk->count > 0 && node->next == NULL) {
            node = walk->open[--walk->count].node;
            write_char(writer, is_object(node) ? '}' : ']');
        }
        if (walk->count == 0) return;
        named = is_object(walk->open[walk->count - 1].node);
        node = node->next;
        write_char(writer, ',');
    }
}

void treadle_json_write(struct text *out, const cJSON *value) {
    struct writer writer;
    struct walk walk;
    writer_init(&writer, out);
    walk_init(&walk);
    write_value(&writer, &walk, value);
    walk_clear(&walk);
    writer_end(&writer);
}

void treadle_json_write_string(struct text *out, const char *string) {
    struct writer writer;
    writer_init(&writer, out);
    write_string(&writer, string);
    writer_end(&writer);
}

static size_t size_of_string(const char *string) {
    const unsigned char *at = (const unsigned char *)string, *end = at + strlen(string);
    size_t size = (size_t)(end - at) + 2;
    while (at < end) {
        size_t plain = plain_ahead(at, end);
        at += plain;
        if (plain == 8 || at == end) continue;
        char escape[ESCAPE_SIZE];
        const unsigned char *start = at;
        size += (size_t)(put_special(escape, &at) - escape) - (size_t)(at - start);
    }
    return size;
}

static size_t size_of_number(const cJSON *number) {
    if (number->valuestring != NULL) return strlen(number->valuestring);
    char digits[NUMBER_TEXT_SIZE];
    return treadle_number_write(digits, number->valuedouble);
}

static size_t size_of(const cJSON *value) {
    switch (value->type & 0xFF) {
        case cJSON_False: return 5;
        case cJSON_String: return size_of_string(value->valuestring);
        case cJSON_Number: return size_of_number(value);
        case cJSON_Object:
        case cJSON_Array: return 2;
        default: return 4;
    }
}

size_t treadle_json_size(const cJSON *value) {
    size_t size = size_of(value);
    struct walk walk;
    walk_init(&walk);
    const cJSON *node = value;
    while ((node = walk_next(&walk, node, NULL)) != NULL) {
        const cJSON *parent = walk.open[walk.count - 1].node;
        size += size_of(node) + (node != parent->child);  // With its comma.
        if (is_object(parent)) size += size_of_string(node->string) + 1;
    }
    walk_clear(&walk);
    return size;
}

char *treadle_json_print(struct arena *arena, const cJSON *value) {
    size_t size = treadle_json_size(value);
    struct text text = {.bytes = treadle_arena_alloc(arena, size + 1), .size = size + 1};
    char *bytes = text.bytes;
    treadle_json_write(&text, value);
    ASSERT(text.count == size && text.bytes == bytes);  // It never asked for more.
    return bytes;
}
