// Inputs against their shapes, in AWS's words: rows of our own, then all that was recorded.
#include <string.h>

#include "aws/shapes.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "tests/aws/suites.h"
#include "tests/support/support.h"

static struct shapes *shapes_of(const char *service) {
    if (strcmp(service, "dynamodb") == 0)
        return treadle_shapes_new(treadle_shapes_dynamodb, treadle_shapes_dynamodb_size);
    if (strcmp(service, "states") == 0)
        return treadle_shapes_new(treadle_shapes_states, treadle_shapes_states_size);
    return treadle_shapes_new(treadle_shapes_sts, treadle_shapes_sts_size);
}

// "CODE: message", or "" where all is well. Lends, in [arena].
static const char *check(
    const struct shapes *shapes, const char *operation, const cJSON *input, struct arena *arena) {
    struct fault fault = {0};
    if (treadle_shapes_check(shapes, operation, input, arena, &fault)) return "";
    ck_assert_int_eq(fault.http_status, 400);
    return treadle_arena_print(arena, "%s: %s", fault.code, fault.message);
}

static const struct {
    const char *service, *operation, *input, *said;
} rows[] = {
    {"states", "StartExecution", "{\"stateMachineArn\":\"x\"}", ""},
    {"states", "StartExecution", "{\"stateMachineArn\":\"x\",\"name\":null,\"more\":7}", ""},
    {"states", "StartExecution", "{}",
     "ValidationException: 1 validation error detected: Value null at 'stateMachineArn' failed to "
     "satisfy constraint: Member must not be null"},
    {"states", "StartExecution", "{\"stateMachineArn\":null}",
     "ValidationException: 1 validation error detected: Value null at 'stateMachineArn' failed to "
     "satisfy constraint: Member must not be null"},
    {"states", "StartExecution", "{\"stateMachineArn\":\"\",\"name\":\"\"}",
     "ValidationException: 2 validation errors detected: Value '' at 'stateMachineArn' failed to "
     "satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'name' "
     "failed to satisfy constraint: Member must have length greater than or equal to 1"},
    {"states", "StartExecution", "{\"stateMachineArn\":5}",
     "SerializationException: NUMBER_VALUE can not be converted to a String"},
    {"states", "StartExecution", "{\"stateMachineArn\":true}",
     "SerializationException: TRUE_VALUE can not be converted to a String"},
    {"states", "StartExecution", "{\"stateMachineArn\":{}}",
     "SerializationException: Start of structure or map found where not expected."},
    {"states", "StartExecution", "{\"stateMachineArn\":[]}",
     "SerializationException: Start of list found where not expected"},
    {"states", "StartExecution", "{\"stateMachineArn\":\"x\",\"traceHeader\":\"\\u00e4\"}",
     "ValidationException: 1 validation error detected: Value '\u00e4' at 'traceHeader' failed to "
     "satisfy constraint: Member must satisfy regular expression pattern: \\p{ASCII}*"},
    {"states", "StartExecution", "[]",
     "SerializationException: The input of an operation is an object"},
    {"states", "NoSuchOperation", "{\"a\":1}", ""},
    {"states", "ListExecutions", "{\"maxResults\":1001}",
     "ValidationException: 1 validation error detected: Value '1001' at 'maxResults' failed to "
     "satisfy constraint: Member must have value less than or equal to 1000"},
    {"states", "ListExecutions", "{\"maxResults\":-1}",
     "ValidationException: 1 validation error detected: Value '-1' at 'maxResults' failed to "
     "satisfy constraint: Member must have value greater than or equal to 0"},
    {"states", "ListExecutions", "{\"maxResults\":1e3}", ""},
    {"states", "ListExecutions", "{\"maxResults\":1e400}",
     "SerializationException: DECIMAL_VALUE can not be converted to an Integer"},
    {"states", "ListExecutions", "{\"maxResults\":99999999999}",
     "SerializationException: NUMBER_VALUE can not be converted to an Integer"},
    {"states", "ListExecutions", "{\"maxResults\":\"7\"}",
     "SerializationException: STRING_VALUE can not be converted to an Integer"},
    {"states", "ListExecutions", "{\"statusFilter\":\"succeeded\"}",
     "ValidationException: 1 validation error detected: Value 'succeeded' at 'statusFilter' failed "
     "to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, "
     "PENDING_REDRIVE, ABORTED, FAILED, RUNNING]"},
    {"states", "GetExecutionHistory", "{\"executionArn\":\"x\",\"reverseOrder\":\"yes\"}",
     "SerializationException: STRING_VALUE can not be converted to a Boolean"},
    {"sts", "AssumeRole",
     "{\"RoleArn\":\"arn:aws:iam::111111111111:role/R\",\"RoleSessionName\":\"a b\","
     "\"DurationSeconds\":60}",
     "ValidationError: 2 validation errors detected: Value 'a b' at 'roleSessionName' failed to "
     "satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*; Value '60' "
     "at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or "
     "equal to 900"},
    {"sts", "AssumeRole",
     "{\"RoleArn\":\"arn:aws:iam::111111111111:role/R\",\"RoleSessionName\":\"ab\","
     "\"Tags\":[{\"Key\":\"a\",\"Value\":\"\"},{\"Value\":\"#\"}]}",
     "ValidationError: 2 validation errors detected: Value null at 'tags.2.member.key' failed to "
     "satisfy constraint: Member must not be null; Value '#' at 'tags.2.member.value' failed to "
     "satisfy constraint: Member must satisfy regular expression pattern: "
     "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"},
    {"dynamodb", "PutItem", "{\"TableName\":\"abc\",\"Item\":{\"a\":{\"S\":\"\"}}}", ""},
    {"dynamodb", "PutItem",
     "{\"TableName\":\"arn:aws:dynamodb:us-east-1:111111111111:table/T\",\"Item\":{}}", ""},
    {"dynamodb", "PutItem",
     "{\"TableName\":\"abc\",\"Item\":{\"a\":{\"B\":\"YQ==\",\"BS\":[\"YWI=\",\"\"]}}}", ""},
    {"dynamodb", "PutItem", "{\"TableName\":\"abc\",\"Item\":{\"a\":{\"B\":\"YR==\"}}}",
     "SerializationException: Invalid last non-pad Base64 character dectected"},
    {"dynamodb", "PutItem", "{\"TableName\":\"abc\",\"Item\":{\"a\":{\"B\":\"====\"}}}",
     "SerializationException: Invalid last non-pad Base64 character dectected"},
    {"dynamodb", "PutItem",
     "{\"TableName\":\"abc\",\"Item\":{\"a\":{\"L\":[{\"M\":{\"b\":{\"L\":[5]}}}]}}}",
     "SerializationException: Unexpected value type in payload"},
};

