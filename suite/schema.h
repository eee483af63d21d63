// The format of test files as a JSON Schema (draft 7), made from the table of keys.
#ifndef TREADLE_SUITE_SCHEMA_H
#define TREADLE_SUITE_SCHEMA_H

#include "base/text.h"

void treadle_suite_schema(struct text *out);

#endif
