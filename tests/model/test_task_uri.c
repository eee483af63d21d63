// A Task's Resource, taken apart.
#include "engine/model/task_uri.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *text, *service, *action, *suffix;
    enum treadle_pattern pattern;
    enum task_events events;
} understood[] = {
    {"arn:aws:states:::apigateway:invoke", "apigateway", "invoke", "", TREADLE_REQUEST_RESPONSE,
     TASK_EVENTS_TASK},
    {"arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken", "sqs", "sendMessage",
     ".waitForTaskToken", TREADLE_WAIT_FOR_TOKEN, TASK_EVENTS_TASK},
    {"arn:aws:states:::states:startExecution.sync", "states", "startExecution", ".sync",
     TREADLE_SYNC, TASK_EVENTS_TASK},
    {"arn:aws:states:::states:startExecution.sync:2", "states", "startExecution", ".sync:2",
     TREADLE_SYNC_2, TASK_EVENTS_TASK},
    {"arn:aws:states:::aws-sdk:s3:getObject", "aws-sdk:s3", "getObject", "",
     TREADLE_REQUEST_RESPONSE, TASK_EVENTS_TASK},
    {"arn:aws:states:::aws-sdk:sfn:sendTaskSuccess.waitForTaskToken", "aws-sdk:sfn",
     "sendTaskSuccess", ".waitForTaskToken", TREADLE_WAIT_FOR_TOKEN, TASK_EVENTS_TASK},
    {"arn:aws:states:::example:greet", "example", "greet", "", TREADLE_REQUEST_RESPONSE,
     TASK_EVENTS_TASK},
    {"arn:aws:states:us-east-1:123456789012:aws-sdk:s3:putObject", "aws-sdk:s3", "putObject", "",
     TREADLE_REQUEST_RESPONSE, TASK_EVENTS_TASK},
    {"arn:aws:lambda:us-east-1:123456789012:function:flaky:7", "lambda", "", "",
     TREADLE_REQUEST_RESPONSE, TASK_EVENTS_LAMBDA},
    {"arn:aws:states:us-east-1:123456789012:activity:Approve", "states", "", "",
     TREADLE_REQUEST_RESPONSE, TASK_EVENTS_ACTIVITY},
};

START_TEST(takes_a_resource_apart) {
    struct arena arena = {0};
    struct treadle_task_uri uri;
    ck_assert(treadle_task_uri_read(&arena, understood[_i].text, &uri));
    ck_assert_str_eq(uri.text, understood[_i].text);
    ck_assert_str_eq(uri.service, understood[_i].service);
    ck_assert_str_eq(uri.action, understood[_i].action);
    ck_assert_int_eq(uri.pattern, understood[_i].pattern);
    ck_assert_int_eq(treadle_task_uri_events(&uri), understood[_i].events);
    ck_assert_str_eq(treadle_task_uri_suffix(&uri), understood[_i].suffix);
    treadle_arena_clear(&arena);
}
END_TEST

static const char *const unknown[] = {
    "",
    "apigateway:invoke",
    "arn:aws:states:::",
    "arn:aws:states:::apigateway",
    "arn:aws:states:::apigateway:",
    "arn:aws:states:::apigateway:.sync",
    "arn:aws:states:::apigateway:invoke:2",
    "arn:aws:states:::apigateway:invoke.sync",
    "arn:aws:states:::apigateway:call",
    "arn:aws:states:::dynamodb:query",
    "arn:aws:states:::dynamodb:putItem.waitForTaskToken",
    "arn:aws:states:::glue:startJobRun.sync:2",
    "arn:aws:states:::aws-sdk:s3:getObject.sync",
    "arn:aws:states:::aws-sdk::getObject",
    "arn:aws:states:::activity:Approve",
    "arn:aws:lambda:us-east-1:123456789012:function:",
    "arn:aws:lambda:us-east-1:123456789012:function:f:",
    "arn:aws:lambda:us-east-1:123456789012:function:f:*#",
    "arn:aws:lambda:us-east-1:123456789012:layer:x",
    "arn::states:::example:greet",
    "arn:aws:sqs:us-east-1:123456789012:queue",
};

START_TEST(knows_what_is_none) {
    struct arena arena = {0};
    struct treadle_task_uri uri;
    ck_assert_msg(!treadle_task_uri_read(&arena, unknown[_i], &uri), "%s", unknown[_i]);
    treadle_arena_clear(&arena);
}
END_TEST

Suite *suite_task_uri(void) {
    TCase *tests = tcase_create("task_uri");
    ADD_EACH(tests, takes_a_resource_apart, understood);
    ADD_EACH(tests, knows_what_is_none, unknown);
    return support_suite("task_uri", tests);
}
