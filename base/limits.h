// Every bound of the house by name: LIMIT_payload_size_max and so on. See limits.def.
#ifndef TREADLE_BASE_LIMITS_H
#define TREADLE_BASE_LIMITS_H

enum {
#define LIMIT(name, value, consequence, reason) LIMIT_##name = (value),
#include "base/limits.def"
#undef LIMIT
};

#endif
