// How an operation failed: a negative code, and words for people.
//
// This is about what treadle was asked to do. A workflow that fails is data: an error name and a
// cause, told by treadle_result (engine.h).
#ifndef TREADLE_STATUS_H
#define TREADLE_STATUS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TREADLE_API      __attribute__((visibility("default")))
#define TREADLE_NORETURN __attribute__((noreturn))
#else
#define TREADLE_API
#define TREADLE_NORETURN
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
    TREADLE_EREFUSED = -10,  // Not allowed to.
    TREADLE_EBUSY = -11      // Too much is under way: try again later.
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

// -- No memory
//
// Running out of memory is no status: every input is bounded before memory is asked for, so no
// input provokes it, and nothing is left half done. It ends the process.

// Told that [size] bytes, about, are not to be had; on whatever thread wanted them. It may log,
// free a reserve for that, and end the process in its own way; where it returns, the process
// aborts. It must not come back by longjmp, and must call nothing of treadle.
typedef void (*treadle_out_of_memory_cb)(size_t size, void *data);
// Sets the one handler of the process; NULL: none. Keeps [data]. To be called before other threads
// use treadle: the only setting that is not an engine's own.
TREADLE_API void treadle_memory_on_out(treadle_out_of_memory_cb handler, void *data);
// What treadle itself does then. For integrations whose own malloc gave NULL. Does not return.
TREADLE_NORETURN TREADLE_API void treadle_memory_out(size_t size);

#ifdef __cplusplus
}
#endif

#endif
