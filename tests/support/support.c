// What every test needs.
#include "tests/support/support.h"

#include <dirent.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/json/write.h"

#define FILE_SIZE_MAX   ((size_t)256 << 20)
#define DIFFERENCES_MAX 10
#define RECORDED        "recorded"

static FILE
    *skips;  // A byte for each test that lacked its cases; tests are processes of their own.

void support_add_fatal(TCase *tests, const TTest *test, int rows) {
    const char *fork = getenv("CK_FORK");
    if (fork != NULL && strcmp(fork, "no") == 0) return;
    tcase_add_loop_test_raise_signal(tests, test, SIGABRT, 0, rows);
}

void support_dies(void (*crime)(void), const char *words) {
    int pipes[2], status;
    if (pipe(pipes) != 0) ck_abort_msg("no pipe");
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        (void)dup2(pipes[1], STDERR_FILENO);
        crime();
        _exit(0);
    }
    (void)close(pipes[1]);
    char said[4096];
    size_t size = 0;
    for (ssize_t count; (count = read(pipes[0], said + size, sizeof(said) - 1 - size)) > 0;)
        size += (size_t)count;
    said[size] = '\0';
    (void)close(pipes[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(
        WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && strstr(said, words) != NULL,
        "it should have ended with: %s\nbut %s: %s", words,
        WIFSIGNALED(status) ? "was killed, saying" : "went on, saying", said);
}

static int result_of(int failed) {
    if (failed > 0) return EXIT_FAILURE;
    const char *only = getenv("CK_INCLUDE_TAGS");
    if (only == NULL || strcmp(only, RECORDED) != 0) return EXIT_SUCCESS;
    return lseek(fileno(skips), 0, SEEK_END) > 0 ? 77 : EXIT_SUCCESS;
}

int support_run(Suite *(*first)(void), ...) {
    skips = tmpfile();
    if (skips == NULL) abort();
    SRunner *runner = srunner_create(first());
    va_list args;
    va_start(args, first);
    for (;;) {
        Suite *(*next)(void) = va_arg(args, Suite * (*)(void));
        if (next == NULL) break;
        srunner_add_suite(runner, next());
    }
    va_end(args);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    int result = result_of(failed);
    (void)fclose(skips);
    return result;
}

Suite *support_suite(const char *name, TCase *tests) {
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, tests);
    return suite;
}

TCase *support_recorded(Suite *suite) {
    TCase *tests = tcase_create(RECORDED);
    tcase_set_tags(tests, RECORDED);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return tests;
}

struct doc *support_read(const char *text) {
    struct read_problem problem;
    struct doc *doc = treadle_doc_read(NULL, text, strlen(text), &problem);
    if (doc == NULL)
        ck_abort_msg("%u:%u: %s\nin: %s", problem.line, problem.column, problem.message, text);
    return doc;
}

// The places where two values differ, one a line, as JSON Pointers.
struct differences {
    struct text text, pointer;
    uint32_t count;
};

static void note(struct differences *differences, const char *sign, const cJSON *value) {
    if (differences->count++ >= DIFFERENCES_MAX) return;
    treadle_text_printf(
        &differences->text, "  %s %s ", sign, treadle_text_string(&differences->pointer));
    treadle_json_write(&differences->text, value);
    treadle_text_add(&differences->text, "\n");
}

static void pointer_cut(struct differences *differences, size_t count) {
    differences->pointer.count = count;
    if (differences->pointer.bytes != NULL) differences->pointer.bytes[count] = '\0';
}

static void compare(struct differences *differences, const cJSON *want, const cJSON *have);

static void compare_members(struct differences *differences, const cJSON *want, const cJSON *have) {
    size_t count = differences->pointer.count;
    for (const cJSON *member = want->child; member != NULL; member = member->next) {
        treadle_json_pointer_add(&differences->pointer, member->string);
        const cJSON *twin = treadle_json_member(have, member->string);
        if (twin == NULL)
            note(differences, "-", member);
        else
            compare(differences, member, twin);
        pointer_cut(differences, count);
    }
    for (const cJSON *member = have->child; member != NULL; member = member->next) {
        if (treadle_json_member(want, member->string) != NULL) continue;
        treadle_json_pointer_add(&differences->pointer, member->string);
        note(differences, "+", member);
        pointer_cut(differences, count);
    }
}

