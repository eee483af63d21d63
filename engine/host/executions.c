// Executions as the door sees them: how they begin, end, and what is known of them.
#include <stdlib.h>
#include <string.h>

#include "base/json/foreign.h"
#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"
#include "base/utf8.h"
#include "engine/host/engine.h"

enum { NAME_MAX_CHARACTERS = 80 };  // AWS's bound on an execution's name.

const char *treadle_outcome_name(enum treadle_outcome outcome) {
    static const char *const names[] = {
        [TREADLE_RUNNING] = "RUNNING",
        [TREADLE_SUCCEEDED] = "SUCCEEDED",
        [TREADLE_FAILED] = "FAILED",
        [TREADLE_TIMED_OUT] = "TIMED_OUT",
        [TREADLE_ABORTED] = "ABORTED"};
    MUST((size_t)outcome < COUNT_OF(names), "treadle_outcome_name: there is no such outcome");
    return names[outcome];
}

// AWS's API takes no longer texts. (What it does with those of a service is unknown: they are cut.)
static void put_head(
    struct arena *arena, cJSON *object, const char *key, const char *text, size_t count) {
    if (text != NULL) text = treadle_arena_copy_size(arena, text, treadle_utf8_head(text, count));
    treadle_put_text(arena, object, key, text);
}

struct doc *treadle_error_doc(
    const struct treadle_engine *engine, const char *error, const char *cause) {
    struct arena arena = {0};
    cJSON *object = treadle_scratch_node(&arena, cJSON_Object);
    put_head(&arena, object, "Error", error, LIMIT_error_size_max);
    put_head(&arena, object, "Cause", cause, LIMIT_cause_size_max);
    struct doc *doc = treadle_doc_from_tree(
        treadle_host_pool(engine->host), object);  // The texts are somebody's.
    treadle_arena_clear(&arena);
    return doc;
}

// -- What is known of one

static const char *error_part(const struct execution *execution, const char *name) {
    if (execution->end->error == NULL) return NULL;
    return treadle_json_string(treadle_doc_root(execution->end->error), name);
}

static void describe(
    const struct execution *execution, struct arena *arena, struct treadle_execution *out) {
    *out = (struct treadle_execution){
        .execution_arn = execution->identity.arn,
        .name = treadle_execution_name(execution),
        .machine_arn = execution->identity.machine_arn,
        .role_arn = execution->identity.role_arn,
        .outcome = execution->outcome,
        .input = treadle_doc_root(execution->input),
        .output = execution->end->output == NULL ? NULL : treadle_doc_root(execution->end->output),
        .error = error_part(execution, "Error"),
        .cause = error_part(execution, "Cause"),
        .state = execution->end->blamed == NULL ? NULL : execution->end->blamed->name,
        .next = execution->end->next == NULL ? NULL : execution->end->next->name,
        .variables =
            execution->end->variables == NULL ? NULL : treadle_doc_root(execution->end->variables),
        .pointer =
            execution->end->blamed_field == NULL
                ? NULL
                : treadle_machine_pointer(execution->machine, arena, execution->end->blamed_field),
        .started_ms = execution->started_ms,
        .stopped_ms = execution->end->stopped_ms};
}

// -- Beginning

static void tell_started(
    treadle_started_cb on_started, int status, const struct execution *execution, void *data) {
    struct arena arena = {0};
    struct treadle_execution it;
    describe(execution, &arena, &it);
    on_started(status, &it, data);
    treadle_arena_clear(&arena);
}

// Once, and before its end is told, though one step may hold both.
static void run_started(const struct execution *execution, int status) {
    struct run *run = execution->driver;
    if (run == NULL || run->on_started == NULL) return;
    treadle_started_cb on_started = run->on_started;
    run->on_started = NULL;
    tell_started(on_started, status, execution, run->data);
}

static void on_answered(
    struct treadle_engine *engine, struct sender *sender, struct execution *execution, int status) {
    (void)engine;
    (void)sender;
    run_started(execution, status);
}

static const struct sender starts = {on_answered};  // Of all of them: the execution says which.

// -- Ending

