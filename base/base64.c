// Three bytes to four letters, and back strictly.
#include "base/base64.h"

#include <stdint.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int value_of(char letter) {
    if (letter >= 'A' && letter <= 'Z') return letter - 'A';
    if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9') return letter - '0' + 52;
    if (letter == '+') return 62;
    return letter == '/' ? 63 : -1;
}

// The bytes of one group of four letters, 1 to 3 of them; 0: it is none.
static size_t read_group(const char *at, bool last, char out[3]) {
    size_t letters = 4;
    if (last && at[3] == '=') letters = at[2] == '=' ? 2 : 3;
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; i++) {
        int value = i < letters ? value_of(at[i]) : 0;
        if (value < 0) return 0;
        bits = bits << 6 | (uint32_t)value;
    }
    uint32_t unused = letters == 4 ? 0 : letters == 3 ? 0xff : 0xffff;
    if ((bits & unused) != 0) return 0;  // Bits that stand for nothing must be zero.
    for (size_t i = 0; i < 3; i++)
        out[i] = (char)(bits >> (16 - 8 * i) & 0xff);
    return letters - 1;
}

bool treadle_base64_read(struct text *out, const char *letters) {
    size_t size = strlen(letters);
    if (size % 4 != 0) return false;
    for (size_t i = 0; i < size; i += 4) {
        char bytes[3];
        size_t count = read_group(letters + i, i + 4 == size, bytes);
        if (count == 0) return false;
        treadle_text_put(out, bytes, count);
    }
    return true;
}

void treadle_base64_write(struct text *out, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t three = (uint32_t)(unsigned char)bytes[i] << 16;
        if (left > 1) three |= (uint32_t)(unsigned char)bytes[i + 1] << 8;
        if (left > 2) three |= (unsigned char)bytes[i + 2];
        char four[4] = {alphabet[three >> 18], alphabet[three >> 12 & 63], '=', '='};
        if (left > 1) four[2] = alphabet[three >> 6 & 63];
        if (left > 2) four[3] = alphabet[three & 63];
        treadle_text_put(out, four, 4);
    }
}
