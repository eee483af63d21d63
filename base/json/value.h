// Looking at values.
#ifndef TREADLE_BASE_JSON_VALUE_H
#define TREADLE_BASE_JSON_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/text.h"

// The member of that name, case-sensitive; NULL where [object] has none, is none or is NULL. Lends.
const cJSON *treadle_json_member(const cJSON *object, const char *name);
const char *treadle_json_string(
    const cJSON *object, const char *name);       // lends; NULL: no string there.
uint32_t treadle_json_count(const cJSON *value);  // Of elements or members.
const char *treadle_json_type(
    const cJSON *value);  // "object", "array", "string", "number", "boolean", "null"

// The same value: numbers as decimals (1 is 1.0), members in any order.
bool treadle_json_equal(const cJSON *a, const cJSON *b);

// The value at a JSON Pointer (RFC 6901); NULL where there is none. Lends.
const cJSON *treadle_json_at(const cJSON *root, const char *pointer);
void treadle_json_pointer_add(struct text *pointer, const char *name);  // "/name", escaped.
void treadle_json_pointer_add_index(struct text *pointer, uint32_t index);

#endif
