// Functions of a text's bytes: Base64 and digests.
#include <string.h>

#include "base/base64.h"
#include "base/digest.h"
#include "base/json/string.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "jsonpath/intrinsic.h"
#include "jsonpath/java.h"

// Puts the bytes of [text]; false, and a problem: it is too long, or has none.
static bool put_bytes(struct intrinsic_call *call, struct text *out, const char *text) {
    if (treadle_string_units(text) > LIMIT_encoded_size_max)
        treadle_intrinsic_fail(call, "the first argument has more than 10000 characters");
    else if (!treadle_string_bytes(text, out))
        treadle_intrinsic_fail(call, "half a surrogate has no UTF-8");
    else
        return true;
    return false;
}

const cJSON *treadle_intrinsic_base64_encode(struct intrinsic_call *call) {
    const char *text = treadle_intrinsic_string_at(call, 0);
    struct text bytes = {0}, encoded = {0};
    const cJSON *value = NULL;
    if (text != NULL && put_bytes(call, &bytes, text)) {
        treadle_base64_write(&encoded, treadle_text_string(&bytes), bytes.count);
        text = treadle_arena_copy(call->scratch, treadle_text_string(&encoded));
        value = treadle_scratch_string(call->scratch, text);
    }
    treadle_text_clear(&bytes);
    treadle_text_clear(&encoded);
    return value;
}

static int letter_value(char letter) {
    if (letter >= 'A' && letter <= 'Z') return letter - 'A';
    if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9') return letter - '0' + 52;
    if (letter == '+' || letter == '-') return 62;
    return letter == '/' || letter == '_' ? 63 : -1;
}

// AWS, measured by users: what is no letter of Base64 is passed over, padding may be missing. (So
// does commons-codec, which takes the letters of URLs as well and stops at the first `=`.)
static void decode(struct text *out, const char *text) {
    uint32_t bits = 0, count = 0;
    for (; *text != '\0' && *text != '='; text++) {
        int value = letter_value(*text);
        if (value < 0) continue;
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        char byte = (char)(bits >> count & 0xFF);
        treadle_text_put(out, &byte, 1);
    }
}

// Puts [bytes] as a string of ours, with U+FFFD for each byte that is no UTF-8, as Java does.
static void put_string(struct text *out, const struct text *bytes) {
    const unsigned char *at = (const unsigned char *)treadle_text_string(bytes);
    const unsigned char *end = at + bytes->count;
    while (at < end) {
        int size = treadle_utf8_size(at, end);
        bool fits = size > 0 && treadle_string_of_bytes((const char *)at, (size_t)size, out);
        if (!fits) treadle_text_add(out, "\xef\xbf\xbd");
        at += fits ? size : 1;
    }
}

const cJSON *treadle_intrinsic_base64_decode(struct intrinsic_call *call) {
    const char *text = treadle_intrinsic_string_at(call, 0);
    if (text == NULL) return NULL;
    if (strlen(text) > LIMIT_encoded_size_max)
        return treadle_intrinsic_fail(call, "the first argument has more than 10000 characters");
    struct text bytes = {0}, decoded = {0};
    decode(&bytes, text);
    put_string(&decoded, &bytes);
    text = treadle_arena_copy(call->scratch, treadle_text_string(&decoded));
    treadle_text_clear(&bytes);
    treadle_text_clear(&decoded);
    return treadle_scratch_string(call->scratch, text);
}

// AWS, measured by users: what is no text is hashed as the text that it prints as.
const cJSON *treadle_intrinsic_hash(struct intrinsic_call *call) {
    const char *algorithm = treadle_intrinsic_string_at(call, 1);
    if (algorithm == NULL) return NULL;
    char hex[DIGEST_HEX_SIZE];
    struct text text = {.count_max = call->room}, bytes = {0};
    const cJSON *value = NULL;
    if (!treadle_java_text(&text, call->arguments[0]))
        treadle_intrinsic_fail(call, "the first argument is nested too deeply");
    else if (!put_bytes(call, &bytes, treadle_text_string(&text)))
        ;
    else if (!treadle_digest_hex(algorithm, treadle_text_string(&bytes), bytes.count, hex))
        treadle_intrinsic_fail(
            call, "the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384 and SHA-512");
    else
        value = treadle_scratch_string(call->scratch, treadle_arena_copy(call->scratch, hex));
    treadle_text_clear(&text);
    treadle_text_clear(&bytes);
    return value;
}
