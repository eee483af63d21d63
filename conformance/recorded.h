// Is this the value that was recorded on AWS, as far as the recording still tells?
//
// The recorder put tokens where runs differ and read JSON texts into values. The rules are those of
// the recorded cases' own README, section 3, and are quoted where they are kept.
#ifndef TREADLE_CONFORMANCE_RECORDED_H
#define TREADLE_CONFORMANCE_RECORDED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/json/doc.h"

// A zeroed struct begins; one for each case, since a numbered token means the same throughout.
struct recorded {
    struct arena arena;
    struct binding *bindings;  // What tokens stand for so far.
    uint32_t binding_count, binding_size;
    struct text path;          // JSON Pointer of the place at hand.
    const char *place;         // Where the first difference was; NULL: none yet. In [arena].
    const char *wanted, *had;  // What is there, as JSON text; NULL: nothing.
};

// [wanted] is what was recorded, [had] what treadle says. Either may be NULL: there is none.
bool recorded_is(struct recorded *recorded, const cJSON *wanted, const cJSON *had);
// The same of an event of a history, where members that are null may be missing.
bool recorded_is_event(struct recorded *recorded, const cJSON *wanted, const cJSON *had);
// Could [had] be that event, but for its ids? Says nothing of a place where they differ.
bool recorded_could_be_event(struct recorded *recorded, const cJSON *wanted, const cJSON *had);
void recorded_clear(struct recorded *recorded);

#endif
