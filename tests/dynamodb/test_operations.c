// Operations on items and tables, asked through the whole world: shapes, judge, handler.
#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/dynamodb/suites.h"
#include "tests/support/bed.h"

#define ACCOUNT "222222222222"

static void open_with_tables(struct bed *bed) {
    bed_open(bed, NULL);
    bed_make(
        bed, ACCOUNT, "Plain", "AWS::DynamoDB::Table",
        "{\"TableName\":\"Plain\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{"
        "\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"k\","
        "\"KeyType\":\"HASH\"}]}");
    bed_make(
        bed, ACCOUNT, "Sorted", "AWS::DynamoDB::Table",
        "{\"TableName\":\"Sorted\",\"ProvisionedThroughput\":{\"ReadCapacityUnits\":\"5\","
        "\"WriteCapacityUnits\":6},\"AttributeDefinitions\":[{\"AttributeName\":\"h\","
        "\"AttributeType\":\"S\"},{\"AttributeName\":\"n\",\"AttributeType\":\"N\"}],"
        "\"KeySchema\":[{\"AttributeName\":\"h\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"n\","
        "\"KeyType\":\"RANGE\"}]}");
}

static const char *ask(struct bed *bed, const char *operation, const char *input) {
    return bed_ask(bed, NULL, ACCOUNT, "dynamodb", operation, input).text;
}

