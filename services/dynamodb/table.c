// Items by key. The key's text has no NULs, so a sorted list of C strings is all it takes.
#include "services/dynamodb/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "services/dynamodb/attribute.h"
#include "services/dynamodb/number.h"

#define INVALID "One or more parameter values were invalid: "

// -- the text of a key

// Below every byte of a part, so that "a" goes before "a" with anything behind it.
enum { PART_END = 1, ESCAPE = 2 };

static void put_byte(struct text *out, unsigned char byte) {
    char bytes[2] = {ESCAPE, (char)(byte + 1)};  // 0, 1 and 2 become 2 1, 2 2 and 2 3.
    if (byte <= ESCAPE)
        treadle_text_put(out, bytes, 2);
    else
        treadle_text_put(out, (const char *)&byte, 1);
}

// The size of the part in bytes.
static size_t put_string(struct text *out, const char *string) {
    size_t size = 0;
    for (const char *at = string; *at != '\0'; at++, size++) {
        bool nul = *at == '\xc0';  // U+0000 is held as C0 80.
        put_byte(out, nul ? 0 : (unsigned char)*at);
        at += nul;
    }
    return size;
}

static size_t put_number(struct text *out, const char *string) {
    struct dynamodb_number number;
    enum dynamodb_number_problem problem = treadle_dynamodb_number_read(string, &number);
    ASSERT(problem == DYNAMODB_NUMBER_FINE);
    treadle_dynamodb_number_order(&number, out);
    return treadle_dynamodb_number_size(&number);
}

static size_t put_binary(struct text *out, const char *base64) {
    struct text bytes = {0};
    bool read = treadle_base64_read(&bytes, base64);
    ASSERT(read);
    for (size_t i = 0; i < bytes.count; i++)
        put_byte(out, (unsigned char)bytes.bytes[i]);
    size_t size = bytes.count;
    treadle_text_clear(&bytes);
    return size;
}

static size_t put_part(struct text *out, const char *type, const char *string) {
    size_t size = *type == 'S'   ? put_string(out, string)
                  : *type == 'N' ? put_number(out, string)
                                 : put_binary(out, string);
    char end = PART_END;
    treadle_text_put(out, &end, 1);
    return size;
}

// -- checks

enum { HASH_SIZE_MAX = 2048, RANGE_SIZE_MAX = 1024 };  // DynamoDB's quotas, in bytes.

static const char *part_problem(
    const struct key_part *part, struct arena *arena, enum table_key form, const cJSON *value) {
    const char *actual = value == NULL ? NULL : treadle_attribute_typed(value)->string;
    bool typed = actual != NULL && strcmp(actual, part->type) == 0;
    if (!typed && form == TABLE_KEY_ALONE)
        return "The provided key element does not match the schema";
    if (value == NULL)
        return treadle_arena_print(arena, INVALID "Missing the key %s in the item", part->name);
    if (!typed)
        return treadle_arena_print(
            arena, INVALID "Type mismatch for key %s expected: %s actual: %s", part->name,
            part->type, actual);
    if (*treadle_attribute_typed(value)->valuestring != '\0') return NULL;
    // AWS, recorded: the same words, but for their beginning.
    return treadle_arena_print(
        arena, "%sThe AttributeValue for a key attribute cannot contain an empty %s value. Key: %s",
        form == TABLE_KEY_ALONE ? INVALID : "One or more parameter values are not valid. ",
        *part->type == 'S' ? "string" : "binary", part->name);
}

// An item that an index could not file is refused, whether the index is kept here or not.
static const char *index_problem(
    const struct index_key *key, struct arena *arena, const cJSON *attributes) {
    const cJSON *value = treadle_json_member(attributes, key->name),
                *typed = value == NULL ? NULL : treadle_attribute_typed(value);
    if (typed == NULL) return NULL;
    if (strcmp(typed->string, key->type) != 0)
        return treadle_arena_print(
            arena, INVALID "Type mismatch for Index Key %s Expected: %s Actual: %s IndexName: %s",
            key->name, key->type, typed->string, key->index);
    if (*typed->valuestring != '\0') return NULL;
    return treadle_arena_print(
        arena,
        "One or more parameter values are not valid. A value specified for a secondary index key "
        "is not supported. The AttributeValue for a key attribute cannot contain an empty %s "
        "value. IndexName: %s, IndexKey: %s",
        *key->type == 'S' ? "string" : "binary", key->index, key->name);
}

static const char *size_problem(bool hash, size_t size) {
    if (hash && size > HASH_SIZE_MAX)
        return INVALID "Size of hashkey has exceeded the maximum size limit of2048 bytes";
    if (!hash && size > RANGE_SIZE_MAX)
        return INVALID
            "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";
    return NULL;
}

static const char *put_parts(
    const struct table *table, struct arena *arena, enum table_key form, const cJSON *attributes,
    struct text *out) {
    for (uint32_t i = 0; i < table->part_count; i++) {
        const struct key_part *part = &table->parts[i];
        const cJSON *value = treadle_json_member(attributes, part->name);
        const char *problem = part_problem(part, arena, form, value);
        if (problem != NULL) return problem;
        size_t size = put_part(out, part->type, treadle_attribute_typed(value)->valuestring);
        problem = size_problem(i == 0, size);
        if (problem != NULL) return problem;
    }
    const char *problem = NULL;
    uint32_t indexed = form == TABLE_KEY_OF_ITEM ? table->index_key_count : 0;
    for (uint32_t i = 0; i < indexed && problem == NULL; i++)
        problem = index_problem(&table->index_keys[i], arena, attributes);
    return problem;
}

const char *treadle_table_key(
    const struct table *table, struct arena *arena, enum table_key form, const cJSON *attributes,
    const char **problem) {
    struct text text = {0};
    if (form == TABLE_KEY_ALONE && treadle_json_count(attributes) != table->part_count) {
        *problem = "The provided key element does not match the schema";
        return NULL;
    }
    *problem = put_parts(table, arena, form, attributes, &text);
    const char *key = *problem == NULL ? treadle_arena_copy(arena, text.bytes) : NULL;
    treadle_text_clear(&text);
    return key;
}

// -- items

const struct item *treadle_table_get(const struct table *table, const char *key) {
    return treadle_list_find(&table->items, key);
}

struct doc *treadle_table_put(
    struct table *table, const char *key, struct doc *doc, size_t *before_size) {
    struct item *item = treadle_list_find(&table->items, key);
    if (item == NULL) {
        item = treadle_alloc_zeroed(sizeof(*item));
        item->key = treadle_text_copy(key);
        treadle_list_put(&table->items, item->key, item);
    }
    struct doc *before = item->doc;
    *before_size = item->size;
    item->doc = doc;
    item->size = treadle_attributes_size(treadle_doc_root(doc));
    table->size += item->size - *before_size;
    return before;
}

static void item_free(struct item *item) {
    free(item->key);
    free(item);
}

struct doc *treadle_table_remove(struct table *table, const char *key, size_t *before_size) {
    *before_size = 0;
    struct item *item = treadle_list_remove(&table->items, key);
    if (item == NULL) return NULL;
    struct doc *before = item->doc;
    *before_size = item->size;
    table->size -= item->size;
    item_free(item);
    return before;
}

void treadle_table_clear(struct table *table) {
    for (uint32_t i = 0; i < table->items.count; i++) {
        struct item *item = table->items.entries[i].value;
        treadle_doc_drop(item->doc);
        item_free(item);
    }
    treadle_list_clear(&table->items);
    free(table->index_keys);
}
