// Who asks, and who must be refused.
#include <string.h>

#include "services/request.h"
#include "services/send.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A     "111111111111"
#define B     "222222222222"
#define BOX   "arn:aws:box:us-east-1:" A ":box/b"
#define INPUT "{\"Arn\":\"" BOX "\"}"

static void open_bed(struct bed *bed) {
    bed_open(bed, NULL);
    bed_make(
        bed, A, "Test::Box", "B",
        "{\"Name\":\"b\",\"Policy\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"box:List\","
        "\"Principal\":{\"AWS\":[\"arn:aws:iam::" B ":role/visitor\",\"arn:aws:iam::" A
        ":user/named\"]}},{\"Effect\":\"Deny\",\"Action\":\"*\",\"Principal\":{\"AWS\":"
        "\"arn:aws:iam::" A ":user/banned\"}}]}}");
    bed_make(
        bed, A, "AWS::IAM::User", "U",
        "{\"UserName\":\"ada\",\"Policies\":[{\"PolicyName\":\"p\",\"PolicyDocument\":{"
        "\"Statement\":"
        "[{\"Effect\":\"Allow\",\"Action\":\"box:*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\","
        "\"Action\":\"box:Put\",\"Resource\":\"*\"}]}}]}");
    bed_role(bed, B, "visitor", "box.amazonaws.com", "box:*");
}

#define DENIED(who, action, because)                                                               \
    "AccessDeniedException 400: User: " who " is not authorized to perform: " action               \
    " on resource: " BOX " " because
#define NO_IDENTITY(action) "because no identity-based policy allows the " action " action"
#define NO_RESOURCE(action) "because no resource-based policy allows the " action " action"
#define LISTED(who)         "{\"Values\":[],\"Asker\":\"" who "\"}"

static const struct {
    const char *who, *account, *operation, *said;
} rows[] = {
    {NULL, A, "List", LISTED("arn:aws:iam::" A ":root")},
    {"arn:aws:iam::" A ":root", NULL, "List", LISTED("arn:aws:iam::" A ":root")},
    {NULL, B, "List", DENIED("arn:aws:iam::" B ":root", "box:List", NO_RESOURCE("box:List"))},
    {"nobody", A, "List", "MissingAuthenticationTokenException 400: Missing Authentication Token"},
    {"arn:aws:iam::" A ":user/ada", A, "List", LISTED("arn:aws:iam::" A ":user/ada")},
    {"arn:aws:iam::" A ":user/ada", A, "Put",
     DENIED(
         "arn:aws:iam::" A ":user/ada", "box:Put",
         "with an explicit deny in an identity-based policy")},
    {"arn:aws:iam::" A ":user/banned", A, "List",
     DENIED(
         "arn:aws:iam::" A ":user/banned", "box:List",
         "with an explicit deny in a resource-based policy")},
    // One that nobody made has no policies of its own.
    {"arn:aws:iam::" A ":user/stranger", A, "List",
     DENIED("arn:aws:iam::" A ":user/stranger", "box:List", NO_IDENTITY("box:List"))},
    {"arn:aws:iam::" A ":user/named", A, "List", LISTED("arn:aws:iam::" A ":user/named")},
    {"arn:aws:iam::333333333333:user/stranger", A, "List",
     DENIED("arn:aws:iam::333333333333:user/stranger", "box:List", NO_RESOURCE("box:List"))},
    // A role is taken on as by an operator, whose session may be named.
    {"arn:aws:iam::" B ":role/visitor", A, "List",
     LISTED("arn:aws:sts::" B ":assumed-role/visitor/operator")},
    {"arn:aws:sts::" B ":assumed-role/visitor/s", A, "List",
     LISTED("arn:aws:sts::" B ":assumed-role/visitor/s")},
    {"arn:aws:iam::" B ":role/visitor", A, "Put",
     DENIED("arn:aws:sts::" B ":assumed-role/visitor/operator", "box:Put", NO_RESOURCE("box:Put"))},
};

