// Reading JSON text into a document, exactly.
//
// The trick: a value is the root, or the first of its container, or follows a comma. So commas and
// opening brackets, counted in one fast pass, bound the nodes, and the text itself bounds all
// strings: the document can be allocated at once and filled in place. Only where that guess was
// wide of the mark, or names came twice, is the value settled again.
//
// Nothing here calls itself: containers that are open stand in a list as long as the depth allows.
#include "base/json/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/ruler.h"
#include "base/json/value.h"
#include "base/json/words.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"

#define DEPTH_MAX   ((uint32_t)LIMIT_json_depth_max)
#define MEMBERS_FEW 16  // Up to here equal names are looked for in pairs, beyond in a table.

struct open {  // A container whose end has not come yet.
    cJSON *node;
    uint64_t names;      // A bit for each name seen, by a hash of it.
    uint32_t count;      // Of children begun.
    bool object, twins;  // Two names had the same bit: they may be equal.
};

struct mark {  // Where a node stands in the text.
    uint32_t name_at, name_size, at, size;
};

struct reader {
    const unsigned char *start, *at, *end;
    cJSON *root, *node;  // [node]: the next free one.
    char *text;          // The next free byte of text.
    struct mark *marks;  // Of each node; NULL: nobody asks.
    bool between;        // No child of the innermost container is being read.
    bool dropped;        // A member was overwritten by a later one.
    uint32_t depth;
    struct read_problem *problem;
    struct open open[DEPTH_MAX];
};

static void point_at(const struct reader *reader, struct read_problem *problem) {
    struct text pointer = {0};
    uint32_t depth = reader->depth - (reader->between && reader->depth > 0);
    for (uint32_t i = 0; i < depth; i++) {
        const struct open *open = &reader->open[i];
        if (open->object)
            treadle_json_pointer_add(&pointer, open->node->child->prev->string);
        else
            treadle_json_pointer_add_index(&pointer, open->count - 1);
    }
    treadle_problem_point(problem, treadle_text_string(&pointer));
    treadle_text_clear(&pointer);
}

// Notes that something is wrong with the [size] bytes at [at]: REFUSE says what. Always false, for
// the reader's functions end in it.
static bool refuse(struct reader *reader, const unsigned char *at, size_t size) {
    treadle_problem_place(
        reader->problem, (const char *)reader->start, (size_t)(reader->end - reader->start),
        (size_t)(at - reader->start), size);
    point_at(reader, reader->problem);
    return false;
}

#define REFUSE(reader, at, size, ...)                                                              \
    ((reader)->problem != NULL &&                                                                  \
     (treadle_problem_say((reader)->problem, __VA_ARGS__), refuse((reader), (at), (size))))

static bool refuse_end(struct reader *reader) {
    if (reader->depth == 0) return REFUSE(reader, reader->end, 0, "the text is empty");
    const struct open *open = &reader->open[reader->depth - 1];
    return REFUSE(
        reader, reader->end, 0, "the text ends before its last %s is closed with '%c'",
        open->object ? "object" : "array", open->object ? '}' : ']');
}

static inline void skip_space(struct reader *reader) {
    while (reader->at < reader->end && *reader->at <= ' ') {
        unsigned char c = *reader->at;
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return;
        reader->at++;
        while (reader->end - reader->at >= 8 && word_at(reader->at) == EACH_BYTE * ' ')
            reader->at += 8;  // Indentation.
    }
}