START_TEST(says_what_does_not_fit) {
    struct arena arena = {0};
    struct shapes *shapes = shapes_of(rows[_i].service);
    struct doc *input = support_read(rows[_i].input);
    ck_assert_str_eq(
        check(shapes, rows[_i].operation, treadle_doc_root(input), &arena), rows[_i].said);
    treadle_doc_drop(input);
    treadle_shapes_free(shapes);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(never_shows_what_is_sensitive) {
    struct arena arena = {0};
    struct shapes *shapes = shapes_of("states");
    char *secret = treadle_arena_alloc_zeroed(&arena, 262146);
    memset(secret, 'x', 262145);
    cJSON *input = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, input, "stateMachineArn", "x");
    treadle_put_text(&arena, input, "input", secret);
    ck_assert_str_eq(
        check(shapes, "StartExecution", input, &arena),
        "ValidationException: 1 validation error detected: Value at 'input' failed to satisfy "
        "constraint: Member must have length less than or equal to 262144");
    treadle_shapes_free(shapes);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(is_not_drowned_by_depth) {
    struct arena arena = {0};
    struct shapes *shapes = shapes_of("dynamodb");
    cJSON *value = treadle_scratch_node(&arena, cJSON_Object);
    for (int i = 0; i < 5000; i++) {
        cJSON *list = treadle_scratch_node(&arena, cJSON_Array),
              *outer = treadle_scratch_node(&arena, cJSON_Object);
        treadle_scratch_append(list, NULL, value);
        treadle_scratch_append(outer, "L", list);
        value = outer;
    }
    cJSON *item = treadle_scratch_node(&arena, cJSON_Object),
          *input = treadle_scratch_node(&arena, cJSON_Object);
    treadle_scratch_append(item, "a", value);
    treadle_scratch_append(input, "Item", item);
    treadle_put_text(&arena, input, "TableName", "abc");
    ck_assert_str_eq(
        check(shapes, "PutItem", input, &arena), "SerializationException: It is nested too deeply");
    treadle_shapes_free(shapes);
    treadle_arena_clear(&arena);
}
END_TEST

static void collect(const char *path, void *data) {
    treadle_text_printf(data, "%s\n", path);
}

START_TEST(tells_what_it_does_not_know) {
    struct shapes *shapes = shapes_of("dynamodb");
    struct doc *input = support_read(
        "{\"TableName\":\"abc\",\"Itme\":{},\"Item\":{\"a\":{\"S\":\"x\",\"s\":1},\"b\":{\"L\":["
        "{\"N\":\"1\"},{\"n\":{}}]}}}");
    struct text told = {0};
    treadle_shapes_each_unknown(shapes, "PutItem", treadle_doc_root(input), collect, &told);
    ck_assert_str_eq(treadle_text_string(&told), "Itme\nItem.a.s\nItem.b.L[1].n\n");
    treadle_text_clear(&told);
    treadle_doc_drop(input);
    treadle_shapes_free(shapes);
}
END_TEST

START_TEST(knows_the_errors_of_an_operation) {
    struct shapes *shapes = shapes_of("dynamodb");
    ck_assert(treadle_shapes_has_error(shapes, "PutItem", "ResourceNotFoundException"));
    ck_assert(!treadle_shapes_has_error(shapes, "PutItem", "AccessDeniedException"));
    ck_assert(!treadle_shapes_has_error(shapes, "Nothing", "ResourceNotFoundException"));
    treadle_shapes_free(shapes);
}
END_TEST

// -- Recorded

// An input that has [wrong] at [property], "Item.a.B" or "L.0"; what stands around it is right.
static const cJSON *input_with(struct arena *arena, const char *property, const cJSON *wrong) {
    const char *dot = strchr(property, '.');
    size_t size = dot == NULL ? strlen(property) : (size_t)(dot - property);
    bool index = size == 1 && *property == '0';
    cJSON *around = treadle_scratch_node(arena, index ? cJSON_Array : cJSON_Object);
    const cJSON *below = dot == NULL ? wrong : input_with(arena, dot + 1, wrong);
    const char *name = treadle_arena_copy_size(arena, property, size);
    treadle_scratch_append(around, index ? NULL : name, treadle_scratch_copy(arena, below));
    return around;
}

struct wrong {
    const char *value, *message;  // %s in [message]: what the recorded type holds.
};

#define JAVA(class) "Unrecognized collection type class " class
#define OBJECT      "Start of structure or map found where not expected"
#define MODEL       "com.amazonaws.dynamodb.v20120810."
#define NO_BYTES    "only base-64-encoded strings are convertible to bytes"
#define LAST_PAD    "Invalid last non-pad Base64 character dectected"

static const struct {
    const char *type;
    struct wrong wrong[9];
} recorded_types[] = {
    {"Boolean",
     {{"\"23\"", "Unexpected token received from parser"},
      {"23", "NUMBER_VALUE cannot be converted to Boolean"},
      {"34.56", "DECIMAL_VALUE cannot be converted to Boolean"},
      {"[]", JAVA("java.lang.Boolean")},
      {"{}", OBJECT}}},
    {"String",
     {{"true", "TRUE_VALUE cannot be converted to String"},
      {"false", "FALSE_VALUE cannot be converted to String"},
      {"-2147483648", "NUMBER_VALUE cannot be converted to String"},
      {"34.56", "DECIMAL_VALUE cannot be converted to String"},
      {"[]", JAVA("java.lang.String")},
      {"{}", OBJECT}}},
    {"Integer",
     {{"\"23\"", "STRING_VALUE cannot be converted to Integer"},
      {"true", "TRUE_VALUE cannot be converted to Integer"},
      {"false", "FALSE_VALUE cannot be converted to Integer"},
      {"[]", JAVA("java.lang.Integer")},
      {"{}", OBJECT}}},
    {"Blob",
     {{"true", NO_BYTES},
      {"23", NO_BYTES},
      {"34.56", NO_BYTES},
      {"[]", JAVA("java.nio.ByteBuffer")},
      {"{}", OBJECT},
      {"\"23456\"", "Base64 encoded length is expected a multiple of 4 bytes but found: 5"},
      {"\"=+/=\"", LAST_PAD},
      {"\"+/+=\"", LAST_PAD}}},
    {"List",
     {{"\"23\"", "Unexpected field type"}, {"34.56", "Unexpected field type"}, {"{}", OBJECT}}},
    {"Map",
     {{"\"23\"", "Unexpected field type"},
      {"true", "Unexpected field type"},
      {"[]", "Unrecognized collection type java.util.Map<java.lang.String, %s>"}}},
    {"ValueStruct",
     {{"\"23\"", "Unexpected value type in payload"},
      {"true", "Unexpected value type in payload"},
      {"[]", JAVA("%s")}}},
    {"FieldStruct",
     {{"\"23\"", "Unexpected field type"}, {"23", "Unexpected field type"}, {"[]", JAVA("%s")}}},
};

static uint32_t check_type(
    const struct shapes *shapes, const char *target, const char *property, const char *type,
    struct text *wrong_out);

// An attribute value is a structure in which every type occurs.
static uint32_t check_attribute(
    const struct shapes *shapes, const char *target, const char *property, const char *around,
    struct text *wrong_out) {
    static const char *const parts[][2] = {
        {"", NULL},
        {".S", "String"},
        {".N", "String"},
        {".B", "Blob"},
        {".BOOL", "Boolean"},
        {".NULL", "Boolean"},
        {".SS", "List"},
        {".SS.0", "String"},
        {".NS", "List"},
        {".NS.0", "String"},
        {".BS", "List"},
        {".BS.0", "Blob"},
        {".L", "List"},
        {".L.0", "ValueStruct<AttributeValue>"},
        {".L.0.BS.0", "Blob"},
        {".M", "Map<AttributeValue>"},
        {".M.a", "ValueStruct<AttributeValue>"},
        {".M.a.BS.0", "Blob"}};
    struct arena arena = {0};
    uint32_t count = 0;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const char *path = treadle_arena_print(&arena, "%s%s", property, parts[i][0]);
        const char *type = parts[i][1] != NULL
                               ? parts[i][1]
                               : treadle_arena_print(&arena, "%s<AttributeValue>", around);
        count += check_type(shapes, target, path, type, wrong_out);
    }
    treadle_arena_clear(&arena);
    return count;
}

