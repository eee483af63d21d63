// A whole test file, as a program's own tests run it; and the table of keys beside what knows them.
#include <stdio.h>
#include <string.h>

#include "suite/keys.h"
#include "suite/schema.h"
#include "tests/suite/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

static const struct {
    const char *path;
    int code;
    const char *said;  // What stands in what is written; NULL: nothing is.
} files[] = {
    {"examples/poll/poll.test.yaml", 0, NULL},
    {"examples/two-accounts/cdk/two-accounts.test.yaml", 0, NULL},
    {"tests/cli/data/suite/broken.test.yaml", 5,
     "FAIL tests/cli/data/suite/broken.test.yaml:12  never"},
    {"tests/cli/data/suite/mistakes.test.yaml", TREADLE_EPARSE,
     "mistakes.test.yaml:5:5: a case has no 'moks': did you mean 'mocks'?"},
    {"gone.test.yaml", TREADLE_ENOTFOUND, "there is no file 'gone.test.yaml'"},
    {"tests", TREADLE_EINVAL, "tests"},
};

START_TEST(runs_a_whole_file) {
    char said[16384];
    FILE *out = tmpfile();
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(treadle_suite_run(files[_i].path, out), files[_i].code);
    rewind(out);
    said[fread(said, 1, sizeof(said) - 1, out)] = '\0';
    ck_assert_int_eq(fclose(out), 0);
    if (files[_i].said == NULL)
        ck_assert_str_eq(said, "");
    else
        ck_assert_msg(strstr(said, files[_i].said) != NULL, "%s", said);
}
END_TEST

// -- The table of keys

// What the reader of mocks says of a key it does not know.
static bool mock_has(treadle_mocks *mocks, const char *key) {
    struct treadle_status status = {0};
    struct text text = {0};
    treadle_text_printf(&text, "{%s: {}}", key);
    (void)treadle_mocks_set(mocks, "A", text.bytes, &status);
    treadle_text_clear(&text);
    return strstr(status.text, "a mock has no") == NULL;
}

START_TEST(mocks_know_the_keys_of_the_table) {
    treadle_engine *engine;
    treadle_mocks *mocks;
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &engine, NULL), 0);
    ck_assert_int_eq(treadle_mocks_open(engine, &mocks), 0);
    size_t count;
    const struct suite_key *keys = treadle_suite_keys(&count);
    for (size_t i = 0; i < count; i++)
        if (keys[i].level == LEVEL_MOCK)
            ck_assert_msg(mock_has(mocks, keys[i].name), "%s", keys[i].name);
    ck_assert(!mock_has(mocks, "nothing"));
    treadle_engine_close(engine, NULL, NULL);
    treadle_mocks_close(mocks);
}
END_TEST

START_TEST(the_schema_has_every_key) {
    struct text schema = {0};
    treadle_suite_schema(&schema);
    size_t count;
    const struct suite_key *keys = treadle_suite_keys(&count);
    for (size_t i = 0; i < count; i++) {
        struct text words = {0};
        treadle_text_printf(&words, "\"%s\":{\"description\":\"%s\"", keys[i].name, keys[i].text);
        ck_assert_msg(strstr(schema.bytes, words.bytes) != NULL, "%s", words.bytes);
        treadle_text_clear(&words);
    }
    treadle_text_clear(&schema);
}
END_TEST

Suite *suite_suite(void) {
    TCase *tests = tcase_create("suite");
    ADD_EACH(tests, runs_a_whole_file, files);
    tcase_add_test(tests, mocks_know_the_keys_of_the_table);
    tcase_add_test(tests, the_schema_has_every_key);
    return support_suite("suite/suite", tests);
}
