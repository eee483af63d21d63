// The suites of the room suite.
#include "tests/suite/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_coverage, suite_file, suite_record, suite_result, suite_run, suite_say, suite_suite,
        NULL);
}
