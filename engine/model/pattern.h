// The patterns of StringMatches: `*` stands for any text, everything else for itself.
#ifndef TREADLE_ENGINE_MODEL_PATTERN_H
#define TREADLE_ENGINE_MODEL_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct pattern {
    uint32_t count;       // One more than it has stars.
    const char **pieces;  // What stands between them.
};

// Gives a pattern that lives in [arena]. Every text is one.
const struct pattern *treadle_pattern_read(struct arena *arena, const char *text);
// Does the whole of [text] match? In time that grows with the lengths of both, whatever they hold.
bool treadle_pattern_matches(const struct pattern *pattern, const char *text);

#endif
