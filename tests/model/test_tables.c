// The tables the parser is made of: what the code takes for granted about them.
#include <string.h>

#include "engine/model/machine.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

static const char *const fields[] = {
#define FIELD(name, where, must, language, group, reader) name,
#include "engine/model/fields.def"
#undef FIELD
};

static const char *const comparisons[] = {
#define TEST(text, name, compares, orders) text,
#include "engine/model/choice_tests.def"
#undef TEST
};

static const char *const resources[] = {
#define RESOURCE(service, action, sync, sync_2, token) service ":" action,
#include "engine/model/resources.def"
#undef RESOURCE
};

START_TEST(fields_stand_in_the_order_of_their_names) {
    for (size_t i = 1; i < COUNT_OF(fields); i++)
        ck_assert_str_le(fields[i - 1], fields[i]);
}
END_TEST

START_TEST(comparisons_are_there_once) {
    for (size_t i = 1; i < COUNT_OF(comparisons); i++)
        ck_assert_str_lt(comparisons[i - 1], comparisons[i]);
    // SPEC: 39 with the …Path forms, which all but the six flags and StringMatches have.
    ck_assert_uint_eq(COUNT_OF(comparisons), 23);
}
END_TEST

START_TEST(resources_are_there_once) {
    for (size_t i = 1; i < COUNT_OF(resources); i++)
        ck_assert_str_lt(resources[i - 1], resources[i]);
}
END_TEST

static const char *const error_names[] = {
#define ERROR_NAME(name, remark) name,
#include "engine/model/error_names.def"
#undef ERROR_NAME
};

START_TEST(error_names_are_there_once) {
    for (size_t i = 1; i < COUNT_OF(error_names); i++)
        ck_assert_str_lt(error_names[i - 1], error_names[i]);
    ck_assert_uint_eq(COUNT_OF(error_names), 18);
}
END_TEST

START_TEST(kinds_have_their_names) {
    ck_assert_str_eq(treadle_kind_names[KIND_PASS], "Pass");
    ck_assert_str_eq(treadle_kind_names[KIND_PARALLEL], "Parallel");
}
END_TEST

Suite *suite_tables(void) {
    TCase *tests = tcase_create("tables");
    tcase_add_test(tests, fields_stand_in_the_order_of_their_names);
    tcase_add_test(tests, comparisons_are_there_once);
    tcase_add_test(tests, resources_are_there_once);
    tcase_add_test(tests, error_names_are_there_once);
    tcase_add_test(tests, kinds_have_their_names);
    return support_suite("tables", tests);
}
