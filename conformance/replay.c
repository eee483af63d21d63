// The recorded world: an integration that takes every call and answers as it was answered then.
//
// Facts come in the order in which they came then: a call begun at event 7 and answered at event 9
// is answered two milliseconds later, whatever else is under way.
#include "conformance/replay.h"

#include <stdio.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "treadle/engine.h"
#include "treadle/world.h"

static const int64_t STOP_AFTER_MS = 1000;  // README: `external_stop`; no recording tells when.

struct told {  // One recorded task, and the call it belongs to once that has begun.
    const cJSON *task;
    struct replay *replay;
    treadle_call *call;
    struct told *next;
    bool begun;
};

struct replay {
    struct arena *arena;
    struct answer *answer;
    treadle_engine *engine;
    treadle_world *world;
    const cJSON *test;
    struct told *tasks;
    int64_t origin_ms, origin_id;  // The moment calls began last, and the first one's event.
    const char *execution_arn;
    bool express;  // Its execution keeps no history.
};

// -- Which recorded task a call is

static int64_t number_or(const cJSON *object, const char *name, int64_t otherwise) {
    const cJSON *number = treadle_json_member(object, name);
    return cJSON_IsNumber(number) ? (int64_t)number->valuedouble : otherwise;
}

// The index of the innermost Map's item; -1: in none.
static int64_t item_of(const cJSON *task) {
    const cJSON *last = NULL;
    const cJSON *maps = treadle_json_member(task, "map_path");
    for (const cJSON *map = maps == NULL ? NULL : maps->child; map != NULL; map = map->next)
        last = map;
    return number_or(last, "index", -1);
}

static bool is_task(const struct told *told, const treadle_call *call, bool any_attempt) {
    const char *state = treadle_json_string(told->task, "state");
    int64_t attempt = number_or(told->task, "attempt", 1);
    int64_t item = item_of(told->task);
    return !told->begun && state != NULL && strcmp(state, treadle_call_state(call)) == 0 &&
           (item < 0 || item == treadle_call_item(call)) &&
           (any_attempt || attempt == (int64_t)treadle_call_attempt(call) + 1);
}

// README, schema: by state, attempt and map_path; else plainly in order.
static struct told *find_task(struct replay *replay, const treadle_call *call) {
    for (int any = 0; any < 2; any++)
        for (struct told *told = replay->tasks; told != NULL; told = told->next)
            if (is_task(told, call, any == 1)) return told;
    return NULL;
}

// -- What it was told

// README 3.11: tokens are fed literally, but for the task's own, which is the engine's.
static void put_token(struct arena *arena, cJSON *value, const char *token) {
    for (cJSON *child = value->child; child != NULL; child = child->next)
        put_token(arena, child, token);
    if (!cJSON_IsString(value)) return;
    const char *at = strstr(value->valuestring, "<task_token");
    size_t size = at == NULL ? 0 : strcspn(at, ">") + 1;
    if (at == NULL || at[size - 1] != '>') return;
    value->valuestring = treadle_arena_print(
        arena, "%.*s%s%s", (int)(at - value->valuestring), value->valuestring, token, at + size);
}

// README 3.5: a recorded text is the JSON text that was on the wire, or else what the recorder
// read.
static const cJSON *value_of(const struct told *told, const cJSON *recorded) {
    struct arena *arena = told->replay->arena;
    const cJSON *value = NULL;
    if (recorded == NULL) return treadle_scratch_node(arena, cJSON_NULL);
    if (cJSON_IsString(recorded))
        value = treadle_scratch_read(arena, recorded->valuestring, strlen(recorded->valuestring));
    cJSON *copy = treadle_scratch_copy(arena, value == NULL ? recorded : value);
    const char *token = treadle_call_token(told->call);
    if (token != NULL) put_token(arena, copy, token);
    return copy;
}

static void start(void *data) {
    const struct told *told = data;
    const char *worker = treadle_json_string(told->task, "worker");
    if (worker != NULL)
        treadle_call_started_by(told->call, worker);
    else
        treadle_call_started(told->call);
}

static void submit(void *data) {
    struct told *told = data;
    const cJSON *submitted = treadle_json_member(told->task, "submitted");
    treadle_call_submitted(told->call, value_of(told, treadle_json_member(submitted, "output")));
}

