// A frame: where one thread of control stands. Plain data, so it can be written down, counted and
// compared.
//
// The root frame walks through the machine's own states. A state that forks has child frames, one
// for each branch or item under way. A frame waits for tickets, or for its children; or it is in
// the ready list.
#ifndef TREADLE_ENGINE_CORE_FRAME_H
#define TREADLE_ENGINE_CORE_FRAME_H

#include "engine/core/core.h"

// What a ticket of a frame is for. The execution's own is the DEADLINE.
enum role { ROLE_CALL, ROLE_TIME, ROLE_BEAT, ROLE_COUNT, ROLE_DEADLINE = ROLE_COUNT, ROLE_SPENT };

// All but WAITING are in the ready list.
enum phase {
    PHASE_WAITING,
    PHASE_ENTER,  // A state is to be entered,
    PHASE_AGAIN,  // or tried again, after a retry's pause.
    PHASE_FORK,   // The next child is to be made.
    PHASE_JOIN,   // All children have ended.
    PHASE_COUNT
};

// What a frame with children keeps besides, anew for each entry: its results are rows under its own
// id.
struct fork {
    uint32_t id;
    uint32_t count, cursor, open, max;  // Children: in all, made, alive, alive at once.
    uint32_t lead;                      // The event that the next child follows.
    struct payload source;              // What their inputs are made of.
    const cJSON *place;                 // In it, of the next child: a kind's own. NULL: look it up.
    struct payload *results;            // By index, one for each child that ended.
};

struct variable {
    uint32_t number, bytes;  // Of the machine; of the value's JSON text.
    struct payload value;    // A document of its own.
};

struct scope {  // The variables that a frame has assigned, by number.
    struct variable *list;
    uint32_t count, size;
};

enum call_phase { CALL_SCHEDULED, CALL_STARTED, CALL_SUBMITTED, CALL_PHASE_COUNT };

// What a frame keeps of its Task's call, from scheduling to leaving the state.
struct call {
    struct payload request;  // As a CALL command's.
    int64_t at_ms, beat_ms;  // When it was scheduled; when it last gave a sign of life.
    uint32_t ticket;         // Known here after it is spent too: the task token is made of it.
    uint32_t timeout_s, heartbeat_s;  // 0: none.
    uint8_t phase;                    // enum call_phase
};

struct frame {
    struct frame *parent, *child;  // [child] is the oldest; its [prev] is the youngest.
    struct frame *next, *prev;
    struct frame *ready_next, *ready_prev;
    const struct state *state;
    struct fork *fork;     // NULL: no children.
    struct scope *scope;   // NULL: no variables of its own.
    struct call *call;     // NULL: no call.
    uint32_t *attempts;    // One for each retrier, this visit; NULL: no retry yet.
    struct payload input;  // Of the state, before InputPath. Always a document of its own.
    int64_t entered_ms;
    uint32_t id, index;  // [index] among its siblings.
    uint32_t order;      // Its place in the ready list.
    uint32_t previous;   // The id of its last event that leads.
    uint32_t entered;    // The id of the event that entered its state; 0: not yet entered.
    uint32_t retries;    // Of this visit, of all retriers.
    uint32_t tickets[ROLE_COUNT];
    uint32_t dirty;  // Its place in the step's list, from 1; 0: not in it.
    uint8_t phase;   // enum phase
    bool pausing;    // Before a retry: its TIME ticket ends the pause.
    bool written;    // Some step before has listed it.
};

#endif
