// A whole file, up to a limit.
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"

#define PIECE_SIZE ((size_t)65536)

struct source {
    int file;
    const char *name, *quote;  // As messages say it.
};

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

static int check_kind(const struct source *source, struct treadle_status *status) {
    const char *quote = source->quote, *name = source->name;
    struct stat about;
    if (fstat(source->file, &about) != 0)
        return treadle_status_set(
            status, TREADLE_EIO, "%s%s%s cannot be read (error %d of the system)", quote, name,
            quote, errno);
    if (S_ISDIR(about.st_mode))
        return treadle_status_set(
            status, TREADLE_EINVAL, "%s%s%s is a folder: name a file in it", quote, name, quote);
    bool streams = S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode);
    if (S_ISREG(about.st_mode) || streams || source->file == STDIN_FILENO) return 0;
    return treadle_status_set(
        status, TREADLE_EINVAL, "%s%s%s is a device: name a file, or - for standard input", quote,
        name, quote);
}

// Reads on; 1: there may be more, 0: that was all, or a code.
static int read_piece(
    const struct source *source, struct text *out, struct treadle_status *status) {
    char piece[PIECE_SIZE];
    ssize_t count = read(source->file, piece, sizeof(piece));
    if (count < 0 && errno == EINTR) return 1;
    if (count < 0)
        return treadle_status_set(
            status, TREADLE_EIO, "%s%s%s cannot be read (error %d of the system)", source->quote,
            source->name, source->quote, errno);
    treadle_text_put(out, piece, (size_t)count);
    return count > 0;
}

static int read_all(
    const struct source *source, size_t size_max, struct text *out, struct treadle_status *status) {
    struct text bytes = {.count_max = size_max};
    int result = check_kind(source, status);
    if (result == 0) result = 1;
    while (result > 0 && !bytes.overflowed)
        result = read_piece(source, &bytes, status);
    if (bytes.overflowed)
        result = treadle_status_set(
            status, TREADLE_ELIMIT, "%s%s%s holds more than %zu bytes: give a smaller file",
            source->quote, source->name, source->quote, size_max);
    if (result == 0) treadle_text_put(out, treadle_text_string(&bytes), bytes.count);
    treadle_text_clear(&bytes);
    return result;
}

int treadle_file_read(
    const char *path, size_t size_max, struct text *out, struct treadle_status *status) {
    ASSERT(size_max > 0);
    struct source source = {STDIN_FILENO, "standard input", ""};
    if (strcmp(path, "-") == 0) return read_all(&source, size_max, out, status);
    source = (struct source){open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), path, "'"};
    if (source.file < 0) return explain_open(path, status);
    int result = read_all(&source, size_max, out, status);
    (void)close(source.file);
    return result;
}
