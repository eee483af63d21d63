// A virtual engine with an integration that does what a Task's action says, and a record of what
// was told.
#ifndef TREADLE_TESTS_DOOR_SCENE_H
#define TREADLE_TESTS_DOOR_SCENE_H

#include "base/text.h"
#include "treadle/engine.h"

struct scene {
    treadle_engine *engine;
    struct text told;    // Lines of what happened.
    treadle_call *held;  // The last call of example:hold.
    struct treadle_engine_options options;
};

// example:echo answers its arguments, :later after [ms] of them, :fail with [error] and [cause],
// :refuse will not begin, :hold keeps the call. Options may be set before.
void scene_open(struct scene *scene);
void scene_close(struct scene *scene);
treadle_machine *scene_machine(const char *definition);  // gives; fails the test where it is none.
// A machine of one Task, "T", of that action, with [more] fields.
treadle_machine *scene_task(const char *action, const char *more);
// Begins an execution of [machine], which it takes, and turns to the end.
void scene_run(struct scene *scene, treadle_machine *machine, const char *input);
void scene_start(
    struct scene *scene, treadle_machine *machine, const char *input);  // Without turning.
void scene_on_end(const struct treadle_result *result, void *data);
// Compares with what was told, and forgets it.
void scene_told(struct scene *scene, const char *want);
void scene_forget(struct scene *scene);

#endif
