// Filters: which elements pass. The cases are rows; each document's elements bear a number, `n`.
#include <string.h>

#include "tests/jsonpath/suites.h"
#include "tests/jsonpath/try.h"

// One element of each type under `v`, and one without.
static const char types[] = "[{\"n\":0,\"v\":null},{\"n\":1,\"v\":true},{\"n\":2,\"v\":false},{"
                            "\"n\":3,\"v\":5},{\"n\":4,\"v\":\"5\"},"
                            "{\"n\":5,\"v\":\"abc\"},{\"n\":6,\"v\":[5]},{\"n\":7,\"v\":{\"a\":5}},"
                            "{\"n\":8,\"v\":\"null\"},{\"n\":9}]";

static const struct {
    const char *filter, *want;
} passing[] = {
    // (A text that is no boolean equals false, and "null" is null: as it is.)
    {"@.v", "[1,2,3,4,5,6,7,8]"},
    {"!@.v", "[0,9]"},
    {"@.v == null", "[0,8]"},
    {"@.v != null", "[1,2,3,4,5,6,7]"},
    {"@.v == 5", "[2,3,4]"},
    {"@.v == 5.0", "[2,3]"},
    {"@.v == +5", "[2,3]"},
    {"@.v == 5.", "[2,3]"},
    {"@.v == '5'", "[2,3,4]"},
    {"@.v != 5", "[0,1,5,8]"},
    {"@.v == true", "[1]"},
    {"@.v == TRUE", "[1]"},
    {"@.v == abc", "[2,5]"},
    {"@.v == \"abc\"", "[2]"},
    {"@.v > 4", "[1,3,4,5]"},
    {"@.v < 5.5", "[3,4,8]"},
    {"@.v <= 5", "[2,3,4,8]"},
    {"@.v >= 'abc'", "[1,2,5]"},
    {"@.v =~ /[0-9]/", "[3,4]"},
    {"@.v =~ /A.*/i", "[5]"},
    {"@.v =~ /.*5.*/", "[3,4,6,7]"},
    {"/abc/ =~ @.v", "[5]"},
    {"@.v == /abc/", "[]"},
    {"@.v != /abc/", "[0,8]"},
    {"@.n == 3 || @.n == 4 && @.v == 'x'", "[3]"},
    {"(@.n == 3 || @.n == 4) && @.v == '5'", "[3,4]"},
    {"@.n > 6 && @.n < 9 && @.v", "[7,8]"},
    {"@.nope == @.nope", "[]"},
    {"@.nope != 1", "[]"},
    {"@.v == @.v", "[0,1,2,3,4,5,8]"},
    {"!@.v == 5", "[2,3,4]"},
    {"@['v'] == 5", "[2,3,4]"},
    {"$[3].v == @.v", "[3,4]"},
    {"@.v == $[4].v", "[2,3,4]"},
};

START_TEST(passes_what_jayway_passes) {
    struct text path = {0};
    treadle_text_printf(&path, "$[?(%s)].n", passing[_i].filter);
    trial_find(treadle_text_string(&path), types, true, passing[_i].want);
    treadle_text_clear(&path);
}
END_TEST

static const struct {
    const char *text, *json, *want;
} alone[] = {
    {"$[?(@ == 'a')]", "[\"a\",\"b\",1,null]", "[\"a\"]"},
    {"$[?(@)]", "[0,null,\"\",false]", "[0,\"\",false]"},
    {"$[?(@[0] == 1)]", "[[1],[2]]", "[[1]]"},
    {"$.o[?(@.a)]", "{\"o\":{\"a\":1}}", "[{\"a\":1}]"},
    {"$.o[?(@.b)]", "{\"o\":{\"a\":1}}", "[]"},
    {"$..[?(@.a)].a", "{\"a\":1,\"l\":[{\"a\":2},{\"b\":{\"a\":3}}]}", "[1,2,3]"},
    {"$..[?(@ > 1)]", "[1,2,[3]]", "[]"},
    {"$[?(@ == 'it\\'s')]", "[\"it's\"]", "[\"it's\"]"},
    {"$[?(@ == 'a)b')]", "[\"a)b\"]", "[\"a)b\"]"},
    {"$[?(@ < '\\uFFFD')]", "[\"a\"]", "[]"},
};

START_TEST(tests_the_value_it_stands_at) {
    trial_find(alone[_i].text, alone[_i].json, true, alone[_i].want);
}
END_TEST

static const struct {
    const char *text, *json, *want;
} failing[] = {
    {"$.a[?(@.x)]", "{\"a\":\"s\"}",
     "Filter: [?] can not be applied to primitives. Current context is: s"},
    {"$[?(@.a[0] == 1)]", "[{\"a\":1}]",
     "Filter: [0] can only be applied to arrays. Current context is: 1"},
    {"$[?(@ =~ /(a|aa)+[bc]/)]",
     "[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]",
     "The regular expression takes too long"},
};

START_TEST(fails_the_path_where_a_type_is_wrong) {
    trial_find(failing[_i].text, failing[_i].json, false, failing[_i].want);
}
END_TEST

// Texts are ordered by UTF-16, in which a supplementary character stands before U+FFFD.
START_TEST(orders_texts_as_java_does) {
    trial_find("$[?(@ < '\xef\xbf\xbd')]", "[\"\\ud83d\\ude00\"]", true, "[\"\xf0\x9f\x98\x80\"]");
}
END_TEST

Suite *suite_filter(void) {
    TCase *tests = tcase_create("filter");
    ADD_EACH(tests, passes_what_jayway_passes, passing);
    ADD_EACH(tests, tests_the_value_it_stands_at, alone);
    ADD_EACH(tests, fails_the_path_where_a_type_is_wrong, failing);
    tcase_add_test(tests, orders_texts_as_java_does);
    return support_suite("filter", tests);
}
