// Arenas: what they lend is apart and aligned, and a reset costs no malloc the second time.
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

START_TEST(lends_aligned_memory_that_does_not_overlap) {
    struct arena arena = {0};
    unsigned char *pieces[300];
    for (unsigned i = 0; i < COUNT_OF(pieces); i++) {
        pieces[i] = treadle_arena_alloc(&arena, i);
        ck_assert_uint_eq((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        memset(pieces[i], (int)(i & 0xFF), i);
    }
    for (unsigned i = 0; i < COUNT_OF(pieces); i++)
        for (unsigned j = 0; j < i; j++)
            if (pieces[i][j] != (i & 0xFF)) ck_abort_msg("piece %u was overwritten", i);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(lends_something_for_nothing) {
    struct arena arena = {0};
    void *first = treadle_arena_alloc(&arena, 0), *second = treadle_arena_alloc(&arena, 0);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_ne(first, second);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(begins_small_and_doubles_up_to_a_bound) {
    struct arena arena = {0};
    treadle_arena_alloc(&arena, 1);
    ck_assert_uint_le((size_t)(arena.end - arena.at), 512);
    for (int i = 0; i < 100000; i++)
        treadle_arena_alloc(&arena, 16);
    ck_assert_uint_eq(arena.chunk_size, 65536);
    treadle_arena_clear(&arena);
    ck_assert_ptr_null(arena.used);
    ck_assert_uint_eq(arena.chunk_size, 0);
}
END_TEST

START_TEST(knows_how_much_it_lends) {
    struct arena arena = {0};
    ck_assert_uint_eq(treadle_arena_size(&arena), 0);
    for (int round = 0; round < 3; round++) {
        size_t lent = 0;
        for (size_t i = 0; i < 2000; i++) {
            treadle_arena_alloc(&arena, 160);
            lent += 160;
            ck_assert_uint_ge(treadle_arena_size(&arena), lent);
            ck_assert_uint_le(treadle_arena_size(&arena), lent + lent / 2);
        }
        treadle_arena_reset(&arena);
        ck_assert_uint_eq(treadle_arena_size(&arena), 0);
        treadle_arena_alloc(&arena, 160);  // In one chunk alone.
        treadle_arena_reset(&arena);
        ck_assert_uint_eq(treadle_arena_size(&arena), 0);
    }
    treadle_arena_clear(&arena);
    ck_assert_uint_eq(treadle_arena_size(&arena), 0);
}
END_TEST

START_TEST(uses_its_chunks_again_after_a_reset) {
    struct arena arena = {0};
    char *seen[64] = {NULL};
    size_t size_before = 0;
    for (int round = 0; round < 4; round++) {
        size_t found = 0;
        for (size_t i = 0; i < COUNT_OF(seen); i++) {
            char *piece = treadle_arena_alloc(&arena, 700 + i * 100);
            for (size_t j = 0; round > 0 && j < COUNT_OF(seen); j++)
                found += piece == seen[j];
            if (round == 0) seen[i] = piece;
        }
        size_t chunks = 0;
        treadle_arena_reset(&arena);
        for (void **chunk = (void **)arena.spare; chunk != NULL; chunk = *chunk)
            chunks++;
        if (round > 1) ck_assert_uint_eq(chunks, size_before);
        if (round > 0) ck_assert_uint_gt(found, 0);
        size_before = chunks;
    }
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(takes_what_is_larger_than_any_chunk) {
    struct arena arena = {0};
    char *large = treadle_arena_alloc(&arena, 1 << 20), *small = treadle_arena_alloc(&arena, 8);
    memset(large, 1, 1 << 20);
    memset(small, 2, 8);
    ck_assert_int_eq(large[(1 << 20) - 1], 1);
    treadle_arena_reset(&arena);
    ck_assert_ptr_eq(treadle_arena_alloc(&arena, 1 << 20), large);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(starts_its_only_chunk_again) {
    struct arena arena = {0};
    char *first = treadle_arena_alloc(&arena, 100);
    treadle_arena_reset(&arena);
    ck_assert_ptr_eq(treadle_arena_alloc(&arena, 50), first);
    treadle_arena_clear(&arena);
}
END_TEST

START_TEST(takes_the_first_spare_chunk_that_is_large_enough) {
    struct arena arena = {0};
    treadle_arena_alloc(&arena, 400);
    char *large = treadle_arena_alloc(&arena, 5000);
    treadle_arena_reset(&arena);
    ck_assert_ptr_eq(treadle_arena_alloc(&arena, 4000), large);
    treadle_arena_clear(&arena);
}
END_TEST

#ifdef ARENA_IS_WATCHED
static volatile char seen;

START_TEST(reading_what_was_taken_back_is_noticed) {
    struct arena arena = {0};
    const char *text = treadle_arena_copy(&arena, "gone");
    treadle_arena_reset(&arena);
    seen = text[0];
}
END_TEST

START_TEST(reading_past_a_piece_is_noticed) {
    struct arena arena = {0};
    const char *text = treadle_arena_copy(&arena, "loom");
    seen = text[5];
}
END_TEST
static void add_watched(TCase *tests) {
    tcase_add_exit_test(tests, reading_what_was_taken_back_is_noticed, 1);
    tcase_add_exit_test(tests, reading_past_a_piece_is_noticed, 1);
}
#else
static void add_watched(TCase *tests) {
    (void)tests;  // Nobody would notice.
}
#endif

START_TEST(copies_and_prints) {
    struct arena arena = {0};
    ck_assert_ptr_null(treadle_arena_copy(&arena, NULL));
    ck_assert_str_eq(treadle_arena_copy(&arena, ""), "");
    ck_assert_str_eq(treadle_arena_copy(&arena, "loom"), "loom");
    ck_assert_str_eq(treadle_arena_copy_size(&arena, "loom", 2), "lo");
    ck_assert_str_eq(treadle_arena_copy_size(&arena, NULL, 0), "");
    ck_assert_str_eq(treadle_arena_print(&arena, "%s-%d", "a", 7), "a-7");
    char *zeroed = treadle_arena_alloc_zeroed(&arena, 100);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(zeroed[i], 0);
    treadle_arena_clear(&arena);
}
END_TEST

Suite *suite_arena(void) {
    TCase *tests = tcase_create("arena");
    tcase_add_test(tests, lends_aligned_memory_that_does_not_overlap);
    tcase_add_test(tests, lends_something_for_nothing);
    tcase_add_test(tests, begins_small_and_doubles_up_to_a_bound);
    tcase_add_test(tests, knows_how_much_it_lends);
    tcase_add_test(tests, uses_its_chunks_again_after_a_reset);
    tcase_add_test(tests, takes_what_is_larger_than_any_chunk);
    tcase_add_test(tests, starts_its_only_chunk_again);
    tcase_add_test(tests, takes_the_first_spare_chunk_that_is_large_enough);
    tcase_add_test(tests, copies_and_prints);
    add_watched(tests);
    return support_suite("arena", tests);
}
