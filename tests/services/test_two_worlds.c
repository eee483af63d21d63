// Two worlds as one: a transport that makes bytes of caller and request, and another world's answer
// of them, must give the same bytes as one world. So callers are complete.
#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "services/answer.h"
#include "services/request.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A   "111111111111"
#define B   "222222222222"
#define BOX "arn:aws:box:us-east-1:" B ":box/b"

// -- The transport

struct crossing {  // One request under way to the other side.
    struct request *from;
    struct caller caller;
    struct policies policies;
    struct arena arena;
};

// All that travels. What the judge asks for must be in here.
static const char *encode(struct arena *arena, const struct request *request) {
    const struct caller *caller = request->caller;
    cJSON *whole = treadle_scratch_node(arena, cJSON_Object),
          *policies = treadle_scratch_node(arena, cJSON_Array);
    treadle_put_int(arena, whole, "kind", caller->kind);
    treadle_put_text(arena, whole, "principal", caller->principal);
    treadle_put_text(arena, whole, "role", caller->role);
    treadle_put_text(arena, whole, "account", caller->account);
    treadle_put_text(arena, whole, "source", caller->source_arn);
    for (uint32_t i = 0; caller->policies != NULL && i < caller->policies->count; i++)
        treadle_scratch_append(
            policies, NULL,
            treadle_scratch_link(arena, treadle_doc_root(caller->policies->documents[i])));
    treadle_put_value(arena, whole, "policies", policies);
    treadle_put_text(arena, whole, "service", request->service);
    treadle_put_text(arena, whole, "operation", request->operation);
    treadle_put_text(arena, whole, "region", request->region);
    treadle_put_text(arena, whole, "key", request->key);
    treadle_put_value(arena, whole, "input", treadle_doc_root(request->input));
    return treadle_json_print(arena, whole);
}

static void decode_caller(struct crossing *crossing, const cJSON *read) {
    struct policies *policies = &crossing->policies;
    for (const cJSON *p = treadle_json_member(read, "policies")->child; p != NULL; p = p->next)
        ADD(policies->documents, policies->count, policies->size) = treadle_doc_settle(NULL, p);
    crossing->caller = (struct caller){
        .kind = (enum caller_kind)treadle_json_member(read, "kind")->valuedouble,
        .principal = treadle_json_string(read, "principal"),
        .role = treadle_json_string(read, "role"),
        .account = treadle_json_string(read, "account"),
        .source_arn = treadle_json_string(read, "source"),
        .policies = policies};
}

static void crossing_free(struct crossing *crossing) {
    for (uint32_t i = 0; i < crossing->policies.count; i++)
        treadle_doc_drop(crossing->policies.documents[i]);
    free(crossing->policies.documents);
    treadle_arena_clear(&crossing->arena);
    free(crossing);
}

// The answer goes back as bytes too.
static void on_other_side(
    struct request *request, struct doc *output, const struct fault *fault, void *data) {
    (void)request;
    struct crossing *crossing = data;
    struct request *from = crossing->from;
    struct text text = {0};
    if (output != NULL) treadle_json_write(&text, treadle_doc_root(output));
    struct fault kept = {0};
    if (fault != NULL)
        kept = (struct fault){
            .service = treadle_arena_copy(&from->arena, fault->service),
            .code = treadle_arena_copy(&from->arena, fault->code),
            .message = treadle_arena_copy(&from->arena, fault->message),
            .http_status = fault->http_status};
    crossing_free(crossing);
    if (output != NULL)
        treadle_request_done(from, treadle_doc_read(NULL, text.bytes, text.count, NULL));
    else
        treadle_request_fault(from, &kept);
    treadle_text_clear(&text);
}

static void arrive(void *data) {
    struct request *there = data;
    treadle_world_answer(there->world, there);
}

