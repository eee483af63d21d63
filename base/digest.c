// Digests, over Nettle.
#include "base/digest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include "base/assert.h"
#include "base/memory.h"

void treadle_digest_sha256(const void *bytes, size_t size, uint8_t out[DIGEST_SHA256_SIZE]) {
    struct sha256_ctx digest;
    sha256_init(&digest);
    sha256_update(&digest, size, bytes);
    sha256_digest(&digest, DIGEST_SHA256_SIZE, out);
}

static const struct {
    const char *name;
    const struct nettle_hash *hash;
} digests[] = {
    {"MD5", &nettle_md5},        {"SHA-1", &nettle_sha1},     {"SHA-256", &nettle_sha256},
    {"SHA-384", &nettle_sha384}, {"SHA-512", &nettle_sha512},
};

static void write_hex(
    const struct nettle_hash *hash, const void *bytes, size_t size, char out[DIGEST_HEX_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    union {
        struct md5_ctx md5;
        struct sha1_ctx sha1;
        struct sha256_ctx sha256;
        struct sha512_ctx sha512;
    } context;
    uint8_t digest[SHA512_DIGEST_SIZE];
    ASSERT(hash->context_size <= sizeof(context) && hash->digest_size <= sizeof(digest));
    hash->init(&context);
    hash->update(&context, size, bytes);
    hash->digest(&context, hash->digest_size, digest);
    for (unsigned i = 0; i < hash->digest_size; i++) {
        *out++ = digits[digest[i] >> 4];
        *out++ = digits[digest[i] & 15];
    }
    *out = '\0';
}

bool treadle_digest_hex(
    const char *name, const void *bytes, size_t size, char out[DIGEST_HEX_SIZE]) {
    for (size_t i = 0; i < COUNT_OF(digests); i++) {
        if (strcmp(digests[i].name, name) != 0) continue;
        write_hex(digests[i].hash, bytes, size, out);
        return true;
    }
    return false;
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

uint64_t treadle_digest_use(uint64_t seed, const char *use) {
    char text[24];
    (void)snprintf(text, sizeof(text), "%llx", (unsigned long long)seed);
    return treadle_digest_seed(text, use, NULL);
}
