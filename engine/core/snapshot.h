// A step as rows to put and to drop, and an execution back from its rows.
//
// A batch holds only what changed: the core's own row, frames that changed, variables that were
// assigned, results of children that ended, new payloads, new events. The sum of all batches equals
// the whole, which tests assert. Rows are JSON with a format version; to a store they are bytes,
// only this room reads them.
#ifndef TREADLE_ENGINE_CORE_SNAPSHOT_H
#define TREADLE_ENGINE_CORE_SNAPSHOT_H

#include "engine/core/core.h"

enum { SNAPSHOT_FORMAT = 1 };

enum row_kind {
    ROW_EXECUTION,  // The host's: who it is and how it ended.
    ROW_CORE,       // Generator, clock, counters.
    ROW_PAYLOAD,    // A document.
    ROW_FRAME,      // Where one thread of control stands.
    ROW_VARIABLE,   // The payload that variable [index] of frame [id] holds.
    ROW_RESULT,     // The number of the payload with which child [index] of fork [id] ended.
    ROW_EVENT,      // An entry of the history.
    ROW_DROP,  // Not kept: drops the frame of that id and its variables, or the fork's results.
};

struct row {
    enum row_kind kind;
    uint32_t id, index;
    size_t at, size;  // In the batch's text.
};

struct batch {  // A zeroed struct is an empty batch.
    struct text text;
    struct row *rows;
    uint32_t count, size;
    // A step's number in its execution, from 1: a batch that was written is known by it when it is
    // sent again. 0: no step's.
    uint32_t seq;
};

void treadle_batch_step(
    struct batch *batch, const struct core *core, const struct step *step, bool events);
void treadle_batch_whole(struct batch *batch, const struct core *core);  // Without events.
struct row *treadle_batch_row(struct batch *batch, enum row_kind kind, uint32_t id, uint32_t index);
void treadle_batch_clear(struct batch *batch);  // Empty, keeps its memory.
void treadle_batch_free(struct batch *batch);

// -- Back from rows

struct revival {               // What else the rows hold. A zeroed struct holds nothing.
    struct payload *payloads;  // Counted; by number, ascending.
    struct event *events;      // The history; their documents are counted.
    uint32_t payload_count, payload_size, event_count, event_size;
};

// Makes [core], which must be initialised and new, from [rows]: in the order of their kinds, each
// kind by id and index. TREADLE_EINVAL and words in [status]: these rows were not written for this
// machine, or in no format known here; [core] is then to be cleared. [revival] is to be cleared in
// any case.
int treadle_core_restore(
    struct core *core, const struct batch *rows, struct revival *revival,
    struct treadle_status *status);
// The document of that number, lent; NULL: there is none.
struct doc *treadle_revival_payload(const struct revival *revival, uint32_t number);
void treadle_revival_clear(struct revival *revival);

#endif
