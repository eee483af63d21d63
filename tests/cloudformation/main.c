// All suites of services/cloudformation.
#include "tests/cloudformation/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_templates, suite_values, suite_parameters, suite_stacks, suite_warnings,
        suite_machines, suite_examples, NULL);
}
