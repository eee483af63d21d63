// The list of what is known to fail.
#include "conformance/known.h"
#include "tests/conformance/suites.h"
#include "tests/support/support.h"

START_TEST(a_failure_is_known_by_its_id_or_its_words) {
    struct known known = {0};
    ck_assert_int_eq(known_read(&known, "tests/conformance/data/known.txt", "aws", NULL), 0);
    ck_assert_str_eq(known_reason(&known, "known", "whatever"), "It is meant to.");
    ck_assert_str_eq(known_reason(&known, "x", "treadle does not run JSON5 yet at /"), "It comes.");
    ck_assert_ptr_null(known_reason(&known, "another", "whatever"));
    ck_assert(known_lists(&known, "surprise"));
    ck_assert(!known_lists(&known, "does not run JSON5"));
    ck_assert(!known_lists(&known, "elsewhere"));
    ck_assert_uint_eq(known.rows[0].hits, 1);
    ck_assert_uint_eq(known.rows[2].hits, 0);
    known_clear(&known);
}
END_TEST

START_TEST(a_line_without_a_reason_is_refused) {
    struct known known = {0};
    struct treadle_status status = {0};
    const char *path = "tests/conformance/data/unreasoned.txt";
    ck_assert_int_eq(known_read(&known, path, "jsonpath", &status), TREADLE_EPARSE);
    ck_assert_str_eq(
        status.text, "tests/conformance/data/unreasoned.txt:2: a line is WHAT | REASON");
    known_clear(&known);
    ck_assert_int_eq(known_read(&known, "no such file", "aws", &status), TREADLE_ENOTFOUND);
    known_clear(&known);
}
END_TEST

Suite *suite_known(void) {
    TCase *tests = tcase_create("known");
    tcase_add_test(tests, a_failure_is_known_by_its_id_or_its_words);
    tcase_add_test(tests, a_line_without_a_reason_is_refused);
    return support_suite("known", tests);
}
