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

// gives: free(). Exact, where cJSON_Print loses digits. NULL gives "null".
TREADLE_API char *treadle_json_text(const cJSON *tree);

// Reads JSON text into a tree of the caller's own. gives: cJSON_Delete(); NULL and a [status] where
// it is none.
TREADLE_API cJSON *treadle_json_tree(const char *text, struct treadle_status *status);

#ifdef __cplusplus
}
#endif

#endif
