// What is told of a broken invariant: which, in which seed, how to see it again. Then it is over.
#ifndef TREADLE_TESTS_SIM_REPORT_H
#define TREADLE_TESTS_SIM_REPORT_H

#include <stdbool.h>
#include <stdint.h>

enum check {
#define CHECK(name, words) CHECK_##name,
#include "tests/sim/checks.def"
#undef CHECK
    CHECK_COUNT
};

// From now on this seed is run. [aloud]: what happens in it is told.
void report_seed(uint64_t seed, bool aloud);
// This is looked at now: a claim of the engine's or the store's that fails meanwhile is told with
// it.
void report_looking(enum check check);
// It does not hold. Does not return.
_Noreturn void report_broken(enum check check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void report_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define HOLDS(check, claim, ...) ((claim) ? (void)0 : report_broken((check), __VA_ARGS__))

#endif
