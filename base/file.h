// A whole file, up to a limit; and back. The one place of base that opens anything.
#ifndef TREADLE_BASE_FILE_H
#define TREADLE_BASE_FILE_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

// Puts the file's bytes to [out]. "-" is standard input. What is no regular file (a folder, a
// device; a pipe is fine), cannot be read or holds more than [size_max] bytes is an error whose
// text names the path and the remedy.
int treadle_file_read(
    const char *path, size_t size_max, struct text *out, struct treadle_status *status);

// Makes [size] bytes the file's whole text: what reads it meanwhile sees the old one or the new
// one. Its mode stays, and a link to a file is followed. A file that is not there is made, its
// folder is not.
int treadle_file_replace(
    const char *path, const char *bytes, size_t size, struct treadle_status *status);
// Puts [size] bytes behind what the file holds; makes it where it is not there.
int treadle_file_append(
    const char *path, const char *bytes, size_t size, struct treadle_status *status);

#endif