// Each step is asked of what the steps before it left.
static const struct {
    const char *operation, *input, *answer;
} steps[] = {
    {"PutItem", "{\"TableName\":\"Plain\",\"Item\":{\"k\":{\"S\":\"a\"},\"n\":{\"N\":\"01.50\"}}}",
     "{}"},
    {"GetItem", "{\"TableName\":\"Plain\",\"Key\":{\"k\":{\"S\":\"a\"}}}",
     "{\"Item\":{\"k\":{\"S\":\"a\"},\"n\":{\"N\":\"1.5\"}}}"},
    {"GetItem", "{\"TableName\":\"Plain\",\"Key\":{\"k\":{\"S\":\"b\"}}}", "{}"},
    {"GetItem",
     "{\"TableName\":\"arn:aws:dynamodb:us-east-1:" ACCOUNT ":table/Plain\",\"Key\":{\"k\":{\"S\":"
     "\"a\"}},\"AttributesToGet\":[\"n\",\"no\"],\"ConsistentRead\":true,"
     "\"ReturnConsumedCapacity\":\"TOTAL\"}",
     "{\"Item\":{\"n\":{\"N\":\"1.5\"}},\"ConsumedCapacity\":{\"TableName\":\"arn:aws:dynamodb:us-"
     "east-1:" ACCOUNT ":table/Plain\",\"CapacityUnits\":1}}"},
    {"GetItem",
     "{\"TableName\":\"Plain\",\"Key\":{\"k\":{\"S\":\"b\"}},\"ReturnConsumedCapacity\":\"TOTAL\"}",
     "{\"ConsumedCapacity\":{\"TableName\":\"Plain\",\"CapacityUnits\":0.5}}"},
    {"PutItem",
     "{\"TableName\":\"Plain\",\"Item\":{\"k\":{\"S\":\"a\"}},\"ReturnValues\":\"ALL_OLD\","
     "\"ReturnConsumedCapacity\":\"INDEXES\"}",
     "{\"Attributes\":{\"k\":{\"S\":\"a\"},\"n\":{\"N\":\"1.5\"}},\"ConsumedCapacity\":{"
     "\"TableName\":\"Plain\",\"CapacityUnits\":1,\"Table\":{\"CapacityUnits\":1}}}"},
    {"PutItem",
     "{\"TableName\":\"Plain\",\"Item\":{\"k\":{\"S\":\"z\"}},\"ReturnValues\":\"ALL_OLD\"}", "{}"},
    {"PutItem",
     "{\"TableName\":\"Plain\",\"Item\":{\"k\":{\"S\":\"a\"}},\"ReturnValues\":\"ALL_NEW\"}",
     "ValidationException: ReturnValues can only be ALL_OLD or NONE"},
    {"DeleteItem",
     "{\"TableName\":\"Plain\",\"Key\":{\"k\":{\"S\":\"z\"}},\"ReturnValues\":\"ALL_OLD\"}",
     "{\"Attributes\":{\"k\":{\"S\":\"z\"}}}"},
    {"DeleteItem",
     "{\"TableName\":\"Plain\",\"Key\":{\"k\":{\"S\":\"z\"}},\"ReturnValues\":\"ALL_OLD\"}", "{}"},
    {"Scan", "{\"TableName\":\"Plain\"}",
     "{\"Items\":[{\"k\":{\"S\":\"a\"}}],\"Count\":1,\"ScannedCount\":1}"},
    {"Scan", "{\"TableName\":\"Plain\",\"Select\":\"COUNT\"}", "{\"Count\":1,\"ScannedCount\":1}"},
    {"Scan", "{\"TableName\":\"Plain\",\"Select\":\"SPECIFIC_ATTRIBUTES\"}",
     "ValidationException: Must specify the AttributesToGet or ProjectionExpression when choosing "
     "to get SPECIFIC_ATTRIBUTES"},
    {"Scan", "{\"TableName\":\"Plain\",\"IndexName\":\"no-such\"}",
     "ValidationException: The table does not have the specified index: no-such"},
    {"PutItem",
     "{\"TableName\":\"Plain\",\"Item\":{\"k\":{\"S\":\"a\"}},\"ConditionExpression\":"
     "\"attribute_not_exists(k)\"}",
     "ValidationException: treadle does not evaluate ConditionExpression yet, and does not pass "
     "over it: leave it out, or mock the Task"},
    {"GetItem",
     "{\"TableName\":\"Plain\",\"Key\":{\"k\":{\"S\":\"a\"}},\"ProjectionExpression\":\"k\"}",
     "ValidationException: treadle does not evaluate ProjectionExpression yet, and does not pass "
     "over it: leave it out, or mock the Task"},
    {"PutItem", "{\"TableName\":\"Absent\",\"Item\":{\"k\":{\"S\":\"a\"}}}",
     "ResourceNotFoundException: Requested resource not found"},
    {"PutItem", "{\"TableName\":\"Plain\",\"Item\":null}",
     "ValidationException: 1 validation error detected: Value null at 'item' failed to satisfy "
     "constraint: Member must not be null"},
    {"PutItem",
     "{\"TableName\":\"arn:aws:dynamodb:eu-west-1:" ACCOUNT
     ":table/Plain\",\"Item\":{\"k\":{\"S\":\"a\"}}}",
     "ResourceNotFoundException: Requested resource not found"},
    {"DescribeTable", "{\"TableName\":\"Absent\"}",
     "ResourceNotFoundException: Requested resource not found: Table: Absent not found"},
    {"ListTables", "{}", "{\"TableNames\":[\"Plain\",\"Sorted\"]}"},
    {"ListTables", "{\"Limit\":1}",
     "{\"LastEvaluatedTableName\":\"Plain\",\"TableNames\":[\"Plain\"]}"},
    {"ListTables", "{\"Limit\":1,\"ExclusiveStartTableName\":\"Plain\"}",
     "{\"TableNames\":[\"Sorted\"]}"}};

START_TEST(answers_step_by_step) {
    struct bed bed;
    open_with_tables(&bed);
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        ck_assert_str_eq(ask(&bed, steps[i].operation, steps[i].input), steps[i].answer);
    ck_assert_str_eq(
        treadle_text_string(&bed.notes),
        ACCOUNT " Plain + {\"k\":{\"S\":\"a\"},\"n\":{\"N\":\"1.5\"}}\n" ACCOUNT
                " Plain = {\"k\":{\"S\":\"a\"}}\n" ACCOUNT
                " Plain + {\"k\":{\"S\":\"z\"}}\n" ACCOUNT " Plain - {\"k\":{\"S\":\"z\"}}\n");
    bed_close(&bed);
}
END_TEST

