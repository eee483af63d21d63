// Broken on purpose: a header with an extension of C.
#ifndef TREADLE_TESTS_TIDY_BROKEN_PEDANTIC_H
#define TREADLE_TESTS_TIDY_BROKEN_PEDANTIC_H

struct treadle_broken {
    int none[0];
};

#endif
