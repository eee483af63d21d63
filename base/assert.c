// The end of the process, with the place of the claim that did not hold.
#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

static _Thread_local const char *note_now;

void treadle_assert_note(const char *note) {
    note_now = note;
}

_Noreturn void treadle_assert_failed(const char *claim, const char *file, int line) {
    (void)fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, claim);
    if (note_now != NULL) (void)fprintf(stderr, "note: %s\n", note_now);
    abort();
}
