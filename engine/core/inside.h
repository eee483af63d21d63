// Between the files of the core; nobody else includes this.
#ifndef TREADLE_ENGINE_CORE_INSIDE_H
#define TREADLE_ENGINE_CORE_INSIDE_H

#include "engine/core/arn.h"
#include "engine/core/state_kind.h"

// -- step.c: what a step holds

void treadle_event(
    struct core *core, struct frame *frame, enum event_type type, struct payload payload);
// The same where the event is not about the frame's state, or tells more: [event] has type, state,
// payload (borrowed), assigned (taken) and the rest; the frame's last event leads to it.
void treadle_event_put(struct core *core, struct frame *frame, struct event event);
struct command *treadle_command(struct core *core, enum command_kind kind);  // lends
void treadle_dropped(struct core *core, uint32_t id);                        // A row is no more.
bool treadle_step_spent(const struct step *step);                            // Is its budget?
// An event of the life of a child, about its parent's state.
void treadle_child_event(struct core *core, struct frame *child, uint16_t type);
// Takes a call or wake and its cancelling out of a step that holds both: it never was.
void treadle_step_settle(struct step *step);
// Tells more of the event that was put last, about the frame's state, where somebody asks.
void treadle_remark(struct core *core, const struct frame *frame, struct remark remark);
struct call_terms treadle_call_terms(const struct core *core, const struct frame *frame);

// -- check.c

void treadle_frame_check(const struct core *core, const struct frame *frame);  // Asserts.
// What does not hold of a core that was made from rows, in the words of the claim; NULL: all does.
const char *treadle_core_flaw(struct core *core);

// -- ticket.c

struct wait *treadle_wait_find(const struct core *core, uint32_t ticket);  // lends; NULL: not open.
// Gives a fresh ticket. [frame] is NULL for the DEADLINE.
uint32_t treadle_ticket_new(struct core *core, struct frame *frame, enum role role, int64_t due_ms);
void treadle_ticket_spend(struct core *core, struct frame *frame, enum role role);
void treadle_ticket_cancel(struct core *core, struct frame *frame, enum role role);
void treadle_wake(
    struct core *core, struct frame *frame, enum role role, int64_t due_ms);  // A WAKE with one.

// -- core.c

int64_t treadle_deadline_of(const struct core *core);  // When the execution must have ended.
uint32_t treadle_events_max(const struct core *core);  // How many events it may make.

// -- frame.c

struct frame *treadle_frame_new(
    struct core *core, struct frame *parent, const struct state *state, uint32_t index);
// Gives up what it waits for and its children. [abort]: they say so in the history, after event
// [frame->previous].
void treadle_frame_quit(struct core *core, struct frame *frame, bool abort);
// Says in the history that the frame's state, and all below it, is aborted because of event
// [cause].
void treadle_frame_tell_abort(struct core *core, struct frame *frame, uint32_t cause);
void treadle_frame_drop(struct core *core, struct frame *frame);  // Quits, and is no more.
// Frees it with all below it, without a word: for a core that is given up.
void treadle_frame_free(struct workshop *shop, struct frame *frame);
void treadle_frame_dirty(struct core *core, struct frame *frame);
void treadle_frame_ready(struct core *core, struct frame *frame, enum phase phase);
void treadle_frame_unready(struct core *core, struct frame *frame);
void treadle_frame_link(struct frame *parent, struct frame *frame);  // As its youngest child.
void treadle_ready_link(struct core *core, struct frame *frame);     // At the end of the list.
bool treadle_frame_idle(const struct frame *frame);  // Waits for nothing and is not ready.
const struct state_kind *treadle_kind_of(const struct core *core, const struct frame *frame);
int32_t treadle_frame_place(const struct frame *frame);  // Its index; -1 at the top.

// -- dataflow.c

void treadle_frame_enter(struct core *core, struct frame *frame);  // Input, then the kind.
// gives. For values of ours that are small; what somebody's data makes is settled by the next.
struct payload treadle_settle(struct core *core, struct value value);
// gives; false and an [error], its texts in the scratch: [value] is over the limit of payloads, or
// nested past that of JSON. No more memory is asked for than these limits allow.
bool treadle_frame_settle(
    struct core *core, const struct frame *frame, struct value value, struct payload *out,
    struct error *error);
// The same of a document there is, which [what] gave.
bool treadle_payload_fits(
    struct core *core, const struct payload *payload, const char *what, struct error *error);

// -- variables.c

