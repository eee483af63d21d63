// What AWS answered when it was asked the same: the recorded API cases that need nothing but the
// operations that are here. A CreateStateMachine among their steps makes the resource.
#include <stdio.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "conformance/recorded.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A "111111111111"

enum { CALLS_MAX = 64 };

struct answer {  // Of a call.
    const cJSON *output;
    const char *code, *message;
    int http_status;
};

struct replay {
    struct bed bed;
    struct answer answers[CALLS_MAX];
    struct recorded recorded;
    uint32_t expectations;
};

static const char *operation_of(const cJSON *step) {
    return treadle_json_string(step, "op");
}

static bool is_ours(const char *operation) {
    static const char *const ours[] = {"CreateStateMachine",  "StartExecution",
                                       "DescribeExecution",   "ListExecutions",
                                       "GetExecutionHistory", "ListStateMachines"};
    for (size_t i = 0; i < COUNT_OF(ours); i++)
        if (strcmp(ours[i], operation) == 0) return true;
    return false;
}

// Cases are replayed up to the first step that deletes: what follows shows only that it is gone.
static bool ends(const cJSON *step) {
    const char *operation = operation_of(step);
    return operation != NULL && strcmp(operation, "DeleteStateMachine") == 0;
}

static bool is_replayable(const cJSON *one) {
    bool asks = false;
    if (strcmp(treadle_json_string(one, "kind"), "api") != 0) return false;
    for (const cJSON *step = treadle_json_member(one, "steps")->child; step != NULL && !ends(step);
         step = step->next) {
        const char *operation = operation_of(step);
        if (treadle_json_member(step, "sidecar") != NULL ||
            treadle_json_member(step, "thread") != NULL)
            return false;
        if (operation == NULL) continue;
        const cJSON *params = treadle_json_member(step, "params");
        // Versions, tags, logs and Express machines are not here, nor what an SDK checks itself.
        if (!is_ours(operation) || treadle_json_member(params, "publish") != NULL ||
            treadle_json_member(params, "tags") != NULL ||
            treadle_json_member(params, "type") != NULL ||
            treadle_json_member(params, "loggingConfiguration") != NULL)
            return false;
        asks = asks || strcmp(operation, "CreateStateMachine") != 0;
    }
    return asks;
}

// -- Calls

static uint32_t number_of(const cJSON *step, const char *name) {
    const cJSON *number = treadle_json_member(step, name);
    return cJSON_IsNumber(number) ? (uint32_t)number->valuedouble : 0;
}

// "${2.executionArn}" is what call 2 answered.
static const cJSON *filled(struct replay *replay, const cJSON *value) {
    struct arena *arena = &replay->bed.arena;
    if (cJSON_IsObject(value)) {
        cJSON *object = treadle_scratch_node(arena, cJSON_Object);
        for (const cJSON *member = value->child; member != NULL; member = member->next)
            treadle_put_value(arena, object, member->string, filled(replay, member));
        return object;
    }
    if (!cJSON_IsString(value) || strncmp(value->valuestring, "${", 2) != 0) return value;
    const char *dot = strchr(value->valuestring, '.');
    uint32_t call = 0;
    for (const char *at = value->valuestring + 2; at < dot; at++)
        call = call * 10 + (uint32_t)(*at - '0');
    const char *name = treadle_arena_copy_size(arena, dot + 1, strlen(dot) - 2);
    ck_assert_uint_lt(call, CALLS_MAX);
    return treadle_json_member(replay->answers[call].output, name);
}

static void create(struct replay *replay, const cJSON *params, struct answer *answer) {
    struct arena *arena = &replay->bed.arena;
    cJSON *properties = treadle_scratch_node(arena, cJSON_Object);
    const char *name = treadle_json_string(params, "name");
    treadle_put_text(arena, properties, "StateMachineName", name);
    treadle_put_text(
        arena, properties, "DefinitionString", treadle_json_string(params, "definition"));
    treadle_put_text(arena, properties, "RoleArn", treadle_json_string(params, "roleArn"));
    struct resource *machine = bed_make(
        &replay->bed, A, "AWS::StepFunctions::StateMachine", name,
        bed_print(&replay->bed, properties));
    cJSON *output = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, output, "stateMachineArn", machine->arn);
    treadle_put_int(arena, output, "creationDate", 0);
    answer->output = output;
    answer->http_status = 200;
}

struct hearing {
    struct replay *replay;
    struct answer *answer;
};

static void hear(const struct treadle_response *response, void *data) {
    const struct hearing *hearing = data;
    struct arena *arena = &hearing->replay->bed.arena;
    *hearing->answer = (struct answer){
        .output = response->output == NULL ? NULL : treadle_scratch_copy(arena, response->output),
        .code = treadle_arena_copy(arena, response->code),
        .message = treadle_arena_copy(arena, response->message),
        .http_status = response->http_status};
}

static void call(struct replay *replay, const cJSON *step) {
    uint32_t number = number_of(step, "call");
    ck_assert_uint_lt(number, CALLS_MAX);
    struct answer *answer = &replay->answers[number];
    const cJSON *params = filled(replay, treadle_json_member(step, "params"));
    if (strcmp(operation_of(step), "CreateStateMachine") == 0) {
        create(replay, params, answer);
        return;
    }
    struct hearing hearing = {replay, answer};
    struct treadle_ask ask = {
        .service = "states", .operation = operation_of(step), .input = params};
    ck_assert_int_eq(treadle_world_ask(replay->bed.world, NULL, A, &ask, hear, &hearing), 0);
    bed_run(&replay->bed);
    ck_assert_int_ne(answer->http_status, 0);
}

