// The choke point: the only way to a handler.
#ifndef TREADLE_SERVICES_ANSWER_H
#define TREADLE_SERVICES_ANSWER_H

#include "services/world.h"

// Find, check, judge, handle.
void treadle_world_answer(struct world *world, struct request *request);

#endif
