// The stacks of a world: its templates, and how they take values from each other.
//
// Behind the door's treadle_world_template, _param, _load and _output (treadle/world.h). A load
// makes every stack that is not made yet, each after those whose outputs it takes, and all of them
// or none: where one cannot be made, the resources of the others are taken out again, and the same
// templates may be loaded once more with further parameters.
#ifndef TREADLE_SERVICES_CLOUDFORMATION_STACKS_H
#define TREADLE_SERVICES_CLOUDFORMATION_STACKS_H

#include "services/cloudformation/stack.h"

struct setting {        // Of a parameter, from outside.
    const char *stack;  // NULL: of every stack that has it.
    const char *name;
    const char *value;  // As it was given: "@Stack.Output", "@@…", or a text.
    bool loaded;        // It was there in a load that went well.
};

struct stacks {
    struct arena arena;  // Of the settings.
    struct stack **all;
    uint32_t count, size;
    struct setting *settings;
    uint32_t setting_count, setting_size;
};

struct wait {          // What keeps a stack from being made.
    struct stack *on;  // The stack it waits for; NULL: none of them would help.
    struct place at;   // Where it says so.
    const char
        *reason;  // "its parameter ReceiverApiId is @receiver.ApiId"; in the stack's scratch.
};

// The stack of that name, of [size] bytes; NULL: none.
struct stack *treadle_stacks_find(const struct stacks *stacks, const char *name, size_t size);

// -- settings.c

// Every setting is of a parameter that is there, and takes an output that is there.
int treadle_stacks_check_settings(const struct stacks *stacks, struct treadle_status *status);
// Gives [stack] the parameters that are set from outside; false: it has to [wait] for one.
bool treadle_stacks_give(const struct stacks *stacks, struct stack *stack, struct wait *wait);

#endif
