// All suites of engine/model.
#include "tests/model/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_maps, suite_parse, suite_pattern, suite_problems, suite_random, suite_recorded,
        suite_tables, suite_task_uri, NULL);
}
