// Values as texts, the way Java's toString() has them: what States.Format prints.
#ifndef TREADLE_JSONPATH_JAVA_TEXT_H
#define TREADLE_JSONPATH_JAVA_TEXT_H

#include <stdbool.h>

#include "base/json/scratch.h"

// Puts a text as it is, null as "null", numbers and booleans as JSON, and what holds others as
// Java's collections do: AWS, recorded: `{Arg1=1, Arg2=[]}`. False: it is nested deeper than
// LIMIT_json_depth_max.
bool treadle_java_text(struct text *out, const cJSON *value);

#endif
