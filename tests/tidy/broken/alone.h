// Broken on purpose: a header that forgot to include what it needs.
#ifndef TREADLE_TESTS_TIDY_BROKEN_ALONE_H
#define TREADLE_TESTS_TIDY_BROKEN_ALONE_H

void treadle_broken(size_t size);

#endif
