// Task tokens: who holds one may answer a call.
//
// A token is made from the execution, the call's ticket and the execution's nonce, so it is known
// before the call is issued, the same after a restart, and nobody can guess one: it names execution
// and ticket openly and proves that it was handed out.
#ifndef TREADLE_ENGINE_CORE_TOKEN_H
#define TREADLE_ENGINE_CORE_TOKEN_H

#include "engine/core/core.h"

// Does a call of this state come with one? (Callbacks, jobs that are waited for, activities.)
bool treadle_token_wanted(const struct state *state);
// Of the call with that ticket. Lives in [arena].
const char *treadle_token_write(struct arena *arena, const struct core *core, uint32_t ticket);
// Whose it claims to be: texts in [arena]. False: no token of ours. Only treadle_token_write of
// that core tells whether it is true.
bool treadle_token_read(
    struct arena *arena, const char *token, const char **execution_arn, uint32_t *ticket);

#endif
