// The parts of an ARN, as far as executions look into theirs.
#ifndef TREADLE_ENGINE_CORE_ARN_H
#define TREADLE_ENGINE_CORE_ARN_H

#include <stdint.h>

#include "base/arena.h"

// The part of an ARN between two colons, from 0; the last one asked for may hold no further colons.
// "" where it has fewer. In [arena].
const char *treadle_arn_part(struct arena *arena, const char *arn, uint32_t part);

#endif