START_TEST(an_operator_asks_as_he_says) {
    struct bed bed;
    open_bed(&bed);
    struct heard heard =
        bed_ask(&bed, rows[_i].who, rows[_i].account, "box", rows[_i].operation, INPUT);
    ck_assert_str_eq(heard.text, rows[_i].said);
    bed_close(&bed);
}
END_TEST

static const char *const nobodies[] = {
    "Ada",
    "arn:aws:iam::" A ":group/g",
    "arn:aws:iam::1:user/u",
    "arn:aws:sts::" A ":assumed-role/r",
    "arn:aws:sts::" A ":user/u",
    "states.amazonaws.com",
    "",
};

START_TEST(who_can_not_be_is_refused_at_once) {
    struct bed bed;
    open_bed(&bed);
    struct treadle_ask ask = {.service = "box", .operation = "List"};
    struct heard heard = {0};
    ck_assert_int_eq(
        treadle_world_ask(bed.world, nobodies[_i], A, &ask, bed_hear, &heard), TREADLE_EINVAL);
    bed_run(&bed);
    ck_assert_uint_eq(heard.answers, 0);
    bed_close(&bed);
}
END_TEST

START_TEST(what_nobody_answers_is_refused_at_once) {
    struct bed bed;
    open_bed(&bed);
    struct treadle_ask ask = {.service = "sqs", .operation = "SendMessage"};
    struct heard heard = {0};
    ck_assert_int_eq(
        treadle_world_ask(bed.world, NULL, A, &ask, bed_hear, &heard), TREADLE_ENOROUTE);
    ask.service = "box";
    ck_assert_int_eq(
        treadle_world_ask(bed.world, NULL, "12", &ask, bed_hear, &heard), TREADLE_EINVAL);
    ck_assert_uint_eq(heard.answers, 0);
    bed_close(&bed);
}
END_TEST

START_TEST(an_operation_that_is_not_there) {
    struct bed bed;
    open_bed(&bed);
    struct heard heard = bed_ask(&bed, NULL, A, "box", "Burn", "{}");
    ck_assert_str_eq(heard.text, "UnknownOperationException 400: box has no operation Burn here");
    bed_close(&bed);
}
END_TEST

// Absent and foreign look alike: to whom it is not, nothing is there.
START_TEST(absent_and_foreign_look_alike) {
    struct bed bed;
    open_bed(&bed);
    const char *asks[] = {INPUT, "{\"Arn\":\"arn:aws:box:us-east-1:" A ":box/c\"}"};
    for (int i = 0; i < 2; i++) {
        struct heard heard = bed_ask(&bed, NULL, B, "box", "List", asks[i]);
        ck_assert_int_eq(strncmp(heard.text, "AccessDeniedException", 21), 0);
    }
    struct heard own = bed_ask(&bed, NULL, A, "box", "List", asks[1]);
    ck_assert_str_eq(own.text, "NoSuchBox 404: there is no arn:aws:box:us-east-1:" A ":box/c");
    ck_assert_uint_eq(bed.handled, 1);
    bed_close(&bed);
}
END_TEST

START_TEST(without_iam_everything_is_allowed) {
    struct bed bed;
    bed_open(&bed, &(struct treadle_world_options){.no_iam = true});
    bed_make(&bed, A, "Test::Box", "B", "{\"Name\":\"b\"}");
    struct heard heard = bed_ask(&bed, "nobody", A, "box", "List", INPUT);
    ck_assert_str_eq(heard.text, "{\"Values\":[]}");
    heard = bed_ask(
        &bed, "arn:aws:iam::" A ":user/u", A, "sts", "AssumeRole",
        "{\"RoleArn\":\"arn:aws:iam::" A ":role/gone\",\"RoleSessionName\":\"ss\"}");
    ck_assert_str_eq(
        heard.text, "AccessDenied 403: User: arn:aws:iam::" A
                    ":user/u is not authorized to perform: sts:AssumeRole on resource: "
                    "arn:aws:iam::" A ":role/gone");
    bed_close(&bed);
}
END_TEST

