// JSON values at the door: ordinary cJSON trees, read and written exactly.
//
// What treadle lends is a [const cJSON *]: read its fields, never change it or give it to
// cJSON_Delete. A number whose digits a double cannot hold has them in valuestring; U+0000 inside a
// string is held as the bytes C0 80, a half surrogate as ED A0..BF xx. treadle_json_text writes all
// of that back as it was.
#ifndef TREADLE_VALUE_H
#define TREADLE_VALUE_H

#include <stddef.h>

#include <cjson/cJSON.h>

#include "treadle/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// JSON in C source without backslashes (4,095 characters in strict C11).
#define TREADLE_JSON(...) #__VA_ARGS__

// The JSON text of a tree, treadle's or your own, on one line without spaces. Gives: free(); never
// NULL. Exact, where cJSON_Print loses digits. NULL gives "null". In a tree of your own a number
// that is no JSON (NaN) is written as null, and bytes that are no UTF-8 as U+FFFD. On any thread.
TREADLE_API char *treadle_json_text(const cJSON *tree);

// Reads JSON text, up to its NUL, into a tree of your own. Gives: cJSON_Delete(). NULL where it is
// no JSON (RFC 8259), nests deeper than 1,000 levels, or goes on after the value: [status] is then
// TREADLE_EPARSE with line, column and what was expected, "1:2: …". On any thread.
TREADLE_API cJSON *treadle_json_tree(const char *text, struct treadle_status *status);

#ifdef __cplusplus
}
#endif

#endif