static void succeed(void *data) {
    struct told *told = data;
    treadle_call_answer(told->call, value_of(told, treadle_json_member(told->task, "output")));
}

// README: the engine's own failure is not fed but provoked.
static void answer_too_much(void *data) {
    enum { TOO_MUCH = 262144 };
    const struct told *told = data;
    char *text = treadle_arena_alloc(told->replay->arena, TOO_MUCH + 1);
    memset(text, 'a', TOO_MUCH);
    text[TOO_MUCH] = '\0';
    treadle_call_answer(told->call, treadle_scratch_string(told->replay->arena, text));
}

static void fail(void *data) {
    struct told *told = data;
    const cJSON *cause = treadle_json_member(told->task, "cause_text");
    if (cause == NULL) cause = treadle_json_member(told->task, "cause");
    const char *text = NULL;
    if (cJSON_IsString(cause))
        text = cause->valuestring;
    else if (cause != NULL && !cJSON_IsNull(cause))
        text = treadle_json_print(told->replay->arena, cause);
    treadle_call_fail(told->call, treadle_json_string(told->task, "error"), text);
}

// What ends the call; NULL: nothing does, or a timeout.
static treadle_job_cb end_of(const struct told *told) {
    const char *outcome = treadle_json_string(told->task, "outcome");
    bool engine_side = cJSON_IsTrue(treadle_json_member(told->task, "engine_side"));
    if (outcome == NULL) return NULL;
    if (strcmp(outcome, "succeeded") == 0) return succeed;
    if (strcmp(outcome, "failed") == 0) return engine_side ? answer_too_much : fail;
    return strstr(outcome, "_failed") != NULL ? fail : NULL;
}

// An activity starts when a worker takes it, everything else by itself.
static bool starts(const struct told *told) {
    const char *scheduled = treadle_json_string(told->task, "scheduled_as");
    bool activity = scheduled != NULL && strcmp(scheduled, "ActivityScheduled") == 0;
    return !activity || treadle_json_member(told->task, "worker") != NULL;
}

// -- The integrations

static int begin(void *self, treadle_call *call) {
    struct replay *replay = self;
    struct told *told = find_task(replay, call);
    if (told == NULL) {
        if (replay->answer->unanswered == NULL)
            replay->answer->unanswered =
                treadle_arena_copy(replay->arena, treadle_call_state(call));
        return 0;
    }
    told->begun = true;
    told->call = call;
    int64_t now_ms = treadle_engine_now(replay->engine);
    int64_t id = number_or(told->task, "event_id", 0);
    if (now_ms != replay->origin_ms) {
        replay->origin_ms = now_ms;
        replay->origin_id = id;
    }
    int64_t begun_ms = now_ms + id - replay->origin_id;
    int64_t result_id = number_or(told->task, "result_event_id", id + 3);
    if (starts(told)) treadle_engine_post_at(replay->engine, begun_ms + 1, start, told);
    if (treadle_json_member(told->task, "submitted") != NULL)
        treadle_engine_post_at(replay->engine, begun_ms + 2, submit, told);
    treadle_job_cb end = end_of(told);
    if (end != NULL) treadle_engine_post_at(replay->engine, begun_ms + result_id - id, end, told);
    return 0;
}

// An activity of which nothing was recorded is none.
static bool check_activity(
    void *self, const struct treadle_task_uri *uri, const cJSON *arguments,
    struct treadle_error *error) {
    const struct replay *replay = self;
    (void)arguments;
    if (uri->action[0] != '\0') return true;
    for (const struct told *told = replay->tasks; told != NULL; told = told->next) {
        const char *resource = treadle_json_string(told->task, "resource");
        if (resource != NULL && strcmp(resource, uri->text) == 0) return true;
    }
    (void)snprintf(error->name, sizeof(error->name), "States.Runtime");
    (void)snprintf(
        error->cause, sizeof(error->cause), "The activity %s does not exist.", uri->text);
    return false;
}

static const struct treadle_integration everything = {
    .version = TREADLE_INTEGRATION_VERSION, .service = "*", .begin = begin};
static const struct treadle_integration activities = {
    .version = TREADLE_INTEGRATION_VERSION,
    .service = "states",
    .check = check_activity,
    .begin = begin};

