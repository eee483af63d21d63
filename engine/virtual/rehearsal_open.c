// A rehearsal of a file: the one place of this room that reads any.
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "treadle/test.h"

int treadle_rehearsal_open(
    const char *path, treadle_rehearsal **out, struct treadle_status *status) {
    REQUIRE(path);
    REQUIRE(out);
    *out = NULL;
    struct text text = {0};
    treadle_machine *machine = NULL;
    int failed = treadle_file_read(path, LIMIT_definition_size_max, &text, status);
    if (failed == 0) {
        const struct treadle_source source = {
            .text = treadle_text_string(&text), .size = text.count, .name = path};
        struct treadle_status told = {0};
        failed = treadle_machine_read(&source, NULL, NULL, &machine, &told);
        if (failed != 0) {
            treadle_status_set(status, failed, "%s:%s", path, told.text);
            if (status != NULL) status->line = told.line;
            if (status != NULL) status->column = told.column;
        }
    }
    if (failed == 0) *out = treadle_rehearsal_of(machine);
    treadle_machine_drop(machine);
    treadle_text_clear(&text);
    return failed;
}
