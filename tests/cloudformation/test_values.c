// What functions give. Each row is an output of one template: the expression as YAML, and the text
// it becomes, or what is said where it becomes none.
#include <stdlib.h>
#include <string.h>

#include "services/cloudformation/sub.h"
#include "tests/cloudformation/bed.h"
#include "tests/cloudformation/suites.h"

static const char template[] =
    "Parameters:\n"
    "  Word: {Type: String, Default: some}\n"
    "  Words: {Type: CommaDelimitedList, Default: 'a, b,c'}\n"
    "Mappings:\n"
    "  Sizes:\n"
    "    small: {count: 1, names: [x, y]}\n"
    "    '111111111111': {count: 7}\n"
    "Conditions:\n"
    "  Yes: !Equals [!Ref Word, some]\n"
    "  No: !Not [!Condition Yes]\n"
    "Resources:\n"
    "  Role:\n"
    "    Type: AWS::IAM::Role\n"
    "    Properties:\n"
    "      RoleName: keeper\n"
    "      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}\n"
    "  Gone:\n"
    "    Type: AWS::IAM::Role\n"
    "    Condition: No\n"
    "    Properties: {AssumeRolePolicyDocument: {Statement: []}}\n"
    "Outputs:\n"
    "  X:\n"
    "    Value: ";

static const struct {
    const char *expression, *value;
} rows[] = {
    {"plain", "plain"},
    {"5", "5"},
    {"9007199254740993", "9007199254740993"},
    {"true", "true"},
    {"!Ref Word", "some"},
    {"{Ref: Word}", "some"},
    {"!Ref Role", "keeper"},
    {"!Ref AWS::AccountId", "111111111111"},
    {"!Ref AWS::Region", "us-east-1"},
    {"!Ref AWS::Partition", "aws"},
    {"!Ref AWS::StackName", "t"},
    {"!Ref AWS::URLSuffix", "amazonaws.com"},
    {"!Select [0, !Split [/, !Ref AWS::StackId]]",
     "arn:aws:cloudformation:us-east-1:111111111111:stack"},
    {"!Join [',', !Ref AWS::NotificationARNs]", ""},
    {"!GetAtt Role.Arn", "arn:aws:iam::111111111111:role/keeper"},
    {"{Fn::GetAtt: [Role, Arn]}", "arn:aws:iam::111111111111:role/keeper"},
    {"{Fn::GetAtt: Role.Arn}", "arn:aws:iam::111111111111:role/keeper"},
    {"{Fn::GetAtt: [Role, !Join ['', [A, rn]]]}", "arn:aws:iam::111111111111:role/keeper"},
    {"!Join ['-', [a, !Ref Word, 5, true]]", "a-some-5-true"},
    {"!Join ['', !Ref Words]", "abc"},
    {"!Join [', ', []]", ""},
    {"!Join ['-', [a, !Ref AWS::NoValue, b]]", "a-b"},
    {"!Join ['-', [a, !If [No, x, !Ref AWS::NoValue]]]", "a"},
    {"!Sub '${Word}-${Role}-${Role.Arn}'", "some-keeper-arn:aws:iam::111111111111:role/keeper"},
    {"!Sub 'a ${!Word} $ {x} $${Word} ${'", "a ${Word} $ {x} $some ${"},
    {"!Sub ['${a}${Word}${b.c}', {a: !Ref AWS::Region, b.c: 5}]", "us-east-1some5"},
    {"!Sub ['${Word}', {Word: mine}]", "mine"},
    {"!Select [1, [x, y, z]]", "y"},
    {"!Select ['2', !Ref Words]", "c"},
    {"!Select [!FindInMap [Sizes, small, count], !Split ['|', 'a|b']]", "b"},
    {"!Join [' ', !Split [', ', 'a, b,c, ']]", "a b,c "},
    {"!Join ['-', !Split ['', abc]]", "abc"},
    {"!FindInMap [Sizes, small, count]", "1"},
    {"!FindInMap [Sizes, !Ref AWS::AccountId, count]", "7"},
    {"!Join ['', !FindInMap [Sizes, small, names]]", "xy"},
    {"{Fn::Base64: ''}", ""},
    {"!Base64 a", "YQ=="},
    {"!Base64 ab", "YWI="},
    {"!Base64 abc", "YWJj"},
    {"!Base64 \"\\u00fc\\0\"", "w7wA"},
    {"!If [Yes, !Ref Word, !Ref Gone]", "some"},
    {"!If [No, !Ref Gone, b]", "b"},
    // What does not fit.
    {"[a]", "an output is a text, not array"},
    {"!Ref AWS::NoValue", "an output is a text, not nothing"},
    {"!Ref Gone", "'Gone' is not made: its Condition 'No' does not hold"},
    {"!GetAtt Role.Name", "'Role' (AWS::IAM::Role) has no attribute 'Name': it has RoleId, Arn"},
    {"!GetAtt Role.arn",
     "'Role' (AWS::IAM::Role) has no attribute 'arn' (did you mean 'Arn'?): it has RoleId, Arn"},
    {"!Join [',', [[a]]]", "Fn::Join joins texts, not array"},
    {"!Join [',', !Ref Word]", "Fn::Join wants a list here, not string"},
    {"!Join [',', !Ref AWS::NoValue]", "Fn::Join wants a list here, not nothing"},
    {"!Sub '${Words}'", "Fn::Sub puts in texts, and 'Words' is array"},
    {"!Select [3, !Ref Words]",
     "Fn::Select cannot take element 3 of a list of 3; the first one is 0"},
    {"!Select [-1, !Ref Words]",
     "Fn::Select cannot take element -1 of a list of 3; the first one is 0"},
    {"!Select [!Ref Words, !Ref Words]", "Fn::Select wants a text here, not array"},
    {"!Split [',', !Ref Words]", "Fn::Split wants a text here, not array"},
    {"!FindInMap [Sizes, smal, count]",
     "Fn::FindInMap finds no 'smal' in Sizes (did you mean 'small'?)"},
    {"!FindInMap [Sizes, small, cuont]",
     "Fn::FindInMap finds no 'cuont' in small (did you mean 'count'?)"},
};

