// IAM as resource types: who has which policies, and what is refused.
#include <string.h>

#include "base/json/value.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A "111111111111"
#define DOCUMENT(action)                                                                           \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" action        \
    "\",\"Resource\":\"*\"}]}"
#define TRUST                                                                                      \
    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{"           \
    "\"Service\":\"states.amazonaws.com\"}}}"

// The actions that the policies of [resource] name, in their order.
static const char *actions(struct bed *bed, const struct resource *resource) {
    const struct policies *policies = &resource->identity->policies;
    struct text text = {0};
    for (uint32_t i = 0; i < policies->count; i++) {
        const cJSON *statements =
            treadle_json_member(treadle_doc_root(policies->documents[i]), "Statement");
        treadle_text_printf(&text, "%s ", treadle_json_string(statements->child, "Action"));
    }
    const char *copy = treadle_arena_copy(&bed->arena, treadle_text_string(&text));
    treadle_text_clear(&text);
    return copy;
}

START_TEST(policies_come_and_go) {
    struct bed bed;
    bed_open(&bed, NULL);
    struct resource *managed = bed_make(
        &bed, A, "AWS::IAM::ManagedPolicy", "M",
        "{\"ManagedPolicyName\":\"m\",\"PolicyDocument\":" DOCUMENT("m:M") "}");
    ck_assert_str_eq(managed->ref, "arn:aws:iam::" A ":policy/m");
    struct resource *role = bed_make(
        &bed, A, "AWS::IAM::Role", "R",
        "{\"RoleName\":\"r\",\"Path\":\"/p/\",\"AssumeRolePolicyDocument\":" TRUST
        ",\"ManagedPolicyArns\":[\"arn:aws:iam::" A ":policy/m\"],\"Policies\":[{\"PolicyName\":"
        "\"i\",\"PolicyDocument\":" DOCUMENT("i:I") "}]}");
    ck_assert_str_eq(role->arn, "arn:aws:iam::" A ":role/p/r");
    ck_assert_str_eq(role->ref, "r");
    ck_assert_uint_eq(strlen(treadle_json_string(role->attributes, "RoleId")), 21);
    struct resource *user = bed_make(&bed, A, "AWS::IAM::User", "U", "{\"UserName\":\"u\"}");
    ck_assert_str_eq(user->arn, "arn:aws:iam::" A ":user/u");
    struct resource *first = bed_make(
        &bed, A, "AWS::IAM::Policy", "P",
        "{\"PolicyName\":\"p\",\"Roles\":[\"r\"],\"Users\":[\"u\"],\"PolicyDocument\":" DOCUMENT(
            "p:P") "}");
    struct resource *second = bed_make(
        &bed, A, "AWS::IAM::ManagedPolicy", "Q",
        "{\"Roles\":[\"r\"],\"PolicyDocument\":" DOCUMENT("q:Q") "}");
    ck_assert_str_eq(actions(&bed, role), "m:M i:I p:P q:Q ");
    ck_assert_str_eq(actions(&bed, user), "p:P ");
    treadle_world_uncreate(bed.world, second);
    ck_assert_str_eq(actions(&bed, role), "m:M i:I p:P ");
    treadle_world_uncreate(bed.world, first);
    ck_assert_str_eq(actions(&bed, role), "m:M i:I ");
    ck_assert_str_eq(actions(&bed, user), "");
    ck_assert_str_eq(treadle_text_string(&bed.warnings), "");
    bed_close(&bed);
}
END_TEST

START_TEST(a_key_has_an_id_and_no_secret) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(&bed, A, "AWS::IAM::User", "U", "{\"UserName\":\"u\"}");
    struct resource *key = bed_make(&bed, A, "AWS::IAM::AccessKey", "K", "{\"UserName\":\"u\"}");
    ck_assert_uint_eq(strlen(key->ref), 20);
    ck_assert_int_eq(strncmp(key->ref, "AKIA", 4), 0);
    ck_assert_ptr_eq(treadle_world_alias(bed.world, "access-key", key->ref), key);
    ck_assert_ptr_null(treadle_json_member(key->attributes, "SecretAccessKey"));
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *type, *properties, *said;
} refused[] = {
    {"AWS::IAM::Role", "{\"RoleName\":\"r\"}", "X: AssumeRolePolicyDocument must be an object"},
    {"AWS::IAM::Role", "{\"RoleName\":\"there\",\"AssumeRolePolicyDocument\":" TRUST "}",
     "X: the role there exists already"},
    {"AWS::IAM::Role", "{\"Path\":\"p/\",\"AssumeRolePolicyDocument\":" TRUST "}",
     "X: Path must begin and end with /"},
    {"AWS::IAM::Role",
     "{\"Policies\":[{\"PolicyName\":\"x\"}],\"AssumeRolePolicyDocument\":" TRUST "}",
     "X: PolicyDocument must be an object"},
    {"AWS::IAM::Policy",
     "{\"PolicyName\":\"x\",\"Roles\":[\"there\",\"gone\"],\"PolicyDocument\":" DOCUMENT("a:B") "}",
     "X: there is no role gone in account " A},
    {"AWS::IAM::Policy",
     "{\"PolicyName\":\"x\",\"Users\":[5],\"PolicyDocument\":" DOCUMENT("a:B") "}",
     "X: there is no user 5 in account " A},
    {"AWS::IAM::Policy", "{\"PolicyName\":\"x\"}", "X: PolicyDocument must be an object"},
    {"AWS::IAM::ManagedPolicy", "{\"Path\":5,\"PolicyDocument\":" DOCUMENT("a:B") "}",
     "X: Path must begin and end with /"},
    {"AWS::IAM::Policy",
     "{\"PolicyName\":\"x\",\"Roles\":\"there\",\"PolicyDocument\":" DOCUMENT("a:B") "}",
     "X: Roles must be a list, not string"},
    {"AWS::IAM::ManagedPolicy", "{\"Users\":\"u\",\"PolicyDocument\":" DOCUMENT("a:B") "}",
     "X: Users must be a list, not string"},
    {"AWS::IAM::Role",
     "{\"ManagedPolicyArns\":\"arn:aws:iam::aws:policy/P\",\"AssumeRolePolicyDocument\":" TRUST "}",
     "X: ManagedPolicyArns must be a list, not string"},
    {"AWS::IAM::Role",
     "{\"ManagedPolicyArns\":[\"arn:aws:iam::222222222222:policy/P\"],"
     "\"AssumeRolePolicyDocument\":" TRUST "}",
     "X: ManagedPolicyArns: arn:aws:iam::222222222222:policy/P is no policy of account " A
     " or of aws"},
    {"AWS::IAM::AccessKey", "{\"UserName\":\"gone\"}", "X: there is no user gone in account " A},
};

