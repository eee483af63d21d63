// The two-account workflow runs from its templates, in both forms, and everybody else is refused.
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/support/bed.h"

#define FOLDER   "examples/two-accounts/"
#define SENDER   "111111111111"
#define RECEIVER "222222222222"
#define STRANGER "333333333333"

struct change {  // Made to a template's text before it is loaded.
    const char *file, *from, *to;
};

struct one {
    const char *file, *account;
};

// -- A world of templates

static int on_load(
    const char *template_name, const char *path, char **text, size_t *size,
    struct treadle_status *status, void *data) {
    (void)data;
    const char *slash = strrchr(template_name, '/');
    struct text whole = {0}, bytes = {0};
    treadle_text_put(&whole, template_name, (size_t)(slash - template_name) + 1);
    treadle_text_add(&whole, path);
    int failed = treadle_file_read(whole.bytes, 1 << 20, &bytes, status);
    treadle_text_clear(&whole);
    *text = bytes.bytes;
    *size = bytes.count;
    return failed;
}

static void apply(struct text *text, const struct change *change) {
    char *at = strstr(text->bytes, change->from);
    ck_assert_msg(at != NULL, "%s holds no %s", change->file, change->from);
    struct text changed = {0};
    treadle_text_put(&changed, text->bytes, (size_t)(at - text->bytes));
    treadle_text_add(&changed, change->to);
    treadle_text_add(&changed, at + strlen(change->from));
    treadle_text_clear(text);
    *text = changed;
}

static void add_template(struct bed *bed, const struct one *one, const struct change *changes) {
    struct text path = {0}, text = {0};
    struct treadle_status status = {0};
    treadle_text_printf(&path, FOLDER "%s", one->file);
    support_file(path.bytes, &text);
    for (; changes != NULL && changes->file != NULL; changes++)
        if (strcmp(changes->file, one->file) == 0) apply(&text, changes);
    const struct treadle_template template = {
        .text = text.bytes, .size = text.count, .name = path.bytes, .account = one->account};
    ck_assert_msg(treadle_world_template(bed->world, &template, &status) == 0, "%s", status.text);
    treadle_text_clear(&path);
    treadle_text_clear(&text);
}

// [templates] up to one without a file; [api]: the output that is the parameter ReceiverApiId, or
// NULL.
static void open_world(
    struct bed *bed, bool strict, const struct one *templates, const struct change *changes,
    const char *api) {
    const struct treadle_world_options options = {
        .version = TREADLE_WORLD_VERSION, .strict = strict, .strict_iam = true, .on_load = on_load};
    struct treadle_status status = {0};
    bed_open(bed, &options);
    ck_assert_int_eq(treadle_integrations_add(bed->engine, bed->world), 0);
    for (; templates->file != NULL; templates++)
        add_template(bed, templates, changes);
    if (api != NULL)
        ck_assert_int_eq(treadle_world_param(bed->world, "ReceiverApiId", api, &status), 0);
    ck_assert_msg(treadle_world_load(bed->world, &status) == 0, "%s", status.text);
}

// -- Asking it

static const char *as_text(struct bed *bed, const char *json) {
    struct text text = {0};
    treadle_json_write_string(&text, json);
    const char *copy = treadle_arena_copy(&bed->arena, text.bytes);
    treadle_text_clear(&text);
    return copy;
}

// Runs the machine to its end, and all that it causes. Gives DescribeExecution's answer.
static const cJSON *run(struct bed *bed, const char *account, const char *name, const char *input) {
    struct heard started = bed_ask(
        bed, NULL, account, "states", "StartExecution",
        treadle_arena_print(
            &bed->arena,
            "{\"stateMachineArn\":\"arn:aws:states:us-east-1:%s:stateMachine:%s\",\"input\":%s}",
            account, name, as_text(bed, input)));
    ck_assert_msg(started.output != NULL, "%s", started.text);
    struct heard ended = bed_ask(
        bed, NULL, account, "states", "DescribeExecution",
        treadle_arena_print(
            &bed->arena, "{\"executionArn\":\"%s\"}",
            treadle_json_string(started.output, "executionArn")));
    ck_assert_msg(ended.output != NULL, "%s", ended.text);
    return ended.output;
}

