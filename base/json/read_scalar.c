// Reading scalars: strings, numbers and words, and telling what was meant where there is none.
#include <string.h>

#include "base/json/reader.h"
#include "base/json/words.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"

const unsigned char *treadle_reader_token_end(
    const struct reader *reader, const unsigned char *at) {
    while (at < reader->end &&
           ((*at >= '0' && *at <= '9') || ((*at | 32) >= 'a' && (*at | 32) <= 'z') || *at == '_' ||
            *at == '.' || *at == '+' || *at == '-'))
        at++;
    return at;
}

static bool is_word(const unsigned char *at, size_t size, const char *word) {
    if (size != strlen(word)) return false;
    for (size_t i = 0; i < size; i++)
        if ((at[i] | 32) != (unsigned char)word[i]) return false;
    return true;
}

bool treadle_reader_refuse_value(struct reader *reader) {
    const unsigned char *at = reader->at;
    size_t size = (size_t)(treadle_reader_token_end(reader, at) - at);
    if (*at == ',' || *at == ':' || *at == ']' || *at == '}')
        return REFUSE(reader, at, 1, "a value must stand before '%c'", *at);
    if (*at == '\'') return REFUSE(reader, at, 1, "a string must stand in double quotes");
    if (*at == '/' || *at == '#') return REFUSE(reader, at, 1, "JSON has no comments");
    if (*at == '\0') return REFUSE(reader, at, 1, "a NUL byte must not stand outside a string");
    if (*at == '+' || *at == '.')
        return REFUSE(reader, at, size, "a number must not begin with '%c'", *at);
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (is_word(at, size, words[i]))
            return REFUSE(reader, at, size, "'%s' must be written in small letters", words[i]);
    if (size > 0)
        return REFUSE(
            reader, at, size, "'%.*s' is no JSON value", size > 40 ? 40 : (int)size,
            (const char *)at);
    int count = treadle_utf8_size(at, reader->end);
    if (count == 0) return REFUSE(reader, at, 1, "the byte %02X is no UTF-8", *at);
    if (*at < ' ') return REFUSE(reader, at, 1, "the byte %02X must not stand here", *at);
    return REFUSE(
        reader, at, (size_t)count, "'%.*s' begins no JSON value", count, (const char *)at);
}

static size_t skip_digits(struct reader *reader) {
    const unsigned char *start = reader->at;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
        reader->at++;
    return (size_t)(reader->at - start);
}

static bool read_number_rest(struct reader *reader, const unsigned char *start) {
    if (reader->at < reader->end && *reader->at == '.') {
        reader->at++;
        if (skip_digits(reader) == 0)
            return REFUSE(
                reader, start, (size_t)(reader->at - start),
                "a digit must follow the decimal point of a number");
    }
    if (reader->at < reader->end && (*reader->at | 32) == 'e') {
        reader->at++;
        if (reader->at < reader->end && (*reader->at == '+' || *reader->at == '-')) reader->at++;
        if (skip_digits(reader) == 0)
            return REFUSE(
                reader, start, (size_t)(reader->at - start),
                "a digit must follow the 'e' of a number");
    }
    return true;
}

