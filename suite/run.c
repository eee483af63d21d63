// One case: set up, run to its end in virtual time, and looked at.
#include "suite/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "suite/expect.h"
#include "suite/stage.h"

struct suite_runner *treadle_suite_runner_new(const struct suite_options *options) {
    struct suite_runner *runner = treadle_alloc_zeroed(sizeof(*runner));
    runner->options = *options;
    return runner;
}

void treadle_suite_runner_free(struct suite_runner *runner) {
    if (runner == NULL) return;
    treadle_machines_clear(&runner->machines);
    treadle_map_clear(&runner->told);
    treadle_arena_clear(&runner->arena);
    free(runner);
}

// -- The end

struct ending {
    struct stage *stage;
    cJSON *outcome;
    bool ended;
};

static void put_end(
    struct arena *arena, cJSON *object, enum treadle_outcome outcome, const cJSON *output,
    const char *error, const char *cause) {
    treadle_put_text(arena, object, "status", treadle_outcome_name(outcome));
    if (output != NULL)
        treadle_put_value(arena, object, "output", treadle_scratch_copy(arena, output));
    treadle_put_text(arena, object, "error", treadle_arena_copy(arena, error));
    treadle_put_text(arena, object, "cause", treadle_arena_copy(arena, cause));
}

static void on_end(const struct treadle_result *result, void *data) {
    struct ending *ending = data;
    struct arena *arena = &ending->stage->arena;
    ending->ended = true;
    put_end(arena, ending->outcome, result->outcome, result->output, result->error, result->cause);
    treadle_put_text(arena, ending->outcome, "next", treadle_arena_copy(arena, result->next));
    if (result->variables != NULL)
        treadle_put_value(
            arena, ending->outcome, "variables", treadle_scratch_copy(arena, result->variables));
    treadle_put_int(arena, ending->outcome, "elapsed", result->elapsed_ms);
    ending->stage->result->elapsed_ms = result->elapsed_ms;
}

// -- What else is looked at

static const cJSON *expected(const struct stage *stage, const char *key) {
    return treadle_json_member(stage->one.expect, key);
}

static const char *last_name(const char *arn) {
    const char *colon = strrchr(arn, ':');
    return colon == NULL ? arn : colon + 1;
}

// All but the first one, which is the case's own.
static void on_executions(int status, const struct treadle_rows *rows, void *data) {
    struct ending *ending = data;
    struct arena *arena = &ending->stage->arena;
    cJSON *list = treadle_scratch_node(arena, cJSON_Array);
    for (uint32_t i = 1; status == 0 && i < rows->count; i++) {
        const struct treadle_execution *one = &rows->executions[i];
        cJSON *made = treadle_scratch_node(arena, cJSON_Object);
        const char *machine = last_name(one->machine_arn);
        treadle_put_text(arena, made, "machine", treadle_arena_copy(arena, machine));
        treadle_put_value(arena, made, "input", treadle_scratch_copy(arena, one->input));
        put_end(arena, made, one->outcome, one->output, one->error, one->cause);
        treadle_scratch_append(list, NULL, made);
    }
    treadle_put_value(arena, ending->outcome, "executions", list);
}

static void on_history(int status, const struct treadle_rows *rows, void *data) {
    struct ending *ending = data;
    struct arena *arena = &ending->stage->arena;
    if (status == 0)
        treadle_put_value(
            arena, ending->outcome, "history", treadle_scratch_copy(arena, rows->events));
}

static void ask_engine(
    struct ending *ending, enum treadle_query_kind kind, treadle_rows_cb on_rows) {
    treadle_engine *engine = ending->stage->engine;
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = kind,
        .execution_arn = ending->stage->watch.execution_arn};
    if (treadle_engine_read(engine, &query, on_rows, ending) == 0)
        (void)treadle_engine_turn(engine, INT64_MAX);
}

// -- Tables

struct scan {  // Of one table, page by page.
    struct stage *stage;
    const char *table, *account, *region;
    cJSON *items;
    const cJSON *next;  // Where the next page begins; NULL: there is none.
    bool answered, found;
};

static void on_page(const struct treadle_response *response, void *data) {
    struct scan *scan = data;
    struct arena *arena = &scan->stage->arena;
    scan->answered = true;
    scan->next = NULL;
    if (response->output == NULL) return;
    scan->found = true;
    const cJSON *items = treadle_json_member(response->output, "Items");
    for (const cJSON *item = items == NULL ? NULL : items->child; item != NULL; item = item->next)
        treadle_scratch_append(scan->items, NULL, treadle_scratch_copy(arena, item));
    const cJSON *last = treadle_json_member(response->output, "LastEvaluatedKey");
    if (last != NULL) scan->next = treadle_scratch_copy(arena, last);
}