void treadle_run_end(struct execution *execution) {
    const struct run *run = execution->driver;
    run_started(execution, 0);
    if (run == NULL || run->on_end == NULL) return;
    struct arena arena = {0};
    struct treadle_execution it;
    describe(execution, &arena, &it);
    const struct treadle_result result = {
        .outcome = it.outcome,
        .output = it.output,
        .error = it.error,
        .cause = it.cause,
        .elapsed_ms = it.stopped_ms - it.started_ms,
        .execution_arn = it.execution_arn,
        .machine_arn = it.machine_arn,
        .state = it.state,
        .pointer = it.pointer,
        .next = it.next,
        .variables = it.variables};
    run->on_end(&result, run->data);
    treadle_arena_clear(&arena);
}

// -- Starts that are refused

struct refusal {  // A start whose name was taken.
    treadle_started_cb on_started;
    void *data;
    const struct execution *execution;
};

static void tell_refused(void *data) {
    struct refusal *refusal = data;
    tell_started(refusal->on_started, TREADLE_EEXIST, refusal->execution, refusal->data);
    free(refusal);
}

static int refuse(
    struct treadle_engine *engine, const struct treadle_start *start,
    const struct execution *execution, treadle_started_cb on_started, void *data) {
    if (on_started == NULL)
        return treadle_status_set(
            start->status, TREADLE_EEXIST, "there is an execution '%s'", execution->identity.arn);
    struct refusal *refusal = treadle_alloc(sizeof(*refusal));
    *refusal = (struct refusal){on_started, data, execution};
    treadle_engine_post(engine, tell_refused, refusal);
    return 0;
}

static int read_input(
    const struct treadle_engine *engine, const struct treadle_start *start, struct doc **out) {
    const char *text = start->input == NULL ? "{}" : start->input;
    struct read_problem problem;
    size_t size = strlen(text);
    if (size > LIMIT_payload_size_max)
        return treadle_status_set(
            start->status, TREADLE_ELIMIT, "the input has more than %d bytes",
            LIMIT_payload_size_max);
    *out = treadle_doc_read(treadle_host_pool(engine->host), text, size, &problem);
    if (*out != NULL) return 0;
    return treadle_status_set(
        start->status, TREADLE_EPARSE, "the input: %u:%u: %s", problem.line, problem.column,
        problem.message);
}

// UTF-8, as histories and rows are.
static bool is_text(const char *text) {
    const unsigned char *at = (const unsigned char *)text, *end = at + strlen(text);
    for (int size; at < end; at += size)
        if ((size = treadle_utf8_size(at, end)) == 0) return false;
    return true;
}

// A part of an ARN: what an execution's name must not break.
static bool is_name(const char *name) {
    if (*name == '\0' || !is_text(name) || treadle_utf8_count(name) > NAME_MAX_CHARACTERS)
        return false;
    for (; *name != '\0'; name++)
        if ((unsigned char)*name <= ' ' || *name == ':' || *name == '/' || *name == 0x7F)
            return false;
    return true;
}

static struct run *make_run(treadle_started_cb on_started, treadle_end_cb on_end, void *data) {
    if (on_started == NULL && on_end == NULL) return NULL;
    struct run *run = treadle_alloc(sizeof(*run));
    *run = (struct run){.on_started = on_started, .on_end = on_end, .data = data};
    return run;
}

static int launch(
    struct treadle_engine *engine, const struct treadle_start *start, struct doc *input,
    struct doc *opening, struct execution **out) {
    char name[37], uuid[37], *arn = NULL;
    bool express = start->machine->type == TREADLE_EXPRESS;
    if (start->name == NULL) treadle_random_uuid(&engine->names, name);
    if (express && start->uuid == NULL) treadle_random_uuid(&engine->names, uuid);
    if (start->machine_arn == NULL) {
        struct text text = {0};
        treadle_text_printf(
            &text, "arn:aws:states:%s:%s:stateMachine:StateMachine", engine->region,
            engine->account);
        arn = text.bytes;
    }
    const struct launch launch = {
        .machine = start->machine,
        .machine_arn = arn == NULL ? start->machine_arn : arn,
        .role_arn = start->role_arn,
        .name = start->name == NULL ? name : start->name,
        .uuid = !express              ? NULL
                : start->uuid == NULL ? uuid
                                      : start->uuid,
        .input = input,
        .opening = opening,
        .at_ms = treadle_engine_now(engine),
        .seed = start->seed == 0 ? treadle_random_next(&engine->seeds) : start->seed,
        .sender = (void *)(uintptr_t)&starts};  // It is only read.
    int status = treadle_host_start(engine->host, &launch, out);
    if (status == TREADLE_EINVAL)
        treadle_status_set(
            start->status, status, "'%s' is not the ARN of a state machine", launch.machine_arn);
    free(arn);
    return status;
}

