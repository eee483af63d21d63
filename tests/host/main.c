// All suites of the host.
#include "tests/host/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_host, NULL);
}
