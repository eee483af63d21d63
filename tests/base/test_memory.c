// Memory that is there or the process is not, and claims that do not hold.
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/memory.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

START_TEST(gives_something_for_nothing) {
    char *nothing = treadle_alloc(0);
    ck_assert_ptr_nonnull(nothing);
    nothing = treadle_resize(nothing, 0);
    ck_assert_ptr_nonnull(nothing);
    free(nothing);
    unsigned char *zeroed = treadle_alloc_zeroed(64);
    for (int i = 0; i < 64; i++)
        ck_assert_uint_eq(zeroed[i], 0);
    free(zeroed);
}
END_TEST

START_TEST(copies_texts) {
    char *copy = treadle_text_copy("loom"), *part = treadle_text_copy_size("loom", 2);
    ck_assert_str_eq(copy, "loom");
    ck_assert_str_eq(part, "lo");
    free(copy);
    free(part);
}
END_TEST

START_TEST(grows_a_list_one_by_one) {
    int *numbers = NULL;
    uint32_t count = 0, size = 0;
    for (int i = 0; i < 1000; i++)
        ADD(numbers, count, size) = i;
    ck_assert_uint_eq(count, 1000);
    ck_assert_uint_eq(size, 1024);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(numbers[i], i);
    free(numbers);
}
END_TEST

static void tell(size_t size, void *data) {
    int pipe = *(const int *)data;
    char text[32];
    int count = snprintf(text, sizeof(text), "out of %zu", size);
    (void)!write(pipe, text, (size_t)count);
}

START_TEST(asks_the_handler_before_the_end) {
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)signal(SIGABRT, SIG_DFL);
        treadle_memory_on_out(tell, &ends[1]);
        treadle_memory_out(12345);
    }
    (void)close(ends[1]);
    char text[32] = "";
    (void)!read(ends[0], text, sizeof(text) - 1);
    (void)close(ends[0]);
    ck_assert_str_eq(text, "out of 12345");
}
END_TEST

START_TEST(running_out_ends_the_process) {
    treadle_memory_out(1);
}
END_TEST

START_TEST(a_false_claim_ends_the_process) {
    treadle_assert_note("the last thing known");
    ASSERT(1 + 1 == 3);
}
END_TEST

START_TEST(a_true_claim_does_nothing) {
    int count = 0;
    ASSERT(++count == 1);
    ck_assert_int_eq(count, 1);
}
END_TEST

Suite *suite_memory(void) {
    TCase *tests = tcase_create("memory");
    tcase_add_test(tests, gives_something_for_nothing);
    tcase_add_test(tests, copies_texts);
    tcase_add_test(tests, grows_a_list_one_by_one);
    tcase_add_test(tests, a_true_claim_does_nothing);
    tcase_add_test(tests, asks_the_handler_before_the_end);
    support_add_fatal(tests, running_out_ends_the_process, 1);
    support_add_fatal(tests, a_false_claim_ends_the_process, 1);
    return support_suite("memory", tests);
}
