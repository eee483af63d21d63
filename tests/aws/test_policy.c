// The judge against the recorded cases, and rows of our own for what no recording has.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/arn.h"
#include "aws/policy.h"
#include "base/json/value.h"
#include "base/time_text.h"
#include "tests/aws/suites.h"
#include "tests/support/support.h"

static const char *const words[] = {
    [VERDICT_ALLOWED] = "Allowed",
    [VERDICT_NOBODY] = "Nobody",
    [VERDICT_DENIED] = "ImplicitlyDenied",
    [VERDICT_DENIED_IDENTITY] = "ExplicitlyDenied",
    [VERDICT_DENIED_RESOURCE] = "ExplicitlyDenied",
};

struct bed {  // One question and what it is made of.
    struct arena arena;
    struct policies policies;
    struct caller caller;
    struct use use;
    struct question question;
};

static void bed_clear(struct bed *bed) {
    for (uint32_t i = 0; i < bed->policies.count; i++)
        treadle_doc_drop(bed->policies.documents[i]);
    free(bed->policies.documents);
    treadle_arena_clear(&bed->arena);
}

static void add_identity(struct bed *bed, const cJSON *policy) {
    struct policies *policies = &bed->policies;
    ADD(policies->documents, policies->count, policies->size) = treadle_doc_settle(NULL, policy);
}

// Who [name] is: an ARN, a service, or NULL for nobody.
static void set_caller(struct bed *bed, const char *name) {
    bed->caller = (struct caller){.principal = name, .policies = &bed->policies};
    struct arn arn;
    if (name == NULL) return;
    if (!treadle_arn_parse(&bed->arena, name, &arn)) {
        bed->caller.kind = CALLER_SERVICE;
        return;
    }
    bed->caller.account = arn.account;
    bed->caller.kind = strcmp(arn.resource, "root") == 0        ? CALLER_ROOT
                       : strncmp(arn.resource, "user/", 5) == 0 ? CALLER_USER
                                                                : CALLER_SESSION;
    static const char session[] = "assumed-role/";
    if (strncmp(arn.resource, session, strlen(session)) != 0) return;
    const char *role = arn.resource + strlen(session);
    bed->caller.role = treadle_arena_print(
        &bed->arena, "arn:aws:iam::%s:role/%.*s", arn.account, (int)strcspn(role, "/"), role);
}

// -- Recorded

static enum verdict judge_case(const cJSON *one) {
    struct bed bed = {0};
    const cJSON *context = treadle_json_member(one, "context");
    for (const cJSON *p = treadle_json_member(one, "identity")->child; p != NULL; p = p->next)
        add_identity(&bed, p);
    set_caller(&bed, treadle_json_string(one, "principal"));
    if (bed.caller.kind == CALLER_SERVICE) {
        bed.caller.source_arn = treadle_json_string(context, "aws:SourceArn");
        bed.caller.account = treadle_json_string(context, "aws:SourceAccount");
    } else if (bed.caller.kind != CALLER_NOBODY) {
        bed.caller.source_arn = treadle_json_string(context, "aws:SourceArn");
    }
    bed.use = (struct use){
        .arn = treadle_json_string(one, "resource"),
        .account = treadle_json_string(one, "resource_account"),
        .policy = treadle_json_member(one, "policy"),
        .rule = bed.caller.kind == CALLER_NOBODY ? JUDGE_POLICY : JUDGE_IAM};
    bed.question = (struct question){
        .caller = &bed.caller,
        .use = &bed.use,
        .action = treadle_json_string(one, "action"),
        .context = context};
    const char *now = treadle_json_string(context, "aws:CurrentTime");
    if (now != NULL) ck_assert(treadle_time_read(now, &bed.question.at_ms));
    enum verdict verdict = treadle_policy_judge(&bed.question);
    bed_clear(&bed);
    return verdict;
}

START_TEST(judges_as_recorded) {
    struct doc *doc = support_data_json("iam/cases.json");
    if (doc == NULL) return;
    struct text wrong = {0};
    uint32_t count = 0;
    const cJSON *cases = treadle_json_member(treadle_doc_root(doc), "cases");
    for (const cJSON *one = cases->child; one != NULL; one = one->next, count++) {
        const char *want = treadle_json_string(one, "expect");
        if (want == NULL) want = treadle_json_string(one, "oracle");
        const char *have = words[judge_case(one)];
        if (strcmp(want, have) != 0)
            treadle_text_printf(
                &wrong, "%s: wanted %s, got %s\n", treadle_json_string(one, "name"), want, have);
    }
    ck_assert_msg(wrong.count == 0, "%s", treadle_text_string(&wrong));
    ck_assert_uint_eq(count, 112);
    treadle_text_clear(&wrong);
    treadle_doc_drop(doc);
}
END_TEST

