// Looking at values.
#include <string.h>

#include "base/json/value.h"
#include "base/number.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

START_TEST(finds_members_by_their_exact_name) {
    struct doc *doc = support_read("{\"a\":1,\"A\":\"x\",\"\":null,\"n\":{\"a\":2}}");
    const cJSON *root = treadle_doc_root(doc);
    ck_assert_int_eq(treadle_json_member(root, "a")->valueint, 1);
    ck_assert_str_eq(treadle_json_string(root, "A"), "x");
    ck_assert(cJSON_IsNull(treadle_json_member(root, "")));
    ck_assert_ptr_null(treadle_json_member(root, "b"));
    ck_assert_ptr_null(treadle_json_string(root, "a"));
    ck_assert_ptr_null(treadle_json_string(root, "b"));
    ck_assert_ptr_null(treadle_json_member(NULL, "a"));
    ck_assert_ptr_null(treadle_json_member(treadle_json_member(root, "A"), "a"));
    ck_assert_ptr_null(treadle_json_string(NULL, "a"));
    ck_assert_uint_eq(treadle_json_count(root), 4);
    ck_assert_uint_eq(treadle_json_count(root->child), 0);
    ck_assert_uint_eq(treadle_json_count(NULL), 0);
    treadle_doc_drop(doc);
}
END_TEST

static const struct {
    const char *text, *type;
} types[] = {
    {"{}", "object"}, {"[]", "array"},     {"\"\"", "string"},   {"1e400", "number"},
    {"5", "number"},  {"true", "boolean"}, {"false", "boolean"}, {"null", "null"},
};

START_TEST(names_types) {
    struct doc *doc = support_read(types[_i].text);
    ck_assert_str_eq(treadle_json_type(treadle_doc_root(doc)), types[_i].type);
    treadle_doc_drop(doc);
}
END_TEST

static const struct {
    const char *a, *b;
    bool equal;
} pairs[] = {
    {"1", "1.0", true},
    {"100", "1e2", true},
    {"0", "-0", true},
    {"9007199254740993", "9007199254740992", false},
    {"1e400", "1e401", false},
    {"1", "\"1\"", false},
    {"true", "false", false},
    {"null", "false", false},
    {"[]", "{}", false},
    {"[]", "[]", true},
    {"[1,2]", "[1,2.0]", true},
    {"[1,2]", "[2,1]", false},
    {"[1,2]", "[1]", false},
    {"[1]", "[1,2]", false},
    {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
    {"{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false},
    {"{\"a\":1}", "{\"a\":1,\"b\":2}", false},
    {"{\"a\":1,\"b\":2}", "{\"a\":1}", false},
    {"{\"a\":1}", "{\"A\":1}", false},
    {"{\"a\":{\"x\":[1,{\"y\":null}],\"z\":0}}", "{\"a\":{\"z\":0,\"x\":[1,{\"y\":null}]}}", true},
    {"{\"a\":{\"x\":[1,{\"y\":null}],\"z\":0}}", "{\"a\":{\"z\":0,\"x\":[1,{\"y\":true}]}}", false},
    {"\"a\\u0000b\"", "\"a\"", false},
    {"\"\\u00e9\"", "\"\xC3\xA9\"", true},
    {"\"\\ud800\"", "\"\\ud801\"", false},
};

START_TEST(compares_values) {
    struct doc *a = support_read(pairs[_i].a), *b = support_read(pairs[_i].b);
    ck_assert(treadle_json_equal(treadle_doc_root(a), treadle_doc_root(b)) == pairs[_i].equal);
    ck_assert(treadle_json_equal(treadle_doc_root(b), treadle_doc_root(a)) == pairs[_i].equal);
    treadle_doc_drop(a);
    treadle_doc_drop(b);
}
END_TEST

static struct doc *numbered(int count, int first, int step) {
    struct text text = {0};
    for (int i = 0, n = first; i < count; i++, n = (n + step) % count)
        treadle_text_printf(&text, "%s\"n%d\":%d", i == 0 ? "{" : ",", n, n);
    treadle_text_add(&text, "}");
    struct doc *doc = support_read(text.bytes);
    treadle_text_clear(&text);
    return doc;
}

START_TEST(compares_thousands_of_members_in_any_order) {
    struct doc *a = numbered(10007, 0, 1), *b = numbered(10007, 5000, 4999);
    ck_assert(treadle_json_equal(treadle_doc_root(a), treadle_doc_root(b)));
    struct doc *c = numbered(10006, 0, 1);
    ck_assert(!treadle_json_equal(treadle_doc_root(a), treadle_doc_root(c)));
    treadle_doc_drop(a);
    treadle_doc_drop(b);
    treadle_doc_drop(c);
}
END_TEST

// RFC 6901 section 5.
static const char example[] =
    "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,"
    "\"k\\\"l\":6,\" \":7,\"m~n\":8,\"~1\":9,\"0\":{\"00\":[[10]]}}";

static const struct {
    const char *pointer, *text;  // NULL: nothing there.
} pointers[] = {
    {"/foo", "[\"bar\",\"baz\"]"},
    {"/foo/0", "\"bar\""},
    {"/foo/1", "\"baz\""},
    {"/", "0"},
    {"/a~1b", "1"},
    {"/c%d", "2"},
    {"/e^f", "3"},
    {"/g|h", "4"},
    {"/i\\j", "5"},
    {"/k\"l", "6"},
    {"/ ", "7"},
    {"/m~0n", "8"},
    {"/~01", "9"},
    {"/0/00/0/0", "10"},
    {"", example},
    {"/foo/2", NULL},
    {"/foo/00", NULL},
    {"/foo/01", NULL},
    {"/foo/-", NULL},
    {"/foo/-1", NULL},
    {"/foo/", NULL},
    {"/foo/0x", NULL},
    {"/foo/4294967296", NULL},
    {"/foo/0/x", NULL},
    {"/fo", NULL},
    {"/fooo", NULL},
    {"foo", NULL},
    {"//", NULL},
};

START_TEST(follows_pointers) {
    struct doc *doc = support_read(example);
    const cJSON *value = treadle_json_at(treadle_doc_root(doc), pointers[_i].pointer);
    ck_assert((value != NULL) == (pointers[_i].text != NULL));
    if (value != NULL) support_same_json(pointers[_i].text, value);
    treadle_doc_drop(doc);
}
END_TEST

START_TEST(writes_pointers) {
    struct text pointer = {0};
    treadle_json_pointer_add(&pointer, "a/b~c");
    treadle_json_pointer_add(&pointer, "");
    treadle_json_pointer_add_index(&pointer, 12);
    treadle_json_pointer_add(&pointer, "~~");
    ck_assert_str_eq(pointer.bytes, "/a~1b~0c//12/~0~0");
    treadle_text_clear(&pointer);
}
END_TEST

Suite *suite_value(void) {
    TCase *tests = tcase_create("value");
    tcase_add_test(tests, finds_members_by_their_exact_name);
    ADD_EACH(tests, names_types, types);
    ADD_EACH(tests, compares_values, pairs);
    tcase_add_test(tests, compares_thousands_of_members_in_any_order);
    ADD_EACH(tests, follows_pointers, pointers);
    tcase_add_test(tests, writes_pointers);
    return support_suite("value", tests);
}
