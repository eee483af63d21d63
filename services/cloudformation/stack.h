// One template on its way to resources: what the files of this room share.
//
//   template.c    text to sections and parts, each of the right shape
//   check.c       every function and every name in it is known
//   parameter.c   condition.c   what is chosen before anything is made
//   order.c       what is needed stands before what needs it
//   function.c    values
//   create.c      parts become resources; then the outputs
//
// A function that fails has told the status of the call under way; the first problem is the one
// that stays. All that is made on the way is scratch, gone when the load ends.
#ifndef TREADLE_SERVICES_CLOUDFORMATION_STACK_H
#define TREADLE_SERVICES_CLOUDFORMATION_STACK_H

#include "base/json/places.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "services/world.h"

struct stack;
struct part;

// A type that stands for plain ones: which of its properties one of them is made from, and how.
struct expansion {
    const char *type;  // What is made: "AWS::StepFunctions::StateMachine"
    const char *const
        *properties;  // Those understood, as struct resource_type has them; NULL: the type's own.
    bool (*reads)(const char *property);
    // Of the resolved properties it reads, those of [type]. lends scratch; NULL: refused.
    const cJSON *(*expand)(struct stack *stack, struct part *part, const cJSON *properties);
};

enum part_kind {
    PART_UNDERSTOOD,
    PART_INERT,   // It does nothing here, and that is known: inert.def says why.
    PART_UNKNOWN  // Nothing of its kind is here; its properties are not read.
};
enum part_phase { PART_NEW, PART_ON_PATH, PART_ORDERED, PART_MADE };

struct part {  // What a template makes one resource of.
    const char *id, *type;
    const cJSON *raw;                   // In the template.
    const struct expansion *expansion;  // NULL: it is made as it stands.
    const char *after;  // A part that is made before it, whatever it says; NULL: none.
    enum part_kind kind;
    struct birthplace place;
    bool wanted;  // Its Condition holds.
    enum part_phase phase;
    uint32_t *needs;  // Parts that are made before it, by number.
    uint32_t need_count, need_size;
    // Once made. Without [attributes] any can be had, by a made-up text: nothing of its kind is
    // here.
    const char *ref, *arn;
    const cJSON *attributes;
};

enum condition_phase { CONDITION_NEW, CONDITION_UNDER_WAY, CONDITION_TRUE, CONDITION_FALSE };

struct condition {
    const cJSON *raw;
    enum condition_phase phase;
};

struct import {  // Of another stack's export.
    const char *name;
    const cJSON *at;
};

struct stacks;

struct stack {
    struct world *world;
    struct stacks *stacks;
    struct arena arena;    // Lives with the stack.
    struct arena scratch;  // Of a load.
    const char *file, *name, *account, *region;
    struct doc *template;
    struct places places;
    bool serverless;  // Its Transform is SAM's.
    struct part *parts;
    uint32_t part_count, part_size;
    struct part **order;  // Those wanted, once chosen: [order_count] of them.
    uint32_t order_count;
    struct condition *conditions;
    uint32_t condition_count, condition_size;
    struct import *imports;
    uint32_t import_count, import_size;
    bool made;       // Its resources are in the world,
    bool loaded;     // and will stay.
    bool chosen;     // Parameters, conditions and order are known.
    cJSON *given;    // Parameters set from outside, by name, before they are checked.
    cJSON *values;   // What Ref of a parameter gives.
    cJSON *outputs;  // Once made: an object of texts, in [arena].
    cJSON *exports;  // Likewise, by their names.
    // Of the call under way:
    struct treadle_status *status;  // NULL: nobody wants to know.
    uint32_t depth;                 // Of nesting, through conditions too.
    unsigned where;                 // In what kind of text: IN_VALUE, …
    uint64_t bytes;                 // Made by functions so far.
    const struct part *making;      // Whose properties are being resolved.
    uint32_t calls;                 // Functions around what is being resolved.
    uint32_t others;     // Members around it that name others: a policy's Principal, Condition.
    uint32_t own_count;  // Names of the stack's own resources met so far.
};

// -- template.c

// Reads [text] and checks its shape. Gives the stack, or NULL and a [status].
struct stack *treadle_stack_open(
    struct stacks *stacks, struct world *world, const struct treadle_template *template,
    struct treadle_status *status);
void treadle_stack_close(struct stack *stack);
// Drops all that was scratch in a load; [made]: what it gives others stays.
void treadle_stack_end_load(struct stack *stack, bool made);
const cJSON *treadle_stack_section(const struct stack *stack, const char *name);  // NULL: none.
struct part *treadle_stack_part(const struct stack *stack, const char *id);       // NULL: none.
struct part *treadle_stack_part_add(
    struct stack *stack, const cJSON *raw, const char *id, const char *type);

