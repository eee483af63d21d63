// A world to ask things of: an engine in virtual time, our own services and one that is made for
// tests, and what was said meanwhile.
//
// The service is "box" of box.amazonaws.com; its type Test::Box has a Name and a Policy.
// Operations: Put {Name, Value} keeps a text; List {Name} shows them; Hold {Name} answers when the
// test says so; Relay {Name, RoleArn, Service, Operation, Input} asks onward, under the role or as
// the service; Chain {Name} asks itself onward for ever; Both {Arn, To} uses two boxes and shows
// the first. Its machines' Tasks are
// arn:aws:states:::ask:SERVICE, with {Operation, Region, As, Input} as Parameters.
#ifndef TREADLE_TESTS_SERVICES_BED_H
#define TREADLE_TESTS_SERVICES_BED_H

#include "services/world.h"
#include "tests/support/support.h"

struct bed {
    treadle_engine *engine;
    struct world *world;
    struct arena arena;
    struct text warnings, notes;  // A line each.
    struct request *held;         // By Hold.
    uint32_t handled;             // Requests that box has handled.
    struct treadle_world_options options;
};

// Opens what [options] say; NULL: nothing special, seed 42.
void bed_open(struct bed *bed, const struct treadle_world_options *options);
void bed_close(struct bed *bed);
void bed_restart_engine(struct bed *bed);  // The process dies; the world's rows are kept.
void bed_run(struct bed *bed);             // Until nothing is left to do.

// Creates a resource in us-east-1 that must come to be. Lends.
struct resource *bed_make(
    struct bed *bed, const char *account, const char *type, const char *name,
    const char *properties);
// The status' text of one that must not. Lends.
const char *bed_make_fails(
    struct bed *bed, const char *account, const char *type, const char *name,
    const char *properties);
// A role that [service] may take on and that may do [action] on everything. Lends its ARN.
const char *bed_role(
    struct bed *bed, const char *account, const char *name, const char *service,
    const char *action);

struct heard {
    uint32_t answers;
    char text[8192];  // The output, or "CODE STATUS: message".
};

// Asks and lets the engine run until nothing is left.
struct heard bed_ask(
    struct bed *bed, const char *who, const char *account, const char *service,
    const char *operation, const char *input);
// The same under a key of its own.
struct heard bed_ask_key(
    struct bed *bed, const char *who, const char *account, const char *key, const char *service,
    const char *operation, const char *input);
// Sends without running; [heard] outlives the answer.
int bed_send(
    struct bed *bed, const char *who, const char *account, const char *key,
    const struct treadle_ask *ask, struct heard *heard);

void bed_hear(const struct treadle_response *response, void *data);  // [data]: a struct heard.
const char *bed_print(struct bed *bed, const cJSON *value);

#endif
