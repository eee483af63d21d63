// arn:aws:states:::apigateway:invoke — a Task calls an API.
//
// The Task's parameters become an HTTP message taken apart, its answer the Task's result. Who asks
// is AuthType's to say: nobody, the machine's role, or Step Functions itself for the machine.
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "integrations/catalog.h"
#include "integrations/complaints.h"

static const char *const fields[] = {
    "AllowNullValues", "ApiEndpoint", "AuthType", "Headers", "Method", "Path",
    "QueryParameters", "RequestBody", "Stage",    NULL};

// -- parameters

struct endpoint {  // "<id>.execute-api.<region>.amazonaws.com"
    const char *id, *region;
    size_t id_size, region_size;
};

static bool skip(const char **at, const char *text) {
    bool there = strncmp(*at, text, strlen(text)) == 0;
    if (there) *at += strlen(text);
    return there;
}

static bool read_endpoint(const char *text, struct endpoint *out) {
    const char *at = text;
    *out = (struct endpoint){.id = at};
    out->id_size = strspn(at, "0123456789abcdefghijklmnopqrstuvwxyz");
    at += out->id_size;
    if (out->id_size == 0 || !skip(&at, ".execute-api.")) return false;
    out->region = at;
    out->region_size = strspn(at, "0123456789abcdefghijklmnopqrstuvwxyz-");
    at += out->region_size;
    return out->region_size > 0 && skip(&at, ".amazonaws.com") && *at == '\0';
}

static bool is_one_of(const char *text, const char *const *words, size_t count) {
    for (size_t i = 0; text != NULL && i < count; i++)
        if (strcmp(text, words[i]) == 0) return true;
    return false;
}

static bool is_method(const char *method) {
    static const char *const methods[] = {"DELETE", "GET",  "HEAD", "OPTIONS",
                                          "PATCH",  "POST", "PUT"};
    return is_one_of(method, methods, COUNT_OF(methods));
}

static bool takes_body(const char *method) {
    static const char *const methods[] = {"PATCH", "POST", "PUT"};
    return is_one_of(method, methods, COUNT_OF(methods));
}

// RFC 9110, section 5.6.2: a token.
static bool is_token(const char *name) {
    static const char letters[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *name != '\0' && name[strspn(name, letters)] == '\0';
}

// RFC 9110, section 5.5: without CR, LF and NUL, which is C0 80 here.
static bool is_header_value(const char *value) {
    return strpbrk(value, "\r\n") == NULL && strstr(value, "\xc0\x80") == NULL;
}

static bool header_forbidden(const char *name) {
    static const char *const prefixes[] = {"X-Forwarded", "X-Amz", "X-Amzn"};
    static const char *const names[] = {"Authorization",
                                        "Connection",
                                        "Content-md5",
                                        "Expect",
                                        "Host",
                                        "Max-Forwards",
                                        "Proxy-Authenticate",
                                        "Server",
                                        "TE",
                                        "Trailer",
                                        "Upgrade",
                                        "Via",
                                        "Www-Authenticate",
                                        "Transfer-Encoding"};
    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
        if (treadle_ascii_begins(name, prefixes[i])) return true;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (treadle_ascii_same(name, names[i])) return true;
    return false;
}

// {name: [texts]}
static bool lists_of_texts(const cJSON *object) {
    if (!cJSON_IsObject(object)) return false;
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        if (!cJSON_IsArray(member)) return false;
        for (const cJSON *value = member->child; value != NULL; value = value->next)
            if (!cJSON_IsString(value)) return false;
    }
    return true;
}

static bool header_fits(const cJSON *header) {
    bool fits = is_token(header->string) && !header_forbidden(header->string);
    for (const cJSON *value = header->child; value != NULL && fits; value = value->next)
        fits = is_header_value(value->valuestring);
    return fits;
}

static void check_headers(struct complaints *complaints, const cJSON *headers) {
    if (headers == NULL) return;
    bool fine = lists_of_texts(headers);
    for (const cJSON *one = fine ? headers->child : NULL; one != NULL && fine; one = one->next)
        fine = header_fits(one);
    if (!fine) treadle_complaints_add_invalid(complaints, "Headers");
}

static void check_text(
    struct complaints *complaints, const cJSON *arguments, const char *field, bool required) {
    const cJSON *value = treadle_json_member(arguments, field);
    if (value == NULL && required) treadle_complaints_add_missing(complaints, field);
    if (value != NULL && !cJSON_IsString(value)) treadle_complaints_add_invalid(complaints, field);
}

