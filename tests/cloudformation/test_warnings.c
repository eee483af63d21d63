// What is not understood is told, each with its line, and the rest loads.
#include <stdlib.h>
#include <string.h>

#include "tests/cloudformation/bed.h"
#include "tests/cloudformation/suites.h"

static const char good[] =
    "Metadata: {a: {Ref: nobody}}\n"
    "Rules: {R: {Assertions: [{Assert: {Fn::Contains: [[a], b]}}]}}\n"
    "Parameters:\n"
    "  P: {Type: String, Default: x}\n"
    "Conditions: {Yes: !Equals [a, a]}\n"
    "Resources:\n"
    "  Role:\n"
    "    Type: AWS::IAM::Role\n"
    "    DeletionPolicy: Retain\n"
    "    UpdateReplacePolicy: Retain\n"
    "    Metadata: {a: b}\n"
    "    Properties:\n"
    "      RoleName: keeper\n"
    "      Tags: [{Key: a, Value: b}]\n"
    "      AssumeRolePolicyDocument: {Statement: []}\n"
    "      Policies:\n"
    "        - PolicyName: own\n"
    "          PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: '*'}}\n"
    "  Data: {Type: 'AWS::CDK::Metadata', Properties: {Analytics: abc}}\n"
    "  Logs: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: logs, RetentionInDays: 7}}\n"
    "Outputs:\n"
    "  Logs: {Value: !GetAtt Logs.Arn}\n";

static const struct {
    const char *from, *to, *said;
} rows[] = {
    {NULL, NULL, ""},
    {"Metadata: {a: {Ref: nobody}}", "Hooks: {a: b}",
     "t.yaml:1:1: the template: 'Hooks' is not understood and does nothing\n"},
    {"Metadata: {a: {Ref: nobody}}", "Transform: AWS::LanguageExtensions",
     "t.yaml:1:12: the transform 'AWS::LanguageExtensions' is not understood and does nothing\n"},
    {"Default: x", "Default: x, Sort: y",
     "t.yaml:4:33: P: 'Sort' is not understood and does nothing\n"},
    {"    Metadata: {a: b}\n", "    Metdata: {a: b}\n",
     "t.yaml:11:5: Role: 'Metdata' is not understood and does nothing\n"},
    {"RoleName: keeper", "RolName: keeper",
     "t.yaml:13:7: Role: RolName of AWS::IAM::Role is not understood and does nothing; did you "
     "mean 'RoleName'?\n"},
    {"AWS::CDK::Metadata", "AWS::CDK::Metdata",
     "t.yaml:19:16: Data: AWS::CDK::Metdata is not known here: it does nothing, and its names are "
     "made up; did you mean 'AWS::CDK::Metadata'?\n"},
    {"PolicyName: own", "PolicyName: own\n          Polity: {a: b}",
     "t.yaml:18:11: Role: Policies[].Polity of AWS::IAM::Role is not understood and does "
     "nothing\n"},
    {"- PolicyName: own\n",
     "- !If\n          - Yes\n          - PolicyName: own\n            Plicy: x\n"
     "            PolicyDocument: {Statement: []}\n          - Oh: x\n        - PolicyName: two\n",
     "t.yaml:20:13: Role: Policies[].Plicy of AWS::IAM::Role is not understood and does "
     "nothing\n"
     "t.yaml:22:13: Role: Policies[].Oh of AWS::IAM::Role is not understood and does nothing\n"},
    {"{Value: !GetAtt Logs.Arn}", "{Value: !GetAtt Logs.Arn, Descrption: a}",
     "t.yaml:22:35: Logs: 'Descrption' is not understood and does nothing\n"},
    // Accounts that are hardly meant. The template is loaded as 111111111111.
    {"Resource: '*'", "Resource: 'arn:aws:dynamodb:us-east-1:222222222222:table/T'",
     "t.yaml:18:78: arn:aws:dynamodb:us-east-1:222222222222:table/T: no template is loaded as "
     "account "
     "222222222222; this one is loaded as 111111111111\n"},
    {"Resource: '*'", "Resource: 'arn:aws:dynamodb:us-east-1:111111111111:table/T'", ""},
    {"Resource: '*'", "Resource: 'arn:aws:dynamodb:us-east-1:*:table/T'", ""},
    {"Resource: '*'", "Resource: 'arn:aws:iam::aws:policy/ReadOnlyAccess'", ""},
    {"Resource: '*'",
     "Resource: '*', Condition: {ArnLike: {'aws:SourceArn': "
     "'arn:aws:sns:us-east-1:222222222222:t'}}",
     ""},
    {"AssumeRolePolicyDocument: {Statement: []}",
     "AssumeRolePolicyDocument: {Statement: {Effect: Allow, Action: 'sts:AssumeRole', Principal: "
     "{AWS: "
     "'arn:aws:iam::222222222222:root'}}}",
     ""},
    {"Resource: '*'", "Resource: !Sub 'arn:aws:logs:us-east-1:222222222222:log-group:${Logs}'",
     "t.yaml:18:78: arn:aws:logs:us-east-1:222222222222:log-group:logs: the resource it is about "
     "is this "
     "template's own, and that is loaded as account 111111111111\n"},
    {"Resource: '*'",
     "Resource: !Join ['', ['arn:aws:logs:us-east-1:222222222222:log-group:', !Ref Logs]]",
     "t.yaml:18:78: arn:aws:logs:us-east-1:222222222222:log-group:logs: the resource it is about "
     "is this "
     "template's own, and that is loaded as account 111111111111\n"},
    {"Resource: '*'", "Resource: !Sub 'arn:aws:logs:eu-west-1:${AWS::AccountId}:log-group:${Logs}'",
     "t.yaml:18:78: arn:aws:logs:eu-west-1:111111111111:log-group:logs: the resource it is about "
     "is this "
     "template's own, and that is loaded in us-east-1\n"},
    {"Resource: '*'", "Resource: !Sub 'arn:aws:logs:us-east-1:111111111111:log-group:${Logs}'", ""},
    {"Resource: '*'", "Resource: !Sub 'arn:aws:logs:eu-west-1:111111111111:log-group:${P}'", ""},
};

