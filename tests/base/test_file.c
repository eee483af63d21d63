// Whole files, and words for what is none.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static char folder[32];
static char path[64];

static void make_folder(void) {
    (void)snprintf(folder, sizeof(folder), "/tmp/treadle-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(path, sizeof(path), "%s/file", folder);
}

static void drop_folder(void) {
    (void)unlink(path);
    (void)rmdir(folder);
}

static void write_file(size_t size) {
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < size; i++)
        (void)fputc((int)(i % 251), file);
    ck_assert_int_eq(fclose(file), 0);
}

static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 300000};

START_TEST(reads_every_byte) {
    write_file(sizes[_i]);
    struct text text = {0};
    treadle_text_add(&text, "before ");
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_file_read(path, 300000, &text, &status), 0);
    ck_assert_uint_eq(text.count, sizes[_i] + 7);
    for (size_t i = 0; i < sizes[_i]; i++)
        if ((unsigned char)text.bytes[i + 7] != i % 251) ck_abort_msg("byte %zu", i);
    treadle_text_clear(&text);
}
END_TEST

static void holds(const char *name, const char *want) {
    struct text text = {0};
    ck_assert_int_eq(treadle_file_read(name, 300000, &text, NULL), 0);
    ck_assert_str_eq(treadle_text_string(&text), want);
    treadle_text_clear(&text);
}

START_TEST(replaces_and_keeps_the_mode) {
    ck_assert_int_eq(treadle_file_replace(path, "one", 3, NULL), 0);
    holds(path, "one");
    ck_assert_int_eq(chmod(path, 0640), 0);
    ck_assert_int_eq(treadle_file_replace(path, "a second one", 8, NULL), 0);
    holds(path, "a second");
    struct stat about;
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 07777, 0640);
    ck_assert_int_eq(treadle_file_append(path, " line", 5, NULL), 0);
    holds(path, "a second line");
    (void)unlink(path);
    ck_assert_int_eq(treadle_file_append(path, "new", 3, NULL), 0);
    holds(path, "new");
}
END_TEST

START_TEST(replaces_what_a_link_leads_to) {
    char link[64];
    (void)snprintf(link, sizeof(link), "%s/link", folder);
    ck_assert_int_eq(treadle_file_replace(path, "one", 3, NULL), 0);
    ck_assert_int_eq(symlink(path, link), 0);
    ck_assert_int_eq(treadle_file_replace(link, "two", 3, NULL), 0);
    holds(path, "two");
    struct stat about;
    ck_assert_int_eq(lstat(link, &about), 0);
    ck_assert(S_ISLNK(about.st_mode));
    (void)unlink(link);
}
END_TEST

static int put(int append, const char *name, struct treadle_status *status) {
    return append ? treadle_file_append(name, "x", 1, status)
                  : treadle_file_replace(name, "x", 1, status);
}

// Whatever fails leaves nothing behind: the folder can be dropped.
START_TEST(tells_why_it_cannot_be_written) {
    struct treadle_status status = {0};
    char name[96], words[160];
    (void)snprintf(name, sizeof(name), "%s/none/file", folder);
    (void)snprintf(words, sizeof(words), "there is no folder for '%s': make it first", name);
    ck_assert_int_eq(put(_i, name, &status), TREADLE_ENOTFOUND);
    ck_assert_str_eq(status.text, words);
    (void)snprintf(name, sizeof(name), "%s/inner", folder);
    (void)snprintf(words, sizeof(words), "'%s' is a folder: name a file in it", name);
    ck_assert_int_eq(mkdir(name, 0777), 0);
    ck_assert_int_eq(put(_i, name, &status), TREADLE_EINVAL);
    ck_assert_str_eq(status.text, words);
    ck_assert_int_eq(rmdir(name), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

static void fails(const char *name, size_t size_max, int code, const char *words) {
    struct text text = {0};
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_file_read(name, size_max, &text, &status), code);
    ck_assert_int_eq(status.code, code);
    ck_assert_str_eq(status.text, words);
    ck_assert_uint_eq(text.count, 0);
    ck_assert_int_eq(treadle_file_read(name, size_max, &text, NULL), code);
}

static const char *sentence(const char *format, const char *name) {
    static char text[256];
    (void)snprintf(text, sizeof(text), "'%s' %s", name, format);
    return text;
}

START_TEST(refuses_what_is_too_large) {
    write_file(101);
    fails(
        path, 100, TREADLE_ELIMIT,
        sentence("holds more than 100 bytes: give a smaller file", path));
}
END_TEST

START_TEST(tells_that_there_is_no_file) {
    fails(
        "/nowhere/at/all", 100, TREADLE_ENOTFOUND,
        "there is no file '/nowhere/at/all': check the path");
    write_file(1);
    char below[80];
    (void)snprintf(below, sizeof(below), "%s/x", path);
    struct text text = {0};
    ck_assert_int_eq(treadle_file_read(below, 100, &text, NULL), TREADLE_ENOTFOUND);
}
END_TEST

START_TEST(tells_what_the_system_says) {
    struct text name = {0};
    for (int i = 0; i < 500; i++)
        treadle_text_add(&name, "0123456789");
    struct text text = {0};
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_file_read(name.bytes, 100, &text, &status), TREADLE_EIO);
    ck_assert_mem_eq(status.text, "'0123456789", 11);
    treadle_text_clear(&name);
}
END_TEST

