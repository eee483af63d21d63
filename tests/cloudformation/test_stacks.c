// Several templates: who takes what from whom, and that they come into the world together or not at
// all.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/cloudformation/bed.h"
#include "tests/cloudformation/suites.h"

static const char sender[] =
    "Parameters:\n"
    "  ReceiverName: {Type: String}\n"
    "  Size: {Type: String, Default: small}\n"
    "Resources: {Send: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Ref ReceiverName, "
    "AssumeRolePolicyDocument: {Statement: []}}}}\n"
    "Outputs: {Size: {Value: !Ref Size}, Name: {Value: !Ref Send}}\n";
static const char receiver[] =
    "Parameters:\n"
    "  Size: {Type: String, Default: small}\n"
    "Resources: {Keep: {Type: 'AWS::IAM::Role', Properties: {RoleName: keeper, "
    "AssumeRolePolicyDocument: {Statement: []}}}}\n"
    "Outputs: {Size: {Value: !Ref Size}, Name: {Value: !Ref Keep, Export: {Name: the-name}}}\n";

// The sender comes first: what it waits for is made before it.
static void open_pair(struct bed *bed) {
    bed_open(bed, 0);
    ck_assert_int_eq(bed_template(bed, "a/sender.template.yaml", "111111111111", sender), 0);
    ck_assert_int_eq(bed_template(bed, "receiver.yaml", "222222222222", receiver), 0);
}

START_TEST(takes_an_output_across_accounts) {
    struct bed bed;
    open_pair(&bed);
    ck_assert_int_eq(bed_param(&bed, "ReceiverName", "@receiver.Name"), 0);
    ck_assert_ptr_null(treadle_world_output(bed.world, "receiver", "Name"));
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_str_eq(bed_output(&bed, "sender", "Name"), "keeper");
    ck_assert_ptr_nonnull(treadle_world_find(bed.world, "arn:aws:iam::111111111111:role/keeper"));
    ck_assert_ptr_nonnull(treadle_world_find(bed.world, "arn:aws:iam::222222222222:role/keeper"));
    ck_assert_ptr_null(treadle_world_output(bed.world, "sender", "Nmae"));
    ck_assert_ptr_null(treadle_world_output(bed.world, "nobody", "Name"));
    bed_close(&bed);
}
END_TEST

