// A whole file, up to a limit. The one place of base that opens anything.
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

#endif
