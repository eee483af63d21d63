// Replays inputs through a fuzz target without libFuzzer: files, or folders of them.
//
// Each is named before it runs, so that a crash has a name, and none may take more than a second of
// the processor.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "tests/fuzz/fuzz.h"

enum { SECONDS_MAX = 1 };

struct replay {
    unsigned count, slow;
};

static void replay_file(struct replay *replay, const char *path) {
    struct text text = {0};
    struct treadle_status status = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) != 0) {
        fprintf(stderr, "replay: %s\n", status.text);
        exit(2);
    }
    printf("%s\n", path);
    (void)fflush(stdout);
    // In a piece of memory that ends where it does, so that reading past it is found.
    uint8_t *data = treadle_alloc(text.count);
    if (text.count > 0) memcpy(data, text.bytes, text.count);
    clock_t start = clock();
    LLVMFuzzerTestOneInput(data, text.count);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > SECONDS_MAX) {
        printf("%s took %.1f s\n", path, seconds);
        replay->slow++;
    }
    replay->count++;
    free(data);
    treadle_text_clear(&text);
}

static void replay_folder(struct replay *replay, const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL && errno == ENOTDIR) {
        replay_file(replay, path);
        return;
    }
    if (folder == NULL) {
        fprintf(stderr, "replay: cannot list '%s'\n", path);
        exit(2);
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        struct text file = {0};
        treadle_text_printf(&file, "%s/%s", path, entry->d_name);
        replay_file(replay, file.bytes);
        treadle_text_clear(&file);
    }
    closedir(folder);
}

int main(int argc, char **argv) {
    struct replay replay = {0};
    for (int i = 1; i < argc; i++)
        replay_folder(&replay, argv[i]);
    printf("%u inputs, %u of them slow\n", replay.count, replay.slow);
    return replay.count == 0 || replay.slow > 0;
}