static int check_start(const struct treadle_engine *engine, const struct treadle_start *start) {
    if (start->version != TREADLE_ENGINE_VERSION)
        return treadle_status_set(
            start->status, TREADLE_EINVAL, "a start of version %d; this library knows version %d",
            start->version, TREADLE_ENGINE_VERSION);
    if (engine->life != ENGINE_OPEN)
        return treadle_status_set(start->status, TREADLE_ECLOSED, "the engine is closing");
    if (start->machine == NULL)
        return treadle_status_set(start->status, TREADLE_EINVAL, "there is no machine to start");
    treadle_machine_must_live(start->machine);
    if (treadle_host_is_full(engine->host))
        return treadle_status_set(
            start->status, TREADLE_EBUSY,
            "the executions that there are hold all the memory that executions may");
    const char *names[] = {start->name, start->uuid};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i] != NULL && !is_name(names[i]))
            return treadle_status_set(
                start->status, TREADLE_EINVAL, "'%s' is not the name of an execution", names[i]);
    const char *arns[] = {start->machine_arn, start->role_arn};
    for (size_t i = 0; i < COUNT_OF(arns); i++)
        if (arns[i] != NULL && !is_text(arns[i]))
            return treadle_status_set(
                start->status, TREADLE_EINVAL, "'%s' is no ARN, since it is no UTF-8", arns[i]);
    return 0;
}

int treadle_engine_begin(
    treadle_engine *engine, const struct treadle_start *start, treadle_started_cb on_started,
    treadle_end_cb on_end, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(start);
    struct doc *input = NULL, *opening = NULL;
    int status = check_start(engine, start);
    if (status == 0) status = read_input(engine, start, &input);
    if (status == 0) status = treadle_opening_read(engine, start, &opening);
    if (status < 0) {
        treadle_doc_drop(input);
        return status;
    }
    struct execution *execution;
    status = launch(engine, start, input, opening, &execution);
    treadle_doc_drop(input);
    treadle_doc_drop(opening);
    if (status == 0) {
        execution->driver = make_run(on_started, on_end, data);
        treadle_engine_stir(engine);
        return 0;
    }
    return status == TREADLE_EEXIST ? refuse(engine, start, execution, on_started, data) : status;
}

int treadle_engine_start(
    treadle_engine *engine, treadle_machine *machine, const char *input, treadle_end_cb on_end,
    void *data) {
    REQUIRE(machine);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION, .machine = machine, .input = input};
    return treadle_engine_begin(engine, &start, NULL, on_end, data);
}

static bool is_longer(const char *text, size_t count) {
    return text != NULL && text[treadle_utf8_head(text, count)] != '\0';
}

int treadle_engine_stop(
    treadle_engine *engine, const char *execution_arn, const char *error, const char *cause) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(execution_arn);
    if (engine->life != ENGINE_OPEN) return TREADLE_ECLOSED;
    if (is_longer(error, LIMIT_error_size_max) || is_longer(cause, LIMIT_cause_size_max))
        return TREADLE_ELIMIT;
    struct execution *execution = treadle_host_find(engine->host, execution_arn);
    if (execution == NULL) return TREADLE_ENOTFOUND;
    if (execution->outcome != TREADLE_RUNNING) return TREADLE_ESTALE;
    struct doc *value =
        error == NULL && cause == NULL ? NULL : treadle_error_doc(engine, error, cause);
    const struct fact fact = {
        .kind = FACT_STOP, .at_ms = treadle_engine_now(engine), .value = value};
    treadle_host_deliver(engine->host, execution, &fact, NULL);
    treadle_doc_drop(value);
    treadle_engine_stir(engine);
    return 0;
}

// -- Reading

struct reading {  // A query until its job runs: with its own texts.
    struct treadle_engine *engine;
    struct treadle_query query;
    struct arena arena;
    treadle_rows_cb on_rows;
    void *data;
};

// The rows from [*first] on, [*count] of [total], newest first where [reverse] says so.
static void cut(
    const struct treadle_query *query, uint32_t total, uint32_t *first, uint32_t *count) {
    uint32_t offset = query->offset < total ? query->offset : total;
    uint32_t left = total - offset;
    *count = query->limit == 0 || query->limit > left ? left : query->limit;
    *first = query->reverse ? left - *count : offset;
}

