// Public cases: JSONTestSuite, json.org's checker, round trips of nativejson-benchmark, naughty
// strings.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static struct doc *read(const char *name, const char *bytes, size_t size) {
    struct read_problem problem;
    struct doc *doc = treadle_doc_read(NULL, bytes, size, &problem);
    if (doc == NULL)
        ck_abort_msg("%s:%u:%u: %s", name, problem.line, problem.column, problem.message);
    return doc;
}

// What is accepted must read the same when it has been written.
static void accepted(const char *name, const char *bytes, size_t size) {
    struct doc *doc = read(name, bytes, size);
    struct text text = {0};
    treadle_json_write(&text, treadle_doc_root(doc));
    struct doc *again = read(name, text.bytes, text.count);
    if (!treadle_json_equal(treadle_doc_root(doc), treadle_doc_root(again)))
        ck_abort_msg("%s is not what was written: %s", name, text.bytes);
    same_text(text.bytes, treadle_doc_root(again));
    treadle_text_clear(&text);
    treadle_doc_drop(again);
    treadle_doc_drop(doc);
}

static void refused(const char *name, const char *bytes, size_t size) {
    if (strstr(name, "_EXCLUDE") != NULL) {
        accepted(name, bytes, size);
        return;
    }
    struct read_problem problem = {.line = 0};
    struct doc *doc = treadle_doc_read(NULL, bytes, size, &problem);
    if (doc != NULL) ck_abort_msg("%s was accepted", name);
    if (problem.line == 0 || problem.column == 0 || problem.width == 0 || *problem.message == '\0')
        ck_abort_msg("%s: no place or words", name);
    if (treadle_doc_read(NULL, bytes, size, NULL) != NULL) ck_abort_msg("%s", name);
    struct places places = {0};
    doc = treadle_doc_read_source(bytes, size, &places, &problem);
    if (doc != NULL) ck_abort_msg("%s was accepted as a source", name);
    treadle_places_clear(&places);
}

static void either(const char *name, const char *bytes, size_t size) {
    struct doc *doc = treadle_doc_read(NULL, bytes, size, NULL);
    treadle_doc_drop(doc);
    if (doc != NULL)
        accepted(name, bytes, size);
    else
        refused(name, bytes, size);
}

START_TEST(accepts_what_must_be_accepted) {
    ck_assert_int_ne(support_data_each("jsontestsuite/test_parsing", "y_", accepted), 0);
    ck_assert_int_ne(support_data_each("jsontestsuite/data/jsonchecker", "pass", accepted), 0);
}
END_TEST

START_TEST(refuses_what_must_be_refused) {
    ck_assert_int_ne(support_data_each("jsontestsuite/test_parsing", "n_", refused), 0);
    ck_assert_int_ne(support_data_each("jsontestsuite/data/jsonchecker", "fail", refused), 0);
}
END_TEST

START_TEST(survives_what_is_free) {
    ck_assert_int_ne(support_data_each("jsontestsuite/test_parsing", "i_", either), 0);
    ck_assert_int_ne(support_data_each("jsontestsuite/test_transform", "", either), 0);
}
END_TEST

static void unchanged(const char *name, const char *bytes, size_t size) {
    struct doc *doc = read(name, bytes, size);
    char *text = treadle_text_copy_size(bytes, size);
    same_text(text, treadle_doc_root(doc));
    free(text);
    treadle_doc_drop(doc);
}

START_TEST(round_trips_give_the_same_bytes) {
    ck_assert_int_ne(support_data_each("jsontestsuite/data/roundtrip", "roundtrip", unchanged), 0);
}
END_TEST

START_TEST(naughty_strings_stay_what_they_are) {
    struct doc *doc = support_data_json("naughty/blns.json");
    if (doc == NULL) return;
    struct text text = {0};
    treadle_json_write(&text, treadle_doc_root(doc));
    same_text(text.bytes, treadle_doc_root(doc));
    struct doc *again = support_read(text.bytes);
    const cJSON *a = treadle_doc_root(doc)->child, *b = treadle_doc_root(again)->child;
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (strcmp(a->valuestring, b->valuestring) != 0) ck_abort_msg("%s", a->valuestring);
    ck_assert(a == NULL && b == NULL);
    treadle_text_clear(&text);
    treadle_doc_drop(again);
    treadle_doc_drop(doc);
}
END_TEST

Suite *suite_conformance(void) {
    Suite *suite = suite_create("conformance");
    TCase *tests = support_recorded(suite);
    tcase_add_test(tests, accepts_what_must_be_accepted);
    tcase_add_test(tests, refuses_what_must_be_refused);
    tcase_add_test(tests, survives_what_is_free);
    tcase_add_test(tests, round_trips_give_the_same_bytes);
    tcase_add_test(tests, naughty_strings_stay_what_they_are);
    return suite;
}
