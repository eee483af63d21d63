// All suites of the ground floor.
#include "tests/base/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_read, NULL);
}
