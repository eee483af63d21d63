// State machines as resources.
#ifndef TREADLE_SERVICES_STEPFUNCTIONS_MACHINE_H
#define TREADLE_SERVICES_STEPFUNCTIONS_MACHINE_H

#include "services/world.h"

struct state_machine {  // What lives in the resource.
    treadle_machine *machine;
    const char *name;
    const char *type;  // "STANDARD" or "EXPRESS"
    int64_t created_ms;
};

extern const struct resource_type treadle_states_types[];

#endif
