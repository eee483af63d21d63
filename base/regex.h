// Regular expressions, over PCRE2, as Java's Matcher.matches() asks: does the whole text match?
//
// Matching is bounded: an expression that would backtrack for ever ends with TREADLE_ELIMIT. What
// is compiled lives in the arena it was compiled into and needs no release.
#ifndef TREADLE_BASE_REGEX_H
#define TREADLE_BASE_REGEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct regex;

// Gives an expression that lives in [arena]; NULL where [pattern], a string of ours, is none.
const struct regex *treadle_regex_compile(
    struct arena *arena, const char *pattern, bool ignore_case);
// 1: the whole of [text], a string of ours, matches; 0: it does not; TREADLE_ELIMIT: it was given
// up.
int treadle_regex_match(const struct regex *regex, const char *string);
// The same within [steps] of backtracking, at most LIMIT_regex_steps_max.
int treadle_regex_match_within(const struct regex *regex, const char *string, uint32_t steps);

#endif
