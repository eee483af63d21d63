// The bytes of a string.
//
// Our strings are C strings: U+0000 is held as C0 80, a half surrogate as ED A0..BF xx, neither of
// which valid UTF-8 contains. Every way out (digest, Base64, length, regex, HTTP, SQL, a foreign
// tree) goes through here; the writer alone writes them as the escapes they were.
#ifndef TREADLE_BASE_JSON_STRING_H
#define TREADLE_BASE_JSON_STRING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

// Puts the true UTF-8 of [string], which may hold NULs; false: a half surrogate has none.
bool treadle_string_bytes(const char *string, struct text *out);
// Puts [size] bytes of UTF-8, NULs and all, as a string of ours; false: they are no UTF-8.
bool treadle_string_of_bytes(const char *bytes, size_t size, struct text *out);
size_t treadle_string_units(
    const char *string);  // Its length in UTF-16 code units, Java's length().

#endif
