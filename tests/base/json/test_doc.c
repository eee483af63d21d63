// Documents: settled into one piece, counted, and pooled.
#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static bool inside(const struct doc *doc, const void *memory) {
    uintptr_t at = (uintptr_t)memory, start = (uintptr_t)doc;
    return memory == NULL || (at > start && at < start + doc->size);
}

static void check_inside(const struct doc *doc, const cJSON *node) {
    if (!inside(doc, node) || !inside(doc, node->next) || !inside(doc, node->prev) ||
        !inside(doc, node->child) || !inside(doc, node->string) || !inside(doc, node->valuestring))
        ck_abort_msg("a document points out of itself");
    if ((node->type & ~0xFF) != 0) ck_abort_msg("a document holds a reference");
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        const cJSON *before = child == node->child ? NULL : child->prev;
        if (before != NULL && before->next != child) ck_abort_msg("its lists are broken");
        if (child->next == NULL && node->child->prev != child) ck_abort_msg("its tail is lost");
        check_inside(doc, child);
    }
}

static const char rich[] =
    "{\"a\":[1,1.0,\"s\",null,true,{\"b\":{}}],\"c\\u0000\":\"\\ud800\",\"d\":1e400,\"e\":[]}";

START_TEST(settles_into_exactly_one_piece) {
    struct doc *doc = support_read(rich);
    struct doc *copy = treadle_doc_settle(NULL, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    check_inside(copy, treadle_doc_root(copy));
    same_text(rich, treadle_doc_root(copy));
    size_t names = strlen("aXbXcXdXeX") + 2, values = strlen("1.0XsXXX1e400X") + 2;
    ck_assert_uint_eq(copy->size, sizeof(*copy) + 12 * sizeof(cJSON) + names + values);
    treadle_doc_drop(copy);
}
END_TEST

START_TEST(settles_a_part_and_what_scratch_refers_to) {
    struct doc *doc = support_read(rich);
    struct arena arena = {0};
    cJSON *object = treadle_scratch_node(&arena, cJSON_Object);
    const cJSON *part = treadle_json_member(treadle_doc_root(doc), "a");
    treadle_put_value(&arena, object, "part", part);
    treadle_put_value(&arena, object, "again", part);
    treadle_put_text(&arena, object, "text", "borrowed");
    struct doc *settled = treadle_doc_settle(NULL, object);
    struct doc *only = treadle_doc_settle(NULL, part);
    treadle_arena_clear(&arena);
    treadle_doc_drop(doc);
    check_inside(settled, treadle_doc_root(settled));
    support_same_json(
        "{\"part\":[1,1.0,\"s\",null,true,{\"b\":{}}],\"again\":[1,1.0,\"s\",null,true,{\"b\":{}}],"
        "\"text\":\"borrowed\"}",
        treadle_doc_root(settled));
    ck_assert_ptr_null(treadle_doc_root(only)->string);
    ck_assert_ptr_null(treadle_doc_root(only)->next);
    check_inside(only, treadle_doc_root(only));
    same_text("[1,1.0,\"s\",null,true,{\"b\":{}}]", treadle_doc_root(only));
    treadle_doc_drop(settled);
    treadle_doc_drop(only);
}
END_TEST

START_TEST(counts_its_references) {
    struct pool pool = {0};
    struct doc *doc = treadle_doc_read(&pool, "[]", 2, NULL);
    ck_assert_ptr_eq(treadle_doc_ref(doc), doc);
    treadle_doc_drop(doc);
    ck_assert_uint_gt(pool.bytes, 0);
    treadle_doc_drop(doc);
    ck_assert_uint_eq(pool.bytes, 0);
    treadle_doc_drop(NULL);
    treadle_pool_clear(&pool);
}
END_TEST

// Deeper than any text may be: engines wrap values in values, and settling must not need the stack.
START_TEST(settles_what_is_nested_a_hundred_thousand_times) {
    struct arena arena = {0};
    cJSON *value = treadle_scratch_string(&arena, "deep");
    for (int i = 0; i < 100000; i++) {
        cJSON *outer = treadle_scratch_node(&arena, i % 2 == 0 ? cJSON_Array : cJSON_Object);
        treadle_scratch_append(outer, i % 2 == 0 ? NULL : "k", value);
        value = outer;
    }
    struct doc *doc = treadle_doc_settle(NULL, value);
    ck_assert(treadle_json_equal(value, treadle_doc_root(doc)));
    char *text = nested("{\"k\":[", "\"deep\"", "]}", 50000);
    same_text(text, treadle_doc_root(doc));
    free(text);
    treadle_doc_drop(doc);
    treadle_arena_clear(&arena);
}
END_TEST

static struct doc *large(struct pool *pool, size_t size) {
    struct arena arena = {0};
    char *text = treadle_arena_alloc(&arena, size + 1);
    memset(text, 'x', size);
    text[size] = '\0';
    struct doc *doc = treadle_doc_settle(pool, treadle_scratch_string(&arena, text));
    treadle_arena_clear(&arena);
    return doc;
}

START_TEST(a_pool_keeps_big_pieces_for_the_next) {
    struct pool pool = {0};
    struct doc *doc = large(&pool, 100000);
    uint32_t size = doc->size;
    void *piece = doc;
    ck_assert_uint_ge(size, 100000);
    ck_assert_uint_le(size, 112500);
    treadle_doc_drop(doc);
    ck_assert_uint_eq(pool.store->spare_bytes, size);
    doc = large(&pool, 99000);  // A little less has the same size.
    ck_assert_ptr_eq(doc, piece);
    ck_assert_uint_eq(doc->size, size);
    ck_assert_uint_eq(pool.store->spare_bytes, 0);
    treadle_doc_drop(doc);
    struct doc *small = large(&pool, 50000);  // Half of it would be wasted.
    ck_assert_ptr_ne(small, piece);
    ck_assert_uint_eq(pool.store->spare_bytes, size);
    struct doc *larger = large(&pool, 120000);
    ck_assert_ptr_ne(larger, piece);
    ck_assert_uint_eq(pool.bytes, small->size + larger->size);
    treadle_doc_drop(small);
    treadle_doc_drop(larger);
    treadle_pool_clear(&pool);
    ck_assert_uint_eq(treadle_pool_total(&pool), 0);
}
END_TEST

START_TEST(a_document_counts_the_same_whatever_was_before_it) {
    struct pool fresh = {0}, used = {0};
    treadle_doc_drop(large(&used, 110000));
    for (size_t size = 1; size < 400000; size += 7919) {
        struct doc *one = large(&fresh, size), *other = large(&used, size);
        ck_assert_uint_eq(one->size, other->size);
        treadle_doc_drop(one);
        treadle_doc_drop(other);
    }
    treadle_pool_clear(&fresh);
    treadle_pool_clear(&used);
}
END_TEST

START_TEST(what_a_part_holds_the_whole_holds_too) {
    struct pool whole = {0}, first = {0}, second = {0};
    treadle_pool_join(&first, &whole);
    treadle_pool_join(&second, &whole);
    struct doc *a = large(&first, 1000), *b = large(&second, 100000), *c = large(&whole, 10);
    ck_assert_uint_eq(first.bytes, a->size);
    ck_assert_uint_eq(second.bytes, b->size);
    ck_assert_uint_eq(treadle_pool_total(&whole), a->size + b->size + c->size);
    void *piece = b;
    treadle_doc_drop(b);
    ck_assert_uint_eq(second.bytes, 0);
    b = large(&first, 100000);  // Pieces are kept for all of them.
    ck_assert_ptr_eq(b, piece);
    treadle_doc_drop(a);
    treadle_doc_drop(b);
    treadle_doc_drop(c);
    ck_assert_uint_eq(treadle_pool_total(&first), 0);
    treadle_pool_clear(&whole);
}
END_TEST

START_TEST(a_pool_does_not_keep_small_pieces_nor_everything) {
    struct pool pool = {0};
    treadle_doc_drop(large(&pool, 1000));
    ck_assert_uint_eq(pool.store->spare_bytes, 0);
    struct doc *docs[12];
    for (size_t i = 0; i < COUNT_OF(docs); i++)
        docs[i] = large(&pool, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(docs); i++)
        treadle_doc_drop(docs[i]);
    ck_assert_uint_gt(pool.store->spare_bytes, 4 << 20);
    ck_assert_uint_le(pool.store->spare_bytes, 8 << 20);
    ck_assert_uint_eq(pool.bytes, 0);
    treadle_pool_clear(&pool);
}
END_TEST

Suite *suite_doc(void) {
    TCase *tests = tcase_create("doc");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, settles_into_exactly_one_piece);
    tcase_add_test(tests, settles_a_part_and_what_scratch_refers_to);
    tcase_add_test(tests, counts_its_references);
    tcase_add_test(tests, settles_what_is_nested_a_hundred_thousand_times);
    tcase_add_test(tests, a_pool_keeps_big_pieces_for_the_next);
    tcase_add_test(tests, a_document_counts_the_same_whatever_was_before_it);
    tcase_add_test(tests, what_a_part_holds_the_whole_holds_too);
    tcase_add_test(tests, a_pool_does_not_keep_small_pieces_nor_everything);
    return support_suite("doc", tests);
}
