// The door: everything an embedder of the engine sees.
#ifndef TREADLE_TREADLE_H
#define TREADLE_TREADLE_H

#include <uv.h>

#include "treadle/engine.h"
#include "treadle/integration.h"
#include "treadle/machine.h"
#include "treadle/status.h"
#include "treadle/value.h"

#endif
