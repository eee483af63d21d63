// What one comparison of a Choice's rule says of a value.
#ifndef TREADLE_ENGINE_KINDS_COMPARISON_H
#define TREADLE_ENGINE_KINDS_COMPARISON_H

#include "engine/model/machine.h"

// Does the comparison of [rule] hold? Both values are there, [operand] being the rule's literal or
// what its path leads to; TEST_IS_PRESENT, which asks whether they are, is not asked here.
bool treadle_comparison_holds(const struct rule *rule, const cJSON *value, const cJSON *operand);

#endif
