// What a case runs on: its engine, its mocks, its world. For suite alone.
#ifndef TREADLE_SUITE_STAGE_H
#define TREADLE_SUITE_STAGE_H

#include "suite/coverage.h"
#include "suite/machines.h"
#include "suite/outcome.h"
#include "suite/run.h"
#include "treadle/test.h"
#include "treadle/world.h"

struct suite_runner {
    struct suite_options options;
    struct machines machines;
    struct arena arena;
    struct map told;  // Ids of machines whose texts a result has brought.
};

struct stage {
    struct suite_runner *runner;
    struct suite_file *file;
    const struct suite_entry *entry;
    struct suite_result *result;
    struct arena arena;
    struct suite_case one;
    struct watch watch;
    struct coverage coverage;  // Where it is asked for.
    treadle_engine *engine;
    treadle_mocks *mocks;  // NULL: there are none.
    treadle_world *world;  // NULL: no templates, and nothing local.
    // What runs, lent by the runner or the world.
    treadle_machine *machine;
    const char *machine_arn, *role_arn;
    const char *name;   // The machine's own, whatever the case runs as.
    uint64_t steps;     // Rows of the trace.
    bool wants_output;  // A template's output is needed to resolve the case.
    bool tell;          // Row by row.
    bool failed;        // Said so: nothing more is done.
    bool unanswered;    // By anybody: said so.
    bool endless;       // It was stopped.
};

// Opens all of it. False: what is wrong has been told to the result.
bool treadle_stage_open(struct stage *stage);
void treadle_stage_close(struct stage *stage);

const cJSON *treadle_stage_key(const struct stage *stage, const char *name);  // Of the case.
const cJSON *treadle_stage_templates(const struct stage *stage);              // NULL: none.

// The parts of opening: each says what is wrong, and then gives false or sets [failed].
bool treadle_stage_open_machine(struct stage *stage);
bool treadle_stage_open_mocks(struct stage *stage);
void treadle_stage_check_names(struct stage *stage);

// Says what keeps the case from running: it is broken.
void treadle_stage_break(struct stage *stage, const struct suite_problem *problem);
// The same of a node of the case, or of that member's name. [help] may be NULL.
void treadle_stage_refuse(
    struct stage *stage, const cJSON *node, bool name, const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
// The same of a node of the file.
void treadle_stage_refuse_raw(
    struct stage *stage, const cJSON *node, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