static void check_wrong(
    const struct shapes *shapes, const char *target, const char *property,
    const struct wrong *wrong, const char *holds, struct text *wrong_out) {
    struct arena arena = {0};
    const cJSON *value = treadle_scratch_read(&arena, wrong->value, strlen(wrong->value));
    const char *have = check(shapes, target, input_with(&arena, property, value), &arena);
    const char *hole = strstr(wrong->message, "%s");
    const char *want =
        hole == NULL
            ? treadle_arena_print(&arena, "SerializationException: %s", wrong->message)
            : treadle_arena_print(
                  &arena, "SerializationException: %.*s%s%s%s", (int)(hole - wrong->message),
                  wrong->message, strchr(holds, '.') != NULL ? "" : MODEL, holds, hole + 2);
    if (strcmp(have, want) != 0)
        treadle_text_printf(
            wrong_out, "%s.%s = %s\n  want %s\n  have %s\n", target, property, wrong->value, want,
            have);
    treadle_arena_clear(&arena);
}

static uint32_t check_type(
    const struct shapes *shapes, const char *target, const char *property, const char *type,
    struct text *wrong_out) {
    struct arena arena = {0};
    const char *open = strchr(type, '<');
    const char *name =
        open == NULL ? type : treadle_arena_copy_size(&arena, type, (size_t)(open - type));
    const char *holds =
        open == NULL ? "" : treadle_arena_copy_size(&arena, open + 1, strlen(open) - 2);
    uint32_t count = 0;
    if (strcmp(name, "AttrStruct") == 0)
        count = check_attribute(shapes, target, property, holds, wrong_out);
    for (size_t i = 0; i < COUNT_OF(recorded_types); i++)
        for (const struct wrong *wrong = recorded_types[i].wrong;
             strcmp(recorded_types[i].type, name) == 0 && wrong->value != NULL; wrong++, count++)
            check_wrong(shapes, target, property, wrong, holds, wrong_out);
    ck_assert_msg(count > 0, "%s is no type", type);
    treadle_arena_clear(&arena);
    return count;
}

