// Definitions: what is wrong with a text is told with its place; what is a machine runs in virtual
// time, its Tasks answered in every way a call can go, up to a bound on its states.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/fuzz/fuzz.h"
#include "treadle/treadle.h"

enum { STATES_MAX = 300, CALLS_MAX = 100 };

static const char input[] =
    "{\"a\":[1,2,{\"b\":\"x\"}],\"n\":3,\"s\":\"2026-01-01T00:00:09Z\",\"t\":\"text\"}";

struct play {
    treadle_engine *engine;
    uint32_t errors, states, calls, ends;
    char *arn;  // Of the execution; NULL: not known yet.
};

// -- Parsing

static void on_problem(const struct treadle_problem *problem, void *data) {
    struct play *play = data;
    fuzz_check_words(problem->code);
    fuzz_check_quoting(problem->message);
    if (*problem->pointer != '\0') fuzz_check_quoting(problem->pointer);
    if (problem->label != NULL) fuzz_check_quoting(problem->label);
    if (problem->help != NULL) fuzz_check_quoting(problem->help);
    ASSERT(problem->line == 0 || (problem->column > 0 && problem->width > 0));
    play->errors += !problem->warning;
}

struct listing {
    const treadle_machine *machine;
    uint32_t states, parts;
};

static void on_state(const struct treadle_state_info *state, void *data) {
    struct listing *listing = data;
    struct treadle_place place;
    ASSERT(*state->name != '\0' && *state->type != '\0');
    ASSERT(treadle_machine_place(listing->machine, state->pointer, true, &place));
    ASSERT(place.line > 0);
    listing->states++;
}

static void on_part(const struct treadle_part *part, void *data) {
    struct listing *listing = data;
    ASSERT(part->json != NULL && (part->to == NULL) == (part->to_number < 0));
    ASSERT(part->number < (int32_t)listing->states && part->to_number < (int32_t)listing->states);
    listing->parts += part->kind == TREADLE_PART_STATE;
}

static treadle_machine *parse(const uint8_t *data, size_t size, struct play *play) {
    const struct treadle_source source = {.text = (const char *)data, .size = size};
    struct treadle_status status = {0};
    treadle_machine *machine = NULL;
    int failed = treadle_machine_read(&source, on_problem, play, &machine, &status);
    ASSERT((failed == 0) == (machine != NULL));
    if (failed == 0) {
        ASSERT(play->errors == 0);
        struct listing listing = {.machine = machine};
        treadle_machine_each_state(machine, on_state, &listing);
        ASSERT(listing.states > 0);
        treadle_machine_walk(machine, on_part, &listing);
        ASSERT(listing.parts == listing.states);
    } else {
        fuzz_check_words(status.text);
        ASSERT(status.code == failed);
    }
    return machine;
}

// -- Running

static void stop(void *data) {
    struct play *play = data;
    if (play->ends == 0) treadle_engine_stop(play->engine, play->arn, "Enough", NULL);
}

static void on_trace(const struct treadle_trace *trace, void *data) {
    struct play *play = data;
    ASSERT(trace->entered_ms <= trace->at_ms);
    if (++play->states == STATES_MAX) treadle_engine_post(play->engine, stop, play);
}

static void answer(void *data) {
    treadle_call *call = data;
    treadle_call_heartbeat(call);
    treadle_call_answer(call, treadle_call_arguments(call));
}

static int begin(void *self, treadle_call *call) {
    struct play *play = self;
    uint32_t number = play->calls++;
    if (number > CALLS_MAX) return TREADLE_EREFUSED;
    if (number % 3 == 0) treadle_call_started(call);
    if (number % 4 == 1) {
        treadle_call_fail(call, "States.TaskFailed", number % 8 == 1 ? "busy" : NULL);
    } else if (number % 4 == 2) {
        int64_t due_ms = treadle_engine_now(play->engine) + 2500;
        treadle_engine_post_at(play->engine, due_ms, answer, call);
    } else {
        treadle_call_done(call, treadle_json_tree("{\"Payload\":{\"n\":[1.0,null]}}", NULL));
    }
    return 0;
}

static void on_started(int status, const struct treadle_execution *execution, void *data) {
    struct play *play = data;
    ASSERT(status == 0);
    play->arn = treadle_text_copy(execution->execution_arn);
}

static void on_end(const struct treadle_result *result, void *data) {
    struct play *play = data;
    play->ends++;
    ASSERT(result->outcome != TREADLE_RUNNING && result->elapsed_ms >= 0);
    ASSERT((result->outcome == TREADLE_SUCCEEDED) == (result->output != NULL));
    if (result->output != NULL) fuzz_check_value(result->output);
}

static void run(treadle_machine *machine, struct play *play) {
    static const struct treadle_integration integration = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "*", .begin = begin};
    const struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION, .history = true, .on_trace = on_trace, .data = play};
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION, .machine = machine, .input = input};
    ASSERT(treadle_engine_open_virtual(&options, &play->engine, NULL) == 0);
    ASSERT(treadle_engine_add(play->engine, &integration, play) == 0);
    ASSERT(treadle_engine_begin(play->engine, &start, on_started, on_end, play) == 0);
    ASSERT(!treadle_engine_turn(play->engine, INT64_MAX));
    ASSERT(play->ends == 1);
    treadle_engine_close(play->engine, NULL, NULL);
    free(play->arn);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct play play = {0};
    treadle_machine *machine = parse(data, size, &play);
    if (machine != NULL) run(machine, &play);
    treadle_machine_drop(machine);
    return 0;
}
