// Base64, as RFC 4648 has it: padded.
#ifndef TREADLE_BASE_BASE64_H
#define TREADLE_BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

// Puts the bytes that [letters] stand for; false: they stand for none. Only what write gives is
// read: two texts for the same bytes would be two names for one thing.
bool treadle_base64_read(struct text *out, const char *letters);
void treadle_base64_write(struct text *out, const char *bytes, size_t size);

#endif
