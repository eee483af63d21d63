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

START_TEST(writes_three_bytes_as_four_letters) {
    struct text text = {0};
    treadle_base64_write(&text, vectors[_i].bytes, vectors[_i].size);
    ck_assert_str_eq(treadle_text_string(&text), vectors[_i].letters);
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_base64(void) {
    TCase *tests = tcase_create("base64");
    ADD_EACH(tests, writes_three_bytes_as_four_letters, vectors);
    return support_suite("base64", tests);
}
