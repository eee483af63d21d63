// Reading: what is read is written again byte for byte, and what is allocated is what is needed.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/utf8.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static const char *const unchanged[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "999999999999999",
    "-999999999999999",
    "1000000000000000",
    "9007199254740993",
    "9223372036854775807",
    "123456789012345678901234567890",
    "1.0",
    "-0.0",
    "0.10",
    "1e400",
    "-1e-400",
    "1E+2",
    "1e-2",
    "1.5E07",
    "\"\"",
    "\"a\"",
    "\"1234567\"",
    "\"12345678\"",
    "\"123456789012345\"",
    "\"1234567890123456\"",
    "\"a\\u0000b\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"x\\udfff\"",
    "\"\\ud83dA\"",
    "\"\\\"\\\\\\b\\f\\n\\r\\t\"",
    "\"\\u0001\\u001f\"",
    "\"/\"",
    "\"\x7F\"",
    "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"",
    "\"\xEF\xBB\xBF\"",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "{\"\":{}}",
    "[1,[2,[3,[]],4],5]",
    "{\"a\":1,\"b\":[true,false,null],\"c\":{\"d\":\"e\",\"f\":[]}}",
    "{\"\\u0000\":1,\"\\ud800\":2,\"\\\"\":3}",
    "[\",[{,\",\",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\"]",
};

START_TEST(writes_what_it_read) {
    struct doc *doc = support_read(unchanged[_i]);
    same_text(unchanged[_i], treadle_doc_root(doc));
    treadle_doc_drop(doc);
}
END_TEST

static const struct {
    const char *text, *compact;
} spellings[] = {
    {" \t\r\n1 \t\r\n", "1"},
    {" { \"a\" : [ 1 , 2 ] , \"b\" : { } } ", "{\"a\":[1,2],\"b\":{}}"},
    {"\"\\u0041\\/\\u00e9\\u20AC\"", "\"A/\xC3\xA9\xE2\x82\xAC\""},
    {"\"\\ud83d\\uDE00\"", "\"\xF0\x9F\x98\x80\""},
    {"\"\\ud83d\\ud83d\\ude00\"", "\"\\ud83d\xF0\x9F\x98\x80\""},
    {"\"\\u000a\\u001B\"", "\"\\n\\u001b\""},
    {"\"\\uD800\\n\"", "\"\\ud800\\n\""},
};

START_TEST(writes_compactly_what_was_spelled_otherwise) {
    struct doc *doc = support_read(spellings[_i].text);
    same_text(spellings[_i].compact, treadle_doc_root(doc));
    treadle_doc_drop(doc);
}
END_TEST

// In data the last of two equal names counts, at the first one's place.
static const struct {
    const char *text, *compact;
} twins[] = {
    {"{\"a\":1,\"a\":2}", "{\"a\":2}"},
    {"{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}"},
    {"{\"b\":0,\"a\":1,\"a\":2}", "{\"b\":0,\"a\":2}"},
    {"{\"a\":1,\"a\":2,\"a\":{\"x\":[1,2]}}", "{\"a\":{\"x\":[1,2]}}"},
    {"{\"a\":{\"x\":[1,2]},\"a\":null}", "{\"a\":null}"},
    {"{\"a\":[],\"b\":{\"c\":1,\"c\":2},\"a\":\"s\"}", "{\"a\":\"s\",\"b\":{\"c\":2}}"},
    {"{\"\":1,\"\":2}", "{\"\":2}"},
    {"{\"a\\u0000\":1,\"a\":2,\"a\\u0000\":3}", "{\"a\\u0000\":3,\"a\":2}"},
    {"{\"\\u0061\":1,\"a\":2.50}", "{\"a\":2.50}"},
    {"[{\"k\":1,\"k\":2},{\"k\":3}]", "[{\"k\":2},{\"k\":3}]"},
};

START_TEST(the_last_of_two_equal_names_counts) {
    struct doc *doc = support_read(twins[_i].text);
    same_text(twins[_i].compact, treadle_doc_root(doc));
    treadle_doc_drop(doc);
}
END_TEST

static void put_member(struct text *text, int number, int value) {
    treadle_text_printf(text, "%s\"name%d\":%d", text->count > 1 ? "," : "", number, value);
}

