// A machine, played in virtual time, with its history.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/status.h"
#include "suite/record_inside.h"
#include "treadle/test.h"

struct stand {
    struct record *record;
    struct play *play;
    const char *execution_arn;
};

static void on_nobody(const treadle_call *call, void *data) {
    const struct stand *stand = data;
    if (stand->play->nobody == NULL)
        stand->play->nobody = treadle_arena_copy(&stand->record->arena, treadle_call_state(call));
}

static void on_started(int status, const struct treadle_execution *execution, void *data) {
    struct stand *stand = data;
    (void)status;
    stand->execution_arn = treadle_arena_copy(&stand->record->arena, execution->execution_arn);
}

static void on_end(const struct treadle_result *result, void *data) {
    const struct stand *stand = data;
    stand->play->pointer = treadle_arena_copy(&stand->record->arena, result->pointer);
}

static void on_history(int status, const struct treadle_rows *rows, void *data) {
    const struct stand *stand = data;
    if (status == 0)
        stand->play->events = treadle_scratch_copy(&stand->record->arena, rows->events);
}

static void on_fault(const struct treadle_mock_fault *fault, void *data) {
    const struct stand *stand = data;
    if (stand->play->fault == NULL)
        stand->play->fault = treadle_arena_copy(&stand->record->arena, fault->words);
}

static int add_mocks(const struct stand *stand, treadle_mocks *mocks) {
    const struct play *play = stand->play;
    struct record *record = stand->record;
    if (play->config != NULL)
        return treadle_mocks_add_config(
            mocks, play->config, record->wanted->name, play->test_case, record->status);
    if (play->mocks == NULL || play->mocks->child == NULL) return 0;
    return treadle_mocks_add(
        mocks, treadle_json_print(&record->arena, play->mocks), record->status);
}

static int run(struct stand *stand, treadle_engine *engine) {
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = stand->record->wanted->machine,
        // As a case runs it.
        .machine_arn = treadle_arena_print(
            &stand->record->arena, "arn:aws:states:us-east-1:123456789012:stateMachine:%s",
            stand->record->wanted->name),
        .input = stand->play->input,
        .status = stand->record->status};
    int failed = treadle_engine_begin(engine, &start, on_started, on_end, stand);
    if (failed < 0) return failed;
    (void)treadle_engine_turn(engine, INT64_MAX);
    const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = stand->execution_arn};
    (void)treadle_engine_read(engine, &query, on_history, stand);
    (void)treadle_engine_turn(engine, INT64_MAX);
    return 0;
}

int treadle_record_play(struct record *record, struct play *play) {
    struct stand stand = {record, play, NULL};
    const struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION,
        .seeded = true,
        .now_ms = play->clock_ms,
        .history = true,
        .on_nobody = on_nobody,
        .data = &stand};
    treadle_engine *engine;
    treadle_mocks *mocks;
    int failed = treadle_engine_open_virtual(&options, &engine, record->status);
    if (failed < 0) return failed;
    failed = treadle_mocks_open(engine, &mocks);
    ASSERT(failed == 0);
    play->events = NULL;
    play->nobody = play->fault = play->pointer = NULL;
    failed = add_mocks(&stand, mocks);
    if (failed == 0) failed = run(&stand, engine);
    treadle_mocks_each_fault(mocks, on_fault, &stand);
    treadle_engine_close(engine, NULL, NULL);
    treadle_mocks_close(mocks);
    return failed;
}