static void check_values(struct complaints *complaints, const cJSON *arguments) {
    static const char *const types[] = {"IAM_ROLE", "NO_AUTH", "RESOURCE_POLICY"};
    const char *endpoint = treadle_json_string(arguments, "ApiEndpoint"),
               *method = treadle_json_string(arguments, "Method"),
               *type = treadle_json_string(arguments, "AuthType");
    const cJSON *query = treadle_json_member(arguments, "QueryParameters"),
                *nulls = treadle_json_member(arguments, "AllowNullValues"),
                *body = treadle_json_member(arguments, "RequestBody");
    struct endpoint parts;
    if (endpoint != NULL && !read_endpoint(endpoint, &parts))
        treadle_complaints_add_invalid(complaints, "ApiEndpoint");
    if (method != NULL && !is_method(method)) treadle_complaints_add_invalid(complaints, "Method");
    if (type != NULL && !is_one_of(type, types, COUNT_OF(types)))
        treadle_complaints_add_invalid(complaints, "AuthType");
    if (query != NULL && !lists_of_texts(query))
        treadle_complaints_add_invalid(complaints, "QueryParameters");
    if (nulls != NULL && !cJSON_IsBool(nulls))
        treadle_complaints_add_invalid(complaints, "AllowNullValues");
    if (body != NULL && method != NULL && is_method(method) && !takes_body(method))
        treadle_complaints_add(
            complaints, "The field 'RequestBody' is not supported for the method %s", method);
}

// AWS, recorded: Headers that are no lists of texts. The words for other fields are unknown and
// follow it.
static bool check(
    void *self, const struct treadle_task_uri *uri, const cJSON *arguments,
    struct treadle_error *error) {
    (void)self;
    struct complaints complaints = {0};
    if (strcmp(uri->action, "invoke") != 0) return true;  // [begin] says that nobody answers it.
    check_text(&complaints, arguments, "ApiEndpoint", true);
    check_text(&complaints, arguments, "Method", true);
    check_text(&complaints, arguments, "AuthType", false);
    check_text(&complaints, arguments, "Path", false);
    check_text(&complaints, arguments, "Stage", false);
    check_headers(&complaints, treadle_json_member(arguments, "Headers"));
    check_values(&complaints, arguments);
    treadle_complaints_add_unknown(&complaints, arguments, fields);
    return treadle_complaints_end(&complaints, arguments, error);
}

// -- the message that goes out

// Without the members that are null, at every depth.
static cJSON *without_nulls(struct arena *arena, const cJSON *value) {
    if (!cJSON_IsObject(value) && !cJSON_IsArray(value)) return treadle_scratch_link(arena, value);
    bool object = cJSON_IsObject(value);
    cJSON *kept = treadle_scratch_node(arena, object ? cJSON_Object : cJSON_Array);
    for (const cJSON *one = value->child; one != NULL; one = one->next)
        if (!object || !cJSON_IsNull(one))
            treadle_scratch_append(kept, one->string, without_nulls(arena, one));
    return kept;
}

static const char *first_of(const cJSON *lists, const char *name) {
    const cJSON *one = lists == NULL ? NULL : lists->child;
    for (; one != NULL; one = one->next)
        if (treadle_ascii_same(one->string, name) && one->child != NULL)
            return one->child->valuestring;
    return NULL;
}

static bool is_json(const char *content_type) {
    return content_type == NULL || strstr(content_type, "json") != NULL;
}

// AWS, recorded: a text is sent as a JSON string ("" as two quotes), null as no body at all. Of
// another content type it is sent as it is; what AWS does then is unknown.
static const char *body_of(struct arena *arena, const cJSON *arguments) {
    const cJSON *body = treadle_json_member(arguments, "RequestBody"),
                *nulls = treadle_json_member(arguments, "AllowNullValues"),
                *headers = treadle_json_member(arguments, "Headers");
    if (body == NULL || cJSON_IsNull(body)) return NULL;
    if (cJSON_IsString(body) && !is_json(first_of(headers, "Content-Type")))
        return body->valuestring;
    bool keep = nulls != NULL && cJSON_IsTrue(nulls);
    return treadle_json_print(arena, keep ? body : without_nulls(arena, body));
}

static const cJSON *headers_of(struct arena *arena, const cJSON *given, bool body) {
    if (!body || first_of(given, "Content-Type") != NULL) return given;
    cJSON *headers = treadle_scratch_node(arena, cJSON_Object),
          *values = treadle_scratch_node(arena, cJSON_Array);
    for (const cJSON *one = given == NULL ? NULL : given->child; one != NULL; one = one->next)
        treadle_put_value(arena, headers, one->string, one);
    treadle_scratch_append(values, NULL, treadle_scratch_string(arena, "application/json"));
    treadle_scratch_append(headers, "Content-Type", values);
    return headers;
}

// The URL's path is /Stage/Path, whatever is absent of the two; its first segment is the stage.
static void put_place(struct arena *arena, cJSON *message, const cJSON *arguments) {
    const char *stage = treadle_json_string(arguments, "Stage"),
               *path = treadle_json_string(arguments, "Path");
    if (path == NULL) path = "";
    if (*path == '/') path++;
    const char *whole = stage == NULL ? path : treadle_arena_print(arena, "%s/%s", stage, path),
               *rest = whole + strcspn(whole, "/");
    treadle_put_text(
        arena, message, "Stage", treadle_arena_copy_size(arena, whole, (size_t)(rest - whole)));
    treadle_put_text(arena, message, "Path", *rest == '\0' ? "/" : rest);
}

