// An event as AWS shows it. Nothing is rendered before somebody asks.
#include "engine/core/history.h"

#include "base/json/value.h"
#include "base/json/write.h"
#include "engine/core/inside.h"

enum holds {
    NOTHING,
    START,            // input, roleArn
    OUTPUT,           // output
    NAMED_INPUT,      // name, input
    NAMED_OUTPUT,     // name, output, assignedVariables
    PARAMETERS,       // A service's: resource, resourceType, region, parameters, timeouts
    CALL_INPUT,       // A function's or an activity's: resource, input, timeouts
    RESOURCE,         // resource, resourceType
    RESOURCE_OUTPUT,  // and output
    RESOURCE_ERROR,   // and error, cause
    ERROR,            // error, cause
    WORKER,           // workerName
    LENGTH,           // length
    ITERATION,        // name, index
};

static const struct {
    const char *type, *details;
    enum holds holds;
} types[EVENT_COUNT] = {
#define EVENT(name, type, details, holds, leads) [EVENT_##name] = {type, details, holds},
#include "engine/core/event.def"
#undef EVENT
};

// What rendering one event needs.
struct rendering {
    struct arena *arena;
    const struct identity *identity;
    const struct event *event;
    cJSON *details;
};

// AWS shows payloads as strings that hold JSON.
static void put_payload(struct rendering *one, const char *key, const cJSON *value) {
    cJSON *more = treadle_scratch_node(one->arena, cJSON_Object);
    treadle_put_bool(one->arena, more, "truncated", false);
    treadle_put_text(one->arena, one->details, key, treadle_json_print(one->arena, value));
    treadle_scratch_append(one->details, treadle_arena_print(one->arena, "%sDetails", key), more);
}

static const cJSON *root_of(const struct event *event) {
    return event->payload.doc == NULL ? NULL : treadle_doc_root(event->payload.doc);
}

static void put_error(struct rendering *one) {
    const cJSON *error = root_of(one->event);
    treadle_put_text(one->arena, one->details, "error", treadle_json_string(error, "Error"));
    treadle_put_text(one->arena, one->details, "cause", treadle_json_string(error, "Cause"));
}

static void put_resource(struct rendering *one) {
    const struct task_fields *task = one->event->state->of.task;
    treadle_put_text(one->arena, one->details, "resource", task->resource_action);
    treadle_put_text(one->arena, one->details, "resourceType", task->resource_type);
}

// A service's "parameters", a function's or an activity's "input"; and what may end the call.
static void put_scheduled(struct rendering *one, bool service) {
    const struct task_fields *task = one->event->state->of.task;
    const struct event *event = one->event;
    const cJSON *whole = root_of(event), *credentials = NULL;
    ASSERT(whole != NULL);
    if (task->credentials != NULL) {
        credentials = treadle_json_member(whole, "Credentials");
        whole = treadle_json_member(whole, "Arguments");
    }
    if (service) {
        put_resource(one);
        treadle_put_text(
            one->arena, one->details, "region",
            treadle_arn_part(one->arena, one->identity->machine_arn, 3));
        treadle_put_text(
            one->arena, one->details, "parameters", treadle_json_print(one->arena, whole));
    } else {
        treadle_put_text(one->arena, one->details, "resource", task->uri.text);
        put_payload(one, "input", whole);
    }
    if (event->timeout_s > 0)
        treadle_put_int(one->arena, one->details, "timeoutInSeconds", event->timeout_s);
    if (event->heartbeat_s > 0)
        treadle_put_int(one->arena, one->details, "heartbeatInSeconds", event->heartbeat_s);
    if (credentials == NULL) return;
    cJSON *role = treadle_scratch_node(one->arena, cJSON_Object);
    treadle_put_text(one->arena, role, "roleArn", treadle_json_string(credentials, "RoleArn"));
    treadle_scratch_append(one->details, "taskCredentials", role);
}

static void put_assigned(struct rendering *one, const struct payload *assigned) {
    if (assigned == NULL) return;
    cJSON *texts = treadle_scratch_node(one->arena, cJSON_Object);
    const cJSON *value = treadle_doc_root(assigned->doc)->child;
    for (; value != NULL; value = value->next)
        treadle_put_text(one->arena, texts, value->string, treadle_json_print(one->arena, value));
    cJSON *more = treadle_scratch_node(one->arena, cJSON_Object);
    treadle_put_bool(one->arena, more, "truncated", false);
    treadle_scratch_append(one->details, "assignedVariables", texts);
    treadle_scratch_append(one->details, "assignedVariablesDetails", more);
}

