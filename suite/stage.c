// Opens what a case runs on, in the order in which one thing needs the other, and closes it the
// other way round.
#include "suite/stage.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/time_text.h"
#include "suite/computed.h"
#include "suite/template.h"

// -- Saying what is wrong

void treadle_stage_break(struct stage *stage, const struct suite_problem *problem) {
    treadle_suite_result_problem(stage->result, problem);
    stage->result->verdict = VERDICT_BROKEN;
    stage->failed = true;
}

static void tell_problems(struct stage *stage, const struct suite_problems *problems) {
    for (uint32_t i = 0; i < problems->count; i++)
        treadle_stage_break(stage, &problems->items[i]);
}

void treadle_stage_refuse_raw(
    struct stage *stage, const cJSON *node, const char *help, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *words = treadle_arena_print_args(&stage->arena, format, args);
    va_end(args);
    struct place place = treadle_place_of(&stage->file->places, node);
    treadle_stage_break(
        stage, &(struct suite_problem){
                   .message = words,
                   .help = help,
                   .line = place.line,
                   .column = place.column,
                   .width = place.width});
}

void treadle_stage_refuse(
    struct stage *stage, const cJSON *node, bool name, const char *help, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *words = treadle_arena_print_args(&stage->arena, format, args);
    va_end(args);
    struct suite_place place = name ? treadle_suite_place_of_name(&stage->one, node)
                                    : treadle_suite_place_of(&stage->one, node);
    treadle_stage_break(
        stage, &(struct suite_problem){
                   .message = words,
                   .help = help,
                   .line = place.line,
                   .column = place.column,
                   .width = place.width});
}

// -- The case

static const char *on_output(const char *stack, const char *output, void *data) {
    struct stage *stage = data;
    if (stage->world != NULL) return treadle_world_output(stage->world, stack, output);
    stage->wants_output = true;
    return "";
}

const cJSON *treadle_stage_templates(const struct stage *stage) {
    const cJSON *templates = treadle_json_member(stage->file->root, "templates");
    return templates == NULL || templates->child == NULL ? NULL : templates;
}

static void resolve(struct stage *stage) {
    treadle_suite_case_clear(&stage->one);
    treadle_suite_case_resolve(
        stage->file, stage->entry, &stage->arena,
        treadle_stage_templates(stage) == NULL ? NULL : on_output, stage, &stage->one);
    tell_problems(stage, &stage->one.problems);
}

const cJSON *treadle_stage_key(const struct stage *stage, const char *name) {
    return treadle_json_member(stage->one.whole, name);
}

// -- The engine

static void on_running(int status, const struct treadle_rows *rows, void *data) {
    const struct stage *stage = data;
    for (uint32_t i = 0; status == 0 && i < rows->count; i++)
        if (rows->executions[i].outcome == TREADLE_RUNNING)
            (void)treadle_engine_stop(stage->engine, rows->executions[i].execution_arn, NULL, NULL);
}

static void stop_all(void *data) {
    struct stage *stage = data;
    stage->endless = true;
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION, .kind = TREADLE_QUERY_EXECUTIONS};
    (void)treadle_engine_read(stage->engine, &query, on_running, stage);
}

struct asking {  // A Task that nobody answers.
    const char *state;
    const char *pointer;
    struct arena *arena;
};

static void seek(const struct treadle_state_info *state, void *data) {
    struct asking *asking = data;
    if (asking->pointer == NULL && strcmp(state->name, asking->state) == 0)
        asking->pointer = treadle_arena_print(asking->arena, "%s/Resource", state->pointer);
}

// The machine of a call: the case's, or one of the world's.
static const treadle_machine *machine_of(const struct stage *stage, const char *arn) {
    struct treadle_world_machine found;
    if (strcmp(arn, stage->machine_arn) == 0) return stage->machine;
    bool known =
        stage->world != NULL && treadle_world_machine(stage->world, arn, &found, NULL) == 0;
    return known ? found.machine : NULL;
}

