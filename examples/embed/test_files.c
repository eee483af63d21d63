// Test files, run by a Check test: each case in virtual time, what fails told as `treadle test`
// does. cc test_files.c $(pkg-config --cflags --libs treadle-services check) -o test_files &&
// ./test_files
#include <treadle/test.h>

#include <check.h>

static const char *const files[] = {"../order/order.test.yaml", "../poll/poll.test.yaml"};

START_TEST(does_what_its_test_file_says) {
    ck_assert_int_eq(treadle_suite_run(files[_i], stderr), 0);
}
END_TEST

int main(void) {
    TCase *tests = tcase_create("files");
    tcase_add_loop_test(tests, does_what_its_test_file_says, 0, sizeof(files) / sizeof(*files));
    Suite *suite = suite_create("workflows");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}
