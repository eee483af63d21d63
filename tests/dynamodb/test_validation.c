// What DynamoDB says to requests that are wrong: the recorded messages, word for word.
//
// Every row of an operation that is here is asked. A row that we refuse with a sentence of our own,
// because it needs expressions or indexes, is skipped and counted; any other must have the recorded
// kind and words.
#include <stdio.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/regex.h"
#include "tests/dynamodb/suites.h"
#include "tests/support/bed.h"

#define ACCOUNT "222222222222"

// -- the tables of the recording

static const char *const tables[] = {
    "{\"TableName\":\"testHash\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\","
    "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"a\",\"KeyType\":\"HASH\"}]}",
    "{\"TableName\":\"testHashN\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\","
    "\"AttributeType\":\"N\"}],\"KeySchema\":[{\"AttributeName\":\"a\",\"KeyType\":\"HASH\"}]}",
    "{\"TableName\":\"testRange\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\","
    "\"AttributeType\":\"S\"},{\"AttributeName\":\"b\",\"AttributeType\":\"S\"},{\"AttributeName\":"
    "\"c\",\"AttributeType\":\"S\"},{\"AttributeName\":\"d\",\"AttributeType\":\"S\"}],"
    "\"KeySchema\":[{\"AttributeName\":\"a\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"b\","
    "\"KeyType\":\"RANGE\"}],\"LocalSecondaryIndexes\":[{\"IndexName\":\"index1\",\"KeySchema\":[{"
    "\"AttributeName\":\"a\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"c\",\"KeyType\":\"RANGE\"}]"
    "},{\"IndexName\":\"index2\",\"KeySchema\":[{\"AttributeName\":\"a\",\"KeyType\":\"HASH\"},{"
    "\"AttributeName\":\"d\",\"KeyType\":\"RANGE\"}]}],\"GlobalSecondaryIndexes\":[{\"IndexName\":"
    "\"index3\",\"KeySchema\":[{\"AttributeName\":\"c\",\"KeyType\":\"HASH\"}]},{\"IndexName\":"
    "\"index4\",\"KeySchema\":[{\"AttributeName\":\"c\",\"KeyType\":\"HASH\"},{\"AttributeName\":"
    "\"d\",\"KeyType\":\"RANGE\"}]}]}",
    "{\"TableName\":\"testRangeN\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\","
    "\"AttributeType\":\"S\"},{\"AttributeName\":\"b\",\"AttributeType\":\"N\"}],\"KeySchema\":[{"
    "\"AttributeName\":\"a\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"b\",\"KeyType\":\"RANGE\"}]"
    "}",
    "{\"TableName\":\"testRangeB\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\","
    "\"AttributeType\":\"S\"},{\"AttributeName\":\"b\",\"AttributeType\":\"B\"}],\"KeySchema\":[{"
    "\"AttributeName\":\"a\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"b\",\"KeyType\":\"RANGE\"}]"
    "}"};

// -- rows

static bool is_here(const char *operation) {
    static const char *const operations[] = {"DeleteItem", "DescribeTable", "GetItem",
                                             "ListTables", "PutItem",       "Scan"};
    for (size_t i = 0; i < COUNT_OF(operations); i++)
        if (strcmp(operations[i], operation) == 0) return true;
    return false;
}

// A row without a request says which property is of the wrong type, "Item.Attr":
// {"Item":{"Attr":[]}}.
static const char *wrong_type(struct arena *arena, const char *property, const char *type) {
    const char *dot = strchr(property, '.');
    size_t size = dot == NULL ? strlen(property) : (size_t)(dot - property);
    const char *inner = dot != NULL                     ? wrong_type(arena, dot + 1, type)
                        : strncmp(type, "List", 4) == 0 ? "\"23\""
                                                        : "[]";
    if (*property >= '0' && *property <= '9') return treadle_arena_print(arena, "[%s]", inner);
    return treadle_arena_print(arena, "{\"%.*s\":%s}", (int)size, property, inner);
}