bool treadle_reader_number(struct reader *reader, cJSON *node) {
    const unsigned char *start = reader->at;
    bool negative = *reader->at == '-';
    if (negative) reader->at++;
    uint64_t whole = 0;  // Only used where it does not overflow.
    const unsigned char *first = reader->at;
    for (; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9'; reader->at++)
        whole = whole * 10 + (*reader->at - '0');
    size_t count = (size_t)(reader->at - first);
    if (count == 0) return REFUSE(reader, start, 1, "a digit must follow '-'");
    if (count > 1 && *first == '0')
        return REFUSE(
            reader, start, (size_t)(reader->at - start), "a number must not begin with 0");
    unsigned char next = reader->at < reader->end ? *reader->at : ' ';
    if (next != '.' && (next | 32) != 'e' && count <= NUMBER_PLAIN_DIGITS_MAX &&
        !(negative && whole == 0)) {
        treadle_number_set(node, negative ? -(double)whole : (double)whole);
        return true;
    }
    if (!read_number_rest(reader, start)) return false;
    size_t size = (size_t)(reader->at - start);
    node->valuestring = memcpy(reader->text, start, size);
    node->valuestring[size] = '\0';
    reader->text += size + 1;
    treadle_number_set(node, treadle_number_read(node->valuestring, size));
    return true;
}

static int hex4(const unsigned char *at) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int letter = at[i] | 32;
        int digit = at[i] >= '0' && at[i] <= '9'     ? at[i] - '0'
                    : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                                     : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

static bool read_unicode(struct reader *reader, char **out) {
    const unsigned char *at = reader->at;
    int code = reader->end - at >= 6 ? hex4(at + 2) : -1;
    if (code < 0) return REFUSE(reader, at, 2, "four hexadecimal digits must follow \\u");
    reader->at += 6;
    if (code >= 0xD800 && code < 0xDC00 && reader->end - at >= 12 &&
        memcmp(reader->at, "\\u", 2) == 0) {
        int second = hex4(reader->at + 2);
        if (second >= 0xDC00 && second < 0xE000) {
            code = 0x10000 + ((code & 0x3FF) << 10 | (second & 0x3FF));
            reader->at += 6;
        }
    }
    *out = treadle_utf8_put(*out, (uint32_t)code);
    return true;
}

// The character that a backslash and [letter] stand for; NUL: none.
static inline char unescaped(unsigned char letter) {
    switch (letter) {
        case '"':
        case '\\':
        case '/': return (char)letter;
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return '\0';
    }
}

// Copies the characters at hand that are not ASCII.
static inline bool read_unicode_run(struct reader *reader, char **out) {
    const unsigned char *at = reader->at;
    while (at < reader->end && *at >= 0x80) {
        int size = treadle_utf8_size(at, reader->end);
        if (size == 0) return REFUSE(reader, at, 1, "the byte %02X is no UTF-8", *at);
        for (; size > 0; size--)
            *(*out)++ = (char)*at++;
    }
    reader->at = at;
    return true;
}

// Reads the control character or escape at hand. The string began at [start].
static bool read_special(struct reader *reader, const unsigned char *start, char **out) {
    unsigned char c = *reader->at;
    if (c != '\\')
        return REFUSE(
            reader, reader->at, 1, "the control character U+%04X must be escaped in a string", c);
    if (reader->end - reader->at < 2) return REFUSE(reader, start, 1, "a string is not closed");
    unsigned char next = reader->at[1];
    if (next == 'u') return read_unicode(reader, out);
    char simple = unescaped(next);
    if (simple == '\0')
        return REFUSE(
            reader, reader->at, 2, "a string knows no such escape; a backslash is written \\\\");
    *(*out)++ = simple;
    reader->at += 2;
    return true;
}

char *treadle_reader_string(struct reader *reader) {
    const unsigned char *start = reader->at++;
    char *out = reader->text;
    for (;;) {
        unsigned plain = 0;
        if (reader->end - reader->at >= 8) {
            // Text written never overtakes text read, so eight bytes fit.
            uint64_t word = word_at(reader->at);
            memcpy(out, reader->at, 8);
            plain = word_plain(word_specials(word) | (word & FIRST_BITS));
            out += plain;
            reader->at += plain;
            if (plain == 8) continue;
        }
        if (reader->at >= reader->end) break;
        unsigned char c = *reader->at;
        if (c == '"') {
            char *string = reader->text;
            reader->at++;
            *out++ = '\0';
            reader->text = out;
            return string;
        }
        if (c >= ' ' && c < 0x80 && c != '\\') {
            *out++ = (char)c;
            reader->at++;
            continue;
        }
        if (!(c >= 0x80 ? read_unicode_run(reader, &out) : read_special(reader, start, &out)))
            return NULL;
    }
    (void)REFUSE(reader, start, 1, "a string is not closed");
    return NULL;
}

bool treadle_reader_word(struct reader *reader, cJSON *node, const char *word, int type) {
    size_t size = strlen(word);
    if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size) != 0 ||
        treadle_reader_token_end(reader, reader->at) != reader->at + size)
        return treadle_reader_refuse_value(reader);
    reader->at += size;
    node->type = type;
    node->valueint = type == cJSON_True;
    return true;
}
