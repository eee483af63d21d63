// Writing a value, compact, with the same bytes it was read from.
//
// Strings are copied eight bytes at a time up to what must be escaped. Room is asked for as much as
// is still sure to come, never for the worst case, so that a text's limit is met to the byte.
#include "base/json/write.h"

#include <stdbool.h>
#include <string.h>

#include "base/json/walk.h"
#include "base/json/words.h"
#include "base/number.h"

#define ESCAPE_SIZE 6  // \u0000

// The bytes that cannot stand as they are, or may not be what they seem.
static uint64_t marks_of(uint64_t word) {
    return word_specials(word) | word_marks(word, 0xC0) | word_marks(word, 0xED);
}

static char *put_unit(char *out, unsigned unit) {
    static const char digits[] = "0123456789abcdef";
    *out++ = '\\';
    *out++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *out++ = digits[unit >> shift & 15];
    return out;
}

// Writes the character at [*at], which moves past it, as it must be: six bytes at most.
static char *put_special(char *out, const unsigned char **at) {
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
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
    const char *simple = strchr(from, bytes[0]);
    if (simple != NULL) {
        *out++ = '\\';
        *out++ = to[simple - from];
        return out;
    }
    if (bytes[0] < 0x20) return put_unit(out, bytes[0]);
    *out++ = (char)bytes[0];
    return out;
}

// Copies up to what is special or the end; both sides have eight bytes wherever [end] is that far.
static char *copy_plain(char *out, const unsigned char **at, const unsigned char *end) {
    const unsigned char *from = *at;
    while (end - from >= 8) {
        uint64_t word = word_at(from);
        memcpy(out, from, 8);
        unsigned plain = word_plain(marks_of(word));
        out += plain;
        from += plain;
        if (plain < 8) break;
    }
    while (from < end && end - from < 8 && *from >= 0x20 && *from != '"' && *from != '\\' &&
           *from != 0xC0 && *from != 0xED)
        *out++ = (char)*from++;
    *at = from;
    return out;
}

void treadle_json_write_string(struct text *text, const char *string) {
    size_t size = strlen(string);
    const unsigned char *at = (const unsigned char *)string, *end = at + size;
    char *out = treadle_text_room(text, size + 2);
    if (out == NULL) return;
    *out++ = '"';
    for (;;) {
        out = copy_plain(out, &at, end);
        if (at == end) break;
        char escape[ESCAPE_SIZE];
        size_t count = (size_t)(put_special(escape, &at) - escape);
        text->count = (size_t)(out - text->bytes);
        out = treadle_text_room(text, count + (size_t)(end - at) + 1);
        if (out == NULL) return;
        memcpy(out, escape, count);
        out += count;
    }
    *out++ = '"';
    *out = '\0';
    text->count = (size_t)(out - text->bytes);
}

static void write_number(struct text *text, const cJSON *number) {
    if (number->valuestring != NULL) {
        treadle_text_add(text, number->valuestring);
        return;
    }
    char digits[NUMBER_TEXT_SIZE];
    treadle_text_put(text, digits, treadle_number_write(digits, number->valuedouble));
}

static inline void write_char(struct text *text, char c) {
    char *out = treadle_text_room(text, 1);
    if (out == NULL) return;
    *out = c;
    text->count++;
}

static bool is_object(const cJSON *value) {
    return (value->type & 0xFF) == cJSON_Object;
}

// Writes a scalar or an empty container whole, of others the opening bracket.
static void write_start(struct text *text, const cJSON *value) {
    switch (value->type & 0xFF) {
        case cJSON_True: treadle_text_put(text, "true", 4); return;
        case cJSON_False: treadle_text_put(text, "false", 5); return;
        case cJSON_String: treadle_json_write_string(text, value->valuestring); return;
        case cJSON_Number: write_number(text, value); return;
        case cJSON_Object:
        case cJSON_Array: break;
        default: treadle_text_put(text, "null", 4); return;
    }
    write_char(text, is_object(value) ? '{' : '[');
    if (value->child == NULL) write_char(text, is_object(value) ? '}' : ']');
}

static void write_name(struct text *text, const cJSON *parent, const cJSON *child) {
    if (!is_object(parent)) return;
    treadle_json_write_string(text, child->string);
    write_char(text, ':');
}

void treadle_json_write(struct text *out, const cJSON *value) {
    struct walk walk;
    walk_init(&walk);
    const cJSON *node = value;
    write_start(out, node);
    for (;;) {
        if (node->child != NULL) {
            walk_enter(&walk, node, NULL);
            node = node->child;
        } else {
            while (walk.count > 0 && node->next == NULL) {
                node = walk.open[--walk.count].node;
                write_char(out, is_object(node) ? '}' : ']');
            }
            if (walk.count == 0) break;
            node = node->next;
            write_char(out, ',');
        }
        write_name(out, walk.open[walk.count - 1].node, node);
        write_start(out, node);
    }
    walk_clear(&walk);
    treadle_text_put(out, "", 0);  // The NUL at the end.
}

static size_t size_of_string(const char *string) {
    const unsigned char *at = (const unsigned char *)string, *end = at + strlen(string);
    size_t size = (size_t)(end - at) + 2;
    while (at < end) {
        unsigned plain = end - at < 8 ? 0 : word_plain(marks_of(word_at(at)));
        at += plain;
        if (plain == 8) continue;
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
