// Three bytes to four letters.
#include "base/base64.h"

#include <stdint.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void treadle_base64_write(struct text *out, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t three = (uint32_t)(unsigned char)bytes[i] << 16;
        if (left > 1) three |= (uint32_t)(unsigned char)bytes[i + 1] << 8;
        if (left > 2) three |= (unsigned char)bytes[i + 2];
        char four[4] = {letters[three >> 18], letters[three >> 12 & 63], '=', '='};
        if (left > 1) four[2] = letters[three >> 6 & 63];
        if (left > 2) four[3] = letters[three & 63];
        treadle_text_put(out, four, 4);
    }
}
