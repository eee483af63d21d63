// The door, as an embedder uses it: in virtual time, since what both drivers share is what counts
// here.
#include "tests/door/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_calls, suite_executions, suite_memory, suite_misuse, suite_nulls, suite_part,
        suite_tasks, suite_trace, suite_value, NULL);
}
