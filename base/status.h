// How an operation of ours failed, and the words for it.
#ifndef TREADLE_BASE_STATUS_H
#define TREADLE_BASE_STATUS_H

#include "treadle/status.h"

// Sets code and text where [status] is not NULL, and gives [code], so that a function can end in
// it. What may come from anybody's text is made fit to be printed.
int treadle_status_set(struct treadle_status *status, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
