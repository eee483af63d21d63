// See bed.h.
#include "tests/services/bed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/arn.h"
#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "services/request.h"
#include "services/send.h"

extern const struct service treadle_service_iam, treadle_service_stepfunctions, treadle_service_sts;

static struct bed *bed_of(const struct world *world) {
    return world->data;
}

// -- The service box

struct box {
    char **values;
    uint32_t count, size;
};

static const char *input_text(const struct request *request, const char *name) {
    return treadle_json_string(treadle_doc_root(request->input), name);
}

static int box_create(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    struct box *box = treadle_alloc_zeroed(sizeof(*box));
    resource->live = box;
    resource->ref = treadle_resource_name(world, resource, "Name");
    resource->arn = treadle_arena_print(
        &world->arena, "arn:aws:box:%s:%s:box/%s", resource->region, resource->account,
        resource->ref);
    treadle_world_alias_set(world, "box", resource->ref, resource);
    if (strcmp(resource->ref, "broken") == 0)
        return treadle_resource_problem(resource, status, TREADLE_EINVAL, "it is broken");
    return 0;
}

static void box_destroy(struct world *world, struct resource *resource) {
    (void)world;
    struct box *box = resource->live;
    if (box == NULL) return;
    for (uint32_t i = 0; i < box->count; i++)
        free(box->values[i]);
    free(box->values);
    free(box);
}

static const char *box_role(const struct resource *resource) {
    return treadle_json_string(treadle_doc_root(resource->properties), "RoleArn");
}

static bool find_box(struct world *world, struct request *request, struct fault *fault) {
    const char *arn = input_text(request, "Arn");
    struct arn parts;
    if (!treadle_arn_parse(&request->arena, arn, &parts))
        return treadle_fault(request, fault, 400, "BadArn", "no ARN");
    struct resource *box = treadle_world_find(world, arn);
    struct use *use = treadle_use_add(request, arn, parts.account, box);
    if (box != NULL) use->policy = treadle_json_member(treadle_doc_root(box->properties), "Policy");
    return true;
}

static bool find_both(struct world *world, struct request *request, struct fault *fault) {
    if (!find_box(world, request, fault)) return false;
    const char *arn = input_text(request, "To");
    treadle_use_add(request, arn, request->uses->account, treadle_world_find(world, arn));
    return true;
}

static struct box *live_box(struct request *request) {
    bed_of(request->world)->handled++;
    struct resource *resource = request->uses->resource;
    if (resource != NULL) return resource->live;
    treadle_request_refuse(request, 404, "NoSuchBox", "there is no %s", request->uses->arn);
    return NULL;
}

static void box_put(struct world *world, struct request *request) {
    struct box *box = live_box(request);
    if (box == NULL) return;
    const char *value = input_text(request, "Value");
    if (value == NULL) {
        treadle_request_refuse(request, 400, "NoValue", "a Value is wanted");
        return;
    }
    ADD(box->values, box->count, box->size) = treadle_text_copy(value);
    treadle_world_note(
        world, request, request->uses->account, request->uses->resource->ref, "+ %s", value);
    cJSON *output = treadle_scratch_node(&request->arena, cJSON_Object);
    treadle_put_int(&request->arena, output, "Count", box->count);
    treadle_put_text(&request->arena, output, "Id", treadle_request_id(request));
    treadle_put_int(
        &request->arena, output, "Chance", (int64_t)(request->random & 0xffffffffffffff));
    treadle_request_answer(request, output);
}

static void box_list(struct world *world, struct request *request) {
    (void)world;
    const struct box *box = live_box(request);
    if (box == NULL) return;
    cJSON *output = treadle_scratch_node(&request->arena, cJSON_Object),
          *values = treadle_scratch_node(&request->arena, cJSON_Array);
    for (uint32_t i = 0; i < box->count; i++)
        treadle_scratch_append(
            values, NULL, treadle_scratch_string(&request->arena, box->values[i]));
    treadle_put_value(&request->arena, output, "Values", values);
    treadle_put_text(&request->arena, output, "Asker", request->caller->principal);
    treadle_request_answer(request, output);
}

static void box_hold(struct world *world, struct request *request) {
    struct bed *bed = bed_of(world);
    bed->handled++;
    bed->held = request;
}

static void on_relayed(
    struct request *inner, struct doc *output, const struct fault *fault, void *data) {
    (void)inner;
    struct request *request = data;
    if (output != NULL)
        treadle_request_answer(request, treadle_doc_root(output));
    else
        treadle_request_fault(request, fault);
}

static void box_relay(struct world *world, struct request *request) {
    const cJSON *input = treadle_doc_root(request->input);
    const char *role = treadle_json_string(input, "RoleArn");
    struct request *inner = treadle_request_new(
        world, treadle_json_string(input, "Service"), treadle_json_string(input, "Operation"),
        request->region, treadle_json_member(input, "Input"));
    inner->on_response = on_relayed;
    inner->data = request;
    int failed = treadle_request_send(
        world, request, role != NULL ? TREADLE_AS_ROLE : TREADLE_AS_SERVICE, role, inner);
    if (failed != 0)
        treadle_request_refuse(request, 500, "Unsent", "%s", treadle_status_meaning(failed));
}

