// List, map and heap, each against something too simple to be wrong.
#include <stdio.h>
#include <string.h>

#include "base/heap.h"
#include "base/list.h"
#include "base/map.h"
#include "base/random.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

enum { NAMES = 200, MOVES = 20000 };

// Asserts of Check cost a system call each; loops ask first.
#define CLAIM(claim)                                                                               \
    if (!(claim)) ck_abort_msg("%s", #claim)

struct model {  // Every name, and whether it is in.
    char names[NAMES][8];
    bool in[NAMES];
    uint32_t count;
};

static void model_init(struct model *model) {
    memset(model, 0, sizeof(*model));
    for (int i = 0; i < NAMES; i++)
        (void)snprintf(model->names[i], sizeof(model->names[i]), "n%d", i * 7919 % 1000);
}

START_TEST(a_map_holds_what_was_put_and_not_removed) {
    struct model model;
    model_init(&model);
    struct map map = {0};
    uint64_t random = 1;
    for (int move = 0; move < MOVES; move++) {
        uint64_t i = treadle_random_below(&random, NAMES);
        char *name = model.names[i];
        CLAIM(treadle_map_find(&map, name) == (model.in[i] ? name : NULL));
        if (treadle_random_below(&random, 2) == 0) {
            CLAIM(treadle_map_put(&map, name, name) == name);
            model.count += !model.in[i];
            model.in[i] = true;
        } else {
            CLAIM(treadle_map_remove(&map, name) == (model.in[i] ? name : NULL));
            model.count -= model.in[i];
            model.in[i] = false;
        }
        CLAIM(map.count == model.count);
    }
    uint32_t seen = 0;
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&map, slot)) != NULL; seen++)
        ck_assert_ptr_eq(slot->value, slot->key);
    ck_assert_uint_eq(seen, model.count);
    treadle_map_clear(&map);
    ck_assert_ptr_null(treadle_map_next(&map, NULL));
}
END_TEST

START_TEST(a_map_keeps_the_first_of_a_name) {
    struct map map = {0};
    int first = 1, second = 2;
    ck_assert_ptr_null(treadle_map_find(&map, "a"));
    ck_assert_ptr_null(treadle_map_remove(&map, "a"));
    ck_assert_ptr_eq(treadle_map_put(&map, "a", &first), &first);
    ck_assert_ptr_eq(treadle_map_put(&map, "a", &second), &first);
    ck_assert_uint_eq(map.count, 1);
    treadle_map_clear(&map);
}
END_TEST

START_TEST(a_reserved_map_does_not_grow) {
    struct model model;
    model_init(&model);
    struct map map = {0};
    treadle_map_reserve(&map, NAMES);
    uint32_t size = map.size;
    for (int i = 0; i < NAMES; i++)
        treadle_map_put(&map, model.names[i], model.names[i]);
    ck_assert_uint_eq(map.size, size);
    ck_assert_uint_eq(map.count, NAMES);
    treadle_map_clear(&map);
}
END_TEST

