// Rows in one sorted list.
#include "tests/core/store.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

// With or without a test framework around it.
static _Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

static _Noreturn void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

static int compare(const struct row *a, const struct row *b) {
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static uint32_t place(const struct store *store, const struct row *row, bool *found) {
    uint32_t low = 0, high = store->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (compare(&store->rows[middle].row, row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *found = low < store->count && compare(&store->rows[low].row, row) == 0;
    return low;
}

static void drop(struct store *store, uint32_t id) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < store->count; i++) {
        struct stored *one = &store->rows[i];
        bool gone =
            one->row.id == id && (one->row.kind == ROW_FRAME || one->row.kind == ROW_VARIABLE ||
                                  one->row.kind == ROW_RESULT);
        if (gone)
            free(one->text);
        else
            store->rows[kept++] = *one;
    }
    store->count = kept;
}

static void put(struct store *store, const struct row *row, const char *text) {
    bool found;
    uint32_t at = place(store, row, &found);
    char *copy = treadle_text_copy_size(text, row->size);
    if (found) {
        // What is written once is never written again.
        if (row->kind == ROW_PAYLOAD || row->kind == ROW_EVENT || row->kind == ROW_RESULT)
            fail("a row is written twice: %s", store->rows[at].text);
        free(store->rows[at].text);
    } else {
        ADD(store->rows, store->count, store->size) = (struct stored){*row, NULL};
        memmove(
            &store->rows[at + 1], &store->rows[at], (store->count - 1 - at) * sizeof(*store->rows));
    }
    store->rows[at] = (struct stored){*row, copy};
}

void store_apply(struct store *store, const struct batch *batch) {
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct row *row = &batch->rows[i];
        if (row->kind == ROW_DROP)
            drop(store, row->id);
        else
            put(store, row, batch->text.bytes + row->at);
    }
}

void store_rows(const struct store *store, bool events, struct batch *out) {
    for (uint32_t i = 0; i < store->count; i++) {
        const struct stored *one = &store->rows[i];
        if (one->row.kind == ROW_EVENT && !events) continue;
        struct row *row = treadle_batch_row(out, one->row.kind, one->row.id, one->row.index);
        treadle_text_put(&out->text, one->text, one->row.size);
        row->size = one->row.size;
    }
}

static bool in_whole(enum row_kind kind) {
    return kind == ROW_CORE || kind == ROW_FRAME || kind == ROW_VARIABLE || kind == ROW_RESULT;
}

void store_check_whole(const struct store *store, const struct core *core) {
    struct batch whole = {0};
    treadle_batch_whole(&whole, core);
    uint32_t wanted = 0, stored = 0;
    for (uint32_t i = 0; i < store->count; i++)
        stored += in_whole(store->rows[i].row.kind);
    for (uint32_t i = 0; i < whole.count; i++) {
        const struct row *row = &whole.rows[i];
        bool found;
        uint32_t at = place(store, row, &found);
        const char *text = whole.text.bytes + row->at;
        if (!found) fail("a row was never put: %.*s", (int)row->size, text);
        if (strlen(store->rows[at].text) != row->size ||
            memcmp(store->rows[at].text, text, row->size) != 0)
            fail(
                "a row is stale\nin the store: %s\nin the core:  %.*s", store->rows[at].text,
                (int)row->size, text);
        wanted += in_whole(row->kind);
    }
    for (uint32_t i = 0; i < store->count && stored != wanted; i++) {
        bool found = false;
        for (uint32_t j = 0; j < whole.count; j++)
            found = found || compare(&whole.rows[j], &store->rows[i].row) == 0;
        if (!found && in_whole(store->rows[i].row.kind))
            fail("a row was never dropped: %s", store->rows[i].text);
    }
    if (stored != wanted) fail("%u rows in the store, %u in the core", stored, wanted);
    treadle_batch_free(&whole);
}

void store_clear(struct store *store) {
    for (uint32_t i = 0; i < store->count; i++)
        free(store->rows[i].text);
    free(store->rows);
    *store = (struct store){0};
}