static void box_chain(struct world *world, struct request *request) {
    bed_of(world)->handled++;
    struct request *inner = treadle_request_new(
        world, "box", "Chain", request->region, treadle_doc_root(request->input));
    inner->on_response = on_relayed;
    inner->data = request;
    int failed = treadle_request_send(world, request, TREADLE_AS_SERVICE, NULL, inner);
    if (failed != 0)
        treadle_request_refuse(
            request, 508, "Loop", "%s at depth %u", treadle_status_meaning(failed), request->depth);
}

static bool box_holds(const struct world *world, const struct request *request) {
    return treadle_world_find(world, input_text(request, "Arn")) != NULL;
}

static const char *const box_properties[] = {"Name", "Policy.*", "RoleArn", "Parts[].Name", NULL};
static const struct resource_type box_types[] = {
    {.name = "Test::Box",
     .properties = box_properties,
     .create = box_create,
     .destroy = box_destroy,
     .role_of = box_role},
    {0}};
static const struct operation box_operations[] = {
    {"Put", find_box, box_put, 0},
    {"List", find_box, box_list, OPERATION_READS},
    {"Hold", find_box, box_hold, 0},
    {"Relay", find_box, box_relay, OPERATION_READS},
    {"Chain", find_box, box_chain, OPERATION_READS},
    {"Both", find_both, box_list, OPERATION_READS},
    {0}};
static const struct service box_service = {
    .name = "box",
    .principal = "box.amazonaws.com",
    .operations = box_operations,
    .types = box_types,
    .request_ids_base32 = true,
    .session_name = "BoxSession",
    .holds = box_holds};

static const struct service *const services[] = {
    &box_service, &treadle_service_iam, &treadle_service_stepfunctions, &treadle_service_sts, NULL};

// -- Tasks that ask

static void on_task_response(const struct treadle_response *response, void *data) {
    treadle_call *call = data;
    struct arena arena = {0};
    cJSON *result = treadle_scratch_node(&arena, cJSON_Object);
    if (response->output != NULL) {
        treadle_put_value(&arena, result, "Output", response->output);
        treadle_put_text(&arena, result, "Id", response->request_id);
        treadle_call_answer(call, result);
    } else {
        treadle_call_fail(
            call, response->role_refused ? "States.TaskFailed" : response->code, response->message);
    }
    treadle_arena_clear(&arena);
}

static int begin_ask(void *self, treadle_call *call) {
    struct bed *bed = self;
    const cJSON *arguments = treadle_call_arguments(call);
    const char *as = treadle_json_string(arguments, "As");
    struct treadle_ask ask = {
        .service = treadle_call_uri(call)->action,
        .operation = treadle_json_string(arguments, "Operation"),
        .region = treadle_json_string(arguments, "Region"),
        .input = treadle_json_member(arguments, "Input")};
    return treadle_call_send(
        bed->world, call,
        as == NULL                   ? TREADLE_AS_ROLE
        : strcmp(as, "service") == 0 ? TREADLE_AS_SERVICE
                                     : TREADLE_AS_NOBODY,
        &ask, on_task_response, call);
}

static const struct treadle_integration asker = {
    .version = TREADLE_INTEGRATION_VERSION, .service = "ask", .begin = begin_ask};

// -- The bed

static void on_warning(const char *text, void *data) {
    treadle_text_printf(&((struct bed *)data)->warnings, "%s\n", text);
}

static void on_note(const struct treadle_note *note, void *data) {
    treadle_text_printf(
        &((struct bed *)data)->notes, "%s %s %s\n", note->account, note->where, note->text);
}

static void open_engine(struct bed *bed) {
    struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION, .seed = bed->options.seed, .history = true};
    ck_assert_int_eq(treadle_engine_open_virtual(&options, &bed->engine, NULL), 0);
    ck_assert_int_eq(treadle_engine_add(bed->engine, &asker, bed), 0);
}

void bed_open(struct bed *bed, const struct treadle_world_options *options) {
    *bed = (struct bed){.options = {.seed = 42}};
    if (options != NULL) bed->options = *options;
    bed->options.version = TREADLE_WORLD_VERSION;
    bed->options.on_warning = on_warning;
    bed->options.on_note = on_note;
    bed->options.data = bed;
    open_engine(bed);
    ck_assert_int_eq(treadle_world_open(bed->engine, &bed->options, &bed->world, NULL), 0);
    bed->world->services = services;
}

void bed_restart_engine(struct bed *bed) {
    treadle_engine_close(bed->engine, NULL, NULL);
    open_engine(bed);
    bed->world->engine = bed->engine;
}

void bed_close(struct bed *bed) {
    treadle_engine_close(bed->engine, NULL, NULL);
    treadle_world_close(bed->world);
    treadle_text_clear(&bed->warnings);
    treadle_text_clear(&bed->notes);
    treadle_arena_clear(&bed->arena);
}