static const char *run_message(
    struct bed *bed, const char *name, const char *message, const cJSON **out) {
    struct text text = {0};
    support_file(message, &text);
    *out = run(bed, SENDER, name, text.bytes);
    treadle_text_clear(&text);
    return treadle_json_string(*out, "status");
}

static uint32_t items(struct bed *bed) {
    struct heard heard =
        bed_ask(bed, NULL, RECEIVER, "dynamodb", "Scan", "{\"TableName\":\"ReceiverTable\"}");
    ck_assert_msg(heard.output != NULL, "%s", heard.text);
    const cJSON *all = treadle_json_member(heard.output, "Items");
    if (all->child != NULL) support_same_json("{\"message\":{\"S\":\"some message\"}}", all->child);
    return treadle_json_count(all);
}

// -- Both forms

static const struct form {
    struct one templates[3];
    const char *api, *message, *strict;
} forms[] = {
    {{{"by-hand/sender.yaml", SENDER}, {"by-hand/receiver.yaml", RECEIVER}},
     "@receiver.ApiId",
     FOLDER "by-hand/message.json",
     "SUCCEEDED"},
    {{{"cdk/SenderStack.template.json", SENDER}, {"cdk/ReceiverStack.template.json", RECEIVER}},
     "@ReceiverStack.ApiId",
     FOLDER "cdk/message.json",
     "FAILED"},
};

START_TEST(runs_end_to_end) {
    const struct form *form = &forms[_i];
    struct bed bed;
    const cJSON *end;
    open_world(&bed, false, form->templates, NULL, form->api);
    ck_assert_str_eq(run_message(&bed, "SenderStateMachine", form->message, &end), "SUCCEEDED");
    struct doc *output = support_read(treadle_json_string(end, "output"));
    const cJSON *code = treadle_json_member(treadle_doc_root(output), "StatusCode"),
                *body = treadle_json_member(treadle_doc_root(output), "ResponseBody");
    ck_assert_int_eq((int)code->valuedouble, 200);
    struct heard inner = bed_ask(
        &bed, NULL, RECEIVER, "states", "DescribeExecution",
        treadle_arena_print(
            &bed.arena, "{\"executionArn\":\"%s\"}", treadle_json_string(body, "executionArn")));
    ck_assert_str_eq(treadle_json_string(inner.output, "status"), "SUCCEEDED");
    ck_assert_uint_eq(items(&bed), 1);
    treadle_doc_drop(output);
    bed_close(&bed);
}
END_TEST

// With --strict an API without integration responses answers 500, and the other machine has run all
// the same.
START_TEST(is_strict_where_it_is_told_to) {
    const struct form *form = &forms[_i];
    struct bed bed;
    const cJSON *end;
    open_world(&bed, true, form->templates, NULL, form->api);
    ck_assert_str_eq(run_message(&bed, "SenderStateMachine", form->message, &end), form->strict);
    if (strcmp(form->strict, "FAILED") == 0)
        ck_assert_str_eq(treadle_json_string(end, "error"), "ApiGateway.500");
    ck_assert_uint_eq(items(&bed), 1);
    bed_close(&bed);
}
END_TEST

// -- Everybody else

static const struct one strangers[] = {
    {"by-hand/receiver.yaml", RECEIVER},
    {"by-hand/refused.yaml", SENDER},
    {"by-hand/refused-stranger.yaml", STRANGER},
    {NULL, NULL}};

static struct heard call_api(struct bed *bed, const char *as) {
    return bed_ask(
        bed, as, STRANGER, "execute-api", "Invoke",
        treadle_arena_print(
            &bed->arena,
            "{\"ApiId\":\"%s\",\"Stage\":\"dev\",\"Method\":\"POST\",\"Path\":\"/execution\","
            "\"Body\":\"{}\"}",
            treadle_world_output(bed->world, "receiver", "ApiId")));
}

