// Names and merging.
#include <stdlib.h>

#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *yaml, *json;
} mappings[] = {
    {"{}", "{}"},
    {"{a: 1, b: [2], c: {d: }}", "{\"a\":1,\"b\":[2],\"c\":{\"d\":null}}"},
    {"1: a\n2.50: b\ntrue: c\n~: d\nnull: e\n0x1F: f\n",
     "{\"1\":\"a\",\"2.50\":\"b\",\"true\":\"c\",\"~\":\"d\",\"null\":\"e\",\"0x1F\":\"f\"}"},
    {"? a\n: b\n? c\n", "{\"a\":\"b\",\"c\":null}"},
    {"'': 1", "{\"\":1}"},
    {"?\n: 1\n", "{\"\":1}"},
    {"\"a\\0\": 1\na: 2\n", "{\"a\\u0000\":1,\"a\":2}"},
    {"a b: c d\n", "{\"a b\":\"c d\"}"},
    {"'<<': {a: 1}\n", "{\"<<\":{\"a\":1}}"},
};

START_TEST(names_are_the_text_that_was_written) {
    reads_as(mappings[_i].yaml, YAML_TAGS_REFUSED, mappings[_i].json);
}
END_TEST

static const struct {
    const char *yaml, *json;
} merges[] = {
    {"<<: {a: 1, b: 2}\nc: 3\n", "{\"a\":1,\"b\":2,\"c\":3}"},
    {"a: 0\n<<: {a: 1, b: 2}\n", "{\"a\":0,\"b\":2}"},
    {"<<: {a: 1, b: 2}\na: 0\n", "{\"b\":2,\"a\":0}"},
    {"<<: {a: 1, b: 2}\nb: 0\n", "{\"a\":1,\"b\":0}"},
    {"<<: {a: 1}\na: 0\n", "{\"a\":0}"},
    {"<<: {a: 1, b: 2, c: 3}\nb: 0\nd: 4\n", "{\"a\":1,\"c\":3,\"b\":0,\"d\":4}"},
    {"<<: {a: 1, b: 2}\na: 0\nb: 0\nc: 0\n", "{\"a\":0,\"b\":0,\"c\":0}"},
    {"<<: [{a: 1}, {a: 2, b: 3}]\n", "{\"a\":1,\"b\":3}"},
    {"<<: []\nb: 1\n", "{\"b\":1}"},
    {"<<: {}\n", "{}"},
    {"base: &b {x: 1, y: [1]}\nd:\n  <<: *b\n  x: 2\ne: {<<: *b}\n",
     "{\"base\":{\"x\":1,\"y\":[1]},\"d\":{\"y\":[1],\"x\":2},\"e\":{\"x\":1,\"y\":[1]}}"},
    {"a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: [*b, *a], z: 3}\n",
     "{\"a\":{\"x\":1},\"b\":{\"x\":1,\"y\":2},\"c\":{\"x\":1,\"y\":2,\"z\":3}}"},
    {"a: &a {<<: {x: 1}}\nb: {<<: *a, x: 2}\n", "{\"a\":{\"x\":1},\"b\":{\"x\":2}}"},
};

START_TEST(a_merge_key_gives_way_to_own_names) {
    reads_as(merges[_i].yaml, YAML_TAGS_REFUSED, merges[_i].json);
}
END_TEST

static const struct {
    const char *yaml, *at, *pointer, *message;
} wrong[] = {
    {"a: 1\nb: 2\na: 3\n", "3:1", "/a", "the name \"a\" stands twice in one mapping"},
    {"x:\n  - {k: 1, 'k': 2}\n", "2:12", "/x/0/k", "the name \"k\" stands twice in one mapping"},
    {"1: a\n'1': b\n", "2:1", "/1", "the name \"1\" stands twice in one mapping"},
    {"<<: {a: 1}\na: 2\na: 3\n", "3:1", "/a", "the name \"a\" stands twice in one mapping"},
    {"<<: {a: 1}\n<<: {b: 1}\n", "2:1", "/<<", "the name \"<<\" stands twice in one mapping"},
    {"<<: 1\n", "1:5", "/<<", "'<<' takes a mapping or a list of mappings"},
    {"<<: [{a: 1}, 2]\n", "1:5", "/<<", "'<<' takes a mapping or a list of mappings"},
    {"? [a]\n: b\n", "1:3", "", "the name of a member must be a text"},
    {"? {a: b}\n: c\n", "1:3", "", "the name of a member must be a text"},
    {"{[a]: b}", "1:2", "", "the name of a member must be a text"},
    {"a: &x [1]\n*x : 2\n", "2:1", "", "the name of a member must be a text"},
};

START_TEST(refuses_names_that_are_none) {
    refuses(wrong[_i].yaml, YAML_TAGS_REFUSED, wrong[_i].at, wrong[_i].pointer, wrong[_i].message);
}
END_TEST

START_TEST(finds_a_name_among_thousands) {
    struct text text = {0};
    for (int i = 0; i < 20000; i++)
        treadle_text_printf(&text, "n%d: %d\n", i, i);
    treadle_text_add(&text, "n777: 0\n");
    refuses(
        text.bytes, YAML_TAGS_REFUSED, "20001:1", "/n777",
        "the name \"n777\" stands twice in one mapping");
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_mapping(void) {
    TCase *tests = tcase_create("mapping");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, names_are_the_text_that_was_written, mappings);
    ADD_EACH(tests, a_merge_key_gives_way_to_own_names, merges);
    ADD_EACH(tests, refuses_names_that_are_none, wrong);
    tcase_add_test(tests, finds_a_name_among_thousands);
    return support_suite("mapping", tests);
}
