// An API as its template builds it, and the snapshot that a stage serves.
//
// Methods and what they say live in the world's arena, so a deployment's snapshot is a list of
// those there were, whatever becomes of them.
#ifndef TREADLE_SERVICES_APIGATEWAY_API_H
#define TREADLE_SERVICES_APIGATEWAY_API_H

#include "base/regex.h"
#include "services/world.h"

struct mapping {                  // One of IntegrationResponses.
    const struct regex *pattern;  // For the inner status; NULL: the default.
    int status;
};

enum passthrough { PASS_NO_MATCH, PASS_NO_TEMPLATES, PASS_NEVER };

// Whom a method asks, and what it makes of the answer.
struct integration {
    // Why it is not carried out here, a sentence; NULL: it is. It was warned of when it was loaded,
    // and whoever calls it gets 500.
    const char *unknown;
    const char *region, *service, *operation;  // "us-east-1", "states", "StartExecution"
    const char *role;
    enum passthrough passthrough;
    const char *const *template_types;  // Content types that have a template; up to NULL.
    const struct mapping *mappings;
    uint32_t mapping_count;
    bool mapped;  // False: there are no IntegrationResponses at all.
};

struct method {
    const char *path;  // Of its resource: "/items/{id}"; "" is the root's.
    const char *verb;  // "POST", or "ANY".
    bool iam;          // AuthorizationType is not NONE.
    struct integration integration;
};

struct methods {
    const struct method **items;
    uint32_t count, size;
};

struct stage {
    const char *name;
    const struct methods *deployed;
};

struct api {
    const char *id, *root_id;
    bool disabled;           // DisableExecuteApiEndpoint
    struct methods methods;  // As written; what is served is a deployment's copy.
    struct stage *stages;
    uint32_t stage_count, stage_size;
};

extern const struct resource_type treadle_apigateway_types[];

// Reads a method's Integration; what is not carried out is told in a warning. Negative and a
// [status] where AWS would refuse it.
int treadle_api_integration_read(
    struct world *world, const struct resource *resource, const cJSON *integration,
    struct integration *out, struct treadle_status *status);

// Lends; NULL: none.
const struct stage *treadle_api_stage(const struct api *api, const char *name);
// The method that [path] ("/" and what follows) and [verb] lead to: exact segments before {x}
// before {x+}, then the verb before ANY. Lends; NULL: no such resource, or no such method of it.
const struct method *treadle_api_route(
    const struct stage *stage, const char *verb, const char *path);

#endif
