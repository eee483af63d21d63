// Many cases over several processes: what crashes takes one case with it and no other.
#ifndef TREADLE_SUITE_JOBS_H
#define TREADLE_SUITE_JOBS_H

#include "suite/run.h"

struct suite_job {
    struct suite_file *file;
    const struct suite_entry *entry;
};

// Called once a job, in the order of the jobs, as soon as those before it are done.
typedef void (*suite_done_cb)(uint32_t job, void *data);

struct suite_jobs {
    struct suite_options options;
    const struct suite_job *list;
    uint32_t count;
    uint32_t workers;              // Processes; 0: this one, for a debugger.
    struct suite_result *results;  // One a job, zeroed; the caller's to clear.
    suite_done_cb on_done;         // NULL: nobody wants to know.
    void *data;
};

// Runs all of them. TREADLE_EIO and a [status]: no worker could be started, and some are not done.
int treadle_suite_jobs_run(const struct suite_jobs *jobs, struct treadle_status *status);

#endif