START_TEST(warns) {
    struct bed bed;
    bed_open(&bed, 0);
    char *text = bed_change(good, rows[_i].from, rows[_i].to);
    if (bed_one(&bed, text) != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), rows[_i].said);
    ck_assert_str_eq(
        bed_output(&bed, "t", "Logs"), "arn:aws:logs:us-east-1:111111111111:log-group:logs:*");
    free(text);
    bed_close(&bed);
}
END_TEST

// A type that nobody knows: its names are made up, what refers to them loads, and what it says is
// not read.
START_TEST(goes_on_without_what_is_unknown) {
    struct bed bed;
    bed_open(&bed, 0);
    int failed = bed_one(
        &bed, "Resources:\n"
              "  Queue:\n"
              "    Type: AWS::SQS::Queue\n"
              "    Properties: {Names: {Fn::GetAZs: ''}, Oh: {Ref: nobody}}\n"
              "  Custom: {Type: 'Custom::Thing'}\n"
              "  Role:\n"
              "    Type: AWS::IAM::Role\n"
              "    Properties: {RoleName: !Select [0, !Split [/, !Ref Queue]], "
              "AssumeRolePolicyDocument: {Statement: []}}\n"
              "Outputs:\n"
              "  Ref: {Value: !Ref Queue}\n"
              "  Arn: {Value: !GetAtt Queue.Arn}\n"
              "  Url: {Value: !GetAtt Queue.QueueUrl}\n");
    if (failed != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_str_eq(
        bed.warnings.bytes, "t.yaml:3:11: Queue: AWS::SQS::Queue is not known here: it does "
                            "nothing, and its names are made "
                            "up\n"
                            "t.yaml:5:18: Custom: Custom::Thing is not known here: it does "
                            "nothing, and its names are made "
                            "up\n");
    const char *ref = bed_output(&bed, "t", "Ref");
    struct text wanted = {0};
    ck_assert_int_eq(strncmp(ref, "t-Queue-", 8), 0);
    treadle_text_printf(&wanted, "arn:aws:sqs:us-east-1:111111111111:%s", ref);
    ck_assert_str_eq(bed_output(&bed, "t", "Arn"), wanted.bytes);
    treadle_text_clear(&wanted);
    treadle_text_printf(&wanted, "%s.QueueUrl", ref);
    ck_assert_str_eq(bed_output(&bed, "t", "Url"), wanted.bytes);
    treadle_text_clear(&wanted);
    bed_close(&bed);
}
END_TEST

// The confused deputy: who lets in a service lets in everybody whom it serves.
static const struct {
    const char *condition, *said;
} deputies[] = {
    {"",
     "t.yaml:2:3: Api, Policy: statement 1: states.amazonaws.com is let in on behalf of anybody: "
     "a condition on aws:SourceArn says of whom\n"},
    {", Condition: {StringEquals: {'aws:SourceAccount': '222222222222'}}", ""},
    {", Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:states:*:222222222222:stateMachine:*'}}",
     ""},
};

START_TEST(tells_who_is_let_in_for_anybody) {
    struct bed bed;
    struct text text = {0};
    bed_open(&bed, 0);
    treadle_text_printf(
        &text,
        "Resources:\n"
        "  Api:\n"
        "    Type: AWS::ApiGateway::RestApi\n"
        "    Properties:\n"
        "      Name: Api\n"
        "      Policy: {Statement: {Effect: Allow, Principal: {Service: states.amazonaws.com}, "
        "Action: 'execute-api:Invoke', Resource: 'execute-api:/*'%s}}\n",
        deputies[_i].condition);
    if (bed_one(&bed, text.bytes) != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), deputies[_i].said);
    treadle_text_clear(&text);
    bed_close(&bed);
}
END_TEST

// The other account is loaded too: then what names it is not odd.
START_TEST(knows_the_accounts_that_are_loaded) {
    struct bed bed;
    bed_open(&bed, 0);
    char *text = bed_change(
        good, "Resource: '*'", "Resource: 'arn:aws:dynamodb:us-east-1:222222222222:table/T'");
    ck_assert_int_eq(bed_template(&bed, "a.yaml", "222222222222", good), 0);
    ck_assert_int_eq(bed_one(&bed, text), 0);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), "");
    free(text);
    bed_close(&bed);
}
END_TEST

Suite *suite_warnings(void) {
    TCase *tests = tcase_create("warnings");
    ADD_EACH(tests, warns, rows);
    tcase_add_test(tests, goes_on_without_what_is_unknown);
    ADD_EACH(tests, tells_who_is_let_in_for_anybody, deputies);
    tcase_add_test(tests, knows_the_accounts_that_are_loaded);
    return support_suite("warnings", tests);
}