START_TEST(describes_a_table) {
    struct bed bed;
    open_with_tables(&bed);
    ask(&bed, "PutItem",
        "{\"TableName\":\"Sorted\",\"Item\":{\"h\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}");
    struct heard heard =
        bed_ask(&bed, NULL, ACCOUNT, "dynamodb", "DescribeTable", "{\"TableName\":\"Sorted\"}");
    const cJSON *table = treadle_json_member(heard.output, "Table");
    ck_assert_str_eq(treadle_json_string(table, "TableStatus"), "ACTIVE");
    ck_assert_str_eq(
        treadle_json_string(table, "TableArn"),
        "arn:aws:dynamodb:us-east-1:" ACCOUNT ":table/Sorted");
    support_same_json("1", treadle_json_member(table, "ItemCount"));
    support_same_json("5", treadle_json_member(table, "TableSizeBytes"));
    support_same_json(
        "{\"NumberOfDecreasesToday\":0,\"ReadCapacityUnits\":5,\"WriteCapacityUnits\":6}",
        treadle_json_member(table, "ProvisionedThroughput"));
    support_same_json("1767225600", treadle_json_member(table, "CreationDateTime"));
    ck_assert_ptr_null(treadle_json_member(table, "BillingModeSummary"));
    ck_assert_uint_eq(strlen(treadle_json_string(table, "TableId")), 36);
    heard = bed_ask(&bed, NULL, ACCOUNT, "dynamodb", "DescribeTable", "{\"TableName\":\"Plain\"}");
    support_same_json(
        "\"PAY_PER_REQUEST\"",
        treadle_json_at(heard.output, "/Table/BillingModeSummary/BillingMode"));
    bed_close(&bed);
}
END_TEST

static void fill(struct bed *bed, int count) {
    for (int i = count; i-- > 0;)
        ask(bed, "PutItem",
            treadle_arena_print(
                &bed->arena,
                "{\"TableName\":\"Sorted\",\"Item\":{\"h\":{\"S\":\"%c\"},\"n\":{\"N\":\"%d\"}}}",
                'a' + i % 3, i));
}

// The keys of all pages, "a0 a3 …"; [input] is Scan's but for ExclusiveStartKey. Counts the pages.
static const char *scan(struct bed *bed, const char *input, int *pages) {
    struct text keys = {0};
    const char *start = "";
    for (*pages = 0; start != NULL; ++*pages) {
        ck_assert_int_lt(*pages, 20);
        struct heard heard = bed_ask(
            bed, NULL, ACCOUNT, "dynamodb", "Scan",
            treadle_arena_print(&bed->arena, "{\"TableName\":\"Sorted\"%s%s}", input, start));
        ck_assert_msg(heard.output != NULL, "%s", heard.text);
        const cJSON *items = treadle_json_member(heard.output, "Items"),
                    *last = treadle_json_member(heard.output, "LastEvaluatedKey");
        for (const cJSON *item = items->child; item != NULL; item = item->next)
            treadle_text_printf(
                &keys, "%s%s%s", keys.count == 0 ? "" : " ",
                treadle_json_string(treadle_json_member(item, "h"), "S"),
                treadle_json_string(treadle_json_member(item, "n"), "N"));
        start = last == NULL ? NULL
                             : treadle_arena_print(
                                   &bed->arena, ",\"ExclusiveStartKey\":%s",
                                   treadle_json_print(&bed->arena, last));
    }
    const char *all = treadle_arena_copy(&bed->arena, treadle_text_string(&keys));
    treadle_text_clear(&keys);
    return all;
}

START_TEST(scans_in_the_order_of_keys_page_by_page) {
    struct bed bed;
    int pages;
    open_with_tables(&bed);
    fill(&bed, 12);
    const char *all = "a0 a3 a6 a9 b1 b4 b7 b10 c2 c5 c8 c11";
    ck_assert_str_eq(scan(&bed, "", &pages), all);
    ck_assert_int_eq(pages, 1);
    ck_assert_str_eq(scan(&bed, ",\"Limit\":5", &pages), all);
    ck_assert_int_eq(pages, 3);
    ck_assert_str_eq(scan(&bed, ",\"Limit\":6", &pages), all);
    ck_assert_int_eq(pages, 3);  // A full page says that more may follow, even where none does.
    bed_close(&bed);
}
END_TEST

