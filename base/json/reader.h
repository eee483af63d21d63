// The reader's state, shared by its three files; for base/json/read*.c alone.
//
// read.c knows documents and containers, read_scalar.c strings, numbers and words, read_twins.c
// names that come twice.
#ifndef TREADLE_BASE_JSON_READER_H
#define TREADLE_BASE_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/json/places.h"
#include "base/json/problem.h"
#include "base/limits.h"

struct open {  // A container whose end has not come yet.
    cJSON *node;
    uint64_t names;      // A bit for each name seen, by a hash of it.
    uint32_t count;      // Of children begun.
    bool object, twins;  // Two names had the same bit: they may be equal.
};

struct reader {
    const unsigned char *start, *at, *end;
    cJSON *root, *node;  // [node]: the next free one.
    char *text;          // The next free byte of text.
    bool source;         // Two equal names are a problem.
    bool marked;         // It keeps
    struct mark *marks;  // of each node; else NULL.
    bool between;        // No child of the innermost container is being read.
    bool dropped;        // A member was overwritten by a later one.
    uint32_t depth;
    struct read_problem *problem;
    struct open open[LIMIT_json_depth_max];
};

// Sets place and pointer of the reader's problem, which there must be, to the [size] bytes at [at].
// Always false.
bool treadle_reader_refuse(struct reader *reader, const unsigned char *at, size_t size);

// Says what is wrong with the [size] bytes at [at]. Always false, for what reads ends in it.
#define REFUSE(reader, at, size, ...)                                                              \
    ((reader)->problem != NULL && (treadle_problem_say((reader)->problem, __VA_ARGS__),            \
                                   treadle_reader_refuse((reader), (at), (size))))

static inline struct mark *mark_of(const struct reader *reader, const cJSON *node) {
    return &reader->marks[node - reader->root];
}

// The end of what looks like one word or number at [at].
const unsigned char *treadle_reader_token_end(const struct reader *reader, const unsigned char *at);

// Read what begins at hand. [node] is the value's; false, or NULL, and a problem.
bool treadle_reader_number(struct reader *reader, cJSON *node);
bool treadle_reader_word(struct reader *reader, cJSON *node, const char *word, int type);
char *treadle_reader_string(struct reader *reader);
// Says what was probably meant by what no value begins with. Always false.
bool treadle_reader_refuse_value(struct reader *reader);

// Looks for equal names in an object whose end has been read: in a source a problem and false, in
// data the last one counts.
bool treadle_reader_resolve_twins(struct reader *reader, struct open *open);

#endif