static bool is_ours(const char *target) {
    static const char *const ours[] = {"DeleteItem", "DescribeTable", "GetItem",
                                       "ListTables", "PutItem",       "Scan"};
    for (size_t i = 0; i < COUNT_OF(ours); i++)
        if (strcmp(ours[i], target) == 0) return true;
    return false;
}

START_TEST(reads_as_dynamodb_does) {
    struct doc *doc = support_data_json("dynamodb/validation.json");
    if (doc == NULL) return;
    struct shapes *shapes = shapes_of("dynamodb");
    struct text wrong = {0};
    uint32_t count = 0;
    const cJSON *cases = treadle_json_member(treadle_doc_root(doc), "cases");
    for (const cJSON *one = cases->child; one != NULL; one = one->next) {
        const char *target = treadle_json_string(one, "target");
        if (!is_ours(target) ||
            strcmp(treadle_json_string(one, "kind"), "SerializationException") != 0)
            continue;
        count += check_type(
            shapes, target, treadle_json_string(one, "property"), treadle_json_string(one, "type"),
            &wrong);
    }
    ck_assert_msg(wrong.count == 0, "%s", treadle_text_string(&wrong));
    ck_assert_uint_gt(count, 600);
    treadle_text_clear(&wrong);
    treadle_shapes_free(shapes);
    treadle_doc_drop(doc);
}
END_TEST

