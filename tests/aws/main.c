// All suites of aws.
#include "tests/aws/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_arn, suite_policy, suite_policy_check, suite_shapes, NULL);
}
