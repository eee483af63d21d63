// All suites of integrations.
#include "tests/integrations/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_check, suite_tasks, suite_two_accounts, NULL);
}
