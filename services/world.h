// The world: the resources and services this process answers for. A second pure core: requests and
// time in, responses out.
//
// For the rooms in services/ only; others see treadle/world.h.
#ifndef TREADLE_SERVICES_WORLD_H
#define TREADLE_SERVICES_WORLD_H

#include "aws/policy.h"
#include "aws/shapes.h"
#include "base/list.h"
#include "base/map.h"
#include "base/status.h"
#include "treadle/world.h"

// Where a resource is born, and under which name: what its ids are made from. And where the
// template says so.
struct birthplace {
    const char *account, *region, *stack, *logical_id;
    const char *file;       // Of the template; NULL: made by a call.
    uint32_t line, column;  // Of the resource in it.
    const char *source;     // File of a machine's definition, for messages; NULL: in the template.
};

struct identity {              // Of a user or role: what the makers of callers ask for.
    struct policies policies;  // Those that speak for it.
    const cJSON *trust;        // A role's; NULL for users.
};

struct resource {
    const char *arn;  // NULL: a part of another one, or a rule about it (AWS::IAM::Policy).
    const char *account, *region;
    const char *ref;    // What Ref gives.
    cJSON *attributes;  // What Fn::GetAtt gives: an object of texts, in the world's arena.
    const struct resource_type *type;
    const struct service *service;  // Whose type it is.
    struct birthplace place;
    struct doc *properties;
    void *live;                       // What operations change.
    const struct identity *identity;  // NULL: it is nobody.
};

struct resource_type {
    const char *name;  // "AWS::DynamoDB::Table"
    // The properties understood, up to NULL, as paths: "KeySchema[].AttributeName"; one that ends
    // in ".*" takes anything below it, any other a text. Others warn. "Tags" is always understood.
    const char *const *properties;
    // Sets arn, ref, attributes and live from the properties; negative and a [status]. What it did
    // up to a failure is undone by [destroy], which is called for it too.
    int (*create)(struct world *world, struct resource *resource, struct treadle_status *status);
    // Undoes create: frees live, leaves other resources as they were. NULL: nothing to do.
    void (*destroy)(struct world *world, struct resource *resource);
    // The role it acts under, an ARN; NULL: none. (A NULL function: never any.)
    const char *(*role_of)(const struct resource *resource);
};

enum { OPERATION_READS = 1 };  // Repeat at will, record nothing.

struct operation {
    const char *name;
    // Adds each use, and to the request's context what conditions may ask for; or gives false and
    // says why there is none to judge.
    bool (*find)(struct world *world, struct request *request, struct fault *fault);
    // Ends, now or later, in treadle_request_done or one of its kin.
    void (*handle)(struct world *world, struct request *request);
    unsigned flags;
};

struct route;

struct transport {  // How a request travels to where its service answers. It ends the request.
    void (*carry)(struct world *world, const struct route *route, struct request *request);
};

struct route {  // Where a service's requests go when what they are about is not here.
    const char *service;
    const struct transport *transport;
    void *where;  // The transport's: a URL, a peer.
};

enum { ROUTES_MAX = 8 };

struct service {
    const char *name;       // The signing name: "dynamodb", "states", "execute-api".
    const char *principal;  // Who it is when it acts onward; NULL: it never does.
    // Its compact text, of [shapes_size] bytes; NULL: its input is a message, which it reads
    // itself.
    const char *shapes;
    const unsigned *shapes_size;
    const struct operation *operations;  // Up to one without a name.
    const struct resource_type *types;   // Likewise.
    bool request_ids_base32;             // Its request ids are 52 letters, not a UUID.
    const char *session_name;  // Of roles it takes on; NULL: 32 letters, each time others.
    // How it words the judge's no; NULL: as the json services do.
    void (*refuse)(
        struct request *request, const struct use *use, enum verdict verdict, struct fault *fault);
    // Is what [request] is about here? Asked only where a route leads elsewhere; NULL: it is not.
    bool (*holds)(const struct world *world, const struct request *request);
    // A fault as the message it is on the wire, for the service whose output *is* a message; NULL:
    // faults stay faults. gives
    struct doc *(*message)(struct request *request, const struct fault *fault);
};

enum { WORLD_STRICT = 1, WORLD_STRICT_IAM = 2, WORLD_NO_IAM = 4 };

struct records {  // Answers kept for those who ask again. See services/request.c.
    struct map by_name;
    struct record *oldest, *newest;  // Of those answered, by the time of the answer.
    size_t size;                     // Bytes they hold.
};

struct family {      // The executions that come of one, by requests of requests of their Tasks.
    uint32_t count;  // Without the first; at most LIMIT_execution_family_max.
};

