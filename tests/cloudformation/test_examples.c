// The templates of examples/two-accounts load, and say no more than they should.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "tests/cloudformation/bed.h"
#include "tests/cloudformation/suites.h"

#define FOLDER "examples/two-accounts/"

struct one {
    const char *name, *account;
};

static const struct {
    const char *folder;
    struct one templates[5];  // Up to one without a name.
    const char *parameter, *value;
    const char *api;  // The output that is the API's id: "receiver", "ApiId".
    uint32_t resources;
    const char *warnings;  // Of each line the end.
} pairs[] = {
    {"by-hand",
     {{"sender.yaml", "111111111111"}, {"receiver.yaml", "222222222222"}},
     "ReceiverApiId",
     "@receiver.ApiId",
     "receiver",
     11,
     ""},
    {"by-hand",
     {{"sender.yaml", "111111111111"},
      {"receiver.yaml", "222222222222"},
      {"refused.yaml", "111111111111"},
      {"refused-stranger.yaml", "333333333333"}},
     "ReceiverApiId",
     "@receiver.ApiId",
     "receiver",
     14,
     ""},
    {"by-hand", {{"refused-receiver.yaml", "222222222222"}}, NULL, NULL, NULL, 3, ""},
    {"cdk",
     {{"SenderStack.template.json", "111111111111"},
      {"ReceiverStack.template.json", "222222222222"}},
     "ReceiverApiId",
     "@ReceiverStack.ApiId",
     "ReceiverStack",
     13,
     FOLDER
     "cdk/ReceiverStack.template.json:270:3: ReceiverApiexecutionPOSTE0FCA48A: its Integration "
     "has no IntegrationResponses"},
};

static void read_into(struct bed *bed, const char *folder, const struct one *one) {
    struct text path = {0}, text = {0};
    treadle_text_printf(&path, FOLDER "%s/%s", folder, one->name);
    support_file(path.bytes, &text);
    if (bed_template(bed, path.bytes, one->account, text.bytes) != 0)
        ck_abort_msg("%s", bed->status.text);
    treadle_text_clear(&text);
    treadle_text_clear(&path);
}

// The definitions beside the templates, held for as long as the bed.
static void keep_files(struct bed *bed, struct text *sender, struct text *receiver) {
    support_file(FOLDER "by-hand/sender.asl.json", sender);
    support_file(FOLDER "by-hand/receiver.asl.json", receiver);
    bed->files[0] = (struct bed_file){"sender.asl.json", sender->bytes};
    bed->files[1] = (struct bed_file){"receiver.asl.json", receiver->bytes};
}

START_TEST(loads) {
    struct bed bed;
    struct text sender = {0}, receiver = {0};
    bed_open(&bed, BED_STRICT_IAM);
    keep_files(&bed, &sender, &receiver);
    for (const struct one *one = pairs[_i].templates; one->name != NULL; one++)
        read_into(&bed, pairs[_i].folder, one);
    if (pairs[_i].parameter != NULL)
        ck_assert_int_eq(bed_param(&bed, pairs[_i].parameter, pairs[_i].value), 0);
    if (bed_load(&bed) != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_uint_eq(bed.world->count, pairs[_i].resources);
    size_t said = strlen(pairs[_i].warnings);
    ck_assert_int_eq(strncmp(treadle_text_string(&bed.warnings), pairs[_i].warnings, said), 0);
    const char *end = strchr(treadle_text_string(&bed.warnings), '\n');
    ck_assert(said == 0 ? end == NULL : end[1] == '\0');
    bed_close(&bed);
    treadle_text_clear(&sender);
    treadle_text_clear(&receiver);
}
END_TEST

// What the input of the pair built by hand says of the receiver is what its stack gives.
START_TEST(the_message_names_what_is_there) {
    struct bed bed;
    struct text sender = {0}, receiver = {0}, message = {0}, endpoint = {0};
    bed_open(&bed, 0);
    keep_files(&bed, &sender, &receiver);
    read_into(&bed, "by-hand", &pairs[0].templates[1]);
    ck_assert_int_eq(bed_load(&bed), 0);
    support_file(FOLDER "by-hand/message.json", &message);
    struct doc *doc = support_read(message.bytes);
    treadle_text_printf(
        &endpoint, "%s.execute-api.us-east-1.amazonaws.com", bed_output(&bed, "receiver", "ApiId"));
    ck_assert_str_eq(treadle_json_string(treadle_doc_root(doc), "apiEndpoint"), endpoint.bytes);
    ck_assert_str_eq(
        treadle_json_string(treadle_doc_root(doc), "stateMachineArn"),
        bed_output(&bed, "receiver", "StateMachineArn"));
    treadle_doc_drop(doc);
    bed_close(&bed);
    treadle_text_clear(&sender);
    treadle_text_clear(&receiver);
    treadle_text_clear(&message);
    treadle_text_clear(&endpoint);
}
END_TEST

// The CDK's templates hold accounts: loaded as another one, they say so.
START_TEST(an_account_that_is_hardly_meant_is_told) {
    struct bed bed;
    bed_open(&bed, 0);
    read_into(&bed, "cdk", &(struct one){"ReceiverStack.template.json", "333333333333"});
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_ptr_nonnull(strstr(
        bed.warnings.bytes,
        "arn:aws:dynamodb:us-east-1:222222222222:table/ReceiverTable: the resource it is about is "
        "this template's own, and that is loaded as account 333333333333\n"));
    bed_close(&bed);
}
END_TEST

Suite *suite_examples(void) {
    TCase *tests = tcase_create("examples");
    ADD_EACH(tests, loads, pairs);
    tcase_add_test(tests, the_message_names_what_is_there);
    tcase_add_test(tests, an_account_that_is_hardly_meant_is_told);
    return support_suite("examples", tests);
}
