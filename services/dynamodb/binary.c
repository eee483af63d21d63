// Base64, strictly: two texts for the same bytes would make two keys of one.
#include "services/dynamodb/binary.h"

#include <stdint.h>

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

bool treadle_dynamodb_binary_read(const char *base64, struct text *out) {
    size_t size = strlen(base64);
    if (size % 4 != 0) return false;
    for (size_t i = 0; i < size; i += 4) {
        char bytes[3];
        size_t count = read_group(base64 + i, i + 4 == size, bytes);
        if (count == 0) return false;
        treadle_text_put(out, bytes, count);
    }
    return true;
}
