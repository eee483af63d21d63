// HTTP messages of an API, and the words of its refusals. Headers are those of a regional API, in
// the order in which AWS's were recorded.
#include "services/apigateway/message.h"

#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/time_text.h"
#include "services/request.h"

static const char *text_of(
    struct request *request, const char *alphabet, uint32_t count, const char *end) {
    return treadle_arena_print(
        &request->arena, "%s%s",
        treadle_random_text(&request->arena, &request->random, alphabet, count), end);
}

static const char *trace_id(struct request *request) {
    return treadle_arena_print(
        &request->arena, "Root=1-%08llx-%s",
        (unsigned long long)(request->at_ms / 1000) & 0xffffffff,
        text_of(request, "0123456789abcdef", 24, ""));
}

static const char *gateway_id(struct request *request) {
    return text_of(
        request, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 15, "=");
}

struct doc *treadle_apigateway_message(
    struct request *request, int status, const char *error_type, const char *body) {
    struct arena *arena = &request->arena;
    char date[TIME_TEXT_SIZE];
    treadle_time_write_http(date, request->at_ms);
    const char *fields[][2] = {
        {"Connection", "keep-alive"},
        {"Content-Length", treadle_arena_print(arena, "%zu", strlen(body))},
        {"Content-Type", "application/json"},
        {"Date", date},
        {"x-amz-apigw-id", gateway_id(request)},
        {"x-amzn-ErrorType", error_type},
        {"x-amzn-RequestId", treadle_request_id(request)},
        {"X-Amzn-Trace-Id", trace_id(request)}};
    cJSON *output = treadle_scratch_node(arena, cJSON_Object),
          *headers = treadle_scratch_node(arena, cJSON_Object);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i][1] == NULL) continue;
        cJSON *values = treadle_scratch_node(arena, cJSON_Array);
        treadle_scratch_append(values, NULL, treadle_scratch_string(arena, fields[i][1]));
        treadle_scratch_append(headers, fields[i][0], values);
    }
    treadle_put_int(arena, output, "StatusCode", status);
    treadle_scratch_append(output, "Headers", headers);
    treadle_put_text(arena, output, "Body", body);
    return treadle_doc_settle(NULL, output);
}

// A denial by policy has a capital M, and everything else a small one.
struct doc *treadle_apigateway_fault_message(struct request *request, const struct fault *fault) {
    bool denied = strcmp(fault->code, "AccessDeniedException") == 0;
    struct arena *arena = &request->arena;
    cJSON *body = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, body, denied ? "Message" : "message", fault->message);
    return treadle_apigateway_message(
        request, fault->http_status, fault->code, treadle_json_print(arena, body));
}

// "arn:aws:execute-api:us-east-1:********2222:…": all but the account's last four digits are
// hidden.
static const char *masked(struct arena *arena, const struct use *use) {
    const char *account = strstr(use->arn, use->account);
    size_t size = strlen(use->account), shown = size < 4 ? size : 4;
    if (account == NULL) return use->arn;
    return treadle_arena_print(
        arena, "%.*s********%s", (int)(account - use->arn), use->arn, account + size - shown);
}

const char *treadle_apigateway_name(const struct resource *api) {
    const char *name = treadle_json_string(treadle_doc_root(api->properties), "Name");
    return name == NULL ? api->ref : name;
}

// What a trace shows: the wire hides why, and from whom.
static void note_refusal(struct request *request, const struct use *use, const char *principal) {
    const cJSON *input = treadle_doc_root(request->input);
    const char *source = request->caller->source_arn, *path = treadle_json_string(input, "Path");
    treadle_world_note(
        request->world, request, use->account,
        use->resource == NULL ? "API" : treadle_apigateway_name(use->resource),
        "%s /%s%s refused: %s%s%s is not let in", treadle_json_string(input, "Method"),
        treadle_json_string(input, "Stage"), path == NULL ? "/" : path,
        principal == NULL ? "an unsigned request" : principal, source == NULL ? "" : " for ",
        source == NULL ? "" : source);
}

void treadle_apigateway_refuse(
    struct request *request, const struct use *use, enum verdict verdict, struct fault *fault) {
    const char *principal = request->caller->principal;
    bool explicit_deny = verdict == VERDICT_DENIED_IDENTITY || verdict == VERDICT_DENIED_RESOURCE;
    if (verdict == VERDICT_NOBODY)
        treadle_fault(
            request, fault, 403, "MissingAuthenticationTokenException",
            "Missing Authentication Token");
    else
        treadle_fault(
            request, fault, 403, "AccessDeniedException",
            "User: %s is not authorized to perform: execute-api:Invoke on resource: %s%s",
            principal == NULL ? "anonymous" : principal, masked(&request->arena, use),
            explicit_deny ? " with an explicit deny" : "");
    note_refusal(request, use, principal);
}

void treadle_apigateway_fail(struct request *request) {
    treadle_request_done(
        request, treadle_apigateway_message(
                     request, 500, "InternalServerErrorException",
                     "{\"message\": \"Internal server error\"}"));
}
