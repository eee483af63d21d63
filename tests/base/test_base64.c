// Base64: RFC 4648 section 10, and bytes that are no text.
#include "base/base64.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *bytes;
    size_t size;
    const char *letters;
} vectors[] = {
    {"", 0, ""},
    {"f", 1, "Zg=="},
    {"fo", 2, "Zm8="},
    {"foo", 3, "Zm9v"},
    {"foob", 4, "Zm9vYg=="},
    {"fooba", 5, "Zm9vYmE="},
    {"foobar", 6, "Zm9vYmFy"},
    {"\0\xFF\0", 3, "AP8A"},
    {"\xFB\xEF\xBE", 3, "++++"},
    {"\xFF\xFF\xFF", 3, "////"},
};

START_TEST(writes_three_bytes_as_four_letters_and_back) {
    struct text text = {0};
    treadle_base64_write(&text, vectors[_i].bytes, vectors[_i].size);
    ck_assert_str_eq(treadle_text_string(&text), vectors[_i].letters);
    treadle_text_clear(&text);
    ck_assert(treadle_base64_read(&text, vectors[_i].letters));
    ck_assert_uint_eq(text.count, vectors[_i].size);
    ck_assert(text.count == 0 || memcmp(text.bytes, vectors[_i].bytes, text.count) == 0);
    treadle_text_clear(&text);
}
END_TEST

// Nor what only a lenient reader takes.
static const char *const refused[] = {
    "A", "AA", "AA=", "AAA", "AB==", "AAB=", "A===", "====", "AA==AA==", "AAA\n", "AA-_", "AAAAA"};

START_TEST(reads_nothing_else) {
    struct text text = {0};
    ck_assert_msg(!treadle_base64_read(&text, refused[_i]), "%s", refused[_i]);
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_base64(void) {
    TCase *tests = tcase_create("base64");
    ADD_EACH(tests, writes_three_bytes_as_four_letters_and_back, vectors);
    ADD_EACH(tests, reads_nothing_else, refused);
    return support_suite("base64", tests);
}
