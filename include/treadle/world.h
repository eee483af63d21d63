// The world: the resources and services a process answers for, offline and in process. In a library
// of its own, libtreadle-services (pkg-config: treadle-services).
//
// Integrations see only treadle_call_send: they cannot name an identity, they pick what their
// machine may be. The rest is for whoever composes: the command, or an embedder. That one opens an
// engine and a world on it, adds the integrations, adds templates and parameters, loads them, finds
// a machine and begins an execution of it; and closes the engine first, then the world. A world
// belongs to the engine's thread. (treadle.h says what the words of ownership mean.)
#ifndef TREADLE_WORLD_H
#define TREADLE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "treadle/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct world treadle_world;

enum { TREADLE_WORLD_VERSION = 1 };

// Who asks, of those that a machine's call may ask as.
enum treadle_as {
    TREADLE_AS_ROLE,     // The machine's role, taken on for the call.
    TREADLE_AS_SERVICE,  // states.amazonaws.com, for the machine.
    TREADLE_AS_NOBODY    // Unsigned.
};

// What is asked. All of it is copied.
struct treadle_ask {
    const char *service, *operation;  // "dynamodb", "PutItem": as AWS's APIs have them.
    const char *region;               // NULL: the machine's (treadle_world_ask: us-east-1).
    const cJSON *input;               // In the shape of that operation's JSON. NULL: {}.
};

// What a service answered. Lent until the callback returns.
struct treadle_response {
    const cJSON *output;     // NULL: refused, and [code] and [message] say why.
    const char *request_id;  // As AWS writes them.
    // "AccessDeniedException", "not authorized to …": AWS's where they are known.
    const char *code, *message;
    int http_status;    // 200, or that of the error.
    bool role_refused;  // The role could not be taken on: the service was never asked.
    bool modelled;      // [code] is an error that the service's model names for the operation.
};
typedef void (*treadle_response_cb)(const struct treadle_response *response, void *data);

// Asks for [call], which stays owed its answer: [on_response] will give it. Zero, and [on_response]
// will be called, once and never from inside this; or negative, and never. TREADLE_ENOROUTE: nobody
// here answers that service. A call whose Credentials name a role goes out
// once that is taken on, whatever [as] says of who asks then; one whose Credentials name none fails
// here, with States.Runtime, and has no response.
TREADLE_API int treadle_call_send(
    treadle_world *world, treadle_call *call, enum treadle_as as, const struct treadle_ask *ask,
    treadle_response_cb on_response, void *data);

// Asks as the operator says. [as]: the ARN of a user, a role or a session; "nobody"; or NULL for
// root of [account], twelve digits. Zero and one call back, or negative and none: TREADLE_ENOROUTE,
// as above; TREADLE_EINVAL: [as] or [account] is none. What IAM refuses is a response.
TREADLE_API int treadle_world_ask(
    treadle_world *world, const char *as, const char *account, const struct treadle_ask *ask,
    treadle_response_cb on_response, void *data);

// -- Composing

// Something a trace shows: an item written, an API's decision. Lent until the callback returns.
struct treadle_note {
    int64_t at_ms;        // Since 1970, by the engine's clock.
    const char *account;  // Where it happened, "222222222222",
    const char *where;    // and to which resource, "ReceiverTable".
    const char *text;     // "+ {"message":…}"
};
typedef void (*treadle_note_cb)(const struct treadle_note *note, void *data);
// Something not understood, or opened up: one sentence, with file and line where there are any.
// Lent until the callback returns.
typedef void (*treadle_warning_cb)(const char *text, void *data);
// A file a template names, relative to that template's folder and below it. gives [*text]: free().
// The path has been checked: no "..", not absolute. Negative, with words in [status]: it cannot be
// had.
typedef int (*treadle_load_cb)(
    const char *template_name, const char *path, char **text, size_t *size,
    struct treadle_status *status, void *data);

