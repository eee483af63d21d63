// A bed for tests of services: an engine in virtual time and a world, resources made by hand,
// requests asked as the operator says.
#ifndef TREADLE_TESTS_SUPPORT_BED_H
#define TREADLE_TESTS_SUPPORT_BED_H

#include "base/arena.h"
#include "services/world.h"
#include "tests/support/support.h"

struct bed {
    treadle_engine *engine;
    treadle_world *world;
    struct arena arena;           // Of all that is heard.
    struct text notes, warnings;  // "account where text\n", one line each.
    const char *stack;            // Of what is made from now on; NULL: "stack".
    const char *region;           // Of what is made and asked from now on; NULL: us-east-1.
};

// [options] NULL: all defaults. Its callbacks are the bed's.
void bed_open(struct bed *bed, const struct treadle_world_options *options);
void bed_close(struct bed *bed);

// Makes a resource of [account]. Fails the test where that fails.
const struct resource *bed_make(
    struct bed *bed, const char *account, const char *logical_id, const char *type,
    const char *properties);
// Tries to; gives the problem, "" where there is none.
const char *bed_problem(
    struct bed *bed, const char *account, const char *logical_id, const char *type,
    const char *properties);

struct heard {
    const cJSON *output;         // NULL: a fault.
    const char *code, *message;  // "" where there is no fault.
    const char *text;            // The output as JSON text, or "CODE: message".
};

// Asks and turns the engine until it has been answered. [as]: an ARN, "nobody", or NULL for root of
// [account].
struct heard bed_ask(
    struct bed *bed, const char *as, const char *account, const char *service,
    const char *operation, const char *input);

#endif
