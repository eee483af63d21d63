// Definitions drawn by lot: every kind of state, nested, with Retry, Catch, timeouts, loops and
// chance.
#ifndef TREADLE_TESTS_CORE_RANDOM_MACHINE_H
#define TREADLE_TESTS_CORE_RANDOM_MACHINE_H

#include <stdint.h>

// Both give: free(). The same seed, the same text.
char *random_machine(uint64_t seed);
char *random_input(uint64_t seed);  // To start it with.

#endif
