// Values as Java has them: what States.Format prints, and what States.ArrayUnique keeps in which
// order.
//
// AWS hands values to its functions as Java's own: texts, numbers, lists and maps. That shows in
// how they print, in what equals what, and in the order of a set.
#ifndef TREADLE_JSONPATH_JAVA_H
#define TREADLE_JSONPATH_JAVA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json/scratch.h"

// All three: false where a value is nested deeper than LIMIT_json_depth_max.

// Puts what toString() gives, as far as [out] has room: a text as it is, null as "null", numbers
// and booleans as JSON, and AWS, recorded: `{Arg1=1, Arg2=[]}`.
bool treadle_java_text(struct text *out, const cJSON *value);
bool treadle_java_hash(const cJSON *value, int32_t *out);  // hashCode()
// equals(): 1 is not 1.0, and members may stand in any order.
bool treadle_java_equal(const cJSON *a, const cJSON *b, bool *out);

#endif
