// A whole file, up to a limit.
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"

#define PIECE_SIZE ((size_t)65536)

static int explain_open(const char *path, struct treadle_status *status) {
    switch (errno) {
        case ENOENT:
        case ENOTDIR:
            return treadle_status_set(
                status, TREADLE_ENOTFOUND, "there is no file '%s': check the path", path);
        case EACCES:
        case EPERM:
            return treadle_status_set(
                status, TREADLE_EIO, "'%s' may not be read: check its permissions", path);
        default:
            return treadle_status_set(
                status, TREADLE_EIO, "'%s' cannot be opened (error %d of the system)", path, errno);
    }
}

static int check_kind(int file, const char *path, struct treadle_status *status) {
    struct stat about;
    if (fstat(file, &about) != 0)
        return treadle_status_set(
            status, TREADLE_EIO, "'%s' cannot be examined (error %d of the system)", path, errno);
    if (S_ISDIR(about.st_mode))
        return treadle_status_set(
            status, TREADLE_EINVAL, "'%s' is a folder: name a file in it", path);
    bool piped = S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode) || file == STDIN_FILENO;
    if (S_ISREG(about.st_mode) || piped) return 0;
    return treadle_status_set(
        status, TREADLE_EINVAL, "'%s' is a device: name a file, or - for standard input", path);
}

// Reads on; 1: there may be more, 0: that was all, or a code.
static int read_piece(int file, struct text *out, const char *path, struct treadle_status *status) {
    char piece[PIECE_SIZE];
    ssize_t count = read(file, piece, sizeof(piece));
    if (count < 0 && errno == EINTR) return 1;
    if (count < 0)
        return treadle_status_set(
            status, TREADLE_EIO, "'%s' cannot be read (error %d of the system)", path, errno);
    treadle_text_put(out, piece, (size_t)count);
    return count > 0;
}

static int read_all(
    int file, const char *path, size_t size_max, struct text *out, struct treadle_status *status) {
    struct text bytes = {.count_max = size_max};
    int result = check_kind(file, path, status);
    if (result == 0) result = 1;
    while (result > 0 && !bytes.overflowed)
        result = read_piece(file, &bytes, path, status);
    if (bytes.overflowed)
        result = treadle_status_set(
            status, TREADLE_ELIMIT, "'%s' holds more than %zu bytes: give a smaller file", path,
            size_max);
    if (result == 0) treadle_text_put(out, treadle_text_string(&bytes), bytes.count);
    treadle_text_clear(&bytes);
    return result;
}

int treadle_file_read(
    const char *path, size_t size_max, struct text *out, struct treadle_status *status) {
    ASSERT(size_max > 0);
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", size_max, out, status);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return explain_open(path, status);
    int result = read_all(file, path, size_max, out, status);
    (void)close(file);
    return result;
}