// -- Taking on roles

#define RELAY(role)                                                                                \
    "{\"Arn\":\"" BOX "\",\"RoleArn\":\"" role                                                     \
    "\",\"Service\":\"box\",\"Operation\":\"List\",\"Input\":" INPUT "}"
#define NOT_ASSUMED(role)                                                                          \
    "AccessDenied 403: User: box.amazonaws.com is not authorized to perform: sts:AssumeRole on "   \
    "resource: " role

static const struct {
    const char *input, *said;
} relays[] = {
    {RELAY("arn:aws:iam::" A ":role/own"),
     LISTED("arn:aws:sts::" A ":assumed-role/own/BoxSession")},
    {RELAY("arn:aws:iam::" A ":role/suspicious"),
     NOT_ASSUMED("arn:aws:iam::" A ":role/suspicious")},
    {RELAY("arn:aws:iam::" A ":role/gone"), NOT_ASSUMED("arn:aws:iam::" A ":role/gone")},
    {RELAY("arn:aws:iam::" A ":role/weak"),
     DENIED(
         "arn:aws:sts::" A ":assumed-role/weak/BoxSession", "box:List", NO_IDENTITY("box:List"))},
    // A role of another account trusts this service too, but for its own boxes.
    {RELAY("arn:aws:iam::" B ":role/visitor"),
     "AccessDenied 403: Cross-account pass role is not allowed."},
    {RELAY("arn:aws:iam::" B ":role/gone"),
     "AccessDenied 403: Cross-account pass role is not allowed."},
    {RELAY("arn:aws:iam::" A ":user/ada"),
     "ValidationError 400: arn:aws:iam::" A ":user/ada is invalid"},
    {RELAY("short"), "ValidationError 400: 1 validation error detected: Value 'short' at 'roleArn' "
                     "failed to satisfy "
                     "constraint: Member must have length greater than or equal to 20"},
    {"{\"Arn\":\"" BOX "\",\"Service\":\"box\",\"Operation\":\"List\",\"Input\":" INPUT "}",
     DENIED("box.amazonaws.com", "box:List", NO_RESOURCE("box:List"))},
    {"{\"Arn\":\"" BOX "\",\"Service\":\"sqs\",\"Operation\":\"SendMessage\"}",
     "Unsent 500: nobody answers this"},
};

START_TEST(a_service_takes_on_roles_that_trust_it) {
    struct bed bed;
    open_bed(&bed);
    bed_role(&bed, A, "own", "box.amazonaws.com", "box:*");
    bed_role(&bed, A, "weak", "box.amazonaws.com", "other:*");
    bed_role(&bed, A, "suspicious", "states.amazonaws.com", "box:*");
    struct heard heard = bed_ask(&bed, NULL, A, "box", "Relay", relays[_i].input);
    ck_assert_str_eq(heard.text, relays[_i].said);
    bed_close(&bed);
}
END_TEST

#define ASSUME(role) "{\"RoleArn\":\"" role "\",\"RoleSessionName\":\"me\"}"

START_TEST(a_user_takes_on_a_role_by_its_trust) {
    struct bed bed;
    open_bed(&bed);
    bed_make(
        &bed, B, "AWS::IAM::Role", "R",
        "{\"RoleName\":\"r\",\"AssumeRolePolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\","
        "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"arn:aws:iam::" B ":user/u\"}}}}");
    struct heard heard = bed_ask(
        &bed, "arn:aws:iam::" B ":user/u", B, "sts", "AssumeRole",
        ASSUME("arn:aws:iam::" B ":role/r"));
    ck_assert_ptr_nonnull(
        strstr(heard.text, ":me\",\"Arn\":\"arn:aws:sts::" B ":assumed-role/r/me\"}}"));
    heard = bed_ask(
        &bed, "arn:aws:iam::" B ":user/v", B, "sts", "AssumeRole",
        ASSUME("arn:aws:iam::" B ":role/r"));
    ck_assert_str_eq(
        heard.text,
        "AccessDenied 403: User: arn:aws:iam::" B
        ":user/v is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::" B
        ":role/r");
    heard = bed_ask(&bed, NULL, B, "sts", "AssumeRole", ASSUME("arn:aws:iam::" B ":role/r"));
    ck_assert_str_eq(heard.text, "AccessDenied 403: Roles may not be assumed by root accounts.");
    bed_close(&bed);
}
END_TEST

