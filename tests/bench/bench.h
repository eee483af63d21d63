// Figures, each beside a rival or a bound in the same run, since machines differ.
#ifndef TREADLE_TESTS_BENCH_BENCH_H
#define TREADLE_TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct bench_options {
    const char *data;     // A folder with inputs; NULL: none was named.
    const char *command;  // The command `treadle`; NULL: none was named.
    const char *rivals;   // The folder of scripts that run rivals; NULL: none was named.
    bool brief;           // Just enough to see that it works and keeps its bounds.
};

// Each prints its figures, a line each; false: a bound was broken, and it has said so.
bool bench_start(const struct bench_options *options);
bool bench_host(const struct bench_options *options);
bool bench_json(const struct bench_options *options);
bool bench_jsonpath(const struct bench_options *options);
bool bench_suite(const struct bench_options *options);

double bench_now_ms(void);  // Of a clock that only goes forwards.
// The least time of [rounds] calls of [work]: what the machine can do when nothing else disturbs
// it.
double bench_least_ms(unsigned rounds, void (*work)(void *data), void *data);
double bench_median(double *values, unsigned count);  // Sorts them.
// Puts the file at [folder]/[name]; false: it cannot be read.
bool bench_read(const char *folder, const char *name, struct text *out);

struct bench_child {
    double ms;     // From its start to its end.
    long peak_kb;  // The most memory it held; what its parent holds counts until it is a program of
                   // its own, so parents stay small.
};
// Runs a program to its end; what it prints comes to [out], or is lost where that is NULL. False:
// it could not begin, or did not end in 0.
bool bench_spawn(
    char *const *arguments, char *const *environment, struct text *out, struct bench_child *child);

#endif
