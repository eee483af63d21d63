// One execution, driven through virtual time, in several ways that must come to the same.
//
// The rig is a driver of the host, as libuv and virtual time are, with a store of rows beside it.
// It answers calls as the test says, and checks the invariants, and that the sum of the batches is
// the whole, after each step.
#ifndef TREADLE_TESTS_CORE_RIG_H
#define TREADLE_TESTS_CORE_RIG_H

#include "engine/host/host.h"
#include "tests/core/store.h"

enum rig_way {
    RIG_STRAIGHT = 0,
    RIG_RESTORE = 1,  // The core is made anew from its rows after each step.
    RIG_DOUBLE = 2,   // Every fact comes twice.
    RIG_REBORN = 4,   // The whole host is lost after each commit, and made anew from rows: timers,
                      // calls, GO_ON.
    RIG_REPLAY = 8,   // At the end the facts alone, in a fresh core, make the same history.
    RIG_LATER = 16,   // Commits take a while; by turns they are done, are sent again since nobody
                      // can say, are refused.
    RIG_SILENT = 32,  // The host keeps no history: it is written down step by step.
};

struct rig_answer {         // What the world says to a call. Documents are given to the rig.
    int64_t after_ms;       // Since the call; -1: never.
    int64_t beat_ms;        // A sign of life each so often until then; 0: none.
    bool starts;            // Says a millisecond after the call that it has begun.
    struct doc *submitted;  // Says two milliseconds after the call that it was taken; NULL: not.
    bool failed;
    struct doc *value;  // The result; or {"Error", "Cause"}.
};

// [nth] counts the calls of the execution from 0.
typedef void (*rig_answer_fn)(
    void *data, const struct command *call, uint32_t nth, struct rig_answer *answer);

struct rig_run {
    const char *definition, *input;
    const char *whole;    // A Map or Parallel that a call stands in for; NULL: none.
    const char *opening;  // JSON text of a START fact's; NULL: none.
    uint64_t seed;
    int64_t now_ms;        // Where time begins; 0: 2026-01-01T00:00:00Z.
    unsigned ways;         // enum rig_way
    rig_answer_fn answer;  // NULL: nobody answers.
    void *data;            // For it.
    int64_t stop_ms;       // Since the start; 0: not. StopExecution without a word.
};

struct rig_outcome {
    char *history;  // An event a line.
    char *output;   // JSON text of the output, or of {"Error", "Cause"}; NULL: none.
    enum treadle_outcome outcome;
    struct doc *events;  // The history as one array.
    int64_t elapsed_ms;
    uint32_t steps, calls, go_ons;
    char *next;            // Where it would have gone on; NULL: nowhere.
    char *variables;       // JSON text of those at the end; NULL: they were not kept.
    char *blamed;          // The state's name; NULL: none.
    char *blamed_pointer;  // JSON Pointer of the field to blame; NULL: none.
};

// Runs to the end, or to where nothing is due any more.
void rig_run(const struct rig_run *run, struct rig_outcome *out);
void rig_outcome_clear(struct rig_outcome *outcome);
// Runs all ways and fails where one comes to something else than the straight one, whose outcome it
// gives.
void rig_run_all(const struct rig_run *run, struct rig_outcome *out);
struct machine *rig_machine(const char *definition);  // gives; fails the test where it is none.

#endif