void bed_run(struct bed *bed) {
    while (treadle_engine_turn(bed->engine, INT64_MAX)) {}
}

static int make(
    struct bed *bed, const char *account, const char *type, const char *name,
    const char *properties, struct resource **out, struct treadle_status *status) {
    struct birthplace place = {
        .account = account,
        .region = "us-east-1",
        .stack = "stack",
        .logical_id = name,
        .file = "stack.yaml",
        .line = 3,
        .column = 5};
    struct doc *doc = support_read(properties);
    int failed = treadle_world_create(bed->world, &place, type, doc, out, status);
    treadle_doc_drop(doc);
    return failed;
}

struct resource *bed_make(
    struct bed *bed, const char *account, const char *type, const char *name,
    const char *properties) {
    struct resource *resource;
    struct treadle_status status = {0};
    int failed = make(bed, account, type, name, properties, &resource, &status);
    ck_assert_msg(failed == 0, "%s", status.text);
    return resource;
}

const char *bed_make_fails(
    struct bed *bed, const char *account, const char *type, const char *name,
    const char *properties) {
    uint32_t count = bed->world->count;
    struct resource *resource;
    struct treadle_status status = {0};
    int failed = make(bed, account, type, name, properties, &resource, &status);
    ck_assert_int_lt(failed, 0);
    ck_assert_int_eq(failed, status.code);
    ck_assert_ptr_null(resource);
    ck_assert_uint_eq(bed->world->count, count);
    return treadle_arena_copy(&bed->arena, status.text);
}

const char *bed_role(
    struct bed *bed, const char *account, const char *name, const char *service,
    const char *action) {
    const char *properties = treadle_arena_print(
        &bed->arena,
        "{\"RoleName\":\"%s\",\"AssumeRolePolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\","
        "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"%s\"}}},\"Policies\":[{"
        "\"PolicyName\":\"p\",\"PolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\","
        "\"Action\":\"%s\",\"Resource\":\"*\"}}}]}",
        name, service, action);
    return bed_make(bed, account, "AWS::IAM::Role", name, properties)->arn;
}

// -- Asking

void bed_hear(const struct treadle_response *response, void *data) {
    struct heard *heard = data;
    heard->answers++;
    ck_assert_ptr_nonnull(response->request_id);
    if (response->output == NULL) {
        snprintf(
            heard->text, sizeof(heard->text), "%s %d: %s", response->code, response->http_status,
            response->message);
        return;
    }
    struct text text = {0};
    treadle_json_write(&text, response->output);
    snprintf(heard->text, sizeof(heard->text), "%s", text.bytes);
    treadle_text_clear(&text);
}

static void on_response(
    struct request *request, struct doc *output, const struct fault *fault, void *data) {
    struct treadle_response response = {.request_id = treadle_request_id(request)};
    if (output != NULL) response.output = treadle_doc_root(output);
    if (fault != NULL) {
        response.code = fault->code;
        response.message = fault->message;
        response.http_status = fault->http_status;
    }
    bed_hear(&response, data);
}

int bed_send(
    struct bed *bed, const char *who, const char *account, const char *key,
    const struct treadle_ask *ask, struct heard *heard) {
    struct request *request = treadle_request_new(
        bed->world, ask->service, ask->operation, ask->region != NULL ? ask->region : "us-east-1",
        ask->input);
    treadle_request_key(request, key);
    request->on_response = on_response;
    request->data = heard;
    return treadle_request_send_as(bed->world, who, account, request);
}

struct heard bed_ask_key(
    struct bed *bed, const char *who, const char *account, const char *key, const char *service,
    const char *operation, const char *input) {
    struct heard heard = {0};
    struct doc *doc = support_read(input);
    struct treadle_ask ask = {
        .service = service, .operation = operation, .input = treadle_doc_root(doc)};
    ck_assert_int_eq(bed_send(bed, who, account, key, &ask, &heard), 0);
    treadle_doc_drop(doc);
    ck_assert_uint_eq(heard.answers, 0);  // Never from inside.
    bed_run(bed);
    ck_assert_uint_eq(heard.answers, 1);
    return heard;
}

struct heard bed_ask(
    struct bed *bed, const char *who, const char *account, const char *service,
    const char *operation, const char *input) {
    struct heard heard = {0};
    struct doc *doc = support_read(input);
    struct treadle_ask ask = {
        .service = service, .operation = operation, .input = treadle_doc_root(doc)};
    int sent = treadle_world_ask(bed->world, who, account, &ask, bed_hear, &heard);
    treadle_doc_drop(doc);
    ck_assert_int_eq(sent, 0);
    ck_assert_uint_eq(heard.answers, 0);
    bed_run(bed);
    ck_assert_uint_eq(heard.answers, 1);
    return heard;
}

const char *bed_print(struct bed *bed, const cJSON *value) {
    return treadle_json_print(&bed->arena, value);
}
