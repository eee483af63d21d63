// Members by name are the same, few or many.
#include <stdio.h>

#include "base/json/members.h"
#include "base/json/value.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static const int counts[] = {0, 1, 16, 17, 1000};

START_TEST(finds_each_and_no_other) {
    struct text text = {0};
    treadle_text_add(&text, "{");
    for (int i = 0; i < counts[_i]; i++)
        treadle_text_printf(&text, "%s\"m%d\":%d", i == 0 ? "" : ",", i, i);
    treadle_text_add(&text, "}");
    struct doc *doc = support_read(text.bytes);
    struct members members;
    treadle_members_init(&members, treadle_doc_root(doc));
    for (int i = 0; i < counts[_i]; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "m%d", i);
        const cJSON *found = treadle_members_find(&members, name);
        ck_assert_ptr_eq(found, treadle_json_member(treadle_doc_root(doc), name));
        ck_assert_ptr_nonnull(found);
    }
    ck_assert_ptr_null(treadle_members_find(&members, "m"));
    treadle_members_clear(&members);
    treadle_doc_drop(doc);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(what_is_no_object_has_none) {
    struct doc *doc = support_read("[1,2]");
    struct members members;
    treadle_members_init(&members, treadle_doc_root(doc));
    ck_assert_ptr_null(treadle_members_find(&members, "0"));
    treadle_members_clear(&members);
    treadle_doc_drop(doc);
}
END_TEST

Suite *suite_members(void) {
    TCase *tests = tcase_create("members");
    ADD_EACH(tests, finds_each_and_no_other, counts);
    tcase_add_test(tests, what_is_no_object_has_none);
    return support_suite("members", tests);
}
