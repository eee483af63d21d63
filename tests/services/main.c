// All suites of services.
#include "tests/services/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_world, suite_nulls, suite_iam, suite_roles, suite_callers, suite_requests,
        suite_machines, suite_states, suite_recorded, suite_two_worlds, NULL);
}