START_TEST(refuses_nobody_and_strangers) {
    struct bed bed;
    open_world(&bed, false, strangers, NULL, NULL);
    struct heard nobody = call_api(&bed, "nobody");
    ck_assert_int_eq((int)treadle_json_member(nobody.output, "StatusCode")->valuedouble, 403);
    ck_assert_str_eq(
        treadle_json_string(nobody.output, "Body"),
        "{\"message\":\"Missing Authentication Token\"}");
    struct heard stranger = call_api(&bed, "arn:aws:iam::" STRANGER ":user/stranger");
    ck_assert_int_eq((int)treadle_json_member(stranger.output, "StatusCode")->valuedouble, 403);
    const char *words = "{\"Message\":\"User: arn:aws:iam::" STRANGER ":user/stranger is not "
                        "authorized to perform: execute-api:Invoke on resource: "
                        "arn:aws:execute-api:us-east-1:********2222:";
    ck_assert_int_eq(
        strncmp(treadle_json_string(stranger.output, "Body"), words, strlen(words)), 0);
    ck_assert_uint_eq(items(&bed), 0);
    bed_close(&bed);
}
END_TEST

START_TEST(refuses_another_state_machine) {
    struct bed bed;
    const cJSON *end;
    open_world(&bed, false, strangers, NULL, NULL);
    ck_assert_str_eq(
        run_message(&bed, "OtherStateMachine", FOLDER "by-hand/message.json", &end), "FAILED");
    ck_assert_str_eq(treadle_json_string(end, "error"), "ApiGateway.403");
    ck_assert_ptr_nonnull(strstr(
        treadle_json_string(end, "cause"),
        "is not authorized to perform: execute-api:Invoke on resource: "
        "arn:aws:execute-api:us-east-1:********2222:"));
    ck_assert_uint_eq(items(&bed), 0);
    bed_close(&bed);
}
END_TEST

static const char some[] = "{\"inputValue\":\"some message\"}";

// In the CDK's form both grants must go: one is enough to write.
static const struct {
    struct one templates[2];
    struct change changes[3];
    bool written;
} roles[] = {
    {{{"by-hand/receiver.yaml", RECEIVER}}, {{0}}, true},
    {{{"by-hand/refused-receiver.yaml", RECEIVER}}, {{0}}, false},
    {{{"cdk/ReceiverStack.template.json", RECEIVER}},
     {{"cdk/ReceiverStack.template.json", "dynamodb:PutItem", "dynamodb:GetItem"}},
     true},
    {{{"cdk/ReceiverStack.template.json", RECEIVER}},
     {{"cdk/ReceiverStack.template.json", "dynamodb:PutItem", "dynamodb:GetItem"},
      {"cdk/ReceiverStack.template.json", "dynamodb:PutItem", "dynamodb:GetItem"}},
     false},
};

START_TEST(refuses_a_role_that_may_not_write) {
    struct bed bed;
    open_world(&bed, false, roles[_i].templates, roles[_i].changes, NULL);
    const cJSON *end = run(&bed, RECEIVER, "ReceiverStateMachine", some);
    ck_assert_str_eq(
        treadle_json_string(end, "status"), roles[_i].written ? "SUCCEEDED" : "FAILED");
    if (!roles[_i].written) {
        ck_assert_str_eq(treadle_json_string(end, "error"), "DynamoDB.AmazonDynamoDBException");
        ck_assert_ptr_nonnull(strstr(
            treadle_json_string(end, "cause"), "is not authorized to perform: dynamodb:PutItem"));
    }
    ck_assert_uint_eq(items(&bed), roles[_i].written);
    bed_close(&bed);
}
END_TEST

static Suite *suite_two_accounts(void) {
    TCase *tests = tcase_create("two_accounts");
    ADD_EACH(tests, runs_end_to_end, forms);
    ADD_EACH(tests, is_strict_where_it_is_told_to, forms);
    tcase_add_test(tests, refuses_nobody_and_strangers);
    tcase_add_test(tests, refuses_another_state_machine);
    ADD_EACH(tests, refuses_a_role_that_may_not_write, roles);
    return support_suite("two_accounts", tests);
}

int main(void) {
    return support_run(suite_two_accounts, NULL);
}
