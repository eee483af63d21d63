// Folders are read by libuv, which sorts what it finds, so the order is everywhere the same.
#include "cli/find.h"

#include <string.h>

#include <uv.h>

#include "base/memory.h"

enum { FOLDERS_DEEP_MAX = 64 };

struct folder {  // That is being searched.
    const struct folder *around;
    uint64_t device, number;
};

bool treadle_find_is_test(const char *name) {
    static const char *const ends[] = {".test.yaml", ".test.yml", ".test.json"};
    size_t size = strlen(name);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t end = strlen(ends[i]);
        if (size > end && strcmp(name + size - end, ends[i]) == 0) return true;
    }
    return false;
}

static bool is_folder(const char *path) {
    uv_fs_t request;
    int failed = uv_fs_stat(NULL, &request, path, NULL);
    bool folder = failed == 0 && (request.statbuf.st_mode & S_IFMT) == S_IFDIR;
    uv_fs_req_cleanup(&request);
    return folder;
}

bool treadle_find_exists(const char *path) {
    uv_fs_t request;
    int failed = uv_fs_stat(NULL, &request, path, NULL);
    uv_fs_req_cleanup(&request);
    return failed == 0;
}

// Notes which folder [path] is. False: it is none, or one of those around it, where a link would
// lead round and round.
static bool enter(const char *path, const struct folder *around, struct folder *out) {
    uv_fs_t request;
    bool fine = uv_fs_stat(NULL, &request, path, NULL) == 0;
    *out = (struct folder){around, request.statbuf.st_dev, request.statbuf.st_ino};
    uv_fs_req_cleanup(&request);
    for (; around != NULL && fine; around = around->around)
        fine = around->device != out->device || around->number != out->number;
    return fine;
}

static void search(
    struct arena *arena, const char *path, const struct folder *around, struct texts *out,
    uint32_t depth) {
    uv_fs_t request;
    struct folder folder;
    if (depth > FOLDERS_DEEP_MAX || !enter(path, around, &folder)) return;
    if (uv_fs_scandir(NULL, &request, path, 0, NULL) < 0) return;
    uv_dirent_t entry;
    bool here = strcmp(path, ".") == 0;
    size_t size = strlen(path);
    while (uv_fs_scandir_next(&request, &entry) == 0) {
        if (*entry.name == '.' || strcmp(entry.name, "node_modules") == 0) continue;
        const char *inner =
            here ? treadle_arena_copy(arena, entry.name)
                 : treadle_arena_print(
                       arena, "%s%s%s", path, path[size - 1] == '/' ? "" : "/", entry.name);
        if (treadle_find_is_test(entry.name))
            ADD(out->items, out->count, out->size) = inner;
        else if (entry.type == UV_DIRENT_DIR || (entry.type != UV_DIRENT_FILE && is_folder(inner)))
            search(arena, inner, &folder, out, depth + 1);
    }
    uv_fs_req_cleanup(&request);
}

bool treadle_find_tests(struct arena *arena, const char *path, struct texts *out) {
    if (is_folder(path))
        search(arena, path, NULL, out, 0);
    else if (treadle_find_exists(path))
        ADD(out->items, out->count, out->size) = path;
    else
        return false;
    return true;
}
