// Numbers: the nearest double, the shortest text, and decimals of any length compared.
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/number_inside.h"
#include "base/random.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

static double double_of(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

static double read(const char *text) {
    return treadle_number_read(text, strlen(text));
}

static const struct {
    const char *text;
    uint64_t bits;
} doubles[] = {
    {"0", 0},
    {"-0", UINT64_C(0x8000000000000000)},
    {"0e999999999999999999999", 0},
    {"0.0000e-5", 0},
    {"1", UINT64_C(0x3FF0000000000000)},
    {"-1.5", UINT64_C(0xBFF8000000000000)},
    {"0.1", UINT64_C(0x3FB999999999999A)},
    {"123456789012345678", UINT64_C(0x437B69B4BA630F35)},
    {"9007199254740992", UINT64_C(0x4340000000000000)},
    {"9007199254740993", UINT64_C(0x4340000000000000)},  // A tie, to even.
    {"9007199254740994", UINT64_C(0x4340000000000001)},
    {"9007199254740995", UINT64_C(0x4340000000000002)},  // A tie, to even.
    {"9007199254740993.0000000000000000000000000000000001", UINT64_C(0x4340000000000001)},
    {"9007199254740992.9999999999999999999999999999999999", UINT64_C(0x4340000000000000)},
    {"1e22", UINT64_C(0x4480F0CF064DD592)},
    {"1e23", UINT64_C(0x44B52D02C7E14AF6)},
    {"1E+2", UINT64_C(0x4059000000000000)},
    {"100e-2", UINT64_C(0x3FF0000000000000)},
    {"1.7976931348623157e308", UINT64_C(0x7FEFFFFFFFFFFFFF)},
    {"1.7976931348623158e308", UINT64_C(0x7FEFFFFFFFFFFFFF)},
    {"1.7976931348623159e308", UINT64_C(0x7FF0000000000000)},
    {"1e400", UINT64_C(0x7FF0000000000000)},
    {"-1e400", UINT64_C(0xFFF0000000000000)},
    {"1e99999999999999999999999", UINT64_C(0x7FF0000000000000)},
    {"2.2250738585072014e-308", UINT64_C(0x0010000000000000)},
    {"2.2250738585072011e-308", UINT64_C(0x000FFFFFFFFFFFFF)},
    {"4.9406564584124654e-324", 1},
    {"2.4703282292062327e-324", 0},
    {"2.4703282292062328e-324", 1},
    {"1e-400", 0},
    {"-1e-99999999999999999999999", UINT64_C(0x8000000000000000)},
};

START_TEST(reads_the_nearest_double) {
    ck_assert_uint_eq(bits_of(read(doubles[_i].text)), doubles[_i].bits);
}
END_TEST

START_TEST(reads_only_as_far_as_told) {
    ck_assert_double_eq(treadle_number_read("12345", 3), 123);
    ck_assert_double_eq(treadle_number_read("1.25e10", 4), 1.25);
}
END_TEST

// The middle between 1 and the next double has 53 digits behind the point. One digit a thousand
// places behind them decides.
START_TEST(the_last_digit_of_many_decides) {
    static const char middle[] = "1.00000000000000011102230246251565404236316680908203125";
    struct text text = {0};
    treadle_text_add(&text, middle);
    ck_assert_uint_eq(bits_of(read(text.bytes)), bits_of(1.0));
    for (int i = 0; i < 1000; i++)
        treadle_text_add(&text, "0");
    ck_assert_uint_eq(bits_of(read(text.bytes)), bits_of(1.0));
    treadle_text_add(&text, "1");
    ck_assert_uint_eq(bits_of(read(text.bytes)), bits_of(1.0) + 1);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(a_long_text_with_its_exponent_is_a_short_one) {
    struct text text = {0};
    treadle_text_add(&text, "0.");
    for (int i = 0; i < 20000; i++)
        treadle_text_add(&text, "0");
    treadle_text_add(&text, "15e20001");
    ck_assert_double_eq(read(text.bytes), 1.5);
    treadle_text_clear(&text);
    treadle_text_add(&text, "15");
    for (int i = 0; i < 20000; i++)
        treadle_text_add(&text, "0");
    treadle_text_add(&text, "e-20001");
    ck_assert_double_eq(read(text.bytes), 1.5);
    treadle_text_clear(&text);
}
END_TEST

static const char *const tables[] = {
    "jsontestsuite/numbers/freetype-2-7.txt",      "jsontestsuite/numbers/google-wuffs.txt",
    "jsontestsuite/numbers/lemire-fast-float.txt", "jsontestsuite/numbers/more-test-cases.txt",
    "jsontestsuite/numbers/tencent-rapidjson.txt",
};

static bool is_json_number(const char *text) {
    const char *at = text + (*text == '-');
    size_t whole = strspn(at, "0123456789");
    if (whole == 0 || (whole > 1 && *at == '0')) return false;
    at += whole;
    if (*at == '.') {
        size_t fraction = strspn(at + 1, "0123456789");
        if (fraction == 0) return false;
        at += 1 + fraction;
    }
    if (*at == 'e' || *at == 'E') {
        at += 1 + (at[1] == '+' || at[1] == '-');
        size_t exponent = strspn(at, "0123456789");
        if (exponent == 0) return false;
        at += exponent;
    }
    return *at == '\0';
}

// Rows are "<16 bits> <32 bits> <64 bits> <text>", in hexadecimal.
static int check_rows(char *rows) {
    int count = 0;
    for (char *row = rows, *next; *row != '\0'; row = next) {
        size_t size = strcspn(row, "\n");
        next = row + size + (row[size] != '\0');
        row[size] = '\0';
        if (size < 32 || !is_json_number(row + 31)) continue;
        uint64_t want = strtoull(row + 14, NULL, 16), have = bits_of(read(row + 31));
        if (have != want) ck_abort_msg("%s: %016llX", row, (unsigned long long)have);
        count++;
    }
    return count;
}

static int check_table(const char *name) {
    const char *path = support_data(name);
    if (path == NULL) return -1;
    struct text text = {0};
    support_file(path, &text);
    int count = check_rows(text.bytes);
    treadle_text_clear(&text);
    return count;
}

START_TEST(reads_the_nearest_double_of_every_recorded_row) {
    int count = check_table(tables[_i]);
    ck_assert_int_ne(count, 0);
}
END_TEST

// A locale whose decimal point is a comma, where the system has one.
static bool set_comma(void) {
    static const char *const names[] = {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "pl_PL.UTF-8"};
    const char *set = NULL;
    for (size_t i = 0; i < COUNT_OF(names) && set == NULL; i++)
        set = setlocale(LC_ALL, names[i]);
    if (set == NULL) (void)printf("SKIPPED a decimal comma: no such locale\n");
    if (set != NULL) ck_assert_str_eq(localeconv()->decimal_point, ",");
    return set != NULL;
}

START_TEST(reads_and_writes_the_same_where_the_point_is_a_comma) {
    (void)set_comma();
    char text[NUMBER_TEXT_SIZE + 1];
    text[treadle_number_write(text, 1234.5)] = '\0';
    ck_assert_str_eq(text, "1234.5");
    ck_assert_double_eq(read("1234.5"), 1234.5);
}
END_TEST

START_TEST(reads_every_recorded_row_the_same_where_the_point_is_a_comma) {
    if (set_comma()) ck_assert_int_ne(check_table(tables[_i]), 0);
}
END_TEST

static const struct {
    double value;
    const char *text;
} texts[] = {
    {0, "0"},
    {-0.0, "-0"},
    {1, "1"},
    {-1, "-1"},
    {0.1, "0.1"},
    {-0.5, "-0.5"},
    {1.0 / 3, "0.3333333333333333"},
    {2.0 / 3, "0.6666666666666666"},
    {100, "100"},
    {1234.5, "1234.5"},
    {999999999999999, "999999999999999"},
    {1e15, "1000000000000000"},
    {9007199254740992.0, "9007199254740992"},
    {123456789012345680000.0, "123456789012345680000"},
    {1e20, "100000000000000000000"},
    {1e21, "1e+21"},
    {1.5e21, "1.5e+21"},
    {1e23, "1e+23"},
    {1.7976931348623157e308, "1.7976931348623157e+308"},
    {0.000001, "0.000001"},
    {0.00000123, "0.00000123"},
    {0.0000001, "1e-7"},
    {1.25e-7, "1.25e-7"},
    {2.2250738585072014e-308, "2.2250738585072014e-308"},
    {5e-324, "5e-324"},
    {1e-323, "1e-323"},
    {9.5367431640625e-7, "9.5367431640625e-7"},
    {5.684341886080802e-14, "5.684341886080802e-14"},  // The closest 16 digits would not read back.
    {0.30000000000000004, "0.30000000000000004"},
    {4.35, "4.35"},
    {9.999999999999997e22, "9.999999999999997e+22"},
};

START_TEST(writes_the_shortest_text) {
    char text[NUMBER_TEXT_SIZE + 1];
    text[treadle_number_write(text, texts[_i].value)] = '\0';
    ck_assert_str_eq(text, texts[_i].text);
    ck_assert_uint_eq(bits_of(read(text)), bits_of(texts[_i].value));
}
END_TEST

static size_t digits_of(const char *text) {
    size_t count = 0;
    const char *at = text + strspn(text, "-0.");
    size_t zeros = 0;  // Behind the last other digit.
    for (; (*at >= '0' && *at <= '9') || *at == '.'; at++) {
        if (*at == '.') continue;
        zeros = *at == '0' ? zeros + 1 : 0;
        count++;
    }
    return count - zeros;
}

// Random bits, subnormals, whole numbers and powers of two: each reads back, and printf, which is
// exact, finds no shorter text.
START_TEST(every_double_survives) {
    uint64_t random = 12;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = treadle_random_next(&random);
        if (i % 4 == 1) bits &= UINT64_C(0x800FFFFFFFFFFFFF);
        if (i % 4 == 2) bits &= UINT64_C(0xFFF0000000000000);
        if (i % 4 == 3) bits = bits_of((double)(int64_t)(bits >> bits % 60));
        double value = double_of(bits);
        if (!isfinite(value) || value == 0) continue;
        char text[NUMBER_TEXT_SIZE + 1], other[64];
        text[treadle_number_write(text, value)] = '\0';
        if (bits_of(read(text)) != bits) ck_abort_msg("%s is not %a", text, value);
        if (!is_json_number(text)) ck_abort_msg("%s is no JSON", text);
        int fewer = (int)digits_of(text) - 2;
        if (fewer < 0) continue;
        (void)snprintf(other, sizeof(other), "%.*e", fewer, value);
        if (bits_of(read(other)) == bits) ck_abort_msg("%s is longer than %s", text, other);
    }
}
END_TEST

static const double not_numbers[] = {INFINITY, -INFINITY, NAN};

START_TEST(has_no_text_for_what_json_lacks) {
    char text[NUMBER_TEXT_SIZE];
    (void)treadle_number_write(text, not_numbers[_i]);
}
END_TEST

// Each power is checked against the exact one below it times five, kept in a way that errors cannot
// hide: 5^a × 5^b must bound 5^(a+b).
START_TEST(powers_of_five_bound_each_other) {
    for (int a = -180; a <= 180; a += 7) {
        for (int b = -180; b <= 180; b += 11) {
            if (a + b < POWER_MIN || a + b > POWER_MAX) continue;
            int scales[3];
            struct wide x = treadle_number_power(a, &scales[0]);
            struct wide y = treadle_number_power(b, &scales[1]);
            struct wide z = treadle_number_power(a + b, &scales[2]);
            struct wide product = treadle_number_multiply(x.high, y.high);
            int shift = scales[2] - (scales[0] + scales[1] + 128);
            if (shift == -1) product.high = product.high << 1 | product.low >> 63;
            bool bounds = (shift == 0 || shift == -1) && z.high - product.high <= 8;
            if (!bounds) ck_abort_msg("5^%d and 5^%d", a, b);
        }
    }
}
END_TEST

static const struct {
    const char *text;
    int64_t min, max;
    bool valid;
    int64_t value;
} ints[] = {
    {"0", 0, 10, true, 0},
    {"10", 0, 10, true, 10},
    {"007", 0, 10, true, 7},
    {"-3", -5, 5, true, -3},
    {"9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX},
    {"-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN},
    {"9223372036854775808", INT64_MIN, INT64_MAX, false, 0},
    {"-9223372036854775809", INT64_MIN, INT64_MAX, false, 0},
    {"99999999999999999999", INT64_MIN, INT64_MAX, false, 0},
    {"11", 0, 10, false, 0},
    {"-1", 0, 10, false, 0},
    {"", 0, 10, false, 0},
    {"-", -5, 5, false, 0},
    {"+1", 0, 10, false, 0},
    {" 1", 0, 10, false, 0},
    {"1 ", 0, 10, false, 0},
    {"1.0", 0, 10, false, 0},
    {"0x1", 0, 10, false, 0},
};

START_TEST(reads_whole_numbers_in_bounds) {
    int64_t value = 77;
    ck_assert(
        treadle_number_read_int(ints[_i].text, ints[_i].min, ints[_i].max, &value) ==
        ints[_i].valid);
    ck_assert_int_eq(value, ints[_i].valid ? ints[_i].value : 77);
}
END_TEST

// Ascending; those with the same rank are equal.
static const struct {
    const char *text;
    int rank;
} ordered[] = {
    {"-1e999999999999999999999", -9},
    {"-1e400", -8},
    {"-12345678901234567891", -7},
    {"-12345678901234567890", -6},
    {"-1.0000000000000000000000000000000000001", -5},
    {"-1", -4},
    {"-1.0", -4},
    {"-0.1e1", -4},
    {"-1e-400", -3},
    {"-1e-999999999999999999999", -2},
    {"0", 0},
    {"-0", 0},
    {"0.000e5", 0},
    {"0e-99999999999999999999999", 0},
    {"1e-999999999999999999999", 2},
    {"1e-400", 3},
    {"0.1", 4},
    {"0.10000000000000000000000000000000000000000001", 5},
    {"1", 6},
    {"1.0", 6},
    {"1.000000000000000000000000000000", 6},
    {"10e-1", 6},
    {"0.0001e4", 6},
    {"100", 7},
    {"1e2", 7},
    {"1E+2", 7},
    {"9007199254740992", 8},
    {"9007199254740993", 9},
    {"9223372036854775807", 10},
    {"9223372036854775808", 11},
    {"1e400", 12},
    {"10e399", 12},
    {"1.0000000000000000000000001e400", 13},
    {"1e999999999999999999999", 14},
};

static cJSON node_of(const char *text, char room[128]) {
    cJSON node = {0};
    (void)snprintf(room, 128, "%s", text);
    (void)treadle_number_set_text(&node, room);
    return node;
}

START_TEST(compares_decimals_of_any_length) {
    char rooms[2][128];
    for (size_t i = 0; i < COUNT_OF(ordered); i++) {
        cJSON a = node_of(ordered[_i].text, rooms[0]), b = node_of(ordered[i].text, rooms[1]);
        int want = (ordered[_i].rank > ordered[i].rank) - (ordered[_i].rank < ordered[i].rank);
        if (treadle_number_compare(&a, &b) != want)
            ck_abort_msg("%s and %s", ordered[_i].text, ordered[i].text);
    }
}
END_TEST

START_TEST(compares_doubles_with_texts) {
    char room[128];
    cJSON third = {0}, text = node_of("0.3333333333333333", room);
    treadle_number_set(&third, 1.0 / 3);
    ck_assert_int_eq(treadle_number_compare(&third, &text), 0);
    text = node_of("0.33333333333333331", room);
    ck_assert_int_eq(treadle_number_compare(&third, &text), -1);
}
END_TEST

static const struct {
    const char *text;
    bool text_kept, whole;
    int64_t value;
} nodes[] = {
    {"0", false, true, 0},
    {"-0", true, true, 0},
    {"7", false, true, 7},
    {"-999999999999999", false, true, -999999999999999},
    {"1000000000000000", true, true, 1000000000000000},
    {"9223372036854775807", true, true, INT64_MAX},
    {"-9223372036854775808", true, true, INT64_MIN},
    {"9223372036854775808", true, false, 0},
    {"-9223372036854775809", true, false, 0},
    {"92233720368547758070", true, false, 0},
    {"1.0", true, true, 1},
    {"1e2", true, true, 100},
    {"12.50e1", true, true, 125},
    {"12.5", true, false, 0},
    {"0.1", true, false, 0},
    {"1e-1", true, false, 0},
    {"10e-1", true, true, 1},
    {"0e400", true, true, 0},
    {"0.0", true, true, 0},
    {"1e400", true, false, 0},
    {"922337203685477580.7e1", true, true, INT64_MAX},
    {"5000000000000000000000e-3", true, true, 5000000000000000000},
};

START_TEST(takes_whole_numbers_exactly) {
    char room[128];
    cJSON node = {0};
    (void)snprintf(room, sizeof(room), "%s", nodes[_i].text);
    ck_assert(treadle_number_set_text(&node, room) == nodes[_i].text_kept);
    ck_assert_ptr_eq(node.valuestring, nodes[_i].text_kept ? room : NULL);
    ck_assert_int_eq(node.type, cJSON_Number);
    int64_t value = 77;
    ck_assert(treadle_number_int(&node, &value) == nodes[_i].whole);
    ck_assert_int_eq(value, nodes[_i].whole ? nodes[_i].value : 77);
}
END_TEST

static const struct {
    double value;
    bool whole;
    int as_int;
} plain[] = {
    {0, true, 0},
    {-5, true, -5},
    {2.5, false, 2},
    {1e18, true, INT32_MAX},
    {-1e18, true, INT32_MIN},
    {9223372036854775808.0, false, INT32_MAX},
    {-9223372036854775808.0, true, INT32_MIN},
    {1e300, false, INT32_MAX},
};

START_TEST(a_plain_node_is_its_double) {
    cJSON node = {0};
    treadle_number_set(&node, plain[_i].value);
    ck_assert_int_eq(node.valueint, plain[_i].as_int);
    int64_t value = 0;
    ck_assert(treadle_number_int(&node, &value) == plain[_i].whole);
    if (plain[_i].whole) ck_assert_double_eq((double)value, plain[_i].value);
}
END_TEST

Suite *suite_number(void) {
    TCase *tests = tcase_create("number");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, reads_the_nearest_double, doubles);
    tcase_add_test(tests, reads_only_as_far_as_told);
    tcase_add_test(tests, the_last_digit_of_many_decides);
    tcase_add_test(tests, a_long_text_with_its_exponent_is_a_short_one);
    tcase_add_test(tests, reads_and_writes_the_same_where_the_point_is_a_comma);
    ADD_EACH(tests, writes_the_shortest_text, texts);
    tcase_add_test(tests, every_double_survives);
    support_add_fatal(tests, has_no_text_for_what_json_lacks, (int)COUNT_OF(not_numbers));
    tcase_add_test(tests, powers_of_five_bound_each_other);
    ADD_EACH(tests, reads_whole_numbers_in_bounds, ints);
    ADD_EACH(tests, compares_decimals_of_any_length, ordered);
    tcase_add_test(tests, compares_doubles_with_texts);
    ADD_EACH(tests, takes_whole_numbers_exactly, nodes);
    ADD_EACH(tests, a_plain_node_is_its_double, plain);
    Suite *suite = support_suite("number", tests);
    TCase *recorded = support_recorded(suite);
    ADD_EACH(recorded, reads_the_nearest_double_of_every_recorded_row, tables);
    ADD_EACH(recorded, reads_every_recorded_row_the_same_where_the_point_is_a_comma, tables);
    return suite;
}
