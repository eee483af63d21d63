// Documents: places, depth, and texts of all kinds.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/random.h"
#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *yaml, *json;
} documents[] = {
    {"---\na: 1\n", "{\"a\":1}"},
    {"%YAML 1.1\n---\na: 1\n...\n", "{\"a\":1}"},
    {"%YAML 1.2\n---\n[]\n", "[]"},
    {"---\n", "null"},
    {"\xEF\xBB\xBF"
     "a: 1\n",
     "{\"a\":1}"},
    {"a: 1\r\nb:\r\n  - x\r\n", "{\"a\":1,\"b\":[\"x\"]}"},
    {"- - 1\n  - 2\n- - 3\n", "[[1,2],[3]]"},
    {"a:\n- 1\n- 2\n", "{\"a\":[1,2]}"},
    {"{\"a\": [1, 2.0, true, null], \"b\": \"x\"}", "{\"a\":[1,2.0,true,null],\"b\":\"x\"}"},
    {"{a: 1, b: 2, }", "{\"a\":1,\"b\":2}"},
    {"[a, b: c]", "[\"a\",{\"b\":\"c\"}]"},
    {"# c\n\na: 1 # d\n# e\nb: 2\n", "{\"a\":1,\"b\":2}"},
    {"url: http://x/y?a=b#c\n", "{\"url\":\"http://x/y?a=b#c\"}"},
};

START_TEST(reads_documents) {
    reads_as(documents[_i].yaml, YAML_TAGS_REFUSED, documents[_i].json);
}
END_TEST

static const char source[] = "# caf\xC3\xA9\n"
                             "Resources:\n"
                             "  Table: &t\n"
                             "    Type: 'AWS::DynamoDB::Table'  # \xF0\x9F\x98\x80\n"
                             "    \"\xC3\xA9\": [1, {x: y}]\n"
                             "  Arn: !GetAtt Table.Arn\n"
                             "  Text: !Sub |\n"
                             "    one\n"
                             "    two\n"
                             "  List: !Join # why\n"
                             "    - '-'\n"
                             "  Again: *t\n"
                             "  <<: {Merged: 5}\n"
                             "  Empty:\n";

static const struct {
    const char *pointer, *value, *name;  // line, column and width
} places_of[] = {
    {"", "2:1+10", "0:0+0"},
    {"/Resources", "3:3+9", "2:1+9"},
    {"/Resources/Table", "4:5+33", "3:3+5"},
    {"/Resources/Table/Type", "4:11+22", "4:5+4"},
    {"/Resources/Table/\xC3\xA9", "5:10+11", "5:5+3"},
    {"/Resources/Table/\xC3\xA9/0", "5:11+1", "0:0+0"},
    {"/Resources/Table/\xC3\xA9/1", "5:14+6", "0:0+0"},
    {"/Resources/Table/\xC3\xA9/1/x", "5:18+1", "5:15+1"},
    {"/Resources/Arn", "6:8+17", "6:3+3"},
    {"/Resources/Arn/Fn::GetAtt", "6:16+9", "6:8+7"},
    {"/Resources/Arn/Fn::GetAtt/0", "6:16+9", "0:0+0"},
    {"/Resources/Text", "7:9+6", "7:3+4"},
    {"/Resources/Text/Fn::Sub", "7:14+1", "7:9+4"},
    {"/Resources/List", "10:9+11", "10:3+4"},
    {"/Resources/List/Fn::Join", "11:5+5", "10:9+5"},
    {"/Resources/List/Fn::Join/0", "11:7+3", "0:0+0"},
    {"/Resources/Again", "12:10+2", "12:3+5"},
    {"/Resources/Again/Type", "4:11+22", "4:5+4"},
    {"/Resources/Merged", "13:16+1", "13:8+6"},
    {"/Resources/Empty", "14:9+1", "14:3+5"},
};

static const char blocks[] = "a: # why\n"
                             "  b: 1 # one\n"
                             "  c:\n"
                             "    - x\n"
                             "    - {y: 2} # two\n"
                             "  # behind\n"
                             "\n"
                             "d: |\n"
                             "  text\n"
                             "\n"
                             "e: [1,\n"
                             "    2] # three\n"
                             "f: &f {}\n"
                             "g: *f\n";

static const struct {
    const char *pointer, *text;
} extents[] = {
    {"/a", "b: 1 # one\n  c:\n    - x\n    - {y: 2}"},
    {"/a/b", "1"},
    {"/a/c", "- x\n    - {y: 2}"},
    {"/a/c/1", "{y: 2}"},
    {"/d", "|\n  text"},
    {"/e", "[1,\n    2]"},
    {"/f", "{}"},
    {"/g", "*f"},
};

