// All suites of the ground floor but those of JSON and YAML.
#include "tests/base/suites.h"
#include "tests/support/support.h"

int main(void) {
    return support_run(
        suite_arena, suite_ascii, suite_base64, suite_containers, suite_digest, suite_file,
        suite_memory, suite_nearest, suite_number, suite_random, suite_regex, suite_status,
        suite_text, suite_time_text, suite_utf8, suite_xml, NULL);
}
