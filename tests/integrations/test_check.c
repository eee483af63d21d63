// Parameters that are wrong are told before anything is scheduled.
#include <stdio.h>

#include "integrations/catalog.h"
#include "tests/integrations/suites.h"
#include "tests/support/support.h"

static const struct treadle_task_uri invoke = {
    "arn:aws:states:::apigateway:invoke", "apigateway", "invoke", TREADLE_REQUEST_RESPONSE};
static const struct treadle_task_uri put_item = {
    "arn:aws:states:::dynamodb:putItem", "dynamodb", "putItem", TREADLE_REQUEST_RESPONSE};
static const struct treadle_task_uri get_item = {
    "arn:aws:states:::dynamodb:getItem", "dynamodb", "getItem", TREADLE_REQUEST_RESPONSE};
static const struct treadle_task_uri query = {
    "arn:aws:states:::dynamodb:query", "dynamodb", "query", TREADLE_REQUEST_RESPONSE};

#define API                                                                                        \
    "\"ApiEndpoint\":\"abc123.execute-api.us-east-1.amazonaws.com\","                              \
    "\"Method\":\"POST\""
#define INVALID(field) "The value of the field '" field "' has an invalid format"
#define MISSING(field) "The field \"" field "\" is required but was missing"
#define HEADER(name)   "{" API ",\"Headers\":{\"" name "\":[\"x\"]}}"

static const struct {
    const struct treadle_task_uri *uri;
    const char *arguments, *problem;  // NULL: none.
} rows[] = {
    {&invoke, "{" API "}", NULL},
    {&invoke,
     "{" API ",\"Stage\":\"dev\",\"Path\":\"/a\",\"Headers\":{\"A\":[\"b\",\"c\"]},"
     "\"QueryParameters\":{\"q\":[\"1\"]},\"RequestBody\":{\"a\":null},\"AllowNullValues\":true,"
     "\"AuthType\":\"RESOURCE_POLICY\"}",
     NULL},
    {&invoke, "{}", MISSING("ApiEndpoint") ", " MISSING("Method")},
    {&invoke, "[]", MISSING("ApiEndpoint") ", " MISSING("Method")},
    {&invoke,
     "{\"ApiEndpoint\":\"https://abc.execute-api.us-east-1.amazonaws.com\",\"Method\":\"GET\"}",
     INVALID("ApiEndpoint")},
    {&invoke, "{\"ApiEndpoint\":\"ABC.execute-api.us-east-1.amazonaws.com\",\"Method\":\"GET\"}",
     INVALID("ApiEndpoint")},
    {&invoke,
     "{\"ApiEndpoint\":\"abc.execute-api.us-east-1.amazonaws.com/dev\",\"Method\":\"GET\"}",
     INVALID("ApiEndpoint")},
    {&invoke, "{\"ApiEndpoint\":\"example.com\",\"Method\":\"GET\"}", INVALID("ApiEndpoint")},
    {&invoke, "{\"ApiEndpoint\":1,\"Method\":\"GET\"}", INVALID("ApiEndpoint")},
    {&invoke, "{\"ApiEndpoint\":\"abc.execute-api.us-east-1.amazonaws.com\",\"Method\":\"get\"}",
     INVALID("Method")},
    {&invoke, "{\"ApiEndpoint\":\"abc.execute-api.us-east-1.amazonaws.com\",\"Method\":\"ANY\"}",
     INVALID("Method")},
    {&invoke, "{" API ",\"Headers\":{\"custom_header\":\"singleStringHeader\"}}",
     INVALID("Headers")},
    {&invoke, "{" API ",\"Headers\":[]}", INVALID("Headers")},
    {&invoke, "{" API ",\"Headers\":{\"a\":[1]}}", INVALID("Headers")},
    {&invoke, HEADER("Authorization"), INVALID("Headers")},
    {&invoke, HEADER("CONNECTION"), INVALID("Headers")},
    {&invoke, HEADER("content-MD5"), INVALID("Headers")},
    {&invoke, HEADER("expect"), INVALID("Headers")},
    {&invoke, HEADER("Host"), INVALID("Headers")},
    {&invoke, HEADER("Max-Forwards"), INVALID("Headers")},
    {&invoke, HEADER("Proxy-Authenticate"), INVALID("Headers")},
    {&invoke, HEADER("Server"), INVALID("Headers")},
    {&invoke, HEADER("te"), INVALID("Headers")},
    {&invoke, HEADER("Transfer-Encoding"), INVALID("Headers")},
    {&invoke, HEADER("Trailer"), INVALID("Headers")},
    {&invoke, HEADER("Upgrade"), INVALID("Headers")},
    {&invoke, HEADER("Via"), INVALID("Headers")},
    {&invoke, HEADER("Www-Authenticate"), INVALID("Headers")},
    {&invoke, HEADER("x-forwarded-for"), INVALID("Headers")},
    {&invoke, HEADER("X-AMZ-Security-Token"), INVALID("Headers")},
    {&invoke, HEADER("x-amzn-trace-id"), INVALID("Headers")},
    {&invoke, HEADER("authorization "), INVALID("Headers")},
    {&invoke, HEADER("a:b"), INVALID("Headers")},
    {&invoke, HEADER("a\\r\\nHost"), INVALID("Headers")},
    {&invoke, HEADER("\\u0000a"), INVALID("Headers")},
    {&invoke, HEADER(""), INVALID("Headers")},
    {&invoke, HEADER("\u00e9"), INVALID("Headers")},
    {&invoke, "{" API ",\"Headers\":{\"a\":[\"b\",\"c\\r\\nHost: x\"]}}", INVALID("Headers")},
    {&invoke, "{" API ",\"Headers\":{\"a\":[\"c\\n\"]}}", INVALID("Headers")},
    {&invoke, "{" API ",\"Headers\":{\"a\":[\"c\\u0000d\"]}}", INVALID("Headers")},
    {&invoke, HEADER("X-Custom"), NULL},
    {&invoke, HEADER("!#$%&'*+-.^_`|~aZ9"), NULL},
    {&invoke, HEADER("Team"), NULL},
    {&invoke, "{" API ",\"QueryParameters\":{\"q\":\"1\"}}", INVALID("QueryParameters")},
    {&invoke, "{" API ",\"AllowNullValues\":\"yes\"}", INVALID("AllowNullValues")},
    {&invoke, "{" API ",\"AuthType\":\"NONE\"}", INVALID("AuthType")},
    {&invoke, "{" API ",\"Stage\":1,\"Path\":[]}", INVALID("Path") ", " INVALID("Stage")},
    {&invoke,
     "{\"ApiEndpoint\":\"abc.execute-api.us-east-1.amazonaws.com\",\"Method\":\"GET\","
     "\"RequestBody\":{}}",
     "The field 'RequestBody' is not supported for the method GET"},
    {&invoke, "{" API ",\"Body\":{}}", "The field \"Body\" is not supported by Step Functions"},
    {&put_item, "{\"TableName\":\"T\",\"Item\":{}}", NULL},
    {&put_item, "{\"TableName\":\"T\",\"Item\":null}", NULL},
    {&put_item, "{\"TableName\":\"T\",\"Key\":{}}",
     MISSING("Item") ", The field \"Key\" is not supported by Step Functions"},
    {&put_item, "null", MISSING("TableName") ", " MISSING("Item")},
    {&get_item, "{\"TableName\":\"T\",\"Key\":{},\"ConsistentRead\":true}", NULL},
    {&get_item, "{\"Key\":{}}", MISSING("TableName")},
    {&query, "{}", NULL}};

