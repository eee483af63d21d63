// Settling: count, one allocation of exactly that size, copy.
#include "base/json/doc.h"

#include <string.h>

#include "base/json/walk.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"

struct sum {
    size_t nodes, text;
    size_t least;  // Bytes its JSON text has at least.
    uint32_t depth;
};

static bool is_container(const cJSON *node) {
    return cJSON_IsObject(node) || cJSON_IsArray(node);
}

static void add(struct sum *sum, const cJSON *node, bool root) {
    sum->nodes++;
    size_t size = node->valuestring == NULL ? 0 : strlen(node->valuestring);
    if (node->valuestring != NULL) sum->text += size + 1;
    sum->least += cJSON_IsString(node) ? size + 2 : size > 0 ? size : 1;
    if (node->string == NULL || root) return;
    size = strlen(node->string);
    sum->text += size + 1;
    sum->least += size + 3;  // Quoted, and a colon.
}

// Looks no further than where the text is sure to have more than [size_max] bytes, or the nesting
// more than [depth_max] levels: scratch may name the same document a million times.
static struct sum measure(const cJSON *value, size_t size_max, uint32_t depth_max) {
    struct sum sum = {0};
    struct walk walk;
    walk_init(&walk);
    for (const cJSON *node = value; node != NULL; node = walk_next(&walk, node, NULL)) {
        add(&sum, node, node == value);
        uint32_t depth = walk.count + is_container(node);
        if (depth > sum.depth) sum.depth = depth;
        if (sum.least > size_max || sum.depth > depth_max) break;
    }
    walk_clear(&walk);
    return sum;
}

static size_t bytes_of(const struct sum *sum) {
    return sizeof(struct doc) + sum->nodes * sizeof(cJSON) + sum->text;
}

// A byte of a document is at most six of its text (an escaped control character), and a node's 64
// bytes are more than the punctuation around it. So most values need no second look.
static enum doc_fit fit_of(const struct sum *sum, const cJSON *value, size_t size_max) {
    if (sum->depth > LIMIT_json_depth_max) return DOC_TOO_DEEP;
    if (sum->least > size_max) return DOC_TOO_LARGE;
    if (bytes_of(sum) <= size_max / 6) return DOC_FITS;
    return treadle_json_size(value) <= size_max ? DOC_FITS : DOC_TOO_LARGE;
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

static struct doc *settle(struct pool *pool, const cJSON *value, const struct sum *sum) {
    size_t size = bytes_of(sum), piece = size;
    struct doc *doc = treadle_pool_take(pool, &piece);
    ASSERT(piece <= UINT32_MAX);
    *doc = (struct doc){.refs = 1, .size = (uint32_t)piece, .pool = pool};
    cJSON *root = (cJSON *)(doc + 1);
    struct room room = {root, (char *)(root + sum->nodes)};
    copy(&room, value);
    ASSERT(room.text == (char *)doc + size);
    return doc;
}

struct doc *treadle_doc_settle(struct pool *pool, const cJSON *value) {
    struct sum sum = measure(value, SIZE_MAX, UINT32_MAX);
    return settle(pool, value, &sum);
}

struct doc *treadle_doc_settle_within(
    struct pool *pool, const cJSON *value, size_t json_size_max, enum doc_fit *fit) {
    struct sum sum = measure(value, json_size_max, LIMIT_json_depth_max);
    *fit = fit_of(&sum, value, json_size_max);
    return *fit == DOC_FITS ? settle(pool, value, &sum) : NULL;
}

enum doc_fit treadle_doc_fit(const struct doc *doc, size_t json_size_max) {
    // Every level is a node.
    if (doc->size <= json_size_max / 6 && doc->size / sizeof(cJSON) <= LIMIT_json_depth_max)
        return DOC_FITS;
    const cJSON *value = treadle_doc_root(doc);
    struct sum sum = measure(value, json_size_max, LIMIT_json_depth_max);
    return fit_of(&sum, value, json_size_max);
}

void treadle_doc_free(struct doc *doc) {
    treadle_pool_give(doc->pool, doc, doc->size);
}