static void scan_page(struct scan *scan) {
    struct stage *stage = scan->stage;
    cJSON *input = treadle_scratch_node(&stage->arena, cJSON_Object);
    treadle_put_text(&stage->arena, input, "TableName", scan->table);
    treadle_put_value(&stage->arena, input, "ExclusiveStartKey", scan->next);
    struct treadle_ask ask = {
        .service = "dynamodb", .operation = "Scan", .region = scan->region, .input = input};
    scan->next = NULL;
    if (treadle_world_ask(stage->world, NULL, scan->account, &ask, on_page, scan) == 0)
        (void)treadle_engine_turn(stage->engine, INT64_MAX);
}

// A table is looked for where the world's machines are, in the account of the one under test first,
// until it is found.
static void on_home(const struct treadle_world_machine *machine, void *data) {
    struct scan *scan = data;
    if (scan->found) return;
    scan->account = machine->account;
    scan->region = machine->region;
    do
        scan_page(scan);
    while (scan->next != NULL);
}

static void look_for(struct scan *scan) {
    const struct stage *stage = scan->stage;
    struct treadle_world_machine own;
    if (stage->world == NULL) return;
    if (treadle_world_machine(stage->world, stage->machine_arn, &own, NULL) == 0)
        on_home(&own, scan);
    treadle_world_each_machine(stage->world, on_home, scan);
}

static void put_tables(struct ending *ending, const cJSON *wanted) {
    struct stage *stage = ending->stage;
    cJSON *tables = treadle_scratch_node(&stage->arena, cJSON_Object);
    for (const cJSON *one = wanted->child; one != NULL; one = one->next) {
        struct scan scan = {
            .stage = stage,
            .table = one->string,
            .items = treadle_scratch_node(&stage->arena, cJSON_Array)};
        look_for(&scan);
        if (scan.found)
            treadle_put_value(&stage->arena, tables, one->string, scan.items);
        else
            treadle_stage_refuse(
                stage, one, true, NULL, "no template has a table '%s'", one->string);
    }
    treadle_put_value(&stage->arena, ending->outcome, "tables", tables);
}

// -- What is wrong though it ran

struct asked {
    const char *state;  // A mock's: "*", too.
    uint32_t calls;
};

static void on_use(const struct treadle_mock_use *use, void *data) {
    struct asked *asked = data;
    if (strcmp(use->state, asked->state) == 0) asked->calls = use->calls;
}

static bool was_asked(const struct stage *stage, const char *state) {
    struct asked asked = {.state = state};
    treadle_mocks_each(stage->mocks, on_use, &asked);
    return asked.calls > 0;
}

// An answer too many, or a call. A list of the defaults that was never asked is no mistake of this
// case.
static void on_fault(const struct treadle_mock_fault *fault, void *data) {
    struct stage *stage = data;
    const cJSON *mock =
        treadle_json_member(treadle_json_member(stage->one.whole, "mocks"), fault->state);
    if (mock == NULL) return;
    struct suite_place place = treadle_suite_place_of(&stage->one, mock);
    if (fault->kind == TREADLE_MOCK_UNUSED && place.from == FROM_DEFAULTS &&
        !was_asked(stage, fault->state))
        return;
    const cJSON *at = treadle_json_at(mock, fault->pointer);
    if (at != NULL) place = treadle_suite_place_of(&stage->one, at);
    treadle_suite_result_problem(
        stage->result, &(struct suite_problem){
                           .message = fault->words,
                           .line = place.line,
                           .column = place.column,
                           .width = place.width});
}

static void tell_unended(struct stage *stage) {
    const char *state = treadle_watch_waiting(&stage->watch);
    const struct suite_entry *entry = stage->entry;
    if (stage->unanswered || stage->failed) return;
    treadle_suite_result_problem(
        stage->result, &(struct suite_problem){
                           .message = treadle_arena_print(
                               &stage->arena, "it waits in '%s' for an answer that never comes",
                               state == NULL ? "" : state),
                           .help = "TimeoutSeconds ends such a wait",
                           .line = entry->line,
                           .column = entry->column,
                           .width = entry->width});
}

static void tell_endless(struct stage *stage) {
    const struct suite_entry *entry = stage->entry;
    uint64_t most = stage->runner->options.steps_max;
    treadle_suite_result_problem(
        stage->result,
        &(struct suite_problem){
            .message = treadle_arena_print(
                &stage->arena, "it was stopped after %" PRIu64 " steps: does it ever end?",
                most == 0 ? (uint64_t)LIMIT_suite_steps_max : most),
            .line = entry->line,
            .column = entry->column,
            .width = entry->width});
}

// -- The whole

static const char *text_of(struct stage *stage, const char *key) {
    const cJSON *value = treadle_json_member(stage->one.whole, key);
    return value == NULL ? NULL : value->valuestring;
}

static const char *json_of(struct stage *stage, const char *key) {
    const cJSON *value = treadle_json_member(stage->one.whole, key);
    return value == NULL ? NULL : treadle_json_print(&stage->arena, value);
}

