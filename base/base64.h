// Base64, as RFC 4648 has it: padded.
#ifndef TREADLE_BASE_BASE64_H
#define TREADLE_BASE_BASE64_H

#include <stddef.h>

#include "base/text.h"

void treadle_base64_write(struct text *out, const char *bytes, size_t size);

#endif