static void put_details(struct rendering *one) {
    const cJSON *value = root_of(one->event);
    switch (types[one->event->type].holds) {
        case NOTHING: return;
        case START:
            put_payload(one, "input", value);
            treadle_put_text(one->arena, one->details, "roleArn", one->identity->role_arn);
            return;
        case NAMED_INPUT:
        case NAMED_OUTPUT:
            treadle_put_text(one->arena, one->details, "name", one->event->state->name);
            put_payload(
                one, types[one->event->type].holds == NAMED_INPUT ? "input" : "output", value);
            put_assigned(one, treadle_event_assigned(one->event));
            return;
        case OUTPUT: put_payload(one, "output", value); return;
        case PARAMETERS: put_scheduled(one, true); return;
        case CALL_INPUT: put_scheduled(one, false); return;
        case RESOURCE: put_resource(one); return;
        case RESOURCE_OUTPUT:
            if (value != NULL) put_payload(one, "output", value);
            put_resource(one);
            return;
        case RESOURCE_ERROR:
            put_error(one);
            put_resource(one);
            return;
        case ERROR: put_error(one); return;
        case LENGTH: treadle_put_int(one->arena, one->details, "length", one->event->index); return;
        case ITERATION:
            treadle_put_text(one->arena, one->details, "name", one->event->state->name);
            treadle_put_int(one->arena, one->details, "index", one->event->index);
            return;
        case WORKER:
            if (cJSON_IsString(value))
                treadle_put_text(one->arena, one->details, "workerName", value->valuestring);
            return;
    }
}

static bool is_call(const struct event *event) {
    return event->state != NULL && event->state->kind == KIND_TASK;
}

static bool is_scheduled(const struct event *event) {
    const cJSON *whole = root_of(event);
    if (!is_call(event) || whole == NULL) return false;
    if (event->state->of.task->credentials == NULL) return true;
    return treadle_json_member(whole, "Arguments") != NULL &&
           treadle_json_member(whole, "Credentials") != NULL;
}

bool treadle_event_sound(const struct event *event) {
    const struct payload *assigned = treadle_event_assigned(event);
    if (*types[event->type].type == '%' && event->state == NULL) return false;
    if (assigned != NULL &&
        (assigned->doc == NULL || !cJSON_IsObject(treadle_doc_root(assigned->doc))))
        return false;
    switch (types[event->type].holds) {
        case START:
        case OUTPUT: return event->payload.doc != NULL;
        case NAMED_INPUT:
        case NAMED_OUTPUT: return event->state != NULL && event->payload.doc != NULL;
        case PARAMETERS:
        case CALL_INPUT: return is_scheduled(event);
        case RESOURCE:
        case RESOURCE_OUTPUT:
        case RESOURCE_ERROR: return is_call(event);
        case ITERATION: return event->state != NULL;
        case NOTHING:
        case ERROR:
        case LENGTH:
        case WORKER: break;
    }
    return true;
}

const char *treadle_event_type(struct arena *arena, const struct event *event) {
    ASSERT(event->type < EVENT_COUNT);
    const char *type = types[event->type].type;
    if (*type != '%') return type;
    return treadle_arena_print(arena, "%s%s", treadle_kind_names[event->state->kind], type + 1);
}

cJSON *treadle_event_render(
    struct arena *arena, const struct identity *identity, const struct event *event, uint32_t id) {
    cJSON *object = treadle_scratch_node(arena, cJSON_Object);
    treadle_scratch_append(
        object, "timestamp", treadle_scratch_number(arena, (double)event->at_ms / 1000));
    treadle_put_text(arena, object, "type", treadle_event_type(arena, event));
    treadle_put_int(arena, object, "id", id);
    treadle_put_int(arena, object, "previousEventId", event->previous);
    const char *member = types[event->type].details;
    if (member == NULL) return object;
    struct rendering one = {arena, identity, event, treadle_scratch_node(arena, cJSON_Object)};
    put_details(&one);
    treadle_scratch_append(object, member, one.details);
    return object;
}