// What the variables hold that the frame's state reads, by name; NULL: it reads none. Scratch.
const cJSON *treadle_variables(struct core *core, const struct frame *frame);
// What [assign] gives over [input], within the quotas, by name, as an event tells of it: gives;
// NULL where [assign] is. False, and an [error].
bool treadle_assign_compute(
    struct core *core, const struct frame *frame, const struct assign *assign, const cJSON *input,
    struct payload **out, struct error *error);
// Puts those values, which may be NULL, into the frame's scope.
void treadle_assign(
    struct core *core, struct frame *frame, const struct assign *assign,
    const struct payload *values);
// Gives what the root's variables hold, by name.
struct payload treadle_variables_settle(struct core *core);
// Puts the members of [values] into the frame's scope; each is a variable of the machine.
void treadle_variables_put(struct core *core, struct frame *frame, const cJSON *values);
// Takes [value].
void treadle_scope_put(
    struct core *core, struct frame *frame, uint32_t number, struct payload value);
uint32_t treadle_scope_bytes(const struct scope *scope);  // NULL has none.
void treadle_scope_free(struct scope *scope);

// -- move.c

// Both take the payload.
void treadle_frame_go(
    struct core *core, struct frame *frame, const struct state *next, struct payload input);
void treadle_frame_end(struct core *core, struct frame *frame, struct payload output);
struct exit {
    struct payload output;     // Taken.
    const struct state *next;  // NULL: to the end of the flow.
    int32_t way;               // Index of the rule or catcher that leads on; -1: another way.
    struct doc *caught;        // Borrowed; NULL: nothing.
    const struct assign *assign;
    struct payload *assigned;  // What it gave; taken. NULL: nothing is assigned.
};
// StateExited, then there.
void treadle_frame_exit(struct core *core, struct frame *frame, const struct exit *exit);
struct ending {
    enum treadle_outcome outcome;
    enum event_type event;
    uint32_t previous;
    struct payload
        payload;  // Of the event; borrowed. FINISH has it too, but where the execution timed out.
    const struct frame *frame;  // It failed in its state; NULL: in none.
    const cJSON *field;
    const struct state *next;  // Where it would have gone on; NULL: nowhere.
};
void treadle_core_end(struct core *core, const struct ending *ending);

// -- fork.c

void treadle_fork_next(struct core *core, struct frame *frame);
void treadle_fork_join(struct core *core, struct frame *frame);
// A child ended with [output], which is taken, and is dropped.
void treadle_fork_child_ended(struct core *core, struct frame *child, struct payload output);
void treadle_fork_free(struct fork *fork);
struct fork *treadle_fork_new(uint32_t id, uint32_t count);

// -- call.c

// A call instead of the frame's children: its result is the state's. The history says nothing of
// it.
void treadle_frame_call_whole(struct core *core, struct frame *frame, struct value input);

// Does the fact move the frame's call on? Otherwise it is late.
bool treadle_call_advances(const struct frame *frame, enum fact_kind kind);
void treadle_call_resume(struct core *core, struct frame *frame, const struct fact *fact);
// The frame's TIME or BEAT came while its call was out.
void treadle_call_time_came(struct core *core, struct frame *frame, enum role role);
// Says in the history of the frame and all below it which calls' time is up at this moment.
void treadle_calls_expire(struct core *core, struct frame *frame);
void treadle_call_free(struct call *call);

// -- failure.c, retry.c

// As treadle_frame_fail; [alias]: another name ErrorEquals may know the error by, or NULL.
void treadle_frame_fail_as(
    struct core *core, struct frame *frame, const struct error *given, const char *alias);
bool treadle_error_named(const cJSON *names, const char *name, const char *alias);
// Arms the pause before another attempt; false: there is none.
bool treadle_frame_retry(
    struct core *core, struct frame *frame, const struct error *error, const char *alias);
// {"Error", "Cause"}, each where there is one. Gives.
struct payload treadle_error_payload(struct core *core, const struct error *error);
struct error treadle_error_read(const struct doc *doc);  // lends from [doc], which may be NULL.
// [what] gave a result that is too large or too deep; a ResultPath cannot be written. Texts in the
// scratch.
struct error treadle_error_unfit(struct core *core, enum doc_fit fit, const char *what);
struct error treadle_error_conflict(
    struct core *core, const struct frame *frame, const struct path *path);

// -- context.c

const cJSON *treadle_context(struct core *core, const struct frame *frame);  // `$$`, scratch
// The same with `$$.Map.Item`, of a Map.
const cJSON *treadle_context_item(
    struct core *core, const struct frame *frame, uint32_t index, const cJSON *value);

#endif
