// A machine: a definition, read once into structures that never change.
//
// Everything in it lives in one arena and may be pointed at for as long as the machine lives.
// Running never looks at the definition's JSON again, but nodes of it are kept for places in
// messages.
#ifndef TREADLE_ENGINE_MODEL_MACHINE_H
#define TREADLE_ENGINE_MODEL_MACHINE_H

#include "base/json/places.h"
#include "engine/model/pattern.h"
#include "engine/model/task_uri.h"
#include "engine/query/query.h"
#include "treadle/machine.h"

enum kind_id {
#define KIND(name, text, file, exits) KIND_##name,
#include "engine/model/kinds.def"
#undef KIND
    KIND_COUNT
};

enum choice_test {
    TEST_AND,
    TEST_OR,
    TEST_NOT,
#define TEST(text, name, compares, orders) TEST_##name,
#include "engine/model/choice_tests.def"
#undef TEST
};

// What a comparison compares.
enum compared {
    COMPARED_FLAG,  // Nothing: it asks something of the value alone.
    COMPARED_BOOLEAN,
    COMPARED_NUMBER,
    COMPARED_STRING,
    COMPARED_PATTERN,
    COMPARED_TIMESTAMP
};

enum order { ORDER_LESS = 1, ORDER_EQUAL = 2, ORDER_GREATER = 4 };

struct state;

struct assign {                 // Variables to assign as a state is left.
    const struct expr *values;  // Gives an object that has [count] members,
    const uint32_t *numbers;    // in the order of these variables.
    uint32_t count;
};

struct variable_read {  // A variable that some expression of a state reads.
    uint32_t number;
    const struct variable_read *next;
};

struct rule {  // One rule of a Choice state, or a part of one.
    enum choice_test test;
    enum compared compared;
    uint32_t orders;  // Of the value and the operand, that hold: enum order, or'ed.
    const cJSON *raw;
    const struct expr *variable;
    const cJSON *operand;             // The literal to compare with.
    const struct expr *operand_path;  // Instead of [operand]: the "…Path" form.
    const struct pattern *pattern;    // Of a COMPARED_PATTERN: [operand], read.
    const struct rule *child, *next;  // Parts of And, Or, Not; the next rule beside this one.
    const struct state *target;       // Top rules only, and
    const struct assign *assign;      // NULL: none.
};

struct retrier {
    const cJSON *raw, *errors;                // [errors]: an array of names.
    double interval_s, backoff, delay_max_s;  // [delay_max_s] 0: no bound.
    uint32_t attempts_max;
    bool jitter;
};

struct catcher {
    const cJSON *raw, *errors;
    const struct path *result_path;  // NULL: `$`.
    bool result_null;
    const struct assign *assign;  // NULL: none.
    const struct state *next;
};

struct flow {  // A StartAt with its States.
    const struct state *start;
    struct state *list;  // Its states in the order of the text: [state_count] of them.
    uint32_t state_count;
    const struct state *owner;  // The Parallel or Map it belongs to; NULL at the top.
    const cJSON *raw;
};

struct pass_fields {
    struct doc *result;  // Its own document, so that it can be handed out uncopied; NULL: none.
};

struct addition {  // A member that AWS puts into a call's parameters.
    const char *service, *action;
    enum treadle_pattern pattern;
    const char *member, *text;
};

struct task_fields {
    struct treadle_task_uri uri;
    const char *resource_type;        // As events say it: "apigateway", "aws-sdk:s3".
    const char *resource_action;      // As events say it: "invoke.waitForTaskToken".
    const struct addition *addition;  // NULL: none.
    double timeout_s, heartbeat_s;    // 0: none.
    const struct expr *timeout_path, *heartbeat_path, *credentials;
};

struct choice_fields {
    const struct rule *rules;
    const struct state *otherwise;  // Default; NULL: none.
};

struct wait_fields {         // Exactly one is set.
    const cJSON *seconds;    // A number.
    const cJSON *timestamp;  // A text; [timestamp_ms] is its moment.
    int64_t timestamp_ms;
    const struct expr *seconds_path, *timestamp_path;
};

