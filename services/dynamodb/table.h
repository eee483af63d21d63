// A table: what its key is, and its items in the order of their keys.
//
// Items stand under one text made of their key whose order by bytes is DynamoDB's order: numbers by
// value, binaries by bytes, strings by their UTF-8, the partition key before the sort key.
#ifndef TREADLE_SERVICES_DYNAMODB_TABLE_H
#define TREADLE_SERVICES_DYNAMODB_TABLE_H

#include "base/list.h"
#include "services/world.h"

enum { TABLE_KEY_PARTS_MAX = 2 };

struct key_part {
    const char *name, *type;  // "S", "N" or "B". Lent by the table's properties.
};

struct index_key {  // An attribute that an index is keyed by: items without it are fine.
    const char *index, *name, *type;
};

struct item {
    char *key;
    struct doc *doc;  // Its attributes, as they are kept.
    size_t size;      // Bytes, as DynamoDB counts them.
};

struct table {
    struct key_part parts[TABLE_KEY_PARTS_MAX];
    uint32_t part_count;
    struct index_key *index_keys;  // Of indexes that are declared, though none is kept.
    uint32_t index_key_count, index_key_size;
    struct list items;   // Key → struct item.
    size_t size;         // Of all items.
    int64_t created_ms;  // Since 1970.
};

extern const struct resource_type treadle_dynamodb_types[];

void treadle_table_clear(struct table *table);

enum table_key { TABLE_KEY_OF_ITEM, TABLE_KEY_ALONE };
// The text an item stands under, in [arena], from normal [attributes]: a whole item, or a key,
// which must be nothing but the key. NULL and a [problem], a ValidationException's message.
const char *treadle_table_key(
    const struct table *table, struct arena *arena, enum table_key form, const cJSON *attributes,
    const char **problem);

const struct item *treadle_table_get(const struct table *table, const char *key);  // Lends; NULL.
// Takes [doc]. Gives what stood there before, or NULL; [before_size]: the bytes of that.
struct doc *treadle_table_put(
    struct table *table, const char *key, struct doc *doc, size_t *before_size);
struct doc *treadle_table_remove(struct table *table, const char *key, size_t *before_size);

#endif
