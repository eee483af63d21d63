// Roles that resources act under, where no template has them.
#include <string.h>

#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A         "111111111111"
#define B         "222222222222"
#define BOX(role) "{\"Name\":\"b\",\"RoleArn\":\"" role "\"}"

START_TEST(an_absent_role_is_made_open) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(&bed, A, "Test::Box", "B", BOX("arn:aws:iam::" A ":role/path/open"));
    ck_assert_int_eq(treadle_world_open_roles(bed.world, NULL), 0);
    ck_assert_str_eq(
        bed.warnings.bytes, "no template has the role arn:aws:iam::" A ":role/path/open of "
                            "arn:aws:box:us-east-1:" A ":box/b: made here, it may do everything\n");
    ck_assert_ptr_nonnull(treadle_world_find(bed.world, "arn:aws:iam::" A ":role/path/open"));
    ck_assert_int_eq(treadle_world_open_roles(bed.world, NULL), 0);  // It is there now.
    // It may do everything, for its own service.
    struct heard heard = bed_ask(
        &bed, NULL, A, "box", "Relay",
        "{\"Arn\":\"arn:aws:box:us-east-1:" A ":box/b\",\"RoleArn\":\"arn:aws:iam::" A
        ":role/path/open\",\"Service\":\"box\",\"Operation\":\"List\",\"Input\":{\"Arn\":"
        "\"arn:aws:box:us-east-1:" A ":box/b\"}}");
    ck_assert_str_eq(
        heard.text,
        "{\"Values\":[],\"Asker\":\"arn:aws:sts::" A ":assumed-role/open/BoxSession\"}");
    bed_close(&bed);
}
END_TEST

START_TEST(strictly_an_absent_role_is_a_problem) {
    struct bed bed;
    bed_open(&bed, &(struct treadle_world_options){.strict_iam = true});
    bed_make(&bed, A, "Test::Box", "B", BOX("arn:aws:iam::" A ":role/open"));
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_world_open_roles(bed.world, &status), TREADLE_EREFUSED);
    ck_assert_str_eq(
        status.text, "stack.yaml:3:5: B: no template has the role arn:aws:iam::" A
                     ":role/open, which it would act under");
    ck_assert_uint_eq(status.line, 3);
    ck_assert_uint_eq(status.column, 5);
    ck_assert_ptr_null(treadle_world_find(bed.world, "arn:aws:iam::" A ":role/open"));
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *properties, *said;
} refused[] = {
    {BOX("arn:aws:iam::" B ":role/there"),
     "Cross-account pass role is not allowed. It is of account " A
     " and would act under arn:aws:iam::" B ":role/there"},
    {BOX("arn:aws:iam::" B ":role/gone"),
     "Cross-account pass role is not allowed. It is of account " A
     " and would act under arn:aws:iam::" B ":role/gone"},
    {BOX("arn:aws:iam::" A ":user/u"),
     "arn:aws:iam::" A ":user/u, which it would act under, is no role"},
    {BOX("arn:aws:iam::" A ":role/"),
     "arn:aws:iam::" A ":role/, which it would act under, is no role"},
    {BOX("arn:aws:iam::1:role/r"), "arn:aws:iam::1:role/r, which it would act under, is no role"},
    {BOX("admin"), "admin, which it would act under, is no role"},
};

START_TEST(a_foreign_role_is_a_problem) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_role(&bed, B, "there", "box.amazonaws.com", "*");
    bed_make(&bed, A, "Test::Box", "B", refused[_i].properties);
    struct treadle_status status = {0};
    ck_assert_int_lt(treadle_world_open_roles(bed.world, &status), 0);
    ck_assert_str_eq(status.text + strlen("stack.yaml:3:5: B: "), refused[_i].said);
    ck_assert_uint_eq(status.line, 3);
    ck_assert_uint_eq(status.column, 5);
    bed_close(&bed);
}
END_TEST

Suite *suite_roles(void) {
    TCase *tests = tcase_create("roles");
    tcase_add_test(tests, an_absent_role_is_made_open);
    tcase_add_test(tests, strictly_an_absent_role_is_a_problem);
    ADD_EACH(tests, a_foreign_role_is_a_problem, refused);
    return support_suite("roles", tests);
}
