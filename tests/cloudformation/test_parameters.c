// Parameters: what is given, else the Default, and what is refused.
#include <stdlib.h>
#include <string.h>

#include "tests/cloudformation/bed.h"
#include "tests/cloudformation/suites.h"

// Of each row: the parameter P, what it is given (NULL: nothing), and what !Join ['|', …] or !Ref
// makes of it.
static const struct {
    const char *declared, *given, *value;
} rows[] = {
    {"Type: String", "a", "a"},
    {"Type: String", "", ""},
    {"Type: String, Default: b", NULL, "b"},
    {"Type: String, Default: b", "a", "a"},
    {"Type: String, Default: 5", NULL, "5"},
    {"Type: String, Default: true", NULL, "true"},
    {"Type: String", "@@mine", "@mine"},
    {"Type: String", "@@@mine", "@@mine"},
    {"Type: Number", "1e2", "1e2"},
    {"Type: Number, Default: 007", NULL, "the parameter P is '007', which is no number"},
    {"Type: Number", "12a", "the parameter P is '12a', which is no number"},
    {"Type: CommaDelimitedList", "a, b ,,c", "a|b||c"},
    {"Type: CommaDelimitedList", "", ""},
    {"Type: List<Number>", "1, 2", "1|2"},
    {"Type: List<Number>", "1, x", "the parameter P is 'x', which is no number"},
    {"Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b", NULL, "/a/b"},
    {"Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: 'a,b'", NULL, "a|b"},
    {"Type: 'AWS::SSM::Parameter::Value<CommaDelimitedList>', Default: 'a,b'", NULL, "a|b"},
    {"Type: 'AWS::EC2::VPC::Id', Default: vpc-1", NULL, "vpc-1"},
    {"Type: 'List<AWS::EC2::Subnet::Id>', Default: 'a,b'", NULL, "a|b"},
    {"Type: Strin", "a",
     "the parameter P wants a Type: String, Number, List<Number>, CommaDelimitedList, or one of "
     "AWS's"},
    {"Default: a", NULL,
     "the parameter P wants a Type: String, Number, List<Number>, CommaDelimitedList, or one of "
     "AWS's"},
    {"Type: String, Default: [a]", NULL, "a Default is a text, not array"},
    {"Type: String, AllowedValues: [dev, prod, 5]", "5", "5"},
    {"Type: String, AllowedValues: [dev, prod]", "test",
     "the parameter P is 'test', which is none of dev, prod"},
    {"Type: CommaDelimitedList, AllowedValues: [dev, prod]", "dev,test",
     "the parameter P is 'test', which is none of dev, prod"},
    {"Type: String, AllowedPattern: '[a-z]+'", "abc", "abc"},
    {"Type: String, AllowedPattern: '[a-z]+'", "abc1",
     "the parameter P is 'abc1', which AllowedPattern refuses"},
    {"Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters only", "1",
     "the parameter P is '1', which AllowedPattern refuses: letters only"},
    {"Type: String, AllowedPattern: '['", "1", "AllowedPattern is no regular expression"},
    {"Type: String, AllowedPattern: '(a|a|a)*$'", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
     "the parameter P is 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', which AllowedPattern "
     "refuses"},
    {"Type: String, MinLength: 2, MaxLength: '3'", "abc", "abc"},
    {"Type: String, MinLength: 2", "\xC3\xBC",
     "the parameter P is '\xC3\xBC', which is under its MinLength of 2"},
    {"Type: String, MaxLength: 3", "abcd",
     "the parameter P is 'abcd', which is over its MaxLength of 3"},
    {"Type: Number, MinValue: -1.5, MaxValue: 10", "-1.5", "-1.5"},
    {"Type: Number, MinValue: -1.5", "-1.6",
     "the parameter P is '-1.6', which is under its MinValue of -1.5"},
    {"Type: Number, MaxValue: 9007199254740992", "9007199254740993",
     "the parameter P is '9007199254740993', which is over its MaxValue of 9007199254740992"},
    {"Type: String, NoEcho: true, MaxLength: 3", "secret",
     "the parameter P is '****', which is over its MaxLength of 3"},
};

static char *with_parameter(const char *declared) {
    bool list = strstr(declared, "List") != NULL;
    struct text text = {0};
    treadle_text_printf(
        &text,
        "Parameters:\n  P: {%s}\nResources:\n  W: {Type: 'Some::Wait'}\nOutputs:\n"
        "  X: {Value: %s}\n",
        declared, list ? "!Join ['|', !Ref P]" : "!Ref P");
    return text.bytes;
}

START_TEST(is_what_was_given) {
    struct bed bed;
    bed_open(&bed, 0);
    char *text = with_parameter(rows[_i].declared);
    if (rows[_i].given != NULL) ck_assert_int_eq(bed_param(&bed, "P", rows[_i].given), 0);
    if (bed_one(&bed, text) == 0)
        ck_assert_str_eq(bed_output(&bed, "t", "X"), rows[_i].value);
    else
        ck_assert_str_eq(strchr(bed.status.text, ' ') + 1, rows[_i].value);
    free(text);
    bed_close(&bed);
}
END_TEST

START_TEST(is_bounded) {
    char value[4098];
    memset(value, 'x', sizeof(value) - 1);
    value[sizeof(value) - 1] = '\0';
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_eq(bed_param(&bed, "P", value), 0);
    char *text = with_parameter("Type: String");
    ck_assert_int_lt(bed_one(&bed, text), 0);
    ck_assert_ptr_nonnull(strstr(bed.status.text, "which is over 4,096 bytes"));
    free(text);
    bed_close(&bed);
}
END_TEST

Suite *suite_parameters(void) {
    TCase *tests = tcase_create("parameters");
    ADD_EACH(tests, is_what_was_given, rows);
    tcase_add_test(tests, is_bounded);
    return support_suite("parameters", tests);
}