static char *with_output(const char *expression) {
    struct text text = {0};
    treadle_text_printf(&text, "%s%s\n", template, expression);
    return text.bytes;
}

START_TEST(gives_a_value) {
    struct bed bed;
    bed_open(&bed, 0);
    char *text = with_output(rows[_i].expression);
    if (bed_one(&bed, text) == 0) {
        ck_assert_str_eq(bed_output(&bed, "t", "X"), rows[_i].value);
    } else {
        const char *words = strchr(bed.status.text, ' ');
        ck_assert_str_eq(words + 1, rows[_i].value);
        ck_assert_uint_eq(bed.status.line, 23);
        ck_assert_uint_eq(bed.world->count, 0);
    }
    free(text);
    bed_close(&bed);
}
END_TEST

// However little text stands for it: functions make 16 MB and no more.
START_TEST(makes_no_more_than_fits) {
    struct text text = {0};
    treadle_text_add(
        &text, "Parameters:\n  P: {Type: String}\nResources:\n  W: {Type: 'Some::Wait'}\n");
    treadle_text_add(&text, "Outputs:\n  X:\n    Value: !Sub '");
    for (int i = 0; i < 5000; i++)
        treadle_text_add(&text, "${P}");
    treadle_text_add(&text, "'\n");
    char value[4001];
    memset(value, 'x', sizeof(value) - 1);
    value[sizeof(value) - 1] = '\0';
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_eq(bed_param(&bed, "P", value), 0);
    ck_assert_int_lt(bed_one(&bed, text.bytes), 0);
    ck_assert_str_eq(
        bed.status.text,
        "t.yaml:7:17: what the functions of this template make is over 16777216 bytes");
    treadle_text_clear(&text);
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *text, *pieces;
} subs[] = {
    {"", ""},
    {"a", "a|"},
    {"${A}", "<A>"},
    {"a${A}b${B.C}", "a|<A>b|<B.C>"},
    {"${!A}b", "${|A}b|"},
    {"${!A}${B}", "${|A}|<B>"},
    {"${!${!${A}", "${|${|<A>"},
    {"$ ${", "$ |${|"},
    {"${A}${${${", "<A>${${${|"},  // No '}' any more: one piece, found at once.
    {"${${A}}", "<${A>}|"},
    {"${}", "<>"},
};

START_TEST(takes_a_text_apart) {
    struct text pieces = {0};
    const char *at = subs[_i].text;
    for (struct sub_piece piece = {0}; treadle_sub_next(&at, &piece);)
        treadle_text_printf(&pieces, piece.name ? "<%.*s>" : "%.*s|", (int)piece.size, piece.text);
    ck_assert_str_eq(treadle_text_string(&pieces), subs[_i].pieces);
    treadle_text_clear(&pieces);
}
END_TEST

// Half a surrogate passes through JSON unchanged, but there are no bytes of it.
START_TEST(has_no_bytes_of_half_a_surrogate) {
    struct bed bed;
    bed_open(&bed, 0);
    static const char half[] = "{\"Resources\": {\"W\": {\"Type\": \"Some::Wait\"}}, "
                               "\"Outputs\": {\"X\": {\"Value\": {\"Fn::Base64\": \"\\ud800\"}}}}";
    ck_assert_int_lt(bed_one(&bed, half), 0);
    ck_assert_str_eq(bed.status.text, "t.yaml:1:88: Fn::Base64: half a surrogate has no bytes");
    bed_close(&bed);
}
END_TEST

Suite *suite_values(void) {
    TCase *tests = tcase_create("values");
    ADD_EACH(tests, gives_a_value, rows);
    ADD_EACH(tests, takes_a_text_apart, subs);
    tcase_add_test(tests, makes_no_more_than_fits);
    tcase_add_test(tests, has_no_bytes_of_half_a_surrogate);
    return support_suite("values", tests);
}