static int read_one(struct reading *reading, struct treadle_rows *out) {
    const struct execution *execution =
        treadle_host_find(reading->engine->host, reading->query.execution_arn);
    if (execution == NULL) return TREADLE_ENOTFOUND;
    struct treadle_execution *one = treadle_arena_alloc(&reading->arena, sizeof(*one));
    describe(execution, &reading->arena, one);
    *out = (struct treadle_rows){.executions = one, .count = 1, .total = 1};
    return 0;
}

static int read_many(struct reading *reading, struct treadle_rows *out) {
    const struct host *host = reading->engine->host;
    const char *machine_arn = reading->query.machine_arn;
    uint32_t all = treadle_host_count(host), total = 0, first, count;
    const struct execution **found = treadle_alloc((all + 1) * sizeof(const struct execution *));
    for (uint32_t i = 0; i < all; i++) {
        const struct execution *one = treadle_host_at(host, i);
        if (machine_arn == NULL || strcmp(one->identity.machine_arn, machine_arn) == 0)
            found[total++] = one;
    }
    cut(&reading->query, total, &first, &count);
    struct treadle_execution *list =
        treadle_arena_alloc(&reading->arena, (count + 1) * sizeof(*list));
    for (uint32_t i = 0; i < count; i++)
        describe(
            found[reading->query.reverse ? first + count - 1 - i : first + i], &reading->arena,
            &list[i]);
    free(found);
    *out = (struct treadle_rows){.executions = list, .count = count, .total = total};
    return 0;
}

// The same elements, the last one first.
static cJSON *reverse(struct arena *arena, cJSON *list) {
    cJSON *reversed = treadle_scratch_node(arena, cJSON_Array);
    cJSON *first = list->child, *last = first == NULL ? NULL : first->prev;
    while (last != NULL) {
        cJSON *before = last == first ? NULL : last->prev;
        last->next = last->prev = NULL;
        treadle_scratch_append(reversed, NULL, last);
        last = before;
    }
    return reversed;
}

static int read_history(struct reading *reading, struct treadle_rows *out) {
    const struct execution *execution =
        treadle_host_find(reading->engine->host, reading->query.execution_arn);
    if (execution == NULL) return TREADLE_ENOTFOUND;
    if (!treadle_execution_keeps_history(reading->engine->host, execution)) return TREADLE_EINVAL;
    uint32_t first, count;
    cut(&reading->query, execution->event_count, &first, &count);
    cJSON *events = treadle_execution_history(execution, &reading->arena, first, count);
    if (reading->query.reverse) events = reverse(&reading->arena, events);
    *out = (struct treadle_rows){.events = events, .count = count, .total = execution->event_count};
    return 0;
}

static void read_rows(void *data) {
    struct reading *reading = data;
    struct treadle_rows rows = {0};
    int status = TREADLE_EINVAL;
    switch (reading->query.kind) {
        case TREADLE_QUERY_EXECUTION: status = read_one(reading, &rows); break;
        case TREADLE_QUERY_EXECUTIONS: status = read_many(reading, &rows); break;
        case TREADLE_QUERY_HISTORY: status = read_history(reading, &rows); break;
    }
    reading->on_rows(status, status == 0 ? &rows : NULL, reading->data);
    treadle_arena_clear(&reading->arena);
    free(reading);
}

static bool is_query(const struct treadle_engine *engine, const struct treadle_query *query) {
    if (query->version != TREADLE_ENGINE_VERSION) return false;
    switch (query->kind) {
        case TREADLE_QUERY_EXECUTION: return query->execution_arn != NULL;
        case TREADLE_QUERY_EXECUTIONS: return true;
        case TREADLE_QUERY_HISTORY: return query->execution_arn != NULL && engine->keeps_history;
    }
    return false;
}

int treadle_engine_read(
    treadle_engine *engine, const struct treadle_query *query, treadle_rows_cb on_rows,
    void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(query);
    if (engine->life != ENGINE_OPEN) return TREADLE_ECLOSED;
    if (!is_query(engine, query) || on_rows == NULL) return TREADLE_EINVAL;
    struct reading *reading = treadle_alloc_zeroed(sizeof(*reading));
    reading->engine = engine;
    reading->query = *query;
    reading->query.execution_arn = treadle_arena_copy(&reading->arena, query->execution_arn);
    reading->query.machine_arn = treadle_arena_copy(&reading->arena, query->machine_arn);
    reading->on_rows = on_rows;
    reading->data = data;
    treadle_engine_post(engine, read_rows, reading);
    return 0;
}
