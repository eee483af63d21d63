// Attribute values: checked, in their normal form, weighed.
#include "services/dynamodb/attribute.h"
#include "tests/dynamodb/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *given, *kept;
} fine[] = {
    {"{}", "{}"},
    {"{\"a\":{\"S\":\"\"}}", "{\"a\":{\"S\":\"\"}}"},
    {"{\"a\":{\"S\":\"x\\u0000y\"}}", "{\"a\":{\"S\":\"x\\u0000y\"}}"},
    {"{\"a\":{\"N\":\"01.10\"}}", "{\"a\":{\"N\":\"1.1\"}}"},
    {"{\"a\":{\"B\":\"\"}}", "{\"a\":{\"B\":\"\"}}"},
    {"{\"a\":{\"B\":\"AAEC/+8=\"}}", "{\"a\":{\"B\":\"AAEC/+8=\"}}"},
    {"{\"a\":{\"BOOL\":false}}", "{\"a\":{\"BOOL\":false}}"},
    {"{\"a\":{\"BOOL\":\"TRUE\"}}", "{\"a\":{\"BOOL\":true}}"},
    {"{\"a\":{\"NULL\":true}}", "{\"a\":{\"NULL\":true}}"},
    {"{\"a\":{\"SS\":[\"b\",\"a\"]}}", "{\"a\":{\"SS\":[\"b\",\"a\"]}}"},
    {"{\"a\":{\"NS\":[\"2\",\"1e1\"]}}", "{\"a\":{\"NS\":[\"2\",\"10\"]}}"},
    {"{\"a\":{\"BS\":[\"AA==\",\"AQ==\"]}}", "{\"a\":{\"BS\":[\"AA==\",\"AQ==\"]}}"},
    {"{\"a\":{\"M\":{}}}", "{\"a\":{\"M\":{}}}"},
    {"{\"a\":{\"L\":[]}}", "{\"a\":{\"L\":[]}}"},
    {"{\"a\":{\"M\":{\"b\":{\"L\":[{\"N\":\"1.0\"}]}}}}",
     "{\"a\":{\"M\":{\"b\":{\"L\":[{\"N\":\"1\"}]}}}}"},
    {"{\"a\":{\"S\":\"x\",\"N\":null,\"new\":1}}", "{\"a\":{\"S\":\"x\"}}"}};

START_TEST(keeps_what_is_fine) {
    struct doc *given = support_read(fine[_i].given);
    struct arena arena = {0};
    struct attribute_problem problem = {0};
    const cJSON *kept = treadle_attributes_normal(&arena, treadle_doc_root(given), &problem);
    ck_assert_msg(kept != NULL, "%s: %s", fine[_i].given, problem.text);
    support_same_json(fine[_i].kept, kept);
    treadle_arena_clear(&arena);
    treadle_doc_drop(given);
}
END_TEST

#define INVALID "One or more parameter values were invalid: "
#define EMPTY                                                                                      \
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"

static const struct {
    const char *given, *problem;
    bool bare;
} refused[] = {
    {"{\"a\":{}}", EMPTY, false},
    {"{\"a\":{\"S\":null}}", EMPTY, false},
    {"{\"a\":{\"X\":\"1\"}}", EMPTY, false},
    {"{\"a\":null}", EMPTY, false},
    {"{\"a\":\"plain\"}", EMPTY, false},
    {"{\"a\":{\"M\":{\"b\":{}}}}", EMPTY, false},
    {"{\"a\":{\"L\":[{}]}}", EMPTY, false},
    {"{\"a\":{\"S\":\"x\",\"N\":\"1\"}}",
     "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
     "supported datatypes",
     false},
    {"{\"a\":{\"N\":\"\"}}", "The parameter cannot be converted to a numeric value", true},
    {"{\"a\":{\"N\":\"b\"}}", "The parameter cannot be converted to a numeric value: b", true},
    {"{\"a\":{\"NULL\":false}}", INVALID "Null attribute value types must have the value of true",
     false},
    {"{\"a\":{\"SS\":[]}}", INVALID "An string set  may not be empty", false},
    {"{\"a\":{\"NS\":[]}}", INVALID "An number set  may not be empty", true},
    {"{\"a\":{\"BS\":[]}}", INVALID "Binary sets should not be empty", false},
    {"{\"a\":{\"SS\":[\"a\",\"\"]}}",
     INVALID "An string set may not have a empty string as a member", false},
    {"{\"a\":{\"BS\":[\"\"]}}", INVALID "Binary sets may not contain null or empty values", false},
    {"{\"a\":{\"SS\":[\"b\",\"a\",\"b\"]}}",
     INVALID "Input collection [b, a, b] contains duplicates.", true},
    {"{\"a\":{\"NS\":[\"1\",\"1.0\"]}}", "Input collection contains duplicates", true},
    {"{\"a\":{\"BS\":[\"AA==\",\"AA==\"]}}",
     INVALID "Input collection [AA==, AA==]of type BS contains duplicates.", true},
    {"{\"a\":{\"S\":1}}", "Unexpected value type in payload", false},
    {"{\"a\":{\"SS\":[1]}}", "Unexpected value type in payload", false},
    {"{\"a\":{\"M\":[]}}", "Unexpected value type in payload", false},
    {"{\"a\":{\"L\":{}}}", "Unexpected value type in payload", false},
    {"{\"a\":{\"B\":\"AB==\"}}", "Invalid Base64 encoding", false},
    {"[]", "Unexpected value type in payload", false}};

