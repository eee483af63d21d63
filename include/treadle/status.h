// How an operation failed: a negative code, and words for people.
//
// This is about what treadle was asked to do. A workflow that fails is data: an error name and a
// cause, told by treadle_result (engine.h).
#ifndef TREADLE_STATUS_H
#define TREADLE_STATUS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TREADLE_API __attribute__((visibility("default")))
#else
#define TREADLE_API
#endif

enum treadle_code {
    TREADLE_OK = 0,
    TREADLE_EINVAL = -1,     // A value that is not allowed here.
    TREADLE_ENOTFOUND = -2,  // There is no such thing.
    TREADLE_EEXIST = -3,     // There is one already.
    TREADLE_ENOROUTE = -4,   // Nobody answers this.
    TREADLE_ESTALE = -5,     // Too late, or once too often.
    TREADLE_EPARSE = -6,     // The text is not what it should be.
    TREADLE_ELIMIT = -7,     // More than the limit.
    TREADLE_EIO = -8,        // Reading or writing failed.
    TREADLE_ECLOSED = -9,    // It is closed or closing.
    TREADLE_EREFUSED = -10   // Not allowed to.
};

// Zero it, hand it in, read it where the call was negative. No function needs one: NULL is fine.
struct treadle_status {
    int code;  // enum treadle_code; 0: nothing failed.
    uint32_t line,
        column;       // Where in the text that was handed in, from 1; 0: nowhere in particular.
    char text[1024];  // One or more lines without a final newline.
};

// The meaning of [code] in words; lends for ever. Never NULL.
TREADLE_API const char *treadle_status_meaning(int code);

#ifdef __cplusplus
}
#endif

#endif
