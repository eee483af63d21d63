// Items by key, in the order of their keys.
#include "services/dynamodb/table.h"
#include "tests/dynamodb/suites.h"
#include "tests/support/support.h"

// The key's text of attributes that are written as JSON; "!" and the problem where it has none.
static const char *key_of(
    const struct table *table, struct arena *arena, enum table_key form, const char *json) {
    const char *problem;
    struct doc *attributes = support_read(json);
    const char *key = treadle_table_key(table, arena, form, treadle_doc_root(attributes), &problem);
    treadle_doc_drop(attributes);
    return key != NULL ? key : treadle_arena_print(arena, "!%s", problem);
}

static const struct {
    const char *type;
    const char *values[16];  // Each goes before the next.
} orders[] = {
    {"S",
     {"\\u0001", "\\u0001a", "\\u0002", "\\u0003", " ", "A", "a", "a\\u0000", "a\\u0001", "aa", "b",
      "\\u00e4", "\\u20ac", "\\ud83d\\ude00"}},
    {"N", {"-10", "-9.5", "-9", "0", "0.1", "2", "10", "1e2"}},
    {"B", {"AA==", "AAA=", "AAE=", "AQ==", "Ag==", "Aw==", "fw==", "gA==", "/w=="}}};

START_TEST(orders_keys_as_dynamodb_does) {
    struct table table = {.parts = {{"k", orders[_i].type}}, .part_count = 1};
    struct arena arena = {0};
    const char *before = "";
    for (size_t i = 0; i < COUNT_OF(orders[_i].values) && orders[_i].values[i] != NULL; i++) {
        const char *json = treadle_arena_print(
            &arena, "{\"k\":{\"%s\":\"%s\"}}", orders[_i].type, orders[_i].values[i]);
        const char *key = key_of(&table, &arena, TABLE_KEY_ALONE, json);
        ck_assert_msg(*key != '!' && strcmp(before, key) < 0, "%s", json);
        before = key;
    }
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(orders_the_partition_before_the_sort_key) {
    static const char *const ascending[] = {
        "{\"h\":{\"S\":\"a\"},\"r\":{\"N\":\"-1\"}}", "{\"h\":{\"S\":\"a\"},\"r\":{\"N\":\"10\"}}",
        "{\"h\":{\"S\":\"a\\u0000\"},\"r\":{\"N\":\"0\"}}",
        "{\"h\":{\"S\":\"aa\"},\"r\":{\"N\":\"-2\"}}"};
    struct table table = {.parts = {{"h", "S"}, {"r", "N"}}, .part_count = 2};
    struct arena arena = {0};
    const char *before = "";
    for (size_t i = 0; i < COUNT_OF(ascending); i++) {
        const char *key = key_of(&table, &arena, TABLE_KEY_ALONE, ascending[i]);
        ck_assert_msg(strcmp(before, key) < 0, "%s", ascending[i]);
        before = key;
    }
    treadle_arena_clear(&arena);
}
END_TEST

// Puts an item and gives what was there before, which the caller drops.
static struct doc *put(struct table *table, struct arena *arena, const char *json) {
    size_t before_size;
    struct doc *item = support_read(json);
    return treadle_table_put(
        table, key_of(table, arena, TABLE_KEY_OF_ITEM, json), item, &before_size);
}

START_TEST(keeps_one_item_for_a_key) {
    struct table table = {.parts = {{"k", "N"}}, .part_count = 1};
    struct arena arena = {0};
    size_t size;
    ck_assert_ptr_null(put(&table, &arena, "{\"k\":{\"N\":\"10\"}}"));
    ck_assert_ptr_null(put(&table, &arena, "{\"k\":{\"N\":\"9\"},\"v\":{\"S\":\"abc\"}}"));
    ck_assert_uint_eq(table.size, 3 + 3 + 4);
    struct doc *before = put(&table, &arena, "{\"k\":{\"N\":\"10\"},\"v\":{\"S\":\"x\"}}");
    support_same_json("{\"k\":{\"N\":\"10\"}}", treadle_doc_root(before));
    treadle_doc_drop(before);
    ck_assert_uint_eq(table.items.count, 2);
    const char *nine = key_of(&table, &arena, TABLE_KEY_ALONE, "{\"k\":{\"N\":\"9.0\"}}");
    ck_assert_ptr_eq(treadle_table_get(&table, nine), table.items.entries[0].value);
    before = treadle_table_remove(&table, nine, &size);
    ck_assert_uint_eq(size, 3 + 4);
    treadle_doc_drop(before);
    ck_assert_ptr_null(treadle_table_remove(&table, nine, &size));
    ck_assert_uint_eq(table.size, 3 + 2);
    treadle_table_clear(&table);
    treadle_arena_clear(&arena);
}
END_TEST

static const struct {
    enum table_key form;
    const char *attributes, *problem;
} refused[] = {
    {TABLE_KEY_ALONE, "{}", "The provided key element does not match the schema"},
    {TABLE_KEY_ALONE, "{\"h\":{\"S\":\"a\"}}",
     "The provided key element does not match the schema"},
    {TABLE_KEY_ALONE, "{\"h\":{\"S\":\"a\"},\"x\":{\"B\":\"AA==\"}}",
     "The provided key element does not match the schema"},
    {TABLE_KEY_ALONE, "{\"h\":{\"S\":\"a\"},\"r\":{\"S\":\"a\"}}",
     "The provided key element does not match the schema"},
    {TABLE_KEY_ALONE, "{\"h\":{\"S\":\"\"},\"r\":{\"B\":\"AA==\"}}",
     "One or more parameter values were invalid: The AttributeValue for a key attribute cannot "
     "contain an empty string value. Key: h"},
    {TABLE_KEY_OF_ITEM, "{\"h\":{\"S\":\"a\"},\"r\":{\"B\":\"\"}}",
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
     "contain an empty binary value. Key: r"},
    {TABLE_KEY_OF_ITEM, "{\"h\":{\"S\":\"a\"}}",
     "One or more parameter values were invalid: Missing the key r in the item"},
    {TABLE_KEY_OF_ITEM, "{\"h\":{\"N\":\"1\"},\"r\":{\"B\":\"AA==\"}}",
     "One or more parameter values were invalid: Type mismatch for key h expected: S actual: N"},
    {TABLE_KEY_OF_ITEM, "{\"h\":{\"S\":\"a\"},\"r\":{\"B\":\"AA==\"},\"i\":{\"S\":\"x\"}}",
     "One or more parameter values were invalid: Type mismatch for Index Key i Expected: N Actual: "
     "S IndexName: index1"}};

START_TEST(refuses_what_is_no_key) {
    struct index_key index_keys[] = {{"index1", "i", "N"}};
    struct table table = {
        .parts = {{"h", "S"}, {"r", "B"}},
        .part_count = 2,
        .index_keys = index_keys,
        .index_key_count = 1};
    struct arena arena = {0};
    const char *key = key_of(&table, &arena, refused[_i].form, refused[_i].attributes);
    ck_assert_str_eq(key, treadle_arena_print(&arena, "!%s", refused[_i].problem));
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(bounds_the_parts_of_a_key) {
    struct table table = {.parts = {{"h", "S"}, {"r", "S"}}, .part_count = 2};
    struct arena arena = {0};
    static const struct {
        int hash, range;
        const char *problem;
    } rows[] = {
        {2048, 1024, NULL},
        {2049, 1,
         "!One or more parameter values were invalid: Size of hashkey has exceeded the maximum "
         "size "
         "limit of2048 bytes"},
        {1, 1025,
         "!One or more parameter values were invalid: Aggregated size of all range keys has "
         "exceeded the size limit of 1024 bytes"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *json = treadle_arena_print(
            &arena, "{\"h\":{\"S\":\"%0*d\"},\"r\":{\"S\":\"%0*d\"}}", rows[i].hash, 0,
            rows[i].range, 0);
        const char *key = key_of(&table, &arena, TABLE_KEY_ALONE, json);
        if (rows[i].problem == NULL)
            ck_assert(*key != '!');
        else
            ck_assert_str_eq(key, rows[i].problem);
    }
    treadle_arena_clear(&arena);
}
END_TEST

// U+0000 is one byte, as all of ASCII is.
START_TEST(counts_a_nul_once) {
    struct table table = {.parts = {{"h", "S"}}, .part_count = 1};
    struct arena arena = {0};
    struct text json = {0};
    treadle_text_add(&json, "{\"h\":{\"S\":\"");
    for (int i = 0; i < 2048; i++)
        treadle_text_add(&json, "\\u0000");
    treadle_text_add(&json, "\"}}");
    ck_assert(*key_of(&table, &arena, TABLE_KEY_ALONE, treadle_text_string(&json)) != '!');
    treadle_text_clear(&json);
    treadle_arena_clear(&arena);
}
END_TEST

Suite *suite_table(void) {
    TCase *tests = tcase_create("table");
    ADD_EACH(tests, orders_keys_as_dynamodb_does, orders);
    tcase_add_test(tests, orders_the_partition_before_the_sort_key);
    tcase_add_test(tests, keeps_one_item_for_a_key);
    ADD_EACH(tests, refuses_what_is_no_key, refused);
    tcase_add_test(tests, bounds_the_parts_of_a_key);
    tcase_add_test(tests, counts_a_nul_once);
    return support_suite("table", tests);
}
