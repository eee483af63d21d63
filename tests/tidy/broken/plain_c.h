// Broken on purpose: a header that no C++ compiler takes.
#ifndef TREADLE_TESTS_TIDY_BROKEN_PLAIN_C_H
#define TREADLE_TESTS_TIDY_BROKEN_PLAIN_C_H

void treadle_broken(int class);

#endif