// -- Running

static void refuse(struct answer *answer, struct arena *arena, const char *what) {
    if (answer->refused == NULL) answer->refused = treadle_arena_copy(arena, what);
}

static void on_problem(const struct treadle_problem *problem, void *data) {
    struct replay *replay = data;
    if (problem->warning) return;
    cJSON *diagnostic = treadle_scratch_node(replay->arena, cJSON_Object);
    treadle_put_text(replay->arena, diagnostic, "severity", "ERROR");
    treadle_put_text(replay->arena, diagnostic, "code", problem->code);
    treadle_put_text(
        replay->arena, diagnostic, "message", treadle_arena_copy(replay->arena, problem->message));
    treadle_put_text(
        replay->arena, diagnostic, "location",
        treadle_arena_copy(replay->arena, problem->location));
    treadle_scratch_append(replay->answer->diagnostics, NULL, diagnostic);
    const char *what = treadle_arena_print(
        replay->arena, "%s: %s at %s", problem->code, problem->message,
        problem->location == NULL ? "/" : problem->location);
    refuse(replay->answer, replay->arena, what);
}

// README 3.2: a token stands for any text; here for one that its field accepts.
static const char *without_tokens(struct arena *arena, const char *text) {
    static const char token[] = "<api-endpoint:";
    for (const char *at; (at = strstr(text, token)) != NULL;) {
        const char *number = at + sizeof(token) - 1;
        size_t size = strspn(number, "0123456789");
        ASSERT(number[size] == '>');
        text = treadle_arena_print(
            arena, "%.*sapi%.*s.execute-api.us-east-1.amazonaws.com%s", (int)(at - text), text,
            (int)size, number, number + size + 1);
    }
    return text;
}

static const char *text_of(struct replay *replay, const char *name, const char *name_of_text) {
    const char *text = treadle_json_string(replay->test, name_of_text);
    const cJSON *value = treadle_json_member(replay->test, name);
    if (text == NULL && value == NULL) return NULL;
    if (text == NULL) text = treadle_json_print(replay->arena, value);
    return without_tokens(replay->arena, text);
}

static treadle_machine *read_machine(struct replay *replay) {
    const char *text = text_of(replay, "definition", "definition_text");
    if (text == NULL) text = "";
    const char *type = treadle_json_string(replay->test, "type");
    replay->express = type != NULL && strcmp(type, "EXPRESS") == 0;
    const struct treadle_source source = {
        .text = text,
        .size = strlen(text),
        .type = replay->express ? TREADLE_EXPRESS : TREADLE_STANDARD};
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    if (treadle_machine_read(&source, on_problem, replay, &machine, &status) < 0)
        refuse(replay->answer, replay->arena, status.text);
    return machine;
}

static void open_world(struct replay *replay) {
    struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION,
        .account = "111111111111",  // README 3.1
        .region = "us-east-1",
        .history = true};
    // README 3.12
    const cJSON *mock = treadle_json_member(replay->test, "mock");
    const char *now = treadle_json_string(mock, "clock_now");
    if (now != NULL) (void)treadle_time_read(now, &options.now_ms);
    const struct treadle_world_options world = {.version = TREADLE_WORLD_VERSION};
    int failed = treadle_engine_open_virtual(&options, &replay->engine, NULL);
    ASSERT(failed == 0);
    failed = treadle_world_open(replay->engine, &world, &replay->world, NULL);
    ASSERT(failed == 0);
    // The real integrations say what is wrong with arguments; none of them is sent anything.
    failed = treadle_integrations_add(replay->engine, replay->world);
    ASSERT(failed == 0);
    failed = treadle_engine_add(replay->engine, &activities, replay);
    ASSERT(failed == 0);
    failed = treadle_engine_add(replay->engine, &everything, replay);
    ASSERT(failed == 0);
}

static void read_tasks(struct replay *replay) {
    const cJSON *mock = treadle_json_member(replay->test, "mock");
    const cJSON *tasks = treadle_json_member(mock, "tasks");
    struct told **end = &replay->tasks;
    for (const cJSON *task = tasks == NULL ? NULL : tasks->child; task; task = task->next) {
        *end = treadle_arena_alloc(replay->arena, sizeof(**end));
        **end = (struct told){.task = task, .replay = replay};
        end = &(*end)->next;
    }
}

