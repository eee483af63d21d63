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

#include "base/json/reader.h"
#include "base/json/ruler.h"
#include "base/json/value.h"
#include "base/json/words.h"
#include "base/memory.h"

#define SIZE_READ_MAX  ((size_t)UINT32_MAX / 4)  // With the nodes a document stays below 4 GB.
#define NODES_READ_MAX ((size_t)UINT32_MAX / 2 / sizeof(cJSON))

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

bool treadle_reader_refuse(struct reader *reader, const unsigned char *at, size_t size) {
    treadle_problem_place(
        reader->problem, (const char *)reader->start, (size_t)(reader->end - reader->start),
        (size_t)(at - reader->start), size);
    point_at(reader, reader->problem);
    return false;
}

static bool refuse_end(struct reader *reader) {
    if (reader->depth == 0) return REFUSE(reader, reader->end, 0, "the text is empty");
    const struct open *open = &reader->open[reader->depth - 1];
    return REFUSE(
        reader, reader->end, 0, "the text ends before its last %s is closed with '%c'",
        open->object ? "object" : "array", open->object ? '}' : ']');
}

// A first bit for each byte of [word] that is not 0, exactly.
static inline uint64_t other_bytes(uint64_t word) {
    return (((word & ~FIRST_BITS) + ~FIRST_BITS) | word) & FIRST_BITS;
}

static inline void skip_space(struct reader *reader) {
    while (reader->at < reader->end && *reader->at <= ' ') {
        unsigned char c = *reader->at;
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return;
        reader->at++;
        unsigned blanks = 8;
        while (blanks == 8 && reader->end - reader->at >= 8)  // Indentation.
            reader->at += blanks = word_plain(other_bytes(word_at(reader->at) ^ EACH_BYTE * ' '));
    }
}

static inline cJSON *node_next(struct reader *reader) {
    cJSON *node = reader->node++;
    *node = (cJSON){0};
    return node;
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
            reader, reader->at, (size_t)(treadle_reader_token_end(reader, reader->at) - reader->at),
            "the name of a member must stand here in double quotes");
    member->string = treadle_reader_string(reader);
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

static bool read_open(struct reader *reader, cJSON *node, bool object) {
    node->type = object ? cJSON_Object : cJSON_Array;
    if (reader->depth == (uint32_t)LIMIT_json_depth_max)
        return REFUSE(
            reader, reader->at, 1, "nested deeper than %u levels", (unsigned)LIMIT_json_depth_max);
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
            node->valuestring = treadle_reader_string(reader);
            return node->valuestring != NULL;
        case 't': return treadle_reader_word(reader, node, "true", cJSON_True);
        case 'f': return treadle_reader_word(reader, node, "false", cJSON_False);
        case 'n': return treadle_reader_word(reader, node, "null", cJSON_NULL);
        default:
            if (*reader->at != '-' && (*reader->at < '0' || *reader->at > '9'))
                return treadle_reader_refuse_value(reader);
            return treadle_reader_number(reader, node);
    }
}

static bool read_close(struct reader *reader) {
    struct open *open = &reader->open[reader->depth - 1];
    reader->at++;
    if (reader->marks != NULL) {
        struct mark *mark = mark_of(reader, open->node);
        mark->size = offset(reader) - mark->at;
    }
    if (open->twins && !treadle_reader_resolve_twins(reader, open)) return false;
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

// The commas and opening brackets, and one.
static size_t nodes_bound(const char *text, size_t size) {
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    size_t bound = 1;
    while (end - at >= 8) {
        ptrdiff_t words = (end - at) / 8 < 255 ? (end - at) / 8 : 255;  // So that no sum overflows.
        uint64_t sums = 0;                                              // One in each byte.
        for (; words > 0; words--, at += 8) {
            uint64_t word = word_at(at);
            uint64_t others = other_bytes(word ^ EACH_BYTE * ',') &
                              other_bytes((word & EACH_BYTE * 0xDF) ^ EACH_BYTE * '[');
            sums += (others ^ FIRST_BITS) >> 7;
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
    size_t size = (size_t)(reader->end - reader->start);
    size_t bound = size > SIZE_READ_MAX ? SIZE_MAX : nodes_bound(text, size);
    if (bound > NODES_READ_MAX) {
        reader->end = reader->start;
        (void)REFUSE(reader, reader->start, 0, "the text is too large to be read");
        return NULL;
    }
    if (reader->marked) reader->marks = treadle_alloc_zeroed(bound * sizeof(*reader->marks));
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
    const unsigned char *start = (const unsigned char *)(text == NULL ? "" : text);
    reader->start = reader->at = start;
    reader->end = start + size;
    reader->source = reader->marked = false;
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

// Reads a source; where [marked], its reader keeps marks.
static struct doc *read_source(
    struct reader *reader, const char *text, size_t size, bool marked,
    struct read_problem *problem) {
    reader_init(reader, text, size, problem);
    reader->source = true;
    reader->marked = marked;
    return read_exact(reader, NULL);
}

struct doc *treadle_doc_read_source(
    const char *text, size_t size, struct places *places, struct read_problem *problem) {
    struct reader reader;
    struct doc *doc = read_source(&reader, text, size, false, NULL);
    if (doc == NULL) {  // Once more, to say what is wrong and where.
        doc = read_source(&reader, text, size, true, problem);
        ASSERT(doc == NULL);
        free(reader.marks);
    } else if (places != NULL) {
        uint32_t count = (uint32_t)(reader.node - reader.root);
        treadle_places_init(
            places, treadle_doc_root(doc), count, (const char *)reader.start, size, NULL);
    }
    return doc;
}

struct mark *treadle_marks_read(const char *text, size_t size, uint32_t count) {
    struct reader reader;
    struct doc *doc = read_source(&reader, text, size, true, NULL);
    ASSERT(doc != NULL && (uint32_t)(reader.node - reader.root) == count);
    treadle_doc_drop(doc);
    return reader.marks;
}
