// ARNs taken apart, and addresses within ranges.
#include <string.h>

#include "aws/arn.h"
#include "aws/ip.h"
#include "tests/aws/suites.h"
#include "tests/support/support.h"

START_TEST(takes_an_arn_apart) {
    struct arena arena = {0};
    struct arn arn;
    ck_assert(treadle_arn_parse(&arena, "arn:aws:states:us-east-1:1:stateMachine:M:2", &arn));
    ck_assert_str_eq(arn.partition, "aws");
    ck_assert_str_eq(arn.service, "states");
    ck_assert_str_eq(arn.region, "us-east-1");
    ck_assert_str_eq(arn.account, "1");
    ck_assert_str_eq(arn.resource, "stateMachine:M:2");
    ck_assert(treadle_arn_parse(&arena, "arn:aws:iam::1:role/a/b", &arn));
    ck_assert_str_eq(arn.region, "");
    treadle_arena_clear(&arena);
}
END_TEST

static const char *const no_arns[] = {
    NULL,
    "",
    "arn",
    "arn:",
    "arn:aws:states:us-east-1:1",
    "arn:aws:states:us-east-1:1:",
    "ARN:aws:states:us-east-1:1:x",
    "arn:::::x",
    "not_a_valid_arn",
};

START_TEST(refuses_what_is_no_arn) {
    struct arena arena = {0};
    struct arn arn;
    ck_assert(!treadle_arn_parse(&arena, no_arns[_i], &arn));
    treadle_arena_clear(&arena);
}
END_TEST

static const struct {
    const char *arn, *last;
} lasts[] = {
    {"arn:aws:iam::1:role/path/Name", "Name"},
    {"arn:aws:states:us-east-1:1:stateMachine:M", "M"},
    {"plain", "plain"},
    {"arn:aws:iam::1:role/", ""},
};

START_TEST(finds_the_last_part) {
    ck_assert_str_eq(treadle_arn_last(lasts[_i].arn), lasts[_i].last);
}
END_TEST

START_TEST(an_account_is_twelve_digits) {
    ck_assert(treadle_account_is("111111111111"));
    ck_assert(!treadle_account_is("11111111111"));
    ck_assert(!treadle_account_is("1111111111111"));
    ck_assert(!treadle_account_is("11111111111x"));
    ck_assert(!treadle_account_is(NULL));
}
END_TEST

static const struct {
    const char *address, *range;
    bool within;
} ranges[] = {
    {"192.0.2.77", "192.0.2.0/24", true},
    {"192.0.3.1", "192.0.2.0/24", false},
    {"192.0.2.7", "192.0.2.7", true},
    {"192.0.2.7", "192.0.2.8", false},
    {"192.0.2.7", "0.0.0.0/0", true},
    {"192.0.2.7", "192.0.2.7/33", false},
    {"192.0.2.7", "192.0.2.7/", false},
    {"192.0.2.7", "192.0.2.7/2x", false},
    {"192.0.2.256", "0.0.0.0/0", false},
    {"192.0.2", "0.0.0.0/0", false},
    {"192.0.2.7.1", "0.0.0.0/0", false},
    {"", "0.0.0.0/0", false},
    {"2001:db8::1", "2001:db8::/32", true},
    {"2001:db9::1", "2001:db8::/32", false},
    {"2001:0DB8:0:0:0:0:0:1", "2001:db8::1", true},
    {"::1", "::1/128", true},
    {"::", "::/0", true},
    {"1::2::3", "::/0", false},
    {"1:2:3:4:5:6:7", "::/0", false},
    {"1:2:3:4:5:6:7:8:9", "::/0", false},
    {"1:2:3:4:5:6:7:", "::/0", false},
    {"::ffff:192.0.2.1", "::ffff:192.0.2.0/120", true},
    {"12345::", "::/0", false},
    {"192.0.2.7", "::/0", false},
    {"::1", "0.0.0.0/0", false},
};

START_TEST(an_address_is_within_a_range) {
    ck_assert_msg(
        treadle_ip_within(ranges[_i].address, ranges[_i].range) == ranges[_i].within, "%s in %s",
        ranges[_i].address, ranges[_i].range);
}
END_TEST

Suite *suite_arn(void) {
    TCase *tests = tcase_create("arn");
    tcase_add_test(tests, takes_an_arn_apart);
    ADD_EACH(tests, refuses_what_is_no_arn, no_arns);
    ADD_EACH(tests, finds_the_last_part, lasts);
    tcase_add_test(tests, an_account_is_twelve_digits);
    ADD_EACH(tests, an_address_is_within_a_range, ranges);
    return support_suite("arn", tests);
}
