// Looking at values.
#include "base/json/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/number.h"

#define MEMBERS_FEW 16  // Up to here a search in a row is faster than a table.

const cJSON *treadle_json_member(const cJSON *object, const char *name) {
    if (object == NULL || (object->type & 0xFF) != cJSON_Object) return NULL;
    for (const cJSON *member = object->child; member != NULL; member = member->next)
        if (strcmp(member->string, name) == 0) return member;
    return NULL;
}

const char *treadle_json_string(const cJSON *object, const char *name) {
    const cJSON *member = treadle_json_member(object, name);
    return cJSON_IsString(member) ? member->valuestring : NULL;
}

uint32_t treadle_json_count(const cJSON *value) {
    uint32_t count = 0;
    if (value == NULL) return 0;
    for (const cJSON *child = value->child; child != NULL; child = child->next)
        count++;
    return count;
}

const char *treadle_json_type(const cJSON *value) {
    switch (value->type & 0xFF) {
        case cJSON_Object: return "object";
        case cJSON_Array: return "array";
        case cJSON_String: return "string";
        case cJSON_Number: return "number";
        case cJSON_True:
        case cJSON_False: return "boolean";
        default: return "null";
    }
}

struct pair {
    const cJSON *a, *b;
};

struct pairs {  // What is still to be compared.
    struct pair *items;
    uint32_t count, size;
};

static void pairs_add(struct pairs *pairs, const cJSON *a, const cJSON *b) {
    ADD(pairs->items, pairs->count, pairs->size) = (struct pair){a, b};
}

static bool pair_elements(struct pairs *pairs, const cJSON *a, const cJSON *b) {
    const cJSON *x = a->child, *y = b->child;
    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        pairs_add(pairs, x, y);
    return x == NULL && y == NULL;
}

// Pairs members of the same names from [x] and [y] on, as many on both sides.
static bool pair_others(
    struct pairs *pairs, const cJSON *x, const cJSON *b, const cJSON *y, uint32_t count) {
    struct map map = {0};
    if (count > MEMBERS_FEW) {
        treadle_map_reserve(&map, count);
        for (; y != NULL; y = y->next)
            treadle_map_put(&map, y->string, (void *)(uintptr_t)y);
    }
    bool same = true;
    for (; same && x != NULL; x = x->next) {
        const cJSON *twin =
            map.count > 0 ? treadle_map_find(&map, x->string) : treadle_json_member(b, x->string);
        same = twin != NULL;
        if (same) pairs_add(pairs, x, twin);
    }
    treadle_map_clear(&map);
    return same;
}

static bool pair_members(struct pairs *pairs, const cJSON *a, const cJSON *b) {
    uint32_t count = treadle_json_count(a);
    if (count != treadle_json_count(b)) return false;
    const cJSON *x = a->child, *y = b->child;
    for (; x != NULL && strcmp(x->string, y->string) == 0; x = x->next, y = y->next) {
        pairs_add(pairs, x, y);  // Nearly always both are in the same order.
        count--;
    }
    return x == NULL || pair_others(pairs, x, b, y, count);
}

static bool same(struct pairs *pairs, const cJSON *a, const cJSON *b) {
    if ((a->type & 0xFF) != (b->type & 0xFF)) return false;
    switch (a->type & 0xFF) {
        case cJSON_String: return strcmp(a->valuestring, b->valuestring) == 0;
        case cJSON_Number: return treadle_number_compare(a, b) == 0;
        case cJSON_Array: return pair_elements(pairs, a, b);
        case cJSON_Object: return pair_members(pairs, a, b);
        default: return true;
    }
}

bool treadle_json_equal(const cJSON *a, const cJSON *b) {
    struct pairs pairs = {0};
    bool equal = same(&pairs, a, b);
    while (equal && pairs.count > 0) {
        struct pair pair = pairs.items[--pairs.count];
        equal = same(&pairs, pair.a, pair.b);
    }
    free(pairs.items);
    return equal;
}

// The element with that number; [token] has [size] bytes. RFC 6901 section 4: no leading zeros.
static const cJSON *element_at(const cJSON *array, const char *token, size_t size) {
    if (size == 0 || size > 9 || (size > 1 && *token == '0')) return NULL;
    uint32_t index = 0;
    for (size_t i = 0; i < size; i++) {
        if (token[i] < '0' || token[i] > '9') return NULL;
        index = index * 10 + (uint32_t)(token[i] - '0');
    }
    const cJSON *element = array->child;
    while (element != NULL && index-- > 0)
        element = element->next;
    return element;
}

// Whether [name] is the [size] bytes of a pointer's token, whose ~0 and ~1 stand for '~' and '/'.
static bool is_named(const char *name, const char *token, size_t size) {
    const char *end = token + size;
    for (; token < end; token++, name++) {
        char want = *token;
        if (want == '~' && token + 1 < end && (token[1] == '0' || token[1] == '1'))
            want = *++token == '0' ? '~' : '/';
        if (*name != want) return false;
    }
    return *name == '\0';
}

const cJSON *treadle_json_at(const cJSON *root, const char *pointer) {
    const cJSON *value = root;
    while (value != NULL && *pointer == '/') {
        const char *token = pointer + 1;
        size_t size = strcspn(token, "/");
        pointer = token + size;
        if ((value->type & 0xFF) == cJSON_Array) {
            value = element_at(value, token, size);
            continue;
        }
        if ((value->type & 0xFF) != cJSON_Object) return NULL;
        value = value->child;
        while (value != NULL && !is_named(value->string, token, size))
            value = value->next;
    }
    return *pointer == '\0' ? value : NULL;
}

void treadle_json_pointer_add(struct text *pointer, const char *name) {
    treadle_text_put(pointer, "/", 1);
    while (*name != '\0') {
        size_t plain = strcspn(name, "~/");
        treadle_text_put(pointer, name, plain);
        name += plain;
        if (*name == '\0') return;
        treadle_text_put(pointer, *name++ == '~' ? "~0" : "~1", 2);
    }
}

void treadle_json_pointer_add_index(struct text *pointer, uint32_t index) {
    treadle_text_printf(pointer, "/%u", (unsigned)index);
}