struct stacks;

struct world {
    const struct service *const *services;  // Up to NULL.
    struct arena arena;                     // Of the resources.
    struct list resources;    // ARN → resource: an ordered map, so that a prefix lists a corner.
    struct map aliases;       // What is found by another name: "api:<id>".
    struct resource **order;  // All of them, as they were made.
    uint32_t count, size;
    struct records records;
    struct request *requests;         // Made and not answered yet.
    struct map families;              // Execution ARN → struct family, of those that asked here.
    struct map shapes;                // Service → struct shapes, read when first needed.
    struct map told;                  // What was warned of once and shall not be again.
    struct route routes[ROUTES_MAX];  // The operator's. No route: here.
    uint32_t route_count;
    treadle_engine *engine;                      // Borrowed.
    bool watches, released;                      // The engine's end; it has come.
    treadle_close_cb on_closed;                  // Whom that is to be told,
    void *closed_data;                           // and with what.
    struct stacks *stacks;                       // Templates; services/cloudformation's,
    void (*stacks_free)(struct stacks *stacks);  // as this is, which it sets with them.
    uint64_t seed;
    unsigned flags;
    uint32_t asks;  // Of the operator, so far: their keys.
    treadle_note_cb on_note;
    treadle_warning_cb on_warning;
    treadle_load_cb on_load;
    void *data;
};

// What templates and Create… operations run. Keeps [properties], lends [out]. On failure nothing is
// left of it.
int treadle_world_create(
    struct world *world, const struct birthplace *place, const char *type, struct doc *properties,
    struct resource **out, struct treadle_status *status);
// Takes the resource made last out again, with all that its create did.
void treadle_world_uncreate(struct world *world, struct resource *resource);
// Lends; NULL: the type is not known. (Of CloudFormation's inert types its room knows.)
const struct resource_type *treadle_world_type(const struct world *world, const char *name);
// Is the property at [path] ("KeySchema[].AttributeName") one that the type understands, or on the
// way to one?
bool treadle_type_understands(const struct resource_type *type, const char *path);
// Once resources are made: sees to the roles they act under. A foreign one is a problem; one of its
// own account that nobody named is made on the spot, open, and a warning says so (WORLD_STRICT_IAM:
// a problem).
int treadle_world_open_roles(struct world *world, struct treadle_status *status);
// Makes the role [arn] that [principal] may take on and that may do everything. [whose] is for the
// warning. TREADLE_EREFUSED under WORLD_STRICT_IAM.
int treadle_world_open_role(
    struct world *world, const char *arn, const char *principal, const char *whose,
    struct treadle_status *status);

struct resource *treadle_world_find(const struct world *world, const char *arn);
struct resource *treadle_world_alias(const struct world *world, const char *kind, const char *name);
// False: something else is called so.
bool treadle_world_alias_set(
    struct world *world, const char *kind, const char *name, struct resource *resource);
const struct service *treadle_world_service(const struct world *world, const char *name);
const struct shapes *treadle_world_shapes(struct world *world, const struct service *service);

void treadle_world_note(
    struct world *world, const struct request *request, const char *account, const char *where,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
// [place] NULL: about nothing in a template.
void treadle_world_warn(
    struct world *world, const struct birthplace *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void treadle_resource_attribute(
    struct world *world, struct resource *resource, const char *name, const char *value);
// The name a resource has: [property] of its own, else one made from its birthplace. Lends.
const char *treadle_resource_name(
    struct world *world, const struct resource *resource, const char *property);
// A problem with a resource: "sender.yaml:3:5: SenderStateMachine: …". Gives [code].
int treadle_resource_problem(
    const struct resource *resource, struct treadle_status *status, int code, const char *format,
    ...) __attribute__((format(printf, 4, 5)));
// A policy document of a resource, which calls it [what]: a problem where it is none, a warning for
// each thing in it that will not do what it seems to. Zero, or negative and a [status].
int treadle_resource_check_policy(
    struct world *world, const struct resource *resource, const char *what, const cJSON *policy,
    enum policy_kind kind, struct treadle_status *status);
// [properties] as the paths of the resource's type want them, every scalar a text: 400 is "400" and
// true "true", as CloudFormation has it. Gives them, or NULL and a [status].
struct doc *treadle_resource_shape(
    const struct resource *resource, const cJSON *properties, struct treadle_status *status);
// [property] as a truth, "true" or "false" in any case; absent: false. Zero, or negative and a
// [status].
int treadle_resource_bool(
    const struct resource *resource, const char *property, bool *out,
    struct treadle_status *status);
uint64_t treadle_birthplace_seed(const struct birthplace *place);

#endif
