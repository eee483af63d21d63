// The states of a way beside those that are expected; for suite/expect alone.
#ifndef TREADLE_SUITE_PATH_H
#define TREADLE_SUITE_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

// What stands for any stretch of states, an empty one too.
#define PATH_STRETCH "..."

// Whether the states of the list [have] are those of [want], a list of names and stretches, or one
// name. Where they are not, [*first] is the index in [have] of the first state that is not as
// expected, or their number where more had to follow.
bool treadle_path_matches(const cJSON *want, const cJSON *have, uint32_t *first);

#endif