// Zero it, set [version], set what you need.
struct treadle_world_options {
    int version;    // TREADLE_WORLD_VERSION
    uint64_t seed;  // What chance grows from: request ids, what is made of them.
    bool strict;    // As real API Gateway where the two differ: no IntegrationResponses, no answer.
    bool strict_iam;  // Roles that no template names are problems instead of made open.
    bool no_iam;      // Everything is allowed.
    treadle_note_cb on_note;
    treadle_warning_cb on_warning;
    treadle_load_cb on_load;  // NULL: a template that names a file is a problem.
    void *data;               // For all of them.
};

// Keeps [engine], which is to be closed before it. [options] NULL: all defaults. Gives [*out]:
// treadle_world_close. TREADLE_EINVAL: options of another version.
TREADLE_API int treadle_world_open(
    treadle_engine *engine, const struct treadle_world_options *options, treadle_world **out,
    struct treadle_status *status);
// Takes the world, after its engine was closed; before that it ends the process. Requests under way
// are dropped without a response. NULL is fine.
TREADLE_API void treadle_world_close(treadle_world *world);

struct treadle_world_machine;
typedef void (*treadle_world_machine_cb)(const struct treadle_world_machine *machine, void *data);
// Each state machine of the world, in the order they were made: calls back before it returns, and
// lends each until the callback does.
TREADLE_API void treadle_world_each_machine(
    const treadle_world *world, treadle_world_machine_cb on_machine, void *data);

// Is there an integration for [service], as a Task's Resource names it?
TREADLE_API bool treadle_integrations_carry(const char *service);
// Adds to [engine], which keeps [world], every integration treadle has; each carries its calls to
// [world]. TREADLE_EEXIST: the engine has one for such a service already; the others may have been
// added.
TREADLE_API int treadle_integrations_add(treadle_engine *engine, treadle_world *world);
// Adds the one for [service] alone. TREADLE_ENOROUTE: there is none; TREADLE_EEXIST: it is there.
TREADLE_API int treadle_integrations_add_one(
    treadle_engine *engine, treadle_world *world, const char *service);

// A template to load: JSON or YAML. All is copied. Its stack is called like the file up to the
// first dot.
struct treadle_template {
    const char *text;
    size_t size;
    const char *name;              // The file's path, for messages and the stack's name.
    const char *account, *region;  // Twelve digits; NULL: us-east-1.
};
// TREADLE_EPARSE: it is no template; TREADLE_EINVAL: its account, region or name cannot be;
// TREADLE_EEXIST: a stack is called so already. [status] says where, "file:line:column: …". Nothing
// is made before treadle_world_load.
TREADLE_API int treadle_world_template(
    treadle_world *world, const struct treadle_template *one, struct treadle_status *status);
// [name]: "Name" or "Stack.Name". [value]: a text, "@Stack.Output", or "@@…" for a text that starts
// with '@'. Copied. TREADLE_EINVAL: no such name can be; TREADLE_EEXIST: it is set twice. Whether
// a template has such a parameter is seen when it is loaded.
TREADLE_API int treadle_world_param(
    treadle_world *world, const char *name, const char *value, struct treadle_status *status);
// Makes the resources of all templates: all of them, or none. Negative, with the first mistake in
// [status], "file:line:column: …", and help where there is any.
TREADLE_API int treadle_world_load(treadle_world *world, struct treadle_status *status);
// An output of a loaded stack, as text: lends as long as the world lives; NULL: there is none.
TREADLE_API const char *treadle_world_output(
    const treadle_world *world, const char *stack, const char *output);

// All of it is lent as long as the world lives.
struct treadle_world_machine {
    const char *arn, *account, *region, *name, *role_arn;
    treadle_machine *machine;  // For treadle_start, which keeps a reference of its own.
};
// A state machine by ARN, StateMachineName or logical id. TREADLE_ENOTFOUND; TREADLE_EEXIST:
// several are called so, and [status] lists them.
TREADLE_API int treadle_world_machine(
    const treadle_world *world, const char *name, struct treadle_world_machine *out,
    struct treadle_status *status);

#ifdef __cplusplus
}
#endif

#endif
