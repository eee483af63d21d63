// Values being built.
#include "base/json/scratch.h"

#include <stdio.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/walk.h"
#include "base/number.h"

#define INT_PLAIN_MAX INT64_C(999999999999999)  // NUMBER_PLAIN_DIGITS_MAX nines.

cJSON *treadle_scratch_node(struct arena *arena, int type) {
    cJSON *node = treadle_arena_alloc_zeroed(arena, sizeof(*node));
    node->type = type;
    return node;
}

cJSON *treadle_scratch_bool(struct arena *arena, bool value) {
    cJSON *node = treadle_scratch_node(arena, value ? cJSON_True : cJSON_False);
    node->valueint = value;
    return node;
}

cJSON *treadle_scratch_number(struct arena *arena, double value) {
    cJSON *node = treadle_scratch_node(arena, cJSON_Number);
    treadle_number_set(node, value);
    return node;
}

cJSON *treadle_scratch_int(struct arena *arena, int64_t value) {
    cJSON *node = treadle_scratch_node(arena, cJSON_Number);
    treadle_number_set(node, (double)value);
    if (value < -INT_PLAIN_MAX || value > INT_PLAIN_MAX)
        node->valuestring = treadle_arena_print(arena, "%lld", (long long)value);
    return node;
}

cJSON *treadle_scratch_string(struct arena *arena, const char *value) {
    cJSON *node = treadle_scratch_node(arena, cJSON_String);
    node->valuestring = (char *)(uintptr_t)value;  // Only read: scratch is never given to cJSON.
    return node;
}

cJSON *treadle_scratch_link(struct arena *arena, const cJSON *value) {
    cJSON *node = treadle_arena_alloc(arena, sizeof(*node));
    *node = *value;
    node->next = node->prev = NULL;
    node->string = NULL;
    node->type = (value->type & 0xFF) | cJSON_IsReference;
    return node;
}

void treadle_scratch_append(cJSON *parent, const char *key, cJSON *child) {
    child->string = (char *)(uintptr_t)key;
    child->next = NULL;
    if (parent->child == NULL) {
        parent->child = child;
    } else {
        cJSON *last = parent->child->prev;  // cJSON keeps the tail in the head's prev.
        last->next = child;
        child->prev = last;
    }
    parent->child->prev = child;
}

static cJSON *copy_node(struct arena *arena, const cJSON *from) {
    cJSON *node = treadle_scratch_node(arena, from->type & 0xFF);
    node->valueint = from->valueint;
    node->valuedouble = from->valuedouble;
    node->valuestring = treadle_arena_copy(arena, from->valuestring);
    return node;
}

cJSON *treadle_scratch_copy(struct arena *arena, const cJSON *value) {
    struct walk walk;
    walk_init(&walk);
    cJSON *copy = copy_node(arena, value), *twin = copy;
    const cJSON *node = value;
    while ((node = walk_next(&walk, node, twin)) != NULL) {
        twin = copy_node(arena, node);
        treadle_scratch_append(walk_parent(&walk), treadle_arena_copy(arena, node->string), twin);
    }
    walk_clear(&walk);
    return copy;
}

const cJSON *treadle_scratch_read(struct arena *arena, const char *text, size_t size) {
    struct doc *doc = treadle_doc_read(NULL, text, size, NULL);
    if (doc == NULL) return NULL;
    const cJSON *value = treadle_scratch_copy(arena, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    return value;
}

void treadle_put_text(struct arena *arena, cJSON *object, const char *key, const char *text) {
    if (text == NULL) return;
    treadle_scratch_append(object, key, treadle_scratch_string(arena, text));
}

void treadle_put_int(struct arena *arena, cJSON *object, const char *key, int64_t number) {
    treadle_scratch_append(object, key, treadle_scratch_int(arena, number));
}

void treadle_put_bool(struct arena *arena, cJSON *object, const char *key, bool value) {
    treadle_scratch_append(object, key, treadle_scratch_bool(arena, value));
}

void treadle_put_value(struct arena *arena, cJSON *object, const char *key, const cJSON *value) {
    if (value == NULL) return;
    treadle_scratch_append(object, key, treadle_scratch_link(arena, value));
}
