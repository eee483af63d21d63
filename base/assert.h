// A claim that must hold in every build. When it does not, the place is printed and the process
// ends.
#ifndef TREADLE_BASE_ASSERT_H
#define TREADLE_BASE_ASSERT_H

#define ASSERT(claim) ((claim) ? (void)0 : treadle_assert_failed(#claim, __FILE__, __LINE__))

_Noreturn void treadle_assert_failed(const char *claim, const char *file, int line);

// What a failed claim says besides its own words: "the last fact", for instance. [note] is borrowed
// for as long as it is set; NULL: nothing. One for each thread.
void treadle_assert_note(const char *note);

#endif