START_TEST(shares_a_scan_by_segments) {
    struct bed bed;
    int pages;
    open_with_tables(&bed);
    fill(&bed, 12);
    size_t sum = 0;
    for (int i = 0; i < 4; i++) {
        const char *segment =
            treadle_arena_print(&bed.arena, ",\"Segment\":%d,\"TotalSegments\":4,\"Limit\":1", i);
        sum += strlen(scan(&bed, segment, &pages));
        sum += *scan(&bed, segment, &pages) != '\0';  // The blank between segments.
    }
    ck_assert_uint_eq(sum, strlen("a0 a3 a6 a9 b1 b4 b7 b10 c2 c5 c8 c11") + 1);
    bed_close(&bed);
}
END_TEST

START_TEST(ends_a_page_at_a_megabyte) {
    struct bed bed;
    open_with_tables(&bed);
    for (int i = 0; i < 4; i++)
        ask(&bed, "PutItem",
            treadle_arena_print(
                &bed.arena,
                "{\"TableName\":\"Plain\",\"Item\":{\"k\":{\"S\":\"%d\"},\"v\":{\"S\":\"%0*d\"}}}",
                i, 400000, 0));
    struct heard heard = bed_ask(
        &bed, NULL, ACCOUNT, "dynamodb", "Scan",
        "{\"TableName\":\"Plain\",\"Select\":\"COUNT\",\"ReturnConsumedCapacity\":\"TOTAL\"}");
    ck_assert_str_eq(
        heard.text, "{\"Count\":3,\"ScannedCount\":3,\"LastEvaluatedKey\":{\"k\":{\"S\":\"2\"}},"
                    "\"ConsumedCapacity\":{\"TableName\":\"Plain\",\"CapacityUnits\":146.5}}");
    bed_close(&bed);
}
END_TEST

