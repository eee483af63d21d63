// Reading JSON text into a document: exactly RFC 8259, nothing lost, nothing added.
//
// Numbers keep their text (base/number.h), U+0000 and half surrogates are held as our strings hold
// them (string.h). Refused with line, column and JSON Pointer: what is not JSON, invalid UTF-8,
// nesting over LIMIT_json_depth_max. An empty text may be NULL.
#ifndef TREADLE_BASE_JSON_READ_H
#define TREADLE_BASE_JSON_READ_H

#include "base/json/doc.h"
#include "base/json/places.h"
#include "base/json/problem.h"

// Data: of two equal names the last one counts, as with AWS, at the first one's place. [pool] may
// be NULL, [problem] too. Gives; NULL and a [problem].
struct doc *treadle_doc_read(
    struct pool *pool, const char *text, size_t size, struct read_problem *problem);
// A definition: two equal names in one object are a problem. Fills [places], which may be NULL and
// is cleared by the caller even where this gives NULL.
struct doc *treadle_doc_read_source(
    const char *text, size_t size, struct places *places, struct read_problem *problem);

// Where the [count] nodes of a text stand that treadle_doc_read_source has read. gives: free().
struct mark *treadle_marks_read(const char *text, size_t size, uint32_t count);

#endif