START_TEST(refuses_what_cannot_be) {
    struct bed bed;
    bed_open(&bed, NULL);
    struct resource *there = bed_make(
        &bed, A, "AWS::IAM::Role", "There",
        "{\"RoleName\":\"there\",\"AssumeRolePolicyDocument\":" TRUST "}");
    const char *said = bed_make_fails(&bed, A, refused[_i].type, "X", refused[_i].properties);
    ck_assert_str_eq(said + strlen("stack.yaml:3:5: "), refused[_i].said);
    ck_assert_uint_eq(there->identity->policies.count, 0);
    ck_assert_ptr_eq(treadle_world_alias(bed.world, "role", A "/there"), there);
    bed_close(&bed);
}
END_TEST

START_TEST(odd_policies_are_told) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(
        &bed, A, "AWS::IAM::Role", "R",
        "{\"AssumeRolePolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
        "\"sts:AssumeRole\"}},\"ManagedPolicyArns\":[\"arn:aws:iam::aws:policy/Admin\"]}");
    ck_assert_str_eq(
        bed.warnings.bytes,
        "stack.yaml:3:5: R: the policy arn:aws:iam::aws:policy/Admin is not known here and allows "
        "nothing\n"
        "stack.yaml:3:5: R, AssumeRolePolicyDocument: statement 1: Principal is missing: the "
        "statement is about nobody\n");
    bed_close(&bed);
}
END_TEST

Suite *suite_iam(void) {
    TCase *tests = tcase_create("iam");
    tcase_add_test(tests, policies_come_and_go);
    tcase_add_test(tests, a_key_has_an_id_and_no_secret);
    ADD_EACH(tests, refuses_what_cannot_be, refused);
    tcase_add_test(tests, odd_policies_are_told);
    return support_suite("iam", tests);
}
