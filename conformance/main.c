// treadle-conformance SUITE FOLDER: runs a folder of recorded or public cases and says what became
// of them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "conformance/suites.h"

static const struct {
    const char *name, *about;
    report_judge *judge;
} suites[] = {
#define SUITE(name, about) {#name, about, suite_##name},
#include "conformance/suites.def"
#undef SUITE
};

enum { SKIPPED = 77 };  // As CTest is told.

static int usage(void) {
    fprintf(stderr, "usage: treadle-conformance SUITE FOLDER\n");
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        fprintf(stderr, "  %-10s %s\n", suites[i].name, suites[i].about);
    return 2;
}

int main(int argc, char **argv) {
    if (argc != 3) return usage();
    for (size_t i = 0; i < COUNT_OF(suites); i++) {
        if (strcmp(suites[i].name, argv[1]) != 0) continue;
        struct report report = {0};
        if (report_run_folder(&report, argv[2], suites[i].judge)) return report_end(&report);
        printf("SKIPPED %s: there is no folder %s\n", argv[1], argv[2]);
        return SKIPPED;
    }
    return usage();
}
