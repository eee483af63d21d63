// treadle-sim --seed N | --seeds FROM TO: runs the simulator.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "tests/sim/report.h"
#include "tests/sim/sim.h"

static int usage(void) {
    fputs(
        "treadle-sim --seed N         that one, and tells what happens in it\n"
        "treadle-sim --seeds FROM TO  all from FROM to TO\n",
        stderr);
    return 2;
}

static bool seed_of(const char *text, uint64_t *out) {
    int64_t number;
    if (!treadle_number_read_int(text, 0, INT64_MAX, &number)) return false;
    *out = (uint64_t)number;
    return true;
}

static void tell_faults(uint64_t seed) {
    const struct faults faults = sim_faults_drawn(seed);
    report_tell(
        "faults of a thousand: %u commits refused, %u unknown, %u crashes, %u answers doubled, "
        "%u lost; %s%s",
        faults.refused, faults.unknown, faults.crash, faults.doubled, faults.slow ? faults.lost : 0,
        faults.slow ? "things take their time" : "nothing takes time",
        faults.silent ? "; the host keeps no history" : "");
}

int main(int argc, char **argv) {
    uint64_t from, to;
    bool one = argc == 3 && strcmp(argv[1], "--seed") == 0;
    bool many = argc == 4 && strcmp(argv[1], "--seeds") == 0;
    if (!one && !many) return usage();
    if (!seed_of(argv[2], &from) || !seed_of(argv[argc - 1], &to)) return usage();
    struct sim_counts counts = {0};
    for (uint64_t seed = from; seed <= to; seed++) {
        report_seed(seed, one);
        tell_faults(seed);
        sim_seed(seed, &counts);
    }
    printf(
        "seeds %" PRIu64 " to %" PRIu64 ": no invariant is broken; %" PRIu64 " executions (%" PRIu64
        " succeeded, %" PRIu64 " failed, %" PRIu64 " otherwise), %" PRIu64 " steps, %" PRIu64
        " crashes, %" PRIu64 " commits refused, %" PRIu64 " unknown, %" PRIu64
        " facts doubled, %" PRIu64 " lost\n",
        from, to, counts.executions, counts.succeeded, counts.failed, counts.others, counts.steps,
        counts.crashes, counts.refused, counts.unknown, counts.doubled, counts.lost);
    return 0;
}
