// Folders are read by libuv, which sorts what it finds, so the order is everywhere the same.
#include "cli/find.h"

#include <string.h>

#include <uv.h>

#include "base/memory.h"

enum { FOLDERS_DEEP_MAX = 64 };  // A link to a folder above would else go round.

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

static void search(struct arena *arena, const char *folder, struct texts *out, uint32_t depth) {
    uv_fs_t request;
    if (depth > FOLDERS_DEEP_MAX || uv_fs_scandir(NULL, &request, folder, 0, NULL) < 0) return;
    uv_dirent_t entry;
    bool here = strcmp(folder, ".") == 0;
    size_t size = strlen(folder);
    while (uv_fs_scandir_next(&request, &entry) == 0) {
        if (*entry.name == '.' || strcmp(entry.name, "node_modules") == 0) continue;
        const char *path =
            here ? treadle_arena_copy(arena, entry.name)
                 : treadle_arena_print(
                       arena, "%s%s%s", folder, folder[size - 1] == '/' ? "" : "/", entry.name);
        if (treadle_find_is_test(entry.name))
            ADD(out->items, out->count, out->size) = path;
        else if (entry.type == UV_DIRENT_DIR || (entry.type != UV_DIRENT_FILE && is_folder(path)))
            search(arena, path, out, depth + 1);
    }
    uv_fs_req_cleanup(&request);
}

bool treadle_find_tests(struct arena *arena, const char *path, struct texts *out) {
    if (is_folder(path))
        search(arena, path, out, 0);
    else if (treadle_find_exists(path))
        ADD(out->items, out->count, out->size) = path;
    else
        return false;
    return true;
}
