// What a command runs in: an engine, and the world of its templates. Opened and owned here, never
// global.
#ifndef TREADLE_CLI_COMPOSE_H
#define TREADLE_CLI_COMPOSE_H

#include <uv.h>

#include "cli/line.h"
#include "cli/talk.h"
#include "treadle/engine.h"
#include "treadle/test.h"
#include "treadle/world.h"

struct compose_hooks {
    treadle_trace_cb on_trace;  // NULL: no trace.
    treadle_note_cb on_note;    // NULL: no trace.
    treadle_nobody_cb on_nobody;
    void *data;
    bool world;  // Open one even where no template was given? [own] wants one.
};

struct template_text {  // For excerpts.
    const char *name, *text;
};

struct composed {
    struct talk *talk;
    const struct line *line;
    struct compose_hooks hooks;
    uv_loop_t loop;  // Real time only.
    bool real;
    treadle_engine *engine;
    treadle_mocks *mocks;  // NULL: none were given.
    bool spare;            // Some of them may well be asked nothing: they are a test file's.
    const char *input;     // That the mocks came with, JSON text; NULL: they came with none.
    treadle_world *world;  // NULL: no template was given.
    struct template_text *templates;
    uint32_t template_count, template_size;
};

// Opens all of it and loads the templates; false after an error was said. [real]: on the wall
// clock. [own]: a file to run as a machine of its own among the templates, or NULL.
bool treadle_compose(
    struct composed *all, struct talk *talk, const struct line *line, bool real, const char *own,
    const struct compose_hooks *hooks);
// Says what [status] says: as a place in a template with its line, where it names one.
void treadle_composed_refuse(struct composed *all, const struct treadle_status *status);
void treadle_composed_close(struct composed *all);
// Until nothing is left to do.
void treadle_composed_run(struct composed *all);
const char *treadle_line_account(const struct line *line);
const char *treadle_line_region(const struct line *line);

#endif
