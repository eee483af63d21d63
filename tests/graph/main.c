// All suites of graph.
#include "tests/graph/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(suite_execution, suite_forms, suite_layout, suite_text, suite_words, NULL);
}
