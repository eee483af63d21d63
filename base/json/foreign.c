// Trees of an embedder's own, in and out.
//
// What cJSON's own reader and printer lose travels inside the nodes and strings as in our documents
// (number text in [valuestring], U+0000 as C0 80, half surrogates as ED A0..BF xx), so that a value
// that goes out and comes back is the same value.
#include "base/json/foreign.h"

#include <math.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/walk.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"

// The length of what our strings may hold at [at], or 0.
static int string_size(const unsigned char *at, const unsigned char *end) {
    int size = treadle_utf8_size(at, end);
    if (size > 0) return size;
    if (end - at >= 2 && at[0] == 0xC0 && at[1] == 0x80) return 2;
    bool half = end - at >= 3 && at[0] == 0xED && at[1] >= 0xA0 && at[1] <= 0xBF && at[2] >= 0x80 &&
                at[2] <= 0xBF;
    return half ? 3 : 0;
}

// [string] as one of ours: what is no UTF-8 becomes U+FFFD, as browsers do it.
static char *string_in(struct arena *arena, const char *string) {
    if (string == NULL) string = "";
    size_t size = strlen(string);
    const unsigned char *at = (const unsigned char *)string, *end = at + size;
    char *copy = treadle_arena_alloc(arena, size * 3 + 1), *out = copy;
    ASSERT(out != NULL);
    while (at < end) {
        int count = string_size(at, end);
        if (count == 0) {
            out = treadle_utf8_put(out, 0xFFFD);
            at++;
        }
        for (; count > 0; count--)
            *out++ = (char)*at++;
    }
    *out = '\0';
    return copy;
}

static cJSON *number_in(struct arena *arena, const cJSON *from) {
    if (from->valuestring != NULL) {
        const cJSON *read =
            treadle_scratch_read(arena, from->valuestring, strlen(from->valuestring));
        if (cJSON_IsNumber(read)) return treadle_scratch_link(arena, read);
    }
    if (!isfinite(from->valuedouble)) return treadle_scratch_node(arena, cJSON_NULL);
    return treadle_scratch_number(arena, from->valuedouble);
}

static cJSON *raw_in(struct arena *arena, const cJSON *from) {
    const char *text = from->valuestring == NULL ? "null" : from->valuestring;
    const cJSON *read = treadle_scratch_read(arena, text, strlen(text));
    if (read != NULL) return treadle_scratch_link(arena, read);
    return treadle_scratch_string(arena, string_in(arena, text));
}

// A node of [from]'s value, without the children that a container has in the tree.
static cJSON *node_in(struct arena *arena, const cJSON *from) {
    switch (from->type & 0xFF) {
        case cJSON_Object:
        case cJSON_Array: return treadle_scratch_node(arena, from->type & 0xFF);
        case cJSON_True:
        case cJSON_False: return treadle_scratch_bool(arena, cJSON_IsTrue(from));
        case cJSON_String:
            return treadle_scratch_string(arena, string_in(arena, from->valuestring));
        case cJSON_Number: return number_in(arena, from);
        case cJSON_Raw: return raw_in(arena, from);
        default: return treadle_scratch_node(arena, cJSON_NULL);
    }
}

struct doc *treadle_doc_from_tree(struct pool *pool, const cJSON *tree) {
    struct arena arena = {0};
    struct walk walk;
    walk_init(&walk);
    cJSON *copy = node_in(&arena, tree), *twin = copy;
    const cJSON *node = tree;
    while ((node = walk_next(&walk, node, twin)) != NULL) {
        twin = node_in(&arena, node);
        cJSON *parent = walk_parent(&walk);
        bool object = (parent->type & 0xFF) == cJSON_Object;
        treadle_scratch_append(parent, object ? string_in(&arena, node->string) : NULL, twin);
    }
    walk_clear(&walk);
    struct doc *doc = treadle_doc_settle(pool, copy);
    treadle_arena_clear(&arena);
    return doc;
}

static cJSON *number_out(const cJSON *from) {
    cJSON *node = cJSON_CreateNumber(from->valuedouble);
    if (node == NULL || from->valuestring == NULL) return node;
    size_t size = strlen(from->valuestring) + 1;
    node->valuestring = cJSON_malloc(size);
    if (node->valuestring == NULL) treadle_memory_out(size);
    memcpy(node->valuestring, from->valuestring, size);
    return node;
}

static cJSON *node_out(const cJSON *from) {
    cJSON *node = NULL;
    switch (from->type & 0xFF) {
        case cJSON_Object: node = cJSON_CreateObject(); break;
        case cJSON_Array: node = cJSON_CreateArray(); break;
        case cJSON_True:
        case cJSON_False: node = cJSON_CreateBool(cJSON_IsTrue(from)); break;
        case cJSON_String: node = cJSON_CreateString(from->valuestring); break;
        case cJSON_Number: node = number_out(from); break;
        default: node = cJSON_CreateNull(); break;
    }
    if (node == NULL) treadle_memory_out(sizeof(*node));
    return node;
}

cJSON *treadle_tree_of(const cJSON *value) {
    struct walk walk;
    walk_init(&walk);
    cJSON *tree = node_out(value), *twin = tree;
    const cJSON *node = value;
    while ((node = walk_next(&walk, node, twin)) != NULL) {
        twin = node_out(node);
        cJSON *parent = walk_parent(&walk);
        cJSON_bool added = cJSON_IsObject(parent)
                               ? cJSON_AddItemToObject(parent, node->string, twin)
                               : cJSON_AddItemToArray(parent, twin);
        if (!added) treadle_memory_out(strlen(node->string == NULL ? "" : node->string));
    }
    walk_clear(&walk);
    return tree;
}

void treadle_tree_free(cJSON *tree) {
    cJSON_Delete(tree);
}
