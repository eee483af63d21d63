// Machines of files, read once. For suite alone.
#ifndef TREADLE_SUITE_MACHINES_H
#define TREADLE_SUITE_MACHINES_H

#include "suite/file.h"
#include "suite/template.h"
#include "treadle/machine.h"

struct machines {
    struct map by_path;  // Path → struct kept.
    struct arena arena;
};

// The machine in that file. Lends it as long as [machines] live; NULL: its problems have been told
// to [result].
treadle_machine *treadle_machines_read(
    struct machines *machines, const struct machine_file *file, struct suite_result *result);
// The files that a machine beside a test file may be in, by number, in the order in which they are
// looked for: in [arena]; NULL: there are no more.
const char *treadle_machines_candidate(struct arena *arena, const char *test_path, uint32_t number);
// The file of the machine beside a test file, NAME.asl.* beside NAME.test.*: in [arena]; NULL:
// there is none.
const char *treadle_machines_beside(struct arena *arena, const char *test_path);
// Puts [text] with the value of K for each ${K} that [substitutions] know; others stay.
void treadle_machines_substitute(struct text *out, const char *text, const cJSON *substitutions);
void treadle_machines_clear(struct machines *machines);

#endif