static bool begin(struct stage *stage, struct ending *ending) {
    struct treadle_status status = {0};
    struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = stage->machine,
        .machine_arn = stage->machine_arn,
        .role_arn = stage->role_arn,
        .input = json_of(stage, "input"),
        .from = text_of(stage, "from"),
        .to = text_of(stage, "to"),
        .variables = json_of(stage, "variables"),
        .context = json_of(stage, "context"),
        .keep_variables = expected(stage, "variables") != NULL,
        .status = &status};
    const char *state = text_of(stage, "state");
    if (state != NULL) start.from = start.to = state;
    int failed = treadle_engine_begin(stage->engine, &start, NULL, on_end, ending);
    if (failed == 0) return true;
    const cJSON *to = treadle_json_member(stage->one.whole, "to"),
                *variables = treadle_json_member(stage->one.whole, "variables"), *at = NULL;
    if (failed == TREADLE_EINVAL)
        at = to != NULL ? to : treadle_json_member(stage->one.whole, "as");
    if (failed == TREADLE_ENOTFOUND) at = variables;
    treadle_stage_refuse(
        stage, at == NULL ? stage->one.whole : at, true, NULL,
        "the execution could not be started: %s",
        *status.text == '\0' ? treadle_status_meaning(failed) : status.text);
    return false;
}

static void look(struct ending *ending) {
    struct stage *stage = ending->stage;
    if (expected(stage, "executions") != NULL)
        ask_engine(ending, TREADLE_QUERY_EXECUTIONS, on_executions);
    if (expected(stage, "history") != NULL) ask_engine(ending, TREADLE_QUERY_HISTORY, on_history);
    if (expected(stage, "tables") != NULL) put_tables(ending, expected(stage, "tables"));
    treadle_watch_put(&stage->watch, ending->outcome);
    if (stage->mocks != NULL) treadle_mocks_each_fault(stage->mocks, on_fault, stage);
}

static void run(struct stage *stage) {
    struct ending ending = {
        .stage = stage, .outcome = treadle_scratch_node(&stage->arena, cJSON_Object)};
    if (!begin(stage, &ending)) return;
    (void)treadle_engine_turn(stage->engine, INT64_MAX);
    if (stage->endless)
        tell_endless(stage);
    else if (!ending.ended)
        tell_unended(stage);
    if (!ending.ended) return;
    look(&ending);
    if (stage->failed) return;
    treadle_suite_expect(stage->result, stage->one.expect, ending.outcome);
    for (uint32_t i = 0; i < stage->result->differences_count; i++) {
        struct suite_difference *difference = &stage->result->differences[i];
        struct suite_place place = treadle_suite_place(&stage->one, difference->pointer);
        difference->line = place.from == FROM_NOWHERE ? 0 : place.line;
    }
}

// With the texts of machines, where some are told of for the first time.
static void keep_coverage(struct stage *stage) {
    const struct coverage *coverage = &stage->coverage;
    bool texts = false;
    for (uint32_t i = 0; i < coverage->machine_count; i++)
        if (treadle_map_find(&stage->runner->told, coverage->machines[i]->id) == NULL) texts = true;
    stage->result->coverage = treadle_scratch_copy(
        &stage->result->arena, treadle_coverage_write(coverage, &stage->arena, texts));
}

// What the kept result brings need not be brought again.
static void note_told(struct suite_runner *runner, const struct suite_result *result) {
    const cJSON *machines = treadle_json_member(result->coverage, "machines");
    for (const cJSON *one = machines == NULL ? NULL : machines->child; one != NULL;
         one = one->next) {
        char *id = treadle_arena_copy(&runner->arena, treadle_json_string(one, "id"));
        (void)treadle_map_put(&runner->told, id, id);
    }
}

static void run_once(
    struct suite_runner *runner, struct suite_file *file, const struct suite_entry *entry,
    bool tell, struct suite_result *result) {
    treadle_suite_result_init(result, file->path, entry->line, entry->name);
    struct stage stage = {
        .runner = runner, .file = file, .entry = entry, .result = result, .tell = tell};
    if (treadle_stage_open(&stage)) run(&stage);
    if (runner->options.coverage) keep_coverage(&stage);
    treadle_stage_close(&stage);
}

static int64_t now_us(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

// A case is told row by row only where somebody will read it: one that fails is run again for that,
// since it goes the same way every time.
void treadle_suite_run_case(
    struct suite_runner *runner, struct suite_file *file, const struct suite_entry *entry,
    struct suite_result *result) {
    bool tell = runner->options.trace;
    int64_t begun_us = now_us();
    run_once(runner, file, entry, tell, result);
    int64_t took_us = now_us() - begun_us;
    if (!tell && result->verdict == VERDICT_FAILED) {
        treadle_suite_result_clear(result);
        run_once(runner, file, entry, true, result);
    }
    result->took_us = took_us;
    note_told(runner, result);
}
