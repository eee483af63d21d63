// AWS::DynamoDB::Table by template.
#include "base/json/value.h"
#include "tests/dynamodb/suites.h"
#include "tests/support/bed.h"

#define ACCOUNT "222222222222"
#define KEYED                                                                                      \
    "\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"                \
    "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}]"

START_TEST(has_a_name_and_an_arn) {
    struct bed bed;
    bed_open(&bed, NULL);
    const struct resource *named = bed_make(
        &bed, ACCOUNT, "Table", "AWS::DynamoDB::Table", "{\"TableName\":\"Orders\"," KEYED "}");
    ck_assert_str_eq(named->ref, "Orders");
    ck_assert_str_eq(named->arn, "arn:aws:dynamodb:us-east-1:" ACCOUNT ":table/Orders");
    const struct resource *unnamed =
        bed_make(&bed, ACCOUNT, "Table", "AWS::DynamoDB::Table", "{" KEYED "}");
    ck_assert_msg(strncmp(unnamed->ref, "stack-Table-", 12) == 0, "%s", unnamed->ref);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), "");
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *properties, *problem;
} refused[] = {
    {"{}", "AttributeDefinitions must be a list"},
    {"{\"TableName\":\"ab\"," KEYED "}", "TableName must be 3 to 255 characters"},
    {"{\"TableName\":\"a b c\"," KEYED "}", "TableName must be 3 to 255 characters"},
    {"{\"AttributeDefinitions\":[],\"KeySchema\":[]}",
     "KeySchema must be a list of one or two attributes"},
    {"{\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"M\"}],"
     "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}]}",
     "AttributeType of k must be S, N or B"},
    {"{\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
     "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"RANGE\"}]}",
     "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"},
    {"{\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
     "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"},"
     "{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}]}",
     "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"},
    {"{\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
     "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"},"
     "{\"AttributeName\":\"k\",\"KeyType\":\"RANGE\"}]}",
     "Both the Hash Key and the Range Key element in the KeySchema have the same name"},
    {"{\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
     "\"KeySchema\":[{\"AttributeName\":\"other\",\"KeyType\":\"HASH\"}]}",
     "other of KeySchema is not defined in AttributeDefinitions"},
    {"{\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"},"
     "{\"AttributeName\":\"x\",\"AttributeType\":\"S\"}],"
     "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}]}",
     "AttributeDefinitions defines x, which no key names"},
    {"{\"BillingMode\":\"FREE\"," KEYED "}", "BillingMode must be PROVISIONED or PAY_PER_REQUEST"},
    {"{\"ResourcePolicy\":{}," KEYED "}", "ResourcePolicy.PolicyDocument must be an object"}};

START_TEST(refuses_what_dynamodb_would) {
    struct bed bed;
    bed_open(&bed, NULL);
    const char *problem =
        bed_problem(&bed, ACCOUNT, "Table", "AWS::DynamoDB::Table", refused[_i].properties);
    ck_assert_msg(strstr(problem, refused[_i].problem) != NULL, "%s", problem);
    ck_assert_msg(strstr(problem, "Table: ") == problem, "%s", problem);
    struct heard heard = bed_ask(&bed, NULL, ACCOUNT, "dynamodb", "ListTables", "{}");
    ck_assert_str_eq(heard.text, "{\"TableNames\":[]}");
    bed_close(&bed);
}
END_TEST

START_TEST(warns_of_what_it_does_not_do) {
    static const char *const warned[] = {
        "StreamSpecification", "TimeToLiveSpecification", "GlobalSecondaryIndexes"};
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(
        &bed, ACCOUNT, "Table", "AWS::DynamoDB::Table",
        "{\"BillingMode\":\"PAY_PER_REQUEST\",\"SSESpecification\":{\"SSEEnabled\":true},"
        "\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true},"
        "\"StreamSpecification\":{\"StreamViewType\":\"NEW_IMAGE\"},"
        "\"TimeToLiveSpecification\":{\"AttributeName\":\"t\",\"Enabled\":true},"
        "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"by-x\",\"KeySchema\":[{\"AttributeName\":"
        "\"k\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}],"
        "\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]," KEYED "}");
    const char *warnings = treadle_text_string(&bed.warnings);
    for (size_t i = 0; i < COUNT_OF(warned); i++)
        ck_assert_msg(strstr(warnings, warned[i]) != NULL, "%s", warnings);
    ck_assert_msg(
        strstr(warnings, "SSE") == NULL && strstr(warnings, "Tags") == NULL, "%s", warnings);
    bed_close(&bed);
}
END_TEST

Suite *suite_type(void) {
    TCase *tests = tcase_create("type");
    tcase_add_test(tests, has_a_name_and_an_arn);
    ADD_EACH(tests, refuses_what_dynamodb_would, refused);
    tcase_add_test(tests, warns_of_what_it_does_not_do);
    return support_suite("type", tests);
}
