// Values being built.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static struct arena arena;

static void clear(void) {
    treadle_arena_clear(&arena);
}

static const struct {
    int64_t value;
    const char *text;
    bool kept;
} ints[] = {
    {0, "0", false},
    {-1, "-1", false},
    {999999999999999, "999999999999999", false},
    {-999999999999999, "-999999999999999", false},
    {1000000000000000, "1000000000000000", true},
    {-1000000000000000, "-1000000000000000", true},
    {9007199254740993, "9007199254740993", true},
    {INT64_MAX, "9223372036854775807", true},
    {INT64_MIN, "-9223372036854775808", true},
};

START_TEST(an_int_is_exact) {
    cJSON *node = treadle_scratch_int(&arena, ints[_i].value);
    same_text(ints[_i].text, node);
    ck_assert((node->valuestring != NULL) == ints[_i].kept);
    struct doc *read = support_read(ints[_i].text);
    ck_assert_double_eq(node->valuedouble, treadle_doc_root(read)->valuedouble);
    treadle_doc_drop(read);
}
END_TEST

START_TEST(builds_objects_member_by_member) {
    cJSON *object = treadle_scratch_node(&arena, cJSON_Object);
    cJSON *list = treadle_scratch_node(&arena, cJSON_Array);
    treadle_scratch_append(list, NULL, treadle_scratch_bool(&arena, false));
    treadle_scratch_append(list, NULL, treadle_scratch_node(&arena, cJSON_NULL));
    treadle_scratch_append(list, NULL, treadle_scratch_number(&arena, 0.5));
    treadle_put_text(&arena, object, "text", "t");
    treadle_put_text(&arena, object, "no text", NULL);
    treadle_put_int(&arena, object, "int", INT64_MAX);
    treadle_put_bool(&arena, object, "bool", true);
    treadle_put_value(&arena, object, "list", list);
    treadle_put_value(&arena, object, "no value", NULL);
    same_text(
        "{\"text\":\"t\",\"int\":9223372036854775807,\"bool\":true,\"list\":[false,null,0.5]}",
        object);
    ck_assert(cJSON_IsTrue(treadle_json_member(object, "bool")));
    ck_assert_int_eq(treadle_json_member(object, "bool")->valueint, 1);
}
END_TEST

START_TEST(a_link_shows_what_lives_elsewhere) {
    struct doc *doc = support_read("{\"a\":{\"b\":[1,2]},\"c\":3}");
    const cJSON *part = treadle_json_member(treadle_doc_root(doc), "a");
    cJSON *array = treadle_scratch_node(&arena, cJSON_Array);
    treadle_scratch_append(array, NULL, treadle_scratch_link(&arena, part));
    treadle_scratch_append(array, NULL, treadle_scratch_link(&arena, part));
    ck_assert_ptr_eq(array->child->child, part->child);
    ck_assert(array->child->type & cJSON_IsReference);
    same_text("[{\"b\":[1,2]},{\"b\":[1,2]}]", array);
    same_text("{\"a\":{\"b\":[1,2]},\"c\":3}", treadle_doc_root(doc));
    treadle_doc_drop(doc);
}
END_TEST

START_TEST(a_copy_shares_nothing) {
    struct doc *doc = support_read("{\"a\":[\"x\",1.0,{\"b\":\"y\"}]}");
    cJSON *copy = treadle_scratch_copy(&arena, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    same_text("{\"a\":[\"x\",1.0,{\"b\":\"y\"}]}", copy);
}
END_TEST

START_TEST(reads_into_the_arena) {
    const cJSON *value = treadle_scratch_read(&arena, "{\"a\":[1,2.0]} ", 14);
    same_text("{\"a\":[1,2.0]}", value);
    ck_assert_ptr_null(treadle_scratch_read(&arena, "{\"a\":", 5));
    ck_assert_ptr_null(treadle_scratch_read(&arena, "", 0));
}
END_TEST

Suite *suite_scratch(void) {
    TCase *tests = tcase_create("scratch");
    tcase_add_checked_fixture(tests, NULL, clear);
    ADD_EACH(tests, an_int_is_exact, ints);
    tcase_add_test(tests, builds_objects_member_by_member);
    tcase_add_test(tests, a_link_shows_what_lives_elsewhere);
    tcase_add_test(tests, a_copy_shares_nothing);
    tcase_add_test(tests, reads_into_the_arena);
    return support_suite("scratch", tests);
}
