// Who asks what of whom: the nouns of the world outside the engine.
//
// A *caller* asks one *operation* of one *service* by a *request*; what it acts on are its *uses*.
// All of it is plain data in the request's arena, alive until the request is answered. Callers are
// made in three places only: the front door, services/send.c and services/sts.
#ifndef TREADLE_AWS_REQUEST_H
#define TREADLE_AWS_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json/doc.h"

struct policies {  // Policies that speak for somebody: a live list, owned by an identity.
    struct doc **documents;
    uint32_t count, size;
};

enum caller_kind { CALLER_NOBODY, CALLER_ROOT, CALLER_USER, CALLER_SESSION, CALLER_SERVICE };

struct caller {
    enum caller_kind kind;
    const char *principal;  // ARN, or "states.amazonaws.com"; NULL for nobody.
    // Whose principal it is; for a service, on whose behalf it acts (aws:SourceAccount), or NULL.
    const char *account;
    const char *role;  // SESSION: the role's ARN, since a role's path is not in the session's.
    // aws:SourceArn: the resource a service acts for (a machine unqualified), or NULL.
    const char *source_arn;
    const struct policies *policies;  // Identity policies that speak for it; NULL: none.
    int64_t expires_ms;               // Of a session; 0: never.
};

enum judge_rule {
    JUDGE_IAM,     // Identity and resource policies, by the table of accounts.
    JUDGE_POLICY,  // The resource's policy must allow: a role's trust, a method of type NONE.
    JUDGE_OPEN,    // Anybody may: such a method of an API without a policy.
};

struct resource;

struct use {  // One resource a request acts on, under the ARN a policy would name.
    const char *arn, *account;  // What policies name; who owns it.
    // NULL: nothing is there. It is judged all the same, so absent and foreign look alike.
    struct resource *resource;
    const cJSON *policy;  // The resource's own, or a role's trust policy; or NULL.
    const char *action;   // NULL: the request's "service:Operation".
    enum judge_rule rule;
    struct use *next;
};

struct fault {            // A service's refusal. Its texts live at least as long as the request.
    const char *service;  // Who refused, which may be sts, for a role; NULL: who was asked.
    const char *code;     // "AccessDeniedException"
    const char *message;  // May quote what was sent, and so be as long as that.
    int http_status;
};

struct world;
struct request;
struct record;
struct family;

// Called once. Lends all: what shall outlive the call is the receiver's to copy or keep.
typedef void (*request_cb)(
    struct request *request, struct doc *output, const struct fault *fault, void *data);

struct request {
    struct arena arena;  // Of everything below, and of what the handler makes.
    const struct caller *caller;
    const char *service, *operation, *region;  // "dynamodb", "PutItem", "us-east-1"
    struct doc *input;  // Shaped by the service's model; for execute-api the message, taken apart.
    const char *key;    // The same whenever the same thing is asked again. Never NULL once sent.
    uint32_t sends;     // Onward requests so far: the second half of their keys.
    uint32_t depth;     // Requests above it, bounded by LIMIT_onward_requests_max.
    int64_t at_ms;      // The only clock a handler has.
    uint64_t random;    // Seeded by world and key: a repeated request makes the same ids.
    cJSON *context;     // Condition keys the operation found in it, by name; NULL: none.
    struct use *uses;   // Found, then judged, before the handler runs. Handlers parse no ARN.
    struct world *world;
    const struct caller *session;     // sts:AssumeRole alone: whom it made, for the sender to copy.
    struct family *family;            // Of the execution it comes of; NULL: it comes of none.
    struct record *record;            // Where the answer is to be kept; NULL: nowhere.
    struct request *same_next;        // Others that wait for the same answer.
    struct request *next, *previous;  // All that the world has not answered yet.
    request_cb on_response;           // The sender's.
    void *data;
};

#endif
