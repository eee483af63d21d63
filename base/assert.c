// The end of the process, with the place of the claim that did not hold.
#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

static _Thread_local const char *note_now;

void treadle_assert_note(const char *note) {
    note_now = note;
}

const void *treadle_assert_thread(void) {
    return &note_now;
}

static _Noreturn void end(void) {
    if (note_now != NULL) (void)fprintf(stderr, "note: %s\n", note_now);
    abort();
}

_Noreturn void treadle_assert_failed(const char *claim, const char *file, int line) {
    (void)fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, claim);
    end();
}

_Noreturn void treadle_assert_mistake(const char *words, const char *file, int line) {
    (void)fprintf(stderr, "treadle: %s\n  (seen at %s:%d)\n", words, file, line);
    end();
}

_Noreturn void treadle_assert_missing(const char *function, const char *value) {
    (void)fprintf(stderr, "treadle: %s: [%s] is NULL, and must not be\n", function, value);
    end();
}