START_TEST(knows_all_of_a_value) {
    struct places places = {0};
    struct doc *doc = treadle_yaml_read(blocks, strlen(blocks), YAML_TAGS_REFUSED, &places, NULL);
    const cJSON *node = treadle_json_at(treadle_doc_root(doc), extents[_i].pointer);
    struct extent extent = treadle_extent_of(&places, node);
    ck_assert_uint_eq(extent.size, strlen(extents[_i].text));
    ck_assert_mem_eq(blocks + extent.at, extents[_i].text, extent.size);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
}
END_TEST

static const char *shown(struct place place) {
    static char text[64];
    (void)snprintf(text, sizeof(text), "%u:%u+%u", place.line, place.column, place.width);
    return text;
}

START_TEST(knows_where_values_and_names_stood) {
    struct places places = {0};
    struct doc *doc =
        treadle_yaml_read(source, strlen(source), YAML_TAGS_CLOUDFORMATION, &places, NULL);
    ck_assert_ptr_nonnull(doc);
    const cJSON *node = treadle_json_at(treadle_doc_root(doc), places_of[_i].pointer);
    ck_assert_ptr_nonnull(node);
    ck_assert_str_eq(shown(treadle_place_of(&places, node)), places_of[_i].value);
    ck_assert_str_eq(shown(treadle_place_of_name(&places, node)), places_of[_i].name);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
}
END_TEST

static char *repeated(const char *open, const char *inside, const char *close, int depth) {
    struct text text = {0};
    for (int i = 0; i < depth; i++)
        treadle_text_add(&text, open);
    treadle_text_add(&text, inside);
    for (int i = 0; i < depth; i++)
        treadle_text_add(&text, close);
    return text.bytes;
}

static const struct {
    const char *open, *inside, *close;
    int each, inner;
} nests[] = {
    {"[", "1", "]", 1, 0},      {"{a: ", "1", "}", 1, 0},    {"- ", "1", "", 1, 0},
    {"[", "!Ref x", "]", 1, 1}, {"!Join [", "1", "]", 2, 0}, {"[", "!GetAtt x.y", "]", 1, 2},
};

START_TEST(nests_as_deeply_as_the_limit_and_no_deeper) {
    int depth = (LIMIT_json_depth_max - nests[_i].inner) / nests[_i].each;
    for (int more = 0; more < 2; more++) {
        char *text = repeated(nests[_i].open, nests[_i].inside, nests[_i].close, depth + more);
        struct read_problem problem = {.line = 0};
        struct doc *doc =
            treadle_yaml_read(text, strlen(text), YAML_TAGS_CLOUDFORMATION, NULL, &problem);
        if ((doc != NULL) != (more == 0)) ck_abort_msg("%d: %s", more, problem.message);
        if (more == 1) ck_assert_str_eq(problem.message, "nested deeper than 1000 levels");
        treadle_doc_drop(doc);
        free(text);
    }
}
END_TEST

START_TEST(ruins_are_refused_or_read) {
    uint64_t random = 31;
    for (int ruin = 0; ruin < 1500; ruin++) {
        size_t size = treadle_random_below(&random, sizeof(source));
        char *text = treadle_alloc(size);
        memcpy(text, source, size);
        for (uint64_t i = treadle_random_below(&random, 4); size > 0 && i > 0; i--)
            text[treadle_random_below(&random, size)] =
                "[]{}:-!&*#|>'\"%@\t\n ,?<0a"[treadle_random_below(&random, 25)];
        struct places places = {0};
        struct read_problem problem = {.line = 0};
        struct doc *doc =
            treadle_yaml_read(text, size, YAML_TAGS_CLOUDFORMATION, &places, &problem);
        if (doc == NULL && (problem.line == 0 || *problem.message == '\0'))
            ck_abort_msg("no words: %.*s", (int)size, text);
        treadle_places_clear(&places);
        treadle_doc_drop(doc);
        free(text);
    }
}
END_TEST

Suite *suite_yaml(void) {
    TCase *tests = tcase_create("yaml");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, reads_documents, documents);
    ADD_EACH(tests, knows_where_values_and_names_stood, places_of);
    ADD_EACH(tests, knows_all_of_a_value, extents);
    ADD_EACH(tests, nests_as_deeply_as_the_limit_and_no_deeper, nests);
    tcase_add_test(tests, ruins_are_refused_or_read);
    return support_suite("yaml", tests);
}
