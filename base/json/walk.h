// Going through a value without recursion: what is nested deeply must cost memory, never the stack.
//
// The containers that are open are kept in a list, each with something of the walker's own. For
// base/json alone.
#ifndef TREADLE_BASE_JSON_WALK_H
#define TREADLE_BASE_JSON_WALK_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/assert.h"
#include "base/memory.h"

struct walk_open {
    const cJSON *node;
    void *data;
};

struct walk {
    struct walk_open *open;
    uint32_t count, size;
    struct walk_open few[16];  // What nearly every value needs.
};

static inline void walk_init(struct walk *walk) {
    walk->open = walk->few;
    walk->count = 0;
    walk->size = COUNT_OF(walk->few);
}

static inline void walk_grow(struct walk *walk) {
    ASSERT(walk->size <= UINT32_MAX / 2);
    size_t size = walk->size * sizeof(*walk->open);
    struct walk_open *open = treadle_resize(walk->open == walk->few ? NULL : walk->open, size * 2);
    if (walk->open == walk->few) memcpy(open, walk->few, size);
    walk->open = open;
    walk->size *= 2;
}

static inline void walk_enter(struct walk *walk, const cJSON *node, void *data) {
    if (walk->count == walk->size) walk_grow(walk);
    walk->open[walk->count++] = (struct walk_open){node, data};
}

// What follows [node] in document order, inside the root that the walk began with; NULL: nothing.
// Enters [node] with [data] where it has children.
static inline const cJSON *walk_next(struct walk *walk, const cJSON *node, void *data) {
    if (node->child != NULL) {
        walk_enter(walk, node, data);
        return node->child;
    }
    while (walk->count > 0 && node->next == NULL)
        node = walk->open[--walk->count].node;
    return walk->count == 0 ? NULL : node->next;
}

// The [data] of the container that the node just given by walk_next is in.
static inline void *walk_parent(const struct walk *walk) {
    return walk->open[walk->count - 1].data;
}

static inline void walk_clear(struct walk *walk) {
    if (walk->open != walk->few) free(walk->open);
}

#endif
