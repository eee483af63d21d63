// Digests: the known ones of FIPS 180-4, and seeds.
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *bytes, *digest;
} digests[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

START_TEST(is_sha256) {
    uint8_t digest[DIGEST_SHA256_SIZE];
    treadle_digest_sha256(digests[_i].bytes, strlen(digests[_i].bytes), digest);
    char text[2 * DIGEST_SHA256_SIZE + 1];
    for (size_t i = 0; i < DIGEST_SHA256_SIZE; i++)
        (void)snprintf(text + i * 2, 3, "%02x", digest[i]);
    ck_assert_str_eq(text, digests[_i].digest);
}
END_TEST

static const struct {
    const char *name, *digest;
} names[] = {
    {"MD5", "900150983cd24fb0d6963f7d28e17f72"},
    {"SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"SHA-384",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c8"
     "25a7"},
    {"SHA-512",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fe"
     "ebbd454d4423643ce80e2a9ac94fa54ca49f"},
};

START_TEST(is_the_digest_of_that_name) {
    char hex[DIGEST_HEX_SIZE];
    ck_assert(treadle_digest_hex(names[_i].name, "abc", 3, hex));
    ck_assert_str_eq(hex, names[_i].digest);
}
END_TEST

START_TEST(knows_no_other_names) {
    char hex[DIGEST_HEX_SIZE];
    ck_assert(!treadle_digest_hex("sha-256", "abc", 3, hex));
    ck_assert(!treadle_digest_hex("", "abc", 3, hex));
}
END_TEST

START_TEST(a_seed_is_the_same_everywhere) {
    // The first eight bytes of SHA-256 over 61 62 FF 63 FF.
    ck_assert_uint_eq(treadle_digest_seed("ab", "c", NULL), UINT64_C(0x432605a607cc869c));
    ck_assert_uint_eq(treadle_digest_seed(NULL), UINT64_C(0xe3b0c44298fc1c14));
}
END_TEST

START_TEST(a_seed_knows_where_texts_end) {
    uint64_t seed = treadle_digest_seed("ab", "c", NULL);
    ck_assert_uint_ne(seed, treadle_digest_seed("a", "bc", NULL));
    ck_assert_uint_ne(seed, treadle_digest_seed("abc", NULL));
    ck_assert_uint_ne(seed, treadle_digest_seed("ab", "c", "", NULL));
}
END_TEST

START_TEST(uses_of_a_seed_differ) {
    // The first eight bytes of SHA-256 over "1f" FF "token" FF.
    ck_assert_uint_eq(treadle_digest_use(31, "token"), treadle_digest_seed("1f", "token", NULL));
    ck_assert_uint_ne(treadle_digest_use(31, "token"), treadle_digest_use(31, "chance"));
    ck_assert_uint_ne(treadle_digest_use(31, "token"), treadle_digest_use(30, "token"));
}
END_TEST

Suite *suite_digest(void) {
    TCase *tests = tcase_create("digest");
    ADD_EACH(tests, is_sha256, digests);
    ADD_EACH(tests, is_the_digest_of_that_name, names);
    tcase_add_test(tests, knows_no_other_names);
    tcase_add_test(tests, a_seed_is_the_same_everywhere);
    tcase_add_test(tests, a_seed_knows_where_texts_end);
    tcase_add_test(tests, uses_of_a_seed_differ);
    return support_suite("digest", tests);
}