// -- Expectations

// The recorder dropped the moments of events.
static const cJSON *without_moments(struct arena *arena, const cJSON *events) {
    cJSON *bare = treadle_scratch_node(arena, cJSON_Array);
    for (const cJSON *event = events->child; event != NULL; event = event->next) {
        cJSON *copy = treadle_scratch_node(arena, cJSON_Object);
        for (const cJSON *member = event->child; member != NULL; member = member->next)
            if (strcmp(member->string, "timestamp") != 0)
                treadle_put_value(arena, copy, member->string, member);
        treadle_scratch_append(bare, NULL, copy);
    }
    return bare;
}

// The answer as boto3 shows it: the output, or the error, and the status.
static const cJSON *shown(struct replay *replay, const struct answer *answer) {
    struct arena *arena = &replay->bed.arena;
    cJSON *object = treadle_scratch_node(arena, cJSON_Object);
    for (const cJSON *member = answer->output == NULL ? NULL : answer->output->child;
         member != NULL; member = member->next)
        treadle_put_value(
            arena, object, member->string,
            strcmp(member->string, "events") == 0 ? without_moments(arena, member) : member);
    if (answer->output == NULL) {
        cJSON *error = treadle_scratch_node(arena, cJSON_Object);
        treadle_put_text(arena, error, "Code", answer->code);
        treadle_put_text(arena, error, "Message", answer->message);
        treadle_put_value(arena, object, "Error", error);
        treadle_put_text(arena, object, "message", answer->message);
    }
    treadle_put_int(arena, object, "$http_status", answer->http_status);
    return object;
}

static const char *exception(struct replay *replay, const cJSON *steps, uint32_t number) {
    const char *operation = "";
    for (const cJSON *step = steps->child; step != NULL; step = step->next)
        if (number_of(step, "call") == number) operation = operation_of(step);
    const struct answer *answer = &replay->answers[number];
    return treadle_arena_print(
        &replay->bed.arena, "An error occurred (%s) when calling the %s operation: %s",
        answer->code, operation, answer->message);
}

// {"exception_typename": {"$call": 1, …}, "exception_value": {"$exception_of_call": 1}}
static const cJSON *composed(struct replay *replay, const cJSON *steps, const cJSON *from) {
    const cJSON *value = treadle_json_member(from, "exception_value");
    uint32_t number = number_of(value, "$exception_of_call");
    if (number == 0) return NULL;
    cJSON *object = treadle_scratch_node(&replay->bed.arena, cJSON_Object);
    treadle_put_text(
        &replay->bed.arena, object, "exception_typename", replay->answers[number].code);
    treadle_put_text(
        &replay->bed.arena, object, "exception_value", exception(replay, steps, number));
    return object;
}

static bool is_of_the_sdk(const cJSON *value) {
    const char *kind = treadle_json_string(value, "exception_typename");
    return kind != NULL && strcmp(kind, "ParamValidationError") == 0;
}

static void expect(struct replay *replay, const cJSON *steps, const cJSON *step) {
    const cJSON *value = treadle_json_member(step, "value"), *have = NULL;
    uint32_t of = number_of(step, "of_call"), error = number_of(step, "error_of_call");
    if (of > 0 || error > 0)
        have = cJSON_IsString(value)
                   ? treadle_scratch_string(&replay->bed.arena, exception(replay, steps, error))
                   : shown(replay, &replay->answers[of > 0 ? of : error]);
    else
        have = composed(replay, steps, treadle_json_member(step, "composed"));
    if (have == NULL || is_of_the_sdk(value)) return;
    replay->expectations++;
    (void)recorded_is(&replay->recorded, value, have);
}

static uint32_t replay_case(const cJSON *one, struct text *wrong) {
    struct replay replay = {0};
    bed_open(&replay.bed, NULL);
    const cJSON *steps = treadle_json_member(one, "steps");
    for (const cJSON *step = steps->child; step != NULL && !ends(step); step = step->next) {
        if (treadle_json_member(step, "call") != NULL) call(&replay, step);
        if (treadle_json_member(step, "expect") != NULL) expect(&replay, steps, step);
    }
    const struct recorded *recorded = &replay.recorded;
    if (recorded->place != NULL)
        treadle_text_printf(
            wrong, "%s: at %s: wanted %s, have %s\n", treadle_json_string(one, "id"),
            recorded->place, recorded->wanted == NULL ? "nothing" : recorded->wanted,
            recorded->had == NULL ? "nothing" : recorded->had);
    uint32_t expectations = replay.expectations;
    recorded_clear(&replay.recorded);
    bed_close(&replay.bed);
    return expectations;
}

START_TEST(answers_as_recorded) {
    static const char *const files[] = {"aws/api.json", "aws/versions.json", "aws/express.json"};
    struct text wrong = {0};
    uint32_t cases = 0, expectations = 0;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct doc *doc = support_data_json(files[i]);
        if (doc == NULL) return;
        for (const cJSON *one = treadle_doc_root(doc)->child; one != NULL; one = one->next) {
            if (!is_replayable(one)) continue;
            cases++;
            expectations += replay_case(one, &wrong);
        }
        treadle_doc_drop(doc);
    }
    ck_assert_msg(wrong.count == 0, "%s", treadle_text_string(&wrong));
    ck_assert_uint_ge(cases, 10);
    ck_assert_uint_ge(expectations, 20);
    treadle_text_clear(&wrong);
}
END_TEST

Suite *suite_recorded(void) {
    Suite *suite = suite_create("recorded");
    TCase *tests = support_recorded(suite);
    tcase_add_test(tests, answers_as_recorded);
    return suite;
}
