// Trees of an embedder's own, in and out.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/foreign.h"
#include "base/json/write.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static const char *const exact[] = {
    "null",
    "{\"a\":[1,1.0,12345678901234567890,1e400,-0,true,false,null,\"s\",{}],\"\":[]}",
    "\"a\\u0000b\\ud800\"",
    "{\"k\\u0000\":{\"\\udfff\":0.10}}",
};

START_TEST(what_goes_out_and_comes_back_is_the_same) {
    struct doc *doc = support_read(exact[_i]);
    cJSON *tree = treadle_tree_of(treadle_doc_root(doc));
    treadle_doc_drop(doc);
    cJSON *twin = cJSON_Duplicate(tree, 1);  // As an embedder might.
    struct doc *back = treadle_doc_from_tree(NULL, tree),
               *again = treadle_doc_from_tree(NULL, twin);
    cJSON_Delete(tree);
    cJSON_Delete(twin);
    same_text(exact[_i], treadle_doc_root(back));
    same_text(exact[_i], treadle_doc_root(again));
    treadle_doc_drop(back);
    treadle_doc_drop(again);
}
END_TEST

START_TEST(a_tree_is_cjsons_own) {
    struct doc *doc = support_read("{\"a\":[1,\"x\"]}");
    cJSON *tree = treadle_tree_of(treadle_doc_root(doc));
    treadle_doc_drop(doc);
    cJSON_AddItemToArray(cJSON_GetObjectItem(tree, "a"), cJSON_CreateTrue());
    char *text = cJSON_PrintUnformatted(tree);
    ck_assert_str_eq(text, "{\"a\":[1,\"x\",true]}");
    cJSON_free(text);
    cJSON_Delete(tree);
}
END_TEST

static void comes_in_as(const char *text, cJSON *tree) {
    struct doc *doc = treadle_doc_from_tree(NULL, tree);
    cJSON_Delete(tree);
    same_text(text, treadle_doc_root(doc));
    treadle_doc_drop(doc);
}

START_TEST(takes_what_cjson_can_make) {
    comes_in_as("0.5", cJSON_CreateNumber(0.5));
    comes_in_as("9007199254740992", cJSON_CreateNumber(9007199254740992.0));
    comes_in_as("null", cJSON_CreateNumber(INFINITY));
    comes_in_as("null", cJSON_CreateNumber(NAN));
    treadle_tree_free(NULL);
    comes_in_as("[1,{\"b\":2.50}]", cJSON_CreateRaw("[1, {\"b\": 2.50}]"));
    comes_in_as("\"no json\"", cJSON_CreateRaw("no json"));
    comes_in_as("\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"", cJSON_CreateString("a\xFF\xC3z"));
    comes_in_as("{\"K\":1,\"k\":2}", cJSON_Parse("{\"K\":1,\"k\":2}"));
    cJSON *wrong = cJSON_CreateNumber(3);
    wrong->valuestring = cJSON_malloc(4);
    memcpy(wrong->valuestring, "abc", 4);
    comes_in_as("3", wrong);
    cJSON *invalid = cJSON_CreateNull();
    invalid->type = cJSON_Invalid;
    comes_in_as("null", invalid);
}
END_TEST

START_TEST(borrows_references_of_the_tree) {
    cJSON *inner = cJSON_Parse("[1,2]"), *outer = cJSON_CreateObject();
    cJSON_AddItemReferenceToObject(outer, "x", inner);
    cJSON_AddItemReferenceToObject(outer, "y", inner);
    comes_in_as("{\"x\":[1,2],\"y\":[1,2]}", outer);
    cJSON_Delete(inner);
}
END_TEST

START_TEST(comes_in_at_any_depth) {
    cJSON *tree = cJSON_CreateTrue();
    for (int i = 0; i < 500; i++) {
        cJSON *outer = cJSON_CreateArray();
        cJSON_AddItemToArray(outer, tree);
        tree = outer;
    }
    char *text = nested("[", "true", "]", 500);
    comes_in_as(text, tree);
    free(text);
}
END_TEST

Suite *suite_foreign(void) {
    TCase *tests = tcase_create("foreign");
    ADD_EACH(tests, what_goes_out_and_comes_back_is_the_same, exact);
    tcase_add_test(tests, a_tree_is_cjsons_own);
    tcase_add_test(tests, takes_what_cjson_can_make);
    tcase_add_test(tests, borrows_references_of_the_tree);
    tcase_add_test(tests, comes_in_at_any_depth);
    return support_suite("foreign", tests);
}
