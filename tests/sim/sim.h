// The simulator: the host under random machines and random faults, all from one seed.
//
// A run has a few executions, a host, a disk for each execution and a world that answers calls. The
// disk takes its time, refuses, or does not say whether it wrote; the world is late, silent or says
// things twice; and the host is lost between any two things it does, to be made anew from the
// disks. What must hold all the same is in checks.def.
//
// Two sorts of runs, by lot. In a *swift* one faults take no time: then an execution must have the
// same history, byte for byte, as without them. In a *slow* one commits, restarts and answers take
// their time, facts get lost and overtake each other: then the facts that became durable, given to
// a fresh core, must make the same history.
#ifndef TREADLE_TESTS_SIM_SIM_H
#define TREADLE_TESTS_SIM_SIM_H

#include "base/map.h"
#include "engine/host/host.h"
#include "tests/sim/disk.h"
#include "tests/sim/ledger.h"

enum { LIVES_MAX = 3 };

struct faults {  // Of a thousand each; all 0: none.
    uint32_t refused, unknown, crash, doubled, lost;
    bool slow;
    bool silent;  // No fault: the host keeps no history.
};

struct life;

struct letter {  // What a client asks for until it is answered: a sender of the host.
    struct life *life;
    enum { LETTER_START, LETTER_STOP } kind;
    bool posted, sent, answered;  // [posted]: it is under way to the host.
};

struct life {  // An execution, also while no host knows it.
    uint64_t seed;
    char name[16];
    char *definition, *input_text;
    struct machine *machine;
    struct doc *input;
    struct execution *execution;  // NULL: the host does not have it.
    struct letter start, stop;
    struct disk disk;
    struct ledger ledger;
};

struct sim_write {  // A commit under way.
    struct life *life;
    const struct batch *batch;  // The host's.
    int64_t due_ms;
};

struct sim_counts {
    uint64_t executions, steps, crashes, refused, unknown, doubled, lost, succeeded, failed, others;
};

struct sim {
    uint64_t random;
    struct faults faults;
    struct life lives[LIVES_MAX];
    uint32_t life_count;
    struct host *host;      // NULL: it is lost.
    int64_t now_ms, up_ms;  // [up_ms]: when there will be another.
    struct heap mail;       // struct mail
    struct sim_write *writes;
    uint32_t write_count, write_size;
    struct map tokens;  // To the life whose call has it; keys are the ledgers'.
    uint32_t host_number, fault_count, turns;
    struct sim_counts *counts;
};

// Runs the executions of [seed] under [faults] to their rest. To be cleared.
void sim_run(
    struct sim *sim, uint64_t seed, const struct faults *faults, struct sim_counts *counts);
void sim_clear(struct sim *sim);
struct faults sim_faults_drawn(uint64_t seed);
// All of a seed: with its faults and, where these are swift, without, and how the two compare.
void sim_seed(uint64_t seed, struct sim_counts *counts);

// -- world.c

// Begins a call out there: its answers become mail.
void world_begin(struct sim *sim, struct life *life, const struct command *call);

struct mail {
    struct life *life;
    enum { MAIL_FACT, MAIL_LETTER, MAIL_RELOAD } kind;
    struct fact fact;       // FACT; its value is counted.
    struct letter *letter;  // LETTER
};

void sim_post(struct sim *sim, int64_t due_ms, uint32_t tie, const struct mail *mail);
bool sim_chance(struct sim *sim, uint32_t of_thousand);
uint32_t sim_draw(struct sim *sim, uint32_t below);

#endif
