// Functions that make and take apart arrays.
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "jsonpath/intrinsic.h"
#include "jsonpath/java.h"

static const char too_deep[] = "an argument is nested too deeply";

static void append(struct intrinsic_call *call, cJSON *array, const cJSON *value) {
    treadle_scratch_append(array, NULL, treadle_scratch_link(call->scratch, value));
}

const cJSON *treadle_intrinsic_array(struct intrinsic_call *call) {
    cJSON *array = treadle_scratch_node(call->scratch, cJSON_Array);
    for (uint32_t i = 0; i < call->count; i++)
        append(call, array, call->arguments[i]);
    return array;
}

// AWS, measured by users: values are compared as texts: "true" and true are the same, {a, b} and
// {b, a} are not.
const cJSON *treadle_intrinsic_array_contains(struct intrinsic_call *call) {
    const cJSON *array = treadle_intrinsic_array_at(call, 0);
    if (array == NULL) return NULL;
    struct text wanted = {.count_max = call->room}, had = wanted;
    bool found = false, fits = treadle_java_text(&wanted, call->arguments[1]);
    const cJSON *item = array->child;
    for (; item != NULL && fits && !found && !had.overflowed; item = item->next) {
        had.count = 0;
        fits = treadle_java_text(&had, item);
        found = had.count == wanted.count &&
                memcmp(treadle_text_string(&had), treadle_text_string(&wanted), had.count) == 0;
    }
    bool cut = wanted.overflowed || had.overflowed;
    treadle_text_clear(&wanted);
    treadle_text_clear(&had);
    if (cut) return treadle_intrinsic_fail(call, "a value is too large");
    if (!fits) return treadle_intrinsic_fail(call, too_deep);
    return treadle_scratch_bool(call->scratch, found);
}

const cJSON *treadle_intrinsic_array_get_item(struct intrinsic_call *call) {
    const cJSON *array = treadle_intrinsic_array_at(call, 0);
    int64_t index;
    if (array == NULL || !treadle_intrinsic_int_at(call, 1, &index)) return NULL;
    if (index < 0) return treadle_intrinsic_fail(call, "the index is negative");
    // AWS, measured by users: an empty array has null everywhere.
    if (array->child == NULL) return treadle_scratch_node(call->scratch, cJSON_NULL);
    const cJSON *item = array->child;
    for (; item != NULL && index > 0; index--)
        item = item->next;
    return item != NULL ? item : treadle_intrinsic_fail(call, "the index is beyond the end");
}

const cJSON *treadle_intrinsic_array_length(struct intrinsic_call *call) {
    const cJSON *array = treadle_intrinsic_array_at(call, 0);
    if (array == NULL) return NULL;
    return treadle_scratch_int(call->scratch, treadle_json_count(array));
}

const cJSON *treadle_intrinsic_array_partition(struct intrinsic_call *call) {
    const cJSON *array = treadle_intrinsic_array_at(call, 0);
    int64_t size;
    if (array == NULL || !treadle_intrinsic_int_at(call, 1, &size)) return NULL;
    if (size < 1) return treadle_intrinsic_fail(call, "the size must be at least 1");
    cJSON *parts = treadle_scratch_node(call->scratch, cJSON_Array), *part = NULL;
    int64_t left = 0;
    for (const cJSON *item = array->child; item != NULL; item = item->next, left--) {
        if (left == 0) {
            part = treadle_scratch_node(call->scratch, cJSON_Array);
            treadle_scratch_append(parts, NULL, part);
            left = size;
        }
        append(call, part, item);
    }
    return parts;
}

const cJSON *treadle_intrinsic_array_range(struct intrinsic_call *call) {
    int64_t from, to, step;
    if (!treadle_intrinsic_int_at(call, 0, &from)) return NULL;
    if (!treadle_intrinsic_int_at(call, 1, &to)) return NULL;
    if (!treadle_intrinsic_int_at(call, 2, &step)) return NULL;
    if (step == 0) return treadle_intrinsic_fail(call, "the step must not be 0");
    cJSON *range = treadle_scratch_node(call->scratch, cJSON_Array);
    int64_t count = 0;
    for (int64_t i = from; step > 0 ? i <= to : i >= to; i += step) {
        if (++count > LIMIT_range_items_max)
            return treadle_intrinsic_fail(call, "the range has more than 1000 items");
        treadle_scratch_append(range, NULL, treadle_scratch_int(call->scratch, i));
    }
    return range;
}

// -- Unique: the items of a java.util.HashSet, in its order

struct entry {
    const cJSON *item;
    uint32_t hash;
    struct entry *next;  // In the same bucket, by age.
};

struct set {
    struct entry **buckets;
    uint32_t size, count;
};

static struct set new_set(struct arena *scratch, uint32_t size) {
    return (struct set){
        .buckets = treadle_arena_alloc_zeroed(scratch, size * sizeof(struct entry *)),
        .size = size};
}

static void set_put(struct set *set, struct entry *entry) {
    struct entry **place = &set->buckets[entry->hash & (set->size - 1)];
    while (*place != NULL)
        place = &(*place)->next;
    *place = entry;
    entry->next = NULL;
    set->count++;
}

// Java's table doubles when three quarters full; what shared a bucket stays in order.
static void set_grow(struct arena *scratch, struct set *set) {
    struct set grown = new_set(scratch, set->size * 2);
    for (uint32_t i = 0; i < set->size; i++) {
        for (struct entry *entry = set->buckets[i], *next; entry != NULL; entry = next) {
            next = entry->next;
            set_put(&grown, entry);
        }
    }
    *set = grown;
}

// False: an item is nested too deeply.
static bool set_add(struct arena *scratch, struct set *set, const cJSON *item) {
    int32_t code;
    if (!treadle_java_hash(item, &code)) return false;
    uint32_t hash = (uint32_t)code ^ (uint32_t)code >> 16;
    const struct entry *other = set->buckets[hash & (set->size - 1)];
    for (; other != NULL; other = other->next) {
        bool same = false;
        if (other->hash == hash && !treadle_java_equal(other->item, item, &same)) return false;
        if (same) return true;
    }
    struct entry *entry = treadle_arena_alloc(scratch, sizeof(*entry));
    *entry = (struct entry){.item = item, .hash = hash};
    set_put(set, entry);
    if (set->count > set->size / 4 * 3) set_grow(scratch, set);
    return true;
}

// AWS, measured by users: [true, false] gives [false, true], and [[1, 2], [2, 1]] the other way
// round.
const cJSON *treadle_intrinsic_array_unique(struct intrinsic_call *call) {
    const cJSON *array = treadle_intrinsic_array_at(call, 0);
    if (array == NULL) return NULL;
    struct set set = new_set(call->scratch, 16);
    for (const cJSON *item = array->child; item != NULL; item = item->next)
        if (!set_add(call->scratch, &set, item)) return treadle_intrinsic_fail(call, too_deep);
    cJSON *unique = treadle_scratch_node(call->scratch, cJSON_Array);
    for (uint32_t i = 0; i < set.size; i++)
        for (const struct entry *entry = set.buckets[i]; entry != NULL; entry = entry->next)
            append(call, unique, entry->item);
    return unique;
}