// -- The short Resource form of an API's own policy

#define API "arn:aws:execute-api:us-east-1:222222222222:abc123"

static const struct {
    const char *pattern, *arn;
    bool allowed;
} short_forms[] = {
    {"execute-api:/*/POST/execution", API "/dev/POST/execution", true},
    {"execute-api:/dev/POST/execution", API "/dev/POST/execution", true},
    {"execute-api:/*", API "/dev/GET/other/path", true},
    {"execute-api:/prod/POST/execution", API "/dev/POST/execution", false},
    {"execute-api:/*/GET/execution", API "/dev/POST/execution", false},
    {"execute-api:/*/POST/execution", API "/dev/POST/execution/more", false},
    {"execute-api:dev/POST/execution", API "/dev/POST/execution", false},
    {"execute-api:/dev/POST/execution", API "/dev/POST/Execution", false},
    {"execute-api:/dev/POST/*", "arn:aws:sqs:us-east-1:222222222222:x/dev/POST/a", false},
    {"*", API "/dev/POST/execution", true},
};

START_TEST(the_short_form_means_the_api_itself) {
    struct text text = {0};
    treadle_text_printf(
        &text,
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"states.amazonaws.com\"},"
        "\"Action\":\"execute-api:Invoke\",\"Resource\":\"%s\"}}",
        short_forms[_i].pattern);
    struct doc *policy = support_read(text.bytes);
    struct caller caller = {.kind = CALLER_SERVICE, .principal = "states.amazonaws.com"};
    struct use use = {
        .arn = short_forms[_i].arn, .account = "222222222222", .policy = treadle_doc_root(policy)};
    struct question question = {.caller = &caller, .use = &use, .action = "execute-api:Invoke"};
    ck_assert_msg(
        (treadle_policy_judge(&question) == VERDICT_ALLOWED) == short_forms[_i].allowed, "%s on %s",
        short_forms[_i].pattern, short_forms[_i].arn);
    treadle_text_clear(&text);
    treadle_doc_drop(policy);
}
END_TEST

START_TEST(the_short_form_is_nothing_in_an_identity_policy) {
    struct bed bed = {0};
    struct doc *policy = support_read(
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"execute-api:/*\"}}");
    add_identity(&bed, treadle_doc_root(policy));
    set_caller(&bed, "arn:aws:iam::222222222222:user/u");
    bed.use = (struct use){.arn = API "/dev/POST/x", .account = "222222222222"};
    bed.question =
        (struct question){.caller = &bed.caller, .use = &bed.use, .action = "execute-api:Invoke"};
    ck_assert_int_eq(treadle_policy_judge(&bed.question), VERDICT_DENIED);
    treadle_doc_drop(policy);
    bed_clear(&bed);
}
END_TEST

// -- Conditions and variables: the identity policy of a user, as a Condition and a Resource

