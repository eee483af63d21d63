// Tasks that nobody answers, and mocks that answer nobody.
#ifndef TREADLE_CLI_ANSWERS_H
#define TREADLE_CLI_ANSWERS_H

#include "cli/compose.h"

// Says that nobody answers [call], what it would have sent and who could answer it. [machine] is
// its machine, NULL where that is unknown; [name] is what to call it.
void treadle_tell_nobody(
    struct composed *all, const treadle_machine *machine, const char *name,
    const treadle_call *call);
// Does every mock name a Task of [own] or of the world's machines? False after an error was said.
// [own] may be NULL.
bool treadle_check_mocks(struct composed *all, const treadle_machine *own);
// Warns of each mock, or answer of its list, that no call asked for.
void treadle_warn_unused(struct composed *all);

#endif