static const cJSON *message_of(
    struct arena *arena, const struct endpoint *endpoint, const cJSON *arguments) {
    const char *body = body_of(arena, arguments);
    cJSON *message = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(
        arena, message, "ApiId", treadle_arena_copy_size(arena, endpoint->id, endpoint->id_size));
    treadle_put_text(arena, message, "Method", treadle_json_string(arguments, "Method"));
    put_place(arena, message, arguments);
    treadle_put_value(
        arena, message, "Headers",
        headers_of(arena, treadle_json_member(arguments, "Headers"), body != NULL));
    treadle_put_value(arena, message, "Query", treadle_json_member(arguments, "QueryParameters"));
    treadle_put_text(arena, message, "Body", body);
    return message;
}

// -- the answer

static const char *status_text(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 203: return "Non-Authoritative Information";
        case 204: return "No Content";
        case 205: return "Reset Content";
        case 206: return "Partial Content";
        default: return "";
    }
}

static void succeed(treadle_call *call, const cJSON *message, int status) {
    struct arena arena = {0};
    const cJSON *headers = treadle_json_member(message, "Headers");
    const char *body = treadle_json_string(message, "Body"),
               *type = first_of(headers, "Content-Type");
    if (body == NULL) body = "";
    const cJSON *parsed =
        type != NULL && is_json(type) ? treadle_scratch_read(&arena, body, strlen(body)) : NULL;
    cJSON *result = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_value(&arena, result, "Headers", headers);
    if (parsed != NULL)
        treadle_put_value(&arena, result, "ResponseBody", parsed);
    else
        treadle_put_text(&arena, result, "ResponseBody", body);
    treadle_put_int(&arena, result, "StatusCode", status);
    treadle_put_text(&arena, result, "StatusText", status_text(status));
    treadle_call_answer(call, result);
    treadle_arena_clear(&arena);
}

static void fail(treadle_call *call, const char *error, const char *cause) {
    char name[128];
    snprintf(name, sizeof(name), "ApiGateway.%s", error);
    treadle_call_fail(call, name, cause);
}

static void on_response(const struct treadle_response *response, void *data) {
    treadle_call *call = data;
    if (response->role_refused) {
        treadle_call_fail(call, "States.TaskFailed", response->message);
        return;
    }
    if (response->output == NULL) {  // There was no message at all.
        fail(call, response->code, response->message);
        return;
    }
    const cJSON *given = treadle_json_member(response->output, "StatusCode");
    int status = given == NULL ? 0 : (int)given->valuedouble;
    char error[16];
    snprintf(error, sizeof(error), "%d", status);
    if (status >= 200 && status < 300)
        succeed(call, response->output, status);
    else
        fail(call, error, treadle_json_string(response->output, "Body"));
}

static enum treadle_as as_of(const cJSON *arguments) {
    const char *type = treadle_json_string(arguments, "AuthType");
    if (type != NULL && strcmp(type, "RESOURCE_POLICY") == 0) return TREADLE_AS_SERVICE;
    if (type != NULL && strcmp(type, "IAM_ROLE") == 0) return TREADLE_AS_ROLE;
    return TREADLE_AS_NOBODY;
}

// Nothing is sent: what answers the token would find nobody, and the Task would wait for ever.
static void refuse_token(treadle_call *call) {
    treadle_call_fail(
        call, "States.Runtime",
        "Nobody can send a task token back to this process: a call with .waitForTaskToken wants a "
        "mock with `after:`.");
}

static int begin(void *self, treadle_call *call) {
    const struct treadle_task_uri *uri = treadle_call_uri(call);
    const cJSON *arguments = treadle_call_arguments(call);
    struct endpoint endpoint;
    bool known = strcmp(uri->action, "invoke") == 0 && (uri->pattern == TREADLE_REQUEST_RESPONSE ||
                                                        uri->pattern == TREADLE_WAIT_FOR_TOKEN);
    if (!known) return TREADLE_ENOROUTE;
    if (uri->pattern == TREADLE_WAIT_FOR_TOKEN) {
        refuse_token(call);
        return 0;
    }
    bool read = read_endpoint(treadle_json_string(arguments, "ApiEndpoint"), &endpoint);
    ASSERT(read);  // [check] said so.
    struct arena arena = {0};
    struct treadle_ask ask = {
        .service = "execute-api",
        .operation = "Invoke",
        .region = treadle_arena_copy_size(&arena, endpoint.region, endpoint.region_size),
        .input = message_of(&arena, &endpoint, arguments)};
    int status = treadle_call_send(self, call, as_of(arguments), &ask, on_response, call);
    treadle_arena_clear(&arena);
    return status;
}

const struct treadle_integration treadle_integration_apigateway = {
    .version = TREADLE_INTEGRATION_VERSION,
    .service = "apigateway",
    .check = check,
    .begin = begin};