// -- say.c

struct place treadle_stack_at(const struct stack *stack, const cJSON *value);
struct place treadle_stack_at_name(const struct stack *stack, const cJSON *member);
// Says what is wrong, as "FILE:LINE:COLUMN: …", unless something has been said before. Always
// false.
bool treadle_stack_refuse(struct stack *stack, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void treadle_stack_warn(const struct stack *stack, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// " (did you mean 'Table'?)", or "": the member of [names] most like [wanted]. lends scratch
const char *treadle_stack_meant(struct stack *stack, const char *wanted, const cJSON *names);
// The text a scalar stands for: 5 is "5", true is "true"; NULL where [value] is none. lends
const char *treadle_stack_text(struct stack *stack, const cJSON *value);

// -- check.c

bool treadle_stack_check(struct stack *stack);

// -- pseudo.c

// Stands for AWS::NoValue: who meets it leaves the member out.
extern const cJSON treadle_no_value;
// What AWS itself gives under [name], "AWS::Region"; NULL: nothing. lends scratch
const cJSON *treadle_stack_pseudo(struct stack *stack, const char *name);

// -- parameter.c, condition.c, order.c

bool treadle_stack_set_parameters(struct stack *stack);
struct condition *treadle_stack_condition(const struct stack *stack, const char *name);
// False: refused. [out]: whether it holds.
bool treadle_stack_holds(struct stack *stack, const char *name, bool *out);
// Parameters, conditions, order and imports: all that is known before something is made.
bool treadle_stack_choose(struct stack *stack);

// -- function.c

// [value] with every function carried out. lends scratch, or a part of the template; NULL: refused.
const cJSON *treadle_stack_resolve(struct stack *stack, const cJSON *value);
// Appends [member], resolved, to [whole], unless it is no value. False: refused.
bool treadle_stack_resolve_into(struct stack *stack, const cJSON *member, cJSON *whole);

// Where a function may stand: in properties and outputs, in Conditions, or in what exports are
// called. The last two are read before there are resources.
enum { IN_VALUE = 1, IN_CONDITION = 2, IN_NAME = 4, ANYWHERE = 7 };

struct function {
    const char *name;
    const cJSON *(*call)(struct stack *stack, const cJSON *arguments);
    uint32_t least, most;  // Elements of its list of arguments; 0: it takes no list.
    unsigned where;
};
const struct function *treadle_function_find(const char *wanted);  // NULL: none.
const char *treadle_function_nearest(const char *wanted);          // NULL: none is like it.
// The function that [value] calls, [where] it stands: its member, "Fn::Join": […]; NULL: it is
// data.
const cJSON *treadle_function_call(const cJSON *value, unsigned where);

// -- create.c

// Makes the resources of a stack that has been chosen, and its outputs.
bool treadle_stack_create(struct stack *stack);
// Is [part] made from [property]? (Of one of SAM's resources two parts may be made.)
bool treadle_part_reads(const struct part *part, const char *property);
// The name [output] is exported under; NULL: refused, or it is not exported.
const char *treadle_stack_export_name(struct stack *stack, const cJSON *output);
// False: refused. [wanted]: its Condition holds.
bool treadle_stack_output_wanted(struct stack *stack, const cJSON *output, bool *wanted);

// -- understood.c, literal.c, inert.c, sam.c

// Warns of properties that are not understood.
void treadle_stack_warn_of_properties(struct stack *stack, const struct part *part);
// Warns where [text], an ARN at [at], names an account that is hardly meant. [own]: it was put
// together from the name of a resource of this stack.
void treadle_stack_look_at_arn(struct stack *stack, const cJSON *at, const char *text, bool own);
// Names a part that is in no service's hands: inert or unknown.
void treadle_stack_invent(struct stack *stack, struct part *part, const cJSON *properties);
bool treadle_type_is_inert(const char *type);
// "; did you mean 'AWS::…'?" where a type that something here knows is a slip away from [type],
// which nothing knows; else "". lends scratch.
const char *treadle_type_meant(struct stack *stack, const char *type);
// SAM's types: adds the parts that [raw] stands for. False: refused.
extern const char treadle_sam_machine_type[];  // "AWS::Serverless::StateMachine"
bool treadle_sam_is(const char *type);
bool treadle_sam_add(struct stack *stack, const cJSON *raw);

// -- stacks.c

// What another stack of the same account and region exports under [name]; NULL: nothing yet.
const char *treadle_stacks_export(const struct stack *stack, const char *name);
// "stack.Output": of another stack, one that is called like the end of [name]; NULL: there is none.
// lends scratch
const char *treadle_stacks_output_like(struct stack *stack, const char *name);
// Is a template loaded for [account]?
bool treadle_stacks_have_account(const struct stack *stack, const char *account);

#endif
