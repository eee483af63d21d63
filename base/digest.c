// Digests, over Nettle.
#include "base/digest.h"

#include <stdarg.h>
#include <string.h>

#include <nettle/sha2.h>

void treadle_digest_sha256(const void *bytes, size_t size, uint8_t out[DIGEST_SHA256_SIZE]) {
    struct sha256_ctx digest;
    sha256_init(&digest);
    sha256_update(&digest, size, bytes);
    sha256_digest(&digest, DIGEST_SHA256_SIZE, out);
}

uint64_t treadle_digest_seed(const char *first, ...) {
    static const uint8_t end = 0xFF;  // No UTF-8 has it.
    struct sha256_ctx digest;
    sha256_init(&digest);
    va_list args;
    va_start(args, first);
    for (const char *text = first; text != NULL; text = va_arg(args, const char *)) {
        sha256_update(&digest, strlen(text), (const uint8_t *)text);
        sha256_update(&digest, 1, &end);
    }
    va_end(args);
    uint8_t bytes[DIGEST_SHA256_SIZE];
    sha256_digest(&digest, sizeof(bytes), bytes);
    uint64_t seed = 0;
    for (int i = 0; i < 8; i++)
        seed = seed << 8 | bytes[i];
    return seed;
}