// The recorded message, or the list of those that may come in any order, or a pattern.
static bool says(struct arena *arena, const cJSON *want, const char *message) {
    const char *pattern = treadle_json_string(want, "regex");
    if (want == NULL) return true;
    if (cJSON_IsString(want)) return strcmp(want->valuestring, message) == 0;
    if (pattern != NULL) {
        const struct regex *regex =
            treadle_regex_compile(arena, treadle_arena_print(arena, "%s.*", pattern), false);
        return regex != NULL && treadle_regex_match(regex, message) == 1;
    }
    uint32_t count = treadle_json_count(want);
    const char *head = treadle_arena_print(
        arena, "%u validation error%s detected: ", count, count == 1 ? "" : "s");
    size_t size = strlen(head);
    bool all = strncmp(message, head, size) == 0;
    for (const cJSON *one = want->child; one != NULL; one = one->next) {
        all = all && strstr(message, one->valuestring) != NULL;
        size += strlen(one->valuestring) + (one->next == NULL ? 0 : 2);
    }
    return all && strlen(message) == size;
}

enum outcome { PASSED, FAILED, SKIPPED_OPERATION, SKIPPED_EXPRESSION, SKIPPED_INDEX, OUTCOMES };

static enum outcome run(struct bed *bed, const cJSON *row) {
    const char *operation = treadle_json_string(row, "target"),
               *kind = treadle_json_string(row, "kind"),
               *property = treadle_json_string(row, "property");
    if (!is_here(operation)) return SKIPPED_OPERATION;
    const char *input = property != NULL
                            ? wrong_type(&bed->arena, property, treadle_json_string(row, "type"))
                            : treadle_json_print(&bed->arena, treadle_json_member(row, "request"));
    struct heard heard = bed_ask(bed, NULL, ACCOUNT, "dynamodb", operation, input);
    if (strstr(heard.message, "treadle does not evaluate") != NULL) return SKIPPED_EXPRESSION;
    if (strstr(heard.message, "treadle does not keep indexes") != NULL) return SKIPPED_INDEX;
    if (strcmp(heard.code, kind) == 0 &&
        says(&bed->arena, treadle_json_member(row, "message"), heard.message))
        return PASSED;
    printf(
        "%s\n  %s\n  said %.1000s\n  want %s: %.1000s\n", treadle_json_string(row, "test"),
        operation, heard.text, kind,
        property != NULL ? property
                         : treadle_json_print(&bed->arena, treadle_json_member(row, "message")));
    return FAILED;
}

START_TEST(says_what_dynamodb_says) {
    struct doc *data = support_data_json("dynamodb/validation.json");
    if (data == NULL) return;
    struct bed bed;
    int counts[OUTCOMES] = {0};
    bed_open(&bed, NULL);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        bed_make(
            &bed, ACCOUNT, treadle_arena_print(&bed.arena, "Table%zu", i), "AWS::DynamoDB::Table",
            tables[i]);
    const cJSON *rows = treadle_json_member(treadle_doc_root(data), "cases");
    for (const cJSON *row = rows->child; row != NULL; row = row->next)
        counts[run(&bed, row)]++;
    printf(
        "dynamodb/validation.json: %d passed, %d failed, %d skipped (%d other operations, %d "
        "expressions and conditions, %d indexes)\n",
        counts[PASSED], counts[FAILED],
        counts[SKIPPED_OPERATION] + counts[SKIPPED_EXPRESSION] + counts[SKIPPED_INDEX],
        counts[SKIPPED_OPERATION], counts[SKIPPED_EXPRESSION], counts[SKIPPED_INDEX]);
    ck_assert_int_eq(counts[FAILED], 0);
    ck_assert_int_ge(counts[PASSED], 200);
    bed_close(&bed);
    treadle_doc_drop(data);
}
END_TEST

Suite *suite_validation(void) {
    Suite *suite = suite_create("validation");
    TCase *tests = support_recorded(suite);
    tcase_add_test(tests, says_what_dynamodb_says);
    return suite;
}