static void cross(struct world *world, const struct route *route, struct request *request) {
    struct bed *to = route->where;
    struct crossing *crossing = treadle_alloc_zeroed(sizeof(*crossing));
    crossing->from = request;
    const char *bytes = encode(&crossing->arena, request);
    const cJSON *read = treadle_scratch_read(&crossing->arena, bytes, strlen(bytes));
    struct request *there = treadle_request_new(
        to->world, treadle_json_string(read, "service"), treadle_json_string(read, "operation"),
        treadle_json_string(read, "region"), treadle_json_member(read, "input"));
    treadle_request_key(there, treadle_json_string(read, "key"));
    decode_caller(crossing, read);
    there->caller = &crossing->caller;
    there->at_ms = treadle_engine_now(to->engine);
    there->on_response = on_other_side;
    there->data = crossing;
    treadle_engine_post(world->engine, arrive, there);
}

static const struct transport crossing_transport = {cross};

// -- The two sides

static void make_near(struct bed *bed, const char *as) {
    bed_role(bed, A, "sender", "states.amazonaws.com", "*");
    const char *properties = treadle_arena_print(
        &bed->arena,
        "{\"StateMachineName\":\"Sender\",\"RoleArn\":\"arn:aws:iam::" A
        ":role/sender\",\"Definition\":{\"StartAt\":\"Ask\",\"States\":{\"Ask\":{\"Type\":\"Task\","
        "\"Resource\":\"arn:aws:states:::ask:box\",\"Parameters\":{%s\"Operation\":\"Relay\","
        "\"Input\":{"
        "\"Arn\":\"" BOX "\",\"RoleArn\":\"arn:aws:iam::" B ":role/inner\",\"Service\":\"states\","
        "\"Operation\":\"StartExecution\",\"Input\":{\"stateMachineArn\":\"arn:aws:states:us-east-"
        "1:" B ":stateMachine:Receiver\",\"input\":\"{\\\"n\\\":1}\"}}},\"End\":true}}}}",
        as);
    bed_make(bed, A, "AWS::StepFunctions::StateMachine", "Sender", properties);
}

static void make_far(struct bed *bed, const char *condition) {
    bed_role(bed, B, "inner", "box.amazonaws.com", "states:StartExecution");
    bed_role(bed, B, "receiver", "states.amazonaws.com", "box:*");
    bed_make(
        bed, B, "AWS::StepFunctions::StateMachine", "Receiver",
        "{\"StateMachineName\":\"Receiver\",\"RoleArn\":\"arn:aws:iam::" B ":role/"
        "receiver\",\"Definition\":{\"StartAt\":\"Put\",\"States\":{\"Put\":{\"Type\":\"Task\","
        "\"Resource\":\"arn:aws:states:::ask:box\",\"Parameters\":{\"Operation\":\"Put\",\"Input\":"
        "{"
        "\"Arn\":\"" BOX "\",\"Value\":\"some message\"}},\"End\":true}}}}");
    const char *properties = treadle_arena_print(
        &bed->arena,
        "{\"Name\":\"b\",\"Policy\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
        "\"Allow\","
        "\"Action\":\"box:Relay\",\"Principal\":\"*\",\"Resource\":\"*\",\"Condition\":%s}]}}",
        condition);
    bed_make(bed, B, "Test::Box", "B", properties);
}

static const char *sender_end(struct bed *bed) {
    struct heard heard = bed_ask(
        bed, NULL, A, "states", "GetExecutionHistory",
        "{\"executionArn\":\"arn:aws:states:us-east-1:" A ":execution:Sender:x\"}");
    return treadle_arena_copy(&bed->arena, heard.text);
}

static const char *values(struct bed *bed) {
    struct heard heard = bed_ask(bed, NULL, B, "box", "List", "{\"Arn\":\"" BOX "\"}");
    return treadle_arena_copy(&bed->arena, heard.text);
}

static void start(struct bed *bed) {
    bed_ask_key(
        bed, NULL, A, "run", "states", "StartExecution",
        "{\"stateMachineArn\":\"arn:aws:states:us-east-1:" A
        ":stateMachine:Sender\",\"name\":\"x\"}");
}

#define SERVICE "\"As\":\"service\","

