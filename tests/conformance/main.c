// All suites of conformance.
#include "tests/conformance/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_known, suite_recorded, NULL);
}
