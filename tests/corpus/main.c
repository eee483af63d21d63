// Definitions of others, real and evil.
#include "tests/corpus/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_real, suite_evil, NULL);
}