static const struct {
    const char *condition, *resource, *version;
    enum verdict verdict;
} identity_rows[] = {
    // Moments are values: another zone, another form.
    {"{\"DateEquals\":{\"aws:CurrentTime\":\"2026-01-01T01:00:00+01:00\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"DateEquals\":{\"aws:CurrentTime\":\"2026-01-01\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"DateEquals\":{\"aws:CurrentTime\":\"2026\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"DateEquals\":{\"aws:CurrentTime\":\"2026-01\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"DateEquals\":{\"aws:CurrentTime\":\"1767225600\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"DateEquals\":{\"aws:EpochTime\":\"2026-01-01T00:00:00.000Z\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"DateGreaterThan\":{\"aws:CurrentTime\":\"2025-12-31T23:59:59Z\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"DateGreaterThanEquals\":{\"aws:CurrentTime\":\"2026-01-01T00:00:00Z\"}}", "*",
     "2012-10-17", VERDICT_ALLOWED},
    {"{\"DateGreaterThan\":{\"aws:CurrentTime\":\"2026-01-01T00:00:00Z\"}}", "*", "2012-10-17",
     VERDICT_DENIED},
    {"{\"DateLessThanEquals\":{\"aws:CurrentTime\":\"2026-01-01T00:00:00Z\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"DateLessThan\":{\"aws:CurrentTime\":\"10000-01-01\"}}", "*", "2012-10-17", VERDICT_DENIED},
    {"{\"DateNotEquals\":{\"aws:CurrentTime\":\"yesterday\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    // Numbers are values too.
    {"{\"NumericEquals\":{\"aws:EpochTime\":\"1767225600.0\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"NumericEquals\":{\"aws:EpochTime\":17672256e2}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"NumericLessThan\":{\"aws:EpochTime\":\"9999999999\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"NumericGreaterThan\":{\"aws:EpochTime\":\"9\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"NumericGreaterThanEquals\":{\"aws:EpochTime\":\"1767225601\"}}", "*", "2012-10-17",
     VERDICT_DENIED},
    {"{\"NumericLessThanEquals\":{\"aws:EpochTime\":\"1767225600\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"NumericEquals\":{\"aws:EpochTime\":\"0x1\"}}", "*", "2012-10-17", VERDICT_DENIED},
    {"{\"NumericNotEquals\":{\"aws:EpochTime\":\"7\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    // Who asks.
    {"{\"StringEquals\":{\"aws:username\":\"ada\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"StringEquals\":{\"aws:PrincipalType\":\"User\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"StringEquals\":{\"aws:ResourceAccount\":\"${aws:PrincipalAccount}\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"Bool\":{\"aws:PrincipalIsAWSService\":false}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"StringNotEqualsIgnoreCase\":{\"aws:username\":\"ADA\"}}", "*", "2012-10-17",
     VERDICT_DENIED},
    {"{\"StringNotLike\":{\"aws:username\":\"b*\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
    {"{\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:role/*\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    {"{\"BinaryEquals\":{\"aws:username\":\"YWRh\"}}", "*", "2012-10-17", VERDICT_DENIED},
    {"{\"ForAnyValue:StringNotEquals\":{\"aws:TagKeys\":\"a\"}}", "*", "2012-10-17",
     VERDICT_DENIED},
    {"{\"Null\":{\"aws:TagKeys\":true,\"aws:username\":\"false\"}}", "*", "2012-10-17",
     VERDICT_ALLOWED},
    // What nobody knows lets nobody in.
    {"{\"StringMostlyEquals\":{\"aws:username\":\"ada\"}}", "*", "2012-10-17", VERDICT_DENIED},
    {"{\"StringEquals\":\"aws:username\"}", "*", "2012-10-17", VERDICT_DENIED},
    {"[]", "*", "2012-10-17", VERDICT_DENIED},
    // Variables, and what only looks like one.
    {"{}", "arn:aws:x:::home/${aws:username}", "2012-10-17", VERDICT_ALLOWED},
    {"{}", "arn:aws:x:::home/${aws:username}", "2008-10-17", VERDICT_DENIED},
    {"{}", "arn:aws:x:::home/${aws:PrincipalTag/x, 'ada'}", "2012-10-17", VERDICT_ALLOWED},
    {"{}", "arn:aws:x:::home/${aws:PrincipalTag/x, 'bob'}", "2012-10-17", VERDICT_DENIED},
    {"{}", "arn:aws:x:::home/${aws:PrincipalTag/x, ada}", "2012-10-17", VERDICT_DENIED},
    {"{}", "arn:aws:x:::home/a${?}a", "2012-10-17", VERDICT_DENIED},
    {"{}", "arn:aws:x:::home/${aws:username", "2012-10-17", VERDICT_DENIED},
    {"{\"StringLike\":{\"aws:username\":\"${*}\"}}", "*", "2012-10-17", VERDICT_DENIED},
    {"{\"StringLike\":{\"aws:username\":\"a?a\"}}", "*", "2012-10-17", VERDICT_ALLOWED},
};

START_TEST(conditions_compare_values) {
    struct bed bed = {0};
    struct text text = {0};
    treadle_text_printf(
        &text,
        "{\"Version\":\"%s\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"x:*\","
        "\"Resource\":\"%s\",\"Condition\":%s}]}",
        identity_rows[_i].version, identity_rows[_i].resource, identity_rows[_i].condition);
    struct doc *policy = support_read(text.bytes);
    add_identity(&bed, treadle_doc_root(policy));
    set_caller(&bed, "arn:aws:iam::222222222222:user/staff/ada");
    bed.use = (struct use){.arn = "arn:aws:x:::home/ada", .account = "222222222222"};
    bed.question = (struct question){
        .caller = &bed.caller, .use = &bed.use, .action = "x:Go", .at_ms = 1767225600000};
    ck_assert_msg(
        treadle_policy_judge(&bed.question) == identity_rows[_i].verdict, "%s", text.bytes);
    treadle_text_clear(&text);
    treadle_doc_drop(policy);
    bed_clear(&bed);
}
END_TEST

// -- Statements that are odd, and principals: a resource's policy and who asks it

static const struct {
    const char *statement, *who;
    enum judge_rule rule;
    enum verdict verdict;
} resource_rows[] = {
    {"\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"x:Go\"", NULL, JUDGE_IAM,
     VERDICT_NOBODY},
    {"\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"x:Go\"", NULL, JUDGE_POLICY,
     VERDICT_ALLOWED},
    {"\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\"", NULL, JUDGE_OPEN, VERDICT_ALLOWED},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"x:Go\"", NULL, JUDGE_POLICY,
     VERDICT_ALLOWED},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"x:Go\"", NULL,
     JUDGE_POLICY, VERDICT_DENIED},
    // A role's trust: delegated to its account, the identity must agree.
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"x:Go\"",
     "arn:aws:iam::222222222222:user/u", JUDGE_POLICY, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::222222222222:user/"
     "u\"},\"Action\":\"x:Go\"",
     "arn:aws:iam::222222222222:user/u", JUDGE_POLICY, VERDICT_ALLOWED},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"x:Go\"",
     "arn:aws:iam::222222222222:root", JUDGE_POLICY, VERDICT_ALLOWED},
    // Root is its account: at home without a word, abroad where it is named.
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111111111111\"},\"Action\":\"x:Go\"",
     "arn:aws:iam::222222222222:root", JUDGE_IAM, VERDICT_ALLOWED},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"333333333333\"},\"Action\":\"x:Go\"",
     "arn:aws:iam::333333333333:root", JUDGE_IAM, VERDICT_ALLOWED},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111111111111\"},\"Action\":\"x:Go\"",
     "arn:aws:iam::333333333333:root", JUDGE_IAM, VERDICT_DENIED},
    // All but these.
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::222222222222:user/"
     "u\"},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:root", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":\"222222222222\"},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:root", JUDGE_IAM, VERDICT_ALLOWED},
    {"\"Effect\":\"Deny\",\"Principal\":\"*\",\"NotAction\":\"x:Go\"",
     "arn:aws:iam::222222222222:root", JUDGE_IAM, VERDICT_ALLOWED},
    {"\"Effect\":\"Deny\",\"Principal\":\"*\",\"NotAction\":\"x:S*\"",
     "arn:aws:iam::222222222222:root", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    // A denial under a condition that nobody knows denies: a typo must not open a door.
    {"\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Condition\":{\"Odd\":{\"a\":\"b\"}"
     "}",
     "arn:aws:iam::222222222222:root", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    // The account beside a user does not spare the others of the account.
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"arn:aws:iam::222222222222:user/"
     "bob\",\"arn:aws:iam::222222222222:root\"]},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"arn:aws:iam::222222222222:user/"
     "bob\",\"arn:aws:iam::222222222222:root\"]},\"Action\":\"*\"",
     "arn:aws:sts::222222222222:assumed-role/R/s", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"arn:aws:iam::222222222222:user/"
     "bob\",\"arn:aws:iam::222222222222:root\"]},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/bob", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"arn:aws:iam::222222222222:root\",\"arn:aws:"
     "iam::222222222222:role/R\"]},\"Action\":\"*\"",
     "arn:aws:sts::222222222222:assumed-role/R/s", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::222222222222:root\"},\"Action\":"
     "\"*\"",
     "arn:aws:sts::222222222222:assumed-role/R/s", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":[\"arn:aws:iam::222222222222:user/"
     "bob\",\"arn:aws:iam::222222222222:root\"]},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    // An account may be a number, whose zeros are gone.
    {"\"Effect\":\"Deny\",\"Principal\":{\"AWS\":222222222222},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:root", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[22222222]},\"Action\":\"*\"",
     "arn:aws:iam::000022222222:root", JUDGE_IAM, VERDICT_ALLOWED},
    // What nobody can read denies, and allows nobody.
    {"\"Effect\":\"Deny\",\"Principal\":\"arn:aws:iam::222222222222:user/alice\",\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":5,\"Action\":\"*\"", "arn:aws:iam::222222222222:user/alice",
     JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":[\"*\"],\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":null,\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"alice\"},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"AWS\":-1},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"AWS\":1.5},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"AWS\":[\"arn:aws:iam::222222222222:user/"
     "bob\",{}]},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"arn:aws:iam::222222222222:user/"
     "*\"},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"Aws\":\"*\"},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"Service\":[7]},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Allow\",\"Principal\":\"arn:aws:iam::222222222222:user/alice\",\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"Principal\":[\"*\"],\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::222222222222:user/"
     "alice\",{}]},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":\"alice\"},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"NotPrincipal\":5,\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"alice\",\"arn:aws:iam::222222222222:user/"
     "alice\"]},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    {"\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":\"alice\"},\"Action\":\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED_RESOURCE},
    {"\"Effect\":\"Deny\",\"Principal\":{\"Federated\":\"x\",\"CanonicalUser\":\"y\"},\"Action\":"
     "\"*\"",
     "arn:aws:iam::222222222222:user/alice", JUDGE_IAM, VERDICT_DENIED},
    // Half statements do nothing.
    {"\"Effect\":\"Allow\",\"Principal\":\"*\"", NULL, JUDGE_POLICY, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"Action\":\"*\"", NULL, JUDGE_POLICY, VERDICT_DENIED},
    {"\"Effect\":\"allow\",\"Principal\":\"*\",\"Action\":\"*\"", NULL, JUDGE_POLICY,
     VERDICT_DENIED},
    {"\"Principal\":\"*\",\"Action\":\"*\"", NULL, JUDGE_POLICY, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":[]", NULL,
     JUDGE_POLICY, VERDICT_DENIED},
    {"\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"X:gO\"", NULL, JUDGE_POLICY,
     VERDICT_ALLOWED},
};

START_TEST(a_resource_policy_names_who) {
    struct bed bed = {0};
    struct text text = {0};
    treadle_text_printf(&text, "{\"Statement\":[{%s}]}", resource_rows[_i].statement);
    struct doc *policy = support_read(text.bytes);
    set_caller(&bed, resource_rows[_i].who);
    bed.use = (struct use){
        .arn = "arn:aws:x:::thing",
        .account = "222222222222",
        .policy = treadle_doc_root(policy),
        .rule = resource_rows[_i].rule};
    bed.question = (struct question){.caller = &bed.caller, .use = &bed.use, .action = "x:Go"};
    ck_assert_msg(
        treadle_policy_judge(&bed.question) == resource_rows[_i].verdict, "%s", text.bytes);
    treadle_text_clear(&text);
    treadle_doc_drop(policy);
    bed_clear(&bed);
}
END_TEST

START_TEST(an_identity_policy_without_a_resource_allows_nothing) {
    static const char *const policies[] = {
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}", "{}", "{\"Statement\":\"x\"}"};
    for (size_t i = 0; i < COUNT_OF(policies); i++) {
        struct bed bed = {0};
        struct doc *policy = support_read(policies[i]);
        add_identity(&bed, treadle_doc_root(policy));
        set_caller(&bed, "arn:aws:iam::222222222222:user/u");
        bed.use = (struct use){.arn = "arn:aws:x:::thing", .account = "222222222222"};
        bed.question = (struct question){.caller = &bed.caller, .use = &bed.use, .action = "x:Go"};
        ck_assert_int_eq(treadle_policy_judge(&bed.question), VERDICT_DENIED);
        treadle_doc_drop(policy);
        bed_clear(&bed);
    }
}
END_TEST

Suite *suite_policy(void) {
    TCase *tests = tcase_create("policy");
    ADD_EACH(tests, the_short_form_means_the_api_itself, short_forms);
    tcase_add_test(tests, the_short_form_is_nothing_in_an_identity_policy);
    ADD_EACH(tests, conditions_compare_values, identity_rows);
    ADD_EACH(tests, a_resource_policy_names_who, resource_rows);
    tcase_add_test(tests, an_identity_policy_without_a_resource_allows_nothing);
    Suite *suite = support_suite("policy", tests);
    tcase_add_test(support_recorded(suite), judges_as_recorded);
    return suite;
}
