// Numbers as DynamoDB keeps them.
#include "services/dynamodb/number.h"
#include "tests/dynamodb/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *text, *normal;
} kept[] = {
    {"0", "0"},
    {"-0", "0"},
    {"0e500", "0"},
    {"000", "0"},
    {"0.000", "0"},
    {"1", "1"},
    {"+5", "5"},
    {"5.", "5"},
    {".5", "0.5"},
    {"-.5", "-0.5"},
    {"01.10", "1.1"},
    {"100", "100"},
    {"1e3", "1000"},
    {"1E+3", "1000"},
    {"1e-3", "0.001"},
    {"12.5e1", "125"},
    {"12.5e-1", "1.25"},
    {"1200e-2", "12"},
    {"-0012.3400", "-12.34"},
    {"0.00000000000000000000000000000000000000000001e44", "1"},
    {"9007199254740993", "9007199254740993"},
    {"12345678901234567890123456789012345678", "12345678901234567890123456789012345678"},
    {"123456789012345678901234567890123456780", "123456789012345678901234567890123456780"},
    {"0.1e1000000000000000000000000000000", NULL},
    {"1e125", "1"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "0000000000"
              "00000"},
    {"1e-5", "0.00001"}};

START_TEST(keeps_a_number_in_its_normal_form) {
    struct dynamodb_number number;
    struct text out = {0};
    enum dynamodb_number_problem problem = treadle_dynamodb_number_read(kept[_i].text, &number);
    ck_assert_msg(
        (problem == DYNAMODB_NUMBER_FINE) == (kept[_i].normal != NULL), "%s", kept[_i].text);
    if (kept[_i].normal == NULL) return;
    treadle_dynamodb_number_write(&number, &out);
    ck_assert_str_eq(treadle_text_string(&out), kept[_i].normal);
    treadle_text_clear(&out);
}
END_TEST

static const struct {
    const char *text;
    enum dynamodb_number_problem problem;
} refused[] = {
    {"", DYNAMODB_NUMBER_NONE},
    {"-", DYNAMODB_NUMBER_NONE},
    {".", DYNAMODB_NUMBER_NONE},
    {"e5", DYNAMODB_NUMBER_NONE},
    {"1e", DYNAMODB_NUMBER_NONE},
    {"1e+", DYNAMODB_NUMBER_NONE},
    {"1.2.3", DYNAMODB_NUMBER_NONE},
    {"--1", DYNAMODB_NUMBER_NONE},
    {" 1", DYNAMODB_NUMBER_NONE},
    {"1 ", DYNAMODB_NUMBER_NONE},
    {"0x10", DYNAMODB_NUMBER_NONE},
    {"1,5", DYNAMODB_NUMBER_NONE},
    {"NaN", DYNAMODB_NUMBER_NONE},
    {"Infinity", DYNAMODB_NUMBER_NONE},
    {"1e126", DYNAMODB_NUMBER_TOO_LARGE},
    {"-1e126", DYNAMODB_NUMBER_TOO_LARGE},
    {"10e125", DYNAMODB_NUMBER_TOO_LARGE},
    {"1e99999999999999999999", DYNAMODB_NUMBER_TOO_LARGE},
    {"1e-131", DYNAMODB_NUMBER_TOO_SMALL},
    {"0.1e-130", DYNAMODB_NUMBER_TOO_SMALL},
    {"123456789012345678901234567890123456789", DYNAMODB_NUMBER_TOO_LONG},
    {"-1.23456789012345678901234567890123456789", DYNAMODB_NUMBER_TOO_LONG}};

START_TEST(refuses_what_it_cannot_keep) {
    struct dynamodb_number number;
    ck_assert_msg(
        treadle_dynamodb_number_read(refused[_i].text, &number) == refused[_i].problem, "%s",
        refused[_i].text);
}
END_TEST

// Each goes before the next.
static const char *const ascending[] = {
    "-9.9999999999999999999999999999999999999e125",
    "-1e125",
    "-100",
    "-99.9",
    "-10",
    "-1.25",
    "-1.2",
    "-1",
    "-0.5",
    "-1e-130",
    "0",
    "1e-130",
    "0.0001",
    "0.5",
    "1",
    "1.2",
    "1.25",
    "9",
    "10",
    "99.9",
    "100",
    "1e125",
    "9.9999999999999999999999999999999999999e125"};

START_TEST(orders_numbers_by_value) {
    struct text before = {0}, text = {0};
    for (size_t i = 0; i < COUNT_OF(ascending); i++) {
        struct dynamodb_number number;
        ck_assert(treadle_dynamodb_number_read(ascending[i], &number) == DYNAMODB_NUMBER_FINE);
        treadle_dynamodb_number_order(&number, &text);
        ck_assert_msg(
            i == 0 || strcmp(treadle_text_string(&before), treadle_text_string(&text)) < 0, "%s",
            ascending[i]);
        treadle_text_clear(&before);
        before = text;
        text = (struct text){0};
    }
    treadle_text_clear(&before);
}
END_TEST

static const struct {
    const char *text;
    size_t size;
} sizes[] = {{"0", 1}, {"1", 2}, {"12", 2}, {"1.2", 3}, {"-1", 3}, {"123", 3}, {"1234", 3}};

START_TEST(weighs_a_number_by_its_digits) {
    struct dynamodb_number number;
    ck_assert(treadle_dynamodb_number_read(sizes[_i].text, &number) == DYNAMODB_NUMBER_FINE);
    ck_assert_uint_eq(treadle_dynamodb_number_size(&number), sizes[_i].size);
}
END_TEST

Suite *suite_number(void) {
    TCase *tests = tcase_create("number");
    ADD_EACH(tests, keeps_a_number_in_its_normal_form, kept);
    ADD_EACH(tests, refuses_what_it_cannot_keep, refused);
    tcase_add_test(tests, orders_numbers_by_value);
    ADD_EACH(tests, weighs_a_number_by_its_digits, sizes);
    return support_suite("number", tests);
}