START_TEST(a_list_is_sorted_and_finds_by_halves) {
    struct model model;
    model_init(&model);
    struct list list = {0};
    uint64_t random = 2;
    for (int move = 0; move < MOVES; move++) {
        uint64_t i = treadle_random_below(&random, NAMES);
        char *name = model.names[i];
        CLAIM(treadle_list_find(&list, name) == (model.in[i] ? name : NULL));
        if (treadle_random_below(&random, 2) == 0) {
            CLAIM(treadle_list_put(&list, name, name) == name);
            model.in[i] = true;
        } else {
            CLAIM(treadle_list_remove(&list, name) == (model.in[i] ? name : NULL));
            model.in[i] = false;
        }
        for (uint32_t j = 1; j < list.count; j++)
            CLAIM(strcmp(list.entries[j - 1].key, list.entries[j].key) < 0);
    }
    treadle_list_clear(&list);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

START_TEST(a_list_orders_bytes_as_unsigned) {
    static const char *const names[] = {"\xC3\xA9", "z", "", "a/b", "a", "a0"};
    static const char *const sorted[] = {"", "a", "a/b", "a0", "z", "\xC3\xA9"};
    struct list list = {0};
    int something = 0;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        treadle_list_put(&list, names[i], &something);
    for (size_t i = 0; i < COUNT_OF(sorted); i++)
        ck_assert_str_eq(list.entries[i].key, sorted[i]);
    bool found = true;
    ck_assert_uint_eq(treadle_list_place(&list, "a.", &found), 2);
    ck_assert(!found);
    ck_assert_uint_eq(treadle_list_place(&list, "a/b", &found), 2);
    ck_assert(found);
    ck_assert_uint_eq(treadle_list_place(&list, "\xFF", NULL), list.count);
    treadle_list_clear(&list);
}
END_TEST

START_TEST(a_list_keeps_the_first_of_a_name) {
    struct list list = {0};
    int first = 1, second = 2;
    ck_assert_ptr_null(treadle_list_find(&list, "a"));
    ck_assert_ptr_null(treadle_list_remove(&list, "a"));
    ck_assert_ptr_eq(treadle_list_put(&list, "a", &first), &first);
    ck_assert_ptr_eq(treadle_list_put(&list, "a", &second), &first);
    treadle_list_clear(&list);
}
END_TEST

static bool comes_before(struct heap_entry a, struct heap_entry b) {
    return a.due_ms != b.due_ms ? a.due_ms < b.due_ms : a.tie < b.tie;
}

START_TEST(a_heap_gives_what_comes_next) {
    struct heap heap = {0};
    uint64_t random = 3, tie = 0;
    for (int round = 0; round < 50; round++) {
        for (uint64_t i = treadle_random_below(&random, 100); i > 0; i--) {
            int64_t due_ms = (int64_t)treadle_random_below(&random, 20) - 10;
            treadle_heap_put(&heap, (struct heap_entry){due_ms, tie++, NULL});
        }
        struct heap_entry last = {INT64_MIN, 0, NULL};
        for (uint64_t i = treadle_random_below(&random, heap.count + 1); i > 0; i--) {
            struct heap_entry next = treadle_heap_take(&heap);
            CLAIM(comes_before(last, next));
            last = next;
        }
    }
    treadle_heap_clear(&heap);
}
END_TEST

static bool is_even(const struct heap_entry *entry) {
    return entry->tie % 2 == 0;
}

START_TEST(a_heap_drops_what_is_not_wanted) {
    struct heap heap = {0};
    uint64_t random = 4;
    for (uint64_t tie = 0; tie < 501; tie++)
        treadle_heap_put(
            &heap, (struct heap_entry){(int64_t)treadle_random_below(&random, 50), tie, NULL});
    treadle_heap_sift(&heap, is_even);
    ck_assert_uint_eq(heap.count, 251);
    struct heap_entry last = {INT64_MIN, 0, NULL};
    while (heap.count > 0) {
        struct heap_entry next = treadle_heap_take(&heap);
        CLAIM(is_even(&next) && comes_before(last, next));
        last = next;
    }
    treadle_heap_clear(&heap);
}
END_TEST

Suite *suite_containers(void) {
    TCase *tests = tcase_create("containers");
    tcase_add_test(tests, a_map_holds_what_was_put_and_not_removed);
    tcase_add_test(tests, a_map_keeps_the_first_of_a_name);
    tcase_add_test(tests, a_reserved_map_does_not_grow);
    tcase_add_test(tests, a_list_is_sorted_and_finds_by_halves);
    tcase_add_test(tests, a_list_orders_bytes_as_unsigned);
    tcase_add_test(tests, a_list_keeps_the_first_of_a_name);
    tcase_add_test(tests, a_heap_gives_what_comes_next);
    tcase_add_test(tests, a_heap_drops_what_is_not_wanted);
    return support_suite("containers", tests);
}
