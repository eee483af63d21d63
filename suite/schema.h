// The format of test files, made from the table of keys: as a JSON Schema (draft 7), and in words.
#ifndef TREADLE_SUITE_SCHEMA_H
#define TREADLE_SUITE_SCHEMA_H

#include "base/text.h"

void treadle_suite_schema(struct text *out);
// The same for people: each key with what it means.
void treadle_suite_help(struct text *out);

#endif