START_TEST(refuses_the_rest_in_dynamodbs_words) {
    struct doc *given = support_read(refused[_i].given);
    struct arena arena = {0};
    struct attribute_problem problem = {0};
    ck_assert_ptr_null(treadle_attributes_normal(&arena, treadle_doc_root(given), &problem));
    ck_assert_str_eq(problem.text, refused[_i].problem);
    ck_assert_msg(problem.bare == refused[_i].bare, "%s", refused[_i].given);
    treadle_arena_clear(&arena);
    treadle_doc_drop(given);
}
END_TEST

// An attribute with [depth] maps around its text.
static struct doc *nested(int depth) {
    struct text text = {0};
    treadle_text_add(&text, "{\"a\":");
    for (int i = 0; i < depth; i++)
        treadle_text_add(&text, "{\"M\":{\"n\":");
    treadle_text_add(&text, "{\"S\":\"leaf\"}");
    for (int i = 0; i < depth; i++)
        treadle_text_add(&text, "}}");
    treadle_text_add(&text, "}");
    struct doc *doc = support_read(treadle_text_string(&text));
    treadle_text_clear(&text);
    return doc;
}

START_TEST(nests_values_to_32_levels) {
    struct arena arena = {0};
    struct attribute_problem problem = {0};
    struct doc *deepest = nested(31), *deeper = nested(32);
    ck_assert_ptr_nonnull(treadle_attributes_normal(&arena, treadle_doc_root(deepest), &problem));
    ck_assert_ptr_null(treadle_attributes_normal(&arena, treadle_doc_root(deeper), &problem));
    ck_assert_str_eq(
        problem.text, "Nesting Levels have exceeded supported limits: Attributes in the item have "
                      "nested levels beyond supported limit");
    treadle_doc_drop(deepest);
    treadle_doc_drop(deeper);
    treadle_arena_clear(&arena);
}
END_TEST

static const struct {
    const char *item;
    size_t size;
} sizes[] = {
    {"{}", 0},
    {"{\"id\":{\"S\":\"abc\"}}", 5},
    {"{\"id\":{\"S\":\"\\u00e4\\u0000\"}}", 5},
    {"{\"n\":{\"N\":\"123\"}}", 4},
    {"{\"b\":{\"B\":\"AAEC/+8=\"}}", 6},
    {"{\"b\":{\"B\":\"\"}}", 1},
    {"{\"b\":{\"BOOL\":true},\"n\":{\"NULL\":true}}", 4},
    {"{\"s\":{\"SS\":[\"a\",\"bc\"]}}", 4},
    {"{\"l\":{\"L\":[{\"S\":\"a\"},{\"S\":\"b\"}]}}", 8},
    {"{\"m\":{\"M\":{\"k\":{\"S\":\"a\"}}}}", 7}};

START_TEST(weighs_items_as_the_guide_says) {
    struct doc *item = support_read(sizes[_i].item);
    ck_assert_uint_eq(treadle_attributes_size(treadle_doc_root(item)), sizes[_i].size);
    treadle_doc_drop(item);
}
END_TEST

Suite *suite_attribute(void) {
    TCase *tests = tcase_create("attribute");
    ADD_EACH(tests, keeps_what_is_fine, fine);
    ADD_EACH(tests, refuses_the_rest_in_dynamodbs_words, refused);
    tcase_add_test(tests, nests_values_to_32_levels);
    ADD_EACH(tests, weighs_items_as_the_guide_says, sizes);
    return support_suite("attribute", tests);
}
