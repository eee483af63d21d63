// A claim that must hold in every build. When it does not, the place is printed and the process
// ends.
#ifndef TREADLE_BASE_ASSERT_H
#define TREADLE_BASE_ASSERT_H

#include <stddef.h>

// What we claim of ourselves.
#define ASSERT(claim) ((claim) ? (void)0 : treadle_assert_failed(#claim, __FILE__, __LINE__))

// What a caller must do. [words] name the mistake: "a call was answered twice".
#define MUST(claim, words) ((claim) ? (void)0 : treadle_assert_mistake((words), __FILE__, __LINE__))

// What a caller must give, said with the name of the function that was called.
#define REQUIRE(value) ((value) != NULL ? (void)0 : treadle_assert_missing(__func__, #value))

_Noreturn void treadle_assert_failed(const char *claim, const char *file, int line);
_Noreturn void treadle_assert_mistake(const char *words, const char *file, int line);
_Noreturn void treadle_assert_missing(const char *function, const char *value);

// What a failed claim says besides its own words: "the last fact", for instance. [note] is borrowed
// for as long as it is set; NULL: nothing. One for each thread.
void treadle_assert_note(const char *note);

// What tells this thread from all that run beside it; good for claims that two things are done on
// one thread. Never NULL, and never read through.
const void *treadle_assert_thread(void);

#endif
