// All suites of services/apigateway.
#include "tests/apigateway/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_route, suite_types, suite_invoke, NULL);
}
