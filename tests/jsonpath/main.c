// The tests of jsonpath.
#include "tests/jsonpath/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_path, suite_filter, suite_reference, suite_template, suite_expression, suite_property,
        NULL);
}
