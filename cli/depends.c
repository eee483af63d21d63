// A test file names other files in many places (machines, templates, @FILE, mock files). Rather
// than know them all, every text that is the path of a file counts: one too many costs a round.
#include "cli/depends.h"

#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "base/memory.h"
#include "suite/machines.h"

enum { PATH_SIZE_MAX = 1024, DEPTH_MAX = 1000 };

const char *treadle_depends_real(struct arena *arena, const char *path) {
    uv_fs_t request;
    const char *real = NULL;
    if (uv_fs_realpath(NULL, &request, path, NULL) == 0)
        real = treadle_arena_copy(arena, request.ptr);
    uv_fs_req_cleanup(&request);
    return real;
}

static bool is_regular(const char *path) {
    uv_fs_t request;
    bool regular = uv_fs_stat(NULL, &request, path, NULL) == 0 &&
                   (request.statbuf.st_mode & S_IFMT) == S_IFREG;
    uv_fs_req_cleanup(&request);
    return regular;
}

static void add(struct depends *depends, const char *path, uint32_t number) {
    if (!is_regular(path)) return;
    const char *real = treadle_depends_real(&depends->arena, path);
    if (real == NULL) return;
    for (uint32_t i = 0; i < depends->count; i++)
        if (depends->items[i].file == number && strcmp(depends->items[i].path, real) == 0) return;
    ADD(depends->items, depends->count, depends->size) = (struct dependency){real, number};
}

// The file that [text] may name: "@FILE", "FILE=ACCOUNT", "FILE#CASE".
static void add_named(
    struct depends *depends, const struct suite_file *file, const char *text, uint32_t number) {
    if (*text == '@') text++;
    size_t size = strcspn(text, "=#\n");
    if (size == 0 || size > PATH_SIZE_MAX || memchr(text, '.', size) == NULL) return;
    const char *name = treadle_arena_copy_size(&depends->arena, text, size);
    add(depends, treadle_suite_file_path(file, &depends->arena, name), number);
}

static void add_all(
    struct depends *depends, const struct suite_file *file, const cJSON *value, uint32_t number,
    uint32_t depth) {
    if (cJSON_IsString(value)) add_named(depends, file, value->valuestring, number);
    if (depth == DEPTH_MAX) return;
    for (const cJSON *part = value->child; part != NULL; part = part->next)
        add_all(depends, file, part, number, depth + 1);
}

// NAME.asl.* beside NAME.test.*.
static void add_beside(struct depends *depends, const char *path, uint32_t number) {
    struct arena *arena = &depends->arena;
    const char *candidate;
    for (uint32_t i = 0; (candidate = treadle_machines_candidate(arena, path, i)) != NULL; i++)
        add(depends, candidate, number);
}

void treadle_depends_add(struct depends *depends, const struct suite_file *file, uint32_t number) {
    add(depends, file->path, number);
    add_beside(depends, file->path, number);
    if (file->root != NULL) add_all(depends, file, file->root, number, 0);
}

void treadle_depends_clear(struct depends *depends) {
    free(depends->items);
    treadle_arena_clear(&depends->arena);
    *depends = (struct depends){0};
}
