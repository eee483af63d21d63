// A document: an immutable JSON value, counted as a whole, in exactly one piece of memory.
//
// Its nodes are ordinary cJSON nodes, read through [const cJSON *] and never given to cJSON_Delete.
// A document points at nothing outside itself. What is still being computed is not a document: it
// is *scratch*, nodes in an arena that may refer to any document alive meanwhile (scratch.h).
// Settling copies a value, scratch or part of a document, into a document of its own.
//
//   borrows  the default: the callee reads during the call and remembers nothing
//   keeps    the callee takes its own reference; the caller still drops his
//   takes    the caller's reference is gone
//   gives    the caller receives a reference and must drop it
//   lends    the caller may look until what lends changes or dies
//
// Counts are not atomic: a document never leaves its thread.
#ifndef TREADLE_BASE_JSON_DOC_H
#define TREADLE_BASE_JSON_DOC_H

#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/assert.h"
#include "base/json/pool.h"
#include "base/text.h"

struct doc {
    uint32_t refs;
    uint32_t size;      // Bytes of the whole piece.
    struct pool *pool;  // Where it came from; NULL: malloc.
    // The root node follows, then all others in document order, then their texts.
};

struct doc *treadle_doc_settle(
    struct pool *pool, const cJSON *value);  // gives. [pool] may be NULL.
void treadle_doc_free(struct doc *doc);

enum doc_fit {
    DOC_FITS,
    DOC_TOO_LARGE,  // Its text would have more bytes than it may.
    DOC_TOO_DEEP,   // Nested past LIMIT_json_depth_max: no reader would take its text back.
};
// The same where [value] may be of any size: measured before memory is asked for, and no further
// than it may be. gives; NULL: it does not fit, see [*fit].
struct doc *treadle_doc_settle_within(
    struct pool *pool, const cJSON *value, size_t json_size_max, enum doc_fit *fit);
enum doc_fit treadle_doc_fit(const struct doc *doc, size_t json_size_max);

static inline const cJSON *treadle_doc_root(const struct doc *doc) {
    return (const cJSON *)(doc + 1);
}

static inline struct doc *treadle_doc_ref(struct doc *doc) {
    ASSERT(doc->refs > 0);
    doc->refs++;
    return doc;
}

static inline void treadle_doc_drop(struct doc *doc) {
    if (doc == NULL) return;
    ASSERT(doc->refs > 0);
    if (--doc->refs == 0) treadle_doc_free(doc);
}

#endif