static void on_started(int status, const struct treadle_execution *execution, void *data) {
    struct replay *replay = data;
    ASSERT(status == 0);
    replay->execution_arn = treadle_arena_copy(replay->arena, execution->execution_arn);
}

static void on_execution(int status, const struct treadle_rows *rows, void *data) {
    struct replay *replay = data;
    struct answer *answer = replay->answer;
    ASSERT(status == 0 && rows->count == 1);
    const struct treadle_execution *execution = &rows->executions[0];
    answer->status = treadle_outcome_name(execution->outcome);
    answer->error = treadle_arena_copy(replay->arena, execution->error);
    answer->cause = treadle_arena_copy(replay->arena, execution->cause);
    if (execution->output != NULL)
        answer->output = treadle_scratch_copy(replay->arena, execution->output);
}

static void on_history(int status, const struct treadle_rows *rows, void *data) {
    struct replay *replay = data;
    ASSERT(status == 0);
    replay->answer->events = treadle_scratch_copy(replay->arena, rows->events);
}

static void read_answer(struct replay *replay) {
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_EXECUTION,
        .execution_arn = replay->execution_arn};
    int failed = treadle_engine_read(replay->engine, &query, on_execution, replay);
    ASSERT(failed == 0);
    query.kind = TREADLE_QUERY_HISTORY;
    if (!replay->express) failed = treadle_engine_read(replay->engine, &query, on_history, replay);
    ASSERT(failed == 0);
    (void)treadle_engine_turn(replay->engine, treadle_engine_now(replay->engine));
}

bool replay_has_flag(const cJSON *test, const char *name) {
    const cJSON *flags = treadle_json_member(test, "flags");
    for (const cJSON *flag = flags == NULL ? NULL : flags->child; flag; flag = flag->next)
        if (strcmp(flag->valuestring, name) == 0) return true;
    return false;
}

static void turn(struct replay *replay) {
    int64_t now_ms = treadle_engine_now(replay->engine);
    if (replay_has_flag(replay->test, "external_stop")) {
        (void)treadle_engine_turn(replay->engine, now_ms + STOP_AFTER_MS);
        (void)treadle_engine_stop(replay->engine, replay->execution_arn, NULL, NULL);
    }
    (void)treadle_engine_turn(replay->engine, INT64_MAX);
}

static void run(struct replay *replay, treadle_machine *machine) {
    struct arena *arena = replay->arena;
    const cJSON *names = treadle_json_member(replay->test, "names");
    const char *name = treadle_json_string(names, "state_machine");
    struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = machine,
        .machine_arn = treadle_arena_print(
            arena, "arn:aws:states:us-east-1:111111111111:stateMachine:%s",
            name == NULL ? "machine" : name),
        .role_arn = treadle_json_string(names, "role_arn"),
        .name = treadle_json_string(names, "execution"),
        .input = text_of(replay, "input", "input_text")};
    int code = treadle_engine_begin(replay->engine, &start, on_started, NULL, replay);
    if (code < 0) {
        refuse(replay->answer, arena, treadle_status_meaning(code));
        return;
    }
    (void)treadle_engine_turn(replay->engine, treadle_engine_now(replay->engine));
    turn(replay);
    read_answer(replay);
}

void replay_definition(const cJSON *test, struct arena *arena, struct answer *out) {
    *out = (struct answer){.diagnostics = treadle_scratch_node(arena, cJSON_Array)};
    struct replay replay = {.arena = arena, .answer = out, .test = test};
    treadle_machine_drop(read_machine(&replay));
}

void replay_case(const cJSON *test, struct arena *arena, struct answer *out) {
    *out = (struct answer){.diagnostics = treadle_scratch_node(arena, cJSON_Array)};
    struct replay replay = {.arena = arena, .answer = out, .test = test, .origin_ms = -1};
    treadle_machine *machine = read_machine(&replay);
    if (machine == NULL) return;
    read_tasks(&replay);
    open_world(&replay);
    run(&replay, machine);
    treadle_engine_close(replay.engine, NULL, NULL);
    treadle_world_close(replay.world);
    treadle_machine_drop(machine);
}