static const struct {
    const char *as, *condition;
    bool allowed;
} rows[] = {
    {SERVICE,
     "{\"StringEquals\":{\"aws:SourceArn\":\"arn:aws:states:us-east-1:" A
     ":stateMachine:Sender\"}}",
     true},
    {SERVICE,
     "{\"StringEquals\":{\"aws:SourceArn\":\"arn:aws:states:us-east-1:" A ":stateMachine:Other\"}}",
     false},
    {SERVICE, "{\"StringEquals\":{\"aws:SourceAccount\":\"" A "\"}}", true},
    {SERVICE, "{\"StringEquals\":{\"aws:PrincipalServiceName\":\"states.amazonaws.com\"}}", true},
    {"", "{\"StringEquals\":{\"aws:PrincipalArn\":\"arn:aws:iam::" A ":role/sender\"}}", true},
    {"", "{\"StringEquals\":{\"aws:PrincipalAccount\":\"" B "\"}}", false},
    {"\"As\":\"nobody\",", "{}", false},
};

// Turn by turn, until neither has anything to do.
static void run_both(struct bed *near, struct bed *far) {
    for (int turn = 0; turn < 10; turn++) {
        bed_run(far);
        bed_run(near);
    }
}

START_TEST(two_worlds_are_as_one) {
    struct bed one, near, far;
    bed_open(&one, NULL);
    bed_open(&near, NULL);
    bed_open(&far, NULL);
    make_near(&one, rows[_i].as);
    make_far(&one, rows[_i].condition);
    make_near(&near, rows[_i].as);
    make_far(&far, rows[_i].condition);
    near.world->routes[near.world->route_count++] =
        (struct route){"box", &crossing_transport, &far};
    start(&one);
    const char *together = sender_end(&one);
    start(&near);
    run_both(&near, &far);
    ck_assert_str_eq(sender_end(&near), together);
    ck_assert_str_eq(values(&far), values(&one));
    ck_assert_str_eq(treadle_text_string(&far.notes), treadle_text_string(&one.notes));
    ck_assert_int_eq(strstr(values(&one), "some message") != NULL, rows[_i].allowed);
    bed_close(&one);
    bed_close(&near);
    bed_close(&far);
}
END_TEST

// What the near side holds itself does not travel.
START_TEST(what_is_here_is_answered_here) {
    struct bed near, far;
    bed_open(&near, NULL);
    bed_open(&far, NULL);
    bed_make(&near, B, "Test::Box", "B", "{\"Name\":\"b\"}");
    bed_make(&far, B, "Test::Box", "C", "{\"Name\":\"c\"}");
    near.world->routes[near.world->route_count++] =
        (struct route){"box", &crossing_transport, &far};
    bed_ask(&near, NULL, B, "box", "List", "{\"Arn\":\"" BOX "\"}");
    ck_assert_uint_eq(near.handled, 1);
    ck_assert_uint_eq(far.handled, 0);
    bed_ask(&near, NULL, B, "box", "List", "{\"Arn\":\"arn:aws:box:us-east-1:" B ":box/c\"}");
    ck_assert_uint_eq(near.handled, 1);
    ck_assert_uint_eq(far.handled, 1);
    bed_close(&near);
    bed_close(&far);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_bytes) {
    const char *ends[3];
    struct bed beds[3];
    for (int i = 0; i < 3; i++) {
        bed_open(&beds[i], &(struct treadle_world_options){.seed = i < 2 ? 7 : 8});
        make_near(&beds[i], SERVICE);
        make_far(&beds[i], "{}");
        start(&beds[i]);
        ends[i] = sender_end(&beds[i]);
    }
    ck_assert_str_eq(ends[0], ends[1]);
    ck_assert_str_ne(ends[0], ends[2]);
    for (int i = 0; i < 3; i++)
        bed_close(&beds[i]);
}
END_TEST

Suite *suite_two_worlds(void) {
    TCase *tests = tcase_create("two_worlds");
    ADD_EACH(tests, two_worlds_are_as_one, rows);
    tcase_add_test(tests, what_is_here_is_answered_here);
    tcase_add_test(tests, the_same_seed_gives_the_same_bytes);
    return support_suite("two_worlds", tests);
}
