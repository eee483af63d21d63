// All kinds of state, by enum kind_id.
#ifndef TREADLE_ENGINE_KINDS_KINDS_H
#define TREADLE_ENGINE_KINDS_KINDS_H

#include "engine/core/state_kind.h"

extern const struct state_kind *const treadle_kinds[KIND_COUNT];

#endif
