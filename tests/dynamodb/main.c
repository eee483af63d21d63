// All suites of services/dynamodb.
#include "tests/dynamodb/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_number, suite_attribute, suite_table, suite_type, suite_operations, suite_validation,
        NULL);
}