// The order in which AWS tells several errors is that of a Java HashMap: as a set, then.
static bool says_all(const char *said, const cJSON *messages) {
    if (cJSON_IsString(messages)) return strstr(said, messages->valuestring) != NULL;
    for (const cJSON *one = messages->child; one != NULL; one = one->next)
        if (strstr(said, one->valuestring) == NULL) return false;
    struct arena arena = {0};
    bool counted =
        strstr(
            said, treadle_arena_print(
                      &arena, "%u validation errors detected: ", treadle_json_count(messages))) !=
        NULL;
    treadle_arena_clear(&arena);
    return counted;
}

START_TEST(validates_as_dynamodb_does) {
    struct doc *doc = support_data_json("dynamodb/validation.json");
    if (doc == NULL) return;
    struct shapes *shapes = shapes_of("dynamodb");
    struct text wrong = {0};
    uint32_t count = 0;
    const cJSON *cases = treadle_json_member(treadle_doc_root(doc), "cases");
    for (const cJSON *one = cases->child; one != NULL; one = one->next) {
        const char *target = treadle_json_string(one, "target");
        const cJSON *request = treadle_json_member(one, "request"),
                    *message = treadle_json_member(one, "message");
        if (!is_ours(target) || request == NULL) continue;
        const char *first = cJSON_IsArray(message)    ? message->child->valuestring
                            : cJSON_IsString(message) ? message->valuestring
                                                      : "";
        bool constraint = strstr(first, "failed to satisfy constraint") != NULL ||
                          strncmp(target, "DescribeTable", 13) == 0;
        constraint =
            constraint && strcmp(treadle_json_string(one, "kind"), "ValidationException") == 0;
        struct arena arena = {0};
        const char *said = check(shapes, target, request, &arena);
        // What DynamoDB refuses for other reasons must pass here.
        if (constraint ? !says_all(said, message) : *said != '\0')
            treadle_text_printf(&wrong, "%s: %s\n", target, said);
        count += constraint;
        treadle_arena_clear(&arena);
    }
    ck_assert_msg(wrong.count == 0, "%s", treadle_text_string(&wrong));
    ck_assert_uint_gt(count, 20);
    treadle_text_clear(&wrong);
    treadle_shapes_free(shapes);
    treadle_doc_drop(doc);
}
END_TEST

Suite *suite_shapes(void) {
    TCase *tests = tcase_create("shapes");
    ADD_EACH(tests, says_what_does_not_fit, rows);
    tcase_add_test(tests, never_shows_what_is_sensitive);
    tcase_add_test(tests, is_not_drowned_by_depth);
    tcase_add_test(tests, tells_what_it_does_not_know);
    tcase_add_test(tests, knows_the_errors_of_an_operation);
    Suite *suite = support_suite("shapes", tests);
    TCase *recorded = support_recorded(suite);
    tcase_add_test(recorded, reads_as_dynamodb_does);
    tcase_add_test(recorded, validates_as_dynamodb_does);
    return suite;
}
