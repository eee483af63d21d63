// JSON or YAML: how every file that people write is read.
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/yaml/yaml.h"
#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *text, *json;
} sources[] = {
    {"{\"a\": 1.0, \"b\": \"\\ud800\"}", "{\"a\":1.0,\"b\":\"\\ud800\"}"},
    {" \n [1, 2]", "[1,2]"},
    {"a: 1\nb: [x, y]\n", "{\"a\":1,\"b\":[\"x\",\"y\"]}"},
    {"[a, b]", "[\"a\",\"b\"]"},
    {"[1, 2] # a list\n", "[1,2]"},
    {"\xEF\xBB\xBF"
     "a: 1\n",
     "{\"a\":1}"},
    {"12", "12"},
    {"\"text\"", "\"text\""},
    {"# {\n{}\n", "{}"},
};

START_TEST(reads_json_and_yaml) {
    struct read_problem problem = {.line = 7};
    struct places places = {0};
    struct doc *doc = treadle_source_read(
        sources[_i].text, strlen(sources[_i].text), YAML_TAGS_REFUSED, &places, &problem);
    ck_assert_msg(doc != NULL, "%s", problem.message);
    ck_assert_str_eq(problem.message, "");
    ck_assert_uint_gt(treadle_place_of(&places, treadle_doc_root(doc)).line, 0);
    struct text text = {0};
    treadle_json_write(&text, treadle_doc_root(doc));
    ck_assert_str_eq(text.bytes, sources[_i].json);
    treadle_text_clear(&text);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
    size_t size = strlen(sources[_i].text);
    doc = treadle_source_read(sources[_i].text, size, YAML_TAGS_REFUSED, NULL, NULL);
    ck_assert_ptr_nonnull(doc);
    treadle_doc_drop(doc);
}
END_TEST

static const struct {
    const char *text, *message;
} broken[] = {
    {"{\"a\": 1,}", "a comma must not stand before '}'"},
    {"{a: 1}", "the name of a member must stand here in double quotes"},
    {" \n{\"a\": 1} x", "the text must end after its value"},
    {"{\"a\": 1, \"a\": 2}", "the name \"a\" stands twice in one object"},
    {"\xEF\xBB\xBF{}", "a byte order mark must not begin the text"},
    {"[1, {\"a\" 2}", "':' must follow a member's name"},
    {"a: 1\na: 2\n", "the name \"a\" stands twice in one mapping"},
    {"", "the text is empty"},
    {" \n", "the text is empty"},
};

START_TEST(what_begins_like_json_is_told_in_its_words) {
    struct read_problem problem;
    struct places places = {0};
    size_t size = strlen(broken[_i].text);
    ck_assert_ptr_null(
        treadle_source_read(broken[_i].text, size, YAML_TAGS_REFUSED, &places, &problem));
    ck_assert_str_eq(problem.message, broken[_i].message);
    treadle_places_clear(&places);
    ck_assert_ptr_null(treadle_source_read(broken[_i].text, size, YAML_TAGS_REFUSED, NULL, NULL));
}
END_TEST

static void read_all(const char *name, const char *bytes, size_t size) {
    if (strstr(name, ".asl.") == NULL) return;
    struct read_problem problem;
    struct places places = {0};
    struct doc *doc = treadle_source_read(bytes, size, YAML_TAGS_CLOUDFORMATION, &places, &problem);
    if (doc == NULL)
        ck_abort_msg("%s:%u:%u: %s", name, problem.line, problem.column, problem.message);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
}

START_TEST(reads_the_definitions_of_others) {
    ck_assert_int_ne(support_data_each("corpus", "", read_all), 0);
}
END_TEST

Suite *suite_source(void) {
    TCase *tests = tcase_create("source");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, reads_json_and_yaml, sources);
    ADD_EACH(tests, what_begins_like_json_is_told_in_its_words, broken);
    Suite *suite = support_suite("source", tests);
    tcase_add_test(support_recorded(suite), reads_the_definitions_of_others);
    return suite;
}