#define TRUST(who, condition)                                                                      \
    "{\"RoleName\":\"r\",\"AssumeRolePolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\","       \
    "\"Action\":\"sts:AssumeRole\",\"Principal\":" who ",\"Condition\":{" condition "}}}}"
#define TRUST_ID TRUST("\"*\"", "\"StringEquals\":{\"sts:ExternalId\":\"right\"}")
#define ASSUME_WITH(more)                                                                          \
    "{\"RoleArn\":\"arn:aws:iam::" B ":role/r\",\"RoleSessionName\":\"me\"" more "}"
#define USER_U "arn:aws:iam::" B ":user/u"
#define NO_SESSION                                                                                 \
    "AccessDenied 403: User: " USER_U                                                              \
    " is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::" B ":role/r"
#define UNKNOWN(what) "ValidationError 400: treadle does not know " what " of AssumeRole yet"

static const struct {
    const char *who, *role, *input, *said;  // [said] "": a session.
} assuming[] = {
    {USER_U, TRUST_ID, ASSUME_WITH(",\"ExternalId\":\"right\""), ""},
    {USER_U, TRUST_ID, ASSUME_WITH(",\"ExternalId\":\"wrong\""), NO_SESSION},
    {USER_U, TRUST_ID, ASSUME_WITH(""), NO_SESSION},
    {USER_U, TRUST("\"*\"", ""), ASSUME_WITH(""), ""},
    {"nobody", TRUST("\"*\"", ""), ASSUME_WITH(""),
     "MissingAuthenticationToken 403: Request is missing Authentication Token"},
    // What would give the session less must not be passed over.
    {USER_U, TRUST("\"*\"", ""), ASSUME_WITH(",\"Policy\":\"{}\""), UNKNOWN("Policy")},
    {USER_U, TRUST("\"*\"", ""),
     ASSUME_WITH(",\"PolicyArns\":[{\"arn\":\"arn:aws:iam::aws:policy/ReadOnlyAccess\"}]"),
     UNKNOWN("PolicyArns")},
    {USER_U, TRUST("\"*\"", ""), ASSUME_WITH(",\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]"),
     UNKNOWN("Tags")},
};

START_TEST(a_session_is_what_was_asked_for_or_none) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(&bed, B, "AWS::IAM::User", "U", "{\"UserName\":\"u\"}");
    bed_make(&bed, B, "AWS::IAM::Role", "R", assuming[_i].role);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), "");
    struct heard heard =
        bed_ask(&bed, assuming[_i].who, B, "sts", "AssumeRole", assuming[_i].input);
    if (*assuming[_i].said == '\0')
        ck_assert_msg(strstr(heard.text, ":assumed-role/r/me\"") != NULL, "%s", heard.text);
    else
        ck_assert_str_eq(heard.text, assuming[_i].said);
    bed_close(&bed);
}
END_TEST

#define BOX_OF(name)     "arn:aws:box:us-east-1:" A ":box/" name
#define BOTH(one, other) "{\"Arn\":\"" BOX_OF(one) "\",\"To\":\"" BOX_OF(other) "\"}"
#define NOT_BOTH(name)                                                                             \
    "AccessDeniedException 400: User: arn:aws:iam::" A                                             \
    ":user/u is not authorized to perform: box:Both on resource: " BOX_OF(name) " "