static void compare_elements(
    struct differences *differences, const cJSON *want, const cJSON *have) {
    size_t count = differences->pointer.count;
    const cJSON *x = want->child, *y = have->child;
    for (uint32_t i = 0; x != NULL || y != NULL; i++) {
        treadle_json_pointer_add_index(&differences->pointer, i);
        if (x == NULL)
            note(differences, "+", y);
        else if (y == NULL)
            note(differences, "-", x);
        else
            compare(differences, x, y);
        pointer_cut(differences, count);
        x = x == NULL ? NULL : x->next;
        y = y == NULL ? NULL : y->next;
    }
}

static void compare(struct differences *differences, const cJSON *want, const cJSON *have) {
    if (cJSON_IsObject(want) && cJSON_IsObject(have)) {
        compare_members(differences, want, have);
    } else if (cJSON_IsArray(want) && cJSON_IsArray(have)) {
        compare_elements(differences, want, have);
    } else if (!treadle_json_equal(want, have)) {
        note(differences, "-", want);
        note(differences, "+", have);
    }
}

void support_same_json(const char *want, const cJSON *have) {
    struct doc *doc = support_read(want);
    const cJSON *root = treadle_doc_root(doc);
    if (have == NULL) ck_abort_msg("wanted %s, but there is no value", want);
    if (!treadle_json_equal(root, have)) {
        struct differences differences = {0};
        compare(&differences, root, have);
        if (differences.count > DIFFERENCES_MAX)
            treadle_text_printf(
                &differences.text, "  … and %u more\n",
                (unsigned)(differences.count - DIFFERENCES_MAX));
        struct text whole = {0};
        treadle_json_write(&whole, have);
        ck_abort_msg(
            "the values differ (- wanted, + is):\n%s- %s\n+ %s",
            treadle_text_string(&differences.text), want, whole.bytes);
    }
    treadle_doc_drop(doc);
}

const char *support_data(const char *name) {
    static char path[4096];
    const char *others = getenv("CK_EXCLUDE_TAGS");
    if (others != NULL && strcmp(others, RECORDED) == 0)
        ck_abort_msg("%s: recorded cases are for the tests of support_recorded", name);
    const char *folder = getenv("TREADLE_CONFORMANCE_DATA");
    if (folder != NULL && *folder != '\0') {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
        FILE *file = fopen(path, "rb");
        if (file != NULL) {
            (void)fclose(file);
            return path;
        }
    }
    (void)printf("SKIPPED %s: no recorded cases\n", name);
    if (write(fileno(skips), "s", 1) != 1) abort();
    return NULL;
}

void support_file(const char *path, struct text *out) {
    struct treadle_status status = {0};
    if (treadle_file_read(path, FILE_SIZE_MAX, out, &status) != 0) ck_abort_msg("%s", status.text);
}

struct doc *support_data_json(const char *name) {
    const char *path = support_data(name);
    if (path == NULL) return NULL;
    struct text text = {0};
    support_file(path, &text);
    struct read_problem problem;
    struct doc *doc = treadle_doc_read(NULL, treadle_text_string(&text), text.count, &problem);
    if (doc == NULL)
        ck_abort_msg("%s:%u:%u: %s", path, problem.line, problem.column, problem.message);
    treadle_text_clear(&text);
    return doc;
}

static void check_file(
    const char *folder, const char *name,
    void (*check)(const char *name, const char *bytes, size_t size)) {
    char path[4096];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    struct text text = {0};
    support_file(path, &text);
    char *exact = treadle_alloc(text.count);  // So that reading past the end is noticed.
    memcpy(exact, treadle_text_string(&text), text.count);
    check(name, exact, text.count);
    free(exact);
    treadle_text_clear(&text);
}

int support_data_each(
    const char *folder, const char *prefix,
    void (*check)(const char *name, const char *bytes, size_t size)) {
    const char *path = support_data(folder);
    if (path == NULL) return -1;
    DIR *files = opendir(path);
    ck_assert_ptr_nonnull(files);
    int count = 0;
    for (struct dirent *file; (file = readdir(files)) != NULL;) {
        if (*file->d_name == '.' || strncmp(file->d_name, prefix, strlen(prefix)) != 0) continue;
        check_file(path, file->d_name, check);
        count++;
    }
    (void)closedir(files);
    return count;
}

void support_tokens_replaced(const char *text, struct text *out) {
    for (const char *at = text; *at != '\0';) {
        const char *token = strstr(at, "${"), *end = token == NULL ? NULL : strchr(token, '}');
        if (end == NULL) {
            treadle_text_add(out, at);
            return;
        }
        treadle_text_put(out, at, (size_t)(token - at));
        bool whole = token > text && token[-1] == '"' && end[1] == '"';
        treadle_text_add(out, whole ? "arn:aws:lambda:us-east-1:123456789012:function:f" : "x");
        at = end + 1;
    }
}
