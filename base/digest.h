// Digests, over Nettle: names made of what they name, and seeds made of names.
#ifndef TREADLE_BASE_DIGEST_H
#define TREADLE_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SHA256_SIZE = 32 };

void treadle_digest_sha256(const void *bytes, size_t size, uint8_t out[DIGEST_SHA256_SIZE]);

// The digest as lower-case digits, by the name AWS gives it: MD5, SHA-1, SHA-256, SHA-384, SHA-512.
// False: there is no digest of that name.
enum { DIGEST_HEX_SIZE = 129 };
bool treadle_digest_hex(
    const char *name, const void *bytes, size_t size, char out[DIGEST_HEX_SIZE]);

// A number made of texts, the same everywhere: the first eight bytes of SHA-256 over the texts,
// each followed by a byte FF, so that "ab","c" is not "a","bc". NULL ends the list.
uint64_t treadle_digest_seed(const char *first, ...);
// What grows from [seed] for one [use]. Who sees it learns neither [seed] nor what grows from it
// for another use.
uint64_t treadle_digest_use(uint64_t seed, const char *use);

#endif
