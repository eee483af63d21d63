// Settling: count, one allocation of exactly that size, copy.
#include "base/json/doc.h"

#include <string.h>

#include "base/json/walk.h"
#include "base/memory.h"

struct sum {
    size_t nodes, text;
};

static struct sum measure(const cJSON *value) {
    struct sum sum = {0};
    struct walk walk;
    walk_init(&walk);
    for (const cJSON *node = value; node != NULL; node = walk_next(&walk, node, NULL)) {
        sum.nodes++;
        if (node->valuestring != NULL) sum.text += strlen(node->valuestring) + 1;
        if (node->string != NULL && node != value) sum.text += strlen(node->string) + 1;
    }
    walk_clear(&walk);
    return sum;
}

struct room {
    cJSON *node;  // The next free one.
    char *text;   // The next free byte.
};

static char *copy_text(struct room *room, const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = memcpy(room->text, text, size);
    room->text += size;
    return copy;
}

static cJSON *copy_node(struct room *room, const cJSON *from) {
    cJSON *node = room->node++;
    *node = (cJSON){
        .type = from->type & 0xFF, .valueint = from->valueint, .valuedouble = from->valuedouble};
    if (from->valuestring != NULL) node->valuestring = copy_text(room, from->valuestring);
    return node;
}

static void append(cJSON *parent, cJSON *child) {
    if (parent->child == NULL) {
        parent->child = child;
    } else {
        cJSON *last = parent->child->prev;  // cJSON keeps the tail in the head's prev.
        last->next = child;
        child->prev = last;
    }
    parent->child->prev = child;
}

static void copy(struct room *room, const cJSON *value) {
    struct walk walk;
    walk_init(&walk);
    cJSON *twin = copy_node(room, value);
    const cJSON *node = value;
    while ((node = walk_next(&walk, node, twin)) != NULL) {
        twin = copy_node(room, node);
        if (node->string != NULL) twin->string = copy_text(room, node->string);
        append(walk_parent(&walk), twin);
    }
    walk_clear(&walk);
}

struct doc *treadle_doc_settle(struct pool *pool, const cJSON *value) {
    struct sum sum = measure(value);
    size_t size = sizeof(struct doc) + sum.nodes * sizeof(cJSON) + sum.text, piece = size;
    struct doc *doc = treadle_pool_take(pool, &piece);
    ASSERT(piece <= UINT32_MAX);
    *doc = (struct doc){.refs = 1, .size = (uint32_t)piece, .pool = pool};
    cJSON *root = (cJSON *)(doc + 1);
    struct room room = {root, (char *)(root + sum.nodes)};
    copy(&room, value);
    ASSERT(room.text == (char *)doc + size);
    return doc;
}

void treadle_doc_free(struct doc *doc) {
    treadle_pool_give(doc->pool, doc, doc->size);
}
