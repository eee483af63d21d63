// What a kind of state is to the core, and what the core offers it: the verbs.
//
// A kind is told that a frame entered its state, or that what it waited for is here, and answers
// with exactly one verb, as the last thing it does: the frame may be gone after it. Kinds know
// neither Retry nor Catch nor ResultPath nor history.
#ifndef TREADLE_ENGINE_CORE_STATE_KIND_H
#define TREADLE_ENGINE_CORE_STATE_KIND_H

#include "engine/core/frame.h"

// A value on its way through a state: scratch, or part of a document that outlives the state's
// work.
struct value {
    const cJSON *json;
    struct payload
        home;  // Set where [json] is the root of a document: then it is never copied. Lent.
};

struct state_kind {
    // The state begins, for the first time or again. [input]: after InputPath and Parameters.
    void (*enter)(struct core *core, struct frame *frame, struct value input);
    // The call has this [result]; or the moment has come: then its json is NULL. NULL: the kind
    // does not wait.
    void (*resume)(struct core *core, struct frame *frame, struct value result);
    // These three are NULL where the kind does not fork. Lends the input of the child at [index],
    // the indices in order; false where it failed the frame.
    bool (*child)(struct core *core, struct frame *frame, uint32_t index, struct value *input_out);
    const struct flow *(*flow)(
        const struct state *state, uint32_t index);  // Where that child begins.
    // How many children a frame must have that waits for them; what cannot be told is 0.
    uint32_t (*width)(struct core *core, const struct frame *frame);
    bool retries;  // It may have Retry and Catch.
    bool aborts;   // The history tells when it is given up.
    bool items;    // Its children are items, by which calls below them are known.
    // The events of the life of a state that forks; 0: none.
    uint16_t started, succeeded, failed;
    uint16_t child_started, child_succeeded, child_failed, child_aborted;
};

// -- Verbs that wait

struct request {  // What a Task asks for.
    struct value arguments;
    const cJSON *credentials;         // NULL: none.
    uint32_t timeout_s, heartbeat_s;  // 0: none.
};
// Checks the arguments, then schedules the call. A timeout or a missing heartbeat fails the frame
// by itself.
void treadle_frame_call(struct core *core, struct frame *frame, const struct request *request);
void treadle_frame_wake(struct core *core, struct frame *frame, int64_t due_ms);
// [count] children, at most [max] of them at once (0: all), whose inputs are made of [source];
// where that is too large the frame fails by itself.
void treadle_frame_fork(
    struct core *core, struct frame *frame, uint32_t count, uint32_t max, struct value source);

// -- Verbs that move on

// To Next, or to the end.
void treadle_frame_leave(struct core *core, struct frame *frame, struct value result);
// [next] instead of Next, and [assign] instead of the state's own; by the [rule] of that index, or
// -1.
void treadle_frame_leave_to(
    struct core *core, struct frame *frame, struct value result, const struct state *next,
    const struct assign *assign, int32_t rule);
void treadle_frame_fail(struct core *core, struct frame *frame, const struct error *error);

// -- To look at values with. Where one gives false, the frame has failed: return.

// The input after InputPath and Parameters, computed again; after InputPath alone.
bool treadle_frame_input(struct core *core, struct frame *frame, struct value *out);
bool treadle_frame_effective(struct core *core, struct frame *frame, struct value *out);
// An expression of the field [name] of the state, over [input]. NULL gives NULL.
bool treadle_frame_eval(
    struct core *core, struct frame *frame, const char *name, const struct expr *expr,
    const cJSON *input, const cJSON **out);
// What an expression of this state sees; fails nothing.
struct bindings treadle_frame_bindings(
    struct core *core, const struct frame *frame, const cJSON *input);
// The same for the item at [index], which `$$.Map.Item` shows as [value].
struct bindings treadle_frame_item_bindings(
    struct core *core, const struct frame *frame, const cJSON *input, uint32_t index,
    const cJSON *value);
// States.Runtime, [cause] in AWS's words but for the sentence about the state, which the core puts
// before them; [field] of the state is to blame.
void treadle_frame_fail_runtime(
    struct core *core, struct frame *frame, const char *field, const char *cause);
struct value treadle_value_of(struct payload payload);

#endif
