// The door: everything an embedder of the engine sees. (treadle/test.h has what tests need,
// treadle/world.h the services around an engine, in a library of their own.)
//
// What a header says of a value is one of five words. Borrows: it is read during the call, and no
// longer; so where nothing is said. Keeps: it is held longer, by a reference, or, of [self] and
// [data], until the engine is closed. Takes: it is no longer yours. Gives: it is yours, to be freed
// as is said. Lends: it stays the library's, and is good as long as is said; a callback's
// arguments, until it returns.
//
// An int is 0, or a negative TREADLE_E… for what could not be done (status.h); what it
// should have given is then NULL, and no callback that it was given will be called. NULL where a
// value is needed, and any use that the headers rule out, ends the process with words that name the
// mistake. An engine and what was made for it belong to one thread; what may be done on any thread
// says so.
#ifndef TREADLE_TREADLE_H
#define TREADLE_TREADLE_H

#include <uv.h>

#include "treadle/engine.h"
#include "treadle/integration.h"
#include "treadle/machine.h"
#include "treadle/status.h"
#include "treadle/value.h"

#endif
