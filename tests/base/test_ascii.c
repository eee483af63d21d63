// Case without a locale.
#include "base/ascii.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *text, *other;
    bool same, begins;
} rows[] = {
    {"", "", true, true},
    {"Content-Type", "content-TYPE", true, true},
    {"x-amz-date", "X-Amz", false, true},
    {"X-Am", "X-Amz", false, false},
    {"a[", "A{", false, false},  // Beside the letters, a bit apart like them.
    {"\xc3\x84", "\xc3\xa4", false, false}};

START_TEST(compares_ascii_letters_only) {
    ck_assert_msg(
        treadle_ascii_same(rows[_i].text, rows[_i].other) == rows[_i].same, "%s", rows[_i].text);
    ck_assert_msg(
        treadle_ascii_same(rows[_i].other, rows[_i].text) == rows[_i].same, "%s", rows[_i].text);
    ck_assert_msg(
        treadle_ascii_begins(rows[_i].text, rows[_i].other) == rows[_i].begins, "%s",
        rows[_i].text);
}
END_TEST

Suite *suite_ascii(void) {
    TCase *tests = tcase_create("ascii");
    ADD_EACH(tests, compares_ascii_letters_only, rows);
    return support_suite("ascii", tests);
}
