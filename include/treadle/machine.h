// A machine: a parsed, checked, read-only definition of a workflow.
//
// Counted: who was given it drops it once, and executions keep a reference of their own. All of
// this may be done on any thread, but one machine belongs to one thread at a time.
#ifndef TREADLE_MACHINE_H
#define TREADLE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "treadle/value.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct machine treadle_machine;

// AWS's two types of state machine. An EXPRESS one may not wait for what others do (.sync,
// .waitForTaskToken, activities). Its executions end after five minutes at the latest, may share a
// name, have ARNs of their own form, and keep no history.
enum treadle_machine_type { TREADLE_STANDARD, TREADLE_EXPRESS };

// Something the checker says about a definition. Lent until the callback returns.
struct treadle_problem {
    bool warning;         // false: AWS would refuse the definition.
    const char *code;     // AWS's: "SCHEMA_VALIDATION_FAILED", "MISSING_TRANSITION_TARGET", …
    const char *message;  // AWS's words where they are known.
    const char
        *pointer;  // JSON Pointer into the definition: "/States/A/Choices/0"; "" is the whole.
    const char *location;  // The same as AWS writes it: "/States/A/Choices[0]", "/"; NULL: nowhere.
    const char *label;     // A few words under the caret: "no such state"; or NULL.
    const char *help;      // What to type next: "did you mean 'B' (line 37)?"; or NULL.
    uint32_t line, column;  // From 1, columns in characters; 0: unknown.
    uint32_t width;         // Characters to underline.
};
typedef void (*treadle_problem_cb)(const struct treadle_problem *problem, void *data);

// Parses and checks a definition, JSON or YAML, as a STANDARD machine's. Gives [*out]:
// treadle_machine_drop. TREADLE_EPARSE where AWS would refuse it (over 1 MiB, too), or where it has
// what treadle does not run yet; [status] then tells the first error, "1:35:
// SCHEMA_VALIDATION_FAILED: …", with line and column.
TREADLE_API int treadle_machine_parse(
    const char *text, treadle_machine **out, struct treadle_status *status);

// A definition to read. Borrowed; the machine has a copy.
struct treadle_source {
    const char *text;
    size_t size;       // Bytes of [text], which needs no NUL.
    const char *name;  // A file's name, for messages; or NULL. Copied.
    enum treadle_machine_type type;
};

// The same, with every problem told in the order of the text, warnings too: [on_problem], which may
// be NULL, is called before this returns, for the first 1,000 of them.
TREADLE_API int treadle_machine_read(
    const struct treadle_source *source, treadle_problem_cb on_problem, void *data,
    treadle_machine **out, struct treadle_status *status);

// One more reference. Gives: treadle_machine_drop.
TREADLE_API treadle_machine *treadle_machine_ref(treadle_machine *machine);
// Takes a reference; with the last one the machine is gone. NULL is fine. One drop too many ends
// the process, as does any use after the last one.
TREADLE_API void treadle_machine_drop(treadle_machine *machine);

// The definition as it was read, with a NUL at its end; lends as long as the machine lives.
TREADLE_API const char *treadle_machine_text(const treadle_machine *machine);
// The name of its source; lends likewise. NULL: it has none.
TREADLE_API const char *treadle_machine_source(const treadle_machine *machine);

// Where the value at a JSON Pointer stands in the source; [name]: the name of that member instead.
// False where there is none; [*out] is then all 0.
struct treadle_place {
    uint32_t line, column, width;  // From 1; in characters.
};
TREADLE_API bool treadle_machine_place(
    const treadle_machine *machine, const char *pointer, bool name, struct treadle_place *out);

// A state of a machine. Lent until the callback returns.
struct treadle_state_info {
    const char *name, *type;  // "PutItem", "Task"
    const char *resource;     // A Task's; else NULL.
    const char *pointer;      // "/States/PutItem"
};
typedef void (*treadle_state_cb)(const struct treadle_state_info *state, void *data);
// Each state, outer before inner, in the order of the definition: calls back before it returns.
TREADLE_API void treadle_machine_each_state(
    const treadle_machine *machine, treadle_state_cb on_state, void *data);

// -- The parts of a machine, for whoever draws, counts or explains it

enum treadle_part_kind {
    TREADLE_PART_FLOW,   // A StartAt with its States: the machine's own, a branch of a Parallel, a
                         // Map's processor.
    TREADLE_PART_STATE,  // Its own parts follow it at once, then its flows.
    TREADLE_PART_NEXT,   // The ways out of a state, in this order: Next,
    TREADLE_PART_RULE,   // the rules of a Choice,
    TREADLE_PART_DEFAULT,
    TREADLE_PART_CATCHER,
    TREADLE_PART_END,  // End: true; or it is a Succeed or Fail.
    TREADLE_PART_RETRIER,
};

// A part of a machine. Lent until the callback returns. States are known by numbers from 0, without
// gaps: the same in every part.
struct treadle_part {
    enum treadle_part_kind kind;
    // JSON Pointer into the definition: "" the machine's own FLOW, "/States/A/Choices/0" a RULE,
    // "/States/A/Next" a NEXT. END of a Succeed or Fail: its Type.
    const char *pointer;
    const cJSON *json;     // What stands there. Lent as long as the machine lives.
    const char *state;     // STATE: its name. Else of the state it is part of. The machine's own
    int32_t number;        // FLOW is part of none: NULL and -1.
    const char *type;      // Of that state: "Choice".
    const char *resource;  // Of that state, a Task; else NULL.
    const char *to;        // NEXT, RULE, DEFAULT, CATCHER: the state it leads to. FLOW: where it
    int32_t to_number;     // starts. Else NULL and -1.
    uint32_t index;        // FLOW, RULE, CATCHER, RETRIER: its place among its like. Else 0.
    uint32_t count;        // STATE: of its flows. FLOW: of its states. Else 0.
    uint32_t depth;        // Parallels and Maps around it. A FLOW is as deep as its states.
};
typedef void (*treadle_part_cb)(const struct treadle_part *part, void *data);
// Each part, outer before inner, in the order of the definition: the machine's own FLOW, then each
// of its states with all that is in it. In time that grows with the machine.
TREADLE_API void treadle_machine_walk(
    const treadle_machine *machine, treadle_part_cb on_part, void *data);

#ifdef __cplusplus
}
#endif

#endif