// The end of what looks like one word or number at [at].
static const unsigned char *token_end(const struct reader *reader, const unsigned char *at) {
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

// Says what was probably meant by what no value begins with.
static bool refuse_value(struct reader *reader) {
    const unsigned char *at = reader->at;
    size_t size = (size_t)(token_end(reader, at) - at);
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

static bool read_number(struct reader *reader, cJSON *node) {
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

static char *read_string(struct reader *reader) {
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

static inline cJSON *node_next(struct reader *reader) {
    cJSON *node = reader->node++;
    *node = (cJSON){0};
    return node;
}

static struct mark *mark_of(const struct reader *reader, const cJSON *node) {
    return &reader->marks[node - reader->root];
}

static inline uint32_t offset(const struct reader *reader) {
    return (uint32_t)(reader->at - reader->start);
}

// A few bits of a name: equal names have equal ones, others seldom.
static inline uint64_t name_bit(const char *name, size_t size) {
    const unsigned char *bytes = (const unsigned char *)name;
    uint32_t sum = bytes[0] * 0x9E3779B1u + bytes[size / 2] * 0x85EBCA77u +
                   bytes[size > 0 ? size - 1 : 0] * 0xC2B2AE3Du + (uint32_t)size * 0x27D4EB2Fu;
    return (uint64_t)1 << (sum >> 26);
}

static bool read_name(struct reader *reader, struct open *open, cJSON *member) {
    uint32_t at = offset(reader);
    if (reader->at >= reader->end) return refuse_end(reader);
    if (*reader->at == '}')
        return REFUSE(reader, reader->at, 1, "a comma must not stand before '}'");
    if (*reader->at != '"')
        return REFUSE(
            reader, reader->at, (size_t)(token_end(reader, reader->at) - reader->at),
            "the name of a member must stand here in double quotes");
    member->string = read_string(reader);
    if (member->string == NULL) return false;
    uint64_t bit = name_bit(member->string, (size_t)(reader->text - member->string) - 1);
    open->twins = open->twins || (open->names & bit) != 0;
    open->names |= bit;
    if (reader->marks != NULL) {
        mark_of(reader, member)->name_at = at;
        mark_of(reader, member)->name_size = offset(reader) - at;
    }
    skip_space(reader);
    if (reader->at >= reader->end) return refuse_end(reader);
    if (*reader->at != ':') return REFUSE(reader, reader->at, 1, "':' must follow a member's name");
    reader->at++;
    return true;
}

// Begins the next child of the innermost container, up to its value.
static cJSON *read_child(struct reader *reader) {
    struct open *open = &reader->open[reader->depth - 1];
    cJSON *parent = open->node, *child = node_next(reader);
    reader->between = true;
    skip_space(reader);
    if (open->object && !read_name(reader, open, child)) return NULL;
    if (!open->object && reader->at < reader->end && *reader->at == ']') {
        (void)REFUSE(reader, reader->at, 1, "a comma must not stand before ']'");
        return NULL;
    }
    if (parent->child == NULL) {
        parent->child = child;
    } else {
        cJSON *last = parent->child->prev;  // cJSON keeps the tail in the head's prev.
        last->next = child;
        child->prev = last;
    }
    parent->child->prev = child;
    open->count++;
    reader->between = false;
    return child;
}

static bool read_word(struct reader *reader, cJSON *node, const char *word, int type) {
    size_t size = strlen(word);
    if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size) != 0 ||
        token_end(reader, reader->at) != reader->at + size)
        return refuse_value(reader);
    reader->at += size;
    node->type = type;
    node->valueint = type == cJSON_True;
    return true;
}

static bool read_open(struct reader *reader, cJSON *node, bool object) {
    node->type = object ? cJSON_Object : cJSON_Array;
    if (reader->depth == DEPTH_MAX)
        return REFUSE(reader, reader->at, 1, "nested deeper than %u levels", (unsigned)DEPTH_MAX);
    reader->at++;
    reader->open[reader->depth++] = (struct open){.node = node, .object = object};
    return true;
}

// Reads a scalar whole, of a container the opening bracket.
static bool read_value(struct reader *reader, cJSON *node) {
    skip_space(reader);
    if (reader->at >= reader->end) return refuse_end(reader);
    if (reader->marks != NULL) mark_of(reader, node)->at = offset(reader);
    switch (*reader->at) {
        case '{': return read_open(reader, node, true);
        case '[': return read_open(reader, node, false);
        case '"':
            node->type = cJSON_String;
            node->valuestring = read_string(reader);
            return node->valuestring != NULL;
        case 't': return read_word(reader, node, "true", cJSON_True);
        case 'f': return read_word(reader, node, "false", cJSON_False);
        case 'n': return read_word(reader, node, "null", cJSON_NULL);
        default:
            if (*reader->at != '-' && (*reader->at < '0' || *reader->at > '9'))
                return refuse_value(reader);
            return read_number(reader, node);
    }
}

static bool refuse_twin(struct reader *reader, const cJSON *member) {
    const struct mark *mark = mark_of(reader, member);
    struct open *open = &reader->open[reader->depth - 1];
    open->node->child->prev =
        (cJSON *)(uintptr_t)member;  // For the pointer: it is not needed any more.
    reader->between = false;
    return REFUSE(
        reader, reader->start + mark->name_at, mark->name_size,
        "the name \"%s\" stands twice in one object", member->string);
}

// The earlier member of [member]'s name, or NULL. [names] is a table of all earlier ones, if any.
static cJSON *twin_of(struct map *names, const cJSON *object, cJSON *member, bool few) {
    if (!few) {
        cJSON *first = treadle_map_put(names, member->string, member);
        return first == member ? NULL : first;
    }
    cJSON *earlier = object->child;
    while (earlier != member && strcmp(earlier->string, member->string) != 0)
        earlier = earlier->next;
    return earlier == member ? NULL : earlier;
}

// Lets [first] have the value of the later [member], which leaves the object.
static void overwrite(cJSON *object, cJSON *first, cJSON *member) {
    first->type = member->type;
    first->child = member->child;
    first->valuestring = member->valuestring;
    first->valueint = member->valueint;
    first->valuedouble = member->valuedouble;
    member->prev->next = member->next;
    cJSON *after = member->next != NULL ? member->next : object->child;
    after->prev = member->prev;
}

static bool resolve_twins(struct reader *reader, struct open *open) {
    struct map names = {0};
    cJSON *object = open->node;
    bool few = open->count <= MEMBERS_FEW, fine = true;
    for (cJSON *member = object->child; fine && member != NULL; member = member->next) {
        cJSON *first = twin_of(&names, object, member, few);
        if (first == NULL) continue;
        if (reader->marks != NULL) {
            fine = refuse_twin(reader, member);
        } else {
            overwrite(object, first, member);
            reader->dropped = true;
        }
    }
    treadle_map_clear(&names);
    return fine;
}

static bool read_close(struct reader *reader) {
    struct open *open = &reader->open[reader->depth - 1];
    reader->at++;
    if (reader->marks != NULL) {
        struct mark *mark = mark_of(reader, open->node);
        mark->size = offset(reader) - mark->at;
    }
    if (open->twins && !resolve_twins(reader, open)) return false;
    reader->depth--;
    return true;
}

static bool refuse_follower(struct reader *reader, unsigned char close) {
    const unsigned char *at = reader->at;
    if (*at == '/' || *at == '#') return REFUSE(reader, at, 1, "JSON has no comments");
    return REFUSE(
        reader, at, 1, "',' or '%c' must follow a value in %s", close,
        close == '}' ? "an object" : "an array");
}

// After a value: closes what ends with it. False: a problem. True with some depth left: a child
// follows.
static bool read_ends(struct reader *reader) {
    while (reader->depth > 0) {
        unsigned char close = reader->open[reader->depth - 1].object ? '}' : ']';
        reader->between = true;
        skip_space(reader);
        if (reader->at >= reader->end) return refuse_end(reader);
        if (*reader->at == ',') {
            reader->at++;
            return true;
        }
        if (*reader->at != close) return refuse_follower(reader, close);
        if (!read_close(reader)) return false;
    }
    return true;
}

static bool read_text(struct reader *reader) {
    cJSON *node = node_next(reader);
    for (;;) {
        uint32_t depth = reader->depth;
        if (!read_value(reader, node)) return false;
        bool opened = reader->depth > depth;
        if (opened) {
            skip_space(reader);
            unsigned char close = reader->open[depth].object ? '}' : ']';
            opened = reader->at >= reader->end || *reader->at != close;
        } else if (reader->marks != NULL) {
            mark_of(reader, node)->size = offset(reader) - mark_of(reader, node)->at;
        }
        if (!opened && !read_ends(reader)) return false;
        if (reader->depth == 0) break;
        node = read_child(reader);
        if (node == NULL) return false;
    }
    skip_space(reader);
    if (reader->at == reader->end) return true;
    return REFUSE(reader, reader->at, 1, "the text must end after its value");
}

// A first bit for each byte of [word] that is 0, exactly.
static inline uint64_t zero_bytes(uint64_t word) {
    return ~(((word & ~FIRST_BITS) + ~FIRST_BITS) | word | ~FIRST_BITS);
}

// The commas and opening brackets, and one.
static size_t nodes_bound(const char *text, size_t size) {
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    size_t bound = 1;
    while (end - at >= 8) {
        const unsigned char *stop = end - at >= 8 * 255 ? at + 8 * 255 : at + (end - at) / 8 * 8;
        uint64_t sums = 0;  // One in each byte.
        for (; at < stop; at += 8) {
            uint64_t word = word_at(at);
            sums += (zero_bytes(word ^ EACH_BYTE * ',') |
                     zero_bytes((word & EACH_BYTE * 0xDF) ^ EACH_BYTE * '[')) >>
                    7;
        }
        for (; sums > 0; sums >>= 8)
            bound += sums & 0xFF;
    }
    for (; at < end; at++)
        bound += *at == ',' || (*at & 0xDF) == '[';
    return bound;
}

static bool starts_with_mark(const char *text, size_t size) {
    return size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
}

// Gives the document with room to spare, or NULL. [*used]: the bytes of it that hold something.
static struct doc *read_roomy(struct reader *reader, struct pool *pool, size_t *used) {
    const char *text = (const char *)reader->start;
    size_t size = (size_t)(reader->end - reader->start), bound = nodes_bound(text, size);
    if (size > UINT32_MAX / 2 || bound > (UINT32_MAX - size) / sizeof(cJSON) - 2) {
        reader->end = reader->start;
        (void)REFUSE(reader, reader->start, 0, "the text is too large to be read");
        return NULL;
    }
    size_t room = sizeof(struct doc) + bound * sizeof(cJSON) + size + 1, piece = room;
    struct doc *doc = treadle_pool_take(pool, &piece);
    *doc = (struct doc){.refs = 1, .size = (uint32_t)piece, .pool = pool};
    reader->root = reader->node = (cJSON *)(doc + 1);
    char *texts = reader->text = (char *)(reader->root + bound);
    bool read = starts_with_mark(text, size)
                    ? REFUSE(reader, reader->start, 3, "a byte order mark must not begin the text")
                    : read_text(reader);
    ASSERT((size_t)(reader->node - reader->root) <= bound);
    ASSERT(reader->text <= (char *)doc + room);
    *used = sizeof(*doc) + (size_t)((char *)reader->node - (char *)reader->root) +
            (size_t)(reader->text - texts);
    if (read) return doc;
    treadle_doc_drop(doc);
    return NULL;
}

static struct doc *read_exact(struct reader *reader, struct pool *pool) {
    size_t used = 0;
    struct doc *doc = read_roomy(reader, pool, &used);
    if (doc == NULL || (!reader->dropped && doc->size - used <= doc->size / 4)) return doc;
    struct doc *exact = treadle_doc_settle(pool, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    return exact;
}

static void reader_init(
    struct reader *reader, const char *text, size_t size, struct read_problem *problem) {
    const unsigned char *start = (const unsigned char *)text;
    reader->start = reader->at = start;
    reader->end = start + size;
    reader->marks = NULL;
    reader->between = reader->dropped = false;
    reader->depth = 0;
    reader->problem = problem;
    if (problem != NULL) *problem = (struct read_problem){.width = 1};
}

struct doc *treadle_doc_read(
    struct pool *pool, const char *text, size_t size, struct read_problem *problem) {
    struct reader reader;
    reader_init(&reader, text, size, problem);
    return read_exact(&reader, pool);
}

static void fill_places(struct places *places, const struct reader *reader, const cJSON *root) {
    struct ruler ruler;
    treadle_ruler_init(&ruler, (const char *)reader->start, (size_t)(reader->end - reader->start));
    uint32_t count = (uint32_t)(reader->node - reader->root);
    places->root = root;
    places->count = count;
    places->value = treadle_alloc(count * sizeof(*places->value));
    places->name = treadle_alloc_zeroed(count * sizeof(*places->name));
    for (uint32_t i = 0; i < count; i++) {
        const struct mark *mark = &reader->marks[i];
        places->value[i] = treadle_ruler_place(&ruler, mark->at, mark->size);
        if (mark->name_size > 0)
            places->name[i] = treadle_ruler_place(&ruler, mark->name_at, mark->name_size);
    }
    treadle_ruler_clear(&ruler);
}

struct doc *treadle_doc_read_source(
    const char *text, size_t size, struct places *places, struct read_problem *problem) {
    struct reader reader;
    reader_init(&reader, text, size, problem);
    reader.marks = treadle_alloc_zeroed(nodes_bound(text, size) * sizeof(*reader.marks));
    struct doc *doc = read_exact(&reader, NULL);
    if (doc != NULL) fill_places(places, &reader, treadle_doc_root(doc));
    free(reader.marks);
    return doc;
}