START_TEST(charges_a_write_for_the_larger_item) {
    struct bed bed;
    open_with_tables(&bed);
    static const struct {
        int size;
        const char *units;
    } rows[] = {{1, "1"}, {3000, "3"}, {1, "3"}, {1, "1"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct heard heard = bed_ask(
            &bed, NULL, ACCOUNT, "dynamodb", "PutItem",
            treadle_arena_print(
                &bed.arena,
                "{\"TableName\":\"Plain\",\"ReturnConsumedCapacity\":\"TOTAL\",\"Item\":{\"k\":{"
                "\"S\":\"a\"},\"v\":{\"S\":\"%0*d\"}}}",
                rows[i].size, 0));
        support_same_json(
            rows[i].units, treadle_json_at(heard.output, "/ConsumedCapacity/CapacityUnits"));
    }
    bed_close(&bed);
}
END_TEST

START_TEST(bounds_an_item) {
    struct bed bed;
    open_with_tables(&bed);
    static const struct {
        int size;
        const char *answer;
    } rows[] = {
        {409600 - 3, "{}"},
        {409600 - 2, "ValidationException: Item size has exceeded the maximum allowed size"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        ck_assert_str_eq(
            ask(&bed, "PutItem",
                treadle_arena_print(
                    &bed.arena,
                    "{\"TableName\":\"Plain\",\"Item\":{\"k\":{\"S\":\"%c\"},\"v\":{\"S\":\"%0*d\"}"
                    "}}",
                    'a', rows[i].size, 0)),
            rows[i].answer);
    bed_close(&bed);
}
END_TEST

// A region answers for its own tables, whatever ARN it is given.
START_TEST(answers_for_its_own_region) {
    static const char *const input = "{\"TableName\":\"arn:aws:dynamodb:eu-west-1:" ACCOUNT
                                     ":table/West\",\"Key\":{\"k\":{\"S\":\"a\"}}}";
    struct bed bed;
    open_with_tables(&bed);
    bed.region = "eu-west-1";
    bed_make(
        &bed, ACCOUNT, "West", "AWS::DynamoDB::Table",
        "{\"TableName\":\"West\",\"AttributeDefinitions\":[{\"AttributeName\":\"k\","
        "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}]"
        "}");
    ck_assert_str_eq(ask(&bed, "GetItem", input), "{}");
    ck_assert_str_eq(ask(&bed, "ListTables", "{}"), "{\"TableNames\":[\"West\"]}");
    bed.region = NULL;
    ck_assert_str_eq(
        ask(&bed, "GetItem", input), "ResourceNotFoundException: Requested resource not found");
    bed_close(&bed);
}
END_TEST

// Absent and foreign look alike, whoever asks and however the table is named.
START_TEST(tells_strangers_nothing) {
    struct bed bed;
    open_with_tables(&bed);
    static const char *const names[] = {"Plain", "Absent"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *input = treadle_arena_print(
            &bed.arena,
            "{\"TableName\":\"arn:aws:dynamodb:us-east-1:" ACCOUNT
            ":table/%s\",\"Item\":{\"k\":{\"S\":\"a\"}}}",
            names[i]);
        struct heard heard = bed_ask(&bed, NULL, "333333333333", "dynamodb", "PutItem", input);
        ck_assert_str_eq(
            heard.text,
            treadle_arena_print(
                &bed.arena,
                "AccessDeniedException: User: arn:aws:iam::333333333333:root is not authorized to "
                "perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:" ACCOUNT
                ":table/%s because no resource-based policy allows the dynamodb:PutItem action",
                names[i]));
        heard = bed_ask(&bed, "nobody", ACCOUNT, "dynamodb", "PutItem", input);
        ck_assert_str_eq(heard.code, "MissingAuthenticationTokenException");
    }
    ck_assert_str_eq(
        bed_ask(
            &bed, NULL, "333333333333", "dynamodb", "GetItem",
            "{\"TableName\":\"Plain\",\"Key\":{\"k\":{\"S\":\"a\"}}}")
            .text,
        "ResourceNotFoundException: Requested resource not found");
    ck_assert_str_eq(
        bed_ask(&bed, NULL, "333333333333", "dynamodb", "ListTables", "{}").text,
        "{\"TableNames\":[]}");
    bed_close(&bed);
}
END_TEST

START_TEST(lets_in_whom_the_tables_own_policy_names) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(
        &bed, ACCOUNT, "Shared", "AWS::DynamoDB::Table",
        "{\"TableName\":\"Shared\",\"AttributeDefinitions\":[{\"AttributeName\":\"k\","
        "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}],"
        "\"ResourcePolicy\":{\"PolicyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{"
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::333333333333:root\"},"
        "\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}]}}}");
    const char *input = "{\"TableName\":\"arn:aws:dynamodb:us-east-1:" ACCOUNT
                        ":table/Shared\",\"Key\":{\"k\":{\"S\":\"a\"}}}";
    ck_assert_str_eq(bed_ask(&bed, NULL, "333333333333", "dynamodb", "GetItem", input).text, "{}");
    ck_assert_str_eq(
        bed_ask(&bed, NULL, "333333333333", "dynamodb", "DeleteItem", input).code,
        "AccessDeniedException");
    ck_assert_str_eq(
        bed_ask(&bed, NULL, "444444444444", "dynamodb", "GetItem", input).code,
        "AccessDeniedException");
    bed_close(&bed);
}
END_TEST

Suite *suite_operations(void) {
    TCase *tests = tcase_create("operations");
    tcase_add_test(tests, answers_step_by_step);
    tcase_add_test(tests, describes_a_table);
    tcase_add_test(tests, scans_in_the_order_of_keys_page_by_page);
    tcase_add_test(tests, shares_a_scan_by_segments);
    tcase_add_test(tests, ends_a_page_at_a_megabyte);
    tcase_add_test(tests, charges_a_write_for_the_larger_item);
    tcase_add_test(tests, bounds_an_item);
    tcase_add_test(tests, answers_for_its_own_region);
    tcase_add_test(tests, tells_strangers_nothing);
    tcase_add_test(tests, lets_in_whom_the_tables_own_policy_names);
    return support_suite("operations", tests);
}
