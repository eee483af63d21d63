// JSON values at the door.
#include <stdlib.h>
#include <string.h>

#include "tests/door/suites.h"
#include "tests/support/support.h"
#include "treadle/treadle.h"

static const char *const unchanged[] = {
    "9223372036854775807",      "1.0", "1e400", "\"a\\u0000b\"", "\"\\ud800\"", "null",
    "{\"a\":[1,{}],\"\":false}"};

START_TEST(a_tree_is_written_as_it_was_read) {
    cJSON *tree = treadle_json_tree(unchanged[_i], NULL);
    ck_assert_ptr_nonnull(tree);
    char *text = treadle_json_text(tree);
    ck_assert_str_eq(text, unchanged[_i]);
    free(text);
    cJSON_Delete(tree);
}
END_TEST

START_TEST(a_tree_of_cjsons_own_is_written_exactly) {
    cJSON *tree = cJSON_CreateObject();
    cJSON_AddNumberToObject(tree, "n", 9007199254740992.0);
    cJSON_AddStringToObject(tree, "s", "Gr\xC3\xBC\xC3\x9F\x65 \xFF");
    cJSON_AddItemToObject(tree, "r", cJSON_CreateRaw("1.50"));
    char *text = treadle_json_text(tree);
    ck_assert_str_eq(
        text, "{\"n\":9007199254740992,\"s\":\"Gr\xC3\xBC\xC3\x9F\x65 \xEF\xBF\xBD\",\"r\":1.50}");
    free(text);
    cJSON_Delete(tree);
}
END_TEST

START_TEST(no_tree_is_null) {
    char *text = treadle_json_text(NULL);
    ck_assert_str_eq(text, "null");
    free(text);
}
END_TEST

START_TEST(what_is_no_json_has_a_place) {
    struct treadle_status status = {0};
    ck_assert_ptr_null(treadle_json_tree("{\n \"a\": tru}", &status));
    ck_assert_int_eq(status.code, TREADLE_EPARSE);
    ck_assert_uint_eq(status.line, 2);
    ck_assert_uint_eq(status.column, 7);
    ck_assert_int_eq(strncmp(status.text, "2:7: ", 5), 0);
    ck_assert_ptr_null(treadle_json_tree("", NULL));
}
END_TEST

static const char text_of_json[] = TREADLE_JSON({"a" : [ 1, true ]});

START_TEST(json_needs_no_backslashes) {
    cJSON *tree = treadle_json_tree(text_of_json, NULL);
    support_same_json("{\"a\":[1,true]}", tree);
    cJSON_Delete(tree);
}
END_TEST

Suite *suite_value(void) {
    TCase *tests = tcase_create("value");
    ADD_EACH(tests, a_tree_is_written_as_it_was_read, unchanged);
    tcase_add_test(tests, a_tree_of_cjsons_own_is_written_exactly);
    tcase_add_test(tests, no_tree_is_null);
    tcase_add_test(tests, what_is_no_json_has_a_place);
    tcase_add_test(tests, json_needs_no_backslashes);
    return support_suite("value", tests);
}