START_TEST(says_what_is_wrong_with_parameters) {
    const struct treadle_integration *integration = *rows[_i].uri->service == 'a'
                                                        ? &treadle_integration_apigateway
                                                        : &treadle_integration_dynamodb;
    struct doc *arguments = support_read(rows[_i].arguments);
    struct treadle_error error = {0};
    bool fine = integration->check(NULL, rows[_i].uri, treadle_doc_root(arguments), &error);
    ck_assert_msg(fine == (rows[_i].problem == NULL), "%s: %s", rows[_i].arguments, error.cause);
    if (!fine) {
        char want[4096];
        snprintf(
            want, sizeof(want), "The Parameters '%s' could not be used to start the Task: [%s]",
            rows[_i].arguments, rows[_i].problem);
        ck_assert_str_eq(error.cause, want);
        ck_assert_str_eq(error.name, "States.Runtime");
    }
    treadle_doc_drop(arguments);
}
END_TEST

START_TEST(cuts_what_is_too_long_to_be_told) {
    struct text text = {0};
    struct treadle_error error;
    treadle_text_add(&text, "{\"TableName\":\"");
    for (int i = 0; i < 5000; i++)
        treadle_text_add(&text, "\xc3\xa4");
    treadle_text_add(&text, "\"}");
    struct doc *arguments = support_read(treadle_text_string(&text));
    ck_assert(
        !treadle_integration_dynamodb.check(NULL, &put_item, treadle_doc_root(arguments), &error));
    ck_assert_ptr_nonnull(
        strstr(error.cause, "\xc3\xa4' could not be used to start the Task: [The"));
    treadle_doc_drop(arguments);
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_check(void) {
    TCase *tests = tcase_create("check");
    ADD_EACH(tests, says_what_is_wrong_with_parameters, rows);
    tcase_add_test(tests, cuts_what_is_too_long_to_be_told);
    return support_suite("check", tests);
}