START_TEST(finds_equal_names_among_thousands) {
    struct text text = {0}, want = {0};
    treadle_text_add(&text, "{");
    treadle_text_add(&want, "{");
    for (int i = 0; i < 5000; i++) {
        put_member(&text, i, i);
        put_member(&want, i, i % 100 == 0 ? -i : i);
    }
    for (int i = 0; i < 5000; i += 100)
        put_member(&text, i, -i);
    treadle_text_add(&text, "}");
    treadle_text_add(&want, "}");
    struct doc *doc = support_read(text.bytes);
    same_text(want.bytes, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    treadle_text_clear(&text);
    treadle_text_clear(&want);
}
END_TEST

static const struct {
    const char *open, *inside, *close;
} nests[] = {{"[", "", "]"}, {"[", "1", "]"}, {"{\"a\":", "{}", "}"}, {"[{\"b\":", "[]", "}]"}};

START_TEST(nests_as_deeply_as_the_limit_and_no_deeper) {
    int each = (int)strlen(nests[_i].close);
    bool empty = *nests[_i].inside == '{' || *nests[_i].inside == '[';
    int depth = (LIMIT_json_depth_max - empty) / each;
    char *text = nested(nests[_i].open, nests[_i].inside, nests[_i].close, depth);
    struct doc *doc = support_read(text);
    same_text(text, treadle_doc_root(doc));
    ck_assert(treadle_json_equal(treadle_doc_root(doc), treadle_doc_root(doc)));
    treadle_doc_drop(doc);
    free(text);
    text = nested(nests[_i].open, nests[_i].inside, nests[_i].close, depth + 1);
    struct read_problem problem;
    ck_assert_ptr_null(treadle_doc_read(NULL, text, strlen(text), &problem));
    ck_assert_str_eq(problem.message, "nested deeper than 1000 levels");
    free(text);
}
END_TEST

START_TEST(wastes_no_more_than_a_quarter) {
    struct text text = {0};
    treadle_text_add(&text, "[\"");
    for (int i = 0; i < 10000; i++)
        treadle_text_add(&text, ",");
    treadle_text_add(&text, "\"]");
    struct doc *doc = support_read(text.bytes);
    ck_assert_uint_eq(doc->size, sizeof(*doc) + 2 * sizeof(cJSON) + 10001);
    treadle_doc_drop(doc);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(a_pool_counts_what_is_read) {
    struct pool pool = {0};
    struct doc *doc = treadle_doc_read(&pool, "[1,2,\",,,,\"]", 12, NULL);
    ck_assert_uint_eq(pool.bytes, doc->size);
    ck_assert_ptr_eq(doc->pool, &pool);
    struct read_problem problem;
    ck_assert_ptr_null(treadle_doc_read(&pool, "[1,2,,", 6, &problem));
    ck_assert_uint_eq(pool.bytes, doc->size);
    treadle_doc_drop(doc);
    ck_assert_uint_eq(pool.bytes, 0);
    treadle_pool_clear(&pool);
}
END_TEST

static void put_random(struct text *text, uint64_t *random, int depth) {
    static const char *const scalars[] = {"null", "true", "-0",   "1.50", "12345678901234567890",
                                          "\"\"", "7",    "1E+9", "{}",   "[]"};
    uint64_t kind = treadle_random_below(random, depth > 4 ? 2 : 4);
    if (kind == 0) treadle_text_add(text, scalars[treadle_random_below(random, COUNT_OF(scalars))]);
    if (kind == 1) {
        treadle_text_add(text, "\"");
        for (uint64_t i = treadle_random_below(random, 40); i > 0; i--) {
            uint32_t code = (uint32_t)treadle_random_below(random, 3) == 0
                                ? (uint32_t)treadle_random_below(random, 0xD800)
                                : 'a' + (uint32_t)treadle_random_below(random, 26);
            char bytes[5];
            if (code < 0x20 || code == '"' || code == '\\') code = '_';
            *treadle_utf8_put(bytes, code) = '\0';
            treadle_text_add(text, bytes);
        }
        treadle_text_add(text, "\"");
    }
    if (kind < 2) return;
    treadle_text_add(text, kind == 2 ? "[" : "{");
    uint64_t count = treadle_random_below(random, 6);
    for (uint64_t i = 0; i < count; i++) {
        if (i > 0) treadle_text_add(text, ",");
        if (kind == 3) treadle_text_printf(text, "\"k%u\":", (unsigned)i);
        put_random(text, random, depth + 1);
    }
    treadle_text_add(text, kind == 2 ? "]" : "}");
}

START_TEST(random_values_survive_and_their_ruins_are_refused_or_read) {
    uint64_t random = 21;
    for (int i = 0; i < 400; i++) {
        struct text text = {0};
        put_random(&text, &random, 0);
        struct doc *doc = support_read(text.bytes);
        same_text(text.bytes, treadle_doc_root(doc));
        treadle_doc_drop(doc);
        for (int ruin = 0; ruin < 20; ruin++) {
            size_t size = treadle_random_below(&random, text.count + 1);
            char *exact = treadle_alloc(size);
            memcpy(exact, text.bytes, size);
            if (size > 0) exact[treadle_random_below(&random, size)] ^= (char)(1 << ruin % 8);
            struct read_problem problem;
            struct places places = {0};
            treadle_doc_drop(treadle_doc_read(NULL, exact, size, &problem));
            treadle_doc_drop(treadle_doc_read_source(exact, size, &places, &problem));
            treadle_places_clear(&places);
            free(exact);
        }
        treadle_text_clear(&text);
    }
}
END_TEST

Suite *suite_read(void) {
    TCase *tests = tcase_create("read");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, writes_what_it_read, unchanged);
    ADD_EACH(tests, writes_compactly_what_was_spelled_otherwise, spellings);
    ADD_EACH(tests, the_last_of_two_equal_names_counts, twins);
    tcase_add_test(tests, finds_equal_names_among_thousands);
    ADD_EACH(tests, nests_as_deeply_as_the_limit_and_no_deeper, nests);
    tcase_add_test(tests, wastes_no_more_than_a_quarter);
    tcase_add_test(tests, a_pool_counts_what_is_read);
    tcase_add_test(tests, random_values_survive_and_their_ruins_are_refused_or_read);
    return support_suite("read", tests);
}
