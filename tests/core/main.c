// All suites of the core and the kinds.
#include "tests/core/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_choice, suite_core, suite_damaged, suite_map, suite_part, suite_proof, suite_snapshot,
        suite_whole, NULL);
}
