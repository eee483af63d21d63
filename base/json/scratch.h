// Values being built: nodes in an arena that is reset when the work is over.
//
// A link is a cJSON reference node: it shows a value that lives elsewhere without copying it. Keys
// and strings are borrowed too. Nothing here is counted, because nothing here outlives the work;
// what must, is settled.
#ifndef TREADLE_BASE_JSON_SCRATCH_H
#define TREADLE_BASE_JSON_SCRATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json/doc.h"

cJSON *treadle_scratch_node(
    struct arena *arena, int type);  // cJSON_Object, cJSON_Array, cJSON_NULL, …
cJSON *treadle_scratch_bool(struct arena *arena, bool value);
cJSON *treadle_scratch_number(struct arena *arena, double value);
cJSON *treadle_scratch_int(struct arena *arena, int64_t value);         // Exact for every value.
cJSON *treadle_scratch_string(struct arena *arena, const char *value);  // borrows [value]
cJSON *treadle_scratch_link(struct arena *arena, const cJSON *value);   // borrows [value]
void treadle_scratch_append(
    cJSON *parent, const char *key, cJSON *child);  // [key] is NULL in arrays.
// A copy that shares nothing with [value].
cJSON *treadle_scratch_copy(struct arena *arena, const cJSON *value);
// The value of JSON text, in [arena]; NULL: it is none.
const cJSON *treadle_scratch_read(struct arena *arena, const char *text, size_t size);

// Objects put together member by member: keys are borrowed (literals, nearly always), values
// linked. A NULL [text] or [value] puts nothing, so that optional members need no condition.
void treadle_put_text(struct arena *arena, cJSON *object, const char *key, const char *text);
void treadle_put_int(struct arena *arena, cJSON *object, const char *key, int64_t number);
void treadle_put_bool(struct arena *arena, cJSON *object, const char *key, bool value);
void treadle_put_value(struct arena *arena, cJSON *object, const char *key, const cJSON *value);

#endif
