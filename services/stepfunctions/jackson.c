// Our reader says where; what is open there, and what came last, says what Jackson waited for.
//
// AWS, recorded: the sentence about a double-quote, and the one about a token. The others are
// Jackson's own; which of them AWS shows is not known.
#include "services/stepfunctions/jackson.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

#define ANY_VALUE "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

static const char *place_of(const char *text, const struct read_problem *problem) {
    const char *at = text;
    for (uint32_t line = 1; line < problem->line && *at != '\0'; at++)
        line += *at == '\n';
    for (uint32_t column = 1; column < problem->column && *at != '\0'; column++)
        treadle_utf8_next(&at);
    return at;
}

enum came { NOTHING, OPENED, COMMA, COLON, NAME, ITEM };

struct before {        // What stands before a place.
    struct text open;  // A '{' or '[' for each that is open.
    enum came last;
};

static char innermost(const struct before *before) {
    const char *open = treadle_text_string(&before->open);
    return before->open.count == 0 ? '\0' : open[before->open.count - 1];
}

// A string before [end] is whole: else the place would be in it.
static const char *after_string(const char *at, const char *end) {
    for (at++; at < end && *at != '"'; at++)
        at += *at == '\\';
    return at;
}

static void look(struct before *before, const char *text, const char *end) {
    for (const char *at = text; at < end; at++) {
        bool starts = before->last == OPENED || before->last == COMMA;
        switch (*at) {
            case ' ':
            case '\t':
            case '\r':
            case '\n': break;
            case '{':
            case '[':
                treadle_text_put(&before->open, at, 1);
                before->last = OPENED;
                break;
            case '}':
            case ']':
                before->open.count--;
                before->last = ITEM;
                break;
            case ',': before->last = COMMA; break;
            case ':': before->last = COLON; break;
            case '"':
                at = after_string(at, end);
                before->last = starts && innermost(before) == '{' ? NAME : ITEM;
                break;
            default: before->last = ITEM; break;
        }
    }
}

static const char *wanted(const struct before *before) {
    bool object = innermost(before) == '{';
    switch (before->last) {
        case NAME: return "was expecting a colon to separate field name and value";
        case ITEM:
            return object ? "was expecting comma to separate Object entries"
                          : "was expecting comma to separate Array entries";
        case OPENED:
        case COMMA:
            if (object) return "was expecting double-quote to start field name";
            break;
        case COLON:
        case NOTHING: break;
    }
    return "expected a valid value " ANY_VALUE;
}

static size_t word_size(const char *at) {
    return strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");
}

const char *treadle_jackson_words(
    struct arena *arena, const char *text, const struct read_problem *problem) {
    const char *at = place_of(text, problem);
    struct before before = {0};
    look(&before, text, at);
    const char *words = wanted(&before);
    bool value = strncmp(words, "expected", 8) == 0;
    size_t size = word_size(at);
    if (*at == '\0') {
        words = "Unexpected end-of-input";
    } else if (value && size > 0 && strchr("0123456789", *at) == NULL) {
        words = treadle_arena_print(
            arena, "Unrecognized token '%.*s': was expecting " ANY_VALUE, (int)size, at);
    } else {
        const char *next = at;
        unsigned code = treadle_utf8_next(&next);
        words = treadle_arena_print(
            arena, "Unexpected character ('%.*s' (code %u)): %s", (int)(next - at), at, code,
            words);
    }
    treadle_text_clear(&before.open);
    return words;
}
