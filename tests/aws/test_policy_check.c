// What is odd about a policy is said when it is loaded.
#include <string.h>

#include "aws/policy.h"
#include "tests/aws/suites.h"
#include "tests/support/support.h"

static void collect(const char *text, void *data) {
    treadle_text_printf(data, "%s\n", text);
}

#define STATEMENT(...) "{\"Version\":\"2012-10-17\",\"Statement\":[{" __VA_ARGS__ "}]}"

static const struct {
    enum policy_kind kind;
    const char *policy, *said;
} rows[] = {
    {POLICY_IDENTITY, STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\""), ""},
    {POLICY_TRUST,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":"
               "\"states.amazonaws.com\"}"),
     ""},
    {POLICY_IDENTITY, "{\"statement\":[]}", "Statement is missing: the policy allows nothing\n"},
    {POLICY_IDENTITY, "{\"Statement\":[],\"Versoin\":\"x\"}",
     "Versoin is no member of a policy and is not read\n"},
    {POLICY_IDENTITY, "{\"Statement\":[\"x\"]}",
     "statement 1: a statement must be an object: it is not read\n"},
    {POLICY_IDENTITY, STATEMENT("\"Effect\":\"Maybe\",\"Actoin\":\"*\",\"Principal\":\"*\""),
     "statement 1: Actoin is no member of a policy and is not read\n"
     "statement 1: Effect must be Allow or Deny: the statement is not read\n"
     "statement 1: Action is missing: the statement does nothing\n"
     "statement 1: Principal is not read in the policy of a role or user\n"
     "statement 1: Resource is missing: the statement does nothing\n"},
    {POLICY_TRUST, STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\""),
     "statement 1: Principal is missing: the statement is about nobody\n"},
    {POLICY_IDENTITY,
     STATEMENT(
         "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{"
         "\"StringEqual\":{\"aws:username\":\"a\"},\"Null\":{\"aws:TokenIssueTime\":\"true\"},"
         "\"ForAllValues:StringLikeIfExists\":{\"AWS:SourceArn\":\"*\"}}"),
     "statement 1: StringEqual is no condition operator known here: the statement lets nobody in\n"
     "statement 1: aws:TokenIssueTime is a condition key that nothing here sets\n"},
    {POLICY_IDENTITY,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":[]"),
     "statement 1: Condition must be an object: the statement lets nobody in\n"},
    {POLICY_RESOURCE,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
               "\"Principal\":{\"Service\":[\"states.amazonaws.com\"]}"),
     "statement 1: states.amazonaws.com is let in on behalf of anybody: a condition on "
     "aws:SourceArn says of whom\n"},
    {POLICY_RESOURCE,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
               "\"Principal\":{\"Service\":\"states.amazonaws.com\"},"
               "\"Condition\":{\"ArnLike\":{\"AWS:sourcearn\":\"arn:aws:states:*:1:*\"}}"),
     ""},
    {POLICY_TRUST,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Principal\":{\"AWS\":12345678901}"), ""},
    {POLICY_TRUST,
     STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Principal\":\"arn:aws:iam::1:user/u\""),
     "statement 1: Principal is \"*\", or an object of ARNs, accounts or services: a Deny holds "
     "for everybody, an "
     "Allow for nobody\n"},
    {POLICY_RESOURCE,
     STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"NotPrincipal\":{\"AWS\":["
               "true]}"),
     "statement 1: NotPrincipal is \"*\", or an object of ARNs, accounts or services: a Deny holds "
     "for everybody, an "
     "Allow for nobody\n"},
};

START_TEST(says_what_is_odd) {
    struct doc *policy = support_read(rows[_i].policy);
    struct text said = {0};
    treadle_policy_check(treadle_doc_root(policy), rows[_i].kind, collect, &said);
    ck_assert_str_eq(treadle_text_string(&said), rows[_i].said);
    treadle_text_clear(&said);
    treadle_doc_drop(policy);
}
END_TEST

Suite *suite_policy_check(void) {
    TCase *tests = tcase_create("policy_check");
    ADD_EACH(tests, says_what_is_odd, rows);
    return support_suite("policy_check", tests);
}