static const struct {
    const char *input, *said;
} pairs[] = {
    {BOTH("mine", "mine"), LISTED("arn:aws:iam::" A ":user/u")},
    {BOTH("mine", "other"), NOT_BOTH("other") NO_IDENTITY("box:Both")},
    {BOTH("other", "mine"), NOT_BOTH("other") NO_IDENTITY("box:Both")},
    {BOTH("mine", "closed"),
     NOT_BOTH("closed") "with an explicit deny in an identity-based policy"},
};

START_TEST(every_use_is_judged) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(
        &bed, A, "AWS::IAM::User", "U",
        "{\"UserName\":\"u\",\"Policies\":[{\"PolicyName\":\"p\",\"PolicyDocument\":{\"Statement\":"
        "["
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"" BOX_OF(
            "mine") "\"},"
                    "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"" BOX_OF(
                        "closed") "\"}]}}]}");
    bed_make(&bed, A, "Test::Box", "Mine", "{\"Name\":\"mine\"}");
    bed_make(&bed, A, "Test::Box", "Other", "{\"Name\":\"other\"}");
    bed_make(&bed, A, "Test::Box", "Closed", "{\"Name\":\"closed\"}");
    struct heard heard =
        bed_ask(&bed, "arn:aws:iam::" A ":user/u", A, "box", "Both", pairs[_i].input);
    ck_assert_str_eq(heard.text, pairs[_i].said);
    ck_assert_uint_eq(bed.handled, _i == 0);
    bed_close(&bed);
}
END_TEST

// A session's ARN has no path; its role may have one.
START_TEST(a_session_is_of_the_role_of_its_name) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(&bed, A, "Test::Box", "B", "{\"Name\":\"b\"}");
    bed_make(
        &bed, A, "AWS::IAM::Role", "R",
        "{\"RoleName\":\"r\",\"Path\":\"/deep/down/"
        "\",\"AssumeRolePolicyDocument\":{\"Statement\":[]"
        "},\"Policies\":[{\"PolicyName\":\"p\",\"PolicyDocument\":{\"Statement\":[{\"Effect\":"
        "\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}}]}");
    const char *who = "arn:aws:sts::" A ":assumed-role/r/s";
    struct heard heard = bed_ask(&bed, who, A, "box", "List", INPUT);
    ck_assert_str_eq(heard.text, LISTED("arn:aws:sts::" A ":assumed-role/r/s"));
    ck_assert_str_eq(treadle_text_string(&bed.warnings), "");
    bed_close(&bed);
}
END_TEST

START_TEST(a_chain_of_services_ends) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(
        &bed, A, "Test::Box", "B",
        "{\"Name\":\"b\",\"Policy\":{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
        "\"Principal\":{\"Service\":\"box.amazonaws.com\"}}}}");
    struct heard heard = bed_ask(&bed, NULL, A, "box", "Chain", INPUT);
    ck_assert_str_eq(heard.text, "Loop 508: more than the limit at depth 64");
    ck_assert_uint_eq(bed.handled, 65);
    bed_close(&bed);
}
END_TEST

Suite *suite_callers(void) {
    TCase *tests = tcase_create("callers");
    ADD_EACH(tests, an_operator_asks_as_he_says, rows);
    ADD_EACH(tests, who_can_not_be_is_refused_at_once, nobodies);
    tcase_add_test(tests, what_nobody_answers_is_refused_at_once);
    tcase_add_test(tests, an_operation_that_is_not_there);
    tcase_add_test(tests, absent_and_foreign_look_alike);
    tcase_add_test(tests, without_iam_everything_is_allowed);
    ADD_EACH(tests, a_service_takes_on_roles_that_trust_it, relays);
    tcase_add_test(tests, a_user_takes_on_a_role_by_its_trust);
    ADD_EACH(tests, a_session_is_what_was_asked_for_or_none, assuming);
    ADD_EACH(tests, every_use_is_judged, pairs);
    tcase_add_test(tests, a_session_is_of_the_role_of_its_name);
    tcase_add_test(tests, a_chain_of_services_ends);
    return support_suite("callers", tests);
}
