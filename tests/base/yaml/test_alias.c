// Anchors, aliases, and how many values they may stand for.
#include <string.h>

#include "base/limits.h"
#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *yaml, *json;
} aliases[] = {
    {"- &a x\n- *a\n", "[\"x\",\"x\"]"},
    {"- &a 1.50\n- *a\n- &a {b: 2}\n- *a\n", "[1.50,1.50,{\"b\":2},{\"b\":2}]"},
    {"a: &x [1, {b: &y c}]\nd: *x\ne: *y\n",
     "{\"a\":[1,{\"b\":\"c\"}],\"d\":[1,{\"b\":\"c\"}],\"e\":\"c\"}"},
    {"&k key: 1\nother: *k\n", "{\"key\":1,\"other\":\"key\"}"},
    {"a: &x name\n*x : 1\n", "{\"a\":\"name\",\"name\":1}"},
    {"- &a []\n- *a\n- &b\n- *b\n", "[[],[],null,null]"},
};

START_TEST(an_alias_is_a_copy) {
    reads_as(aliases[_i].yaml, YAML_TAGS_REFUSED, aliases[_i].json);
}
END_TEST

static const struct {
    const char *yaml, *at, *pointer, *message;
} wrong[] = {
    {"- *a\n", "1:3", "/0", "the alias '*a' has no anchor '&a' before it"},
    {"- *a\n- &a 1\n", "1:3", "/0", "the alias '*a' has no anchor '&a' before it"},
    {"&a [1, *a]", "1:8", "/1", "the alias '*a' stands inside what it stands for"},
    {"x: &a {b: [*a]}", "1:12", "/x/b/0", "the alias '*a' stands inside what it stands for"},
};

START_TEST(refuses_aliases_that_stand_for_nothing) {
    refuses(wrong[_i].yaml, YAML_TAGS_REFUSED, wrong[_i].at, wrong[_i].pointer, wrong[_i].message);
}
END_TEST

START_TEST(a_billion_laughs_end_early) {
    struct text text = {0};
    treadle_text_add(&text, "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 9; i++) {
        treadle_text_printf(&text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++)
            treadle_text_printf(&text, "%s*a%d", j == 0 ? "" : ", ", i - 1);
        treadle_text_add(&text, "]\n");
    }
    refuses(
        text.bytes, YAML_TAGS_REFUSED, "5:10", "/a4/0", "aliases stand for more than 10000 values");
    treadle_text_clear(&text);
}
END_TEST

START_TEST(aliases_may_stand_for_as_many_values_as_the_limit) {
    for (int more = 0; more < 2; more++) {
        struct text text = {0};
        treadle_text_add(&text, "- &a 1\n");
        for (int i = 0; i < LIMIT_yaml_aliases_max + more; i++)
            treadle_text_add(&text, "- *a\n");
        struct read_problem problem;
        struct doc *doc =
            treadle_yaml_read(text.bytes, text.count, YAML_TAGS_REFUSED, NULL, &problem);
        ck_assert((doc != NULL) == (more == 0));
        treadle_doc_drop(doc);
        treadle_text_clear(&text);
    }
}
END_TEST

// Each alias is a hundred levels deeper than the last.
START_TEST(aliases_do_not_nest_deeper_than_the_limit) {
    struct text text = {0};
    treadle_text_add(&text, "- &a0 x\n");
    for (int i = 1; i <= 10; i++) {
        treadle_text_printf(
            &text, "- &a%d %.*s*a%d%.*s\n", i, 100,
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            i - 1, 100,
            "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
            "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
    }
    struct read_problem problem;
    ck_assert_ptr_null(
        treadle_yaml_read(text.bytes, text.count, YAML_TAGS_REFUSED, NULL, &problem));
    ck_assert_str_eq(problem.message, "nested deeper than 1000 levels");
    ck_assert_uint_eq(problem.line, 11);
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_alias(void) {
    TCase *tests = tcase_create("alias");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, an_alias_is_a_copy, aliases);
    ADD_EACH(tests, refuses_aliases_that_stand_for_nothing, wrong);
    tcase_add_test(tests, a_billion_laughs_end_early);
    tcase_add_test(tests, aliases_may_stand_for_as_many_values_as_the_limit);
    tcase_add_test(tests, aliases_do_not_nest_deeper_than_the_limit);
    return support_suite("alias", tests);
}