static void on_nobody(const treadle_call *call, void *data) {
    struct stage *stage = data;
    if (stage->unanswered) return;  // The first one says enough.
    stage->unanswered = true;
    struct arena *arena = &stage->arena;
    const treadle_machine *machine = machine_of(stage, treadle_call_machine_arn(call));
    struct asking asking = {.state = treadle_call_state(call), .arena = arena};
    if (machine != NULL) treadle_machine_each_state(machine, seek, &asking);
    struct treadle_place place = {0};
    bool placed =
        asking.pointer != NULL && treadle_machine_place(machine, asking.pointer, false, &place);
    treadle_suite_result_problem(
        stage->result,
        &(struct suite_problem){
            .message = treadle_arena_print(
                arena, "nobody answers Task '%s'; it would have sent %s", asking.state,
                treadle_json_print(arena, treadle_call_arguments(call))),
            .help =
                treadle_arena_print(arena, "mocks: {%s: {result: {}}} answers it", asking.state),
            .file = placed ? treadle_machine_source(machine) : NULL,
            .line = placed ? place.line : stage->entry->line,
            .column = placed ? place.column : stage->entry->column,
            .width = placed ? place.width : stage->entry->width});
}

static void cover(struct stage *stage, const struct treadle_trace *trace) {
    const treadle_machine *machine = machine_of(stage, trace->machine_arn);
    if (machine == NULL) return;
    const char *name = treadle_machine_source(machine);
    if (name == NULL) name = strrchr(trace->machine_arn, ':') + 1;
    treadle_coverage_trace(&stage->coverage, machine, name, trace);
}

static void on_trace(const struct treadle_trace *trace, void *data) {
    struct stage *stage = data;
    treadle_watch_trace(&stage->watch, trace);
    if (stage->runner->options.coverage) cover(stage, trace);
    uint64_t most = stage->runner->options.steps_max;
    if (++stage->steps == (most == 0 ? (uint64_t)LIMIT_suite_steps_max : most))
        treadle_engine_post(stage->engine, stop_all, stage);
}

static bool open_engine(struct stage *stage) {
    const struct suite_options *given = &stage->runner->options;
    struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION,
        .seeded = true,
        .history = treadle_json_member(stage->one.expect, "history") != NULL,
        .on_trace = on_trace,
        .on_nobody = on_nobody,
        .data = stage};
    int64_t seed = 0;
    const cJSON *own = treadle_stage_key(stage, "seed"), *clock = treadle_stage_key(stage, "clock");
    if (own != NULL) (void)treadle_number_int(own, &seed);
    options.seed = given->seeded ? given->seed : (uint64_t)seed;
    if (clock != NULL) (void)treadle_time_read(clock->valuestring, &options.now_ms);
    struct treadle_status status = {0};
    if (treadle_engine_open_virtual(&options, &stage->engine, &status) == 0) return true;
    treadle_stage_break(stage, &(struct suite_problem){.message = status.text});
    return false;
}

// -- All of it

bool treadle_stage_open(struct stage *stage) {
    resolve(stage);
    if (stage->failed || !open_engine(stage) || !treadle_stage_open_machine(stage)) return false;
    if (stage->wants_output) resolve(stage);
    if (stage->failed) return false;
    treadle_stage_check_names(stage);
    if (!treadle_stage_open_mocks(stage) || stage->failed) return false;
    stage->watch = (struct watch){
        .arena = &stage->arena,
        .machine = stage->machine,
        .wanted = treadle_json_member(stage->one.expect, "states"),
        .rows = stage->tell ? stage->result : NULL,
        .start_ms = treadle_engine_now(stage->engine)};
    return true;
}

void treadle_stage_close(struct stage *stage) {
    if (stage->engine != NULL) treadle_engine_close(stage->engine, NULL, NULL);
    treadle_world_close(stage->world);
    treadle_mocks_close(stage->mocks);
    treadle_watch_clear(&stage->watch);
    treadle_coverage_clear(&stage->coverage);
    treadle_suite_case_clear(&stage->one);
    treadle_arena_clear(&stage->arena);
}