START_TEST(tells_that_it_is_a_folder) {
    fails(folder, 100, TREADLE_EINVAL, sentence("is a folder: name a file in it", folder));
}
END_TEST

START_TEST(tells_that_it_is_a_device) {
    fails(
        "/dev/null", 100, TREADLE_EINVAL,
        "'/dev/null' is a device: name a file, or - for standard input");
}
END_TEST

START_TEST(tells_that_it_may_not_be_read) {
    write_file(1);
    ck_assert_int_eq(chmod(path, 0), 0);
    if (geteuid() == 0) {
        (void)printf("SKIPPED tells_that_it_may_not_be_read: root may read everything\n");
        return;
    }
    fails(path, 100, TREADLE_EIO, sentence("may not be read: check its permissions", path));
}
END_TEST

START_TEST(reads_a_pipe_and_standard_input) {
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "through a pipe", 14), 14);
    (void)close(ends[1]);
    ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    struct text text = {0};
    ck_assert_int_eq(treadle_file_read("-", 100, &text, NULL), 0);
    ck_assert_str_eq(text.bytes, "through a pipe");
    (void)close(ends[0]);
    treadle_text_clear(&text);
    struct treadle_status status = {0};
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "too much", 8), 8);
    (void)close(ends[1]);
    ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(treadle_file_read("-", 7, &text, &status), TREADLE_ELIMIT);
    ck_assert_str_eq(status.text, "standard input holds more than 7 bytes: give a smaller file");
}
END_TEST

START_TEST(reads_a_named_pipe) {
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    pid_t child = fork();
    if (child == 0) {
        FILE *file = fopen(path, "wb");
        (void)fputs("named", file);
        (void)fclose(file);
        _exit(0);
    }
    struct text text = {0};
    ck_assert_int_eq(treadle_file_read(path, 100, &text, NULL), 0);
    ck_assert_str_eq(text.bytes, "named");
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_file(void) {
    TCase *tests = tcase_create("file");
    tcase_add_checked_fixture(tests, make_folder, drop_folder);
    ADD_EACH(tests, reads_every_byte, sizes);
    tcase_add_test(tests, refuses_what_is_too_large);
    tcase_add_test(tests, tells_that_there_is_no_file);
    tcase_add_test(tests, tells_what_the_system_says);
    tcase_add_test(tests, tells_that_it_is_a_folder);
    tcase_add_test(tests, tells_that_it_is_a_device);
    tcase_add_test(tests, tells_that_it_may_not_be_read);
    tcase_add_test(tests, reads_a_pipe_and_standard_input);
    tcase_add_test(tests, reads_a_named_pipe);
    tcase_add_test(tests, replaces_and_keeps_the_mode);
    tcase_add_test(tests, replaces_what_a_link_leads_to);
    tcase_add_loop_test(tests, tells_why_it_cannot_be_written, 0, 2);
    return support_suite("file", tests);
}
