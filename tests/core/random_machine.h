// Definitions drawn by lot: every kind of state, nested, with Retry, Catch, timeouts, loops and
// chance.
#ifndef TREADLE_TESTS_CORE_RANDOM_MACHINE_H
#define TREADLE_TESTS_CORE_RANDOM_MACHINE_H

#include <stdint.h>

#include "tests/core/rig.h"

// gives: free(). The same seed, the same text. To be started with random_input.
char *random_machine(uint64_t seed);
extern const char random_input[];
// A world that is slow, flaky, talkative or silent, by turns: a rig_answer_fn. [data]: unused.
void random_answer(void *data, const struct command *call, uint32_t nth, struct rig_answer *answer);

#endif
