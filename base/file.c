// A whole file, up to a limit; and back.
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"

#define PIECE_SIZE ((size_t)65536)
enum { PATH_SIZE_MAX = 4096, LINKS_MAX = 40 };  // As Linux has them.

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

// -- Writing

static int explain_write(const char *path, struct treadle_status *status) {
    switch (errno) {
        case ENOENT:
        case ENOTDIR:
            return treadle_status_set(
                status, TREADLE_ENOTFOUND, "there is no folder for '%s': make it first", path);
        case EACCES:
        case EPERM:
        case EROFS:
            return treadle_status_set(
                status, TREADLE_EIO, "'%s' may not be written: check its permissions", path);
        case EISDIR:
            return treadle_status_set(
                status, TREADLE_EINVAL, "'%s' is a folder: name a file in it", path);
        case ENOSPC:
            return treadle_status_set(
                status, TREADLE_EIO, "'%s' cannot be written: nothing is free on its disk", path);
        default:
            return treadle_status_set(
                status, TREADLE_EIO, "'%s' cannot be written (error %d of the system)", path,
                errno);
    }
}

static bool write_all(int file, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t count = write(file, bytes, size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes += count;
        size -= (size_t)count;
    }
    return true;
}

// Gives the mode that a file at [path] has or would get.
static mode_t mode_of(const char *path) {
    struct stat about;
    if (stat(path, &about) == 0) return about.st_mode & 07777;
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

// The bytes are on the disk before the name is theirs, so that not even a failing machine leaves
// half a file.
static bool fill_and_rename(
    int file, const char *temporary, const char *path, const char *bytes, size_t size) {
    bool fine =
        write_all(file, bytes, size) && fchmod(file, mode_of(path)) == 0 && fsync(file) == 0;
    if (close(file) != 0) fine = false;
    return fine && rename(temporary, path) == 0;
}

// Makes [target], a path, that of the file a symbolic link leads to. It stays where it is none, or
// where links go round in a circle.
static void follow(struct text *target) {
    char to[PATH_SIZE_MAX];
    for (int i = 0; i < LINKS_MAX; i++) {
        ssize_t size = readlink(target->bytes, to, sizeof(to));
        if (size <= 0 || (size_t)size == sizeof(to)) return;
        const char *slash = *to == '/' ? NULL : strrchr(target->bytes, '/');
        target->count = slash == NULL ? 0 : (size_t)(slash - target->bytes) + 1;
        treadle_text_put(target, to, (size_t)size);
    }
}

int treadle_file_replace(
    const char *path, const char *bytes, size_t size, struct treadle_status *status) {
    struct text target = {0}, temporary = {0};
    treadle_text_add(&target, path);
    follow(&target);
    treadle_text_printf(&temporary, "%s.XXXXXX", target.bytes);
    int result = 0, file = mkstemp(temporary.bytes);
    if (file < 0) {
        result = explain_write(path, status);
    } else if (!fill_and_rename(file, temporary.bytes, target.bytes, bytes, size)) {
        result = explain_write(path, status);
        (void)unlink(temporary.bytes);
    }
    treadle_text_clear(&temporary);
    treadle_text_clear(&target);
    return result;
}

int treadle_file_append(
    const char *path, const char *bytes, size_t size, struct treadle_status *status) {
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    if (file < 0) return explain_write(path, status);
    bool fine = write_all(file, bytes, size);
    int result = fine ? 0 : explain_write(path, status);
    if (close(file) != 0 && fine) result = explain_write(path, status);
    return result;
}
