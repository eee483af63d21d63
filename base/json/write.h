// Writing a value: compact, the same bytes it was read from.
#ifndef TREADLE_BASE_JSON_WRITE_H
#define TREADLE_BASE_JSON_WRITE_H

#include "base/arena.h"
#include "base/json/doc.h"

void treadle_json_write(struct text *out, const cJSON *value);
void treadle_json_write_string(struct text *out, const char *string);  // Quoted and escaped.
size_t treadle_json_size(const cJSON *value);  // Bytes treadle_json_write would put.
// lends: text in [arena].
char *treadle_json_print(struct arena *arena, const cJSON *value);

#endif