START_TEST(sets_a_parameter_in_one_stack_or_in_all) {
    struct bed bed;
    open_pair(&bed);
    ck_assert_int_eq(bed_param(&bed, "ReceiverName", "a"), 0);
    ck_assert_int_eq(bed_param(&bed, "receiver.Size", "big"), 0);
    ck_assert_int_eq(bed_param(&bed, "Size", "middle"), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_str_eq(bed_output(&bed, "sender", "Size"), "middle");
    ck_assert_str_eq(bed_output(&bed, "receiver", "Size"), "big");
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *name, *value, *said;
} settings[] = {
    {"ReceiverNmae", "a",
     "parameter ReceiverNmae: no template has it (did you mean 'ReceiverName'?)"},
    {"Nothing", "a", "parameter Nothing: no template has it"},
    {"receiver.ReceiverName", "a", "parameter receiver.ReceiverName: no template has it"},
    {"sendr.Size", "a",
     "parameter sendr.Size: no template makes a stack of that name (did you mean 'sender'?)"},
    {"ReceiverName", "@recevier.Name",
     "parameter ReceiverName: no template makes a stack called 'recevier' (did you mean "
     "'receiver'?)"},
    {"ReceiverName", "@receiver.Nmae",
     "parameter ReceiverName: receiver.yaml has no output 'Nmae' (did you mean 'Name'?)"},
    {"ReceiverName", "@receiver",
     "parameter ReceiverName: @STACK.OUTPUT is wanted; a text that starts with @ is written @@…"},
    {"ReceiverName", "@",
     "parameter ReceiverName: @STACK.OUTPUT is wanted; a text that starts with @ is written @@…"},
    {"ReceiverName", "@sender.Name",
     "a/sender.template.yaml:2:3: stacks wait for each other: sender: its parameter ReceiverName "
     "is "
     "@sender.Name"},
    {NULL, NULL,
     "a/sender.template.yaml:2:3: the parameter ReceiverName has no value and no Default\n"
     "help: --param sender.ReceiverName=@receiver.Name"},
};

START_TEST(refuses_a_setting) {
    struct bed bed;
    open_pair(&bed);
    if (settings[_i].name != NULL)
        ck_assert_int_eq(bed_param(&bed, settings[_i].name, settings[_i].value), 0);
    ck_assert_int_lt(bed_load(&bed), 0);
    ck_assert_str_eq(bed.status.text, settings[_i].said);
    ck_assert_uint_eq(bed.world->count, 0);
    bed_close(&bed);
}
END_TEST

START_TEST(refuses_odd_names_at_once) {
    struct bed bed;
    open_pair(&bed);
    ck_assert_int_eq(bed_param(&bed, "", "a"), TREADLE_EINVAL);
    ck_assert_int_eq(bed_param(&bed, ".Size", "a"), TREADLE_EINVAL);
    ck_assert_int_eq(bed_param(&bed, "sender.", "a"), TREADLE_EINVAL);
    ck_assert_int_eq(bed_param(&bed, "sender.Size", "a"), 0);
    ck_assert_int_eq(bed_param(&bed, "Size", "a"), 0);
    ck_assert_int_eq(bed_param(&bed, "sender.Size", "b"), TREADLE_EEXIST);
    ck_assert_str_eq(bed.status.text, "parameter sender.Size: it is set twice");
    ck_assert_int_eq(bed_template(&bed, "b/sender.json", "111111111111", receiver), TREADLE_EEXIST);
    ck_assert_str_eq(
        bed.status.text,
        "a/sender.template.yaml and b/sender.json would both make a stack called 'sender': rename "
        "one of them");
    ck_assert_int_eq(bed_template(&bed, "a/.yaml", "111111111111", receiver), TREADLE_EINVAL);
    ck_assert_int_eq(bed_template(&bed, "c.yaml", "11111111111", receiver), TREADLE_EINVAL);
    ck_assert_str_eq(bed.status.text, "c.yaml: an account is twelve digits, not '11111111111'");
    ck_assert_int_eq(bed_template(&bed, "c.yaml", NULL, receiver), TREADLE_EINVAL);
    const struct treadle_template nowhere = {
        .text = receiver,
        .size = strlen(receiver),
        .name = "c.yaml",
        .account = "111111111111",
        .region = "us east"};
    ck_assert_int_eq(treadle_world_template(bed.world, &nowhere, &bed.status), TREADLE_EINVAL);
    ck_assert_str_eq(bed.status.text, "c.yaml: 'us east' is no region");
    ck_assert_int_eq(treadle_world_template(bed.world, &nowhere, NULL), TREADLE_EINVAL);
    bed_close(&bed);
}
END_TEST

// A load that fails leaves the world as it was, and the templates for another try.
START_TEST(makes_all_or_nothing) {
    struct bed bed;
    open_pair(&bed);
    ck_assert_int_lt(bed_load(&bed), 0);
    ck_assert_uint_eq(bed.world->count, 0);
    ck_assert_ptr_null(treadle_world_find(bed.world, "arn:aws:iam::222222222222:role/keeper"));
    ck_assert_ptr_null(treadle_world_output(bed.world, "receiver", "Name"));
    ck_assert_int_lt(treadle_world_load(bed.world, NULL), 0);
    ck_assert_int_eq(bed_param(&bed, "ReceiverName", "@receiver.Name"), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_uint_eq(bed.world->count, 2);
    ck_assert_str_eq(bed_output(&bed, "sender", "Name"), "keeper");
    bed_close(&bed);
}
END_TEST

// What is loaded stays; what comes later may take from it.
START_TEST(goes_on_from_what_is_loaded) {
    struct bed bed;
    open_pair(&bed);
    ck_assert_int_eq(bed_param(&bed, "ReceiverName", "a"), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_uint_eq(bed.world->count, 2);
    ck_assert_int_eq(bed_param(&bed, "sender.Size", "late"), 0);
    ck_assert_int_lt(bed_load(&bed), 0);
    ck_assert_str_eq(
        bed.status.text, "parameter sender.Size: what it is for has been loaded already");
    bed_close(&bed);

    open_pair(&bed);
    ck_assert_int_eq(bed_param(&bed, "sender.ReceiverName", "a"), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_int_eq(bed_template(&bed, "third.yaml", "222222222222", sender), 0);
    ck_assert_int_eq(bed_param(&bed, "third.ReceiverName", "@receiver.Name"), 0);
    ck_assert_int_lt(bed_load(&bed), 0);  // The receiver's account has a role of that name.
    ck_assert_uint_eq(bed.world->count, 2);
    ck_assert_str_eq(bed_output(&bed, "receiver", "Name"), "keeper");
    bed_close(&bed);
}
END_TEST

static const char importer[] = "Resources: {W: {Type: 'Some::Wait'}}\n"
                               "Outputs: {X: {Value: !ImportValue the-name}}\n";

START_TEST(imports_what_the_same_corner_exports) {
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_eq(bed_template(&bed, "importer.yaml", "222222222222", importer), 0);
    ck_assert_int_eq(bed_template(&bed, "receiver.yaml", "222222222222", receiver), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_str_eq(bed_output(&bed, "importer", "X"), "keeper");
    bed_close(&bed);

    bed_open(&bed, 0);
    ck_assert_int_eq(bed_template(&bed, "importer.yaml", "111111111111", importer), 0);
    ck_assert_int_eq(bed_template(&bed, "receiver.yaml", "222222222222", receiver), 0);
    ck_assert_int_lt(bed_load(&bed), 0);
    ck_assert_str_eq(
        bed.status.text,
        "importer.yaml:2:35: it imports 'the-name', and no template gives that in us-east-1 of "
        "account 111111111111");
    ck_assert_uint_eq(bed.world->count, 0);
    bed_close(&bed);
}
END_TEST

START_TEST(exports_a_name_once) {
    struct bed bed;
    bed_open(&bed, 0);
    static const char other[] = "Resources: {W: {Type: 'Some::Wait'}}\n"
                                "Outputs: {X: {Value: x, Export: {Name: the-name}}}\n";
    ck_assert_int_eq(bed_template(&bed, "other.yaml", "222222222222", other), 0);
    ck_assert_int_eq(bed_template(&bed, "receiver.yaml", "222222222222", receiver), 0);
    ck_assert_int_lt(bed_load(&bed), 0);
    ck_assert_str_eq(
        bed.status.text,
        "receiver.yaml:4:70: 'the-name' is exported already in us-east-1 of account 222222222222");
    bed_close(&bed);

    bed_open(&bed, 0);
    ck_assert_int_eq(bed_template(&bed, "other.yaml", "111111111111", other), 0);
    ck_assert_int_eq(bed_template(&bed, "receiver.yaml", "222222222222", receiver), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    bed_close(&bed);
}
END_TEST

// Three stacks in a row, and a circle behind one that only leads there.
START_TEST(shows_the_circle) {
    static const char link[] = "Parameters: {From: {Type: String, Default: x}}\n"
                               "Resources: {W: {Type: 'Some::Wait'}}\n"
                               "Outputs: {To: {Value: !Ref From}}\n";
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_eq(bed_template(&bed, "first.yaml", "111111111111", link), 0);
    ck_assert_int_eq(bed_template(&bed, "second.yaml", "222222222222", link), 0);
    ck_assert_int_eq(bed_template(&bed, "third.yaml", "333333333333", link), 0);
    ck_assert_int_eq(bed_param(&bed, "first.From", "@second.To"), 0);
    ck_assert_int_eq(bed_param(&bed, "second.From", "@third.To"), 0);
    ck_assert_int_eq(bed_param(&bed, "third.From", "end"), 0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_str_eq(bed_output(&bed, "first", "To"), "end");
    bed_close(&bed);

    bed_open(&bed, 0);
    ck_assert_int_eq(bed_template(&bed, "first.yaml", "111111111111", link), 0);
    ck_assert_int_eq(bed_template(&bed, "second.yaml", "222222222222", link), 0);
    ck_assert_int_eq(bed_template(&bed, "third.yaml", "333333333333", link), 0);
    ck_assert_int_eq(bed_param(&bed, "first.From", "@second.To"), 0);
    ck_assert_int_eq(bed_param(&bed, "second.From", "@third.To"), 0);
    ck_assert_int_eq(bed_param(&bed, "third.From", "@second.To"), 0);
    ck_assert_int_lt(bed_load(&bed), 0);
    ck_assert_str_eq(
        bed.status.text,
        "third.yaml:1:14: stacks wait for each other: third: its parameter From is @second.To; "
        "second: its parameter From is @third.To");
    bed_close(&bed);
}
END_TEST

// Ids are made of account, region, stack and logical id: known before anything runs, the same in
// every process.
START_TEST(makes_the_same_ids_everywhere) {
    static const char nameless[] = "Resources: {Keep: {Type: 'AWS::IAM::Role', Properties: "
                                   "{AssumeRolePolicyDocument: {Statement: []}}}}\n"
                                   "Outputs: {X: {Value: !Ref Keep}}\n";
    static const char *const corners[][2] = {
        {"t.yaml", "111111111111"}, {"t.yaml", "222222222222"}, {"u.yaml", "111111111111"}};
    char names[COUNT_OF(corners)][64];
    for (size_t i = 0; i < 2 * COUNT_OF(corners); i++) {
        struct bed bed;
        const char *const *corner = corners[i % COUNT_OF(corners)];
        bed_open(&bed, 0);
        ck_assert_int_eq(bed_template(&bed, corner[0], corner[1], nameless), 0);
        ck_assert_int_eq(bed_load(&bed), 0);
        char stack[2] = {corner[0][0], '\0'};
        const char *name = bed_output(&bed, stack, "X");
        if (i < COUNT_OF(corners))
            (void)snprintf(names[i], sizeof(names[i]), "%s", name);
        else
            ck_assert_str_eq(names[i - COUNT_OF(corners)], name);
        bed_close(&bed);
    }
    ck_assert_str_ne(names[0], names[1]);
    ck_assert_str_ne(names[0], names[2]);
}
END_TEST

Suite *suite_stacks(void) {
    TCase *tests = tcase_create("stacks");
    tcase_add_test(tests, takes_an_output_across_accounts);
    tcase_add_test(tests, sets_a_parameter_in_one_stack_or_in_all);
    ADD_EACH(tests, refuses_a_setting, settings);
    tcase_add_test(tests, refuses_odd_names_at_once);
    tcase_add_test(tests, makes_all_or_nothing);
    tcase_add_test(tests, goes_on_from_what_is_loaded);
    tcase_add_test(tests, imports_what_the_same_corner_exports);
    tcase_add_test(tests, exports_a_name_once);
    tcase_add_test(tests, shows_the_circle);
    tcase_add_test(tests, makes_the_same_ids_everywhere);
    return support_suite("stacks", tests);
}
