// Is this the value that was recorded on AWS, as far as the recording still tells?
//
// The recorder replaced what differs from run to run by tokens and read JSON texts into values; the
// rules are those of the recorded cases' own README, section 3.
#ifndef TREADLE_TESTS_CORE_MATCH_H
#define TREADLE_TESTS_CORE_MATCH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/json/doc.h"
#include "base/map.h"

struct matching {  // A zeroed struct begins; one for each case, since numbered tokens mean the same
                   // throughout.
    struct arena arena;
    struct map tokens;     // "<uuid:1>" → the text it stands for.
    char difference[512];  // Where the first difference was.
};

bool match_value(struct matching *matching, const cJSON *recorded, const cJSON *have);
void match_clear(struct matching *matching);

#endif
