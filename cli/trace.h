// What --trace shows: a line when a state is left, an attempt fails or a service does something.
#ifndef TREADLE_CLI_TRACE_H
#define TREADLE_CLI_TRACE_H

#include "base/map.h"
#include "cli/talk.h"
#include "treadle/engine.h"
#include "treadle/test.h"
#include "treadle/world.h"

struct tracer {
    struct talk *talk;
    bool accounts;               // A column for the account: there is more than one.
    uint32_t width;              // Of the column of states, in characters.
    int64_t start_ms;            // What times are counted from.
    bool begun;                  // The heading is out.
    const treadle_mocks *mocks;  // To say that an answer was a mock; NULL: none are.
    struct map calls;            // Task → struct calls, of the mocked ones.
    struct arena arena;
};
void treadle_tracer_clear(struct tracer *tracer);

// Widens the column so that every state of [machine] fits.
void treadle_tracer_fit(struct tracer *tracer, const treadle_machine *machine);
void treadle_tracer_state(struct tracer *tracer, const struct treadle_trace *trace);
void treadle_tracer_note(struct tracer *tracer, const struct treadle_note *note);

#endif