struct fail_fields {
    const char *error, *cause;  // NULL: none.
    const struct expr *error_path, *cause_path;
};

struct parallel_fields {
    struct flow *branches;
    uint32_t branch_count;
};

struct map_fields {
    struct flow *processor;       // Every item goes through it.
    const struct expr *items;     // NULL: `$`.
    const struct expr *selector;  // Makes the inputs; NULL: they are the items.
    uint32_t at_once;             // MaxConcurrency; 0: no bound of the author's.
    const struct expr *at_once_path;
    const cJSON *later;  // A field of a distributed Map, which does not run yet; NULL: none.
};

struct state {
    const char *name;
    const cJSON *raw;
    const struct flow *flow;
    enum kind_id kind;
    uint32_t number;    // Its place in the machine, from 0: the same everywhere.
    bool uses_context;  // Some expression of it reads `$$`.
    bool input_null, result_null, output_null;  // A path that is `null`.
    uint32_t retrier_count, catcher_count;
    const struct state *next;                         // NULL: End.
    const struct expr *input_path, *output_path;      // NULL: `$`.
    const struct path *result_path;                   // NULL: `$`.
    const struct expr *parameters, *result_selector;  // NULL: none.
    const struct assign *assign;                      // NULL: none. A Choice's is its Default's.
    const struct variable_read *reads;                // Each variable once.
    const struct retrier *retriers;
    const struct catcher *catchers;
    union {  // What is more than two words stands elsewhere: most states are small.
        struct pass_fields pass;
        struct task_fields *task;
        struct choice_fields choice;
        struct wait_fields *wait;
        struct fail_fields *fail;
        struct parallel_fields parallel;
        struct map_fields *map;
    } of;
};

struct machine {
    uint32_t held;  // References of embedders: the door's ref and drop.
    uint32_t kept;  // References of executions, which nobody else can take away.
    struct arena arena;
    enum treadle_machine_type type;
    char *source_name;  // Its file's; NULL: none.
    struct doc *definition;
    struct places places;
    struct flow flow;
    double timeout_s;        // Of an execution; 0: none.
    const char **variables;  // Names of those that are assigned or read, by number.
    uint32_t variable_count, variable_size;
    struct state **states;  // By number.
    uint32_t state_count, state_size;
    struct doc **docs;  // Documents of its states, to drop at the end.
    uint32_t doc_count, doc_size;
};

extern const char *const treadle_kind_names[KIND_COUNT];

// An execution's own reference: an embedder's mistakes do not reach it.
struct machine *treadle_machine_keep(struct machine *machine);  // gives
void treadle_machine_let(struct machine *machine);              // takes
// The first claim of every function of the door that is given a machine.
void treadle_machine_must_live(const struct machine *machine);

// The JSON Pointer of [node] of the definition, in [arena]; NULL: it is not of this machine.
const char *treadle_machine_pointer(
    const struct machine *machine, struct arena *arena, const cJSON *node);
// The same as AWS writes it: "/States/A/Choices[0]"; "/" is the whole.
const char *treadle_machine_location(
    const struct machine *machine, struct arena *arena, const cJSON *node);
// The state of that number and name; NULL: there is none (the row is of another definition).
const struct state *treadle_machine_state(
    const struct machine *machine, uint32_t number, const char *name);
// Puts the JSON Pointer of a state, "/States/A/Iterator/States/B"; of a flow,
// "/States/P/Branches/0", or nothing at the top. They are made when they are asked for: of many
// states deep down they would be a thousand times what the definition is.
void treadle_state_pointer(struct text *out, const struct state *state);
void treadle_flow_pointer(struct text *out, const struct flow *flow);
const struct state *treadle_machine_state_named(
    const struct machine *machine, const char *name);  // At any depth; or NULL.
// The number of that variable; [variable_count]: it is neither assigned nor read.
uint32_t treadle_machine_variable(const struct machine *machine, const char *name);

#endif
